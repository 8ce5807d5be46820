"""Where a leak is: the sealed file, the published file, how it is hidden there, and the line of the source."""

import re
from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import chain
from typing import Final

from generator.errors import Leak, Location
from generator.paywall.keys import Keyset
from generator.press.audit.authored import spoken
from generator.press.audit.crude import read_crudely
from generator.press.audit.files import AuditedFile, SourceFile
from generator.press.audit.furniture import is_furniture, without_names
from generator.press.audit.needles import Needles, SealedText, needles_of, try_open
from generator.press.audit.pieces import FEWEST
from generator.press.audit.reader import Budget, Reader
from generator.press.audit.scanner import Scanner
from generator.press.audit.secrecy import Keyed
from generator.press.audit.words import Vocabulary, fold, folded_words

# A passage that leaked in pieces has at least so many needles across edges, within so many words of the section.
FEWEST_ACROSS: Final = 3
PASSAGE: Final = 16
AUTHORS: Final = "content/authors/"  # whose names bylines have
_NAME: Final = re.compile(r"^name\s*:\s*(.+)$")
_JOINING: Final = ("and", "by", "et", "par")
_AS_WRITTEN: Final = frozenset({"plain", "entities", "escapes"})


@dataclass(frozen=True, slots=True)
class Sighting:
    """
    Needles of one section in one file under one encoding.

    Attributes:
        standing: What stands together in the file; None if it is so encoded that this is not asked.
    """

    sealed: SealedText
    needles: Needles
    output: str
    how: str
    hashes: frozenset[int]
    standing: "Standing | None" = None

    def stands(self, value: int) -> bool:
        """Return whether the words of a needle stand together; a title and the name behind it make no sentence, but may be a heading."""
        if self.standing is None:
            return True
        return value in (self.standing.untitled if value in self.needles.places else self.standing.together)


class Standing:
    """The hashes of what stands together in one file, and not on both sides of an edge: it is read for that when they are asked for."""

    def __init__(self, file: AuditedFile, reader: Reader, names: tuple[str, ...]) -> None:
        """*reader* is strict."""
        self._file, self._reader, self._names = file, reader, names

    @cached_property
    def together(self) -> frozenset[int]:
        """All, as the file is."""
        return self._read(self._data)

    @cached_property
    def untitled(self) -> frozenset[int]:
        """All, were no title followed by the publication's name."""
        apart = without_names(self._data, self._names)
        return self.together if apart == self._data else self._read(apart)

    @cached_property
    def _data(self) -> bytes:
        return self._file.read()

    def _read(self, data: bytes) -> frozenset[int]:
        return frozenset(chain.from_iterable(found for _, found in self._reader.data(data, "plain", Budget())))


def judging(vocabulary: Vocabulary, lengths: frozenset[int]) -> Scanner:
    """Return what reads a file as it is judged: for itself, for it has read no other."""
    return Scanner(Reader(vocabulary, lengths, tells_entities=True))


