"""Where a reader goes after login: `next` in all shapes, through all flows."""

import pytest
from django.core import mail
from visits import EMAIL, PASSWORD, SITE, addresses_in, log_in, new_browser, send, session_of

from generator.keyservice.accounts.returning import parse_next

HOSTILE = [
    "//evil.example",
    "///evil.example",
    "////evil.example",
    "/\\evil.example",
    "\\evil.example",
    "\\\\evil.example",
    "/\\/evil.example",
    "https://evil.example",
    "https:/evil.example",
    "https:evil.example",
    "http://www.example.fr@evil.example/",
    "//www.example.fr@evil.example/",
    "https://www.example.fr.evil.example/",
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "evil.example",
    "",
    " ",
    "?next=/",
    "#/",
    "\t//evil.example",
    "/\t/evil.example",
    "/\n/evil.example",
    "/\r\nLocation: https://evil.example",
    "/%0d%0aSet-Cookie:a=b",
    "/%5cevil.example",
    "/%2fevil.example",
    "/..//evil.example",
    "/./../evil.example",
    "/%2e%2e//evil.example",
    "/\u2028/evil.example",
    "/\u200b/evil.example",
    "/\x00",
    "/" + "a" * 2001,
]

GOOD = [
    ("/securite/budget/", "/securite/budget/#marbre-open"),
    ("/", "/#marbre-open"),
    ("/fil/2026-11-19?page=2&tri=date", "/fil/2026-11-19?page=2&tri=date#marbre-open"),
    ("/securite/budget/#s1", "/securite/budget/#marbre-open=s1"),
    ("/métiers/infirmière/", "/m%C3%A9tiers/infirmi%C3%A8re/#marbre-open"),
    ("/a%20b/", "/a%20b/#marbre-open"),
]


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_anything_but_a_path_is_ignored(client, reader, text):
    """A hostile `next` leads to the account page, as if it were not there."""
    page = client.get("/login/", {"next": text})
    assert page.status_code == 200
    assert "marbre-next" not in client.cookies

    response = log_in(client)

    assert response["Location"] == "/account/"


def test_there_are_hostile_shapes_enough():
    """The list is not cut short by mistake."""
    assert len(HOSTILE) >= 32
    assert all(parse_next(text) is None for text in HOSTILE)


@pytest.mark.parametrize(("text", "address"), GOOD)
def test_login_returns_to_a_page_of_the_site(client, reader, text, address):
    """After login the browser goes to the page that asked, with the opener's fragment."""
    client.get("/login/", {"next": text})

    response = log_in(client)

    assert response["Location"] == f"{SITE}{address}"
    assert client.cookies["marbre-next"].value == ""  # used once


def test_an_authenticated_reader_goes_straight_on(client, reader):
    """Who is logged in already does not see the form."""
    log_in(client)

    response = client.get("/login/", {"next": "/securite/budget/"})

    assert response["Location"] == f"{SITE}/securite/budget/#marbre-open"


def test_an_own_page_is_no_page_of_the_site(client, reader):
    """A page of the service that needs a login comes back to itself, at the service's own origin."""
    asked = client.get("/account/")
    assert asked["Location"] == "/login/?own=1&next=/account/"
    client.get(asked["Location"])

    assert log_in(client)["Location"] == "/account/"


def test_the_destination_survives_sign_up_and_confirmation(client, db):
    """A new reader comes from a wall, makes an account, confirms it from the mail, and is back at the wall."""
    client.get("/login/", {"next": "/securite/budget/#s1"})
    send(client, "/signup/", {"email": EMAIL, "password1": PASSWORD, "name": "Jeanne Morel"})
    link = addresses_in(mail.outbox[-1])[0]

    response = send(client, link)

    assert response["Location"] == f"{SITE}/securite/budget/#marbre-open=s1"
    assert session_of(client)["reader"] == {"name": "Jeanne Morel"}


def test_the_destination_survives_a_confirmation_on_another_device(client, db):
    """The link in the mail knows the destination: after login on the telephone the wall opens there."""
    client.get("/signup/", {"next": "/securite/budget/"})
    send(client, "/signup/", {"email": EMAIL, "password1": PASSWORD})
    telephone = new_browser()

    confirmed = send(telephone, addresses_in(mail.outbox[-1])[0])

    assert confirmed["Location"] == "/login/"
    assert log_in(telephone)["Location"] == f"{SITE}/securite/budget/#marbre-open"


def test_looking_at_a_link_does_not_confirm(client, db):
    """A mail scanner that follows the link changes nothing."""
    send(client, "/signup/", {"email": EMAIL, "password1": PASSWORD})
    link = addresses_in(mail.outbox[-1])[0]
    for _ in range(3):
        new_browser().get(link)
        new_browser().head(link)

    log_in(client)

    assert session_of(client)["authenticated"] is False


def test_the_destination_survives_a_forgotten_password(client, reader):
    """From the wall to a new password and back to the wall, also when the mail is read elsewhere."""
    client.get("/login/", {"next": "/securite/budget/"})
    send(client, "/password/reset/", {"email": EMAIL})
    telephone = new_browser()
    form = telephone.get(addresses_in(mail.outbox[-1])[0])["Location"]
    new = "cinq mots encore mieux choisis"

    response = send(telephone, form, {"password1": new, "password2": new})

    assert response["Location"] == f"{SITE}/securite/budget/#marbre-open"
    assert session_of(telephone)["authenticated"] is True


def test_the_destination_survives_a_mailed_code(client, reader):
    """From the wall to a code and back."""
    client.get("/login/", {"next": "/securite/budget/"})
    send(client, "/login/code/", {"email": EMAIL})
    code = next(line for line in str(mail.outbox[-1].body).splitlines() if len(line) == 9 and line[4] == "-")

    response = send(client, "/login/code/confirm/", {"code": code})

    assert response["Location"] == f"{SITE}/securite/budget/#marbre-open"


def test_under_a_path_of_the_site_the_preview_keeps_its_name(client, reader, publish, settings):
    """Mounted in the preview, the reader stays on the address in use, whatever `base_url` says."""
    publish(base_url="http://127.0.0.1:8000/", service_url="/acces/")
    settings.MARBRE_MOUNT = "/acces"
    settings.CSRF_TRUSTED_ORIGINS = ["https://compte.example.fr"]

    client.get("/login/?next=/securite/", headers={"host": "localhost"})
    page = client.get("/login/", headers={"host": "localhost"}).content.decode()
    token = page.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    response = client.post(
        "/login/",
        {"login": EMAIL, "password": PASSWORD, "csrfmiddlewaretoken": token},
        headers={"host": "localhost", "origin": "https://localhost"},
    )

    assert response["Location"] == "https://localhost/securite/#marbre-open"
