"""Who has a hash: sorted arrays in buckets, so that a build which changes one article loads only what it asks for."""

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from generator.press.audit.runs import Entries, Run, merged, pieces
from generator.press.audit.spool import LARGEST, OWNER, kept, packed

_HASH_BITS: Final = 64
_BUCKET: Final = 1024  # entries, about: 8 KB are read and checked in 20 µs
_AT_ONCE: Final = 64  # buckets, a power of two: 3 MB while they are merged
_AS_LONG: Final = 8192  # entries are read of a file in the time in which one is looked for
_MOST_RUNS: Final = 100  # files of each of two indexes: systems allow 256 or 1,024 in all
_LARGEST_LATE: Final = 150_000  # entries: loaded, and sorted with some new ones, in 10 ms

Recall = Callable[[Collection[str]], Mapping[str, bytes]]


class LostError(Exception):
    """A part of the memory is not there any more: everything must be read again."""


class Index:
    """
    Hashes of 40 bits, each with the numbers of its owners.

    An owner is never taken out: whoever asks says which are alive. What was added since the buckets were made is
    one sorted array, `late`.
    """

    def __init__(self, name: str, recall: Recall, bits: int = -1, late: bytes = b"") -> None:
        """*bits* of a hash choose its bucket; -1 means that there are no buckets yet."""
        self.name = name
        self.bits = bits
        self.late = array("Q", late)
        # Where sorted runs wait, for they are many of a build that reads everything; None keeps them in memory.
        self.folder: Path | None = None
        self._recall = recall
        self._pending = array("Q")
        # Sorted, too many for `late`: of a build that reads everything.
        self._runs: list[Entries] = []
        self._buckets: dict[int, memoryview] = {}

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
        for entries in (self._buckets.get(self._bucket(value)), self.late, *self._runs):
            if entries:
                yield from _owners(value, entries)

    def among(self, hashes: Collection[int], is_alive: Callable[[int], bool]) -> set[int]:
        """
        Return those of *hashes* that an owner has who is alive.

        Raises:
            LostError: If a bucket is not there any more.
        """
        buckets = {self._bucket(value) for value in hashes}
        self._load(buckets)
        self._sort_in()
        wanted = sorted(hashes)
        found: set[int] = set()
        found.update(_alive(wanted, self.late, is_alive))
        for bucket in buckets & self._buckets.keys():
            found.update(_alive(wanted, self._buckets[bucket], is_alive))
        for run in self._runs:
            is_read = isinstance(run, Run) and len(wanted) * _AS_LONG > len(run)
            read = pieces(run) if is_read else (run,)
            for some in read:
                found.update(_alive(wanted, some, is_alive))
        return found

    @property
    def is_full(self) -> bool:
        """Whether so much was added that the buckets should be made anew."""
        return self.bits < 0 or bool(self._runs) or len(self.late) + len(self._pending) > _LARGEST_LATE

    def rebuilt(self, is_alive: Callable[[int], bool]) -> Iterator[dict[str, bytes]]:
        """Sort everything into new buckets, without what has no living owner; yield their parts, some at a time."""
        before = self._names(self.bits)
        self._load(range(len(before)))
        self._sort_in()
        runs: list[Entries] = [self.late, *self._runs, *(array("Q", bucket) for bucket in self._buckets.values())]
        total = sum(map(len, runs))
        self.bits = max(0, (total // _BUCKET).bit_length())
        keep = is_alive if before else None
        parts = zip(self._names(self.bits), self._rebucketed(runs, keep), strict=True)
        while some := dict(islice(parts, _AT_ONCE)):
            yield some
        self._buckets, self.late, self._runs = {}, array("Q"), []
        yield dict.fromkeys(before[1 << self.bits :], b"")

    def sorted_late(self) -> "array[int]":
        """Return what was added since the buckets were made."""
        self._sort_in()
        return self.late

    def _rebucketed(self, runs: Sequence[Entries], is_alive: Callable[[int], bool] | None) -> Iterator[bytes]:
        """Yield the buckets of sorted *runs*, which never stand in memory as a whole."""
        buckets = 1 << self.bits
        at_once = min(_AT_ONCE, buckets)
        for part, entries in enumerate(merged(runs, buckets // at_once)):
            alive = [entry for entry in entries if is_alive(entry & OWNER)] if is_alive else entries
            at = 0
            for bucket in range(part * at_once, (part + 1) * at_once):
                end = bisect_left(alive, self._limit(bucket + 1), at)
                yield array("Q", alive[at:end]).tobytes()
                at = end

    def _limit(self, bucket: int) -> int:
        """Return what all entries before *bucket* are less than."""
        return bucket << (_HASH_BITS - self.bits)

    def _load(self, wanted: Iterable[int]) -> None:
        if self.bits < 0:
            return
        names = {f"{self.name}/{bucket}": bucket for bucket in wanted if bucket not in self._buckets}
        found = self._recall(names.keys()) if names else {}
        if len(found) < len(names):
            raise LostError(self.name)
        for name, bucket in names.items():
            self._buckets[bucket] = memoryview(found[name]).cast("Q")

    def _bucket(self, value: int) -> int:
        return value >> (_HASH_BITS - self.bits) if self.bits > 0 else 0

    def _names(self, bits: int) -> list[str]:
        return [f"{self.name}/{bucket}" for bucket in range(1 << bits)] if bits >= 0 else []

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


def _alive(wanted: Sequence[int], entries: "Entries | memoryview", is_alive: Callable[[int], bool]) -> Iterator[int]:
    """Yield those of the sorted hashes *wanted* that an owner has who is alive, as far as sorted *entries* say."""
    if not entries:
        return
    first, last = entries[0] & ~OWNER, entries[len(entries) - 1] | OWNER
    for value in wanted[bisect_left(wanted, first) : bisect_right(wanted, last)]:
        low = value & ~OWNER
        at = bisect_left(entries, low)  # most have nobody, so this is asked first
        if at < len(entries) and entries[at] <= low | OWNER and any(map(is_alive, _owners(value, entries))):
            yield value


def _owners(value: int, entries: "Entries | memoryview") -> Iterator[int]:
    """Yield the numbers of all that have the hash *value*, as far as sorted *entries* say."""
    low = value & ~OWNER
    at = bisect_left(entries, low)
    while at < len(entries) and (entry := entries[at]) <= low | OWNER:
        yield entry & OWNER
        at += 1
