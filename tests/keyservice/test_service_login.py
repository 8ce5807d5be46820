"""Logging in and out, and what a stolen session or database is worth."""

import re

from django.conf import settings as configured
from django.contrib.sessions.models import Session
from django.core import mail
from django.db import connection
from visits import EMAIL, PASSWORD, addresses_in, log_in, new_browser, send, session_of

from generator.keyservice.accounts.models import Reader
from generator.keyservice.sessions import SessionStore, stored_key

COOKIE = configured.SESSION_COOKIE_NAME


def test_a_password_opens_the_account(client, reader):
    """With the right password a reader is logged in and sees the account page."""
    response = log_in(client)

    assert response["Location"] == "/account/"
    assert session_of(client)["reader"] == {"name": "Jeanne Morel"}
    assert EMAIL in client.get("/account/").content.decode()


def test_a_wrong_password_opens_nothing(client, reader):
    """With a wrong password the form comes back with an error, and nobody is logged in."""
    response = log_in(client, password="pas celui-ci du tout")

    assert response.status_code == 200
    assert 'role="alert"' in response.content.decode()
    assert session_of(client)["authenticated"] is False


def test_an_email_is_the_same_in_capitals(client, reader):
    """The case of an e-mail does not matter."""
    log_in(client, email=EMAIL.upper())

    assert session_of(client)["authenticated"] is True


def test_logout_ends_the_session_for_whoever_copied_it(client, reader):
    """After a logout the old cookie opens nothing."""
    log_in(client)
    stolen = client.cookies[COOKIE].value

    response = send(client, "/logout/")

    assert response["Location"] == "https://www.example.fr/#marbre-logout"
    thief = new_browser()
    thief.cookies[COOKIE] = stolen
    assert session_of(thief)["authenticated"] is False


def test_logout_returns_to_the_page_that_asked(client, reader):
    """The account menu of a page logs out with the token of `GET session`, and comes back to that page."""
    log_in(client)
    token = session_of(client)["csrf"]
    form = {"csrfmiddlewaretoken": token, "next": "/securite/budget/"}

    response = client.post("/logout/", form, headers={"origin": "https://www.example.fr"})

    assert response["Location"] == "https://www.example.fr/securite/budget/#marbre-logout"
    assert session_of(client)["authenticated"] is False


def test_a_get_does_not_log_out(client, reader):
    """A link or a picture that points to the logout changes nothing."""
    log_in(client)
    client.get("/logout/")

    assert session_of(client)["authenticated"] is True


def test_a_form_of_another_site_logs_nobody_out(client, reader):
    """A POST from an origin that is not listed is refused even with the right token."""
    log_in(client)
    form = {"csrfmiddlewaretoken": session_of(client)["csrf"]}

    response = client.post("/logout/", form, headers={"origin": "https://www.example.com"})

    assert response.status_code == 403
    assert session_of(client)["authenticated"] is True


def test_a_session_set_before_login_is_not_the_one_after(client, reader):
    """Whoever plants a session cookie does not get into the account (session fixation)."""
    send(client, "/login/code/", {"email": EMAIL})
    planted = client.cookies[COOKIE].value
    enter_code(client)

    assert client.cookies[COOKIE].value != planted
    thief = new_browser()
    thief.cookies[COOKIE] = planted
    assert session_of(thief)["authenticated"] is False


def mailed_code():
    """Return the code of the last mail."""
    return re.search(r"^[A-Z]{4}-[A-Z]{4}$", str(mail.outbox[-1].body), re.MULTILINE)[0]


def enter_code(client):
    """Log in with the code of the last mail."""
    return send(client, "/login/code/confirm/", {"code": mailed_code()})


def test_a_mailed_code_logs_in_once(client, reader):
    """The code from the mail logs in, also typed in small letters, and is used up."""
    send(client, "/login/code/", {"email": EMAIL})
    code = mailed_code()

    response = send(client, "/login/code/confirm/", {"code": code.lower().replace("-", " ")})

    assert response["Location"] == "/account/"
    assert session_of(client)["authenticated"] is True
    other = new_browser()
    assert other.get("/login/code/confirm/").status_code == 302


def test_a_wrong_code_logs_nobody_in(client, reader):
    """Three wrong codes end the attempt, and the right one comes too late."""
    send(client, "/login/code/", {"email": EMAIL})

    for _ in range(3):
        send(client, "/login/code/confirm/", {"code": "BBBB-BBBB"})

    assert client.get("/login/code/confirm/").status_code == 302
    assert session_of(client)["authenticated"] is False


def test_the_database_holds_no_code_and_no_cookie(client, reader):
    """A stolen database has neither the mailed code nor a value that is a session cookie."""
    send(client, "/login/code/", {"email": EMAIL})
    code = mailed_code()
    row = Session.objects.get()

    assert row.session_key == stored_key(client.cookies[COOKIE].value)
    assert client.cookies[COOKIE].value not in whole_database()
    assert code.lower() not in whole_database().lower()
    assert code.replace("-", "").lower() not in str(SessionStore(row.session_key).load()).lower()
    enter_code(client)
    thief = new_browser()
    thief.cookies[COOKIE] = Session.objects.get().session_key
    assert session_of(client)["authenticated"] is True
    assert session_of(thief)["authenticated"] is False


def test_a_login_by_code_can_be_given_up(client, reader):
    """Whoever waits for a mail that does not come can go back and use the password."""
    send(client, "/login/code/", {"email": EMAIL})

    response = send(client, "/logout/", {"next": "/login/"}, at="/login/code/confirm/")

    assert response["Location"] == "/login/"
    log_in(client)
    assert session_of(client)["authenticated"] is True


def test_the_database_holds_no_reset_link(client, reader):
    """The key of a reset link, which waits in the session for the new password, is sealed there."""
    send(client, "/password/reset/", {"email": EMAIL})
    link = addresses_in(mail.outbox[-1])[0]
    client.get(link)

    assert link.split("-", 1)[1].rstrip("/") not in whole_database()


def test_a_new_password_ends_all_other_sessions(client, reader):
    """Changing the password logs every other device out at once."""
    other = new_browser()
    log_in(other)
    log_in(client)
    new = "cinq mots encore mieux choisis"

    response = send(client, "/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})

    assert response["Location"] == "/account/", response.content.decode()
    assert session_of(client)["authenticated"] is True
    assert session_of(other)["authenticated"] is False


def test_a_closed_account_is_out_at_once(client, reader):
    """An account that support closes has no session any more and cannot log in."""
    log_in(client)
    Reader.objects.update(is_active=False)

    assert session_of(client)["authenticated"] is False
    log_in(new_browser())
    assert session_of(client)["authenticated"] is False


def test_the_session_cookie_is_closed_to_scripts_and_other_sites(client, reader):
    """The cookie is HttpOnly and SameSite=Lax, and lives on the whole host without a domain."""
    log_in(client)
    cookie = client.cookies[COOKIE]

    assert (cookie["httponly"], cookie["samesite"], cookie["path"], cookie["domain"]) == (True, "Lax", "/", "")


def whole_database():
    """Return all text that the database holds."""
    texts = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            texts += [str(value) for row in cursor.fetchall() for value in row]
    return "\n".join(texts)
