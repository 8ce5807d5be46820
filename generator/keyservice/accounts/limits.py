"""How many sessions of one account live at the same time."""

from typing import Any

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.http import HttpRequest

from generator.keyservice.accounts.models import Reader
from generator.keyservice.sessions import SessionStore

NOTICE: str = "ended_by_limit"  # key in a session that was ended
NOTICE_AGE = 7 * 24 * 3600  # seconds that the ended session lives on, to tell


def on_login(request: HttpRequest, user: Reader, **_: Any) -> None:
    """End the oldest sessions of *user* over `MARBRE_SESSIONS_PER_READER`, this one apart."""
    current = request.session.session_key
    others = UserSession.objects.filter(user=user).exclude(session_key=current).order_by("-created_at", "-pk")
    for session in others[max(settings.MARBRE_SESSIONS_PER_READER - 1, 0) :]:
        end_with_notice(session)


def end_with_notice(session: UserSession) -> None:
    """Empty *session*, so that it opens nothing, and leave in it why, for its own browser to say."""
    store = SessionStore(session.session_key)
    if store.exists(session.session_key):
        store.clear()
        store[NOTICE] = True
        store.set_expiry(NOTICE_AGE)
        store.save()
    session.delete()
