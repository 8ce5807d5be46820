"""Who has a hash: sorted arrays in buckets, so that a build which changes one article loads only what it asks for."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from itertools import chain, islice
from pathlib import Path
from typing import Final

from generator.press.audit.buckets import HASH_BITS, Buckets, Recall, Shape
from generator.press.audit.runs import Entries, Run, merged, pieces
from generator.press.audit.spool import LARGEST, OWNER, kept, packed

_SIZE: Final = 8  # bytes of an entry
_AT_ONCE: Final = 64  # buckets, a power of two: 3 MB while they are merged
_AS_LONG: Final = 8192  # entries are read of a file in the time in which one is looked for
_MOST_RUNS: Final = 100  # files of each of two indexes: systems allow 256 or 1,024 in all
_LARGEST_LATE: Final = 150_000  # entries: loaded, and sorted with some new ones, in 10 ms
_SHARE_YOUNG: Final = 8  # of the old entries one in so many: then all are sorted anew

Shapes = tuple[Shape, Shape]


class Index:
    """
    Hashes of 40 bits, each with the numbers of its owners.

    An owner is never taken out: whoever asks says which are alive. What was added lately is one sorted array, `late`,
    then in the buckets of what is young, then in those of what is old: so a build that adds much sorts little.
    """

    def __init__(self, name: str, recall: Recall, shapes: Shapes | None = None, late: bytes = b"") -> None:
        """*shapes* are those of the old and the young; None means that nothing was there before."""
        self.name = name
        self.is_new = shapes is None
        self.late = array("Q", late)
        # Where sorted runs wait, for they are many of a build that reads everything; None keeps them in memory.
        self.folder: Path | None = None
        self._recall = recall
        self._pending = array("Q")
        # Sorted, too many for `late`: of a build that reads everything.
        self._runs: list[Entries] = []
        old, young = shapes or (Shape(), Shape())
        self._old, self._young = self._buckets("old", old), self._buckets("young", young)

    def add(self, owner: int, hashes: Iterable[int]) -> None:
        """Take *hashes* of 64 bits for *owner*."""
        self._pending.extend(packed(owner, hashes))
        self._sort_many()

    def take(self, entries: bytes, files: Iterable[str]) -> None:
        """Take *entries*, and those in *files*, which a `Spool` made."""
        self._pending.frombytes(entries)
        self._sort_many()
        self._runs += map(Run, files)
        self._merge_many()

    def owners(self, value: int) -> Iterator[int]:
        """Yield the numbers of all that ever had the hash *value*."""
        self._sort_in()
        for entries in (self._old.loaded(value), self._young.loaded(value), self.late, *self._runs):
            yield from _owners(value, entries)

    def among(self, hashes: Collection[int], is_alive: Callable[[int], bool]) -> set[int]:
        """
        Return those of *hashes* that an owner has who is alive.

        Raises:
            LostError: If a bucket is not there any more.
        """
        self._sort_in()
        wanted = sorted(hashes)
        found: set[int] = set()
        for entries in chain((self.late,), self._old.load(hashes), self._young.load(hashes)):
            found.update(_alive(wanted, entries, is_alive))
        for run in self._runs:
            is_read = isinstance(run, Run) and len(wanted) * _AS_LONG > len(run)
            read = pieces(run) if is_read else (run,)
            for some in read:
                found.update(_alive(wanted, some, is_alive))
        return found

    @property
    def shapes(self) -> Shapes:
        """Those of the old and the young, by which an index is found again."""
        return self._old.shape, self._young.shape

    @property
    def is_full(self) -> bool:
        """Whether so much was added lately that `settled` should be called."""
        return self.is_new or bool(self._runs) or len(self.late) + len(self._pending) > _LARGEST_LATE

    @property
    def is_grown(self) -> bool:
        """Whether what was added lately is too much for the young."""
        added = len(self.late) + len(self._pending) + self._young.shape.size
        return self.is_full and (self.is_new or bool(self._runs) or added * _SHARE_YOUNG > self._old.shape.size)

    def settled(self) -> Iterator[dict[str, bytes]]:
        """
        Sort what was added lately into the young; yield the parts of these that are others now, some at a time.

        Raises:
            LostError: If a bucket is not there any more.
        """
        before = self._young
        self._young = self._buckets("young", Shape.of(before.shape.size + len(self.sorted_late())))
        yield from self._sorted(self._young, [self.late], [before], None)
        yield from _emptied(before, self._young)
        self.late = array("Q")

    def rebuilt(self, is_alive: Callable[[int], bool]) -> Iterator[dict[str, bytes]]:
        """
        Do the same with everything, without what has no living owner: then all are old.

        Raises:
            LostError: If a bucket is not there any more.
        """
        before = [self._old, self._young]
        runs = [self.sorted_late(), *self._runs]
        count = sum(map(len, runs)) + sum(one.shape.size for one in before)
        self._old, self._young = self._buckets("old", Shape.of(count)), self._buckets("young", Shape())
        written = 0
        for parts in self._sorted(self._old, runs, before, None if self.is_new else is_alive):
            written += sum(map(len, parts.values())) // _SIZE
            yield parts
        for one in before:
            yield from _emptied(one, self._old)
        self._old.shape = Shape(self._old.shape.bits, written)
        self.late, self._runs, self.is_new = array("Q"), [], False

    def sorted_late(self) -> "array[int]":
        """Return what was added since the buckets were made."""
        self._sort_in()
        return self.late

    def _buckets(self, name: str, shape: Shape) -> Buckets:
        return Buckets(f"{self.name}/{name}", self._recall, shape)

    def _sorted(
        self, into: Buckets, runs: Sequence[Entries], before: Sequence[Buckets], is_alive: Callable[[int], bool] | None
    ) -> Iterator[dict[str, bytes]]:
        """Yield the parts of new buckets with all entries of *runs* and of those *before*, some at a time."""
        if not into.shape.size:
            return
        parts = zip(into.names, _bucketed(into.shape.bits, runs, before, is_alive), strict=True)
        while some := dict(islice(parts, _AT_ONCE)):
            yield some

    def _sort_many(self) -> None:
        if len(self._pending) > LARGEST:
            run = array("Q", sorted(self._pending))
            self._runs.append(Run(kept((run,), self.folder)) if self.folder else run)
            self._pending = array("Q")
            self._merge_many()

    def _merge_many(self) -> None:
        """Make one file of many: a process may not have many open."""
        if len(self._runs) > _MOST_RUNS and self.folder:
            parts = max(1, sum(map(len, self._runs)) // LARGEST)
            self._runs = [Run(kept(merged(self._runs, parts), self.folder))]

    def _sort_in(self) -> None:
        if self._pending:
            self.late = array("Q", sorted([*self.late, *self._pending]))
            self._pending = array("Q")


def _bucketed(
    bits: int, runs: Sequence[Entries], before: Sequence[Buckets], is_alive: Callable[[int], bool] | None
) -> Iterator[bytes]:
    """Yield buckets of sorted entries, which never stand in memory as a whole."""
    buckets = 1 << bits
    at_once = min(_AT_ONCE, buckets)
    parts = buckets // at_once
    for part, added in enumerate(merged(runs, parts)):
        entries = sorted(chain(added, *(some for one in before for some in one.part(part, parts))))
        if is_alive:
            entries = [entry for entry in entries if is_alive(entry & OWNER)]
        at = 0
        for bucket in range(part * at_once, (part + 1) * at_once):
            end = bisect_left(entries, (bucket + 1) << (HASH_BITS - bits), at)
            yield array("Q", entries[at:end]).tobytes()
            at = end


def _emptied(before: Buckets, now: Buckets) -> Iterator[dict[str, bytes]]:
    """Yield the parts that are there no more, empty."""
    names = before.names
    if names and names[0] not in now.names[:1]:
        yield dict.fromkeys(names, b"")


def _alive(wanted: Sequence[int], entries: Sequence[int], is_alive: Callable[[int], bool]) -> Iterator[int]:
    """Yield those of the sorted hashes *wanted* that an owner has who is alive, as far as sorted *entries* say."""
    if not entries:
        return
    first, last = entries[0] & ~OWNER, entries[len(entries) - 1] | OWNER
    for value in wanted[bisect_left(wanted, first) : bisect_right(wanted, last)]:
        low = value & ~OWNER
        at = bisect_left(entries, low)  # most have nobody, so this is asked first
        if at < len(entries) and entries[at] <= low | OWNER and any(map(is_alive, _owners(value, entries))):
            yield value


def _owners(value: int, entries: Sequence[int]) -> Iterator[int]:
    """Yield the numbers of all that have the hash *value*, as far as sorted *entries* say."""
    low = value & ~OWNER
    at = bisect_left(entries, low)
    while at < len(entries) and (entry := entries[at]) <= low | OWNER:
        yield entry & OWNER
        at += 1
