"""
How a list is cut into pages.

By number from the newest article on, as readers expect: `/page/2/` follows the list's own page. Each new article then
moves one on from every page to the next, and all of them are other files.

Or so that older pages stay as they are, if the site asks for it (`stable_pages`): they are numbered from the oldest, and
full; the list's own page has what is newer, up to twice as many but one.
"""

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from generator.model.config import SiteConfig

FIRST = 2  # the number of the oldest page, where these stay: the list's own page is the first


class ListPage(Struct, frozen=True):
    """
    Attributes:
        number: 1 for the list's own page; of another the one in its address.
        total: How many pages there are; 0 where older pages stay as they are, for none of these may know.
        newer, older: Numbers of the pages before and after it, 0 where there is none.
    """

    ids: tuple[str, ...]
    number: int = 1
    total: int = 1
    newer: int = 0
    older: int = 0


def pages_of(ids: Sequence[str], config: SiteConfig) -> list[ListPage]:
    """Return *ids*, newest first, in pages; an empty list is one empty page."""
    size = config.paginate
    return _stable(ids, size) if config.stable_pages else _by_number(ids, size)


def pages_below(ids: Sequence[str], config: SiteConfig) -> list[ListPage]:
    """
    Return the pages of a list whose own page is a front page, which shows only some of what is newest.

    Where older pages stay as they are, that may be many: the first of these pages has them all.
    """
    own, *others = pages_of(ids, config)
    if not config.stable_pages or not ids:
        return others
    number = own.older + 1 if own.older else FIRST
    newest = replace(own, number=number, newer=1)
    return [newest, *(replace(one, newer=number) if one.newer == 1 else one for one in others)]


def _by_number(ids: Sequence[str], size: int) -> list[ListPage]:
    total = max(1, -(-len(ids) // size))
    return [
        ListPage(
            tuple(ids[(number - 1) * size : number * size]),
            number,
            total,
            number - 1,
            number + 1 if number < total else 0,
        )
        for number in range(1, total + 1)
    ]


def _stable(ids: Sequence[str], size: int) -> list[ListPage]:
    full = max(0, len(ids) // size - 1)
    start = len(ids) - full * size
    last = full + FIRST - 1  # number of the newest of the full pages
    own = ListPage(tuple(ids[:start]), total=0, older=last if full else 0)
    others = [
        ListPage(
            tuple(ids[start + at * size : start + (at + 1) * size]),
            number,
            total=0,
            newer=number + 1 if number < last else 1,
            older=number - 1 if number > FIRST else 0,
        )
        for at, number in enumerate(range(last, FIRST - 1, -1))
    ]
    return [own, *others]
