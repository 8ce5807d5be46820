"""New against new, new against old: which needles are in what is public, and not by their author's hand."""

from array import array
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from typing import Final

from generator.engine.mapper import chunked
from generator.engine.memory import give_back
from generator.engine.workers import mapper_for
from generator.model.config import TeaserRule
from generator.paywall.keys import Keyset
from generator.press.audit.buckets import LostError
from generator.press.audit.changes import Changes
from generator.press.audit.files import AuditedFile
from generator.press.audit.locate import AUTHORS
from generator.press.audit.memory import Memory
from generator.press.audit.plain import plain_of
from generator.press.audit.reader import Reader
from generator.press.audit.records import Output, Section, Source
from generator.press.audit.scanner import Scanner
from generator.press.audit.scanning import Asked, Read, Scanning, parts, scan_chunk
from generator.press.audit.secrecy import Keyed
from generator.press.audit.sections import Opened, Opening, open_chunk
from generator.press.audit.sieve import Hashes, Sieve
from generator.press.audit.spool import room
from generator.press.audit.tasks import FileTask, SourceTask
from generator.press.audit.words import Vocabulary

_SEALED_ENDING = ".spw"
# Files: from here on the builder's memory matters, which forked processes would count as theirs, too.
_MANY: Final = 5000


@dataclass(slots=True)
class Comparison:
    """
    Attributes:
        needles: Keyed hashes of the sections that are new; a first audit needs them only while it reads.
        suspects: Needles that are public, until somebody explains them.
        touched: Articles of which a source, a section or a page changed.
        found: In a first audit, the suspects in each output that has them as the first.
        folder: Where the audit may put files while it runs; None leaves it to the system.
    """

    memory: Memory
    keyed: Keyed
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    needles: Hashes = field(default_factory=Hashes)
    suspects: set[int] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)
    found: dict[str, Collection[int]] = field(default_factory=dict)
    folder: Path | None = None

    def __post_init__(self) -> None:
        self.memory.sealed.folder = self.memory.public.folder = self.folder

    def take_sections(self, changes: Changes, keyset: Keyset, jobs: int) -> None:
        """
        Learn the needles of the sealed files among the outputs that are new.

        Raises:
            LostError: If a section is as short as none before, or none as short as one was: all files are read for the
                lengths that sections have, and for no others.
        """
        for path in changes.outputs_gone:
            self._forget_section(path)
        sealed = [file for file in changes.outputs if file.path.endswith(_SEALED_ENDING)]
        for file in sealed:
            self._forget_section(file.path)
        shared = Opening(self.vocabulary, keyset, self.keyed)
        mapper = mapper_for(jobs, len(sealed), is_fresh=len(sealed) > _MANY)
        for results in mapper.map(open_chunk, chunked(sealed, jobs), shared):
            for opened in results:
                self._take_section(opened)
        if not all(self.memory.short.values()):
            raise LostError("a length")
        if len(sealed) > _MANY:
            give_back()

    def _forget_section(self, path: str) -> None:
        self.memory.doubts.pop(path, None)
        if path.endswith(_SEALED_ENDING) and (line := self.memory.sections.pop(path)):
            section = Section.parse(line)
            self.memory.gone.add(section.number)
            if section.whole:
                self.memory.short[section.whole] -= 1
            self.touched.add(section.article)

    def _take_section(self, opened: Opened) -> None:
        memory = self.memory
        if opened.whole:
            if opened.whole not in memory.lengths and not memory.is_new:
                raise LostError(opened.path)
            memory.short[opened.whole] = memory.short.get(opened.whole, 0) + 1
        hashes = array("Q", opened.needles)
        number = memory.number()
        memory.sections[opened.path] = Section(
            opened.digest, number, opened.article, opened.section, opened.whole
        ).line()
        memory.sealed.add(number, hashes)
        self.needles.extend(hashes)
        for value in memory.cleared.keys() & hashes:
            del memory.cleared[value]  # it was of another section
        self.touched.add(opened.article)
        if opened.is_doubtful:
            memory.doubts[opened.path] = (opened.article, opened.section)

    def take_site(self, digest: str) -> None:
        """Ask again about the needles that the site's own texts or the builder's words explained, if these changed."""
        memory = self.memory
        if digest == memory.site:
            return
        memory.site = digest
        self._ask_again({0})
        self.suspects |= memory.furnished | memory.cleared.keys()
        memory.furnished = set()
        memory.cleared = {}

    def take_changes(self, changes: Changes, site_rule: TeaserRule, jobs: int) -> None:
        """
        Read the files and the sources that are new.

        Needles in new files, and new needles in old files, become suspects, and so do those that lost their explanation.

        Raises:
            LostError: If a part of the memory is not there any more.
        """
        memory = self.memory
        sources = self._source_tasks(changes, repr(site_rule))
        files = self._file_tasks(changes)
        by_number = {task.number: task for task in sources}
        first = files[0].number if files else 0
        needles = Sieve(self.needles) if memory.is_new else None
        if needles:
            self.needles = Hashes()
        said: list[tuple[int, bytes]] = []
        found: set[int] = set()
        with room(self.folder) as folder:
            scanner = Scanner(Reader(self.vocabulary, memory.lengths))
            plain = plain_of(files) if memory.is_new else ()
            shared = Scanning(scanner, self.keyed, site_rule, needles, folder, plain)
            is_fresh = len(files) > _MANY
            if needles and is_fresh:
                needles.put_down(Path(folder))
            mapper = mapper_for(jobs, len(files) + len(sources), is_fresh=is_fresh)
            for learnt in mapper.map(scan_chunk, parts(files, sources, jobs, plain), shared, ordered=False):
                memory.public.take(learnt.entries, learnt.runs)
                for read in learnt.reads:
                    found.update(self._record(read, changes.outputs[read.number - first]))
                for asked in learnt.sources:
                    said.append((asked.number, asked.needles))
                    self._take_source(asked, by_number[asked.number])
        if len(files) > _MANY:
            give_back()
        if memory.is_new:
            self._explain(said)
        else:
            self.suspects |= found.intersection(self.needles) | memory.sealed.among(found, memory.is_there)
            self.suspects |= memory.public.among(set(self.needles), _anybody)

    def _source_tasks(self, changes: Changes, site_rule: str) -> list[SourceTask]:
        lost = {self._forget_source(path) for path in changes.sources_gone}
        lost |= {self._forget_source(source.path) for source in changes.sources}
        if any(path.startswith(AUTHORS) for path in (*changes.sources_gone, *(one.path for one in changes.sources))):
            self.suspects |= self.memory.furnished  # bylines among them
            self.memory.furnished = set()
        self._ask_again(lost - {0})
        return [SourceTask(self.memory.number(), source, source.state(site_rule)) for source in changes.sources]

    def _file_tasks(self, changes: Changes) -> list[FileTask]:
        memory = self.memory
        for path in changes.outputs_gone:
            self._forget_output(path)
        first = memory.next_unit
        memory.next_unit += len(changes.outputs)
        return [self._file_task(number, file) for number, file in enumerate(changes.outputs, start=first)]

    def _file_task(self, number: int, file: AuditedFile) -> FileTask:
        known = self._forget_output(file.path)
        if file.path.endswith(_SEALED_ENDING):
            return FileTask(number, file, file.path in self.memory.sections)
        return FileTask(number, file, False, *known)

    def _explain(self, said: Sequence[tuple[int, bytes]]) -> None:
        """Note who *said* what was found, and leave the rest where it was found: all that a first audit asks authors."""
        explained = self.memory.explained
        self.suspects = set(chain.from_iterable(self.found.values()))
        for number, needles in said:
            explained.update(dict.fromkeys(self.suspects.intersection(array("Q", needles)), number))
        self.suspects -= explained.keys()
        left = ((path, self.suspects.intersection(here)) for path, here in self.found.items())
        self.found = {path: here for path, here in left if here}

    def _ask_again(self, explainers: set[int]) -> None:
        """Make the needles that sources of these numbers explained suspects again."""
        if explainers:
            explained = self.memory.explained
            lost = {value for value, number in explained.items() if number in explainers}
            self.suspects |= lost
            for value in lost:
                del explained[value]

    def _forget_source(self, path: str) -> int:
        """Return the number of a source that is not as it was, 0 if there was none."""
        line = self.memory.sources.pop(path)
        if not line:
            return 0
        source = Source.parse(line)
        self.memory.paths.pop(source.article)
        self.touched.add(source.article)
        return source.number

    def _take_source(self, asked: Asked, task: SourceTask) -> None:
        path, article = task.source.path, task.source.article
        self.memory.sources[path] = Source(task.state, task.number, article, asked.sections, asked.at).line()
        self.memory.paths[article] = path
        self.touched.add(article)

    def _forget_output(self, path: str) -> tuple[str, bytes]:
        """Return digest and units of a file as it was, empty if there was none or not all of it was read."""
        memory = self.memory
        is_whole = path not in memory.doubts
        units = memory.units.pop(path)
        if not path.endswith(_SEALED_ENDING) or path not in memory.sections:
            memory.doubts.pop(path, None)
        line = memory.outputs.pop(path)
        if not line:
            return "", b""
        was = Output.parse(line)
        memory.forget(was.number)
        for article in was.articles:
            self.touched.add(article)
            memory.pages[article] = tuple(one for one in memory.pages.get(article) or () if one != path)
        return (was.digest, units) if is_whole and units else ("", b"")

    def _record(self, read: Read, file: AuditedFile) -> "array[int]":
        """Note what a file says; return its hashes unless this is a first audit, which has only needles of it."""
        path = file.path
        self.memory.outputs[path] = Output(file.digest, read.number, read.articles, read.sealed).line()
        self.memory.units[path] = read.units
        for article in read.articles:
            self.memory.pages[article] = (*(self.memory.pages.get(article) or ()), path)
            self.touched.add(article)
        is_unopened = path.endswith(_SEALED_ENDING) and path not in self.memory.sections
        if not read.is_whole or is_unopened:
            self.memory.doubts[path] = ()
        hashes = array("Q", read.hashes)
        if not self.memory.is_new:
            return hashes
        if hashes:
            self.found[path] = hashes
        return array("Q")


def _anybody(_number: int) -> bool:
    return True
