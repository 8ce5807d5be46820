"""Pages: both languages, labels, errors, password managers, no script, a strict policy."""

import base64
import hmac
import re
import struct
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import unquote

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core import mail
from django.core.cache import cache
from django.db import connection
from visits import EMAIL, PASSWORD, Page, addresses_in, log_in, new_browser, send, session_of, submit

from generator.keyservice import headers

KEYSERVICE = Path(headers.__file__).parent
TEMPLATES = sorted((KEYSERVICE / "templates").rglob("*.*"))

ENTRANCE = {
    "/login/": {"login": "username", "password": "current-password"},
    "/login/code/": {"email": "username"},
    "/signup/": {"email": "username", "password1": "new-password", "name": "name"},
    "/password/reset/": {"email": "username"},
}
INSIDE = {
    "/account/": {"name": "name"},
    "/password/change/": {
        "oldpassword": "current-password",
        "password1": "new-password",
        "password2": "new-password",
    },
    "/email/": {"email": "email"},
    "/logout/": {},
    "/sessions/": {},
    "/2fa/": {},
    "/reauthenticate/": {"password": "current-password"},
}
FRENCH_ONLY = re.compile(r"\b(Log in|Log out|Your|password|account|Send|Save|Confirm|address|the)\b")
ENGLISH_ONLY = re.compile(r"\b(connecter|Votre|passe|compte|Envoyer|Enregistrer|adresse|votre)\b")


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("address", [*ENTRANCE, *INSIDE])
def test_page(client, reader, publish, language, address):
    """Every page is in one language, has one column, and every field a label and its autocomplete."""
    publish(language=language)
    if address in INSIDE:
        log_in(client)
    response = client.get(address)
    page = Page(response.content.decode())

    assert response.status_code == 200, response.headers
    assert page.all("html")[0]["lang"] == language
    assert page.all("main") == [{"class": "account", "id": "main"}]
    assert len(page.all("h1")) == 1
    visible = [field for field in page.all("input") if field["type"] != "hidden"]
    expected = ENTRANCE.get(address, INSIDE.get(address))
    assert {field["name"]: field.get("autocomplete") for field in visible if field["name"] in expected} == expected
    labels = {label.get("for") for label in page.all("label")}
    assert all(field["id"] in labels for field in visible)
    strange = FRENCH_ONLY if language == "fr" else ENGLISH_ONLY
    assert not strange.search(page.text), strange.findall(page.text)


@pytest.mark.parametrize("address", [*ENTRANCE, *INSIDE])
def test_no_page_needs_or_allows_script(client, reader, address):
    """No script, no inline style, no event attribute; the policy would not let any run."""
    if address in INSIDE:
        log_in(client)
    response = client.get(address)
    page = Page(response.content.decode())

    assert not page.all("script")
    assert not page.all("style")
    attributes = [name for _, found in page.elements for name in found]
    assert not [name for name in attributes if name.startswith("on") or name == "style"]
    policy = response["Content-Security-Policy"]
    assert policy.startswith("default-src 'none'; style-src 'self' https://www.example.fr;")
    assert "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "no-store" in response["Cache-Control"]


def test_a_page_has_the_themes_stylesheet_and_no_other(client, db, publish):
    """The stylesheets are those of the build, from the site's origin if the service has its own."""
    sheet = "/assets/main.abc123.css"
    assert [link["href"] for link in Page(client.get("/login/").content.decode()).all("link")] == [
        f"https://www.example.fr{sheet}"
    ]

    publish(service_url="/acces/", stylesheets=["/assets/main.def456.css"])

    assert [link["href"] for link in Page(client.get("/login/").content.decode()).all("link")] == [
        "/assets/main.def456.css"
    ]


def test_an_error_stands_beside_its_field(client, db):
    """A field that is wrong says so to screen readers and points to its message."""
    response = send(client, "/signup/", {"email": "pas une adresse", "password1": "court"})
    page = Page(response.content.decode())
    fields = {field["name"]: field for field in page.all("input")}
    ids = {attributes.get("id") for _, attributes in page.elements}

    for name in ("email", "password1"):
        assert fields[name]["aria-invalid"] == "true"
        assert f"id_{name}_error" in fields[name]["aria-describedby"].split()
        assert f"id_{name}_error" in ids
    assert "trop court" in page.text


def test_a_wrong_password_is_announced(client, reader):
    """The error of the whole form is an alert."""
    response = log_in(client, password="pas le bon mot de passe")

    assert "alert" in [attributes.get("role") for _, attributes in Page(response.content.decode()).elements]
    assert "inexact" in response.content.decode()
    assert "pas le bon mot de passe" not in response.content.decode()


def test_the_account_page_tells_what_holds_and_until_when(client, reader, grant, publish):
    """Titles of tiers and dates in the reader's language."""
    from datetime import UTC, datetime

    grant(reader, "tier:abonnes", datetime(2020, 1, 1, tzinfo=UTC), datetime(2099, 12, 31, 23, tzinfo=UTC))
    grant(reader, "tier:premium", datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC))
    log_in(client)

    text = " ".join(Page(client.get("/account/").content.decode()).text.split())
    assert "Abonnés jusqu’au 1er janvier 2100" in text
    assert "Premium a pris fin le 1er janvier 2021" in text

    publish(language="en")
    assert "until Jan. 1, 2100" in " ".join(Page(client.get("/account/").content.decode()).text.split())


