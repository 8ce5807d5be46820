"""What rendering one document may know of the rest of the site: addresses, never text."""

from typing import Final

from msgspec import Struct

from generator.errors import Location, SourceError
from generator.model.catalog import Catalog, Entry
from generator.model.config import SiteConfig

IN_ERROR: Final = "in error"


class Context(Struct, frozen=True):
    """
    Attributes:
        files: Paths below content/ of all files that are no documents.
        unpublished: Path of each document that is left out of this build to the reason: "not published", or
            `IN_ERROR`, of which readers of this document's errors hear anyway.
    """

    config: SiteConfig
    catalog: Catalog
    files: frozenset[str]
    unpublished: dict[str, str]


class Place(Struct, frozen=True):
    """Where a document stands, to make errors with."""

    entry: Entry
    markdown: str
    first_line: int

    @property
    def path(self) -> str:
        """The document's path below the site's folder."""
        return f"content/{self.entry.source}"

    def line_of(self, needle: str) -> int:
        """Return the line of the file that first holds *needle*, or that on which the body begins."""
        index = self.markdown.find(needle) if needle else -1
        return self.first_line + self.markdown.count("\n", 0, index) if index >= 0 else self.first_line

    @property
    def is_open(self) -> bool:
        """Whether nothing here is sealed, so that messages may quote it: logs of a build are read by many."""
        return self.entry.access.is_public and "paywall" not in self.markdown.casefold()

    def quoted(self, text: str, otherwise: str) -> str:
        """Return *text* for a message where nothing is sealed, else words that do not tell."""
        return repr(text[:60]) if self.is_open else otherwise

    def error(self, needle: str | int, code: str, problem: str, hint: str = "") -> SourceError:
        """Return an error at a line, or at the first line that holds a text."""
        if isinstance(needle, int):
            return SourceError(Location(self.path, needle, 1), code, problem, hint)
        index = self.markdown.find(needle) if needle else -1
        column = index - self.markdown.rfind("\n", 0, index) if index >= 0 else 1
        return SourceError(Location(self.path, self.line_of(needle), column), code, problem, hint)
