"""`GET session`, and how many sessions an account has."""

from datetime import UTC, datetime, timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone
from visits import a_header, ask_keys, log_in, new_browser, send, session_of, words

SUMMER = datetime(2026, 6, 30, 22, tzinfo=UTC)  # midnight of 1 July in Paris


def test_nobody_is_logged_in(client, db):
    """An anonymous answer has a token and nothing else, and makes no session."""
    answer = session_of(client)

    assert set(answer) == {"authenticated", "csrf"}
    assert answer["authenticated"] is False
    assert not Session.objects.exists()


def test_a_reader_sees_name_grants_and_end(client, reader, grant):
    """Grants are tiers by id with what they include, in the publication's order; the end is in its zone."""
    grant(reader, "tier:premium", SUMMER - timedelta(days=365), timezone.now() + timedelta(days=3))
    grant(reader, "article:articles/budget")
    log_in(client)
    answer = session_of(client)

    assert set(answer) == {"authenticated", "csrf", "reader", "grants", "until"}
    assert answer["grants"] == ["abonnes", "premium", "article:articles/budget"]
    assert datetime.fromisoformat(answer["until"]) > timezone.now()


def test_a_lapsed_reader_sees_when_it_ended(client, reader, grant):
    """Without a grant that holds, `until` is the latest end of those that did."""
    grant(reader, "tier:abonnes", SUMMER - timedelta(days=730), SUMMER)
    grant(reader, "tier:premium", SUMMER - timedelta(days=730), SUMMER - timedelta(days=365))
    log_in(client)
    answer = session_of(client)

    assert (answer["grants"], answer["until"]) == ([], "2026-07-01T00:00:00+02:00")


def test_without_end_and_without_subscription_until_is_null(client, reader, grant):
    """Nothing to say is null, not a far date."""
    log_in(client)
    assert session_of(client)["until"] is None

    grant(reader, "tier:abonnes")

    assert session_of(client)["until"] is None
    assert session_of(client)["grants"] == ["abonnes"]


def test_a_reader_without_a_name_has_null(client, reader):
    """The e-mail is not handed to scripts of the site in place of a name."""
    reader.name = ""
    reader.save()
    log_in(client)

    assert session_of(client)["reader"] == {"name": None}


def test_the_oldest_session_over_the_limit_ends_with_a_notice(reader, grant, settings):
    """A third device with a limit of two ends the first, which is told once it asks, and gets no key."""
    settings.MARBRE_SESSIONS_PER_READER = 2
    grant(reader, "tier:abonnes")
    first, second, third = new_browser(), new_browser(), new_browser()
    for browser in (first, second, third):
        log_in(browser)

    assert [session_of(one)["authenticated"] for one in (first, second, third)] == [False, True, True]
    assert session_of(first)["notice"] == "ended-by-limit"
    assert "trop d’appareils" in first.get("/login/").content.decode()
    assert words(ask_keys(first, a_header())) == ["login"]
    assert words(ask_keys(second, a_header())) == ["key"]

    log_in(first)

    assert session_of(first)["authenticated"] is True
    assert session_of(second)["notice"] == "ended-by-limit"


def test_five_devices_live_side_by_side(reader):
    """By default five sessions live, and nobody is told anything."""
    browsers = [new_browser() for _ in range(5)]
    for browser in browsers:
        log_in(browser)

    assert all(session_of(browser)["authenticated"] for browser in browsers)


def test_logged_out_sessions_do_not_count(reader, settings):
    """A reader who logs out properly can log in elsewhere without ending anything."""
    settings.MARBRE_SESSIONS_PER_READER = 2
    stays = new_browser()
    log_in(stays)
    for _ in range(3):
        browser = new_browser()
        log_in(browser)
        send(browser, "/logout/")

    assert session_of(stays)["authenticated"] is True


def test_the_account_page_ends_all_other_sessions(reader):
    """One button logs every other device out."""
    here, there = new_browser(), new_browser()
    log_in(there)
    log_in(here)

    send(here, "/sessions/", at="/account/")

    assert [session_of(one)["authenticated"] for one in (here, there)] == [True, False]


def test_a_cookie_that_is_none_is_as_good_as_none(client, reader):
    """A made-up cookie, a long one and one with strange bytes are anonymous, not an error."""
    for value in ("abc", "x" * 8000, "\x7f\x80", "../../etc/passwd", "' OR 1=1 --"):
        client.cookies["marbre-session"] = value
        assert session_of(client)["authenticated"] is False


def test_health_answers_without_a_session(client, db):
    """Health is a plain answer for the operator's probe."""
    response = client.get("/health")

    assert (response.status_code, response.json()) == (200, {"status": "ok"})
    assert not response.cookies


def test_production_is_not_healthy_without_the_publication(client, db, files, settings):
    """Without `service.json` a production service says so; development goes on with defaults."""
    (files / "service.json").unlink()
    assert client.get("/health").status_code == 200

    settings.MARBRE_PRODUCTION = True

    assert client.get("/health").status_code == 503
    assert "service.json is missing" in client.get("/health").json()["message"]
