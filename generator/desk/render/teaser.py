"""
Where the public part of a gated article ends when no marker says it.

Counts text characters of top-level blocks. Only a paragraph, a turn of an interview included, is cut inside: never in
a link, a footnote's mark, a speaker's name or raw HTML; otherwise the cut falls before the block.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from copy import deepcopy
from xml.etree.ElementTree import Element

from markdown.util import STX
from msgspec import Struct

from generator.desk.render.headings import HEADINGS
from generator.desk.render.text import fold_space
from generator.model.config import Cut, TeaserRule

# Elements whose text is never cut.
ATOMIC = frozenset({"a", "abbr", "code", "kbd", "samp", "sub", "sup", "time", "img", "br", "q", "var", "button"})
KEPT = frozenset({"class", "lang", "dir"})
SPACE = " \t\n\r\f"
NO_BREAK = frozenset("\u00a0\u202f")
SENTENCE_END = re.compile(r"[.!?…][»”\"’)\]\u00a0\u202f]*(?= |$)")


class Teaser(Struct, frozen=True):
    """
    Attributes:
        blocks: How many top-level blocks are wholly public.
        cut: The public beginning of the next block, or None when the cut falls before it.
        characters: Text characters of all that is public.
    """

    blocks: int
    cut: Element | None
    characters: int


def choose(rule: TeaserRule, blocks: Sequence[Element], text_of: Callable[[Element], str]) -> Teaser:
    """Return where *rule* ends the public part of *blocks*, whose visible text *text_of* gives."""
    texts = [text_of(block) for block in blocks]
    budget = _budget(rule, blocks, texts)
    used = 0
    for index, (block, text) in enumerate(zip(blocks, texts, strict=True)):
        if used >= budget or (used + len(text) > budget):
            return _end(rule.cut, blocks, texts, index, used, budget - used, block)
        used += len(text)
    return Teaser(len(blocks), None, used)


def _budget(rule: TeaserRule, blocks: Sequence[Element], texts: Sequence[str]) -> int:
    total = sum(len(text) for text in texts)
    limit = int(total * rule.at_most)
    if rule.words:
        return min(limit, _characters_of_words(rule.words, texts))
    if rule.paragraphs:
        count = 0
        characters = 0
        for block, text in zip(blocks, texts, strict=True):
            characters += len(text)
            count += block.tag == "p"
            if count == rule.paragraphs:
                break
        return min(limit, characters)
    return min(limit, rule.characters)


def _characters_of_words(words: int, texts: Sequence[str]) -> int:
    used = 0
    for text in texts:
        ends = [match.end() for match in re.finditer(r"[^ ]*\w[^ ]*", text)]
        if len(ends) >= words:
            return used + ends[words - 1]
        words -= len(ends)
        used += len(text)
    return used


def _end(
    cut: Cut, blocks: Sequence[Element], texts: Sequence[str], index: int, used: int, budget: int, block: Element
) -> Teaser:
    if block.tag == "p" and cut != "block" and budget > 0:
        length = _length(cut, block, texts[index], budget)
        if length:
            return Teaser(index, _beginning(block, length), used + length)
    while index and blocks[index - 1].tag in HEADINGS:  # a heading without its text tells what is sealed
        index -= 1
        used -= len(texts[index])
    return Teaser(index, None, used)


def _length(cut: Cut, block: Element, text: str, budget: int) -> int:
    """Return how many characters of the block's *text* to show, 0 for none."""
    if STX in "".join(block.itertext()):  # raw HTML: it may open here and close after the cut
        return 0
    length = min(budget, len(text))
    if cut == "word" and length < len(text) and text[length] != " ":
        length = text.rfind(" ", 0, length) + 1
    if cut == "sentence":
        ends = [match.end() for match in SENTENCE_END.finditer(text) if match.end() <= length]
        length = ends[-1] if ends else 0
    length = _whole(text, length)
    for start, end in _atoms(block):
        if start < length < end:
            length = _whole(text, start)
    return len(text[:length].rstrip(" \u00a0\u202f")) if cut != "character" else len(text[:length].rstrip(" "))


def _whole(text: str, length: int) -> int:
    """Return the nearest length, from *length* down, at which no no-break space stands on either side of the cut."""
    while 0 < length < len(text) and not NO_BREAK.isdisjoint(text[length - 1 : length + 1]):
        length -= 1
    return length


def _atoms(block: Element) -> Iterator[tuple[int, int]]:
    """Yield the spans of folded text that must stay whole."""
    position = _Position()
    yield from _atoms_below(block, position)


class _Position:
    """Counts characters as they are displayed: runs of white space once, none at the beginning."""

    def __init__(self) -> None:
        self.count = 0
        self.space = False

    def take(self, text: str | None) -> None:
        for character in text or "":
            if character in SPACE:
                self.space = self.count > 0
            else:
                self.count += 1 + self.space
                self.space = False


def _atoms_below(element: Element, position: _Position) -> Iterator[tuple[int, int]]:
    position.take(element.text)
    for child in element:
        if child.tag in ATOMIC or child.get("class") == "speaker":
            start = position.count + position.space
            position.take("".join(child.itertext()))
            yield start, position.count
        else:
            yield from _atoms_below(child, position)
        position.take(child.tail)


def _beginning(block: Element, length: int) -> Element:
    """Return a copy of *block* that ends after *length* displayed characters."""
    copy = deepcopy(block)
    copy.tail = "\n"
    _shorten(copy, _Position(), length)
    return copy


def _shorten(element: Element, position: _Position, length: int) -> bool:
    """
    Cut *element* in place; return whether the end was reached.

    What is cut inside keeps only attributes for looks and language: a title or an id may tell of what is sealed.
    """
    ended = _shorten_inside(element, position, length)
    if ended:
        for name in element.attrib.keys() - KEPT:
            del element.attrib[name]
    return ended


def _shorten_inside(element: Element, position: _Position, length: int) -> bool:
    element.text, ended = _shortened(element.text, position, length)
    for child in list(element):
        if ended:
            element.remove(child)
            continue
        if position.count >= length:
            element.remove(child)
            ended = True
            continue
        ended = _shorten(child, position, length)
        if ended:
            child.tail = None
        else:
            child.tail, ended = _shortened(child.tail, position, length)
    return ended


def _shortened(text: str | None, position: _Position, length: int) -> tuple[str | None, bool]:
    if text is None:
        return None, False
    for index, character in enumerate(text):
        before = position.count
        position.take(character)
        if position.count > length:
            position.count = before
            return text[:index].rstrip(SPACE), True
    return text, False


def displayed(element: Element) -> str:
    """Return the displayed text of an element without raw HTML; for tests and for short fields."""
    return fold_space("".join(element.itertext()))
