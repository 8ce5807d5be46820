"""Published bytes as hashes: runs of words in every layer, short texts, pieces of binary files."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import unescape
from typing import Final

from generator.press.audit import binaries, markup, pieces
from generator.press.audit.decoding import layers
from generator.press.audit.words import GUARANTEE, Vocabulary, chosen_runs, run_hashes, words_of

DEPTH: Final = 3  # encodings inside each other
BUDGET: Final = 64 * 1024 * 1024  # bytes decoded from one file
_TAIL: Final = 7  # words before a text that its first runs may begin with

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
        yield from self.surface(text, how)[0]
        yield from self.layers(text, how, budget, depth)

    def layers(self, text: str, how: str, budget: Budget, depth: int = 0) -> Iterator[Found]:
        """Yield what the encoded runs of *text* hold."""
        if depth == DEPTH:
            return
        for name, decoded in layers(text):
            if not budget.take(decoded):
                continue
            if isinstance(decoded, bytes):
                yield from self.data(decoded, joined(how, name), budget, depth + 1)
            else:
                yield from self.text(decoded, joined(how, name), budget, depth + 1)

    def surface(self, text: str, how: str, before: Sequence[int] = ()) -> tuple[list[Found], Sequence[int]]:
        """Return what *text* says as it stands, after the words *before*, and the numbers of its last words."""
        hashes, last = self._hashes(markup.visible(text), text, before)
        if self.tells_entities and "&" in text:
            bare = re.sub(r"&#?\w+;?", " ", text)
            return [(how, self._hashes(markup.plain(bare), bare, before)[0]), (joined(how, "entities"), hashes)], last
        return [(how, hashes)], last

    def _hashes(self, shown: str, text: str, before: Sequence[int]) -> tuple[set[int], Sequence[int]]:
        words = words_of(shown)
        numbers = [*before, *self.vocabulary.numbers(words)]
        hashes = self._runs(numbers)
        if "<" in text and (tags := markup.tags(text)):
            inside = " ".join(tag.strip("<>") for tag in tags)
            named = words_of(unescape(inside))
            hashes |= self._runs(self.vocabulary.numbers(named)) | self.vocabulary.single(named)
            hashes |= self._short(inside)
        hashes |= self._short(text)
        return hashes | self.vocabulary.single(words), numbers[-_TAIL:]

    def _runs(self, numbers: Sequence[int]) -> set[int]:
        hashes = chosen_runs(numbers)
        for length in self.lengths:
            hashes.update(run_hashes(numbers, length))
        return hashes

    def _short(self, text: str) -> set[int]:
        hashes = set()
        for run in markup.short_runs(text):
            numbers = self.vocabulary.numbers(words_of(run))
            if 1 < len(numbers) < GUARANTEE:
                hashes.add(hash(tuple(numbers)))
        return hashes


def joined(outer: str, inner: str) -> str:
    """Return the name of an encoding inside another."""
    if inner == "plain" or outer == inner:
        return outer
    return inner if outer == "plain" else f"{outer} > {inner}"
