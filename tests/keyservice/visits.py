"""What the tests of the key service do as readers, openers and mail programs do."""

import json
import re
from datetime import datetime
from html.parser import HTMLParser
from typing import Any

from django.core.mail import EmailMessage
from django.test import Client
from django.urls import path as url_path

from generator.keyservice.keys.views import KeysView
from generator.paywall.header import header_prefix, page_header

SITE = "https://www.example.fr"
SERVICE = "https://compte.example.fr"
EMAIL = "jeanne.morel@example.org"
PASSWORD = "quatre mots bien choisis"
KID = "2026a"

SERVICE_FILE: dict[str, Any] = {
    "title": "La Revue",
    "language": "fr",
    "base_url": f"{SITE}/",
    "site": "www.example.fr",
    "timezone": "Europe/Paris",
    "service_url": f"{SERVICE}/",
    "tiers": [
        {"id": "abonnes", "title": "Abonnés", "grants": ["abonnes"]},
        {"id": "premium", "title": "Premium", "grants": ["abonnes", "premium"]},
    ],
    "stylesheets": ["/assets/main.abc123.css"],
    "contact": "lecteurs@example.fr",
    "legal": [{"label": "Mentions légales", "url": "/mentions-legales/"}],
    "offers": [],
}


class Page(HTMLParser):
    """A page's elements and text, as tests ask for them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep an element."""
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        """Keep text."""
        self.text += data

    def all(self, tag: str) -> list[dict[str, str | None]]:
        """Return the attributes of all elements of a kind."""
        return [attributes for name, attributes in self.elements if name == tag]


class Browser(Client):
    """Django's test client on https, at the service's own origin, with CSRF checks on."""

    def __init__(self) -> None:
        super().__init__(enforce_csrf_checks=True, headers={"host": "compte.example.fr"})

    def generic(self, *args: Any, **more: Any) -> Any:
        """Send a request, encrypted."""
        return super().generic(*args, **{**more, "secure": True})


class Moment:
    """A URL configuration whose clock stands still at a moment of the vector."""

    def __init__(self, now: datetime) -> None:
        self.urlpatterns = [url_path("keys", KeysView.as_view(clock=lambda: now))]


def new_browser() -> Browser:
    """Return a browser without cookies."""
    return Browser()


def send(client: Client, path: str, data: dict[str, str] | None = None, *, at: str | None = None) -> Any:
    """Fill in the form that the page *at* (or *path*) shows and submit it to *path*."""
    return submit(client, path, data or {}, client.get(at or path))


def submit(client: Client, path: str, data: dict[str, str], page: Any) -> Any:
    """Submit a form that *page* has shown already."""
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page.content.decode())
    assert token, (page.status_code, page.content.decode())
    form = {**data, "csrfmiddlewaretoken": token[1]}
    return client.post(path, form, headers={"origin": SERVICE})


def log_in(client: Client, email: str = EMAIL, password: str = PASSWORD, path: str = "/login/") -> Any:
    """Log in with a password, as a reader does."""
    return send(client, path, {"login": email, "password": password})


def session_of(client: Client) -> dict[str, Any]:
    """Return what `GET session` says to this browser."""
    answer: dict[str, Any] = client.get("/session", headers={"origin": SITE}).json()
    return answer


def ask_keys(client: Client, *headers: str, origin: str | None = SITE, body: str | None = None) -> Any:
    """Ask for the keys of *headers*, as the opener does."""
    sent = {"origin": origin} if origin is not None else {}
    text = json.dumps({"headers": list(headers)}) if body is None else body
    return client.post("/keys", text, content_type="application/json", headers=sent)


def words(response: Any) -> list[str]:
    """Return for each header the refusal, or `key`."""
    return [one.get("refused", "key") for one in response.json()["keys"]]


def a_header(article: str = "articles/budget", policy: str = "tier:abonnes", not_before: int = 0) -> str:
    """Return a header as a page carries it. The service never checks the salt, so any will do."""
    prefix = header_prefix(1, not_before, "www.example.fr", KID, article, "s1", policy)
    return page_header(prefix + bytes(24))


def addresses_in(message: EmailMessage) -> list[str]:
    """Return the addresses of the service in a mail, without the origin."""
    return re.findall(rf"{re.escape(SERVICE)}(\S+)", str(message.body))
