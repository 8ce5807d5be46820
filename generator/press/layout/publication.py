"""The publication as layout sees it: all that output files are made from, but for bodies."""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import TypeVar, cast

from generator.model.assets import Assets
from generator.model.catalog import Catalog, Entry, Tag
from generator.model.config import SiteConfig
from generator.model.data import SiteData
from generator.model.frontmatter import ArticleMatter
from generator.model.page import Card
from generator.model.terms import by_slug, series_of, told
from generator.model.theme import Theme
from generator.model.urls import slugify
from generator.press.layout.assets import asset_index

Made = TypeVar("Made")
Key = TypeVar("Key", bound=Hashable)

KEPT = 1500  # values that files share, and as many of documents: entries of feeds take most room, up to 10 MB
CORRECTIONS_SHOWN = 3  # on the front page
SERIES_TEMPLATE = "series.html"


@dataclass(frozen=True, slots=True)
class Kept:
    """
    What was made of documents, which an edit leaves to the next one of its process.

    Attributes:
        values: By a document's id and what is made of it.
        digests: Of each document's entry and card, by its id.
    """

    values: dict[tuple[str, Hashable], object] = field(default_factory=dict)
    digests: dict[str, str] = field(default_factory=dict)

    def without(self, ids: Collection[str]) -> "Kept":
        """Return what was made of other documents than *ids*."""
        values = {key: value for key, value in self.values.items() if key[0] not in ids}
        return Kept(values, {ident: digest for ident, digest in self.digests.items() if ident not in ids})


@dataclass(frozen=True, slots=True)
class Publication:
    """
    Everything that is public, once for all files.

    Attributes:
        cards: By id, one for each entry of the catalog.
        now: When the build happens. Only the news sitemap may depend on it.
        series: By slug, those of several articles.
        corrected: Articles with the most recent corrections, newest first.
        kept: What was made of documents, for this and other files.
    """

    config: SiteConfig
    catalog: Catalog
    cards: Mapping[str, Card]
    data: SiteData
    theme: Theme
    now: datetime
    assets: Assets
    series: Mapping[str, Tag] = field(default_factory=dict)
    corrected: tuple[str, ...] = ()
    kept: Kept = field(default_factory=Kept, repr=False, compare=False)
    # By id: what cards name is asked for at every place where one stands, and a card is a moment's work to unpack.
    _terms: dict[str, dict[str, None]] = field(default_factory=dict, repr=False, compare=False)
    _once: dict[Hashable, object] = field(default_factory=dict, repr=False, compare=False)

    def once(self, key: Hashable, make: Callable[[], Made]) -> Made:
        """
        Return what *make* returns, made once for all files that this process makes of this publication.

        Only for what depends on nothing else than the publication and *key*.
        """
        return _made_once(self._once, key, make)

    def once_of(self, ident: str, what: Hashable, make: Callable[[], Made]) -> Made:
        """
        Return the same of a document.

        Only for what depends on nothing else than the site, *what* it is, the document, its body, and names and
        addresses of its authors and its rubric, which no narrow build changes. Who asks has checked that the file at
        hand may use all these.
        """
        return _made_once(self.kept.values, (ident, what), make)

    def entry(self, ident: str) -> Entry:
        return self.catalog.entries[ident]

    def author(self, name: str) -> str:
        """Return an author's id; front matter and cards may leave the folder out."""
        return name if name in self.catalog.entries else f"authors/{name}"

    def rubric(self, name: str) -> str:
        """Return a rubric's id, empty when there is no such page."""
        ident = name if name in self.catalog.entries else f"rubrics/{name}"
        return ident if ident in self.catalog.entries else ""

    def series_of(self, ident: str) -> tuple[str, ...]:
        """Return the articles of an article's series, itself among them, oldest first; nothing if it stands alone."""
        matter = self.catalog.entries[ident].matter
        found = self.series.get(slugify(matter.series)) if isinstance(matter, ArticleMatter) else None
        return found.articles if found else ()

    @property
    def series_pages(self) -> Mapping[str, Tag]:
        """The series that have a page: themes older than these have none."""
        return self.series if SERIES_TEMPLATE in self.theme.templates else {}

    def with_terms(self, ids: Iterable[str]) -> tuple[str, ...]:
        """Return *ids* and the authors and rubrics that their cards name, each once."""
        found = dict.fromkeys(ids)
        for ident in tuple(found):
            terms = self._terms.get(ident)
            if terms is None:
                card = self.cards[ident]
                terms = self._terms[ident] = self.once(("terms", card.authors, card.rubric), partial(self._named, card))
            found.update(terms)
        return tuple(ident for ident in found if ident in self.catalog.entries)

    def _named(self, card: Card) -> dict[str, None]:
        """Return the authors and the rubric that a card names, as keys."""
        found = dict.fromkeys(self.author(name) for name in card.authors)
        if rubric := self.rubric(card.rubric):
            found[rubric] = None
        return found


def _made_once(values: dict[Key, object], key: Key, make: Callable[[], Made]) -> Made:
    """Return the value of *key*, which *make* gives if there is none; of very many values none stays."""
    if key not in values:
        made = make()
        if len(values) >= KEPT:
            values.clear()
        values[key] = made
    return cast("Made", values[key])


def prepare(
    config: SiteConfig,
    catalog: Catalog,
    cards: Mapping[str, Card],
    data: SiteData,
    theme: Theme,
    now: datetime,
) -> Publication:
    """Return the publication of these values, with what is worth finding only once."""
    return Publication(
        config, catalog, cards, data, theme, now, asset_index(theme, config), _series(catalog), corrected(catalog)
    )


def _series(catalog: Catalog) -> dict[str, Tag]:
    found, _ = by_slug((catalog.entries[ident] for ident in catalog.articles), series_of)
    return told(found)


def corrected(catalog: Catalog) -> tuple[str, ...]:
    """Return the articles with the most recent corrections, newest first."""
    dated = [
        (max(correction.at for correction in matter.corrections), ident)
        for ident in catalog.articles
        if isinstance(matter := catalog.entries[ident].matter, ArticleMatter) and matter.corrections
    ]
    return tuple(ident for _, ident in sorted(dated, reverse=True)[:CORRECTIONS_SHOWN])
