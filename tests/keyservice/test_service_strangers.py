"""What a stranger gains who signs up with another's address before its owner comes."""

import re

import pytest
from django.core import mail
from visits import EMAIL, PASSWORD, SERVICE, log_in, new_browser, send, session_of

from generator.keyservice.accounts.models import Reader
from generator.keyservice.accounts.readers import add_reader

STRANGERS = "le mot de passe du voisin"

pytestmark = pytest.mark.django_db


def log_in_by_code(browser, email):
    """Log in with the code that was mailed, as the owner of the mailbox does; return the answer."""
    send(browser, "/login/code/", {"email": email})
    code = re.search(r"^[A-Z0-9]+(?:-[A-Z0-9]+)+$", mail.outbox[-1].body, re.MULTILINE)[0]
    return send(browser, "/login/code/confirm/", {"code": code})


def test_the_password_of_a_stranger_does_not_survive_a_mailed_code(client):
    """The owner of the mailbox comes in by a code; the stranger who signed up before him stays outside."""
    stranger = new_browser()
    send(stranger, "/signup/", {"email": EMAIL, "password1": STRANGERS})

    answer = log_in_by_code(client, EMAIL)

    assert session_of(client)["authenticated"] is True
    assert "a été effacé" in client.get(answer["Location"]).content.decode()
    log_in(later := new_browser(), password=STRANGERS)
    assert session_of(later)["authenticated"] is False
    stranger.get("/confirm-email/")
    stranger.get("/login/")
    assert session_of(stranger)["authenticated"] is False


def test_a_code_leaves_the_password_of_a_confirmed_reader(client):
    """Whoever confirmed his address before keeps his password when a code logs him in."""
    reader = add_reader(EMAIL, PASSWORD)

    log_in_by_code(client, EMAIL)

    assert Reader.objects.get(pk=reader.pk).check_password(PASSWORD)


@pytest.mark.parametrize("host", ["www.example.fr", "compte.example.fr:6666", "127.0.0.1"])
def test_a_stranger_does_not_choose_where_a_mail_leads(client, reader, settings, host):
    """In production the links in mails lead to the service, under whatever listed host it was asked for them."""
    settings.MARBRE_PRODUCTION = True
    settings.CSRF_TRUSTED_ORIGINS = [f"https://{host}"]
    for email in (EMAIL, "inconnue@example.org"):
        client.get("/password/reset/")
        form = {"email": email, "csrfmiddlewaretoken": session_of(client)["csrf"]}
        client.post("/password/reset/", form, headers={"origin": f"https://{host}", "host": host})

    links = [re.search(r"\S+/(?:signup/|password/reset/key/\S+)", str(message.body))[0] for message in mail.outbox]
    assert len(links) == 2
    assert all(link.startswith(f"{SERVICE}/") for link in links)
