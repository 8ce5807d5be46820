# ruff: noqa: ARG001 - the signatures are Django's
"""Error answers: JSON for JSON addresses, a page in the theme's looks for people."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from generator.keyservice.accounts.context import paper
from generator.keyservice.crossorigin import is_api


def json_error(status: HTTPStatus, code: str, message: str) -> JsonResponse:
    """Return a small error answer. *message* is for developers and never quotes the request."""
    return JsonResponse({"code": code, "message": message}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the answer to a request that Django refuses."""
    return _answer(request, HTTPStatus.BAD_REQUEST, "bad-request", _("This request cannot be understood."))


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the answer to what is not allowed."""
    return _answer(request, HTTPStatus.FORBIDDEN, "forbidden", _("You may not see this page."))


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the answer to an unknown address."""
    return _answer(request, HTTPStatus.NOT_FOUND, "not-found", _("This page does not exist."))


def too_many(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Return the answer to too many attempts."""
    text = _("Too many attempts in a short time. Please wait a few minutes.")
    return _answer(request, HTTPStatus.TOO_MANY_REQUESTS, "too-many", text)


def busy(request: HttpRequest) -> HttpResponse:
    """Return the answer when more readers log in at once than can be checked."""
    text = _("Many readers are logging in at this moment. Please try again in a few seconds.")
    return _answer(request, HTTPStatus.SERVICE_UNAVAILABLE, "busy", text)


def server_error(request: HttpRequest) -> HttpResponse:
    """Return the answer to our own mistakes; it asks neither database nor session."""
    text = _("Something went wrong here. Please try again in a moment.")
    return _answer(request, HTTPStatus.INTERNAL_SERVER_ERROR, "error", text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Return the answer to a form without its token, most often because cookies are off or hours passed."""
    text = _("This form has expired, or your browser refuses cookies. Go back, reload the page and try again.")
    return _answer(request, HTTPStatus.FORBIDDEN, "csrf", text)


def _answer(request: HttpRequest, status: HTTPStatus, code: str, text: str | Promise) -> HttpResponse:
    """
    Return the answer in the publication's language, also where no middleware has chosen it yet.

    The template gets no request: base.html would ask the session, and the database may be what went wrong.
    """
    shown = paper(request)
    language = shown["paper"].language
    with translation.override(language):
        if is_api(request):
            return json_error(status, code, str(text))
        response = HttpResponse(render_to_string("error.html", {"text": text, **shown}), status=status)
    response["Content-Language"] = language
    return response
