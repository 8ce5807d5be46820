"""
A text as blocks: what lies between a line that ends with a tag and one that begins with one.

Around a block, and where two meet, the last and the first words matter: a sentence may go on from one to the next.
"""

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import islice
from typing import Final

from msgspec import Struct, field

from generator.press.audit import markup
from generator.press.audit.words import GUARANTEE

_BLOCK_EDGE = re.compile(r"(?<=>)\n\s*(?=<)|\n(?:[ \t\r]*\n)+")
_SIMPLE_EDGE: Final = ">\n<"  # where nothing is indented and no line is empty, a tenth of the work
_MOST_BLOCKS: Final = 200  # looked through for words
_MOST_ENDS: Final = 20_000  # of each kind, a quarter of a kilobyte each
_ENOUGH_MARKUP: Final = 960  # characters at the end of a block that have enough words, as a rule

End = tuple[str, int]  # text with its edges, and how many words it has
_WORD = re.compile(r"\S*[^\W_]\S*")  # at least one


class Ends(Struct, frozen=True):
    """The first and the last words of blocks met anywhere, by their hashes; a block is rarely asked for both."""

    heads: dict[int, End] = field(default_factory=dict)
    tails: dict[int, End] = field(default_factory=dict)


class Blocks(Struct, frozen=True):
    """
    Attributes:
        pieces: The blocks; without the signs at their edges where these are the simple ones.
        keys: A hash of each.
        ends: Shared by all texts.
    """

    pieces: Sequence[str]
    keys: Sequence[int]
    is_simple: bool
    ends: Ends

    @classmethod
    def of(cls, text: str, ends: Ends) -> "Blocks":
        """Return the blocks of *text*."""
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
        """Return the last words before the block *at*, with a tag wherever one ends a text."""
        found = self._words(self._tail(before) for before in range(at - 1, max(-1, at - 1 - _MOST_BLOCKS), -1))
        return "\n".join(reversed(found))

    def after(self, at: int) -> str:
        """Return the first words from the block *at* on, in the same way."""
        blocks = range(at, min(len(self.pieces), at + _MOST_BLOCKS))
        return "\n".join(self._words(self._head(after) for after in blocks))

    def meetings(self) -> list[tuple[int, int, int]]:
        """
        Return where two blocks with text meet: the place of each, and a hash of them and of the tags between them.
        """
        found: list[tuple[int, int, int]] = []
        first = 0
        for at in range(1, len(self.keys)):
            if not self._is_tag(at):
                found.append((first, at, hash(tuple(self.keys[first : at + 1]))))
                first = at
        return found

    def _is_tag(self, at: int) -> bool:
        """Return whether a block is one tag and nothing else."""
        piece = self.pieces[at]
        if self.is_simple:  # its own signs are not part of it
            return ">" not in piece and "<" not in piece and 0 < at < len(self.pieces) - 1
        return piece.count("<") == piece.count(">") == 1 and piece.startswith("<") and piece.endswith(">")

    def _words(self, ends: Iterator[End]) -> list[str]:
        found: list[str] = []
        count = 0
        for text, words in ends:
            found.append(text)
            count += words
            if count >= GUARANTEE:
                break
        return found

    def _head(self, at: int) -> End:
        return self._end(at, self.ends.heads, head)

    def _tail(self, at: int) -> End:
        return self._end(at, self.ends.tails, tail)

    def _end(self, at: int, known: dict[int, End], end_of: Callable[[str], End]) -> End:
        found = known.get(self.keys[at])
        if found is None:
            if len(known) >= _MOST_ENDS:
                known.clear()
            found = known[self.keys[at]] = end_of(self.block(at))
        return found


def head(block: str) -> End:
    """Return the first words of *block*: enough for a run that goes on from what stands before it."""
    start = block[:_ENOUGH_MARKUP]
    if len(block) > len(start) and start.rfind("<") > start.rfind(">"):
        start = start[: start.rfind("<")]  # a tag that was cut
    found = _first(markup.outline(start))
    return found if found[1] >= GUARANTEE or len(block) <= _ENOUGH_MARKUP else _first(markup.outline(block))


def tail(block: str) -> End:
    """Return the last words of *block*: enough for a run that goes on into what stands after it."""
    end = block[-_ENOUGH_MARKUP:]
    if len(block) > len(end) and 0 <= end.find(">") < (end.find("<") if "<" in end else len(end)):
        end = end[end.find(">") + 1 :]
    found = _last(markup.outline(end))
    return found if found[1] >= GUARANTEE or len(block) <= _ENOUGH_MARKUP else _last(markup.outline(block))


def _first(text: str) -> End:
    """Return the first words of *text*, with what stands before and between them."""
    count, end = 0, len(text)
    for match in islice(_WORD.finditer(text), GUARANTEE):
        count += 1
        end = match.end()
    return text[: end if count == GUARANTEE else len(text)], count


def _last(text: str) -> End:
    found, count = _first(text[::-1])
    return found[::-1], count
