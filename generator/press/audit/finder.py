"""Gathers needles: hashes of words, and the words themselves when somebody must be told."""

from generator.press.audit import markup
from generator.press.audit.words import (
    FEWEST_TELLING,
    GUARANTEE,
    SHINGLE,
    SHORT_CHARACTERS,
    Vocabulary,
    chosen_runs,
    folded_words,
    is_telling,
    run_hashes,
)


class Finder:
    """
    Attributes:
        runs: Hashes of the needles.
        words: The words of each, if asked for; `places` is where those of six words begin in their text.
    """

    def __init__(self, vocabulary: Vocabulary, with_words: bool) -> None:
        self.vocabulary = vocabulary
        self.with_words = with_words
        self.runs: set[int] = set()
        self.words: dict[int, tuple[str, ...]] = {}
        self.places: dict[int, int] = {}

    def text(self, words: list[str]) -> None:
        """Take runs of six words, unless they are all figures, dates and small words, and words that tell."""
        numbers = self.vocabulary.numbers(words)
        telling = bytes(map(self.vocabulary.telling.__contains__, words))
        chosen = chosen_runs(numbers)
        for start, value in enumerate(run_hashes(numbers)):
            if value in chosen and telling.count(1, start, start + SHINGLE) >= FEWEST_TELLING:
                self.runs.add(value)
                if self.with_words:
                    self.words[value] = tuple(words[start : start + SHINGLE])
                    self.places.setdefault(value, start)
        self.single(words)

    def single(self, words: list[str]) -> None:
        """Take those words that are needles by themselves."""
        self.vocabulary.numbers(words)
        for word in self.vocabulary.distinctive.keys() & words:
            self.run([word])

    def short(self, text: str) -> None:
        """Take a heading, a caption, a cell: they are found where they stand for themselves."""
        if len(text) < SHORT_CHARACTERS or not markup.may_be_short(text):
            return
        words = folded_words(text)
        if 1 < len(words) < GUARANTEE and sum(map(is_telling, words)) >= FEWEST_TELLING:
            self.run(words)

    def run(self, words: list[str]) -> None:
        """Take *words* as one needle."""
        value = hash(tuple(self.vocabulary.numbers(words)))
        self.runs.add(value)
        if self.with_words:
            self.words[value] = tuple(words)
