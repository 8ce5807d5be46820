"""Values of the cache by id, and rows of it as they are, each loaded when it is asked for."""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Final, TypeVar

from generator.engine.cache import Cache

MOST: Final = 3000  # values that one build leaves to the next, about 10 MB
MOST_BYTES: Final = 64 * 1024 * 1024  # of rows that one build leaves to the next

Value = TypeVar("Value")


class NotNarrowError(Exception):
    """Something is out of the ordinary: the full build has to look."""


class Lazily(Mapping[str, Value]):
    """
    A mapping that reads one namespace of the cache.

    Whatever reads from it raises NotNarrowError if the cache has a value no more.

    Attributes:
        loaded: What was read or put so far.
    """

    def __init__(
        self,
        ids: Collection[str],
        cache: Cache,
        namespace: str,
        made: Callable[[bytes | None], Value | None],
        before: "Lazily[Value] | None" = None,
    ) -> None:
        """
        Args:
            made: Returns a value from its bytes, None if they are of no use.
            before: What an earlier build of this process loaded; nobody else may have changed the cache since.
        """
        self._ids = dict.fromkeys(ids)
        self._cache, self._namespace, self._made = cache, namespace, made
        self.loaded: dict[str, Value] = {}
        if before is not None and len(before.loaded) <= MOST:
            self.loaded.update(before.loaded)

    def __getitem__(self, ident: str) -> Value:
        if ident not in self.loaded:
            if ident not in self._ids:
                raise KeyError(ident)
            self.load((ident,))
        return self.loaded[ident]

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __contains__(self, ident: object) -> bool:
        return ident in self._ids

    def __len__(self) -> int:
        return len(self._ids)

    def put(self, ident: str, value: Value) -> None:
        """Take another value than the cache has, or one more."""
        self._ids[ident] = None
        self.loaded[ident] = value

    def load(self, ids: Collection[str]) -> None:
        """Load the values of *ids* in one go, those that are there already left out."""
        wanted = [ident for ident in ids if ident not in self.loaded]
        found = self._cache.get_many(self._namespace, wanted)
        for ident in wanted:
            value = self._made(found.get(ident))
            if value is None:
                raise NotNarrowError(ident)
            self.loaded[ident] = value


class Rows:
    """
    One namespace of the cache, of which each row is read once.

    Attributes:
        loaded: What was read or put so far.
    """

    def __init__(self, cache: Cache, namespace: str, before: "Rows | None" = None) -> None:
        """*before* is what an earlier build of this process loaded; nobody else may have changed the cache since."""
        self._cache, self._namespace = cache, namespace
        self.loaded: dict[str, bytes] = {}
        if before is not None and sum(map(len, before.loaded.values())) <= MOST_BYTES:
            self.loaded.update(before.loaded)

    def get_many(self, names: Collection[str]) -> Mapping[str, bytes]:
        """Return the rows of these *names* that are there and undamaged."""
        self.loaded |= self._cache.get_many(self._namespace, [name for name in names if name not in self.loaded])
        return {name: self.loaded[name] for name in names if name in self.loaded}

    def put_many(self, rows: Mapping[str, bytes]) -> None:
        """Store *rows* over what there was."""
        self._cache.put_many(self._namespace, rows)
        self.loaded |= rows


def valued(kind: type[Value], value: object) -> Value:
    """Return *value*, if it is of that kind; raises NotNarrowError if not."""
    if not isinstance(value, kind):
        raise NotNarrowError(kind.__name__)
    return value
