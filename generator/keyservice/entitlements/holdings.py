"""What a reader holds: spans from the database and from gifts, for rules and for the account page."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.http import HttpRequest

from generator.keyservice import publication
from generator.keyservice.accounts.models import Reader
from generator.keyservice.entitlements.models import Entitlement
from generator.keyservice.entitlements.rules import TIER, Span, is_grant

GIFTS: Final = "gifts"  # key in the session: grant -> [start, end or null] in ISO 8601


@dataclass(frozen=True, slots=True)
class Holding:
    """One line of the account page."""

    title: str
    starts: datetime
    ends: datetime | None
    state: str  # valid, past or future


def spans_of(reader: Reader) -> list[Span]:
    """Return everything that *reader* was ever given."""
    rows = Entitlement.objects.filter(reader=reader).values_list("grant", "starts", "ends")
    return [Span(*row) for row in rows]


def given_spans(request: HttpRequest) -> list[Span]:
    """Return what a gift link gave to this browser, with or without login: single articles only."""
    gifts: dict[str, list[str | None]] = request.session.get(GIFTS, {})
    return [
        Span(grant, datetime.fromisoformat(starts), datetime.fromisoformat(ends) if ends else None)
        for grant, (starts, ends) in gifts.items()
        if starts and is_grant(grant) and not grant.startswith(TIER)
    ]


def holdings(reader: Reader, moment: datetime) -> list[Holding]:
    """Return the lines of the account page, the ones that last longest first."""
    titles = {tier.id: tier.title for tier in publication.current().tiers}
    lines = [_holding(span, moment, titles) for span in spans_of(reader)]
    return sorted(lines, key=lambda line: (line.ends is None, line.ends or line.starts), reverse=True)


def _holding(span: Span, moment: datetime, titles: dict[str, str]) -> Holding:
    name = span.grant.partition(":")[2]
    title = titles.get(name, name) if span.grant.startswith(TIER) else name
    state = "valid" if span.holds_at(moment) else "future" if span.starts > moment else "past"
    return Holding(title, span.starts, span.ends, state)
