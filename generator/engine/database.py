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
class Store:
    """
    A cache file and what it must be.

    Attributes:
        version: Of the program that wrote it; a file of another one is emptied.
        secret: Keys the checksums.
        patience: How long to wait for another program that holds the file, in seconds.
    """

    path: Path
    version: str
    secret: bytes = field(default=b"", repr=False)
    patience: float = 5

    @property
    def where(self) -> Location:
        """Return the file as messages name it."""
        return Location(f"{self.path.parent.name}/{self.path.name}")

    def sum(self, namespace: str, key: str, value: bytes) -> bytes:
        """Return the checksum of a record: 16 bytes that depend on all three and on where each ends."""
        head = f"{len(namespace)}:{namespace}{len(key)}:{key}".encode()
        return blake2b(head + value, digest_size=16, key=self.secret).digest()

    def connect(self) -> sqlite3.Connection:
        """
        Return a connection to the file, which is made if missing and emptied if of another version.

        Raises:
            Damaged: If the file is not ours or has checksums with another secret.
            sqlite3.Error: If SQLite finds more.
            SourceError: `no-space` or `cache-unusable`.
        """
        if not os.path.lexists(self.path):
            return self.create()
        if not S_ISREG(os.lstat(self.path).st_mode):
            raise Damaged(f"{self.path.name} is no file")
        connection = sqlite3.connect(self.path, timeout=self.patience, isolation_level=None)
        try:
            _set_up(connection)
            found = self._version_in(connection)
        except BaseException:
            connection.close()
            raise
        if found == self.version:
            return connection
        connection.close()
        self.discard()
        return self.create()

    def create(self) -> sqlite3.Connection:
        """Return a connection to a new, empty file; raises SourceError as `connect` does."""
        try:
            self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            os.close(os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            # Autocommit: transactions begin where we say so.
            connection = sqlite3.connect(self.path, timeout=self.patience, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise self._unusable(error) from error
        try:
            _set_up(connection)
            connection.execute(f"PRAGMA application_id = {APPLICATION}")
            connection.execute(f"PRAGMA user_version = {SCHEMA}")
            connection.execute("BEGIN")
            for table in TABLES:
                connection.execute(table)
            proof = self.sum("meta", self.version, b"")
            connection.execute("INSERT INTO meta VALUES (?, ?)", (self.version, proof))
            connection.execute("COMMIT")
        except sqlite3.Error as error:
            connection.close()
            raise self._unusable(error) from error
        return connection

    def discard(self) -> None:
        """Remove the file and SQLite's journals beside it; a link is removed and not what it leads to."""
        for ending in ("", "-journal", "-wal", "-shm"):
            try:
                self.path.with_name(self.path.name + ending).unlink(missing_ok=True)
            except OSError as error:
                raise self._unusable(error) from error

    def blame(self, error: Exception) -> None:
        """
        Return if the file is damaged, so that throwing it away helps.

        Raises:
            SourceError: `no-space` or `cache-unusable`, if the disk or another program is at fault.
        """
        if _is(error, sqlite3.SQLITE_FULL, sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise self._unusable(error) from error

    def _version_in(self, connection: sqlite3.Connection) -> str:
        """Return the version of a file that is ours."""
        application = connection.execute("PRAGMA application_id").fetchone()[0]
        schema = connection.execute("PRAGMA user_version").fetchone()[0]
        tables = connection.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY rowid").fetchall()
        if application != APPLICATION:
            raise Damaged("it is another program's")
        if schema == SCHEMA and [sql for (sql,) in tables] != list(TABLES):
            raise Damaged("it has other tables")
        rows = connection.execute("SELECT version, proof FROM meta").fetchall()
        if len(rows) != 1:
            raise Damaged("it has no version")
        version, proof = rows[0]
        if schema != SCHEMA or version != self.version:
            return ""  # thrown away, whoever made it
        if proof != self.sum("meta", version, b""):
            raise Damaged("its checksums are of another site")
        return self.version

    def _unusable(self, error: Exception) -> SourceError:
        if _is(error, sqlite3.SQLITE_FULL) or getattr(error, "errno", None) in (ENOSPC, EDQUOT):
            return SourceError(self.where, "no-space", "no space left for the cache", "free some space and build again")
        reason = error.strerror if isinstance(error, OSError) else str(error)
        hint = "make the file and its folder writable, and let no other program use them"
        return SourceError(self.where, "cache-unusable", f"the cache cannot be used: {reason}", hint)


def _set_up(connection: sqlite3.Connection) -> None:
    connection.execute("PRAGMA trusted_schema = OFF")
    connection.execute("PRAGMA cell_size_check = ON")
    # A killed build loses nothing with any setting; NORMAL outlives most power cuts, and checksums find the rest.
    connection.execute("PRAGMA synchronous = NORMAL")


def _is(error: Exception, *codes: int) -> bool:
    # The low byte is the kind of the error, the rest its detail.
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(code, int) and code & 0xFF in codes
