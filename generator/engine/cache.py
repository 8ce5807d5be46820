"""
The cache: values of earlier builds in one SQLite file.

A build reads it without writing a byte, changes it in one transaction, and survives being killed at any moment,
because SQLite's rollback journal undoes half a transaction. Every record carries a checksum of its namespace, its
key and its value, so a flipped bit is a miss and never another value. With a secret the checksum is keyed: then a
cache of another site, or one that somebody else could write on a build server, is as good as damaged.
"""

import sqlite3
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from hmac import compare_digest
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from generator.engine.database import Damaged, Store
from generator.errors import Warning_

Answer = TypeVar("Answer")

IN_ONE_QUERY = 500  # keys: SQLite allows 999 parameters in old builds
WORTH_SHRINKING = 2000  # free pages (8 MB): below that, rewriting the file costs more than it gives

# A damaged file can make SQLite ask for absurd amounts of memory, or quote bytes in a message that are no text.
DAMAGE = (Damaged, sqlite3.Error, MemoryError, UnicodeDecodeError)


class Cache:
    """
    Records of bytes under a namespace and a key. Made by `open_cache`; used by one thread.

    Attributes:
        warnings: At most one: that the cache was damaged and is started anew, or has damaged records.
    """

    def __init__(self, store: Store) -> None:
        self.warnings: tuple[Warning_, ...] = ()
        self._store = store
        try:
            self._connection = store.connect()
        except DAMAGE as error:
            self._start_anew(error)

    def get_many(self, namespace: str, keys: Collection[str]) -> dict[str, bytes]:
        """Return the values of those *keys* that are there and undamaged."""
        return self._safely(lambda: self._read(namespace, list(keys))) or {}

    def put_many(self, namespace: str, values: Mapping[str, bytes]) -> None:
        """Store values over what their keys had. They last once `commit` was called."""
        rows = [
            (namespace, key.encode(), self._store.sum(namespace, key, value), value) for key, value in values.items()
        ]
        if rows:
            self._change("INSERT OR REPLACE INTO records VALUES (?, ?, ?, ?)", rows)

    def put_all(self, namespace: str, values: Iterable[tuple[str, bytes]]) -> None:
        """Do the same for values that are made one after the other, so that they are never all in memory."""
        waiting = iter(values)
        while some := dict(islice(waiting, IN_ONE_QUERY)):
            self.put_many(namespace, some)

    def keys(self, namespace: str) -> tuple[str, ...]:
        """Return the keys of *namespace*, sorted; their values may turn out to be damaged."""
        query = "SELECT key FROM records WHERE namespace = ? ORDER BY key"
        found = self._safely(lambda: self._connection.execute(query, (namespace,)).fetchall()) or []
        return tuple(key.decode("utf-8", "replace") for (key,) in found if isinstance(key, bytes))

    def forget_except(self, namespace: str, keys: Collection[str]) -> None:
        """Drop all records of *namespace* but those of *keys*; writes nothing if there are none."""
        kept = {key.encode() for key in keys}
        query = "SELECT key FROM records WHERE namespace = ?"
        found = self._safely(lambda: self._connection.execute(query, (namespace,)).fetchall()) or []
        rows = [(namespace, key) for (key,) in found if key not in kept]
        if rows:
            self._change("DELETE FROM records WHERE namespace = ? AND key = ?", rows)

    def forget(self, namespace: str, keys: Collection[str]) -> None:
        """Drop the records of *keys*, if they are there."""
        rows = [(namespace, key.encode()) for key in keys]
        if rows:
            self._change("DELETE FROM records WHERE namespace = ? AND key = ?", rows)

    def commit(self) -> None:
        """Make all changes last, at once. Without changes nothing is written."""
        if self._connection.in_transaction:
            self._safely(lambda: self._connection.execute("COMMIT"))
            self._safely(self._shrink)

    def close(self) -> None:
        """Let go of the file; changes since the last `commit` are undone."""
        self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _read(self, namespace: str, keys: list[str]) -> dict[str, bytes]:
        values: dict[str, bytes] = {}
        for start in range(0, len(keys), IN_ONE_QUERY):
            some = {key.encode(): key for key in keys[start : start + IN_ONE_QUERY]}
            marks = ",".join("?" * len(some))
            query = f"SELECT key, sum, value FROM records WHERE namespace = ? AND key IN ({marks})"  # noqa: S608
            for stored, given, value in self._connection.execute(query, (namespace, *some)):
                key = some.get(stored)
                if key is not None and self._is_whole(namespace, key, given, value):
                    values[key] = value
                else:
                    self._warn("a record of the cache is damaged and is made again")
        return values

    def _is_whole(self, namespace: str, key: str, given: object, value: object) -> bool:
        if not isinstance(given, bytes) or not isinstance(value, bytes):
            return False
        return compare_digest(given, self._store.sum(namespace, key, value))

    def _change(self, statement: str, rows: Sequence[tuple[str | bytes, ...]]) -> None:
        def change() -> None:
            if not self._connection.in_transaction:
                self._connection.execute("BEGIN IMMEDIATE")
            self._connection.executemany(statement, rows)

        self._safely(change)

    def _shrink(self) -> None:
        free = self._connection.execute("PRAGMA freelist_count").fetchone()[0]
        pages = self._connection.execute("PRAGMA page_count").fetchone()[0]
        if free > WORTH_SHRINKING and free * 2 > pages:
            self._connection.execute("VACUUM")

    def _safely(self, step: Callable[[], Answer]) -> Answer | None:
        """Return what *step* returns, or None after a damaged file was replaced by an empty one."""
        try:
            return step()
        except sqlite3.ProgrammingError:
            raise  # used after it was closed, or by another thread: a bug of ours and no damage
        except DAMAGE as error:
            self._connection.close()
            self._start_anew(error)
            return None

    def _start_anew(self, error: Exception) -> None:
        """Replace the file by an empty one; raises SourceError if the disk and not the file is at fault."""
        self._store.blame(error)
        self._store.discard()
        self._connection = self._store.create()
        self._warn("the cache was damaged or of another site: everything is built again")

    def _warn(self, message: str) -> None:
        if not self.warnings:
            self.warnings = (Warning_(self._store.where, "cache-damaged", message),)


def open_cache(path: Path, version: str, *, secret: bytes = b"", patience: float = 5) -> Cache:
    """
    Return the cache in the file *path*, made if missing with its folder (modes 0600 and 0700).

    A cache of another *version* is emptied silently, as after an upgrade of the program. A damaged one, or one
    whose checksums are not of this *secret*, is emptied with one warning, `cache-damaged`.

    Args:
        version: Names everything that decides what records mean: the program's digest, for example.
        secret: Up to 64 bytes that only builds of this site know, for the checksums.
        patience: How long to wait for another program that holds the file, in seconds.

    Raises:
        SourceError: `no-space` or `cache-unusable` if the file cannot be read or written, now or later.
    """
    return Cache(Store(path, version, secret, patience))
