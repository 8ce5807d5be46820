"""
Reading outputs and sources as tasks that may run in other processes: each keeps what it met from chunk to chunk.

A first audit asks every source at once which needles it says in public, for most suspects are its author's own long
words; a later one asks only whom it must (`explanation`).
"""

import re
from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from msgspec import Struct

from generator.engine.digest import digest_bytes
from generator.engine.mapper import CHUNK_SIZE
from generator.model.config import TeaserRule
from generator.press.audit.again import Past
from generator.press.audit.authored import public_texts
from generator.press.audit.crude import Crude, read_crudely
from generator.press.audit.files import SourceFile
from generator.press.audit.plain import Pages, Plain, meet
from generator.press.audit.scanner import Scanner
from generator.press.audit.secrecy import Keyed
from generator.press.audit.sieve import Sieve
from generator.press.audit.spool import Spool
from generator.press.audit.tasks import FileTask, SourceTask, Task

_ARTICLE = re.compile(rb'data-article="([^"<>\s]{1,255})"')
_MOST_FILES: Final = 2000  # read at a time: what is learnt of them takes 3 MB
_SEALED = re.compile(rb"sealed/[0-9a-f]{32}\.spw")


class Read(NamedTuple):
    """
    What one file says, which its number names: paths come back as texts of their own, and there are many.

    Attributes:
        number: Of its own unit.
        articles, sealed: What it names.
        units: Of all that it says, 32 bits each.
        hashes: Keyed, 64 bits each, of what no file before it said; in a first audit only those that are needles.
        is_whole: Whether all of it was read.
    """

    number: int
    articles: tuple[str, ...]
    sealed: tuple[str, ...]
    units: bytes
    hashes: bytes
    is_whole: bool


class Asked(NamedTuple):
    """
    What one source says, which its number names.

    Attributes:
        sections, at: How many it should have, and the line that says so.
        needles: In a first audit those that it makes public, 64 bits each.
    """

    number: int
    sections: int
    at: int
    needles: bytes = b""


class Learnt(NamedTuple):
    """
    What a chunk of tasks says.

    Attributes:
        entries: For the index of public text.
        runs: Paths of files with more of them, sorted.
    """

    reads: list[Read]
    sources: list[Asked]
    entries: bytes
    runs: tuple[str, ...]


class Scanning(Struct, frozen=True):
    """
    What all tasks of one audit share; in each process the scanner remembers what it met.

    Attributes:
        needles: All there are, in a first audit; else None.
        folder: Where runs of entries may be put.
        plain: A few pages that hardly change, in a first audit, and their bytes, read once. Each process meets them, in
            this order, before all other files: what these share with them is theirs, whichever of them changes.
    """

    scanner: Scanner
    keyed: Keyed
    rule: TeaserRule
    needles: Sieve | None
    folder: str
    plain: Pages = ()


def parts(
    files: Sequence[FileTask],
    sources: Sequence[SourceTask],
    jobs: int,
    plain: Pages = (),
) -> list[Sequence[Task]]:
    """
    Return the tasks for so many processes.

    Files that repeat each other should meet in one: feeds have the same entries, neighbours the same cards. But no
    part is so large that others wait for it, and sources come last, for whoever is ready first. The *plain* ones follow
    each other.
    """
    if plain:
        numbers = {task.number for task, _ in plain}
        files = [*(task for task, _ in plain), *(task for task in files if task.number not in numbers)]
    if jobs < 2:
        return [*_cut(files, CHUNK_SIZE), *_cut(sources, CHUNK_SIZE)]
    feeds = [task for task in files if task.file.path.endswith(".xml")]
    others = [task for task in files if not task.file.path.endswith(".xml")]
    first, *rest = _cut(others, min(_MOST_FILES, -(-len(others) // (2 * jobs - 1)))) or [[]]
    return [part for part in (first, feeds, *rest, *_cut(sources, CHUNK_SIZE)) if part]


def _cut(tasks: Sequence[Task], size: int) -> list[Sequence[Task]]:
    return [tasks[start : start + size] for start in range(0, len(tasks), size or 1)]


def scan_chunk(tasks: Sequence[Task], shared: Scanning) -> Learnt:
    """Return what the files and the sources of *tasks* say."""
    if shared.scanner.is_unused:
        meet(shared.plain, shared.scanner)
    plain = Plain(shared.plain, shared.scanner.reader)
    spool = Spool(shared.folder)
    reads: list[Read] = []
    asked: list[Asked] = []
    for task in tasks:
        if isinstance(task, FileTask):
            reads.append(_read(task, shared, spool, plain))
        else:
            asked.append(_asked(task, shared))
    return Learnt(reads, asked, spool.pending.tobytes(), tuple(spool.files))


def _read(task: FileTask, shared: Scanning, spool: Spool, plain: Plain) -> Read:
    number, file = task.number, task.file
    if number in plain.places:
        scanner, data = plain.scanner(number)
    else:
        scanner, data = shared.scanner, b"" if task.is_sealed else file.read()
    hashes: set[int] = set()

    def emit(_how: str, found: set[int]) -> None:
        nonlocal hashes
        hashes |= found

    if task.is_sealed:
        scanned = scanner.name_only(number, file.path, emit)
    else:
        scanned = scanner.scan(number, file.path, data, emit, _past(task))
    keyed = shared.keyed(hashes)
    spool.add(number, keyed)
    return Read(
        number,
        articles=tuple(sorted({name.decode("utf-8", "replace") for name in _ARTICLE.findall(data)})),
        sealed=tuple(sorted({name.decode() for name in _SEALED.findall(data)})),
        units=scanned.units,
        hashes=(keyed if shared.needles is None else shared.needles.among(keyed)).tobytes(),
        is_whole=scanned.is_whole,
    )


def _past(task: FileTask) -> Past | None:
    """Return what the file was when it was last read, if that is still to be had."""
    earlier = task.file.earlier
    if earlier is None or not task.digest:
        return None
    try:
        data = earlier()
    except OSError:
        return None
    return Past(data, task.units) if digest_bytes(data) == task.digest else None


def _asked(task: SourceTask, shared: Scanning) -> Asked:
    source = task.source
    crude = read_crudely(source.text())
    gated = crude.is_gated(otherwise=source.gated)
    has_text = any(line.strip() for _, line in crude.body)
    sections = max(len(crude.marks), int(gated and has_text))
    at = (crude.marks or (crude.access_line,))[0]
    if not shared.needles:
        return Asked(task.number, sections, at)
    said = shared.scanner.reader.authored(list(_said(source, crude, shared.rule)))
    return Asked(task.number, sections, at, shared.needles.among(shared.keyed(said)).tobytes())


def said_in_public(source: SourceFile, rule: TeaserRule) -> list[str]:
    """Return what *source* says in public, its name included; nothing if it is not published."""
    return list(_said(source, read_crudely(source.text()), rule))


def _said(source: SourceFile, crude: Crude, rule: TeaserRule) -> Iterator[str]:
    if source.is_published:
        gated = crude.is_gated(otherwise=source.gated)
        yield source.path
        yield from public_texts(crude, gated=gated, limit=source.limit, site_rule=rule)
