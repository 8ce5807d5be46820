"""`POST keys`: the vectors of the format through HTTP, origins, rate, and what stays in the database."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import override_settings
from django.urls import path
from visits import EMAIL, KID, PASSWORD, SITE, a_header, ask_keys, log_in, new_browser, words

from generator.keyservice.accounts.readers import add_reader
from generator.keyservice.entitlements.granting import revoke
from generator.keyservice.entitlements.holdings import GIFTS
from generator.keyservice.entitlements.models import Entitlement
from generator.keyservice.keys.models import KeyUse
from generator.keyservice.keys.views import KeysView
from generator.keyservice.sessions import SessionStore

VECTORS = sorted((Path(__file__).parent.parent / "vectors").glob("service-*.json"))
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


class Moment:
    """A URL configuration whose clock stands still at a moment of the vector."""

    def __init__(self, now):
        self.urlpatterns = [path("keys", KeysView.as_view(clock=lambda: now))]


@pytest.fixture
def at():
    """Answer `POST keys` as of a moment."""

    def stand_still(now):
        return override_settings(ROOT_URLCONF=Moment(now))

    return stand_still


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


def test_rate_counts_different_headers_of_the_last_hour(client, reader, grant, settings, at):
    """A reader comes back to a page as often as he likes; new pages have a limit, which an hour lifts."""
    settings.MARBRE_RATE_HEADERS_PER_HOUR = 2
    grant(reader, "tier:abonnes", NOW - timedelta(days=1))
    log_in(client)
    one, two, three = (a_header(f"articles/{number}") for number in range(3))

    with at(NOW):
        assert words(ask_keys(client, one, two)) == ["key", "key"]
        assert words(ask_keys(client, three)) == ["rate"]
    with at(NOW + timedelta(minutes=59)):
        assert words(ask_keys(client, one, three)) == ["key", "rate"]
    with at(NOW + timedelta(hours=1)):
        assert words(ask_keys(client, three)) == ["key"]


def test_the_rate_is_of_the_account_and_not_of_the_device(reader, grant, settings):
    """Two devices of one account share the limit; another account has its own."""
    settings.MARBRE_RATE_HEADERS_PER_HOUR = 1
    grant(reader, "tier:abonnes")
    other = add_reader("paul.nguyen@example.org", PASSWORD)
    grant(other, "tier:abonnes")
    desk, telephone, of_paul = new_browser(), new_browser(), new_browser()
    log_in(desk)
    log_in(telephone)
    log_in(of_paul, email=other.email)

    assert words(ask_keys(desk, a_header("articles/1"))) == ["key"]
    assert words(ask_keys(telephone, a_header("articles/2"))) == ["rate"]
    assert words(ask_keys(of_paul, a_header("articles/2"))) == ["key"]


def test_refusals_do_not_count(client, reader, grant, settings):
    """Locked articles use nothing up."""
    settings.MARBRE_RATE_HEADERS_PER_HOUR = 1
    grant(reader, "tier:abonnes")
    log_in(client)
    locked = [a_header(f"articles/{number}", "tier:premium") for number in range(5)]

    assert words(ask_keys(client, *locked, a_header())) == ["no-entitlement"] * 5 + ["key"]


def test_the_database_does_not_tell_who_read_what(client, reader, grant):
    """What is counted names no article, and is not the same for two readers of one article."""
    other = add_reader("paul.nguyen@example.org", PASSWORD)
    for one in (reader, other):
        grant(one, "tier:abonnes")
        browser = new_browser()
        log_in(browser, email=one.email)
        ask_keys(browser, a_header("articles/budget"))

    kept = list(KeyUse.objects.values_list("header", flat=True))

    assert len(set(kept)) == 2
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM keys_keyuse")
        assert "budget" not in str(cursor.fetchall())


def test_old_uses_are_forgotten(client, reader, grant, at):
    """After an hour a use is deleted with the next one, also that of a reader who does not come back."""
    grant(reader, "tier:abonnes", NOW - timedelta(days=1))
    gone = add_reader("paul.nguyen@example.org", PASSWORD)
    KeyUse.objects.create(reader=gone, header="0" * 64, at=NOW)
    log_in(client)
    with at(NOW):
        ask_keys(client, a_header("articles/1"))
    with at(NOW + timedelta(hours=2)):
        ask_keys(client, a_header("articles/2"))

    assert KeyUse.objects.count() == 1


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
