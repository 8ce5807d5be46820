"""
A text as blocks: what lies between a line that ends with a tag and one that begins with one.

Around a block, and where two meet, the last and the first words matter: a sentence may go on from one to the next.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from generator.press.audit import markup

CHARACTERS: Final = 80  # that hold seven words, as a rule
_BLOCK_EDGE = re.compile(r"(?<=>)\n\s*(?=<)|\n(?:[ \t\r]*\n)+")
_SIMPLE_EDGE: Final = ">\n<"  # where nothing is indented and no line is empty, a tenth of the work
_MOST_BLOCKS: Final = 8  # looked through for them
_MOST_ENDS: Final = 50_000  # half a kilobyte each
_ENOUGH_MARKUP: Final = 12 * CHARACTERS  # at the end of a block, to find so many characters of text

Ends = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Blocks:
    """
    Attributes:
        pieces: The blocks; without the signs at their edges where these are the simple ones.
        keys: A hash of each.
        ends: Those of blocks met anywhere, by their hashes.
    """

    pieces: Sequence[str]
    keys: Sequence[int]
    is_simple: bool
    ends: dict[int, Ends]

    @classmethod
    def of(cls, text: str, ends: dict[int, Ends]) -> "Blocks":
        """Return the blocks of *text*; *ends* is shared by all texts."""
        is_simple = not ("\n\n" in text or ">\n " in text or ">\n\t" in text or "\r" in text)
        if not is_simple:
            blocks = _BLOCK_EDGE.split(text)
            return cls(blocks, list(map(hash, blocks)), is_simple, ends)
        blocks = text.split(_SIMPLE_EDGE)
        # The signs are part of what is told apart: "b" between tags is another block than a file that says just "b".
        edges = ["<>"] * len(blocks)
        edges[0], edges[-1] = (">", "<") if len(blocks) > 1 else ("", "")
        return cls(blocks, list(map(hash, zip(blocks, edges, strict=True))), is_simple, ends)

    def block(self, at: int) -> str:
        """Return a block as it stands in the text."""
        if not self.is_simple:
            return self.pieces[at]
        return f"{'<' if at else ''}{self.pieces[at]}{'>' if at + 1 < len(self.pieces) else ''}"

    def new(self, is_new: Sequence[bool], left_out: Collection[str]) -> Iterator[str]:
        """Yield the new blocks in their order, with the words before and after them, but for those *left_out*."""
        was_new = True  # nothing stands before the first
        for at, new in enumerate(is_new):
            if new and not was_new:
                yield self.before(at)
            elif was_new and not new and at:
                yield self.after(at)
            if new and (block := self.block(at)) not in left_out:
                yield block
            was_new = new

    def before(self, at: int) -> str:
        """Return the last words before the block *at*."""
        shown = ""
        for before in range(at - 1, max(-1, at - 1 - _MOST_BLOCKS), -1):
            shown = f"{self._ends(before)[1]} {shown}"
            if len(shown) >= CHARACTERS:
                break
        return shown[-CHARACTERS:]

    def after(self, at: int) -> str:
        """Return the first words from the block *at* on."""
        shown = ""
        for after in range(at, min(len(self.pieces), at + _MOST_BLOCKS)):
            shown = f"{shown} {self._ends(after)[0]}"
            if len(shown) >= CHARACTERS:
                break
        return shown[:CHARACTERS]

    def _ends(self, at: int) -> Ends:
        known = self.ends.get(self.keys[at])
        if known is None:
            if len(self.ends) >= _MOST_ENDS:
                self.ends.clear()
            block = self.block(at)
            known = self.ends[self.keys[at]] = _head(block), _tail(block)
        return known


def _head(block: str) -> str:
    shown = _squeezed(block[:_ENOUGH_MARKUP])
    return (shown if len(shown) >= CHARACTERS or len(block) <= _ENOUGH_MARKUP else _squeezed(block))[:CHARACTERS]


def _tail(block: str) -> str:
    end = block[-_ENOUGH_MARKUP:]
    if len(block) > _ENOUGH_MARKUP and 0 <= end.find(">") < end.find("<"):
        end = end[end.find(">") + 1 :]  # of a tag that was cut
    shown = _squeezed(end)
    return (shown if len(shown) >= CHARACTERS or len(block) <= _ENOUGH_MARKUP else _squeezed(block))[-CHARACTERS:]


def _squeezed(block: str) -> str:
    return " ".join(markup.visible(block).split())
