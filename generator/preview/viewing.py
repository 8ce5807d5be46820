"""
Seeing the site as somebody: the browser is logged in as one of the preview's readers.

It goes the readers' own way: the key service is asked over its public addresses, checks the password, and its
session cookie is handed to the browser. What opens then is what opens for such a reader.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from hmac import compare_digest
from http.cookies import SimpleCookie
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.types import ASGIApp

from generator.preview.asking import Answer, ask
from generator.preview.files import ALWAYS
from generator.preview.publication import ANONYMOUS
from generator.preview.readers import PASSWORD, email_of

LONGEST = 1000  # bytes of a request
COOKIE = "marbre-view-as"  # read by the preview's script; opens nothing
LOGIN = "_allauth/browser/v1/auth/login"
SESSION = "_allauth/browser/v1/auth/session"


@dataclass(frozen=True, slots=True)
class Caller:
    """The browser's place: where the service is, and what every request to it says."""

    application: ASGIApp
    path: str
    origin: str

    async def ask(self, method: str, name: str, cookies: Mapping[str, str], csrf: str = "", body: Any = None) -> Answer:
        """Return what the service answers at *name*."""
        headers = {"host": self.origin.partition("//")[2], "origin": self.origin, "accept": "application/json"}
        if cookies:
            headers["cookie"] = "; ".join(f"{key}={value}" for key, value in cookies.items())
        if csrf:
            headers["x-csrftoken"] = csrf
        data = b""
        if body is not None:
            headers["content-type"] = "application/json"
            data = json.dumps(body).encode()
        return await ask(self.application, method, f"{self.path}{name}", headers, data)


async def view_as(request: Request, application: ASGIApp | None, path: str, token: str) -> Response:
    """Return the answer to a page that asks to be seen as somebody. The guard has checked its origin."""
    if request.method != "POST":
        return _answer(405, error="POST only")
    if not compare_digest(request.headers.get("x-marbre-token", "").encode(), token.encode()):
        return _answer(403, error="a page from before the preview was started: reload it")
    if application is None:
        return _answer(503, error="the key service is not running")
    wanted = await _wanted(request)
    email = email_of(wanted)
    if not email and wanted != ANONYMOUS:
        return _answer(400, error="nobody of that kind")
    caller = Caller(application, path, f"http://{request.headers['host']}")
    left = await _leave(caller, request.cookies)
    entered = await _enter(caller, email) if email else None
    if entered is not None and entered.status != 200:
        return _answer(502, error=f"the key service refused the login ({entered.status})")
    answer = _answer(200, view=wanted)
    for line in (*left, *(entered.set_cookies if entered else ())):
        answer.raw_headers.append((b"set-cookie", line))
    answer.set_cookie(COOKIE, wanted, samesite="strict", path="/")
    return answer


async def _wanted(request: Request) -> str:
    """Return as whom, an empty text if the request does not say."""
    body = b""
    async for piece in request.stream():
        body += piece
        if len(body) > LONGEST:
            return ""
    try:
        wanted = json.loads(body)["as"]
    except (ValueError, KeyError, TypeError):
        return ""
    return wanted if isinstance(wanted, str) else ""


async def _leave(caller: Caller, cookies: Mapping[str, str]) -> tuple[bytes, ...]:
    """Log the browser out, and return the cookies that this sets."""
    session = await caller.ask("GET", "session", cookies)
    known = json.loads(session.body)
    if not known.get("authenticated"):
        return ()
    kept = {**cookies, **_set_by(session)}
    gone = await caller.ask("DELETE", SESSION, kept, known["csrf"])
    return (*session.set_cookies, *gone.set_cookies)


async def _enter(caller: Caller, email: str) -> Answer:
    session = await caller.ask("GET", "session", {})
    csrf = json.loads(session.body)["csrf"]
    return await caller.ask("POST", LOGIN, _set_by(session), csrf, {"email": email, "password": PASSWORD})


def _set_by(answer: Answer) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in answer.set_cookies:
        found |= {name: morsel.value for name, morsel in SimpleCookie(line.decode("latin-1")).items()}
    return found


def _answer(status: int, **values: str) -> Response:
    return JSONResponse(values, status, ALWAYS)
