"""
Published bytes as hashes: runs of words in every layer, short texts, pieces of binary files.

Many strings are read in one go: text goes on from one to the next, so what lies across their edges is read, too.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import compress, count, pairwise
from typing import Final

from generator.press.audit import binaries, markup, pieces
from generator.press.audit.decoding import STRINGS_EDGE, layers
from generator.press.audit.words import (
    EDGE,
    GAP,
    GUARANTEE,
    LINE,
    OURS,
    SHINGLE,
    Vocabulary,
    chosen_runs,
    run_hashes,
    words_of,
)

DEPTH: Final = 3  # encodings inside each other
BUDGET: Final = 64 * 1024 * 1024  # bytes decoded from one file
_ENTITY = re.compile(r"&#?\w+;?")
_NO_OURS = str.maketrans(OURS, " " * len(OURS))
_JOIN: Final = f" {EDGE} "

Found = tuple[str, set[int]]


@dataclass(slots=True)
class Budget:
    """
    How many bytes may still be decoded of a file.

    Attributes:
        seen: Hashes of what was decoded, and in how many encodings it stood: what stands in fewer is read again, for more
            may be decoded of it.
        is_cut: Whether a stream was longer than what is read of one.
    """

    left: int = BUDGET
    seen: dict[int, int] = field(default_factory=dict)
    is_cut: bool = False

    @property
    def is_kept(self) -> bool:
        """Whether all that was found was read."""
        return self.left >= 0 and not self.is_cut

    def take(self, decoded: str | bytes, depth: int) -> bool:
        """Return whether *decoded* is to be read: within the budget, and new, for decoders meet in many orders."""
        key = hash(decoded)
        if self.seen.get(key, DEPTH + 1) <= depth:
            return False
        self.seen[key] = depth
        self.left -= len(decoded)
        return self.left >= 0


@dataclass(frozen=True, slots=True)
class Reader:
    """
    Reads text and bytes to any depth up to `DEPTH`; each answer is how something is encoded, and its hashes.

    Attributes:
        lengths: Of short sections, in words: runs of these lengths are hashed too.
        tells_entities: Whether text that only appears once entities are decoded is told apart from plain text.
        is_strict: Whether each string is read for itself, every run of it: what stands together there, and nothing else.
    """

    vocabulary: Vocabulary = field(default_factory=Vocabulary)
    lengths: frozenset[int] = frozenset()
    tells_entities: bool = False
    is_strict: bool = False

    def data(self, data: bytes, how: str, budget: Budget, depth: int = 0) -> Iterator[Found]:
        """Yield what *data* and the layers in them hold."""
        yield how, {pieces.whole(data), *pieces.pieces(data)}
        whole = binaries.as_text(data)
        for name, text in [whole] if whole else binaries.texts(data):
            yield from self.text(text, joined(how, name), budget, depth)
        if whole is None and depth < DEPTH:
            for name, content in binaries.streams(data):
                budget.is_cut |= len(content) >= binaries.LARGEST
                if budget.take(content, depth + 1):
                    yield from self.data(content, joined(how, name), budget, depth + 1)

    def text(self, text: str, how: str, budget: Budget, depth: int = 0) -> Iterator[Found]:
        """Yield what *text* and the layers in it hold."""
        yield from self.surface(text, how)
        for name, decoded in layers(text) if depth < DEPTH else ():
            if not budget.take(decoded, depth + 1):
                continue
            if isinstance(decoded, bytes):
                yield from self.data(decoded, joined(how, name), budget, depth + 1)
            else:
                yield from self.text(decoded, joined(how, name), budget, depth + 1)

    def surface(self, text: str, how: str) -> Iterator[Found]:
        """Yield what *text* says as it stands."""
        return self.strings(*markup.strings(bare(text)), how)

    def strings(self, shown: Sequence[str], hidden: Sequence[str], how: str) -> Iterator[Found]:
        """Yield what strings say: what is *shown* goes on from one to the next, what is *hidden* does not."""
        if shown and self.is_strict:
            yield from self._strings(_JOIN.join(_cut(shown, how)), how, goes_on=False)
        elif shown:
            yield from self._strings(_JOIN.join(shown), how, goes_on=True)
        if hidden:
            yield from self._strings(_JOIN.join(hidden), how, goes_on=False)

    def authored(self, texts: Sequence[str]) -> set[int]:
        """Return the hashes of all that *texts* say: every run of words, not only those that stand for others."""
        # Lines and parts end at a sign of ours, and runs go on across it, so the words are taken apart only once.
        words = words_of(markup.with_edges(_JOIN.join(map(bare, texts)), line=f" {LINE} ", sign=f" {GAP} "))
        parts = self.vocabulary.numbers(words)
        line, gap = self.vocabulary[LINE], self.vocabulary[GAP]
        lines = [number for number in parts if number != gap]
        numbers = [number for number in lines if number != line]
        edges = _edges(numbers)
        hashes = _short(parts, _edges_at(parts, {0, line, gap})) | _short(lines, _edges_at(lines, {0, line}))
        hashes |= _short(numbers, edges) | self._every_run(_going_on(numbers, edges))
        return hashes | self.vocabulary.single(words)

    def _strings(self, text: str, how: str, *, goes_on: bool) -> Iterator[Found]:
        if "&" not in text:
            yield how, self._hashes(text, goes_on=goes_on)
        elif self.tells_entities:
            yield how, self._hashes(_ENTITY.sub(" ", text), goes_on=goes_on)
            yield joined(how, "entities"), self._hashes(markup.unescaped(text), goes_on=goes_on)
        else:
            yield how, self._hashes(markup.unescaped(text), goes_on=goes_on)

    def _chosen_runs(self, numbers: Sequence[int]) -> set[int]:
        hashes = chosen_runs(numbers) if len(numbers) >= SHINGLE else set()
        for length in self.lengths:
            hashes.update(run_hashes(numbers, length))
        return hashes

    def _every_run(self, numbers: Sequence[int]) -> set[int]:
        return {value for length in (SHINGLE, *self.lengths) for value in run_hashes(numbers, length)}

    def _hashes(self, text: str, *, goes_on: bool) -> set[int]:
        words = words_of(text)
        numbers = self.vocabulary.numbers(words)
        edges = _edges(numbers)
        hashes = _short(numbers, edges)
        # Where an edge stays, a run across it has a 0 and is like no needle.
        runs = self._every_run if self.is_strict else self._chosen_runs
        hashes |= runs(_going_on(numbers, edges) if goes_on else numbers)
        hashes |= self.vocabulary.single(words)
        if parts := markup.parts(text, _JOIN):
            parted = self.vocabulary.numbers(words_of(_JOIN.join(parts)))
            hashes |= _short(parted, _edges(parted))
        return hashes


def _edges(numbers: Sequence[int]) -> list[int]:
    """Return the places of 0 among *numbers*, the one before the first and the one after the last included."""
    found, at, index = [-1], -1, numbers.index
    try:
        while True:  # a fifth of the time of looking at each number
            at = index(0, at + 1)
            found.append(at)
    except ValueError:
        found.append(len(numbers))
    return found


def _edges_at(numbers: Sequence[int], signs: Collection[int]) -> list[int]:
    """Return the places of *signs* in the same way."""
    return [-1, *compress(count(), map(signs.__contains__, numbers)), len(numbers)]


def _short(numbers: Sequence[int], edges: Sequence[int]) -> set[int]:
    """Return the hashes of what has two to seven words between *edges*."""
    return {hash(tuple(numbers[start + 1 : end])) for start, end in pairwise(edges) if 2 < end - start <= GUARANTEE}


def _going_on(numbers: Sequence[int], edges: Sequence[int]) -> Sequence[int]:
    """Return *numbers* with only those edges between which long strings meet: what lies in one of these is found there."""
    if len(edges) == 2:
        return numbers
    joined: list[int] = []
    was_long = False
    for start, end in pairwise(edges):
        is_long = end - start > GUARANTEE
        if was_long and is_long:
            joined.append(0)
        joined += numbers[start + 1 : end]
        was_long = is_long
    return joined


def _cut(shown: Sequence[str], how: str) -> Iterator[str]:
    """Yield what is *shown*, strings of data apart, once their escapes are undone, too."""
    for string in shown:
        if how.endswith("escapes"):
            yield from string.split(STRINGS_EDGE)
        else:
            yield from string.split('"') if '":' in string else (string,)


def bare(text: str) -> str:
    """Return *text* without the signs that have a meaning here."""
    return text.translate(_NO_OURS) if any(sign in text for sign in OURS) else text


def joined(outer: str, inner: str) -> str:
    """Return the name of an encoding inside another."""
    if inner == "plain" or outer == inner:
        return outer
    return inner if outer == "plain" else f"{outer} > {inner}"
