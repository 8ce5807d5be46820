"""
Related articles: what an article's page offers to read next.

Chosen by tags, then by the words of titles and standfirsts, all of which are public; never by the text, part of which may
be sealed. An article is related to older ones only, so that a new article changes no old page.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from generator.model.page import Card
from generator.model.urls import slugify
from generator.press.layout.publication import Publication

SHOWN = 3
CANDIDATES = 8  # of each tag, the newest older ones: a subject that is written about every day must not cost the square
A_TAG = 3  # words that one common tag weighs
AT_HAND = 2000  # articles of which the words are kept: neighbours in time ask for each other's
SHORT = 6  # letters: words up to this are mostly not what an article is about
SIGNS = ".,;:!?()[]«»“”\"'’…/–—\u00a0\u202f"


@dataclass(slots=True)
class Related:
    """Finds related articles of one publication; places and words are found once for all articles."""

    publication: Publication
    _places: dict[str, int] = field(default_factory=dict)
    _words: dict[str, frozenset[str]] = field(default_factory=dict)
    _languages: dict[str, str] = field(default_factory=dict)
    _lists: dict[str, dict[str, int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        catalog = self.publication.catalog
        self._places = {ident: place for place, ident in enumerate(catalog.articles)}

    def to(self, ident: str) -> tuple[str, ...]:
        """Return at most `SHOWN` articles to read after *ident*, the nearest first; its series has a box of its own."""
        scores: dict[str, int] = {}
        for one in self._fitting(self._tagged(ident), ident):
            scores[one] = scores.get(one, 0) + A_TAG
        if len(scores) > 1:
            own = self._words_of(ident)
            scores = {one: score + len(own & self._words_of(one)) for one, score in scores.items()}
        nearest = sorted(scores, key=lambda one: (-scores[one], self._places[one]))
        if len(nearest) >= SHOWN:
            return tuple(nearest[:SHOWN])
        return tuple(dict.fromkeys([*nearest, *self._fitting(self._around(ident), ident)]))[:SHOWN]

    def choosers(self, ident: str) -> tuple[str, ...]:
        """Return the articles whose choice may depend on the words of *ident*: of each of its tags, the next newer ones."""
        found: dict[str, None] = {}
        for slug, articles in self._tags(ident):
            place = self._place_in(slug, articles, ident)
            found.update(dict.fromkeys(articles[max(0, place - CANDIDATES) : place]))
        return tuple(found)

    def near(self, ident: str) -> tuple[str, ...]:
        """Return the articles among which `to` chooses, whether or not they fit; it looks at no other card than the article's."""
        return (*self._tagged(ident), *self._around(ident))

    def _tags(self, ident: str) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Yield slug and articles of each of an article's tags."""
        for slug in dict.fromkeys(map(slugify, self.publication.cards[ident].tags)):
            tag = self.publication.catalog.tags.get(slug)
            yield slug, tag.articles if tag else ()

    def _tagged(self, ident: str) -> Iterator[str]:
        """Yield the newest older articles of each of an article's tags."""
        for slug, articles in self._tags(ident):
            place = self._place_in(slug, articles, ident)
            yield from articles[place + 1 : place + 1 + CANDIDATES]

    def _around(self, ident: str) -> Iterator[str]:
        """Yield the next older articles of the rubric; where there are too few, the next newer ones too."""
        rubric = self.publication.rubric(self.publication.cards[ident].rubric)
        siblings = self.publication.catalog.by_rubric.get(rubric, ())
        place = self._place_in(rubric, siblings, ident)  # an id of a rubric has a slash, a slug of a tag has none
        yield from siblings[place + 1 : place + 1 + 2 * SHOWN]
        yield from reversed(siblings[max(0, place - SHOWN) : place])

    def _fitting(self, ids: Iterator[str], ident: str) -> Iterator[str]:
        """Yield those of *ids* that are in an article's language and not in its series."""
        language, series, known = self._language(ident), self.publication.series_of(ident), self._languages
        return (one for one in ids if one not in series and (known.get(one) or self._language(one)) == language)

    def _language(self, ident: str) -> str:
        found = self._languages.get(ident)
        if found is None:
            found = self._languages[ident] = sys.intern(self.publication.cards[ident].language)
        return found

    def _place_in(self, key: str, articles: tuple[str, ...], ident: str) -> int:
        if key not in self._lists:
            self._lists[key] = {one: at for at, one in enumerate(articles)}
        return self._lists[key].get(ident, len(articles))

    def _words_of(self, ident: str) -> frozenset[str]:
        found = self._words.get(ident)
        if found is None:
            if len(self._words) >= AT_HAND:
                self._words.clear()
            found = self._words[ident] = words(self.publication.cards[ident])
        return found


def words(card: Card) -> frozenset[str]:
    """Return the words of a card that tell what it is about."""
    text = f"{card.title} {card.kicker} {card.standfirst}".casefold()
    for sign in SIGNS:  # a tenth of the time of a table
        text = text.replace(sign, " ")
    return frozenset([word for word in text.split() if len(word) > SHORT])
