"""
What of a file that was read before is to be read again: the passages that changed, with the words around them.

A passage is read for itself, as the text of a whole file is. So what stands further away must not matter for it, nor
it for that: a file of which this is in doubt is read as a whole.
"""

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
from typing import Final, NamedTuple

from generator.press.audit import binaries, markup
from generator.press.audit.decoding import is_escaped
from generator.press.audit.words import words_of

AROUND: Final = 16  # words before and after, twice as many as the longest run that is looked for
_FIRST: Final = 2  # lines that are looked through for them
_FINENESS: Final = 4  # then a quarter more at a time: few go too far, and many lines without words take few steps
_ENCODED = re.compile("[A-Za-z0-9+/_-]{16}")  # what base64 goes on with from line to line
# Data and comments, escapes, and signs of encodings that are undone only where a file has several.
_DOUBTFUL = re.compile(
    r"""[\\{\[]|":|<!--|-->|<!\[|\]\]|%[0-9a-fA-F]{2}|=[0-9A-F]{2}|=\s*$|&\#0*6[02]|&\#[xX]0*3[cCeE]|&amp;(?:lt|gt|\#)""",
    re.MULTILINE,
)
_DEPTH: Final = 3  # levels of entities; what stands deeper is in doubt
_UNIT_SIZE: Final = 4  # bytes
_MOST_UNITS: Final = 3  # for each line: each build that changes a file adds one to those that it has


class _Region(NamedTuple):
    """Lines of a text, from one to before another, and those that they stand for of its past."""

    start: int
    end: int
    past_start: int
    past_end: int


@dataclass(frozen=True, slots=True)
class Past:
    """
    A file as it was when it was read before.

    Attributes:
        units: Of what it said, 32 bits each.
    """

    data: bytes
    units: bytes


def passages(past: Past, text: str) -> list[str] | None:
    """Return the passages of *text* that its *past* has not, with what stands around them; None means all of it."""
    whole = binaries.as_text(past.data)
    if whole is None or not (_is_markup(whole[1]) and _is_markup(text)):
        return None
    old, lines = whole[1].split("\n"), _Lines(text)
    if len(past.units) // _UNIT_SIZE > _MOST_UNITS * len(lines.starts):
        return None  # read as a whole it has fewer
    regions = _changed(old, lines.lines)
    found = [text[lines.starts[start] : lines.starts[end]] for start, end in _widened(regions, lines)]
    if 2 * sum(map(len, found)) > len(text):
        return None
    gone = ("\n".join(old[one.past_start : one.past_end]) for one in regions)
    return found if all(map(_stands_alone, (*found, *gone))) else None


def _is_markup(text: str) -> bool:
    """Return whether *text* is HTML or XML: in data and in prose, signs far away decide how something is read."""
    return text.lstrip()[:1] == "<"


def _stands_alone(passage: str, depth: int = _DEPTH) -> bool:
    """Return whether nothing in *passage* decides how something far away is read, nor the reverse."""
    if _DOUBTFUL.search(passage):
        return False
    return not is_escaped(passage) or (depth > 0 and _stands_alone(markup.unescaped(passage), depth - 1))


def _changed(old: Sequence[str], new: Sequence[str]) -> list[_Region]:
    """Return where in *new* lines came, went or changed: regions without lines where some went."""
    region = _trimmed(_Region(0, len(new), 0, len(old)), old, new)
    was, now = _once(old, region.past_start, region.past_end), _once(new, region.start, region.end)
    # Lines that both have once: the tags of a list stand there many times.
    kept = [line for line in was if line in now]
    if kept != [line for line in now if line in was]:
        return [region]  # some changed places
    edges = [
        (region.start - 1, region.past_start - 1),
        *((now[line], was[line]) for line in kept),
        (region.end, region.past_end),
    ]
    gaps = [
        _trimmed(_Region(start + 1, end, past_start + 1, past_end), old, new)
        for (start, past_start), (end, past_end) in pairwise(edges)
    ]
    return [gap for gap in gaps if gap.end > gap.start or gap.past_end > gap.past_start]


