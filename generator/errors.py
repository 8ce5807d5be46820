"""
What an author or an operator can fix.

    GeneratorError
    ├── SourceError     one mistake: a place, a code, a problem, a hint
    ├── Problems        all mistakes of a run, never empty
    └── LeakError       sealed text found in the output: nothing is published

Anything else that escapes is a bug of ours and keeps its traceback. All of these pickle, because workers
raise them across processes.
"""

from collections.abc import Collection, Iterable
from typing import Final

from msgspec import Struct


class Location(Struct, frozen=True, order=True):
    """A place in a source file. `line` and `column` count from 1; 0 means the whole file."""

    path: str
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        parts = [self.path]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


class Warning_(Struct, frozen=True, order=True):  # noqa: N801 - `Warning` is a builtin
    """Something an author should look at and that stops nothing, unless the build is strict."""

    where: Location
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.where}: warning[{self.code}]: {self.message}"


class GeneratorError(Exception):
    """The person who runs the build can fix it."""


class SourceError(GeneratorError):
    """A mistake in a file or a setting, told as `path:line:column: error[code]: problem` and a hint."""

    def __init__(self, where: Location, code: str, problem: str, hint: str = "") -> None:
        # Every argument goes to `args`: a worker process pickles the error back to us.
        super().__init__(where, code, problem, hint)
        self.where = where
        self.code = code
        self.problem = problem
        self.hint = hint

    def __str__(self) -> str:
        message = f"{self.where}: error[{self.code}]: {self.problem}"
        return f"{message}\n  hint: {self.hint}" if self.hint else message

    def sort_key(self) -> tuple[Location, str, str]:
        """Return what orders errors for people: file, line, column, then code."""
        return (self.where, self.code, self.problem)


class Problems(GeneratorError):  # noqa: N818 - it is a list of errors, as ExceptionGroup is
    """All mistakes of a run, in the order of their places, each once."""

    def __init__(self, errors: Iterable[SourceError]) -> None:
        unique = {str(error): error for error in errors}
        self.errors = tuple(sorted(unique.values(), key=SourceError.sort_key))
        super().__init__(self.errors)

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)


class Leak(Struct, frozen=True, order=True):
    """
    Sealed text that was found readable.

    Attributes:
        output: Path of the output file, below the output folder; a source path when the text was meant
            to be sealed and never was.
        section: `article#section` whose text it is.
        source: Where the text stands in the sources.
        encoding: How it was hidden: `plain`, `base64`, `gzip`, ….
        words: The words themselves. Shown only on request, for logs are public too.
    """

    output: str
    section: str
    source: Location
    encoding: str
    words: str = ""

    def message(self, *, show_text: bool = False) -> str:
        """Return one line for people; the words only with `show_text`."""
        how = "" if self.encoding == "plain" else f" ({self.encoding})"
        said = f": {self.words!r}" if show_text and self.words else ""
        return f"{self.source}: error[leak]: section {self.section} is readable in {self.output}{how}{said}"


class LeakError(GeneratorError):
    """Sealed text found readable in the output: nothing is published, exit status 3."""

    def __init__(self, leaks: Iterable[Leak]) -> None:
        self.leaks = tuple(sorted(set(leaks)))
        super().__init__(self.leaks)

    def __str__(self) -> str:
        return "\n".join(leak.message() for leak in self.leaks)


_MANY: Final = 24  # names that a hint still lists one by one
_FEW: Final = 5


def nearest(word: str, known: Collection[str], *, says: str) -> str:
    """Return a hint that names the known word nearest to *word*, and the known words after *says*: of many, a few near ones."""
    from difflib import get_close_matches  # most builds have nothing to say

    names = sorted(known)
    close = get_close_matches(word, names, n=_FEW, cutoff=0.5)
    shown = names if len(names) <= _MANY else sorted(close) or names[:_FEW]
    left_out = f" and {len(names) - len(shown)} more" if len(shown) < len(names) else ""
    listed = f"{says}: {', '.join(shown)}{left_out}" if names else ""
    return f"did you mean {close[0]!r}? {listed}".strip() if close else listed
