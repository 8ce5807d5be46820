"""What was met of late, by its hash: all of a small site, of a large one as much as fits."""

from collections.abc import Iterable, Sequence
from typing import Final, Generic, TypeVar

MOST: Final = 100_000  # of one generation, of which there are two: 14 MB each

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """
    A table that forgets what was not asked for while many others came.

    Whoever asks for what is forgotten reads it again, which costs time and nothing else.
    """

    def __init__(self, most: int = 0) -> None:
        """*most* is how many a generation has, `MOST` if it is 0."""
        self._most = most or MOST
        self._young: dict[int, Value] = {}
        self._old: dict[int, Value] = {}

    def __bool__(self) -> bool:
        return bool(self._young or self._old)

    def values_of(self, keys: Sequence[int]) -> list[Value | None]:
        """Return the values of *keys*, None where one is not known."""
        values = list(map(self._young.get, keys))
        if self._old and None in values:
            values = [self._kept(key) if value is None else value for key, value in zip(keys, values, strict=True)]
        return values

    def add(self, keys: Iterable[int], value: Value) -> None:
        """Give each of *keys* this *value*."""
        if len(self._young) >= self._most:
            self._old, self._young = self._young, {}
        self._young.update(dict.fromkeys(keys, value))

    def without(self, value: Value) -> "Recent[Value]":
        """Return a table of the same, but for what has this *value*."""
        other: Recent[Value] = Recent(self._most)
        other._young = {key: one for key, one in self._young.items() if one != value}
        other._old = {key: one for key, one in self._old.items() if one != value}
        return other

    def _kept(self, key: int) -> Value | None:
        """Return the value of a key that has not been asked for lately, which keeps it."""
        value = self._old.get(key)
        if value is not None:
            self._young[key] = value
        return value
