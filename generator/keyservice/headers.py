"""The headers of every answer: a policy without script, nothing cached, nothing framed."""

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.deprecation import MiddlewareMixin

from generator.keyservice import origins, publication


def policy(site: str, own: str) -> str:
    """
    Return the Content-Security-Policy of a page.

    The site's origin serves the theme's stylesheet and pictures. It is a form's target too, because
    Chromium holds the redirect after a login against `form-action`.
    """
    sources = "'self'" if site == own else f"'self' {site}"
    directives = (
        "default-src 'none'",
        f"style-src {sources}",
        f"img-src {sources} data:",
        f"font-src {sources}",
        f"form-action {sources}",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
    return "; ".join(directives)


class SecurityHeaders(MiddlewareMixin):
    """Adds what Django's SecurityMiddleware does not know."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Return *response* with the headers that it has not set itself."""
        try:
            own = origins.own(request)
        except DisallowedHost:  # there is no own origin to allow
            own = ""
        response.headers.setdefault("Content-Security-Policy", policy(publication.current().origin, own))
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Cache-Control", "no-store")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-site")
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response
