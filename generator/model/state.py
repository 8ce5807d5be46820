"""What a build that may find nothing to do must know of the last one."""

from datetime import datetime

from msgspec import Struct


class State(Struct, frozen=True):
    """
    Attributes:
        options: Everything of the request and the environment that decides about the output.
        inputs: Path to size, mtime, ctime (nanoseconds), inode and SHA-256 of each file that the build read.
        until: The moment from which the same inputs give another output, or None.
        output: Path of the output folder.
        marked: As in the build's result.
        warnings: Packed and encrypted: they may quote sealed text.
        manifest: What stands for the list of published files: a build with other options may have published since.
        service: SHA-256 of what the key service is told of the site.
        version: Of the cache that has what this build left.
    """

    options: tuple[str, ...]
    inputs: dict[str, tuple[int, int, int, int, str]]
    until: datetime | None
    output: str
    pages: int
    sealed: int
    documents: int
    next_publication: datetime | None
    marked: dict[str, tuple[str, ...]]
    warnings: bytes = b""
    manifest: str = ""
    service: str = ""
    version: str = ""
