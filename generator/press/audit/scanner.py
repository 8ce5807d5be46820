"""
Files taken apart into strings: texts between tags, values of attributes, strings of data. Each is read once.

Most bytes of a site are strings that stand on many pages: menus, footers, the same summary on a page, in its
description, on twenty lists and in a feed, where its markup is escaped. Text goes on from one string to the next, so
what lies across their seams is read, too, unless both are long enough to be found by themselves.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from generator.press.audit import binaries, markup, pieces
from generator.press.audit.decoding import layers_of_markup, layers_of_string
from generator.press.audit.reader import DEPTH, Budget, Found, Reader, joined
from generator.press.audit.words import GUARANTEE

_UNREAD: Final = (".br", ".zst")  # no decoder in the standard library
_EDGE: Final = GUARANTEE - 1  # words of a string that can be part of a needle across its seam

Emit = Callable[[int, str, set[int]], None]


@dataclass(frozen=True, slots=True)
class Scanned:
    """The numbers of a file's strings and seams, 32 bits each, and whether all of the file was read."""

    units: bytes
    is_whole: bool


class Text(NamedTuple):
    """A string that was read: its number, 0 if it has no hash, its first and last words, whether these are all."""

    number: int
    first: tuple[int, ...]
    last: tuple[int, ...]
    is_short: bool


class Block(NamedTuple):
    """A block of markup that was read: the numbers of all that it holds, and its texts in their order."""

    numbers: tuple[int, ...]
    texts: tuple[Text, ...]


@dataclass(slots=True)
class Scanner:
    """
    Attributes:
        next: Number of the next string or seam.
        blocks, strings, seams: What was met, by the hashes of what it is made of.
    """

    reader: Reader
    next: int = 1
    blocks: dict[int, Block] = field(default_factory=dict)
    strings: dict[int, Text] = field(default_factory=dict)
    seams: dict[tuple[tuple[int, ...], tuple[int, ...]], int] = field(default_factory=dict)

    def scan(self, path: str, data: bytes, emit: Emit) -> Scanned:
        """Give *emit* number, encoding and hashes of each string of a file that was not met before, its name first."""
        own = self._named(path, emit)
        budget = Budget()
        units = {own}
        whole = binaries.as_text(data)
        if whole:
            emit(own, "plain", {pieces.whole(data)})
            self._text(whole[1], whole[0], budget, emit, units)
        else:
            for how, hashes in self.reader.data(data, "plain", budget):
                emit(own, how, hashes)
        units.discard(0)
        return Scanned(array("I", sorted(units)).tobytes(), budget.is_kept and not path.endswith(_UNREAD))

    def name_only(self, path: str, emit: Emit) -> Scanned:
        """Do the same for a sealed file, whose bytes say nothing."""
        return Scanned(array("I", (self._named(path, emit),)).tobytes(), is_whole=True)

    def _named(self, path: str, emit: Emit) -> int:
        own = self._number()
        for how, hashes in self.reader.surface(path, "path"):
            emit(own, how, hashes)
        return own

    def _text(self, text: str, how: str, budget: Budget, emit: Emit, units: set[int]) -> None:
        tail: tuple[int, ...] = ()
        was_short = True
        for markup_block in _blocks(text):
            key = hash(markup_block)
            block = self.blocks.get(key)
            if block is None:
                block = self.blocks[key] = self._block(markup_block, how, budget, emit)
            units.update(block.numbers)
            for one in block.texts:
                if tail and (was_short or one.is_short):
                    seam = self.seams.get((tail, one.first))
                    units.add(self._seam(tail, one.first, how, emit) if seam is None else seam)
                tail = (tail + one.last)[-_EDGE:] if one.is_short else one.last
                was_short = one.is_short

    def _block(self, block: str, how: str, budget: Budget, emit: Emit, depth: int = 0) -> Block:
        shown, hidden = markup.strings(block)
        texts = [self._string(string, how, budget, emit, depth) for string in shown]
        numbers = [text.number for text in texts]
        numbers += [self._string(string, how, budget, emit, depth).number for string in hidden]
        for name, decoded in layers_of_markup(block) if depth < DEPTH else ():
            numbers += self._layer(decoded, joined(how, name), budget, emit, depth + 1)
        return Block(tuple({number for number in numbers if number}), tuple(text for text in texts if text.first))

    def _layer(self, decoded: str | bytes, how: str, budget: Budget, emit: Emit, depth: int) -> Sequence[int]:
        """Read what a block says once it is decoded; return the numbers of that."""
        if isinstance(decoded, str):
            return self._block(decoded, how, budget, emit, depth).numbers if budget.take(decoded) else ()
        return (self._emitted(list(self.reader.layer(decoded, how, budget, depth)), emit),)

    def _string(self, string: str, how: str, budget: Budget, emit: Emit, depth: int) -> Text:
        key = hash(string)
        known = self.strings.get(key)
        if known is None:
            found, numbers = self.reader.string(string, how)
            for name, decoded in layers_of_string(string) if depth < DEPTH else ():
                found += self.reader.layer(decoded, joined(how, name), budget, depth + 1)
            is_short = len(numbers) < GUARANTEE
            known = Text(self._emitted(found, emit), tuple(numbers[:_EDGE]), tuple(numbers[-_EDGE:]), is_short)
            self.strings[key] = known
        return known

    def _seam(self, before: tuple[int, ...], after: tuple[int, ...], how: str, emit: Emit) -> int:
        number = self._emitted([(how, self.reader.runs((*before, *after)))], emit)
        self.seams[before, after] = number
        return number

    def _emitted(self, found: Sequence[Found], emit: Emit) -> int:
        """Return the number under which what was *found* is told, 0 if there is nothing to tell."""
        if not any(hashes for _, hashes in found):
            return 0
        number = self._number()
        for how, hashes in found:
            emit(number, how, hashes)
        return number

    def _number(self) -> int:
        self.next += 1
        return self.next - 1


def _blocks(text: str) -> Iterator[str]:
    """Yield *text* in pieces that end where a line ends with a tag and the next begins with one, or is empty."""
    piece: list[str] = []
    for line in text.split("\n"):
        if piece and (not line or (piece[-1].endswith(">") and line.lstrip().startswith("<"))):
            yield "\n".join(piece)
            piece = []
        if line:
            piece.append(line)
    if piece:
        yield "\n".join(piece)
