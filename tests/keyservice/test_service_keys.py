"""`POST keys`: the vectors of the format through HTTP, origins, rate, and what stays in the database."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.test import override_settings
from visits import EMAIL, KID, PASSWORD, SITE, Moment, a_header, ask_keys, log_in, new_browser, words

from generator.keyservice.accounts.readers import add_reader
from generator.keyservice.entitlements.granting import revoke
from generator.keyservice.entitlements.holdings import GIFTS
from generator.keyservice.entitlements.models import Entitlement
from generator.keyservice.sessions import SessionStore

VECTORS = sorted((Path(__file__).parent.parent / "vectors").glob("service-*.json"))
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def at():
    """Answer `POST keys` as of a moment."""
    return lambda now: override_settings(ROOT_URLCONF=Moment(now))


@pytest.mark.parametrize("file", VECTORS, ids=lambda file: file.stem)
def test_vector_through_http(file, db, files, settings, at):
    """Each `service` vector has the answer that format.md says, asked as the opener asks."""
    vector = json.loads(file.read_text("utf-8"))
    given = vector["input"]
    (files / "export.json").write_text(json.dumps(given["service_keyset"]), "utf-8")
    (files / "deny").write_text("\n".join(given["deny"]), "utf-8")
    settings.MARBRE_DENY_LIST = str(files / "deny")
    settings.MARBRE_RATE_HEADERS_PER_HOUR = given["rate_left"]
    now = datetime.fromtimestamp(given["now"], UTC)
    browser = browser_of(given["reader"], now)

    with at(now):
        response = ask_keys(browser, body=given["body"])

    if vector["expect"] == "success":
        assert (response.status_code, response.json()) == (200, vector["output"]["answer"])
    else:
        assert (response.status_code, response.json()["code"]) == (400, vector["expect"])


def browser_of(vector_reader, now):
    """Return the browser of a vector's reader: logged in with entitlements, or with gifts only."""
    browser = new_browser()
    if vector_reader["authenticated"]:
        reader = add_reader(EMAIL, PASSWORD)
        for grant in vector_reader["grants"]:
            Entitlement.objects.create(reader=reader, grant=grant, starts=now)
        log_in(browser)
    elif vector_reader["grants"]:
        session = SessionStore()
        session[GIFTS] = {grant: [now.isoformat(), None] for grant in vector_reader["grants"]}
        session.save()
        browser.cookies["marbre-session"] = session.token
    return browser


def test_there_are_vectors():
    """The vectors of the service are found; none would pass everything."""
    assert len(VECTORS) >= 15


def test_a_revoked_reader_gets_no_key_the_next_time(client, reader, grant):
    """A revocation counts at the next request, although the session lives."""
    grant(reader, "tier:abonnes")
    log_in(client)
    assert words(ask_keys(client, a_header())) == ["key"]

    revoke(reader, "tier:abonnes", now=datetime.now(UTC))

    assert words(ask_keys(client, a_header())) == ["no-entitlement"]


def test_a_dearer_tier_opens_what_it_includes(client, reader, grant):
    """A premium reader opens the articles of subscribers, not the other way round."""
    grant(reader, "tier:premium")
    log_in(client)

    assert words(ask_keys(client, a_header(), a_header(policy="tier:premium"))) == ["key", "key"]


def test_a_new_tier_counts_without_a_restart(client, reader, grant, publish):
    """When the build publishes another inclusion, the next request follows it."""
    grant(reader, "tier:abonnes")
    log_in(client)
    assert words(ask_keys(client, a_header(policy="tier:premium"))) == ["no-entitlement"]

    publish(tiers=[{"id": "abonnes", "title": "Abonnés", "grants": ["abonnes", "premium"]}])

    assert words(ask_keys(client, a_header(policy="tier:premium"))) == ["key"]


