"""
What of a file that was read before is to be read again: the passages that changed, with the words around them.

A passage is read for itself, as the text of a whole file is. So what stands around it must not matter: a file of which
that is in doubt is read as a whole.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from generator.press.audit import binaries, markup
from generator.press.audit.decoding import is_escaped
from generator.press.audit.markup import unescaped
from generator.press.audit.words import words_of

AROUND: Final = 64  # words before and after, of which a run of eight is what is looked for
_ENCODED = re.compile("[A-Za-z0-9+/_-]{16}")  # what base64 goes on with from line to line
_DATA = re.compile(r"(?:^|>)\s*[\[{]")
_COUNTED_SIGN = re.compile("%[0-9a-fA-F]{2}|=[0-9A-F]{2}")
_DEPTH: Final = 3  # levels of entities; what stands deeper is in doubt
_UNIT_SIZE: Final = 4  # bytes
_MOST_UNITS: Final = 3  # for each line: each build that changes a file adds one to those that it has


class Passage(NamedTuple):
    """What a file says at some place, and what it said there before."""

    was: str
    now: str


class _Region(NamedTuple):
    """Lines of the text, from one to before another, and those that they stand for of the past."""

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


def passages(past: Past, text: str) -> list[Passage] | None:
    """Return the passages of *text* that its *past* has not, with what stands around them; None means all of it."""
    whole = binaries.as_text(past.data)
    if whole is None or not (_is_markup(whole[1]) and _is_markup(text)):
        return None
    old, new = whole[1].split("\n"), text.split("\n")
    if len(past.units) // _UNIT_SIZE > _MOST_UNITS * (len(new) + 1):
        return None  # read as a whole it has fewer
    found = [
        Passage("\n".join(old[one.past_start : one.past_end]), "\n".join(new[one.start : one.end]))
        for one in _widened(_changed(old, new), new)
    ]
    if 2 * sum(len(passage.now) for passage in found) > len(text):
        return None
    return found if all(_stands_alone(part) for passage in found for part in passage) else None


def _is_markup(text: str) -> bool:
    """Return whether *text* is HTML or XML: in data and in prose, signs far away decide how something is read."""
    return text.lstrip()[:1] == "<"


def _stands_alone(passage: str, depth: int = _DEPTH) -> bool:
    """
    Return whether *passage* has no sign that decides how something far away is read.

    These are signs of an encoding that is undone only where a file has several, and those with which data begin.
    """
    if _COUNTED_SIGN.search(passage) or _DATA.search(passage):
        return False
    return not is_escaped(passage) or (depth > 0 and _stands_alone(unescaped(passage), depth - 1))


def _changed(old: Sequence[str], new: Sequence[str]) -> list[_Region]:
    """Return where in *new* lines came, went or changed: regions without lines where some went."""
    start, most = 0, min(len(old), len(new))
    while start < most and old[start] == new[start]:
        start += 1
    end = 0
    while end < most - start and old[-1 - end] == new[-1 - end]:
        end += 1
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if not before and not after:
        return []
    kept = set(before) & set(after)
    if [line for line in before if line in kept] != [line for line in after if line in kept]:
        return [_Region(start, start + len(after), start, start + len(before))]  # some changed places
    return [_Region(*(start + at for at in gap)) for gap in _gaps(before, after, kept)]


def _gaps(before: Sequence[str], after: Sequence[str], kept: set[str]) -> Iterator[_Region]:
    """Yield where there is something else between two lines that both have, in the same order."""
    at = there = 0
    while at < len(before) or there < len(after):
        first, was = there, at
        while at < len(before) and before[at] not in kept:
            at += 1
        while there < len(after) and after[there] not in kept:
            there += 1
        if at > was or there > first:
            yield _Region(first, there, was, at)
        at, there = at + 1, there + 1


def _widened(regions: Iterable[_Region], lines: Sequence[str]) -> list[_Region]:
    """Return *regions* of *lines* with enough words before and after each; those that then touch are one."""
    found: list[_Region] = []
    for start, end, past_start, past_end in regions:
        before, after = _enough(lines, range(start - 1, -1, -1)), _enough(lines, range(end, len(lines)))
        wide = _Region(start - before, end + after, past_start - before, past_end + after)
        if found and wide.start <= found[-1].end:
            first = found.pop()
            wide = wide._replace(start=min(first.start, wide.start), past_start=min(first.past_start, wide.past_start))
        found.append(wide)
    return found


def _enough(lines: Sequence[str], places: range) -> int:
    """Return how many of *lines*, taken in the order of *places*, have the words that should stand around a region."""
    words = 0
    for count, place in enumerate(places):
        if words >= AROUND:
            return count
        shown = markup.visible(lines[place])
        # Such a line may be one of many that are encoded together.
        words += 0 if _ENCODED.search(shown) else len(words_of(shown))
    return len(places)
