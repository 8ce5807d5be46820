"""What the audit is given: files that are read only when they must be."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Self

from generator.engine.digest import digest_bytes
from generator.errors import Location, SourceError


@dataclass(frozen=True, slots=True)
class AuditedFile:
    """
    A file of the output, staged or published.

    Attributes:
        path: Below the output folder, with slashes.
        digest: Of its bytes; whoever gives the same digest again says that they did not change.
        read: Returns its bytes.
        earlier: Returns what is published at this path until now, if anything is: of a file that was read then, only
            what is new is read again.
        is_page: Whether it is the page of one document; of many such files the last hardly change any more.

    Of a text the digest may be empty, if it is read only once.
    """

    path: str
    digest: str
    read: Callable[[], bytes] = field(repr=False)
    earlier: Callable[[], bytes] | None = field(default=None, repr=False)
    is_page: bool = False

    def text(self) -> str:
        """Return what it says; raises SourceError `changed` if its digest is of other bytes."""
        return _text(self.path, self.digest, self.read)


@dataclass(frozen=True, slots=True)
class SourceFile:
    """
    A Markdown file of content/.

    Attributes:
        path: As messages name it: `content/articles/budget.md`.
        article: The id that sealed headers have: `articles/budget`.
        gated: What the site's rules say where the front matter has no `access`.
        limit: How many text characters of the body are public at most if no marker says it; None leaves it to
            `teaser` in the front matter or the site's rule. Nothing of a body behind its marker is ever public.
        is_published: Whether the output has it: a draft makes nothing public that it says.
    """

    path: str
    digest: str
    read: Callable[[], bytes] = field(repr=False)
    article: str = ""
    gated: bool = False
    limit: int | None = None
    is_published: bool = True

    def text(self) -> str:
        """
        Return what it says.

        Raises:
            SourceError: `changed` if its digest is of other bytes: what it says for a moment explains nothing.
        """
        return _text(self.path, self.digest, self.read)

    def state(self, site_rule: str) -> str:
        """Return what all that the audit knows of the file depends on, *site_rule* being the site's teaser rule."""
        return f"{self.digest} {self.gated:d} {self.limit} {self.is_published:d} {site_rule}"

    @classmethod
    def of_state(cls, path: str, article: str, state: str, read: Callable[[], bytes]) -> Self:
        """Return the file that `state` described so."""
        digest, gated, limit, is_published, _ = state.split(" ", 4)
        most = None if limit == "None" else int(limit)
        return cls(path, digest, read, article, gated == "1", most, is_published=is_published == "1")


def _text(path: str, digest: str, read: Callable[[], bytes]) -> str:
    data = read()
    if digest and digest_bytes(data) != digest:
        raise SourceError(Location(path), "changed", "the file changed during the build", "build again")
    return data.decode("utf-8", "replace")
