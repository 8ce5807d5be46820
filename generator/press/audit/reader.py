"""Published bytes as hashes: runs of words in every layer, short texts, pieces of binary files."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from generator.press.audit import binaries, markup, pieces
from generator.press.audit.decoding import layers
from generator.press.audit.words import GUARANTEE, SHINGLE, Vocabulary, chosen_runs, run_hashes, words_of

DEPTH: Final = 3  # encodings inside each other
BUDGET: Final = 64 * 1024 * 1024  # bytes decoded from one file
_ENTITY = re.compile(r"&#?\w+;?")

Found = tuple[str, set[int]]


@dataclass(slots=True)
class Budget:
    """
    How many bytes may still be decoded of a file.

    Attributes:
        seen: Hashes of what was decoded.
        is_cut: Whether a stream was longer than what is read of one.
    """

    left: int = BUDGET
    seen: set[int] = field(default_factory=set)
    is_cut: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether all that was found was read."""
        return self.left >= 0 and not self.is_cut

    def take(self, decoded: str | bytes) -> bool:
        """Return whether *decoded* is to be read: within the budget, and new, for decoders meet in many orders."""
        key = hash(decoded)
        if key in self.seen:
            return False
        self.seen.add(key)
        self.left -= len(decoded)
        return self.left >= 0


@dataclass(frozen=True, slots=True)
class Reader:
    """
    Reads text and bytes to any depth up to `DEPTH`; each answer is how something is encoded, and its hashes.

    Attributes:
        lengths: Of short sections, in words: runs of these lengths are hashed too.
        tells_entities: Whether text that only appears once entities are decoded is told apart from plain text.
    """

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    lengths: frozenset[int] = frozenset()
    tells_entities: bool = False

    def data(self, data: bytes, how: str, budget: Budget, depth: int = 0) -> Iterator[Found]:
        """Yield what *data* and the layers in them hold."""
        yield how, {pieces.whole(data), *pieces.pieces(data)}
        whole = binaries.as_text(data)
        for name, text in [whole] if whole else binaries.texts(data):
            yield from self.text(text, joined(how, name), budget, depth)
        if whole is None and depth < DEPTH:
            for name, content in binaries.streams(data):
                budget.is_cut |= len(content) >= binaries.LARGEST
                if budget.take(content):
                    yield from self.data(content, joined(how, name), budget, depth + 1)

    def text(self, text: str, how: str, budget: Budget, depth: int = 0) -> Iterator[Found]:
        """Yield what *text* and the layers in it hold."""
        yield from self.surface(text, how)
        yield from self.layers(text, how, budget, depth)

    def layers(self, text: str, how: str, budget: Budget, depth: int = 0) -> Iterator[Found]:
        """Yield what the encoded runs of *text* hold."""
        for name, decoded in layers(text) if depth < DEPTH else ():
            yield from self.layer(decoded, joined(how, name), budget, depth + 1)

    def layer(self, decoded: str | bytes, how: str, budget: Budget, depth: int) -> Iterator[Found]:
        """Yield what something *decoded* says."""
        if not budget.take(decoded):
            return
        if isinstance(decoded, bytes):
            yield from self.data(decoded, how, budget, depth)
        else:
            yield from self.text(decoded, how, budget, depth)

    def surface(self, text: str, how: str) -> Iterator[Found]:
        """Yield what *text* says as it stands, read as one stream of words and string by string."""
        yield how, self.runs(self.vocabulary.numbers(words_of(markup.visible(text))))
        for strings in markup.strings(text):
            for string in strings:
                yield from self.string(string, how)[0]

    def string(self, string: str, how: str) -> tuple[list[Found], Sequence[int]]:
        """Return what a *string* without tags says, and the numbers of its words."""
        if "&" not in string:
            hashes, numbers = self._hashes(string)
            return [(how, hashes)], numbers
        hashes, numbers = self._hashes(unescape(string))
        if self.tells_entities:
            bare = self._hashes(_ENTITY.sub(" ", string))[0]
            return [(how, bare), (joined(how, "entities"), hashes)], numbers
        return [(how, hashes)], numbers

    def runs(self, numbers: Sequence[int]) -> set[int]:
        """Return the hashes of the runs of words of these *numbers* that are compared."""
        hashes = chosen_runs(numbers) if len(numbers) >= SHINGLE else set()
        for length in self.lengths:
            hashes.update(run_hashes(numbers, length))
        return hashes

    def _hashes(self, text: str) -> tuple[set[int], Sequence[int]]:
        words = words_of(text)
        numbers = self.vocabulary.numbers(words)
        hashes = self.runs(numbers) | self.vocabulary.single(words)
        if len(text) < markup.SHORTEST_RUN:
            return hashes, numbers
        for run in markup.short_runs(text):
            counted = self.vocabulary.numbers(words_of(run))
            if 1 < len(counted) < GUARANTEE:
                hashes.add(hash(tuple(counted)))
        return hashes, numbers


def joined(outer: str, inner: str) -> str:
    """Return the name of an encoding inside another."""
    if inner == "plain" or outer == inner:
        return outer
    return inner if outer == "plain" else f"{outer} > {inner}"
