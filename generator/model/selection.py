"""Which documents are published at a moment, and when that changes by itself."""

from collections.abc import Iterable, Iterator
from datetime import datetime

from generator.errors import SourceError
from generator.model.described import Described
from generator.model.frontmatter import IssueMatter


def is_later(one: datetime, other: datetime) -> bool:
    """Return whether *one* comes after *other*. Python compares two times of one zone by the clock on the wall."""
    return one.timestamp() > other.timestamp()


def marks(document: Described, now: datetime) -> tuple[str, ...]:
    """Return why a document would not be published now: any of `draft`, `future` and `expired`."""
    published, expires = document.moment("published"), document.moment("expires")
    found = (
        ("draft", getattr(document.matter, "draft", False)),
        ("future", published is not None and is_later(published, now)),
        ("expired", expires is not None and not is_later(expires, now)),
    )
    return tuple(mark for mark, applies in found if applies)


def is_shown(document: Described, now: datetime, *, drafts: bool, future: bool) -> bool:
    """Return whether a document is in the catalog: never when it expired, drafts and future ones on request."""
    allowed = {"draft": drafts, "future": future, "expired": False}
    return all(allowed[mark] for mark in marks(document, now))


def next_change(documents: Iterable[Described], now: datetime, *, drafts: bool) -> datetime | None:
    """Return the next moment after *now* at which time alone changes what is published, or None."""
    moments = [
        moment
        for document in documents
        if drafts or not getattr(document.matter, "draft", False)
        for moment in _moments(document)
        if is_later(moment, now)
    ]
    return min(moments, default=None, key=datetime.timestamp)


def _moments(document: Described) -> Iterator[datetime]:
    for name in ("published", "expires"):
        if moment := document.moment(name):
            yield moment
    if isinstance(document.matter, IssueMatter) and document.matter.early_access:
        yield document.matter.early_access.until


def date_errors(document: Described) -> Iterator[SourceError]:
    """Yield an error for each date that comes before the publication and cannot."""
    published = document.moment("published")
    if published is None:
        return
    updated, expires = document.moment("updated"), document.moment("expires")
    if updated and is_later(published, updated):
        problem = f"'updated' ({updated:%Y-%m-%d %H:%M}) is earlier than 'published' ({published:%Y-%m-%d %H:%M})"
        yield SourceError(document.at("updated"), "bad-date", problem, "correct one of them or remove 'updated'")
    if expires and not is_later(expires, published):
        problem = f"'expires' ({expires:%Y-%m-%d %H:%M}) is not later than 'published'"
        yield SourceError(document.at("expires"), "bad-date", problem, "correct one of them or remove 'expires'")
