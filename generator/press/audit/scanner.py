"""
Files taken apart into blocks, each of which is read once.

Most bytes of a site stand on many pages: menus, footers, the same summary on twenty lists. A block is what lies
between a line that ends with a tag and one that begins with one; what is new of a file is read in one go, with the
words at its edges, and every place where two known blocks meet for the first time.

This is the loop that all output passes through, so it asks about whole lists of blocks at once, not about each.
"""

from array import array
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress
from typing import Final

from generator.press.audit import binaries, markup, pieces
from generator.press.audit.again import Past, passages
from generator.press.audit.blocks import Blocks, Ends, head, tail
from generator.press.audit.decoding import is_escaped, layers_of_markup, layers_of_string
from generator.press.audit.reader import DEPTH, Budget, Reader, bare, joined
from generator.press.audit.recent import Recent
from generator.press.audit.words import GAP

_UNREAD: Final = (".br", ".zst")  # no decoder in the standard library
_LONG: Final = 320  # characters: a string of which only the ends are read again

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
        blocks: By the hash of each block that was met, its unit; one table for each number of encodings in which
            blocks stood: what stands in fewer is read again, for more may be decoded of it.
        strings: The unit of each string that was read, by its hash.
        meetings: The unit of each place where known blocks met, by a hash of theirs.
        ends: The first and the last words of blocks.
    """

    reader: Reader
    blocks: tuple[Recent[int], ...] = field(default_factory=lambda: tuple(Recent() for _ in range(DEPTH + 1)))
    strings: Recent[int] = field(default_factory=Recent)
    meetings: Recent[int] = field(default_factory=Recent)
    ends: Ends = field(default_factory=Ends)

    @property
    def is_unused(self) -> bool:
        """Whether no file was read."""
        return not any((*self.blocks, self.strings, self.meetings))

    def scan(self, own: int, path: str, data: bytes, emit: Emit, past: Past | None = None) -> Scanned:
        """
        Give *emit* encoding and hashes of what is new in a file, its name first; its own unit has the number *own*.

        What is new is what no file before it had, or what this file has not had in its *past*, whose units it then keeps.
        """
        self.name_only(own, path, emit)
        budget = Budget()
        units = {own}
        whole = binaries.as_text(data)
        if whole:
            emit("plain", {pieces.whole(data)})
            if past and (found := passages(past, whole[1])) is not None:
                units.update(array("I", past.units))
                for passage in found:
                    for how, hashes in self.reader.text(passage, whole[0], budget):
                        emit(how, hashes)
            else:
                _Scan(self, own, budget, emit, units).text(whole[1], whole[0], 0)
        else:
            for how, hashes in self.reader.data(data, "plain", budget):
                emit(how, hashes)
        if not budget.is_kept:  # nobody may rely on what was not read to its end
            self.blocks = tuple(known.without(own) for known in self.blocks)
            self.strings = self.strings.without(own)
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
        page = Blocks.of(text, self.scanner.ends)
        is_new = self._new_blocks(page.keys, depth)
        new = [page.block(at) for at in compress(range(len(is_new)), is_new)]
        escaped = {block for block in new if is_escaped(block)} if depth < DEPTH else set()
        read = "\n".join([*page.new(is_new, escaped), *self._met(page, is_new)])
        if read:
            shown, hidden = markup.strings(bare(read))
            going_on = list(self._shown(shown))
            others = list(compress(hidden, self._news(self.scanner.strings, list(map(hash, hidden)))))
            for name, hashes in self.scanner.reader.strings(going_on, others, how):
                self.emit(name, hashes)
        if new and depth < DEPTH:
            plain = "\n".join(block for block in new if block not in escaped)
            found = [*(layer for block in new for layer in layers_of_markup(block)), *layers_of_string(plain)]
            for name, decoded in found:
                if self.budget.take(decoded, depth + 1):
                    self._layer(decoded, joined(how, name), depth + 1)

    def _new_blocks(self, keys: Sequence[int], depth: int) -> Sequence[bool]:
        """Return which blocks are to be read; the units of the others are the file's."""
        *fewer, known = self.scanner.blocks[: depth + 1]
        for table in fewer:
            for key, unit in zip(keys, table.values_of(keys), strict=True):
                if unit is not None:
                    known.add((key,), unit)
        return self._news(known, keys)

    def _news(self, table: Recent[int], keys: Sequence[int]) -> list[bool]:
        """Return which *keys* are new to *table*, to which they come; the units of the others are the file's."""
        units = table.values_of(keys)
        self.units.update(filter(None, set(units)))
        is_new = [unit is None for unit in units]
        met: set[int] = set()
        for at in compress(range(len(keys)), is_new):
            is_new[at] = keys[at] not in met  # else it stands twice in this file
            met.add(keys[at])
        table.add(met, self.own)
        return is_new

    def _met(self, page: Blocks, is_new: Sequence[bool]) -> Iterator[str]:
        """Yield the texts around those places where two known blocks meet as they did nowhere before."""
        meetings = page.meetings()
        news = self._news(self.scanner.meetings, [key for _, _, key in meetings])
        for first, last, _ in compress(meetings, news):
            if not any(is_new[first : last + 1]):
                yield f"{page.before(last)}\n{page.after(last)}"

    def _shown(self, strings: Sequence[str]) -> Iterator[str]:
        """Yield *strings*, of those that are long and were read elsewhere only the ends."""
        long = [string for string in strings if len(string) >= _LONG]
        news = iter(self._news(self.scanner.strings, list(map(hash, long))))
        for string in strings:
            if len(string) < _LONG or next(news):
                yield string
            else:
                yield head(string)[0]
                yield GAP
                yield tail(string)[0]

    def _layer(self, decoded: str | bytes, how: str, depth: int) -> None:
        if isinstance(decoded, str):
            self.text(decoded, how, depth)
            return
        for name, hashes in self.scanner.reader.data(decoded, how, self.budget, depth):
            self.emit(name, hashes)
