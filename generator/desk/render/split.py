"""The border: from one tree of a whole article to regions, each for its own readers."""

import re
from collections.abc import Callable, Sequence
from xml.etree.ElementTree import Element

from msgspec import Struct

from generator.desk.render.arrange import CUT_TAG, SECTION_TAG
from generator.desk.render.context import Place
from generator.desk.render.teaser import Teaser, choose
from generator.errors import SourceError, nearest
from generator.model.access import Access
from generator.model.config import SiteConfig, TeaserRule

TIER = re.compile(r"[\w-]{1,40}")
MEANINGFUL = frozenset({"img", "audio", "video", "hr", "iframe"})


class Run(Struct, frozen=True):
    """Elements for the same readers, in the order of the page. Public access means the public part."""

    access: Access
    elements: tuple[Element, ...]
    line: int


class Split(Struct, frozen=True):
    """`public_characters` counts what a reader without any right sees."""

    runs: tuple[Run, ...]
    public_characters: int
    errors: tuple[SourceError, ...]


class Splitter(Struct, frozen=True):
    """Splits one article. `text_of` gives the visible text of an element."""

    place: Place
    config: SiteConfig
    rule: TeaserRule
    text_of: Callable[[Element], str]

    @property
    def access(self) -> Access:
        return self.place.entry.access

    def split(self, root: Element) -> Split:
        """Return the runs of *root*; on any error the runs must not be used."""
        blocks = list(root)
        errors = self._check_cuts(blocks)
        errors += [error for block in blocks if block.tag == SECTION_TAG for error in self._check_section(block)]
        if errors:
            return Split((), 0, tuple(errors))
        marker = next((index for index, block in enumerate(blocks) if block.tag == CUT_TAG), None)
        if self.access.is_public:
            runs = self._runs(blocks, Access(), self.place.first_line)
        elif marker is not None:
            line = int(blocks[marker].get("line", "0"))
            runs = self._runs(blocks[:marker], Access(), line) + self._runs(blocks[marker + 1 :], self.access, line)
        else:
            runs = self._by_rule(blocks)
        public = sum(len(self.text_of(element)) for run in runs if run.access.is_public for element in run.elements)
        return Split(tuple(runs), public, tuple(self._empty(runs, blocks, marker)))

    def _by_rule(self, blocks: list[Element]) -> list[Run]:
        """Return the runs when the teaser rule cuts; blocks for other tiers do not count towards the teaser."""
        counted = [block for block in blocks if block.tag != SECTION_TAG]
        teaser = choose(self.rule, counted, self.text_of)
        index = _position(blocks, counted, teaser)
        before, after = blocks[:index], blocks[index:]
        if teaser.cut is not None:
            before = [*before, teaser.cut]
            teaser.cut.set("data-teaser-cut", "")
        line = self.place.first_line
        return self._runs(before, Access(), line) + self._runs(after, self.access, line)

    def _runs(self, blocks: Sequence[Element], access: Access, line: int) -> list[Run]:
        runs: list[Run] = []
        gathered: list[Element] = []
        for block in blocks:
            if block.tag != SECTION_TAG:
                gathered.append(block)
                continue
            if gathered:
                runs.append(Run(access, tuple(gathered), line))
                gathered = []
            own = self._tiers(block)
            runs.append(Run(own, tuple(block), int(block.get("line", "0"))))
        if gathered:
            runs.append(Run(access, tuple(gathered), line))
        return runs

    def _tiers(self, section: Element) -> Access:
        words = [word.strip() for word in section.get("tiers", "").split(",") if word.strip()]
        return Access(tuple(words)) if words else self.access

    def _check_cuts(self, blocks: Sequence[Element]) -> list[SourceError]:
        cuts = [int(block.get("line", "0")) for block in blocks if block.tag == CUT_TAG]
        errors = [
            self.place.error(line, "second-marker", f"a second marker, the first is on line {cuts[0]}", "keep one")
            for line in cuts[1:]
        ]
        if cuts and self.access.is_public:
            hint = "give the article an `access` in its front matter, or remove the marker"
            errors.append(self.place.error(cuts[0], "marker-in-public", "a marker in a public article", hint))
        return errors

    def _check_section(self, section: Element) -> list[SourceError]:
        line = int(section.get("line", "0"))
        argument = section.get("tiers", "")
        words = [word.strip() for word in argument.split(",")] if argument else []
        errors = [error for word in words for error in self._check_word(word, line)]
        if not words and self.access.is_public:
            hint = "name the tier: ::: paywall TIER"
            errors.append(
                self.place.error(line, "missing-tier", "a paywall block without tier in a public article", hint)
            )
        if not any(self._says_something(child) for child in section):
            errors.append(
                self.place.error(line, "empty-section", "an empty paywall block", "write in it, or remove it")
            )
        return errors

    def _check_word(self, word: str, line: int) -> list[SourceError]:
        known = self.config.access_words - {"public"}
        if word in known:
            return []
        if not TIER.fullmatch(word):  # perhaps the first words of what was to be sealed: not for a log
            hint = "name tiers with a comma between them, and begin the text on the next line"
            return [self.place.error(line, "unknown-tier", "what follows '::: paywall' names no tier", hint)]
        hint = nearest(word, known, says="site.yaml has")
        return [self.place.error(line, "unknown-tier", f"unknown tier {word!r}", hint)]

    def _says_something(self, element: Element) -> bool:
        return bool(self.text_of(element).strip()) or any(child.tag in MEANINGFUL for child in element.iter())

    def _empty(self, runs: Sequence[Run], blocks: Sequence[Element], marker: int | None) -> list[SourceError]:
        if self.access.is_public:
            return []
        if marker is not None:
            after = blocks[marker + 1 :]
            if any(block.tag == SECTION_TAG or self._says_something(block) for block in after):
                return []
            line = int(blocks[marker].get("line", "0"))
            return [self.place.error(line, "empty-section", "nothing follows the marker", "write below it")]
        if self.place.entry.collection == "issues":  # its files are sealed, whatever its text
            return []
        sealed = [element for run in runs if not run.access.is_public for element in run.elements]
        if any(self._says_something(element) for element in sealed):
            return []
        hint = "write more than the teaser shows, or set `access: public`"
        problem = f"the article is for {self.access} and nothing of it would be sealed"
        return [self.place.error(self.place.first_line, "empty-section", problem, hint)]


def _position(blocks: Sequence[Element], counted: Sequence[Element], teaser: Teaser) -> int:
    """Return the index in *blocks* of the first block that is not wholly public."""
    if teaser.blocks >= len(counted):
        return len(blocks)
    return next(index for index, block in enumerate(blocks) if block is counted[teaser.blocks])
