"""What every visit begins and ends with: the publication's language and zone, and the remembered destination."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from generator.keyservice import errors, publication
from generator.keyservice.accounts import headless, returning
from generator.keyservice.accounts.context import language_of
from generator.keyservice.accounts.hashing import HashingBusyError

RETRY_AFTER = 10  # seconds

NOT_REMEMBERED = frozenset({"account_logout", "account_reauthenticate", "mfa_reauthenticate"})


class Visit:
    """Activates language and zone around each request. Sync only, see the settings."""

    sync_capable = True
    async_capable = False

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Return 503 if too many passwords wait to be hashed; other exceptions are not ours."""
        if not isinstance(exception, HashingBusyError):
            return None
        response = errors.busy(request)
        response["Retry-After"] = str(RETRY_AFTER)
        return response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Return the view's answer, in the publication's language."""
        known = publication.current()
        language = language_of(known.language)
        with translation.override(language), timezone.override(known.zone):
            unreadable = headless.is_unreadable(request)
            response = errors.bad_request(request) if unreadable else self.get_response(request)
            if hasattr(response, "render") and callable(response.render):
                response = response.render()
        response.headers.setdefault("Content-Language", language)
        remember(request, response)
        return response


def remember(request: HttpRequest, response: HttpResponse) -> None:
    """Set the cookie of the destination that *request* named, or end it once it has been used."""
    name = settings.MARBRE_NEXT_COOKIE
    if getattr(request, "destination_used", False):
        if name in request.COOKIES:
            response.delete_cookie(name, samesite="Lax")
        return
    match = request.resolver_match
    destination = returning.requested(request) if match and match.url_name not in NOT_REMEMBERED else None
    if destination:
        response.set_cookie(
            name,
            returning.to_cookie(destination),
            max_age=returning.LIFETIME,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
