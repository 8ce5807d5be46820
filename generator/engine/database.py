"""The cache's SQLite file: made, recognised and thrown away."""

import os
import sqlite3
from dataclasses import dataclass, field
from errno import EDQUOT, ENOSPC
from hashlib import blake2b
from pathlib import Path
from stat import S_ISREG

from generator.errors import Location, SourceError

APPLICATION = 0x4D617262  # "Marb": tells our files from those of other programs
SCHEMA = 1  # raise it when the tables change

TABLES = (
    "CREATE TABLE meta (version TEXT NOT NULL, proof BLOB NOT NULL)",
    """CREATE TABLE records (namespace TEXT NOT NULL, key BLOB NOT NULL, sum BLOB NOT NULL, value BLOB NOT NULL,
    PRIMARY KEY (namespace, key))""",
)


class Damaged(Exception):  # noqa: N818 - it says what the file is
    """The file is no cache of ours."""


@dataclass(frozen=True, slots=True)
class Seal:
    """Checksums of records, keyed with a secret where there is one."""

    secret: bytes = field(default=b"", repr=False)

    def sum(self, namespace: str, key: str, value: bytes) -> bytes:
        """Return 16 bytes that depend on all three and on where each ends."""
        head = f"{len(namespace)}:{namespace}{len(key)}:{key}".encode()
        return blake2b(head + value, digest_size=16, key=self.secret).digest()


def connect(path: Path, version: str, seal: Seal) -> sqlite3.Connection:
    """
    Return a connection to the cache in *path*, which is made if missing and emptied if of another version.

    Raises:
        Damaged: If the file is not ours or not sealed with *seal*.
        sqlite3.Error: If SQLite finds more.
    """
    if not os.path.lexists(path):
        return create(path, version, seal)
    if not S_ISREG(os.lstat(path).st_mode):
        raise Damaged(f"{path.name} is no file")
    connection = _open(path)
    try:
        found = _check(connection, seal)
    except BaseException:
        connection.close()
        raise
    if found == version:
        return connection
    connection.close()
    discard(path)
    return create(path, version, seal)


def create(path: Path, version: str, seal: Seal) -> sqlite3.Connection:
    """Return a connection to a new, empty cache."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        connection = _open(path)
        connection.execute(f"PRAGMA application_id = {APPLICATION}")
        connection.execute(f"PRAGMA user_version = {SCHEMA}")
        connection.execute("BEGIN")
        for table in TABLES:
            connection.execute(table)
        connection.execute("INSERT INTO meta VALUES (?, ?)", (version, seal.sum("meta", version, b"")))
        connection.execute("COMMIT")
    except (OSError, sqlite3.Error) as error:
        raise _unusable(error, path) from error
    return connection


def discard(path: Path) -> None:
    """Remove the file and SQLite's journals beside it; a link is removed and not what it leads to."""
    for name in (path.name, f"{path.name}-journal", f"{path.name}-wal", f"{path.name}-shm"):
        try:
            path.with_name(name).unlink(missing_ok=True)
        except OSError as error:
            raise _unusable(error, path) from error


def blame(error: Exception, path: Path) -> None:
    """
    Return if the file is damaged, so that throwing it away helps.

    Raises:
        SourceError: `no-space` or `cache-unusable`, if the disk or another program is at fault.
    """
    if _is(error, sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        raise _unusable(error, path) from error


def _is(error: Exception, *codes: int) -> bool:
    # The low byte is the kind of the error, the rest its detail.
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(code, int) and code & 0xFF in codes


def _unusable(error: Exception, path: Path) -> SourceError:
    where = Location(f"{path.parent.name}/{path.name}")
    if _is(error, sqlite3.SQLITE_FULL) or getattr(error, "errno", None) in (ENOSPC, EDQUOT):
        return SourceError(where, "no-space", "no space left for the cache", "free some space and build again")
    reason = error.strerror if isinstance(error, OSError) else str(error)
    hint = "make the file and its folder writable, and let no other program use them"
    return SourceError(where, "cache-unusable", f"the cache cannot be used: {reason}", hint)


def _open(path: Path) -> sqlite3.Connection:
    # Autocommit: transactions begin where we say so. A second build waits at the lock and not here.
    connection = sqlite3.connect(path, timeout=5, isolation_level=None)
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    # A killed build loses nothing with any setting; NORMAL also outlives most power cuts, and the checksums the rest.
    connection.execute("PRAGMA synchronous = NORMAL")
    return connection


def _check(connection: sqlite3.Connection, seal: Seal) -> str:
    """Return the version of a cache that is ours."""
    application = connection.execute("PRAGMA application_id").fetchone()[0]
    schema = connection.execute("PRAGMA user_version").fetchone()[0]
    tables = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
    if application != APPLICATION:
        raise Damaged("it is another program's")
    if schema != SCHEMA:
        return ""  # of an older or newer Marbre
    if [sql for (sql,) in tables] != list(TABLES):
        raise Damaged("it has other tables")
    rows = connection.execute("SELECT version, proof FROM meta").fetchall()
    if len(rows) != 1 or rows[0][1] != seal.sum("meta", str(rows[0][0]), b""):
        raise Damaged("its seal is of another site")
    return str(rows[0][0])
