"""CORS for the JSON addresses, with credentials, for exactly listed origins."""

from typing import Final

from django.core.exceptions import DisallowedHost
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.deprecation import MiddlewareMixin

from generator.keyservice import origins

ADDRESSES: Final = ("session", "keys", "health", "openapi.json", "_allauth/")
METHODS: Final = "GET, POST, PUT, PATCH, DELETE"
PREFLIGHT_AGE: Final = 600  # seconds


def is_api(request: HttpRequest) -> bool:
    """Return whether the address answers in JSON. Pages never get CORS: they hold forms and tokens."""
    path = request.path_info.removeprefix("/")
    return any(path == address or (address.endswith("/") and path.startswith(address)) for address in ADDRESSES)


class CrossOrigin(MiddlewareMixin):
    """Answers preflights, and lets listed origins read answers."""

    def process_request(self, request: HttpRequest) -> HttpResponse | None:
        """Return the answer to a preflight; anything else goes on."""
        if request.method != "OPTIONS" or not is_api(request):
            return None
        response = HttpResponse(status=204)
        if self._listed(request):
            response["Access-Control-Allow-Methods"] = METHODS
            response["Access-Control-Allow-Headers"] = "content-type, x-csrftoken"
            response["Access-Control-Max-Age"] = str(PREFLIGHT_AGE)
        return response

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Return *response* with the origin named, if it is listed."""
        if is_api(request):
            patch_vary_headers(response, ("Origin", "Cookie"))
            if self._listed(request):
                response["Access-Control-Allow-Origin"] = request.headers["Origin"]
                response["Access-Control-Allow-Credentials"] = "true"
        return response

    def _listed(self, request: HttpRequest) -> bool:
        origin = request.headers.get("Origin")
        try:
            request.get_host()
        except DisallowedHost:
            return False
        return origin is not None and origins.is_listed(request, origin)
