"""Sorted entries in many small parts, of which only those are loaded that are asked for."""

from array import array
from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Final, NamedTuple

HASH_BITS: Final = 64
_BUCKET: Final = 1024  # entries, about: 8 KB are read and checked in 20 µs

Recall = Callable[[Collection[str]], Mapping[str, bytes]]


class LostError(Exception):
    """A part of the memory is not there any more: everything must be read again."""


class Shape(NamedTuple):
    """
    How many entries there are, and how many first bits of a hash choose its bucket.

    Without entries there are no buckets.
    """

    bits: int = 0
    size: int = 0

    @classmethod
    def of(cls, size: int) -> "Shape":
        """Return the shape for so many entries."""
        return cls(max(0, (size // _BUCKET).bit_length()), size)


class Buckets:
    """Entries of 64 bits, the first of which are a hash's, in buckets by the first of these."""

    def __init__(self, name: str, recall: Recall, shape: Shape) -> None:
        self.name, self.shape = name, shape
        self._recall = recall
        self._loaded: dict[int, memoryview] = {}

    def load(self, hashes: Iterable[int]) -> Iterator[memoryview]:
        """
        Yield the buckets that may have some of *hashes*.

        Raises:
            LostError: If one is not there any more.
        """
        if self.shape.size:
            wanted = {self._bucket(value) for value in hashes}
            self._loaded |= self._read(wanted - self._loaded.keys())
            yield from map(self._loaded.__getitem__, wanted)

    def loaded(self, value: int) -> "memoryview | array[int]":
        """Return the bucket of the hash *value*, if it was loaded."""
        return self._loaded.get(self._bucket(value), _NOTHING)

    def part(self, part: int, parts: int) -> Iterator["memoryview | array[int]"]:
        """
        Yield, in order, the entries in one of so many *parts* of equal ranges, a power of two; they are not kept.

        Raises:
            LostError: If a bucket is not there any more.
        """
        buckets = 1 << self.shape.bits
        if not self.shape.size:
            return
        if buckets >= parts:
            each = buckets // parts
            found = self._read(range(part * each, (part + 1) * each))
            yield from map(found.__getitem__, sorted(found))
            return
        range_of = (1 << HASH_BITS) // parts
        bucket = part * buckets // parts
        entries = self._read([bucket])[bucket]
        yield entries[bisect_left(entries, part * range_of) : bisect_left(entries, (part + 1) * range_of)]

    @property
    def names(self) -> list[str]:
        """The names of its parts, other ones for each number of bits: so those of one shape are there while another is made."""
        return [self._name(bucket) for bucket in range(1 << self.shape.bits)] if self.shape.size else []

    def _name(self, bucket: int) -> str:
        return f"{self.name}/{self.shape.bits}/{bucket}"

    def _bucket(self, value: int) -> int:
        return value >> (HASH_BITS - self.shape.bits)

    def _read(self, buckets: Collection[int]) -> dict[int, memoryview]:
        names = {self._name(bucket): bucket for bucket in buckets}
        found = self._recall(names.keys()) if names else {}
        if len(found) < len(names):
            raise LostError(self.name)
        try:
            return {bucket: memoryview(found[name]).cast("Q") for name, bucket in names.items()}
        except TypeError as error:  # not a multiple of eight bytes
            raise LostError(self.name) from error


_NOTHING: Final = array("Q")
