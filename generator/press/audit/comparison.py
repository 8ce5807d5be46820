"""New against new, new against old: which needles are in what is public, and not by their author's hand."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from generator.model.config import TeaserRule
from generator.paywall.keys import Keyset
from generator.press.audit.authored import public_texts, short_texts
from generator.press.audit.crude import read_crudely
from generator.press.audit.files import AuditedFile, SourceFile
from generator.press.audit.markup import visible
from generator.press.audit.memory import Memory, Output, Section, Source
from generator.press.audit.needles import needles_of, try_open
from generator.press.audit.reader import Reader
from generator.press.audit.scanner import Scanner
from generator.press.audit.secrecy import Keyed
from generator.press.audit.words import Vocabulary, run_hashes, words_of

_ARTICLE = re.compile(rb'data-article="([^"<>]{1,255})"')
_SEALED = re.compile(rb"/([0-9a-f]{32})\.spw")
_SEALED_ENDING = ".spw"


class NewLengthError(Exception):
    """A short section has a length that old files were not read for: everything must be read again."""


@dataclass(slots=True)
class Comparison:
    """
    Attributes:
        needles: Keyed hashes of the sections that are new.
        suspects: Needles that are public, until somebody explains them.
        unopened: Sealed files that no key opens.
    """

    memory: Memory
    keyed: Keyed
    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    needles: set[int] = field(default_factory=set)
    suspects: set[int] = field(default_factory=set)
    unopened: set[str] = field(default_factory=set)

    def take_sections(self, outputs: Iterable[AuditedFile], keyset: Keyset) -> None:
        """
        Learn the needles of the sealed files among *outputs*.

        Raises:
            NewLengthError: If a section is as short as none before.
        """
        sealed = {file.path: file for file in outputs if file.path.endswith(_SEALED_ENDING)}
        known = self.memory.sections
        for path in known.keys() - sealed.keys():
            del known[path]
        for path, file in sealed.items():
            if path not in known or known[path].digest != file.digest:
                self._take_section(file, keyset)

    def _take_section(self, file: AuditedFile, keyset: Keyset) -> None:
        sealed = try_open(file.path, file.read(), keyset)
        self.memory.sections.pop(file.path, None)
        if sealed is None:
            self.unopened.add(file.path)
            return
        needles = needles_of(sealed, self.vocabulary)
        if needles.whole and len(needles.whole) not in self.memory.lengths:
            if not self.memory.is_new:
                raise NewLengthError
            self.memory.lengths |= {len(needles.whole)}
        hashes = self.keyed(list(needles.hashes(self.vocabulary)))
        number = self.memory.number()
        is_auditable = bool(hashes) or not words_of(visible(sealed.html)) or "data-sealed" in sealed.html
        self.memory.sections[file.path] = Section(file.digest, number, sealed.article, sealed.section, is_auditable)
        self.memory.sealed.add(number, hashes)
        self.needles.update(hashes)

    def take_sources(self, sources: Sequence[SourceFile], site_rule: TeaserRule) -> None:
        """Learn what *sources* say in public; needles that lost their explanation become suspects."""
        known = self.memory.sources
        lost: set[int] = set()
        for path in known.keys() - {source.path for source in sources}:
            lost.update(self.memory.phrases_of(known.pop(path)))
        for source in sources:
            state = source.state(site_rule)
            before = known.get(source.path)
            if before is None or before.state != state:
                lost.update(self.memory.phrases_of(before) if before else ())
                known[source.path] = self._take_source(source, state, site_rule)
        self.suspects.update(
            value for value in lost if any(self.memory.sealed.owners(value)) and any(self.memory.public.owners(value))
        )

    def _take_source(self, source: SourceFile, state: str, site_rule: TeaserRule) -> Source:
        crude = read_crudely(source.read().decode("utf-8", "replace"))
        gated = crude.is_gated(otherwise=source.gated)
        texts = [source.path, *public_texts(crude, gated=gated, limit=source.limit, site_rule=site_rule)]
        phrases, words = self._authored(texts)
        number = self.memory.number()
        self.memory.words.add(number, words)
        has_text = any(line.strip() for _, line in crude.body)
        return Source(
            state,
            number,
            source.article,
            max(len(crude.marks), int(gated and has_text)),
            (crude.marks or (crude.access_line,))[0],
            *self.memory.add_phrases(self.keyed(list(phrases))),
        )

    def _authored(self, texts: Iterable[str]) -> tuple[set[int], Sequence[int]]:
        """Return hashes of all runs of *texts*, and keyed ones of the words that tell whose they are."""
        numbers = self.vocabulary.numbers
        runs: set[int] = set()
        single: set[int] = set()
        texts = list(texts)
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
        """Read the files that are new; needles in them, and new needles in old files, become suspects."""
        known = self.memory.outputs
        scanner = Scanner(Reader(self.vocabulary, self.memory.lengths), self.memory.next_unit)
        for path in known.keys() - {file.path for file in outputs}:
            del known[path]
        for file in outputs:
            if file.path not in known or known[file.path].digest != file.digest:
                known[file.path] = self._take_output(file, scanner)
        self.memory.next_unit = scanner.next
        if not self.memory.is_new:
            self.suspects.update(value for value in self.needles if any(self.memory.public.owners(value)))

    def _take_output(self, file: AuditedFile, scanner: Scanner) -> Output:
        found: list[tuple[int, set[int]]] = []
        is_sealed = file.path in self.memory.sections
        data = b"" if is_sealed else file.read()

        def emit(number: int, _how: str, hashes: set[int]) -> None:
            found.append((number, hashes))

        scanned = scanner.name_only(file.path, emit) if is_sealed else scanner.scan(file.path, data, emit)
        hashes = self.keyed([value for _, unit in found for value in unit])
        self.suspects.update(self.needles.intersection(hashes))
        if not self.memory.is_new:
            self.suspects.update(value for value in hashes if any(self.memory.sealed.owners(value)))
        start = 0
        for number, unit in found:
            self.memory.public.add(number, hashes[start : start + len(unit)])
            start += len(unit)
        articles = sorted({name.decode("utf-8", "replace") for name in _ARTICLE.findall(data)})
        sealed = sorted({name.decode() for name in _SEALED.findall(data)})
        return Output(file.digest, scanned.units, tuple(articles), tuple(sealed), scanned.is_whole)

    def unexplained(self, furniture: Iterable[AuditedFile]) -> set[int]:
        """Return the suspects that no source, and none of the site's own texts, has in public."""
        left = self.suspects - self.memory.furnished
        alive = {source.number for source in self.memory.sources.values()}
        left -= self.memory.words.known(left, alive.__contains__)
        for stretch in self.memory.stretches() if left else ():
            left.difference_update(stretch)
            if not left:
                return left
        if left:
            texts = [file.read().decode("utf-8", "replace") for file in furniture]
            reader = Reader(self.vocabulary, self.memory.lengths)
            for text in texts:
                left.difference_update(self.keyed(list(reader.surface(text)[0])))
        return self._alive(left)

    def _alive(self, suspects: set[int]) -> set[int]:
        """Return those of *suspects* that a section has which is there and a file which is there."""
        sections = {section.number for section in self.memory.sections.values()}
        units = {unit for output in self.memory.outputs.values() for unit in output.unit_numbers}
        left = self.memory.sealed.known(suspects, sections.__contains__)
        return self.memory.public.known(left, units.__contains__)
