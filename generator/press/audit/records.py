"""
What is remembered of each file, as one string: 40,000 strings load in 10 ms, as many tuples take 60.

No field holds a tab: paths are the keys.
"""

from typing import NamedTuple, Self


class Section(NamedTuple):
    """A sealed file: the number that its needles have, what it belongs to, and how many words it has if it is short, else 0."""

    digest: str
    number: int
    article: str
    section: str
    whole: int = 0

    def line(self) -> str:
        """Return the record as a string."""
        return "\t".join(map(str, self))

    @classmethod
    def parse(cls, line: str) -> Self:
        """Return the record of such a string."""
        digest, number, article, section, whole = line.split("\t")
        return cls(digest, int(number), article, section, int(whole))


class Output(NamedTuple):
    """A public file: the number of its own unit, the articles and the sealed files that it names."""

    digest: str
    number: int
    articles: tuple[str, ...]
    sealed: tuple[str, ...]

    def line(self) -> str:
        """Return the record as a string."""
        return "\t".join((self.digest, str(self.number), " ".join(self.articles), " ".join(self.sealed)))

    @classmethod
    def parse(cls, line: str) -> Self:
        """Return the record of such a string."""
        digest, number, articles, sealed = line.split("\t")
        return cls(digest, int(number), tuple(articles.split()), tuple(sealed.split()))

    @staticmethod
    def number_in(line: str) -> int:
        """Return the number that the record of such a string has."""
        return int(line.split("\t", 2)[1])


class Source(NamedTuple):
    """A source: how many sections it should have, and the line that says so."""

    state: str
    number: int
    article: str
    sections: int
    at: int

    def line(self) -> str:
        """Return the record as a string."""
        return "\t".join(map(str, self))

    @classmethod
    def parse(cls, line: str) -> Self:
        """Return the record of such a string."""
        state, number, article, sections, at = line.split("\t")
        return cls(state, int(number), article, int(sections), int(at))


def is_of(line: str | None, state: str) -> bool:
    """Return whether a record is there and of a file in the same state: with the same digest."""
    return line is not None and line.startswith(f"{state}\t")
