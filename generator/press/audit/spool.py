"""Entries of an index on their way there: sorted and put into files as they become many, so memory stays flat."""

import shutil
import tempfile
from array import array
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

OWNER_BITS: Final = 24  # 16 million sections, sources or units of text
OWNERS: Final = 1 << OWNER_BITS
OWNER: Final = OWNERS - 1
_ROOM: Final = "audit"
LARGEST: Final = 250_000  # entries that are sorted in one go: 12 MB


def _none() -> "array[int]":
    return array("Q")


def packed(owner: int, hashes: Iterable[int]) -> list[int]:
    """Return an entry for each of *hashes*, of 64 bits: its first 40, and *owner*."""
    return [value & ~OWNER | owner for value in hashes]


@dataclass(slots=True)
class Spool:
    """
    Attributes:
        folder: Where the files are put.
        pending: Entries that are in no file, in any order: 40 bits of the hash, 24 of its owner.
        files: Paths of the files, each with sorted entries.
    """

    folder: str
    pending: "array[int]" = field(default_factory=_none)
    files: list[str] = field(default_factory=list)

    def add(self, owner: int, hashes: Iterable[int]) -> None:
        """Take *hashes* of 64 bits for *owner*."""
        self.pending.extend(packed(owner, hashes))
        if len(self.pending) > LARGEST:
            self.files.append(_written((sorted(self.pending),), Path(self.folder)))
            self.pending = _none()


@contextmanager
def room(folder: Path | None) -> Iterator[str]:
    """
    Give the path of a folder for runs, empty or not there yet, and remove it afterwards.

    In *folder*, if there is one, it always has the same name: what a killed audit left there goes, too.
    """
    if folder is None:
        with tempfile.TemporaryDirectory(prefix="marbre-") as path:
            yield path
        return
    place = folder / _ROOM
    shutil.rmtree(place, ignore_errors=True)
    try:
        yield str(place)
    finally:
        shutil.rmtree(place, ignore_errors=True)


def kept(runs: Iterable[Iterable[int]], folder: Path) -> str:
    """Return the path of a file with *runs*, each going on from the one before, where `room` in *folder* would remove it."""
    return _written(runs, folder / _ROOM)


def _written(runs: Iterable[Iterable[int]], folder: Path) -> str:
    folder.mkdir(mode=0o700, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        for run in runs:
            file.write(array("Q", run))
    return file.name
