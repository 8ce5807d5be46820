"""
Related articles: what an article's page offers to read next.

Chosen by tags, then by the words of titles and standfirsts, all of which are public; never by the text, part of which may
be sealed. An article is related to older ones only, so that a new article changes no old page.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.model.page import Card
from generator.model.urls import slugify
from generator.press.layout.publication import Publication

SHOWN = 3
CANDIDATES = 8  # of each tag, the newest older ones: a subject that is written about every day must not cost the square
A_TAG = 3  # words that one common tag weighs
SHORT = 6  # letters: words up to this are mostly not what an article is about
SIGNS = str.maketrans(dict.fromkeys(".,;:!?()[]«»“”\"'’…/–—\u00a0\u202f", " "))


@dataclass(slots=True)
class Related:
    """Finds related articles of one publication; places and words are found once for all articles."""

    publication: Publication
    _places: dict[str, int] = field(default_factory=dict)
    _words: dict[str, frozenset[str]] = field(default_factory=dict)
    _lists: dict[str, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        catalog = self.publication.catalog
        self._places = {ident: place for place, ident in enumerate(catalog.articles)}

    def to(self, ident: str) -> tuple[str, ...]:
        """Return at most `SHOWN` articles to read after *ident*, the nearest first; its series has a box of its own."""
        scores: dict[str, int] = {}
        for one in self._tagged(ident):
            scores[one] = scores.get(one, 0) + A_TAG
        if len(scores) > 1:
            own = self._words_of(ident)
            scores = {one: score + len(own & self._words_of(one)) for one, score in scores.items()}
        nearest = sorted(scores, key=lambda one: (-scores[one], self._places[one]))
        if len(nearest) >= SHOWN:
            return tuple(nearest[:SHOWN])
        return tuple(dict.fromkeys([*nearest, *self._of_rubric(ident)]))[:SHOWN]

    def _fits(self, one: str, card: Card, series: tuple[str, ...]) -> bool:
        return one not in series and self.publication.cards[one].language == card.language

    def _tagged(self, ident: str) -> Iterator[str]:
        """Yield the newest older articles of each of an article's tags."""
        catalog, card = self.publication.catalog, self.publication.cards[ident]
        series = self.publication.series_of(ident)
        for slug in dict.fromkeys(map(slugify, card.tags)):
            tag = catalog.tags.get(slug)
            articles = tag.articles if tag else ()
            place = self._place_in(slug, articles, ident)
            yield from (one for one in articles[place + 1 : place + 1 + CANDIDATES] if self._fits(one, card, series))

    def _place_in(self, key: str, articles: tuple[str, ...], ident: str) -> int:
        if key not in self._lists:
            self._lists[key] = {one: at for at, one in enumerate(articles)}
        return self._lists[key].get(ident, len(articles))

    def _of_rubric(self, ident: str) -> Iterator[str]:
        """Yield the next older articles of the rubric; where there are too few, the next newer ones too."""
        card = self.publication.cards[ident]
        rubric = self.publication.rubric(card.rubric)
        siblings = self.publication.catalog.by_rubric.get(rubric, ())
        place = self._place_in(rubric, siblings, ident)  # an id of a rubric has a slash, a slug of a tag has none
        series = self.publication.series_of(ident)
        around = (*siblings[place + 1 : place + 1 + 2 * SHOWN], *reversed(siblings[max(0, place - SHOWN) : place]))
        yield from (one for one in around if self._fits(one, card, series))

    def _words_of(self, ident: str) -> frozenset[str]:
        if ident not in self._words:
            card = self.publication.cards[ident]
            text = f"{card.title} {card.kicker} {card.standfirst}".translate(SIGNS).casefold()
            self._words[ident] = frozenset(word for word in text.split() if len(word) > SHORT)
        return self._words[ident]
