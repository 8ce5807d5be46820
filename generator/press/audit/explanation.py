"""Who says in public what a section says, too: an author, the site's own texts, the builder."""

from collections.abc import Iterable

from generator.press.audit.comparison import Comparison
from generator.press.audit.files import AuditedFile
from generator.press.audit.reader import Reader
from generator.press.audit.records import Source
from generator.press.audit.words import run_hashes, words_of


def unexplained(comparison: Comparison, site_texts: Iterable[AuditedFile]) -> set[int]:
    """
    Return the suspects that no source and none of the site's own texts has in public, in what is there.

    Raises:
        LostError: If a part of the memory is not there any more.
    """
    memory = comparison.memory
    left = comparison.suspects - memory.furnished
    left -= memory.words.among(left, memory.is_there)
    if left:
        left = memory.phrases.without(left, [Source.parse(line).stretch for line in memory.sources.values()])
    if left:
        left = _unsaid(comparison, left, site_texts)
    if left:
        left = memory.sealed.among(left, memory.is_there)
        left = memory.public.among(left, memory.alive_units().__contains__)
    return left


def _unsaid(comparison: Comparison, suspects: set[int], site_texts: Iterable[AuditedFile]) -> set[int]:
    """Return those of *suspects* that none of *site_texts* has."""
    vocabulary, lengths = comparison.vocabulary, comparison.memory.lengths
    reader = Reader(vocabulary, lengths)
    left = set(suspects)
    for file in site_texts:
        text = file.read().decode("utf-8", "replace")
        said = {value for _, hashes in reader.surface(text, "plain") for value in hashes}
        for reading in (text, _bare(text)):
            numbers = vocabulary.numbers(words_of(reading))
            for length in range(2, 8):
                said.update(run_hashes(numbers, length))
        left.difference_update(comparison.keyed(list(said)))
        if not left:
            break
    return left


def _bare(text: str) -> str:
    """Return *text* without the ends of lines inside the strings of a catalog, which run over several lines."""
    return text.replace('"\n"', "")
