"""Giving entitlements and taking them back. Effective at once in all workers, for nothing is cached."""

from datetime import datetime
from difflib import get_close_matches

from django.db import transaction
from django.db.models import Q

from generator.keyservice.accounts.models import Reader
from generator.keyservice.entitlements.models import Entitlement
from generator.keyservice.entitlements.rules import is_grant
from generator.keyservice.publication import Publication


def spelled_out(text: str, publication: Publication) -> str:
    """
    Return the grant that an operator means: `abonnes` is `tier:abonnes`, `article:ID` is itself.

    Raises:
        ValueError: If it is no grant, or a tier that the publication does not have.
    """
    grant = text if ":" in text else f"tier:{text}"
    if not is_grant(grant):
        raise ValueError(f"{text!r} is neither a tier nor article:ID")
    tiers = publication.inclusion
    kind, _, name = grant.partition(":")
    if kind == "tier" and tiers and name not in tiers:
        close = get_close_matches(name, tiers, n=1)
        hint = f"did you mean {close[0]!r}?" if close else f"the publication has {', '.join(tiers)}"
        raise ValueError(f"unknown tier {name!r}; {hint}")
    return grant


def grant(
    reader: Reader, what: str, starts: datetime | None, ends: datetime | None, *, now: datetime, source: str = "manual"
) -> Entitlement:
    """
    Return the entitlement of *reader* to the grant *what*; a former one of the same source gets the new span.

    Without a start it begins now, or at its end if that is past: such a reader has lapsed.

    Raises:
        ValueError: If it would end before it starts.
    """
    if starts is None:
        starts = now if ends is None or ends > now else ends
    if ends is not None and ends < starts:
        raise ValueError("it would end before it starts")
    span = {"starts": starts, "ends": ends}
    entitlement, _ = Entitlement.objects.update_or_create(reader=reader, grant=what, source=source, defaults=span)
    return entitlement


def revoke(reader: Reader, what: str | None, *, now: datetime) -> int:
    """
    Return how many entitlements ended: those to the grant *what*, or all of them.

    What has begun ends now and stays on record; what was to come is removed.
    """
    given = Entitlement.objects.filter(reader=reader)
    if what is not None:
        given = given.filter(grant=what)
    with transaction.atomic():
        removed, _ = given.filter(starts__gt=now).delete()
        ended = given.filter(Q(ends__isnull=True) | Q(ends__gt=now)).update(ends=now)
    return removed + ended
