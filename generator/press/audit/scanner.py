"""
Files taken apart into blocks, each of which is read once.

Most bytes of a site stand on many pages: menus, footers, the same summary on twenty lists. A block is what lies
between a line that ends with a tag and one that begins with one; what is new of a file is read in one go, with the
words at its edges, and every place where two known blocks meet for the first time.
"""

import re
from array import array
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, pairwise
from typing import Final

from generator.press.audit import binaries, markup, pieces
from generator.press.audit.decoding import is_escaped, layers_of_markup, layers_of_string
from generator.press.audit.reader import DEPTH, Budget, Reader, bare, joined
from generator.press.audit.words import GAP

_UNREAD: Final = (".br", ".zst")  # no decoder in the standard library
_BLOCK_EDGE = re.compile(r"(?<=>)\n\s*(?=<)|\n(?:[ \t\r]*\n)+")
_CHARACTERS: Final = 80  # that hold seven words, as a rule
_LONG: Final = 4 * _CHARACTERS  # a string of which only the ends are read again
_MOST_BLOCKS: Final = 8  # looked through for them

Emit = Callable[[str, set[int]], None]


@dataclass(frozen=True, slots=True)
class Scanned:
    """The numbers of a file's units, 32 bits each, and whether all of the file was read."""

    units: bytes
    is_whole: bool


@dataclass(slots=True)
class Scanner:
    """
    A unit is what of a file no file before it had: its name, new blocks, new meetings of known ones.

    Attributes:
        blocks: By the hash of each block that was met, its unit, and in how many encodings it stood: what stands in
            fewer is read again, for more may be decoded of it.
        strings: The unit of each string that was read, by its hash.
        meetings: The unit of each place where known blocks met, by their hashes.
    """

    reader: Reader
    blocks: dict[int, tuple[int, int]] = field(default_factory=dict)
    strings: dict[int, int] = field(default_factory=dict)
    meetings: dict[tuple[int, int], int] = field(default_factory=dict)

    def scan(self, own: int, path: str, data: bytes, emit: Emit) -> Scanned:
        """Give *emit* encoding and hashes of what is new in a file, its name first; its own unit has the number *own*."""
        self.name_only(own, path, emit)
        budget = Budget()
        units = {own}
        whole = binaries.as_text(data)
        if whole:
            emit("plain", {pieces.whole(data)})
            _Scan(self, own, budget, emit, units).text(whole[1], whole[0], 0)
        else:
            for how, hashes in self.reader.data(data, "plain", budget):
                emit(how, hashes)
        if not budget.is_kept:  # nobody may rely on what was not read to its end
            self.blocks = {key: block for key, block in self.blocks.items() if block[0] != own}
            self.strings = {key: unit for key, unit in self.strings.items() if unit != own}
        return Scanned(array("I", sorted(units)).tobytes(), budget.is_kept and not path.endswith(_UNREAD))

    def name_only(self, own: int, path: str, emit: Emit) -> Scanned:
        """Do the same for a sealed file, whose bytes say nothing."""
        for how, hashes in self.reader.surface(path, "path"):
            emit(how, hashes)
        return Scanned(array("I", (own,)).tobytes(), is_whole=True)


@dataclass(frozen=True, slots=True)
class _Scan:
    """The scan of one file of text, and of what is encoded in it."""

    scanner: Scanner
    own: int
    budget: Budget
    emit: Emit
    units: set[int]

    def text(self, text: str, how: str, depth: int) -> None:
        """Read what is new in *text*, and what is encoded there."""
        blocks = _BLOCK_EDGE.split(text)
        keys = list(map(hash, blocks))
        is_new = [self._take(key, depth) for key in keys]
        new = list(compress(blocks, is_new))
        escaped = {block for block in new if is_escaped(block)} if depth < DEPTH else set()
        read = "\n".join([*_new(blocks, is_new, escaped), *self._met(blocks, keys, is_new)])
        if read:
            shown, hidden = markup.strings(bare(read))
            strings = [part for string in shown for part in self._shown(string)], list(filter(self._is_new, hidden))
            for name, hashes in self.scanner.reader.strings(*strings, how):
                self.emit(name, hashes)
        if new and depth < DEPTH:
            plain = "\n".join(block for block in new if block not in escaped)
            found = [*(layer for block in new for layer in layers_of_markup(block)), *layers_of_string(plain)]
            for name, decoded in found:
                if self.budget.take(decoded):
                    self._layer(decoded, joined(how, name), depth + 1)

    def _take(self, key: int, depth: int) -> bool:
        """Return whether a block is to be read; if not, its unit is one of the file's."""
        unit, known_depth = self.scanner.blocks.get(key, (0, DEPTH + 1))
        if known_depth <= depth:
            self.units.add(unit)
            return False
        self.scanner.blocks[key] = (self.own, depth)
        return True

    def _met(self, blocks: Sequence[str], keys: Sequence[int], is_new: Sequence[bool]) -> Iterator[str]:
        """Yield the texts around those places where two known blocks meet as they did nowhere before."""
        meetings, units, own = self.scanner.meetings, self.units, self.own
        for at, key in enumerate(pairwise(keys), 1):
            unit = meetings.setdefault(key, own)
            if unit != own:
                units.add(unit)
            elif not (is_new[at - 1] or is_new[at]):
                yield f"{_before(blocks, at)} {_after(blocks, at)}"

    def _is_new(self, string: str) -> bool:
        """Return whether a string is to be read; if not, the unit that has it is one of the file's."""
        unit = self.scanner.strings.setdefault(hash(string), self.own)
        if unit != self.own:
            self.units.add(unit)
            return False
        return True

    def _shown(self, string: str) -> Iterator[str]:
        """Yield a string, or only its ends if it is long and was read elsewhere."""
        if len(string) < _LONG or self._is_new(string):
            yield string
        else:
            yield string[:_CHARACTERS]
            yield GAP
            yield string[-_CHARACTERS:]

    def _layer(self, decoded: str | bytes, how: str, depth: int) -> None:
        if isinstance(decoded, str):
            self.text(decoded, how, depth)
            return
        for name, hashes in self.scanner.reader.data(decoded, how, self.budget, depth):
            self.emit(name, hashes)


def _new(blocks: Sequence[str], is_new: Sequence[bool], left_out: Collection[str]) -> Iterator[str]:
    """Yield the new blocks of a text in their order, with the words before and after them, but for those *left_out*."""
    was_new = True  # nothing stands before the first
    for at, new in enumerate(is_new):
        if new and not was_new:
            yield _before(blocks, at)
        elif was_new and not new and at:
            yield _after(blocks, at)
        if new and blocks[at] not in left_out:
            yield blocks[at]
        was_new = new


def _before(blocks: Sequence[str], at: int) -> str:
    """Return the last words before the block *at*."""
    shown = ""
    for before in range(at - 1, max(-1, at - 1 - _MOST_BLOCKS), -1):
        shown = f"{_squeezed(blocks[before])} {shown}"
        if len(shown) >= _CHARACTERS:
            break
    return shown[-_CHARACTERS:]


def _after(blocks: Sequence[str], at: int) -> str:
    """Return the first words from the block *at* on."""
    shown = ""
    for after in range(at, min(len(blocks), at + _MOST_BLOCKS)):
        shown = f"{shown} {_squeezed(blocks[after])}"
        if len(shown) >= _CHARACTERS:
            break
    return shown[:_CHARACTERS]


def _squeezed(block: str) -> str:
    return " ".join(markup.visible(block).split())
