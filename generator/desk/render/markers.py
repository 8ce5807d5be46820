"""
Markers and directives in the Markdown of an article.

A line that is exactly `<!-- paywall -->` seals what follows; `::: NAME …` and `:::` open and close a block. Whatever
looks like one of these and is none stops the build: an author who misspells a marker means to seal.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from html import unescape
from typing import Literal

from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.extensions.fenced_code import FencedBlockPreprocessor

from generator.errors import Location, SourceError

# Private-use characters: they mark our tokens, so an author may not write them.
OPEN, SHUT = "\ue000", "\ue001"
MARKER = "<!-- paywall -->"
DIRECTIVES = ("paywall", "interview", "figure", "aside", "note")
# Markers of other systems: an article moved from there means to be sealed where one stands.
FOREIGN = frozenset({"membersonly", "subscribersonly", "paidonly", "premium", "abonnes", "subscribers"})
COMMENT = re.compile(r"<!--(.*?)(-->|\Z)", re.DOTALL)
CODE_SPAN = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
DIRECTIVE = re.compile(r"^::: ([a-z][a-z-]*)(?: +(\S.*?))?\s*$")
FENCE_EDGE = re.compile(r"^(?:`{3,}|~{3,})")
# A line without any of these cannot look like a marker; most prose lines end here.
SUSPECT = re.compile(r"[<>{}\[\]%|\\:;!=~/@$^&\ufe00-\uffef\u2a74\u2236]|--")
INVISIBLE = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]"
)

Action = Literal["cut", "open", "close"]


@dataclass(frozen=True, slots=True)
class Mark:
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


@dataclass(frozen=True, slots=True)
class Scan:
    """
    Markdown with its marks replaced by tokens.

    Attributes:
        markdown: What Python-Markdown shall render.
        doubtful: Line of each indented marker that is right only if it turns out to stand in a code block.
        has_fence_edge: Line of a fence that is never closed, or 0.
    """

    markdown: str
    marks: tuple[Mark, ...]
    doubtful: tuple[int, ...]
    open_fence: int
    errors: tuple[SourceError, ...]


def scan(markdown: str, *, path: str, first_line: int) -> Scan:
    """Return *markdown* with tokens in place of its marks, and an error for each line that only looks like one."""
    reader = _Reader(markdown, path, first_line)
    return reader.read()


def distance_at_most_two(word: str, target: str) -> bool:
    """Return whether *word* becomes *target* by at most two edits (Levenshtein, with transposition as one)."""
    if abs(len(word) - len(target)) > 2:
        return False
    before: list[int] = []
    row = list(range(len(target) + 1))
    for i, a in enumerate(word, 1):
        last, before, row = before, row, [i]
        for j, b in enumerate(target, 1):
            best = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (a != b))
            if i > 1 and j > 1 and a == target[j - 2] and word[i - 2] == b:
                best = min(best, last[j - 2] + 1)
            row.append(best)
    return row[-1] <= 2


def folded(text: str) -> str:
    """Return *text* as a careless eye reads it: entities, compatibility forms, invisible characters, case."""
    return INVISIBLE.sub("", unicodedata.normalize("NFKC", unescape(text))).casefold()


def fenced_spans(markdown: str) -> Iterator[tuple[int, int]]:
    """Yield the spans that Python-Markdown's own expression takes for fenced code."""
    index = 0
    while match := FencedBlockPreprocessor.FENCED_BLOCK_RE.search(markdown, index):
        attributes = match.group("attrs")
        if attributes and get_attrs_and_remainder(attributes)[1]:
            index = match.end("attrs")  # not a fence, as fenced_code.py decides it
            continue
        yield match.span()
        index = match.end()


