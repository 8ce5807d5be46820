"""New against new, new against old: which needles are in what is public, and not by their author's hand."""

import re
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.model.config import TeaserRule
from generator.paywall.keys import Keyset
from generator.press.audit.authored import public_texts, short_texts
from generator.press.audit.crude import read_crudely
from generator.press.audit.files import AuditedFile, SourceFile
from generator.press.audit.index import LostError
from generator.press.audit.markup import visible
from generator.press.audit.memory import Memory
from generator.press.audit.needles import needles_of, try_open
from generator.press.audit.reader import Reader
from generator.press.audit.records import Output, Section, Source, is_of
from generator.press.audit.scanner import Scanner
from generator.press.audit.secrecy import Keyed
from generator.press.audit.words import Vocabulary, run_hashes, words_of

_ARTICLE = re.compile(rb'data-article="([^"<>\s]{1,255})"')
_SEALED = re.compile(rb"sealed/[0-9a-f]{32}\.spw")
_SEALED_ENDING = ".spw"


@dataclass(slots=True)
class Comparison:
    """
    Attributes:
        needles: Keyed hashes of the sections that are new.
        suspects: Needles that are public, until somebody explains them.
        touched: Articles of which a source, a section or a page changed.
    """

    memory: Memory
    keyed: Keyed
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    needles: set[int] = field(default_factory=set)
    suspects: set[int] = field(default_factory=set)
    touched: set[str] = field(default_factory=set)

    def take_sections(self, outputs: Iterable[AuditedFile], keyset: Keyset) -> None:
        """
        Learn the needles of the sealed files among *outputs*.

        Raises:
            LostError: If a section is as short as none before: old files were not read for its length.
        """
        sealed = {file.path: file for file in outputs if file.path.endswith(_SEALED_ENDING)}
        known = self.memory.sections
        for path in known.keys() - sealed.keys():
            self._forget_section(path)
        for path, file in sealed.items():
            if not is_of(known.get(path), file.digest):
                self._forget_section(path)
                self._take_section(file, keyset)

    def _forget_section(self, path: str) -> None:
        self.memory.doubts.pop(path, None)
        if line := self.memory.sections.pop(path, ""):
            section = Section.parse(line)
            self.memory.gone.add(section.number)
            self.touched.add(section.article)

    def _take_section(self, file: AuditedFile, keyset: Keyset) -> None:
        sealed = try_open(file.path, file.read(), keyset)
        if sealed is None:
            return
        needles = needles_of(sealed, self.vocabulary)
        if needles.whole and needles.whole not in self.memory.lengths:
            if not self.memory.is_new:
                raise LostError(file.path)
            self.memory.lengths |= {needles.whole}
        hashes = self.keyed(needles.all)
        number = self.memory.number()
        section = Section(file.digest, number, sealed.article, sealed.section)
        self.memory.sections[file.path] = section.line()
        self.memory.sealed.add(number, hashes)
        self.needles.update(hashes)
        self.touched.add(sealed.article)
        if not hashes and words_of(visible(sealed.html)) and "data-sealed" not in sealed.html:
            self.memory.doubts[file.path] = (sealed.article, sealed.section)

    def take_sources(self, sources: Sequence[SourceFile], site_rule: TeaserRule) -> None:
        """
        Learn what *sources* say in public; needles that lost their explanation become suspects.

        Raises:
            LostError: If a part of the memory is not there any more.
        """
        known = self.memory.sources
        lost: set[int] = set()
        for path in known.keys() - {source.path for source in sources}:
            lost |= self._forget_source(path)
        rule = repr(site_rule)
        for source in sources:
            state = source.state(rule)
            if not is_of(known.get(source.path), state):
                lost |= self._forget_source(source.path)
                self._take_source(source, state, site_rule)
        lost = self.memory.sealed.among(lost, self.memory.is_there)
        self.suspects |= self.memory.public.among(lost, _anybody)

    def _forget_source(self, path: str) -> set[int]:
        line = self.memory.sources.pop(path, "")
        if not line:
            return set()
        source = Source.parse(line)
        self.memory.gone.add(source.number)
        self.touched.add(source.article)
        return set(self.memory.phrases.of(source.stretch))

    def _take_source(self, source: SourceFile, state: str, site_rule: TeaserRule) -> None:
        crude = read_crudely(source.read().decode("utf-8", "replace"))
        gated = crude.is_gated(otherwise=source.gated)
        texts = [source.path, *public_texts(crude, gated=gated, limit=source.limit, site_rule=site_rule)]
        phrases, words = self._authored(texts)
        number = self.memory.number()
        self.memory.words.add(number, words)
        has_text = any(line.strip() for _, line in crude.body)
        sections = max(len(crude.marks), int(gated and has_text))
        at = (crude.marks or (crude.access_line,))[0]
        stretch = self.memory.phrases.add(self.keyed(list(phrases)))
        self.memory.sources[source.path] = Source(state, number, source.article, sections, at, stretch).line()
        self.touched.add(source.article)

    def _authored(self, texts: Sequence[str]) -> tuple[set[int], "array[int]"]:
        """Return hashes of all runs of *texts*, and keyed ones of the words that tell whose they are."""
        numbers = self.vocabulary.numbers
        runs: set[int] = set()
        single: set[int] = set()
        for text in texts:
            words = words_of(text)
            counted = numbers(words)
            single |= self.vocabulary.single(words)
            runs.update(run_hashes(counted))
            for length in self.memory.lengths:
                runs.update(run_hashes(counted, length))
        runs.update(hash(tuple(numbers(words_of(run)))) for run in short_texts(texts))
        return runs | single, self.keyed(list(single))

    def take_outputs(self, outputs: Sequence[AuditedFile]) -> None:
        """
        Read the files that are new; needles in them, and new needles in old files, become suspects.

        Raises:
            LostError: If a part of the memory is not there any more.
        """
        known = self.memory.outputs
        scanner = Scanner(Reader(self.vocabulary, self.memory.lengths), self.memory.next_unit)
        for path in known.keys() - {file.path for file in outputs}:
            self._forget_output(path)
        new = [file for file in outputs if not is_of(known.get(file.path), file.digest)]
        found: set[int] = set()
        for file in new:
            self._forget_output(file.path)
            found.update(self._take_output(file, scanner))
        self.memory.next_unit = scanner.next
        if not self.memory.is_new:
            self.suspects |= self.memory.sealed.among(found, self.memory.is_there)
            self.suspects |= self.memory.public.among(self.needles, _anybody)

    def _forget_output(self, path: str) -> None:
        self.memory.late_units.pop(path, None)
        if path not in self.memory.sections:
            self.memory.doubts.pop(path, None)
        line = self.memory.outputs.pop(path, "")
        for article in Output.parse(line).articles if line else ():
            self.touched.add(article)
            self.memory.pages[article] = tuple(one for one in self.memory.pages[article] if one != path)

    def _take_output(self, file: AuditedFile, scanner: Scanner) -> Sequence[int]:
        """Return the keyed hashes of a file's new units; none when there are no old needles to compare them with."""
        found: list[tuple[int, set[int]]] = []
        is_sealed = file.path in self.memory.sections
        data = b"" if is_sealed else file.read()

        def emit(number: int, _how: str, hashes: set[int]) -> None:
            found.append((number, hashes))

        scanned = scanner.name_only(file.path, emit) if is_sealed else scanner.scan(file.path, data, emit)
        hashes = self.keyed([value for _, unit in found for value in unit])
        self.suspects.update(self.needles.intersection(hashes))
        start = 0
        for number, unit in found:
            self.memory.public.add(number, hashes[start : start + len(unit)])
            start += len(unit)
        self._record(file, data, scanned.units, is_whole=scanned.is_whole)
        return () if self.memory.is_new else hashes

    def _record(self, file: AuditedFile, data: bytes, units: bytes, *, is_whole: bool) -> None:
        articles = tuple(sorted({name.decode("utf-8", "replace") for name in _ARTICLE.findall(data)}))
        sealed = tuple(sorted({name.decode() for name in _SEALED.findall(data)}))
        self.memory.outputs[file.path] = Output(file.digest, articles, sealed).line()
        self.memory.late_units[file.path] = units
        for article in articles:
            self.memory.pages[article] = (*self.memory.pages.get(article, ()), file.path)
            self.touched.add(article)
        is_unopened = file.path.endswith(_SEALED_ENDING) and file.path not in self.memory.sections
        if not is_whole or is_unopened:
            self.memory.doubts[file.path] = ()


def _anybody(_number: int) -> bool:
    return True
