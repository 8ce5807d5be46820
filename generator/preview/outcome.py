"""What a build came to, in a form that the terminal, the browser and another process can take."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from generator.errors import GeneratorError, LeakError, Location, Problems, SourceError, Warning_
from generator.preview.excerpt import Excerpt, excerpt

AGAIN = frozenset({"changed", "build-running"})  # errors that pass by themselves


@dataclass(frozen=True, slots=True)
class Told:
    """One mistake or warning. `line` and `column` count from 1; 0 means unknown."""

    code: str
    path: str
    line: int
    column: int
    problem: str
    hint: str = ""
    excerpt: Excerpt = ()


@dataclass(frozen=True, slots=True)
class Built:
    """
    A build that published.

    Attributes:
        changed: Paths below the output folder whose bytes changed or that are gone.
        marked: Address below the site's root to `draft`, `future`.
        next_change: The next moment at which time alone changes the site.
        seconds: Wall-clock time.
    """

    pages: int
    rendered: int
    changed: tuple[str, ...]
    warnings: tuple[Told, ...]
    marked: Mapping[str, tuple[str, ...]]
    next_change: datetime | None
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A build that published nothing. `text` is how the terminal tells it."""

    errors: tuple[Told, ...]
    text: str = field(repr=False)

    @property
    def passes(self) -> bool:
        """Whether all that is wrong is that something else was going on."""
        return all(error.code in AGAIN for error in self.errors)


Outcome = Built | Failed


def failed(error: GeneratorError, root: Path) -> Failed:
    """Return what *error* tells; of a leak the places only, never the words."""
    return Failed(_errors(error, root), str(error))


def crashed(problem: str, text: str) -> Failed:
    """Return a failure that is ours and not the author's."""
    hint = "the terminal has the details; please report them"
    return Failed((Told("internal", "", 0, 0, problem, hint),), text)


def warned(warning: Warning_) -> Told:
    """Return a warning."""
    where = warning.where
    return Told(warning.code, where.path, where.line, where.column, warning.message)


def _errors(error: GeneratorError, root: Path) -> tuple[Told, ...]:
    if isinstance(error, Problems):
        return tuple(_error(one, root) for one in error.errors)
    if isinstance(error, SourceError):
        return (_error(error, root),)
    if isinstance(error, LeakError):
        return tuple(
            _told(leak.source, "leak", f"section {leak.section} is readable in {leak.output}", "nothing was published")
            for leak in error.leaks
        )
    return (Told("error", "", 0, 0, str(error)),)


def _error(error: SourceError, root: Path) -> Told:
    lines = excerpt(root, error.where.path, error.where.line)
    return _told(error.where, error.code, error.problem, error.hint, lines)


def _told(where: Location, code: str, problem: str, hint: str, lines: Excerpt = ()) -> Told:
    return Told(code, where.path, where.line, where.column, problem, hint, lines)
