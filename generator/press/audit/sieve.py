"""Which of many hashes are among many others, in little memory: a set of a million integers takes a hundred megabytes."""

import tempfile
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, compress
from pathlib import Path
from typing import Final

_PARTS: Final = 6  # bits of a hash, by which its part is known: sorting one at a time takes a sixty-fourth of the room
_TO_PART: Final = 64 - _PARTS
_FEWEST, _MOST = 16, 27  # bits of a hash, by which one bit says whether to look closer: 8 KB to 16 MB
_SPARSE: Final = 8  # bits for each hash that is there, so that one in eight that is not is looked for


class Hashes:
    """Keyed hashes, which are as good as random in all their bits, 64 each, in parts by their first bits."""

    def __init__(self) -> None:
        self.parts = [array("Q") for _ in range(1 << _PARTS)]

    def extend(self, hashes: Iterable[int]) -> None:
        parts = self.parts
        for value in hashes:
            parts[value >> _TO_PART].append(value)

    def __iter__(self) -> Iterator[int]:
        return chain.from_iterable(self.parts)

    def __len__(self) -> int:
        return sum(map(len, self.parts))


class Sieve:
    """
    Finds hashes among others, which it takes over and sorts.

    It may be put down: then it takes no room until somebody asks, here or in another process, to which it is sent without
    them. Sent as they are, all hashes would be in memory twice for a moment, on both sides.
    """

    def __init__(self, hashes: Hashes) -> None:
        self._count = len(hashes)
        self._place: Path | None = None
        self._parts = hashes.parts
        bits = min(_MOST, max(_FEWEST, (_SPARSE * len(hashes)).bit_length()))
        self._shift = 64 - bits
        self._may_be = bytearray(1 << (bits - 3))
        for at, part in enumerate(self._parts):
            self._parts[at] = array("Q", sorted(part))
            for value in part:
                place = value >> self._shift
                self._may_be[place >> 3] |= 1 << (place & 7)

    def __bool__(self) -> bool:
        return bool(self._count)

    def put_down(self, folder: Path) -> None:
        """Put what it has into a file in *folder*, which must be there as long as somebody asks."""
        folder.mkdir(mode=0o700, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
            for part in (array("Q", map(len, self._parts)), *self._parts):
                part.tofile(file)
            file.write(self._may_be)
        self._place, self._parts, self._may_be = Path(file.name), [], bytearray()

    def _pick_up(self, place: Path) -> None:
        with place.open("rb") as file:
            counts = array("Q")
            counts.fromfile(file, 1 << _PARTS)
            parts = [array("Q") for _ in counts]
            for part, count in zip(parts, counts, strict=True):
                part.fromfile(file, count)
            self._place, self._parts, self._may_be = None, parts, bytearray(file.read())

    def among(self, hashes: Sequence[int]) -> "array[int]":
        """Return those of *hashes* that are here, in their order."""
        if self._place:
            self._pick_up(self._place)
        may_be, shift, byte = self._may_be, self._shift, self._shift + 3
        likely = compress(hashes, [may_be[value >> byte] >> (value >> shift & 7) & 1 for value in hashes])
        return array("Q", [value for value in likely if self._has(value)])

    def _has(self, value: int) -> bool:
        part = self._parts[value >> _TO_PART]
        at = bisect_left(part, value)
        return at < len(part) and part[at] == value
