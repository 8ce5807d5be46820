"""
The one place that opens content files.

A path is opened folder by folder from the site's own folder, following no link; a link is resolved first and
only followed when its target is a regular file inside the site's folder. Pipes, sockets and devices are
refused without being opened for more than a look, so that nothing here can hang.
"""

import errno
import os
import stat
from pathlib import Path, PurePosixPath

from msgspec import Struct

from generator.errors import Location, SourceError

FILE_LIMIT = 256 * 1024 * 1024  # bytes: the largest asset that format.md can seal
TEXT_LIMIT = 10 * 1024 * 1024  # bytes: of a document or a data file

_FLAGS = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
_LINK_ERRORS = frozenset({errno.ELOOP, errno.ENOTDIR, errno.EMLINK})


class SourceFile(Struct, frozen=True):
    """A file as a scan saw it. `path` is below the site's folder, with slashes; times are in nanoseconds."""

    path: str
    size: int
    mtime_ns: int
    ctime_ns: int
    inode: int


class SourceBytes(Struct, frozen=True, gc=False):
    """Reads a file below *root*, the site's folder: small, as `FileBytes` is."""

    root: Path
    path: str

    def __call__(self) -> bytes:
        """Return the bytes; raises as `read_bytes` does."""
        return read_bytes(self.root, self.path)


def source_file(path: str, status: os.stat_result) -> SourceFile:
    """Return what a scan remembers of a file."""
    return SourceFile(path, status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


def read_bytes(root: Path, relative: str, *, limit: int = FILE_LIMIT, seen: SourceFile | None = None) -> bytes:
    """
    Return the bytes of the file *relative*, a path below *root*, the site's folder, with slashes.

    Args:
        limit: Most bytes that are read.
        seen: What the scan saw; another size or time than that is an error too.

    Raises:
        SourceError: If the path leaves the folder, is no regular file, cannot be read, is too large, or
            changes while it is read. Never waits.
    """
    try:
        descriptor = _open(root, relative)
    except OSError as error:
        raise _cannot_open(relative, error) from None
    try:
        return _read(descriptor, relative, limit, seen)
    except OSError as error:
        raise _cannot_open(relative, error) from None
    finally:
        os.close(descriptor)


def changed(where: Location) -> SourceError:
    """Return the error for a file that is not as the build saw it first."""
    return SourceError(where, "changed", "the file changed during the build", "build again")


def link_target(root: Path, relative: str) -> str:
    """
    Return the path below *root* of the regular file that the link *relative* leads to.

    Raises:
        SourceError: If it leads out of the folder, to itself, to nothing, or to anything but a file.
    """
    where = Location(relative)
    try:
        target = (root / relative).resolve(strict=True)
    except (OSError, RuntimeError):  # Python 3.11 and 3.12 tell a loop as RuntimeError
        raise SourceError(where, "broken-link", "this link leads nowhere or to itself") from None
    try:
        inside = target.relative_to(root.resolve()).as_posix()
    except ValueError:
        hint = "copy the file into the site's folder"
        raise SourceError(where, "link-outside", "this link leads out of the site's folder", hint) from None
    if not stat.S_ISREG(os.lstat(target).st_mode):
        raise SourceError(where, "not-a-file", "this link does not lead to a regular file")
    return inside


def _open(root: Path, relative: str) -> int:
    parts = PurePosixPath(relative).parts
    if not parts or "\0" in relative or "\\" in relative or relative.startswith("/") or ".." in parts:
        raise SourceError(Location(relative), "bad-path", f"{relative!r} leads out of the site's folder")
    try:
        return _walk(root, parts)
    except OSError as error:
        if error.errno not in _LINK_ERRORS:
            raise
        if not any((root / Path(*parts[:end])).is_symlink() for end in range(1, len(parts) + 1)):
            raise FileNotFoundError(errno.ENOENT, "a file stands where a folder should") from None
        # A link, somewhere on the way: where it leads is opened without following any.
        return _walk(root.resolve(), PurePosixPath(link_target(root, relative)).parts)


def _walk(root: Path, parts: tuple[str, ...]) -> int:
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts[:-1]:
            inner = os.open(part, _FLAGS | os.O_DIRECTORY, dir_fd=folder)
            os.close(folder)
            folder = inner
        # Opening a device can have effects, so look first; the look after opening is the one that counts.
        mode = os.lstat(parts[-1], dir_fd=folder).st_mode
        if not stat.S_ISREG(mode) and not stat.S_ISLNK(mode):
            raise OSError(errno.ENXIO, "not a regular file")
        return os.open(parts[-1], _FLAGS, dir_fd=folder)
    finally:
        os.close(folder)


def _read(descriptor: int, relative: str, limit: int, seen: SourceFile | None) -> bytes:
    before = os.fstat(descriptor)
    where = Location(relative)
    if not stat.S_ISREG(before.st_mode):
        raise OSError(errno.ENXIO, "not a regular file")
    if before.st_size > limit:
        problem = f"the file has {before.st_size} bytes, more than {limit}"
        raise SourceError(where, "too-large", problem)
    data = _up_to(descriptor, before.st_size + 1)
    after = os.fstat(descriptor)
    same = (
        (before.st_size, before.st_mtime_ns)
        == (after.st_size, after.st_mtime_ns)
        == ((seen.size, seen.mtime_ns) if seen else (after.st_size, after.st_mtime_ns))
    )
    if not same or len(data) != before.st_size:
        raise changed(where)
    return data


def _up_to(descriptor: int, size: int) -> bytes:
    """Return the bytes up to the end of a file, *size* of them at most."""
    pieces: list[bytes] = []
    while size and (piece := os.read(descriptor, size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _cannot_open(relative: str, error: OSError) -> SourceError:
    where = Location(relative)
    if error.errno == errno.ENOENT:
        return SourceError(where, "missing-file", "there is no such file")
    if error.errno in {errno.ENXIO, errno.EISDIR, errno.ENODEV, errno.EOPNOTSUPP}:
        hint = "folders, pipes, sockets and devices are not read"
        return SourceError(where, "not-a-file", "this is not a regular file", hint)
    return SourceError(where, "unreadable", f"the file cannot be read: {os.strerror(error.errno or 0).lower()}")
