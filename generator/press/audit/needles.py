"""What is looked for: the words and bytes of sealed files, opened with the keyset."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from generator.paywall.errors import SealError
from generator.paywall.keys import Keyset
from generator.paywall.opening import OpenedAsset, open_with_keyset, split_file
from generator.press.audit import binaries, markup, pieces
from generator.press.audit.finder import Finder
from generator.press.audit.words import GUARANTEE, SHORT_CHARACTERS, Vocabulary, words_of

# What a browser shows or follows; class, id and the like are the builder's own words.
_SHOWN: Final = frozenset(
    "alt title summary label placeholder value content cite aria-label aria-description href src srcset poster".split()
)
_ADDRESSES: Final = frozenset("href src srcset poster cite".split())
_BUILT_ADDRESS: Final = ("#", "/", "./", "../")
_ASSETS: Final = "/assets/"
# A public file: its width and its hash are the builder's, and stand in public wherever it is shown.
_PUBLIC_FILE: Final = re.compile(r"(/assets/[^\s./]+)(?:\.\d+)?\.[0-9a-f]{16}(?=\.)")


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
    What of a section or an asset must not be public, as hashes.

    Attributes:
        runs: Of words: some of those of six in a row, short texts, single words that tell whose they are.
        words: The words of each run, as tuples; empty unless asked for.
        places: Where runs of six words begin in the section, in words; empty unless asked for.
        whole: How many words a short section has, which is looked for inside other text, too; 0 for others.
        file: Of all bytes of an asset, 0 for none.
        pieces: Of pieces of an asset; a share of `pieces.FEWEST` must be found.
    """

    runs: frozenset[int] = frozenset()
    words: Mapping[int, tuple[str, ...]] = field(default_factory=dict, repr=False)
    places: Mapping[int, int] = field(default_factory=dict, repr=False)
    whole: int = 0
    file: int = 0
    pieces: frozenset[int] = frozenset()

    @property
    def all(self) -> list[int]:
        """All hashes."""
        return [*self.runs | self.pieces, *([self.file] if self.file else [])]

    def told(self, hashes: Iterable[int]) -> "Needles":
        """Return the same, but of runs only the words and the places of *hashes*."""
        words = {value: self.words[value] for value in hashes if value in self.words}
        places = {value: self.places[value] for value in words if value in self.places}
        return replace(self, runs=frozenset(), words=words, places=places)


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


def needles_of(sealed: SealedText, vocabulary: Vocabulary, *, with_words: bool = False) -> Needles:
    """Return the needles of a section or an asset; no runs if it is too short to tell from other text."""
    if sealed.asset is not None:
        return _asset_needles(sealed.asset, vocabulary, with_words=with_words)
    html = markup.without_back_links(sealed.html)
    words = words_of(markup.visible(html))
    named = list(_named(html))
    found = Finder(vocabulary, with_words)
    found.text(words)
    for text in named:
        found.text(words_of(text))
    for text in (*markup.blocks(html), *named):
        found.short(text)
    for name, value in markup.attributes(html):
        if name in _ADDRESSES:
            found.single(words_of(_PUBLIC_FILE.sub(r"\1", value)))
    is_short = 0 < len(words) < GUARANTEE and len(" ".join(words)) >= SHORT_CHARACTERS
    if is_short:
        found.run(words)
    return Needles(frozenset(found.runs), found.words, found.places, len(words) if is_short else 0)


def _asset_needles(data: bytes, vocabulary: Vocabulary, *, with_words: bool) -> Needles:
    text = binaries.as_text(data)
    found = Finder(vocabulary, with_words)
    found.text(words_of(text[1]) if text else [])
    parts = frozenset(pieces.pieces(data))
    return Needles(frozenset(found.runs), found.words, found.places, file=pieces.whole(data), pieces=parts)


def _named(html: str) -> Iterator[str]:
    """Yield the values of attributes that say something: not addresses of the site, which are public themselves."""
    for name, value in markup.attributes(html):
        if name not in _SHOWN:
            continue
        if name not in _ADDRESSES or not value.startswith(_BUILT_ADDRESS):
            yield value
        elif value.startswith(_ASSETS):  # a public file: its name without the hash is what an author chose
            yield value.removeprefix(_ASSETS).split(".")[0]
