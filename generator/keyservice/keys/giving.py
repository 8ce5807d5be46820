"""From a reader and his headers to verdicts: what the database adds to the pure decision."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.http import HttpRequest

from generator.keyservice import publication
from generator.keyservice.accounts.models import Reader
from generator.keyservice.entitlements.holdings import given_spans, spans_of
from generator.keyservice.entitlements.rules import Span, grants_at
from generator.keyservice.keys import rate
from generator.keyservice.keys.keyring import Keyring
from generator.paywall import decision
from generator.paywall.decision import Given, Verdict


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks: an account or nobody, what was ever given, and what may be read at this moment."""

    reader: Reader | None
    grants: frozenset[str]
    spans: tuple[Span, ...] = ()


def asker_of(request: HttpRequest, now: datetime) -> Asker:
    """Return who sent *request*, with included tiers expanded and what was given to this browser."""
    reader = request.user if isinstance(request.user, Reader) else None
    spans = (*(spans_of(reader) if reader else ()), *given_spans(request))
    return Asker(reader, grants_at(spans, now, publication.current().inclusion), spans)


def give(asker: Asker, headers: Sequence[str], keyring: Keyring, now: datetime) -> list[Verdict]:
    """Return a verdict for each header, and count the new ones of an account."""
    if asker.reader is None:
        return _decide(asker, headers, keyring, now, len(headers), frozenset())
    asked = rate.hashes(headers)
    left, had = rate.state(asker.reader, asked, now)
    verdicts = _decide(asker, headers, keyring, now, left, had)
    if not _new(verdicts, had):
        return verdicts  # nothing to write: the reader came back to a page
    with transaction.atomic():
        # Two requests at once must not both have the last key, so they queue at the reader's row.
        Reader.objects.select_for_update().get(pk=asker.reader.pk)
        left, had = rate.state(asker.reader, asked, now)
        verdicts = _decide(asker, headers, keyring, now, left, had)
        rate.remember(asker.reader, _new(verdicts, had), now)
    return verdicts


def _new(verdicts: Sequence[Verdict], had: frozenset[bytes]) -> set[bytes]:
    return {verdict.header_hash for verdict in verdicts if isinstance(verdict, Given)} - had


def _decide(
    asker: Asker, headers: Sequence[str], keyring: Keyring, now: datetime, left: int, had: frozenset[bytes]
) -> list[Verdict]:
    return decision.decide(
        headers,
        keyset=keyring.keyset,
        deny=keyring.deny,
        now=int(now.timestamp()),
        reader=decision.Reader(asker.reader is not None, asker.grants),
        rate_left=left,
        had=had,
    )
