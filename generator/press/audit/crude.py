"""
Sources as a careless eye reads them: what is public by their author's hand, and what looks as if it should be sealed.

This shares no line with the code that splits articles; where the two disagree, one of them is wrong.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

_INVISIBLE = re.compile("[\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_BEFORE: Final = " \t>*+-0123456789.)"
_QUOTE = re.compile(r"^[\s>*+\-\d.)]*")
_OPENS_MARK = re.compile(r"&lt;!|<|:{2,}|: :|\{[%{#<:]|\[//\]|\[%|%|\\\\|//|--|\||@|!{2,}")
_BLOCK = re.compile(r"^\s*:{2,}")
_ACCESS = re.compile(r"^access\s*:(.*)$", re.IGNORECASE)
_WORDS: Final = frozenset({"membersonly", "subscribersonly", "paidonly", "premium", "abonnes", "subscribers"})


@dataclass(frozen=True, slots=True)
class Crude:
    """
    Attributes:
        front: The lines of the front matter.
        body: Number and text of each line of the body.
        access: What `access` says, lower case; empty when there is none.
        access_line: Its line, 0 for none.
        sealed_from: Line of the first marker that seals all that follows, 0 for none.
        blocks: First and last line of each sealed block.
        marks: Line of each thing that looks like the beginning of something sealed.
    """

    front: tuple[str, ...] = field(repr=False)
    body: tuple[tuple[int, str], ...] = field(repr=False)
    access: str = ""
    access_line: int = 0
    sealed_from: int = 0
    blocks: tuple[tuple[int, int], ...] = ()
    marks: tuple[int, ...] = ()

    def is_gated(self, *, otherwise: bool) -> bool:
        """Return whether the article as a whole is not for everyone; *otherwise* if the front matter is silent."""
        return self.access != "public" if self.access_line else otherwise

    @property
    def public_lines(self) -> list[tuple[int, str]]:
        """The lines before the marker and outside sealed blocks."""
        return [
            (number, line)
            for number, line in self.body
            if not (self.sealed_from and number >= self.sealed_from)
            and not any(first <= number <= last for first, last in self.blocks)
        ]

    @property
    def sealed_lines(self) -> list[tuple[int, str]]:
        """The other lines of the body."""
        public = {number for number, _ in self.public_lines}
        return [one for one in self.body if one[0] not in public]


def read_crudely(text: str) -> Crude:
    """Return what a source says to a careless eye."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("\ufeff").split("\n")
    end = _end_of_front(lines)
    front = lines[1:end] if end else []
    body = tuple(enumerate(lines[end + 1 if end else 0 :], end + 2 if end else 1))
    access, access_line = _access(front)
    sealed_from, blocks, marks = _marks(body)
    return Crude(tuple(front), body, access, access_line, sealed_from, tuple(blocks), tuple(marks))


def looks_marked(line: str) -> bool:
    """Return whether *line* looks like a marker, a misspelt, a foreign or a half one included."""
    if line.lstrip(_BEFORE)[:1].isalpha():  # most lines are prose
        return False
    text = _INVISIBLE.sub("", unicodedata.normalize("NFKC", line)).casefold()
    text = _QUOTE.sub("", text)
    if not _OPENS_MARK.match(text):
        return False
    words = re.findall(r"[^\W\d_]+", text)
    if not words:
        return False
    return _is_near(words[0]) or _is_near("".join(words[:2])) or "".join(words) in _WORDS


def _is_near(word: str) -> bool:
    """Return whether at most two letters of "paywall" are missing, added or others, and one begins like the other."""
    if abs(len(word) - 7) > 2:
        return False
    row = list(range(8))
    for index, letter in enumerate(word, 1):
        before, row = row, [index]
        for column, other in enumerate("paywall", 1):
            row.append(min(before[column] + 1, row[-1] + 1, before[column - 1] + (letter != other)))
    return row[-1] <= 2


def _end_of_front(lines: Sequence[str]) -> int:
    if lines[0].rstrip() != "---":
        return 0
    return next((index for index, line in enumerate(lines[1:], 1) if line.rstrip() in ("---", "...")), 0)


def _access(front: Sequence[str]) -> tuple[str, int]:
    for index, line in enumerate(front):
        match = _ACCESS.match(line)
        if match:
            value = match[1].split(" #")[0].strip().strip("\"'").casefold()
            return value, index + 2
    return "", 0


def _marks(body: Sequence[tuple[int, str]]) -> tuple[int, list[tuple[int, int]], list[int]]:
    sealed_from, blocks, marks = 0, [], []
    depth, opened = 0, 0
    for number, line in _outside_code(body):
        is_block = ":" in line and bool(_BLOCK.match(line))
        if looks_marked(line):
            marks.append(number)
            if not is_block:
                sealed_from = sealed_from or number
            elif not opened:
                opened, depth = number, 0
                continue
        if opened and is_block:
            depth += 1 if line.strip().strip(":").strip() else -1
            if depth < 0:
                blocks.append((opened, number))
                opened = 0
    if opened:
        blocks.append((opened, body[-1][0]))
    return sealed_from, blocks, marks


def _outside_code(body: Sequence[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    fence = ""
    for number, line in body:
        match = _FENCE.match(line) if "`" in line or "~" in line else None
        if match and not fence:
            fence = match[1]
        elif match and line.strip().startswith(fence) and not line.strip().strip(fence[0]):
            fence = ""
        elif not fence:
            yield number, line
