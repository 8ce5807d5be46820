"""
Markers and directives in the Markdown of an article.

A line that is exactly `<!-- paywall -->` seals what follows; `::: NAME …` and `:::` open and close a block. Whatever
looks like one of these and is none stops the build: an author who misspells a marker means to seal.
"""

import re
from collections.abc import Sequence
from difflib import get_close_matches
from typing import Literal

from msgspec import Struct

from generator.desk.render.fences import EDGE, Fence, blank_lines_emptied, fences
from generator.desk.render.suspicion import (
    MARKER,
    first_near,
    is_marker_title,
    looks_marked,
    looks_marked_between,
    names_paywall,
)
from generator.errors import Location, SourceError

# Private-use characters: they mark our tokens, so an author may not write them.
OPEN, SHUT = "\ue000", "\ue001"
DIRECTIVES = ("paywall", "interview", "figure", "aside", "note")
TITLED = frozenset({"aside", "note"})
COMMENT = re.compile(r"<!--(.*?)(-->|\Z)", re.DOTALL)
# Within one line: what stands between two stray backticks is no code, whatever Markdown makes of it.
CODE_SPAN = re.compile(r"(?<![`\\])(`+)(?!`)([^\n]+?)(?<!`)\1(?!`)")
DIRECTIVE = re.compile(r"^::: ([a-z][a-z-]*)(?: +(\S.*?))?\s*$")
BEGINNINGS = (":::", MARKER)
TAB = 4
SHORT = 12  # a line longer than this is not the marker's word alone

Action = Literal["cut", "open", "close"]


class Mark(Struct, frozen=True):
    """A marker or one end of a directive. `line` is that of the file; `argument` what follows the name."""

    number: int
    line: int
    action: Action
    name: str = ""
    argument: str = ""

    @property
    def token(self) -> str:
        """The paragraph that stands for the mark while Markdown renders."""
        return f"{OPEN}m{self.number}{SHUT}"


class Scan(Struct, frozen=True):
    """
    Markdown with its marks replaced by tokens.

    Attributes:
        markdown: What Python-Markdown shall render.
        doubtful: Line of each marker that is right only if it turns out to stand in code; a token follows each there.
        open_fence: Line of a fence that is never closed, or 0.
    """

    markdown: str
    marks: tuple[Mark, ...]
    doubtful: tuple[int, ...]
    open_fence: int
    errors: tuple[SourceError, ...]


def witness(line: int) -> str:
    """Return the token that stands beside a doubtful marker of *line* and shows where it ends up."""
    return f"{OPEN}c{line}{SHUT}"


def scan(markdown: str, *, path: str, first_line: int, has_fences: bool = True, of_theme: Sequence[str] = ()) -> Scan:
    """
    Return *markdown* with tokens in place of its marks, and an error for each line that only looks like one.

    *has_fences* tells whether Markdown will know fenced code; *of_theme* names the directives of the theme.
    """
    # As Python-Markdown's first step does it: a tab behind a closing fence must not hide it from us alone.
    text = blank_lines_emptied(markdown.expandtabs(TAB))
    return _Reader(text, path, first_line, tuple(fences(text)) if has_fences else None, of_theme).read()


