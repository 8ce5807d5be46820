"""How many different headers an account had lately, and remembering new ones."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from django.conf import settings

from generator.keyservice.accounts.models import Reader
from generator.keyservice.keys.models import KeyUse
from generator.keyservice.sealing import keyed_hash
from generator.paywall.derivation import header_hash
from generator.paywall.errors import SealError
from generator.paywall.header import decode_page_header

WINDOW: Final = timedelta(hours=1)
STALE_AT_ONCE: Final = 100  # rows


def remembered(reader: Reader, header: bytes) -> str:
    """Return what is kept of a header's hash for *reader*."""
    return keyed_hash("header", str(reader.pk), header.hex())


def state(reader: Reader, asked: Iterable[bytes], now: datetime) -> tuple[int, frozenset[bytes]]:
    """Return how many more different headers *reader* may have, and which of the *asked* ones he had."""
    recent = set(KeyUse.objects.filter(reader=reader, at__gt=now - WINDOW).values_list("header", flat=True))
    had = frozenset(header for header in asked if remembered(reader, header) in recent)
    return max(settings.MARBRE_RATE_HEADERS_PER_HOUR - len(recent), 0), had


def remember(reader: Reader, given: Iterable[bytes], now: datetime) -> None:
    """Count the *given* headers, and forget what is older than an hour."""
    KeyUse.objects.filter(reader=reader, at__lte=now - WINDOW).delete()
    _forget_others(now)
    uses = [KeyUse(reader=reader, header=remembered(reader, header), at=now) for header in sorted(set(given))]
    KeyUse.objects.bulk_create(uses, ignore_conflicts=True)


def _forget_others(now: datetime) -> None:
    """Delete some of what readers left who do not come back, without waiting for whoever does the same."""
    stale = KeyUse.objects.select_for_update(skip_locked=True).filter(at__lte=now - WINDOW)
    KeyUse.objects.filter(pk__in=list(stale.values_list("pk", flat=True)[:STALE_AT_ONCE])).delete()


def hashes(headers: Iterable[str]) -> list[bytes]:
    """Return the hashes of those *headers* that can be decoded."""
    found = []
    for header in headers:
        try:
            found.append(header_hash(decode_page_header(header)))
        except SealError:
            continue
    return found
