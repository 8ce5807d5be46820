"""Files read by the thousand: after a clone every time differs, and each source and each page is read to compare it."""

import os

from msgspec import Struct


def bytes_of(path: str | os.PathLike[str]) -> bytes:
    """
    Return the bytes of a file, in half the time that a `Path` takes.

    Raises:
        OSError: As `open` does.
    """
    with open(path, "rb", buffering=0, opener=_at_once) as stream:
        return stream.read()


class FileBytes(Struct, frozen=True, gc=False):
    """
    Reads a file below a folder. Small: of every file of a site there is one, and functions with arguments or paths of the
    library would take a kilobyte each.
    """

    folder: str
    name: str

    def __call__(self) -> bytes:
        """Return the bytes; raises as `bytes_of` does."""
        return bytes_of(f"{self.folder}/{self.name}")


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)  # a pipe that nobody writes to would wait
