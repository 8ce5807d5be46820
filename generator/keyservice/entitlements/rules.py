"""What entitlements mean at a moment. Values in, values out: no database, no clock, no HTTP."""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

TIER: Final = "tier:"

_GRANT = re.compile(r"(?:tier|article|item):[a-z0-9._/-]{1,255}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Span:
    """A grant such as `tier:abonnes` or `article:articles/budget` over a span of time; the end is exclusive."""

    grant: str
    starts: datetime
    ends: datetime | None = None

    def holds_at(self, moment: datetime) -> bool:
        """Return whether the grant is valid at *moment*."""
        return self.starts <= moment and (self.ends is None or moment < self.ends)


def is_grant(text: str) -> bool:
    """Return whether *text* is a grant as format.md section 10.2 spells it."""
    return _GRANT.fullmatch(text) is not None


def grants_at(spans: Iterable[Span], moment: datetime, inclusion: Mapping[str, Collection[str]]) -> frozenset[str]:
    """Return the grants valid at *moment*, with the tiers that a tier includes."""
    valid = {span.grant for span in spans if span.holds_at(moment)}
    included = {
        f"{TIER}{tier}"
        for grant in valid
        if grant.startswith(TIER)
        for tier in inclusion.get(grant.removeprefix(TIER), ())
    }
    return frozenset(valid | included)


def latest_end(spans: Iterable[Span]) -> datetime | None:
    """
    Return when the last tier ends, also if that is past, so that a lapsed reader can be told.

    None if no tier was ever held, or one of them has no end. Single articles do not count: they are bought
    for good.
    """
    ends = [span.ends for span in spans if span.grant.startswith(TIER)]
    known = [end for end in ends if end is not None]
    return max(known) if known and len(known) == len(ends) else None


def shown(grants: Collection[str], order: Iterable[str]) -> list[str]:
    """Return *grants* as `GET session` shows them: tiers by id in the publication's *order*, the rest in full."""
    position = {tier: index for index, tier in enumerate(order)}
    tiers = {grant.removeprefix(TIER) for grant in grants if grant.startswith(TIER)}
    others = sorted(grant for grant in grants if not grant.startswith(TIER))
    return [*sorted(tiers, key=lambda tier: (position.get(tier, len(position)), tier)), *others]
