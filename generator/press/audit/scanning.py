"""Scanning as tasks that may run in other processes: each keeps what it met from chunk to chunk."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from generator.engine.mapper import CHUNK_SIZE
from generator.press.audit.files import AuditedFile
from generator.press.audit.scanner import Scanner
from generator.press.audit.secrecy import Keyed

_ARTICLE = re.compile(rb'data-article="([^"<>\s]{1,255})"')
_SEALED = re.compile(rb"sealed/[0-9a-f]{32}\.spw")

Task = tuple[int, AuditedFile, bool]


class Read(NamedTuple):
    """
    What one file says.

    Attributes:
        number: Of its own unit.
        articles, sealed: What it names.
        units: Of all that it says, 32 bits each.
        hashes: Keyed, 64 bits each, of what no file before it said.
        is_whole: Whether all of it was read.
    """

    path: str
    digest: str
    number: int
    articles: tuple[str, ...]
    sealed: tuple[str, ...]
    units: bytes
    hashes: bytes
    is_whole: bool


@dataclass(frozen=True, slots=True)
class Scanning:
    """What all tasks of one audit share; in each process the scanner remembers what it met."""

    scanner: Scanner
    keyed: Keyed


def parts(tasks: Sequence[Task], jobs: int) -> list[Sequence[Task]]:
    """
    Return *tasks* for so many processes.

    Files that repeat each other should meet in one: feeds have the same entries, neighbours the same cards.
    """
    if jobs < 2:
        return [tasks[start : start + CHUNK_SIZE] for start in range(0, len(tasks), CHUNK_SIZE)]
    feeds = [task for task in tasks if task[1].path.endswith(".xml")]
    others = [task for task in tasks if not task[1].path.endswith(".xml")]
    size = max(1, -(-len(others) // (jobs - 1)))
    return [part for part in (feeds, *(others[start : start + size] for start in range(0, len(others), size))) if part]


def scan_chunk(tasks: Sequence[Task], shared: Scanning) -> list[Read]:
    """Return what the files of *tasks* say; of sealed ones only the names are read."""
    return [_read(task, shared.scanner, shared.keyed) for task in tasks]


def _read(task: Task, scanner: Scanner, keyed: Keyed) -> Read:
    number, file, is_sealed = task
    data = b"" if is_sealed else file.read()
    hashes: set[int] = set()

    def emit(_how: str, found: set[int]) -> None:
        nonlocal hashes
        hashes |= found

    scanned = scanner.name_only(number, file.path, emit) if is_sealed else scanner.scan(number, file.path, data, emit)
    return Read(
        file.path,
        file.digest,
        number,
        articles=tuple(sorted({name.decode("utf-8", "replace") for name in _ARTICLE.findall(data)})),
        sealed=tuple(sorted({name.decode() for name in _SEALED.findall(data)})),
        units=scanned.units,
        hashes=keyed(hashes).tobytes(),
        is_whole=scanned.is_whole,
    )
