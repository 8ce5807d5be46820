"""Which of many hashes are among many others, in little memory: a set of a million integers takes a hundred megabytes."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import compress
from typing import Final

_BITS: Final = 22  # of a hash, by which a byte says whether to look closer: 4 MB
_SHIFT: Final = 64 - _BITS


class Sieve:
    """Keyed hashes, which are as good as random in all their bits."""

    def __init__(self, hashes: Iterable[int]) -> None:
        self._sorted = array("Q", sorted(hashes))
        self._may_be = bytearray(1 << _BITS)
        for value in self._sorted:
            self._may_be[value >> _SHIFT] = 1

    def __bool__(self) -> bool:
        return bool(self._sorted)

    def among(self, hashes: Sequence[int]) -> "array[int]":
        """Return those of *hashes* that are here, in their order."""
        may_be = self._may_be
        likely = compress(hashes, [may_be[value >> _SHIFT] for value in hashes])
        return array("Q", [value for value in likely if self._has(value)])

    def _has(self, value: int) -> bool:
        at = bisect_left(self._sorted, value)
        return at < len(self._sorted) and self._sorted[at] == value
