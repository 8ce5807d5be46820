"""Files read by the thousand: after a clone every time differs, and each source and each page is read to compare it."""

import os


def bytes_of(path: str | os.PathLike[str]) -> bytes:
    """
    Return the bytes of a file, in half the time that a `Path` takes.

    Raises:
        OSError: As `open` does.
    """
    with open(path, "rb", buffering=0, opener=_at_once) as stream:
        return stream.read()


def _at_once(path: str, flags: int) -> int:
    return os.open(path, flags | os.O_NONBLOCK)  # a pipe that nobody writes to would wait
