"""A stranger cannot find out who has an account."""

import pytest
from django.contrib.auth import hashers
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from visits import EMAIL, PASSWORD, new_browser, send, session_of

from generator.keyservice.accounts.models import Reader
from generator.keyservice.accounts.readers import add_reader

UNKNOWN = "inconnue@example.org"
CLOSED = "fermee@example.org"
UNCONFIRMED = "presque@example.org"


@pytest.fixture(autouse=True)
def accounts(reader):
    """A confirmed, a closed and an unconfirmed account."""
    closed = add_reader(CLOSED, PASSWORD)
    closed.is_active = False
    closed.save()
    Reader.objects.create_user(UNCONFIRMED, PASSWORD)


@pytest.fixture
def hashes(monkeypatch):
    """Every password that is hashed, as it is hashed."""
    hashed = []

    class Counting(MD5PasswordHasher):
        def encode(self, password, salt):
            hashed.append(password)
            return super().encode(password, salt)

    monkeypatch.setattr(hashers, "MD5PasswordHasher", Counting)
    hashers.get_hashers.cache_clear()
    yield hashed
    hashers.get_hashers.cache_clear()


def seen(email, path, form):
    """Return what a stranger sees of an attempt, with the address itself blotted out."""
    browser = new_browser()
    response = send(browser, path, {key: value.format(email=email) for key, value in form.items()})
    status, location = response.status_code, response.headers.get("Location")
    page = browser.get(location) if location else response
    body = page.content.decode().replace(email, "ADDRESS")
    token = browser.cookies["marbre-csrf"].value
    cookies = {name: bool(morsel.value) for name, morsel in browser.cookies.items()}
    lines = [line for line in body.splitlines() if "csrfmiddlewaretoken" not in line]
    return status, location, cookies, lines, sorted(page.headers), bool(token)


@pytest.mark.parametrize("email", [UNKNOWN, CLOSED, UNCONFIRMED])
@pytest.mark.parametrize(
    ("path", "form"),
    [
        ("/login/", {"login": "{email}", "password": "pas le bon mot de passe"}),
        ("/login/code/", {"email": "{email}"}),
        ("/password/reset/", {"email": "{email}"}),
        ("/signup/", {"email": "{email}", "password1": "une phrase assez longue ici"}),
    ],
    ids=["login", "code", "reset", "signup"],
)
def test_all_addresses_look_alike(email, path, form):
    """Login, code, reset and sign-up answer the same for an address with and without an account."""
    assert seen(email, path, form) == seen(EMAIL, path, form)


def test_the_owner_of_a_known_address_is_told_by_mail():
    """Only the mail says that there is an account already."""
    send(new_browser(), "/signup/", {"email": EMAIL, "password1": "une phrase assez longue ici"})

    assert "Vous en avez déjà un" in str(mail.outbox[-1].body)
    assert Reader.objects.filter(email=EMAIL).count() == 1


def test_the_headless_address_is_as_silent(client):
    """The JSON login says the same of known and unknown addresses."""

    def attempt(email):
        browser = new_browser()
        token = browser.get("/session").json()["csrf"]
        return browser.post(
            "/_allauth/browser/v1/auth/login",
            {"email": email, "password": "pas le bon mot de passe"},
            content_type="application/json",
            headers={"origin": "https://www.example.fr", "x-csrftoken": token},
        )

    known, unknown = attempt(EMAIL), attempt(UNKNOWN)

    assert (known.status_code, known.content) == (unknown.status_code, unknown.content)
    assert known.status_code == 400


def test_guessing_is_slowed_down(client, settings):
    """After five wrong passwords the account is closed to guesses for a while, also for the right one."""
    for _ in range(5):
        send(new_browser(), "/login/", {"login": EMAIL, "password": "pas le bon mot de passe"})

    response = send(client, "/login/", {"login": EMAIL, "password": PASSWORD})

    assert response.status_code == 200
    assert "Trop d’essais manqués" in response.content.decode()


@pytest.mark.parametrize("path", ["/signup/", "/_allauth/browser/v1/auth/signup"])
def test_a_signup_hashes_as_often_for_a_known_address(path, hashes):
    """Hashing takes a third of a second, so a sign-up without it would tell that the account exists."""

    def sign_up(email):
        browser = new_browser()
        if path == "/signup/":
            send(browser, path, {"email": email, "password1": "trois mots et un autre"})
        else:
            token = browser.get("/session").json()["csrf"]
            form = {"email": email, "password": "trois mots et un autre"}
            sent = {"origin": "https://www.example.fr", "x-csrftoken": token}
            browser.post(path, form, content_type="application/json", headers=sent)
        counted = len(hashes)
        hashes.clear()
        return counted

    assert [sign_up(email) for email in (EMAIL, CLOSED, UNCONFIRMED)] == [sign_up(UNKNOWN)] * 3
    assert Reader.objects.filter(email=UNKNOWN).exists()


@pytest.mark.slow
def test_attempts_on_other_accounts_do_not_lift_the_limit(client):
    """Hundreds of readers who fail elsewhere leave the counter of an account in place."""
    for _ in range(5):
        send(new_browser(), "/login/", {"login": EMAIL, "password": "pas le bon mot de passe"})
    for number in range(310):
        cache.set(f"zzz-{number}", [0], 300)

    send(client, "/login/", {"login": EMAIL, "password": PASSWORD})

    assert session_of(client)["authenticated"] is False
