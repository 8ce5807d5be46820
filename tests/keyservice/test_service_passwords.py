"""How passwords are kept, and which are taken."""

import pytest
from django.contrib.auth.hashers import check_password, make_password
from django.core import mail
from django.test import override_settings
from visits import EMAIL, PASSWORD, SITE, addresses_in, log_in, send, session_of, submit

from generator.keyservice.accounts.hashing import SLOTS, PooledArgon2
from generator.keyservice.accounts.models import Reader


def test_passwords_are_kept_with_argon2():
    """New passwords are hashed with Argon2."""
    from generator.keyservice import settings

    with override_settings(PASSWORD_HASHERS=settings.PASSWORD_HASHERS):
        assert make_password(PASSWORD).startswith("argon2$argon2id$v=19$m=102400,t=2,p=8$")
        assert check_password(PASSWORD, make_password(PASSWORD))


class Impatient(PooledArgon2):
    """The hasher of the service, which waits for a slot but a moment."""

    patience = 0.01


def test_many_logins_at_once_do_not_take_the_machine(client, reader, settings):
    """When all slots for hashing are taken, a login is asked to wait, and everything else goes on."""
    settings.PASSWORD_HASHERS = [f"{__name__}.Impatient"]
    taken = 0
    while SLOTS.acquire(blocking=False):
        taken += 1
    try:
        response = log_in(client)
        assert (response.status_code, response["Retry-After"]) == (503, "10")
        assert "Réessayez dans quelques secondes" in response.content.decode()
        assert client.get("/health").status_code == 200
    finally:
        SLOTS.release(taken)
    assert taken >= 1


@pytest.mark.parametrize("length", [14, 15, 1024, 1025])
def test_passwords_have_fifteen_characters_at_least_and_an_end(client, db, length):
    """Fourteen characters are too few for an only factor, 1,025 bytes are too many to hash."""
    password = ("aZ3!xyQ8" * 200)[:length]

    response = send(client, "/signup/", {"email": "ali.benali@example.org", "password1": password})

    assert (response.status_code == 302) is (15 <= length <= 1024)


@pytest.mark.parametrize("path", ["/password/change/", "the link of a reset", "the headless API"])
def test_no_way_to_a_new_password_takes_one_without_end(client, reader, path):
    """What a sign-up refuses no other way lets in, and each says in one sentence what is asked for."""
    endless = "quatre mots et " * 80
    if path == "the headless API":
        sent = {"origin": SITE, "x-csrftoken": session_of(client)["csrf"]}
        form = {"email": "ali.benali@example.org", "password": endless}
        where = "/_allauth/browser/v1/auth/signup"
        assert client.post(where, form, content_type="application/json", headers=sent).status_code == 400
        assert not Reader.objects.filter(email="ali.benali@example.org").exists()
        return
    if path == "the link of a reset":
        send(client, "/password/reset/", {"email": EMAIL})
        path = client.get(addresses_in(mail.outbox[-1])[0])["Location"]
    else:
        log_in(client)
    page = client.get(path)
    form = {"oldpassword": PASSWORD, "password1": endless, "password2": endless}

    response = submit(client, path, form, page)

    assert response.status_code == 200
    assert "quatre mots à la suite se retiennent bien" in page.content.decode()
    assert Reader.objects.get(pk=reader.pk).check_password(PASSWORD)