def test_a_reader_changes_the_name(client, reader):
    """The account page keeps another name."""
    log_in(client)
    send(client, "/account/", {"name": "Jeanne M."})

    assert client.get("/session").json()["reader"] == {"name": "Jeanne M."}


def test_a_reader_changes_the_address(client, reader):
    """A new address counts once its mail has been answered; the old one is told."""
    log_in(client)
    response = send(client, "/email/", {"email": "jeanne@example.net", "action_add": ""})
    once_more(client, response)
    reader.refresh_from_db()
    assert reader.email == EMAIL

    send(client, addresses_in(mail.outbox[-1])[0])

    reader.refresh_from_db()
    assert reader.email == "jeanne@example.net"
    assert mail.outbox[-1].to == [EMAIL]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_a_second_factor_is_asked_for_after_the_password(client, reader, publish, language, monkeypatch):
    """A reader sets up an authenticator, its secret is sealed in the database, and login asks for its code."""
    moment = time.time()
    monkeypatch.setattr(auth, "time", SimpleNamespace(time=lambda: moment))  # a code lasts half a minute at most
    publish(language=language)
    log_in(client)
    once_more(client, client.get("/2fa/totp/activate/"))
    shown = client.get("/2fa/totp/activate/")  # each visit makes another secret
    page = Page(shown.content.decode())
    assert [image["src"][:19] for image in page.all("img")] == ["data:image/svg+xml;"]
    secret = next(field["value"] for field in page.all("input") if field.get("id") == "authenticator_secret")

    submit(client, "/2fa/totp/activate/", {"code": code_at(secret, moment)}, shown)

    totp = Authenticator.objects.get(type="totp")
    assert secret not in str(totp.data)
    other = new_browser()
    assert log_in(other)["Location"] == "/2fa/authenticate/"
    assert session_of(other)["authenticated"] is False
    form = Page(other.get("/2fa/authenticate/").content.decode())
    assert "one-time-code" in [field.get("autocomplete") for field in form.all("input")]
    cache.clear()  # each code counts once: allow the one just used
    send(other, "/2fa/authenticate/", {"code": code_at(secret, moment)})
    assert session_of(other)["authenticated"] is True


def code_at(secret, moment):
    """Return the code that an authenticator shows, RFC 6238."""
    digest = hmac.new(base64.b32decode(secret), struct.pack(">Q", int(moment) // 30), "sha1").digest()
    offset = digest[-1] & 15
    return f"{(struct.unpack_from('>I', digest, offset)[0] & 0x7FFFFFFF) % 1_000_000:06d}"


def once_more(client, response):
    """Give the password once more, and go on with what was asked."""
    asked = response["Location"]
    assert asked.startswith("/reauthenticate/?next=")
    where = unquote(asked.partition("next=")[2])
    return send(client, "/reauthenticate/", {"password": PASSWORD, "next": where}, at=asked)


@pytest.mark.parametrize(
    ("language", "greeting", "subject"), [("fr", "Bonjour,", "Votre code"), ("en", "Hello,", "Your code")]
)
def test_mails_are_plain_text_in_the_publications_language(client, reader, publish, language, greeting, subject):
    """A mail names the publication, is text only, and has no other language in it."""
    publish(language=language)
    send(client, "/login/code/", {"email": EMAIL})
    message = mail.outbox[-1]

    assert message.subject == f"[La Revue] {subject}"
    assert str(message.body).startswith(greeting)
    assert "https://www.example.fr/" in str(message.body)
    assert not message.alternatives
    assert message.from_email == "lecteurs@example.fr"


def test_a_language_without_catalog_is_english(client, db, publish):
    """A publication in Breton gets English pages rather than half-translated ones."""
    publish(language="br")

    assert Page(client.get("/login/").content.decode()).all("html")[0]["lang"] == "en"


def test_an_unknown_page_is_told_in_the_themes_looks(client, db):
    """A page that does not exist looks like the paper; an API address answers in JSON."""
    page = client.get("/nulle-part/")
    answer = client.get("/_allauth/nowhere")

    assert (page.status_code, answer.status_code) == (404, 404)
    assert "Cette page n’existe pas." in page.content.decode()
    assert answer.json()["code"] == "not-found"


def test_a_form_without_its_token_is_explained(client, reader):
    """A form that is too old says what to do, and repeats nothing of what was typed."""
    response = client.post("/login/", {"login": EMAIL, "password": PASSWORD})

    assert response.status_code == 403
    assert "Ce formulaire a expiré" in response.content.decode()
    assert PASSWORD not in response.content.decode()


def test_an_error_is_told_in_the_publications_language(client, reader, publish):
    """A form that is too old is explained in English where the publication is English."""
    publish(language="en")

    response = client.post("/login/", {"login": EMAIL, "password": PASSWORD})

    assert "This form has expired" in response.content.decode()
    assert response["Content-Language"] == "en"


def test_a_broken_database_is_told_in_the_papers_looks(client, db):
    """When the sessions cannot be read the reader gets a page that says so and keeps all its headers."""
    client.raise_request_exception = False
    client.cookies["marbre-session"] = "a" * 43
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_session RENAME TO gone")

    page, answer = client.get("/login/"), client.get("/session")

    assert (page.status_code, answer.status_code) == (500, 500)
    assert "Réessayez" in page.content.decode()
    assert "/assets/main.abc123.css" in page.content.decode()
    assert answer.json()["code"] == "error"
    for response in (page, answer):
        assert response["Cache-Control"] == "no-store"
        assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
