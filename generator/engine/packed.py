"""
Many values in little memory: as compressed bytes, and those asked for last as they are.

A record of an article takes three times as much as a value of Python than as its bytes, which compress to half, and a
hundred thousand are known at once.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import Final, Generic, TypeVar

from generator.engine.records import pack, unpacked

KEPT: Final = 2000  # values that are at hand: neighbours, lists and feeds ask for the same ones again and again
_FAST: Final = 1  # of nine levels
_WINDOW: Final = -13  # bits: 8 KB, more than a record with its dictionary; raw, for these bytes stay in this program

Value = TypeVar("Value")
Part = TypeVar("Part")


class Packed(Mapping[str, Value], Generic[Value]):
    """
    Values of one kind by id. Travels to other processes as bytes.

    The first one is the dictionary of all (RFC 1950, section 2.2): they have the same names in the same places.
    """

    def __init__(self, kind: type[Value]) -> None:
        self._kind = kind
        self._first = b""
        self._packed: dict[str, bytes] = {}
        self._at_hand: dict[str, Value] = {}

    def put(self, ident: str, value: Value) -> bytes:
        """Take a value; return its bytes."""
        data = pack(value)
        self.put_packed(ident, data)
        return data

    def put_packed(self, ident: str, data: bytes) -> None:
        """Take a value as its bytes, which `put` returned."""
        self._first = self._first or data
        packing = zlib.compressobj(_FAST, wbits=_WINDOW, zdict=self._first)
        self._packed[ident] = packing.compress(data) + packing.flush()
        self._at_hand.pop(ident, None)

    def __getitem__(self, ident: str) -> Value:
        found = self._at_hand.get(ident)
        if found is None:
            data = zlib.decompressobj(_WINDOW, zdict=self._first).decompress(self._packed[ident])
            found = unpacked(self._kind, data)
            if found is None:
                raise TypeError(f"{ident} is no {self._kind.__name__}")
            if len(self._at_hand) >= KEPT:
                self._at_hand.clear()
            self._at_hand[ident] = found
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._packed)

    def __len__(self) -> int:
        return len(self._packed)

    def __contains__(self, ident: object) -> bool:
        return ident in self._packed

    def __reduce__(self) -> "tuple[Callable[..., Packed[Value]], tuple[type[Value], bytes, dict[str, bytes]]]":
        return _packed, (self._kind, self._first, self._packed)


def _packed(kind: type[Value], first: bytes, values: dict[str, bytes]) -> Packed[Value]:
    made = Packed(kind)
    made._first, made._packed = first, values  # noqa: SLF001 - as it was
    return made


class Parts(Mapping[str, Part], Generic[Value, Part]):
    """The same part of each of many values."""

    def __init__(self, values: Mapping[str, Value], part: Callable[[Value], Part]) -> None:
        """*part* travels with it: a function of a module, or an `attrgetter`."""
        self._values, self._part = values, part

    def __getitem__(self, ident: str) -> Part:
        return self._part(self._values[ident])

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __contains__(self, ident: object) -> bool:
        return ident in self._values
