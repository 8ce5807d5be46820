"""Who has a hash: sorted arrays that are kept as bytes."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Final

OWNER_BITS: Final = 24  # 16 million sections, sources or units of text
OWNERS: Final = 1 << OWNER_BITS
_OWNER: Final = OWNERS - 1
_LARGEST_DELTA: Final = 200_000  # entries: sorted in with some new ones in 10 ms


class Index:
    """
    Hashes of 40 bits, each with the numbers of its owners.

    An owner is never taken out: whoever asks says which are alive. `base` is large and changes rarely, `delta` is
    small and changes often, so that a build which changes one article sorts and writes little.
    """

    def __init__(self, base: "array[int] | None" = None, delta: "array[int] | None" = None) -> None:
        self.base = base if base is not None else array("Q")
        self.delta = delta if delta is not None else array("Q")
        self._pending = array("Q")
        self.is_rewritten = False  # whether `base` is another than the one given

    def add(self, owner: int, hashes: Iterable[int]) -> None:
        """Take *hashes* of 64 bits for *owner*."""
        self._pending.extend([value & ~_OWNER | owner for value in hashes])

    def owners(self, value: int) -> Iterator[int]:
        """Yield the numbers of all that ever had the hash *value*."""
        self._sort_in()
        low = value & ~_OWNER
        for entries in (self.base, self.delta):
            at = bisect_left(entries, low)
            while at < len(entries) and entries[at] <= low | _OWNER:
                yield entries[at] & _OWNER
                at += 1

    def known(self, hashes: Collection[int], is_alive: Callable[[int], bool]) -> set[int]:
        """Return those of *hashes* that an owner has who is alive."""
        return {value for value in hashes if any(map(is_alive, self.owners(value)))}

    def settle(self, is_alive: Callable[[int], bool]) -> None:
        """Move the additions into the base if they are many, without those whose owner is gone."""
        self._sort_in()
        if self.base and len(self.delta) <= max(_LARGEST_DELTA, len(self.base) // 8):
            return
        entries = [*self.base, *self.delta]
        if self.base:
            entries = sorted(entry for entry in entries if is_alive(entry & _OWNER))
        self.is_rewritten = bool(entries)
        self.base, self.delta = array("Q", entries), array("Q")

    def _sort_in(self) -> None:
        if self._pending:
            self.delta = array("Q", sorted([*self.delta, *self._pending]))
            self._pending = array("Q")
