"""What was met of late, by its hash: all of a small site, of a large one as much as fits."""

from collections.abc import Sequence
from typing import Final, Generic, TypeVar

MOST: Final = 100_000  # of one generation, of which there are two: 14 MB each

Value = TypeVar("Value")


class Recent(Generic[Value]):
    """
    A table that forgets what was not asked for while many others came.

    Whoever asks for what is forgotten reads it again, which costs time and nothing else.
    """

    def __init__(self, most: int = MOST) -> None:
        self._most = most
        self._young: dict[int, Value] = {}
        self._old: dict[int, Value] = {}

    def get(self, key: int) -> Value | None:
        """Return the value of *key*, None if it is not known."""
        value = self._young.get(key)
        if value is None and (value := self._old.get(key)) is not None:
            self[key] = value
        return value

    def values_of(self, keys: Sequence[int]) -> list[Value | None]:
        """Return the values of *keys*, None where one is not known."""
        values = list(map(self._young.get, keys))
        if self._old and None in values:
            values = [self.get(key) if value is None else value for key, value in zip(keys, values, strict=True)]
        return values

    def __contains__(self, key: int) -> bool:
        return self.get(key) is not None

    def __setitem__(self, key: int, value: Value) -> None:
        if len(self._young) >= self._most:
            self._old, self._young = self._young, {}
        self._young[key] = value

    def without(self, value: Value) -> "Recent[Value]":
        """Return a table of the same, but for what has this *value*."""
        other: Recent[Value] = Recent(self._most)
        other._young = {key: one for key, one in self._young.items() if one != value}
        other._old = {key: one for key, one in self._old.items() if one != value}
        return other