def test_the_answer_is_kept_by_nobody(client, reader, grant):
    """An answer with keys is not stored, not sniffed, not shared and has no entity tag."""
    grant(reader, "tier:abonnes")
    log_in(client)
    response = ask_keys(client, a_header())

    assert response["Cache-Control"] == "no-store"
    assert response["Content-Type"] == "application/json"
    assert response["X-Content-Type-Options"] == "nosniff"
    assert {"Origin", "Cookie"} <= set(response["Vary"].split(", "))
    assert "ETag" not in response


@pytest.mark.parametrize(
    ("origin", "content_type", "status"),
    [
        (SITE, "application/json", 200),
        (SITE, "application/json; charset=utf-8", 200),
        (SITE, "text/plain", 415),
        (SITE, "application/x-www-form-urlencoded", 415),
        (None, "application/json", 403),
        ("null", "application/json", 403),
        ("https://example.com", "application/json", 403),
        ("https://compte.example.fr", "application/json", 403),
    ],
)
def test_only_the_site_asks_for_keys(client, db, origin, content_type, status):
    """Another origin, no origin, or a body that a form could send gets no answer."""
    headers = {"origin": origin} if origin else {}
    body = json.dumps({"headers": [a_header()]})

    response = client.post("/keys", body, content_type=content_type, headers=headers)

    assert response.status_code == status
    if status != 200:
        assert set(response.json()) == {"code", "message"}
        assert a_header() not in response.content.decode()


@pytest.mark.parametrize("method", ["get", "put", "patch", "delete"])
def test_keys_are_only_asked_by_post(client, db, method):
    """Another method is refused in JSON, and says which one is allowed."""
    response = getattr(client, method)("/keys", headers={"origin": SITE})

    assert response.status_code == 405
    assert response["Allow"] == "POST, OPTIONS"
    assert response.json()["code"] == "method-not-allowed"


def test_too_long_a_body_is_refused_unread(client, db):
    """A body over 100,000 bytes is a bad request."""
    response = ask_keys(client, body='{"headers": ["' + "A" * 100_000 + '"]}')

    assert (response.status_code, response.json()["code"]) == (400, "bad-request")


def test_a_broken_deny_list_gives_no_key_at_all(client, reader, grant, files, settings):
    """When the deny list is spoilt while the service runs, it answers 503 until it is right again."""
    grant(reader, "tier:abonnes")
    log_in(client)
    deny = files / "deny"
    settings.MARBRE_DENY_LIST = str(deny)
    deny.write_text("artikel articles/budget\n", "utf-8")
    assert ask_keys(client, a_header()).status_code == 503
    health = client.get("/health")
    assert health.status_code == 503
    assert "line 1" in health.json()["message"]

    deny.write_text("article articles/budget\n", "utf-8")

    assert words(ask_keys(client, a_header())) == ["withdrawn"]


def test_the_builders_keyset_is_refused(client, db, files, settings):
    """A file with roots has no business at the service: no key, and health says which file to give."""
    settings.MARBRE_SERVICE_KEYSET = str(files / "builder.json")

    assert ask_keys(client, a_header()).status_code == 503
    assert "bad-keyset" in client.get("/health").json()["message"]


def test_development_makes_the_export_itself(client, reader, grant, files, settings):
    """Without `MARBRE_SERVICE_KEYSET` the builder's dev keyset serves, and its roots stay where they are."""
    settings.MARBRE_SERVICE_KEYSET = None
    assert "run the build" in client.get("/health").json()["message"]
    (files / "builder.json").rename(files / "dev-keyset.json")
    grant(reader, "tier:abonnes")
    log_in(client)

    assert words(ask_keys(client, a_header())) == ["key"]


def test_production_refuses_keys_of_development(client, db, files, settings, keyset):
    """A `dev-` kid in the export leaves a production service without keys."""
    settings.MARBRE_PRODUCTION = True
    export = files / "export.json"
    export.write_text(export.read_text("utf-8").replace(f'"{KID}"', '"dev-2026"'), "utf-8")

    assert "dev-2026" in client.get("/health").json()["message"]
    assert ask_keys(client, a_header()).status_code == 503
