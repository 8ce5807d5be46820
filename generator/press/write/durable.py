"""Small files of which only all or nothing may be there, and how a full disk is told."""

import os
from errno import EDQUOT, ENOSPC
from pathlib import Path
from shutil import disk_usage

from generator.errors import Location, SourceError

MEGABYTE = 1_000_000


def write_durably(path: Path, data: bytes) -> None:
    """Replace *path* by *data* at once, so that it lasts through a power cut too (two fsyncs, about 1 ms)."""
    part = path.with_name(f"{path.name}.part")
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0), 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    part.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make renames in *folder* last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def unwritable(folder: Path, error: OSError, needed: int) -> SourceError:
    """Tell an operator why *folder* cannot be written: `no-space` with the *needed* bytes, or `unwritable`."""
    where = Location(folder.name)
    if error.errno not in (ENOSPC, EDQUOT):
        problem = f"{error.filename or folder} cannot be written: {error.strerror}"
        return SourceError(where, "unwritable", problem, "the build needs to write in this folder")
    free = disk_usage(next(known for known in (folder, *folder.parents) if known.exists())).free
    problem = f"no space: the build needs about {_megabytes(needed)} MB here, and {_megabytes(free)} MB are free"
    return SourceError(where, "no-space", problem, "free some space and build again")


def _megabytes(size: int) -> int:
    return -(-size // MEGABYTE)
