"""What is looked for: the words and bytes of sealed files, opened with the keyset."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from generator.paywall.errors import SealError
from generator.paywall.keys import Keyset
from generator.paywall.opening import OpenedAsset, open_with_keyset, split_file
from generator.press.audit import binaries, markup, pieces
from generator.press.audit.words import (
    FEWEST_TELLING,
    GUARANTEE,
    SHINGLE,
    SHORT_CHARACTERS,
    STEP,
    Vocabulary,
    folded_words,
    is_telling,
    words_of,
)

# What a browser shows or follows; class, id and the like are the builder's own words.
_SHOWN: Final = frozenset(
    "alt title summary label placeholder value content cite aria-label aria-description href src srcset poster".split()
)
_ADDRESSES: Final = frozenset("href src srcset poster cite".split())
_BUILT_ADDRESS: Final = ("#", "/", "./", "../")
_ASSETS: Final = "/assets/"


@dataclass(frozen=True, slots=True)
class SealedText:
    """
    What a sealed file holds: the HTML of a section, or the bytes of an asset.

    Attributes:
        path: Of the sealed file, below the output folder.
    """

    path: str
    article: str
    section: str
    html: str = field(default="", repr=False)
    asset: bytes | None = field(default=None, repr=False)

    @property
    def name(self) -> str:
        """The section as messages name it."""
        return f"{self.article}#{self.section}"


@dataclass(frozen=True, slots=True)
class Needles:
    """
    What of a section or an asset must not be public.

    Attributes:
        runs: Folded words in their order: six in a row, short texts, single words that tell whose they are.
        whole: The words of a short section, which are looked for inside other text, too; empty for others.
        file: Hash of an asset's bytes, 0 for none.
        pieces: Hashes of pieces of an asset; a share of `pieces.FEWEST` must be found.
    """

    runs: frozenset[tuple[str, ...]] = field(default=frozenset(), repr=False)
    whole: tuple[str, ...] = field(default=(), repr=False)
    file: int = 0
    pieces: frozenset[int] = frozenset()

    def hashes(self, vocabulary: Vocabulary) -> set[int]:
        """Return the hashes of all needles."""
        numbers = vocabulary.__getitem__
        found = {hash(tuple(map(numbers, run))) for run in self.runs}
        if self.whole:
            found.add(hash(tuple(map(numbers, self.whole))))
        return found | self.pieces | {self.file} if self.file else found


def sealed_texts(files: Iterable[tuple[str, bytes]], keyset: Keyset) -> Iterator[SealedText]:
    """
    Yield what each sealed file of *files* holds.

    Raises:
        SealError: For a file that is no sealed file of the site, or that none of its keys opens.
    """
    for path, data in files:
        yield open_sealed(path, data, keyset)


def open_sealed(path: str, data: bytes, keyset: Keyset) -> SealedText:
    """Return what a sealed file holds; raises as `sealed_texts` does."""
    header = split_file(data).header
    opened = open_with_keyset(data, keyset)
    if isinstance(opened, OpenedAsset):
        return SealedText(path, header.article, header.section, asset=opened.data)
    return SealedText(path, header.article, header.section, html=opened.html)


def try_open(path: str, data: bytes, keyset: Keyset) -> SealedText | None:
    """Return what a sealed file holds, or None if it cannot be opened."""
    try:
        return open_sealed(path, data, keyset)
    except SealError:
        return None


def needles_of(sealed: SealedText, vocabulary: Vocabulary) -> Needles:
    """Return the needles of a section or an asset; no words if it is too short to tell from other text."""
    if sealed.asset is not None:
        return _asset_needles(sealed.asset, vocabulary)
    html = markup.without_back_links(sealed.html)
    words = words_of(markup.visible(html))
    runs = set(_runs(words, vocabulary))
    named = list(_named(html))
    for text in named:
        runs.update(_runs(words_of(text), vocabulary))
    for text in (*markup.blocks(html), *named):
        runs.update(_short(text))
    addresses = (value for name, value in markup.attributes(html) if name in _ADDRESSES)
    every = {*words, *(word for text in (*named, *addresses) for word in words_of(text))}
    vocabulary.numbers(every)
    runs.update((word,) for word in vocabulary.distinctive.keys() & every)
    is_short = len(words) < GUARANTEE and len(" ".join(words)) >= SHORT_CHARACTERS
    return Needles(frozenset(runs), tuple(words) if is_short else ())


def _asset_needles(data: bytes, vocabulary: Vocabulary) -> Needles:
    text = binaries.as_text(data)
    runs = frozenset(_runs(words_of(text[1]), vocabulary)) if text else frozenset()
    return Needles(runs, file=pieces.whole(data), pieces=frozenset(pieces.pieces(data)))


def _named(html: str) -> Iterator[str]:
    """Yield the values of attributes that say something: not addresses of the site, which are public themselves."""
    for name, value in markup.attributes(html):
        if name not in _SHOWN:
            continue
        if name not in _ADDRESSES or not value.startswith(_BUILT_ADDRESS):
            yield value
        elif value.startswith(_ASSETS):  # a public file: its name without the hash is what an author chose
            yield value.removeprefix(_ASSETS).split(".")[0]


def _runs(words: list[str], vocabulary: Vocabulary) -> Iterator[tuple[str, ...]]:
    last = len(words) - SHINGLE
    if last < 0:
        return
    vocabulary.numbers(words)
    telling = bytes(map(vocabulary.telling.__contains__, words))
    for start in {*range(0, last + 1, STEP), last}:
        if telling.count(1, start, start + SHINGLE) >= FEWEST_TELLING:
            yield tuple(words[start : start + SHINGLE])


def _short(text: str) -> Iterator[tuple[str, ...]]:
    """Yield the needle of a heading, a caption, a cell: found where it stands for itself."""
    if len(text) < SHORT_CHARACTERS or not markup.may_be_short(text):
        return
    words = tuple(folded_words(text))
    if 1 < len(words) < SHINGLE and sum(map(is_telling, words)) >= FEWEST_TELLING:
        yield words
