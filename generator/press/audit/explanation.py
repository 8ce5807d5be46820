"""Who says in public what a section says, too: an author, the site's own texts."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import islice
from typing import Final

from generator.engine.digest import digest_bytes
from generator.model.config import TeaserRule
from generator.press.audit.comparison import Comparison
from generator.press.audit.files import AuditedFile, SourceFile
from generator.press.audit.locate import judging
from generator.press.audit.reader import Reader
from generator.press.audit.records import Output, Section, Source
from generator.press.audit.scanning import said_in_public
from generator.press.audit.words import run_hashes, words_of

_SITE: Final = 0  # the number under which the site's own texts explain
_MANY: Final = ("content/articles/", "content/wire/")  # all other folders have few documents
_SEVERAL: Final = 8  # articles: a page that names more is a list
_FEW: Final = 40  # sources besides those that changed: 2 ms each
# An address on this site or another: what follows the slash after the host.
_LINK = re.compile(r"""(?:href=["']?|>)(?:https?://[^/\s"'<>]{1,99})?/((?:[^\s"'<>?#]{1,299}/)?)(?=["'\s<>?#])""")
_FIRST: Final = 200  # sources that are asked before the files themselves: 4 ms each, and a file 6


@dataclass(slots=True)
class Explanation:
    """
    Looks for authors of what is suspected, the likely ones first; what it finds goes into the memory.

    Attributes:
        sources: By article.
        where: The outputs that may have needles nobody has explained, with these.
    """

    comparison: Comparison
    sources: Mapping[str, SourceFile]
    rule: TeaserRule
    where: dict[str, set[int]] = field(default_factory=dict)
    _asked: set[str] = field(default_factory=set)

    def ask_likely(self, site_texts: Sequence[AuditedFile], outputs: Sequence[AuditedFile]) -> None:
        """
        Ask the sources of the articles that are shown where a suspect is, of its section, and the site's own texts.

        What then is left is looked for in *outputs*, unless they were all read: few of those that share a part of a file
        have the words that its own text had. Only then many sources are asked.

        Raises:
            LostError: If a part of the memory is not there any more.
        """
        self._look()
        is_first = self.comparison.memory.is_new
        self._ask(self._likely() if is_first else islice(self._likely(), _FIRST))
        if self.left:
            self._ask_site(site_texts)
        if not is_first:
            self.look_again(outputs)
            self._ask(self._likely())

    def ask_changed(self, read: Callable[[str], bytes]) -> None:
        """
        Ask the sources that are known here, and a few others of articles that are shown where a suspect is.

        *read* returns the bytes of a source that did not change, by its path; raises as `ask_likely` does.
        """
        # What they say themselves need not be looked for among all files, and that is nearly all of it.
        left = self._suspects()
        for source in self.sources.values() if left else ():
            left -= self._said(source, left)
        self.where = self.comparison.memory.where(left)
        self._ask(islice(self._remembered(read), _FEW))

    def _remembered(self, read: Callable[[str], bytes]) -> Iterator[SourceFile]:
        """Yield the sources of articles that are shown where a suspect is, as the memory has them."""
        memory = self.comparison.memory
        for page in sorted(self.where, key=lambda page: (-len(self.where[page]), page)):
            articles = Output.parse(memory.outputs[page]).articles if page in self.where else ()
            for article in articles if len(articles) <= _SEVERAL else ():
                path = memory.paths.get(article)
                if path and article not in self.sources:
                    state = Source.parse(memory.sources[path]).state
                    data = read(path)
                    source = SourceFile.of_state(path, article, state, partial(bytes, data))
                    if digest_bytes(data) == source.digest:  # else it says something that nobody published
                        yield source

    def look_again(self, files: Iterable[AuditedFile]) -> None:
        """
        Find all that is sealed in those of *files* where something seems to be, read as whoever judges it will.

        Of some only what is new was read, and others only share what another had. What there is to judge is all that a
        file says now, what was judged before among it, and nothing that it said once.
        """
        memory = self.comparison.memory
        for file in [file for file in files if file.path in self.where and file.path not in memory.sections]:
            said = self._all_of(file)
            here = self.where[file.path] & said
            self.where[file.path] = here | self._unexplained(said) if here else set()
        self.where = {path: here for path, here in self.where.items() if here}

    def _all_of(self, file: AuditedFile) -> set[int]:
        said: set[int] = set()
        comparison = self.comparison
        scanner = judging(comparison.vocabulary, comparison.memory.lengths)
        scanner.scan(0, file.path, file.read(), lambda _how, hashes: said.update(hashes))
        return set(comparison.keyed(said))

    def ask_all(self, wanted: set[int], outputs: Iterable[AuditedFile]) -> bool:
        """
        Ask every source about *wanted*, which nobody likely has said; return whether one of them has.

        The first are those of the pages to which the *outputs* that show it lead: a list has cards of other articles every
        day, and words of one may begin and end as nobody's did before.
        """
        self.where = {path: here & wanted for path, here in self.where.items() if here & wanted}
        self._ask(self._linked(outputs))
        self._ask(self.sources.values())
        return not wanted <= self.left

    def _linked(self, outputs: Iterable[AuditedFile]) -> Iterator[SourceFile]:
        memory = self.comparison.memory
        for file in [one for one in outputs if one.path in self.where]:
            for place in dict.fromkeys(_LINK.findall(file.read().decode("utf-8", "replace"))):
                # The site may lie below a path of its own.
                for page in (place, place.partition("/")[2]):
                    line = memory.outputs.get(f"{page}index.html")
                    articles = Output.parse(line).articles if line else ()
                    yield from (self.sources[one] for one in articles[:_SEVERAL] if one in self.sources)

    @property
    def left(self) -> set[int]:
        """Needles that are in an output, as far as the memory can tell, and that nobody has explained."""
        return set().union(*self.where.values())

    def _look(self) -> None:
        memory = self.comparison.memory
        if memory.is_new:
            self.where = {path: set(here) for path, here in self.comparison.found.items()}
            self._asked = {source.path for source in self.sources.values()}
            return
        self.where = memory.where(self._suspects())

    def _suspects(self) -> set[int]:
        """Return the needles that some output may have and nobody has explained."""
        return self._unexplained(self.comparison.suspects)

    def _unexplained(self, hashes: Iterable[int]) -> set[int]:
        memory = self.comparison.memory
        left = set(hashes) - memory.furnished - memory.explained.keys()
        return memory.sealed.among(left, memory.is_there)

    def _likely(self) -> Iterator[SourceFile]:
        memory = self.comparison.memory
        shown = {path: Output.parse(memory.outputs[path]).articles for path in self.where}
        for path in sorted(shown, key=lambda path: (len(shown[path]) > _SEVERAL, -len(self.where[path]), path)):
            if path in self.where:  # what was explained meanwhile is there no more
                yield from (self.sources[article] for article in shown[path] if article in self.sources)
        wanted = {number for value in self.left for number in memory.sealed.owners(value)}
        sections = [Section.parse(line) for _, line in memory.sections.items()] if wanted else []
        mentioned = {section.article for section in sections if section.number in wanted}
        yield from (self.sources[article] for article in sorted(mentioned & self.sources.keys()))
        yield from (source for source in self.sources.values() if not source.path.startswith(_MANY))

    def _ask(self, sources: Iterable[SourceFile]) -> None:
        left = self.left
        for source in sources if left else ():
            if source.path not in self._asked:
                left -= self._said(source, left)
                if not left:
                    return

    def _said(self, source: SourceFile, left: set[int]) -> set[int]:
        """Return what of *left* is public by the hand of a source's author, and note that."""
        comparison, memory = self.comparison, self.comparison.memory
        self._asked.add(source.path)
        reader = Reader(comparison.vocabulary, memory.lengths)
        found = left.intersection(comparison.keyed(reader.authored(said_in_public(source, self.rule))))
        self._take(found, Source.parse(memory.sources[source.path]).number)
        return found

    def _ask_site(self, texts: Sequence[AuditedFile]) -> None:
        comparison = self.comparison
        vocabulary = comparison.vocabulary
        reader = Reader(vocabulary, comparison.memory.lengths)
        for file in texts:
            text = file.text()
            found = {value for _, hashes in reader.surface(text, "plain") for value in hashes}
            for reading in (text, _bare(text)):
                numbers = vocabulary.numbers(words_of(reading))
                for length in range(2, 8):
                    found.update(run_hashes(numbers, length))
            self._take(self.left.intersection(comparison.keyed(found)), _SITE)
            if not self.where:
                return

    def _take(self, found: set[int], number: int) -> None:
        if not found:
            return
        self.comparison.memory.explained.update(dict.fromkeys(found, number))
        for path in [path for path, here in self.where.items() if not here.isdisjoint(found)]:
            self.where[path] -= found
            if not self.where[path]:
                del self.where[path]


def _bare(text: str) -> str:
    """Return *text* without the ends of lines inside the strings of a catalog, which run over several lines."""
    return text.replace('"\n"', "")
