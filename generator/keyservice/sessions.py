"""
The session engine: the browser holds a token, the database its hash and sealed contents.

Everything that sees a `session_key`, allauth's list of sessions included, sees the hash.
"""

import hashlib
import json
import secrets
from typing import Any, Self

from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.contrib.sessions.middleware import SessionMiddleware as DjangoMiddleware
from django.http import HttpRequest, HttpResponse

from generator.keyservice.sealing import seal, unseal


def stored_key(token: str) -> str:
    """Return the key under which the session of *token* is kept: 160 bits of its SHA-256."""
    return hashlib.sha256(token.encode()).hexdigest()[:40]  # the width of the column


class SessionStore(DatabaseStore):
    """A session, and the token that opens it if this request brought or made one."""

    token: str | None = None

    @classmethod
    def of_token(cls, token: str | None) -> Self:
        """Return the session that a cookie names, as yet unread."""
        store = cls(stored_key(token) if token else None)
        store.token = token
        return store

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Return the contents sealed: they name the reader and may hold a reset link."""
        return seal("session", json.dumps(session_dict, separators=(",", ":")))

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        """Return the contents, or none at all if they were sealed under another secret."""
        try:
            contents: dict[str, Any] = json.loads(unseal("session", str(session_data)))
        except ValueError:
            contents = {}
        return contents

    def _get_new_session_key(self) -> str:
        self.token = secrets.token_urlsafe(32)
        return stored_key(self.token)

    async def _aget_new_session_key(self) -> str:
        return self._get_new_session_key()


class SessionMiddleware(DjangoMiddleware):
    """Django's, with the token in the cookie in place of the stored key."""

    def process_request(self, request: HttpRequest) -> None:
        """Attach the session of the cookie."""
        request.session = SessionStore.of_token(request.COOKIES.get(settings.SESSION_COOKIE_NAME))

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Save the session; a cookie that is being set gets the token, one that is being deleted stays empty."""
        response = super().process_response(request, response)
        cookie = response.cookies.get(settings.SESSION_COOKIE_NAME)
        if cookie is not None and cookie.value and isinstance(request.session, SessionStore):
            response.cookies[settings.SESSION_COOKIE_NAME] = request.session.token or ""
        return response
