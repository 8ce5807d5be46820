"""The entitlement matrix: kinds of entitlement × edges in time × what was bought × what is asked."""

from datetime import UTC, datetime, timedelta
from itertools import product

import pytest
from visits import a_header, ask_keys, log_in, new_browser, words

from generator.keyservice import publication
from generator.keyservice.entitlements.holdings import spans_of
from generator.keyservice.entitlements.models import Entitlement
from generator.keyservice.entitlements.rules import Span, grants_at, is_grant, latest_end, shown
from generator.keyservice.keys.giving import Asker, give
from generator.keyservice.keys.keyring import current

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MONTH = timedelta(days=30)

# How a span lies around the moment of its edge: (start, end) relative to it, and whether it holds
# one second before, at, and one second after the edge. An end is exclusive.
STATES = {
    "trial begins": (timedelta(0), MONTH, (False, True, True)),
    "trial ends": (-MONTH, timedelta(0), (True, False, False)),
    "active begins": (timedelta(0), None, (False, True, True)),
    "past due, grace ends": (-13 * MONTH, timedelta(0), (True, False, False)),
    "cancelled but paid until": (-MONTH, timedelta(0), (True, False, False)),
    "expired long ago": (-24 * MONTH, -12 * MONTH, (False, False, False)),
    "refunded at once": (timedelta(0), timedelta(0), (False, False, False)),
    "gift begins": (timedelta(0), timedelta(days=7), (False, True, True)),
    "staff": (-24 * MONTH, None, (True, True, True)),
    "yet to come": (MONTH, 2 * MONTH, (False, False, False)),
}
EDGES = (-SECOND, timedelta(0), SECOND)
BOUGHT = ("tier:abonnes", "tier:premium", "article:articles/budget", "article:articles/autre", "item:numeros/11")
ASKED = {
    "tier:abonnes": {"tier:abonnes", "tier:premium", "article:articles/budget"},
    "tier:premium": {"tier:premium", "article:articles/budget"},
    "tier:abonnes,tier:premium": {"tier:abonnes", "tier:premium", "article:articles/budget"},
    "item:numeros/11": {"item:numeros/11", "article:articles/budget"},
    "registered": set(BOUGHT),
}
CELLS = list(product(range(len(EDGES)), ASKED))


def test_the_matrix_is_whole():
    """Every cell is there."""
    assert len(STATES) * len(BOUGHT) * len(CELLS) == 750


@pytest.mark.parametrize("bought", BOUGHT)
@pytest.mark.parametrize("state", STATES)
def test_row_of_the_matrix(reader, state, bought):
    """A reader gets the key exactly when the grant holds at that second and matches the policy."""
    start, end, holds = STATES[state]
    Entitlement.objects.create(
        reader=reader, grant=bought, starts=NOW + start, ends=NOW + end if end is not None else None
    )
    expected = {
        (position, policy): policy == "registered" or (holds[position] and bought in ASKED[policy])
        for position, policy in CELLS
    }

    assert {cell: has_key(reader, *cell) for cell in CELLS} == expected


def has_key(reader, position, policy):
    """Return whether *reader* gets the key of a section with this policy at that edge."""
    moment = NOW + EDGES[position]
    grants = grants_at(spans_of(reader), moment, publication.current().inclusion)
    (verdict,) = give(Asker(reader, grants), [a_header(policy=policy)], current(), moment)
    return getattr(verdict, "word", "key") == "key"


def test_the_end_is_of_tiers_and_the_latest():
    """Single articles do not make a subscription look endless, and one tier without end does."""
    tier = Span("tier:abonnes", NOW - MONTH, NOW)
    assert latest_end([]) is None
    assert latest_end([tier, Span("article:a", NOW)]) == NOW
    assert latest_end([tier, Span("tier:premium", NOW, NOW + MONTH)]) == NOW + MONTH
    assert latest_end([tier, Span("tier:premium", NOW)]) is None


def test_a_tier_that_the_publication_no_longer_has_still_counts():
    """A tier that was renamed in site.yaml opens what was sealed for it."""
    assert grants_at([Span("tier:ancien", NOW)], NOW, {}) == {"tier:ancien"}
    assert shown({"tier:ancien", "tier:abonnes", "item:x"}, ["abonnes"]) == ["abonnes", "ancien", "item:x"]


@pytest.mark.parametrize(
    "text",
    ["tier:", "abonnes", "tier:É", "tier:a b", "registered", "article:A", "tier:a\n", "offer:x", "tier:" + "a" * 256],
)
def test_what_is_no_grant(text):
    """Only exact grants of format.md are kept."""
    assert not is_grant(text)


def test_through_http_at_the_last_second(reader):
    """The same edge through a whole request: the end that is now is over."""
    Entitlement.objects.create(reader=reader, grant="tier:abonnes", starts=NOW - MONTH, ends=datetime.now(UTC))
    browser = new_browser()
    log_in(browser)
    assert words(ask_keys(browser, a_header())) == ["no-entitlement"]
