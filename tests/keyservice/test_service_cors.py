"""Which origins may read answers."""

import pytest
from visits import SITE

LISTED = "https://staging.example.fr:8443"
STRANGERS = [
    "null",
    "*",
    "",
    "https://www.example.fr/",
    "https://www.example.fr:443",
    "https://www.example.fr:8443",
    "http://www.example.fr",
    "https://WWW.example.fr",
    "https://www.example.fr.",
    "https://www.example.fr.evil.example",
    "https://evilwww.example.fr",
    "https://evil.example/www.example.fr",
    "https://user@www.example.fr",
    "https://www.example.fr@evil.example",
    "https://example.fr",
    "https://fr",
    "https://.example.fr",
    "https://autre.example.fr",
    "https://compte.example.fr",
    "https://www.ехample.fr",
    "https://www.xn--xample-9uf.fr",
    "https://www.example.fr, https://evil.example",
    "https://evil.example https://www.example.fr",
    "https://www.example.fr\x00",
    "https://staging.example.fr",
    "https://www.example",
    "https://w",
    "https",
    "www.example.fr",
    "file://",
    "chrome-extension://abcdefgh",
]
ADDRESSES = ["/session", "/health", "/openapi.json", "/_allauth/browser/v1/config"]


@pytest.fixture(autouse=True)
def staging(settings):
    """List one more origin."""
    settings.MARBRE_ALLOWED_ORIGINS = (LISTED,)


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("origin", [SITE, LISTED])
def test_a_listed_origin_may_read(client, db, address, origin):
    """The site's own origin and those of the environment may read, with credentials."""
    response = client.get(address, headers={"origin": origin})

    assert response["Access-Control-Allow-Origin"] == origin
    assert response["Access-Control-Allow-Credentials"] == "true"
    assert {"Origin", "Cookie"} <= set(response["Vary"].split(", "))


@pytest.mark.parametrize("origin", STRANGERS, ids=ascii)
def test_a_stranger_may_not_read(client, db, origin):
    """Every other origin, however alike, gets no permission; the answer still varies by origin."""
    for address in ADDRESSES:
        response = client.get(address, headers={"origin": origin})
        assert "Access-Control-Allow-Origin" not in response
        assert "Access-Control-Allow-Credentials" not in response
        assert {"Origin", "Cookie"} <= set(response["Vary"].split(", "))


def test_there_are_strangers_enough():
    """The list is not cut short by mistake."""
    assert len(STRANGERS) >= 25


def test_a_preflight_names_what_is_allowed(client, db):
    """Before `POST keys` the browser asks, and hears methods and headers."""
    headers = {"origin": SITE, "access-control-request-method": "POST"}
    response = client.options("/keys", headers=headers)

    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == SITE
    assert response["Access-Control-Allow-Headers"] == "content-type, x-csrftoken"
    assert "POST" in response["Access-Control-Allow-Methods"]


def test_a_preflight_of_a_stranger_names_nothing(client, db):
    """A stranger's preflight is answered without permission."""
    headers = {"origin": "https://evil.example", "access-control-request-method": "POST"}
    response = client.options("/keys", headers=headers)

    assert not any(name.startswith("Access-Control") for name in response.headers)


def test_pages_are_read_by_nobody(client, db):
    """A page with a form has a token in it, so not even the site may read it by script."""
    response = client.get("/login/", headers={"origin": SITE})

    assert "Access-Control-Allow-Origin" not in response


def test_an_unknown_host_is_refused(client, db):
    """A host that is not ours gets no answer and no permission."""
    response = client.get("/session", headers={"host": "evil.example", "origin": SITE})

    assert response.status_code == 400
    assert response.json()["code"] == "bad-request"
    assert "default-src 'none'" in response["Content-Security-Policy"]
    page = client.get("/login/", headers={"host": "evil.example"})
    assert (page.status_code, "evil.example" in page.content.decode()) == (400, False)
    assert "Access-Control-Allow-Origin" not in response
