"""The headless API: the same rules as the pages, and no answer of 500."""

import re

import pytest
from django.core import mail
from visits import EMAIL, SITE, new_browser, session_of

AUTH = "/_allauth/browser/v1/auth"


def post(browser, path, body):
    """Send JSON as a script of the site does."""
    sent = {"origin": SITE, "x-csrftoken": session_of(browser)["csrf"]}
    return browser.post(f"{AUTH}/{path}", body, content_type="application/json", headers=sent)


def test_a_mailed_code_logs_in(client, reader):
    """A code that a script asked for logs in once, and a wrong one does not."""
    post(client, "code/request", {"email": EMAIL})
    code = re.search(r"^[A-Z0-9]+(?:-[A-Z0-9]+)+$", mail.outbox[-1].body, re.MULTILINE)[0]

    assert post(client, "code/confirm", {"code": "BBBB-BBBB"}).status_code == 400
    assert post(client, "code/confirm", {"code": code}).status_code == 200
    assert session_of(client)["authenticated"] is True


@pytest.mark.parametrize("path", ["login", "signup", "code/request", "password/request"])
@pytest.mark.parametrize(
    "body",
    [
        "[" * 5000,
        '{"email": "a@example.org", "password": "\\ud800\\ud800 quatre mots bien choisis"}',
        '{"email": "a@example.org", "email": "b@example.org"}',
        "\udcff",
        "null",
    ],
    ids=["deep", "half a character", "twice", "not UTF-8", "nothing"],
)
def test_what_is_no_json_is_refused(db, path, body):
    """Hostile bodies are the sender's fault, in every place."""
    browser = new_browser()
    browser.raise_request_exception = False

    response = post(browser, path, body.encode("utf-8", "surrogateescape"))

    assert response.status_code == 400
    assert "no-store" in response["Cache-Control"]
