"""
The journal: what publishing is about to do, so that the next build can finish it or undo it.

It is written in full as `journal.plan` before the output is touched. Folders are made then, and files copied that
cannot be renamed because the output is on another file system: all that may fail for want of space. Renaming the
plan to `journal` is the moment that decides. Before it, the plan is undone; after it, every step is repeated until
it is done, and doing a step twice does no harm.
"""

from hashlib import sha256
from pathlib import Path

from msgspec import Struct, json

from generator.errors import SourceError
from generator.press.write.durable import write_durably
from generator.press.write.paths import check_path

FORMAT = "marbre-journal 1"


class Write(Struct, frozen=True, forbid_unknown_fields=True):
    """A file on its way: its number in staging, its path in the output, its size in bytes."""

    number: int
    path: str
    size: int


class Journal(Struct, frozen=True, forbid_unknown_fields=True):
    """
    Attributes:
        writes: Files that get new bytes, in the order of publishing.
        clear: Files of the last build that are in the way of a write: a file where a folder must be, or the
            other way round, or a name that differs only in case. They go first.
        removals: Files of the last build that go at the end.
        folders: Folders that are made for the writes, each after the folder around it.
        marked: Whether the output had no marker before.
    """

    writes: tuple[Write, ...]
    clear: tuple[str, ...]
    removals: tuple[str, ...]
    folders: tuple[str, ...]
    marked: bool


def save(journal: Journal, path: Path) -> None:
    """Write the journal so that it is there in full or not at all."""
    body = json.encode(journal)
    write_durably(path, f"{FORMAT} {sha256(body).hexdigest()}\n".encode() + body)


def load(path: Path) -> Journal:
    """
    Return the stored journal.

    Raises:
        ValueError: If a bit is wrong or a path leads out of the output.
        FileNotFoundError: If there is none.
    """
    head, _, body = path.read_bytes().partition(b"\n")
    if head != f"{FORMAT} {sha256(body).hexdigest()}".encode():
        raise ValueError("its checksum is wrong")
    try:
        journal = json.decode(body, type=Journal)
        for name in (*(write.path for write in journal.writes), *journal.clear, *journal.removals, *journal.folders):
            check_path(name)
    except SourceError as error:
        raise ValueError(error.problem) from error
    except RecursionError as error:
        raise ValueError("it is nested too deep") from error
    return journal
