"""Entries of an index on their way there: sorted and put into files as they become many, so memory stays flat."""

import mmap
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
LARGEST: Final = 500_000  # entries that are sorted in one go


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
            self.files.append(_written(array("Q", sorted(self.pending)), Path(self.folder)))
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


def kept(run: "array[int]", folder: Path) -> str:
    """Return the path of a file with a sorted *run*, where `room` in *folder* would remove it."""
    return _written(run, folder / _ROOM)


def _written(run: "array[int]", folder: Path) -> str:
    folder.mkdir(mode=0o700, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as file:
        file.write(run)
    return file.name


def let_go(run: "memoryview | array[int]", end: int) -> None:
    """Give back the memory of a run's entries before *end*, if it is of a file: they are read again should somebody ask."""
    if isinstance(run, memoryview) and isinstance(mapped := run.obj, mmap.mmap) and hasattr(mmap, "MADV_DONTNEED"):
        size = end * run.itemsize // mmap.PAGESIZE * mmap.PAGESIZE
        if size:
            mapped.madvise(mmap.MADV_DONTNEED, 0, size)


def taken(path: str) -> memoryview:
    """Return the entries of a file, which goes when they are no longer used."""
    place = Path(path)
    with place.open("rb") as file:
        mapped = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    place.unlink()
    return memoryview(mapped).cast("Q")
