"""How many sections an account may open, and what is remembered of them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import override_settings
from visits import PASSWORD, Moment, a_header, ask_keys, log_in, new_browser, words

from generator.keyservice.accounts.readers import add_reader
from generator.keyservice.keys.models import KeyUse

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def at():
    """Answer `POST keys` as of a moment."""
    return lambda now: override_settings(ROOT_URLCONF=Moment(now))


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