class _Reader:
    """One pass over a document's lines; a class because seven pieces of state travel together."""

    def __init__(self, markdown: str, path: str, first_line: int) -> None:
        self.markdown = markdown
        self.path = path
        self.first_line = first_line
        self.marks: list[Mark] = []
        self.doubtful: list[int] = []
        self.errors: list[SourceError] = []
        self.open_fence = 0

    def read(self) -> Scan:
        spans = list(fenced_spans(self.markdown))
        self._check_comments(self._without_code(spans))
        lines = []
        offset = 0
        for index, line in enumerate(self.markdown.split("\n")):
            in_fence = any(start <= offset < end for start, end in spans)
            lines.append(line if in_fence else self._line(line, self.first_line + index))
            offset += len(line) + 1
        self._check_pairs()
        return Scan("\n".join(lines), tuple(self.marks), tuple(self.doubtful), self.open_fence, tuple(self.errors))

    def _line(self, line: str, number: int) -> str:
        if OPEN in line or SHUT in line:
            self._error(number, "reserved-character", "U+E000 and U+E001 are reserved", "remove the character")
        mark = self._mark(line, number)
        if mark:
            self.marks.append(mark)
            return f"\n{mark.token}\n"
        if FENCE_EDGE.match(line) and not self.open_fence and "`" not in line.lstrip("`"):
            self.open_fence = number
        if line.startswith(("    ", "\t")) and self._looks_marked(line):
            self.doubtful.append(number)
            return f"{line}{OPEN}c{number}{SHUT}"
        if self._looks_marked(line):
            self._bad_marker(line, number)
        return line

    def _mark(self, line: str, number: int) -> Mark | None:
        text = line.rstrip()
        if text == MARKER:
            return Mark(len(self.marks), number, "cut")
        if text == ":::":
            return Mark(len(self.marks), number, "close")
        match = DIRECTIVE.match(line)
        if match and match[1] in DIRECTIVES:
            return Mark(len(self.marks), number, "open", match[1], match[2] or "")
        return None

    @staticmethod
    def _looks_marked(line: str) -> bool:
        if not SUSPECT.search(line):
            return False
        bare = CODE_SPAN.sub("", line)
        text = folded(bare).strip().lstrip("> \t*-+0123456789.)").strip()
        if re.match(r":\s?:", text) or re.match(r":\s?:", folded(bare).strip()):
            return True
        words = re.findall(r"[^\W\d_]+", text)
        letters = "".join(words)
        marked = re.search(r"[<>{}\[\]%|\\]|--|::|[-=]{2}>", folded(bare))
        if marked and distance_at_most_two(letters, "paywall"):
            return True
        if "<!" in text and "paywall" in letters and "--" in text:
            return True
        return bool(words and re.match(r"[:;!%{\[<=~|/\\@$^&]", text) and distance_at_most_two(words[0], "paywall"))

    def _bad_marker(self, line: str, number: int) -> None:
        text = line.strip()
        match = re.match(r":::\s*([\w-]+)", text)
        if match and match[1] not in DIRECTIVES:
            close = get_close_matches(match[1].casefold(), DIRECTIVES, n=1, cutoff=0.5)
            hint = f"did you mean '::: {close[0]}'?" if close else f"directives are: {', '.join(DIRECTIVES)}"
            self._error(number, "unknown-directive", f"unknown directive {match[1]!r}", hint)
            return
        hint = f"write {MARKER} or '::: paywall TIER' alone on a line, at its beginning; in a code block it is text"
        self._error(number, "bad-marker", f"{text[:60]!r} looks like a marker and is none", hint)

    def _without_code(self, spans: list[tuple[int, int]]) -> str:
        """Return the Markdown with code blanked out, each character by a space, so that offsets stay."""
        text = self.markdown
        for start, end in spans:
            text = text[:start] + re.sub(r"[^\n]", " ", text[start:end]) + text[end:]
        return CODE_SPAN.sub(lambda match: re.sub(r"[^\n]", " ", match[0]), text)

    def _check_comments(self, text: str) -> None:
        for match in COMMENT.finditer(text):
            number = self.first_line + text.count("\n", 0, match.start())
            if not match[2]:
                hint = "close it with -->; all that follows would be hidden"
                self._error(number, "unclosed-comment", "a comment is never closed", hint)
            elif match[0] != MARKER and self._names_paywall(match[1]):
                self._bad_marker(match[0].replace("\n", " "), number)
            else:
                self._check_hidden(match[0], number)

    def _check_hidden(self, comment: str, number: int) -> None:
        """Report marks that a comment of several lines hides: a browser would not see them either."""
        for index, line in enumerate(comment.split("\n")[1:], number + 1):
            if line.rstrip() == MARKER or line.startswith(":::") or self._looks_marked(line):
                hint = "close the comment above it with -->, or remove the comment"
                self._error(index, "bad-marker", f"the comment of line {number} hides this marker", hint)

    @staticmethod
    def _names_paywall(comment: str) -> bool:
        words = re.findall(r"[^\W\d_]+", folded(comment))
        letters = "".join(words)
        close = bool(words) and distance_at_most_two(words[0], "paywall")
        return close or distance_at_most_two(letters, "paywall") or letters in FOREIGN

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