@dataclass(slots=True)
class Detective:
    """
    Finds out about keyed hashes by reading the files that have them once more, slowly: there is something to tell.

    Attributes:
        wanted: The hashes, by the paths of the files where they may be.
        leaked: Those that are in a leak.
        furnished: Those that turned out to be the builder's own words or a byline, wherever they stand. What is no leak
            by its place may be one in the next file.
        opened: Paths of the sealed files that a key opens: their bytes say nothing.
        names: What the publication is called.
        bylines: Words that bylines are made of: names of authors, which are public, and what joins them.
    """

    wanted: Mapping[str, Collection[int]]
    keyed: Keyed
    vocabulary: Vocabulary
    lengths: frozenset[int]
    opened: Container[str]
    names: tuple[str, ...] = ()
    leaked: set[int] = field(default_factory=set)
    furnished: set[int] = field(default_factory=set)
    bylines: frozenset[str] = frozenset()

    def leaks(
        self,
        outputs: Sequence[AuditedFile],
        sections: Collection[str],
        sources: Mapping[str, SourceFile],
        keyset: Keyset,
    ) -> list[Leak]:
        """
        Return a leak for each section, file, encoding and line.

        Args:
            sections: Paths of the sealed files that have what is wanted.
            sources: By article.
        """
        files = {file.path: file for file in outputs}
        sealed = list(self._sections([files[path] for path in sorted(sections)], keyset))
        self.bylines = _bylines(sources.values())
        found: list[Leak] = []
        for path in sorted(self.wanted):
            standing = Standing(files[path], Reader(self.vocabulary, self.lengths, is_strict=True), self.names)
            for how, hashes in self._sightings(files[path], self.wanted[path]).items():
                for section, needles, raw in sealed:
                    if shared := raw.keys() & hashes:
                        seen_here = frozenset(raw[one] for one in shared)
                        asked = standing if how in _AS_WRITTEN else None
                        sighting = Sighting(section, needles, path, how, seen_here, asked)
                        leaks = self._judged(sighting, sources.get(section.article))
                        self.leaked.update(shared if leaks else ())
                        self.furnished |= {one for one in shared if self._is_furnished(needles.words.get(raw[one]))}
                        found += leaks
        self.furnished -= self.leaked
        return found

    def _sections(
        self, files: Iterable[AuditedFile], keyset: Keyset
    ) -> Iterable[tuple[SealedText, Needles, Mapping[int, int]]]:
        """Yield the sections that have wanted needles, without their text, with their keyed hashes and the raw ones."""
        wanted = set().union(*self.wanted.values())
        for file in files:
            sealed = try_open(file.path, file.read(), keyset)
            if sealed is None:
                continue
            needles = needles_of(sealed, self.vocabulary, with_words=True)
            hashes = needles.all
            both = zip(self.keyed(hashes), hashes, strict=True)
            raw = {key: value for key, value in both if key in wanted}
            # A whole section takes a hundred kilobytes, and thousands may have one needle of those that are wanted.
            yield replace(sealed, html="", asset=None), needles.told(raw.values()), raw

    def _sightings(self, file: AuditedFile, wanted: Collection[int]) -> Mapping[str, set[int]]:
        """Return the wanted hashes of a file by the first encoding under which each is found."""
        found: dict[str, set[int]] = defaultdict(set)
        seen: set[int] = set()

        def emit(how: str, hashes: set[int]) -> None:
            here = {value for value in self.keyed(list(hashes)) if value in wanted} - seen
            if here:
                found[how] |= here
                seen.update(here)

        scanner = judging(self.vocabulary, self.lengths)
        if file.path in self.opened:
            scanner.name_only(0, file.path, emit)
        else:
            scanner.scan(0, file.path, file.read(), emit)
        return found

    def _judged(self, sighting: Sighting, source: SourceFile | None) -> list[Leak]:
        return [*self._told_words(sighting, source), *_told_bytes(sighting, source)]

    def _is_furnished(self, run: tuple[str, ...] | None) -> bool:
        return run is not None and (is_furniture(run) or self.bylines.issuperset(map(fold, run)))

    def _told_words(self, sighting: Sighting, source: SourceFile | None) -> Iterable[Leak]:
        runs = {run: value for value in sighting.hashes if (run := sighting.needles.words.get(value))}
        found = [run for run in runs if not self._is_furnished(run)]
        # The end of a summary and the title below it may make words that somebody sealed, once by chance.
        is_whole = any(len(run) == sighting.needles.whole for run in found)
        is_together = any(sighting.stands(runs[run]) for run in found)
        if not found or not (is_whole or is_together or _is_passage(sighting, found, runs)):
            return
        lines = _Lines(source)
        told: dict[Location, tuple[str, ...]] = {}
        for run in sorted(found, key=lambda run: (-len(run), run)):
            told.setdefault(lines.place(run), run)
        for place, run in told.items():
            yield Leak(sighting.output, sighting.sealed.name, place, sighting.how, " ".join(run))


def _is_passage(sighting: Sighting, found: Sequence[tuple[str, ...]], runs: Mapping[tuple[str, ...], int]) -> bool:
    """Return whether some of the runs that were *found* stand close together in the section."""
    places = sorted(place for run in found if (place := sighting.needles.places.get(runs[run])) is not None)
    last = FEWEST_ACROSS - 1
    return any(end - start <= PASSAGE for start, end in zip(places, places[last:], strict=False))


def _bylines(sources: Iterable[SourceFile]) -> frozenset[str]:
    names = set(_JOINING)
    for source in sources:
        if source.path.startswith(AUTHORS):
            front = read_crudely(source.text()).front
            names.update(*(folded_words(match[1]) for line in front if (match := _NAME.match(line))))
    return frozenset(names)


def _told_bytes(sighting: Sighting, source: SourceFile | None) -> Iterable[Leak]:
    needles = sighting.needles
    found = needles.pieces & sighting.hashes
    if needles.file in sighting.hashes or len(found) > FEWEST * len(needles.pieces):
        place = Location(source.path if source else sighting.sealed.article)
        yield Leak(sighting.output, sighting.sealed.name, place, sighting.how)


class _Lines:
    """The words of a source's lines, to find where a needle was written."""

    def __init__(self, source: SourceFile | None) -> None:
        self.source = source
        crude = read_crudely(source.text()) if source else None
        self.words: list[tuple[str, int]] = []
        sealed = crude.sealed_lines if crude and (crude.sealed_from or crude.blocks) else crude.body if crude else []
        self.raw = [(number, folded_words(line)) for number, line in sealed]
        for number, line in sealed:
            self.words += [(word, number) for word in folded_words(spoken(line))]

    def place(self, run: Sequence[str]) -> Location:
        """Return the line where *run* begins; the file alone when its words come from elsewhere."""
        if self.source is None:
            return Location("content")
        wanted = [fold(word) for word in run]
        for start, (word, number) in enumerate(self.words):
            if word == wanted[0] and [one for one, _ in self.words[start : start + len(wanted)]] == wanted:
                return Location(self.source.path, number)
        shared = [(len(set(words) & set(wanted)), -number) for number, words in self.raw]
        best, line = max(shared, default=(0, 0))
        return Location(self.source.path, -line if best * 2 >= len(wanted) else 0)
