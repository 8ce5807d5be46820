# ruff: noqa: ARG002 - the signatures are Django's
"""What the opener asks: session, keys, health. Views parse, ask one rule, answer."""

from collections.abc import Callable
from datetime import datetime
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from generator.keyservice import origins, publication
from generator.keyservice.accounts.limits import NOTICE
from generator.keyservice.accounts.models import Reader
from generator.keyservice.entitlements.rules import latest_end, shown
from generator.keyservice.errors import json_error
from generator.keyservice.keys import keyring
from generator.keyservice.keys.giving import asker_of, give
from generator.paywall import decision
from generator.paywall.errors import SealError

OPENAPI: Final = Path(__file__).parent.parent / "openapi.json"


class ApiView(View):
    """A JSON address. `clock` is an argument of `as_view`, so that tests choose the moment."""

    clock: Callable[[], datetime] = staticmethod(timezone.now)

    def http_method_not_allowed(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Return the refusal of another method."""
        response = json_error(HTTPStatus.METHOD_NOT_ALLOWED, "method-not-allowed", "see openapi.json")
        response["Allow"] = ", ".join(name.upper() for name in self.http_method_names if hasattr(self, name))
        return response


class SessionView(ApiView):
    """Who is logged in, and what he may read."""

    def get(self, request: HttpRequest) -> JsonResponse:
        """Return the session, with the token that every POST but `keys` sends back as X-CSRFToken."""
        answer: dict[str, Any] = {"authenticated": False, "csrf": get_token(request)}
        if isinstance(request.user, Reader):
            answer |= self._of(request, request.user)
        elif request.session.get(NOTICE):
            answer["notice"] = "ended-by-limit"  # another device took this one's place
        return JsonResponse(answer)

    def _of(self, request: HttpRequest, reader: Reader) -> dict[str, Any]:
        known = publication.current()
        asker = asker_of(request, self.clock())
        end = latest_end(asker.spans)
        return {
            "authenticated": True,
            "reader": {"name": reader.name or None},
            "grants": shown(asker.grants, known.inclusion),
            "until": end.astimezone(known.zone).isoformat() if end else None,
        }


@method_decorator(csrf_exempt, name="dispatch")
class KeysView(ApiView):
    """
    Content keys for headers.

    Exempt from the CSRF token so that one request opens a page. Its protection is that it changes nothing
    for the reader, takes only `application/json`, which no form can send, and only exactly listed origins.
    """

    def post(self, request: HttpRequest) -> JsonResponse:
        """Return a key or a refusal for each header, in order."""
        if not origins.is_listed(request, request.headers.get("Origin", "")):
            return json_error(HTTPStatus.FORBIDDEN, "bad-origin", "the Origin is not one of the site's")
        if request.content_type != "application/json":
            return json_error(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "bad-type", "send application/json")
        try:
            headers = decision.parse_request(_body(request))
        except SealError as error:
            return json_error(HTTPStatus.BAD_REQUEST, error.word, "1 to 50 headers in at most 100,000 bytes")
        try:
            keys = keyring.current()
        except keyring.KeyringError:
            return json_error(HTTPStatus.SERVICE_UNAVAILABLE, "no-keys", "the service has no keys, see its health")
        now = self.clock()
        return JsonResponse(decision.answer(give(asker_of(request, now), headers, keys, now)))


class HealthView(ApiView):
    """Whether database and keys answer."""

    def get(self, request: HttpRequest) -> JsonResponse:
        """Return 200, or 503 with what is wrong, for the operator."""
        problems = [text for text in (_database(), _keys(), _publication()) if text]
        if problems:
            answer = {"code": "unhealthy", "message": "; ".join(problems)}
            return JsonResponse(answer, status=HTTPStatus.SERVICE_UNAVAILABLE)
        return JsonResponse({"status": "ok"})


class OpenApiView(ApiView):
    """The description of these addresses."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Return the file as it is."""
        return HttpResponse(OPENAPI.read_bytes(), content_type="application/json")


def _body(request: HttpRequest) -> bytes:
    """Return the body. Raises SealError `bad-request` before reading one that says it is too long."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > decision.LARGEST_BODY:
        raise SealError("bad-request", "too long")
    return request.body


def _database() -> str | None:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "the database does not answer"
    return None


def _keys() -> str | None:
    try:
        keyring.current()
    except keyring.KeyringError as error:
        return str(error)
    return None


def _publication() -> str | None:
    return publication.problem() if settings.MARBRE_PRODUCTION else None
