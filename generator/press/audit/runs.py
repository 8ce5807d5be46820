"""Sorted entries in files, read piece by piece: of a file that is mapped whole megabytes count as a process's memory."""

import errno
import os
from array import array
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import Final, overload
from weakref import finalize

_SIZE: Final = 8  # bytes of an entry
_BITS: Final = 64
_PIECE: Final = 500_000  # entries: 4 MB
_ROOM: Final = 64  # entries read beyond twice as many as are likely


class Run(Sequence[int]):
    """Sorted entries of 64 bits in a file that has no name any more: it goes with the last who uses it."""

    def __init__(self, path: str) -> None:
        """Take over the file *path*."""
        place = Path(path)
        self._file = place.open("rb", buffering=0)
        finalize(self, self._file.close)
        place.unlink()
        self._count = os.fstat(self._file.fileno()).st_size // _SIZE

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> int: ...
    @overload
    def __getitem__(self, at: slice) -> "array[int]": ...
    def __getitem__(self, at: "int | slice") -> "int | array[int]":
        """Return an entry, or those of a slice without a step; negative places have no meaning here."""
        if isinstance(at, slice):
            start, end, _ = at.indices(self._count)
            return self._read(start, end - start)
        if not 0 <= at < self._count:
            raise IndexError(at)
        return self._read(at, 1)[0]

    def _read(self, start: int, count: int) -> "array[int]":
        data = bytearray()
        while (left := count * _SIZE - len(data)) and (
            some := os.pread(self._file.fileno(), left, start * _SIZE + len(data))
        ):
            data += some
        if left:
            raise OSError(errno.EIO, "a file of the audit has lost its end")
        return array("Q", data)


Entries = Run | array  # type: ignore[type-arg]  # of numbers: an alias cannot say so while arrays are no generics


def pieces(run: Entries) -> "Iterator[array[int]]":
    """Yield the entries of a sorted *run*, some megabytes at a time."""
    for start in range(0, len(run), _PIECE):
        yield run[start : start + _PIECE]


def merged(runs: Sequence[Entries], parts: int) -> Iterator[list[int]]:
    """Yield the entries of sorted *runs*, sorted, in so many *parts* of equal ranges, of which one is in memory."""
    starts = [0] * len(runs)
    # Keyed hashes are as good as random, so each part has as many.
    likely = [len(run) // parts for run in runs]
    for part in range(1, parts + 1):
        limit = part * (1 << _BITS) // parts
        found = [_before(limit, run, *about) for run, *about in zip(runs, starts, likely, strict=True)]
        starts = [start + len(some) for start, some in zip(starts, found, strict=True)]
        yield sorted(chain.from_iterable(found))


def _before(limit: int, run: Entries, start: int, likely: int) -> "array[int]":
    """Return the entries of *run* from *start* on that are less than *limit*, reading little more than these."""
    step = 2 * likely + _ROOM
    some: array[int] = run[start : start + step]
    while some and some[-1] < limit and start + len(some) < len(run):
        some += run[start + len(some) : start + len(some) + step]
    return some[: bisect_left(some, limit)]