class _Reader:
    """One pass over a document's lines; a class because its pieces of state travel together."""

    def __init__(
        self, markdown: str, path: str, first_line: int, found: Sequence[Fence] | None, of_theme: Sequence[str]
    ) -> None:
        self.markdown = markdown
        self.path = path
        self.first_line = first_line
        self.fences = found or ()
        self.of_theme = of_theme
        self.has_fences = found is not None
        self.marks: list[Mark] = []
        self.doubtful: list[int] = []
        self.errors: list[SourceError] = []
        self.open_fence = 0

    def read(self) -> Scan:
        self._check_fences()
        self._check_comments()
        lines = []
        offset = 0
        waiting = list(reversed(self.fences))
        source = self.markdown.split("\n")
        has_reserved = OPEN in self.markdown or SHUT in self.markdown
        for index, line in enumerate(source):
            number = self.first_line + index
            while waiting and waiting[-1].end <= offset:
                waiting.pop()
            in_fence = bool(waiting) and waiting[-1].start <= offset
            if has_reserved:
                self._check_characters(line, number)
            if not in_fence and 5 <= len(line.strip()) <= SHORT:
                self._check_between(source[max(0, index - 1) : index + 2], line, number)
            lines.append(line if in_fence else self._line(line, number))
            offset += len(line) + 1
        self._check_pairs()
        return Scan("\n".join(lines), tuple(self.marks), tuple(self.doubtful), self.open_fence, tuple(self.errors))

    def _line(self, line: str, number: int) -> str:
        mark = self._mark(line, number) if line.startswith(BEGINNINGS) else None
        if mark:
            self.marks.append(mark)
            return f"\n{mark.token}\n"
        if self.has_fences and EDGE.match(line) and not self.open_fence and "`" not in line.lstrip("`"):
            self.open_fence = number
        if looks_marked(CODE_SPAN.sub("", line) if "`" in line else line):
            if not line.startswith("    "):
                self._bad_marker(line, number)
                return line
            self.doubtful.append(number)
            return f"{line}{witness(number)}"
        return CODE_SPAN.sub(lambda match: self._code(match, number), line) if "`" in line else line

    def _check_between(self, lines: Sequence[str], line: str, number: int) -> None:
        if len(lines) == 3 and looks_marked_between(lines[0], line, lines[2]):
            self._bad_marker(line, number)

    def _code(self, span: re.Match[str], number: int) -> str:
        """Return a code span, with a witness in it if it quotes a marker: Markdown may not take it for code."""
        if "<!" not in span[2] and not looks_marked(span[2]):
            return span[0]
        self.doubtful.append(number)
        return f"{span[1]}{span[2]}{witness(number)}{span[1]}"

    def _mark(self, line: str, number: int) -> Mark | None:
        text = line.rstrip()
        if text == MARKER:
            return Mark(len(self.marks), number, "cut")
        if text == ":::":
            return Mark(len(self.marks), number, "close")
        match = DIRECTIVE.match(line)
        if match and (match[1] in DIRECTIVES or match[1] in self.of_theme):
            self._check_title(match[1], match[2] or "", number)
            return Mark(len(self.marks), number, "open", match[1], match[2] or "")
        return None

    def _check_title(self, name: str, title: str, number: int) -> None:
        if name == "paywall" or not title:
            return
        if name in DIRECTIVES and name not in TITLED:
            hint = "write '::: paywall TIER' to seal something"
            self._error(number, "unused-argument", f"nothing may follow '::: {name}'", hint)
        elif is_marker_title(title):
            hint = "write '::: paywall TIER' to seal something, or give the block another title"
            self._error(number, "bad-marker", f"what follows '::: {name}' looks like a marker", hint)

    def _bad_marker(self, line: str, number: int) -> None:
        match = re.match(r":::\s*([\w-]+)", line.strip())
        known = (*DIRECTIVES, *self.of_theme)
        if match and match[1] not in known:
            close = get_close_matches(match[1].casefold(), known, n=1, cutoff=0.5)
            hint = f"did you mean '::: {close[0]}'?" if close else f"directives are: {', '.join(known)}"
            problem = f"unknown directive {match[1]!r}" if close else "an unknown directive"
            self._error(number, "unknown-directive", problem, hint)
            return
        hint = f"write {MARKER} or '::: paywall TIER' alone on a line, at its beginning; in a code block it is text"
        word = first_near(line)
        subject = f"a line with {word!r}" if word else "this line"
        self._error(number, "bad-marker", f"{subject} looks like a marker and is none", hint)

    def _check_fences(self) -> None:
        for fence in self.fences:
            first = self.first_line + self.markdown.count("\n", 0, fence.start)
            for index in fence.doubts():
                hint = "begin and end the code block with the same signs, at the beginning of the line"
                problem = f"a marker at the edge of the code block of line {first}"
                self._error(first + index, "bad-marker", problem, hint)

    def _without_code(self) -> str:
        """Return the Markdown with code blanked out, each character by a space, so that offsets stay."""
        pieces, at = [], 0
        for fence in self.fences:
            pieces += [self.markdown[at : fence.start], re.sub(r"[^\n]", " ", fence.text)]
            at = fence.end
        text = "".join([*pieces, self.markdown[at:]])
        return CODE_SPAN.sub(lambda match: " " * len(match[0]), text)

    def _check_comments(self) -> None:
        if "<!--" not in self.markdown:
            return
        text = self._without_code()
        for match in COMMENT.finditer(text):
            number = self.first_line + text.count("\n", 0, match.start())
            if not match[2]:
                hint = "close it with -->; all that follows would be hidden"
                self._error(number, "unclosed-comment", "a comment is never closed", hint)
            elif match[0] != MARKER and names_paywall(self.markdown[match.start(1) : match.end(1)]):
                self._bad_marker(match[0].replace("\n", " "), number)
            else:
                self._check_hidden(self.markdown[match.start() : match.end()], number)

    def _check_hidden(self, comment: str, number: int) -> None:
        """Report marks that a comment of several lines hides: a browser would not see them either."""
        for index, line in enumerate(comment.split("\n")[1:], number + 1):
            if line.rstrip() == MARKER or line.startswith(":::") or looks_marked(line):
                hint = "close the comment above it with -->, or remove the comment"
                self._error(index, "bad-marker", f"the comment of line {number} hides this marker", hint)

    def _check_characters(self, line: str, number: int) -> None:
        if OPEN in line or SHUT in line:
            self._error(number, "reserved-character", "U+E000 and U+E001 are reserved", "remove the character")

    def _check_pairs(self) -> None:
        stack: list[Mark] = []
        for mark in self.marks:
            if mark.action == "open":
                stack.append(mark)
            elif mark.action == "close" and not stack:
                self._error(mark.line, "stray-close", "':::' closes nothing", "remove it, or open a block above")
            elif mark.action == "close":
                stack.pop()
        for mark in stack:
            problem = f"'::: {mark.name}' is never closed"
            self._error(mark.line, "unclosed-block", problem, "close it with a line ':::'")

    def _error(self, line: int, code: str, problem: str, hint: str) -> None:
        self.errors.append(SourceError(Location(self.path, line, 1), code, problem, hint))
