"""Tables by string, in shards: a build which changes one article loads and stores only those that it asks for."""

from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final, Generic, TypeVar
from zlib import crc32

from generator.engine.records import pack, unpack
from generator.press.audit.buckets import LostError, Recall

SHARDS: Final = 64

Value = TypeVar("Value")
Box = Callable[[bytes], bytes]


class Table(Generic[Value]):
    """
    Values by path or id.

    Whatever reads from it raises LostError if a shard is not there any more.
    """

    def __init__(self, name: str, recall: Recall | None, conceal: Box | None = None, reveal: Box | None = None) -> None:
        """Without *recall* the table is empty; *conceal* and *reveal* are for what must not be read without the key."""
        self.name = name
        self._recall = recall
        self._conceal, self._reveal = conceal, reveal
        self._shards: dict[int, dict[str, Value]] = {} if recall else {number: {} for number in range(SHARDS)}
        self._changed: set[int] = set() if recall else set(range(SHARDS))

    def get(self, key: str) -> Value | None:
        return self._of(key).get(key)

    def __getitem__(self, key: str) -> Value:
        return self._of(key)[key]

    def __setitem__(self, key: str, value: Value) -> None:
        self._of(key)[key] = value
        self._changed.add(_number(key))

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in self._of(key)

    def pop(self, key: str) -> Value | None:
        """Take the value of *key* out, None if there is none."""
        shard = self._of(key)
        if key not in shard:
            return None
        self._changed.add(_number(key))
        return shard.pop(key)

    def items(self) -> Iterator[tuple[str, Value]]:
        """Yield all keys and values."""
        self._load(range(SHARDS))
        for number in range(SHARDS):
            yield from self._shards[number].items()

    def keys(self) -> set[str]:
        """Return all keys."""
        return {key for key, _ in self.items()}

    def parts(self) -> Iterator[dict[str, bytes]]:
        """Yield the shards that changed, as bytes, one by one: all of them take as much room as the table."""
        for number in sorted(self._changed):
            packed = pack(self._shards[number])
            yield {f"{self.name}/{number}": self._conceal(packed) if self._conceal else packed}

    def _of(self, key: str) -> dict[str, Value]:
        number = _number(key)
        if number not in self._shards:
            self._load((number,))
        return self._shards[number]

    def _load(self, numbers: Iterable[int]) -> None:
        names = {f"{self.name}/{number}": number for number in numbers if number not in self._shards}
        found = self._recall(names.keys()) if names and self._recall else {}
        for name, number in names.items():
            self._shards[number] = self._unpacked(found.get(name))

    def _unpacked(self, data: bytes | None) -> dict[str, Any]:
        if data is None:
            raise LostError(self.name)
        try:
            shard = unpack(self._reveal(data) if self._reveal else data)
        except ValueError:
            raise LostError(self.name) from None
        if not isinstance(shard, dict):
            raise LostError(self.name)
        return shard


def _number(key: str) -> int:
    return crc32(key.encode("utf-8", "surrogatepass")) % SHARDS