def _once(lines: Sequence[str], start: int, end: int) -> dict[str, int]:
    """Return those *lines* that stand once from *start* to before *end*, in their order, with their places."""
    counts = Counter(lines[start:end])
    return {line: at for at, line in enumerate(lines[start:end], start) if counts[line] == 1}


def _trimmed(region: _Region, old: Sequence[str], new: Sequence[str]) -> _Region:
    """Return *region* without the lines at its start and its end that both have."""
    start, end, past_start, past_end = region
    while start < end and past_start < past_end and old[past_start] == new[start]:
        start, past_start = start + 1, past_start + 1
    while start < end and past_start < past_end and old[past_end - 1] == new[end - 1]:
        end, past_end = end - 1, past_end - 1
    return _Region(start, end, past_start, past_end)


def _widened(regions: Iterable[_Region], lines: "_Lines") -> list[tuple[int, int]]:
    """Return *regions* with enough words before and after each; those that then touch are one."""
    found: list[tuple[int, int]] = []
    for region in regions:
        start, end = lines.before(region.start), lines.after(region.end)
        while found and start <= found[-1][1]:
            first = found.pop()
            start, end = min(first[0], start), max(first[1], end)
        found.append((start, end))
    return found


@dataclass(slots=True)
class _Lines:
    """
    The lines of a text.

    Attributes:
        lines: Without their ends.
        starts: Where each begins, and where the last ends.
        flat: The text with escaped tags as tags, each sign in its place: what neither of the two readings hides is shown.
    """

    text: str
    lines: list[str] = field(init=False)
    starts: list[int] = field(init=False)
    flat: str = field(init=False)

    def __post_init__(self) -> None:
        self.lines = self.text.split("\n")
        *starts, end = accumulate((len(line) + 1 for line in self.lines), initial=0)
        self.starts = [*starts, end - 1]
        self.flat = self.text.replace("&lt;", "   <").replace("&gt;", ">   ")

    def before(self, line: int) -> int:
        """Return the line before *line* from which on there are enough words, and which no tag has begun before."""
        start, size = line, _FIRST
        while start > 0:
            start = max(0, line - size)
            if (tag := self._open_tag(self.starts[start])) is not None:
                start = self._line_of(tag)
            if self._words(self.starts[start], self.starts[line]) >= AROUND:
                break
            size += max(1, size // _FINENESS)
        return start

    def after(self, line: int) -> int:
        """Return the line after *line* up to which there are enough words, and before which no tag is left open."""
        last = len(self.starts) - 1
        end, size = line, _FIRST
        while end < last:
            end = min(last, line + size)
            if self._open_tag(self.starts[end]) is not None:
                close = self.flat.find(">", self.starts[end])
                end = self._line_of(close) + 1 if close >= 0 else last
            if self._words(self.starts[line], self.starts[end]) >= AROUND:
                break
            size += max(1, size // _FINENESS)
        return end

    def _open_tag(self, at: int) -> int | None:
        """Return where the tag begins that is open at a place, None if there is none."""
        opened = self.flat.rfind("<", 0, at)
        return opened if opened > self.flat.rfind(">", 0, at) else None

    def _line_of(self, at: int) -> int:
        return bisect_right(self.starts, at, hi=len(self.starts) - 1) - 1

    def _words(self, start: int, end: int) -> int:
        """Return how many words are shown between two places; what may be encoded has none."""
        if self._open_tag(start) is not None:
            close = self.flat.find(">", start, end)
            start = close + 1 if close >= 0 else end
        opened = self._open_tag(end)
        shown, _ = markup.strings(self.flat[start : end if opened is None else max(start, opened)])
        return sum(len(words_of(string)) for string in shown if not _ENCODED.search(string))
