"""
Text as the audit compares it: folded words, and hashes of runs of words.

Compared are runs of `SHINGLE` words. Of each `WINDOW` neighbouring runs the one with the smallest hash stands for
all, in sealed text and in published text alike (winnowing: Schleimer, Wilkerson and Aiken, 2003). So any `GUARANTEE`
words in a row that both have are found, wherever they stand, for half the work and memory of comparing every run.

Six words is where chance ends: in French press text five words in a row are often formulas ("à la suite de la"), six
with two real words among them are nearly always somebody's sentence, and what an author wrote in public is allowed
whatever its length. Sources are compared by every run.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from hashlib import blake2b
from typing import Final

SHINGLE: Final = 6  # words
WINDOW: Final = 3  # runs
GUARANTEE: Final = SHINGLE + WINDOW - 1
FEWEST_TELLING: Final = 2  # words of a run that are neither short, figures nor dates
SHORT_CHARACTERS: Final = 20  # what is shorter than eight words is looked for as a whole from here on
LONG_WORD: Final = 12  # letters: from here on a word alone tells whose it is, unless somebody uses it in public
MIXED_WORD: Final = 8  # characters, letters and digits: names of files, references, tokens
NUMBER: Final = 9  # digits: longer than any date
EDGE: Final = "\x01"  # where one string ends and the next begins; alone it is a word, whose number is 0
GAP: Final = "\x02"  # where words were left out, or a sign stood; alone it is a word that no text has
LINE: Final = "\x03"  # where a line, a quote or a tag ended, if that matters; another such word
OURS: Final = EDGE + GAP + LINE

_IGNORED = re.compile(
    "[\u0300-\u036f\u00ad\u034f\u061c\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufe00-\ufe0f\ufeff]+"
)
_WORD = re.compile(rf"[^\W_]+|[{OURS}]")
# Scripts without spaces: each character counts as a word.
_UNSPACED: Final = "\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
# Ordinary text takes a way ten times as fast: signs become spaces, and words are cut there.
_SIGNS: Final = "\u00a0\u202f’‘“”«»–—…€°·×•‹›→↩"
_UNUSUAL = re.compile(f"[^\\x00-\\x7fÀ-ÖØ-öø-ſ{_SIGNS}]")
_LETTERS = bytes(
    byte if byte > 127 or chr(byte).isalnum() or chr(byte) in OURS else 32 for byte in bytes(range(256)).lower()
)
# What a page's own furniture makes sentences of: dates. They never tell whose text it is.
_CALENDAR = frozenset(
    "janvier fevrier mars avril juin juillet aout septembre octobre novembre decembre lundi mardi mercredi jeudi"
    " vendredi samedi dimanche heures january february march april june july august september october november"
    " december monday tuesday wednesday thursday friday saturday sunday".split()
)


def fold(text: str) -> str:
    """
    Return *text* as a careless eye reads it: case, accents, compatibility forms and invisible characters folded.

    Accents go too, for addresses and anchors drop them.
    """
    text = text.casefold()
    if text.isascii():
        return text
    return _IGNORED.sub("", unicodedata.normalize("NFKD", text)).replace("œ", "oe").replace("æ", "ae")


def words_of(text: str) -> list[str]:
    """
    Return the words of *text*; punctuation only separates.

    They are lower case or folded: `Vocabulary` gives both spellings one number, and folds each word only once.
    """
    if not text.isascii():
        if _UNUSUAL.search(text):
            return folded_words(text)
        for sign in _SIGNS:
            text = text.replace(sign, " ")
    return text.encode().translate(_LETTERS).decode().split()


def folded_words(text: str) -> list[str]:
    """Return the folded words of *text*, of any script."""
    folded = fold(text)
    if not folded.isascii():
        unspaced, word_or_character = _of_characters()
        if unspaced.search(folded):
            return word_or_character.findall(folded)
    return _WORD.findall(folded)


@cache
def _of_characters() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Return expressions for a character of scripts without spaces, and for such a one or a word; they take 6 ms to compile."""
    return re.compile(f"[{_UNSPACED}]"), re.compile(f"[{_UNSPACED}{OURS}]|[^\\W_{_UNSPACED}]+")


def is_distinctive(word: str) -> bool:
    """Return whether a folded *word* alone is a needle."""
    size = len(word)
    if size < MIXED_WORD:
        return False
    if word.isalpha():
        return size >= LONG_WORD
    return size >= NUMBER or not word.isdecimal()


def is_telling(word: str) -> bool:
    """Return whether *word* is no figure, has four letters and is not of the calendar."""
    return len(word) > 3 and word.isalpha() and word not in _CALENDAR


class Vocabulary(dict[str, int]):
    """
    Numbers of words, the same in every process: 64 bits of BLAKE2b, kept because texts repeat their words.

    Attributes:
        distinctive: Hashes of the words met that are needles by themselves.
        telling: The words met that are neither short, figures nor dates.
    """

    def __init__(self) -> None:
        super().__init__({EDGE: 0})
        self.distinctive: dict[str, int] = {}
        self.telling: set[str] = set()

    def __missing__(self, word: str) -> int:
        folded = fold(word)
        digest = blake2b(folded.encode("utf-8", "replace"), digest_size=8).digest()
        number = self[word] = int.from_bytes(digest, signed=True)
        if is_distinctive(folded):
            self.distinctive[word] = hash((number,))
        if is_telling(folded):
            self.telling.add(word)
        return number

    def numbers(self, words: Iterable[str]) -> list[int]:
        return list(map(self.__getitem__, words))

    def single(self, words: Iterable[str]) -> set[int]:
        """Return the hashes of those *words*, all met before, that are needles by themselves."""
        return set(map(self.distinctive.__getitem__, self.distinctive.keys() & words))


def run_hashes(numbers: Sequence[int], length: int = SHINGLE) -> Iterator[int]:
    """
    Return a hash of each run of *length* words.

    Python's hash of a tuple of integers does not depend on the process, and makes a million a quarter of a second;
    it is not secret, so what is kept goes through `secrecy.Keyed` first.
    """
    return map(hash, zip(*(numbers[start:] for start in range(length)), strict=False))


def chosen_runs(numbers: Sequence[int]) -> set[int]:
    """Return the hashes of those runs of `SHINGLE` words that stand for their neighbours."""
    hashes = list(run_hashes(numbers))
    if len(hashes) < WINDOW:
        return set(hashes)
    chosen: set[int] = set()
    choose = chosen.add
    first, second, *others = hashes  # as many as `WINDOW` are compared at a time: a quarter of the time of `min`
    for third in others:
        choose(first if first <= second and first <= third else second if second <= third else third)
        first, second = second, third
    return chosen
