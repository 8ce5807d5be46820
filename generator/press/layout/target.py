"""Targets: output files that are to be made, and the digest of all that each is made from."""

import hashlib
from collections.abc import Mapping

from generator.model.frontmatter import is_indexed
from generator.model.target import Target
from generator.press.layout import strings
from generator.press.layout.publication import Publication
from generator.press.layout.templates import for_theme

__all__ = ["Digests", "Target"]


class Digests:
    """Digests of a publication's values, each computed when first asked for. One for each plan."""

    def __init__(self, publication: Publication, known: dict[str, str] | None = None) -> None:
        """*known* are digests of entries; it gets those that are computed."""
        self.publication = publication
        self._entries = {} if known is None else known
        self._templates: dict[str, str] = {}
        self._site = ""

    def entry(self, ident: str) -> str:
        """Return the digest of an entry's front matter and card."""
        if ident not in self._entries:
            entry, card = self.publication.catalog.entries[ident], self.publication.cards[ident]
            self._entries[ident] = _digest(repr(entry), repr(card))
        return self._entries[ident]

    def _places(self) -> list[str]:
        """Return what a sitemap shows of all entries: of briefs the pages that they stand on."""
        catalog = self.publication.catalog
        briefs = frozenset(catalog.briefs)
        pages = dict.fromkeys(catalog.entries[ident].url.partition("#")[0] for ident in catalog.briefs)
        return [*pages, *(self.place(ident) for ident in catalog.entries if ident not in briefs)]

    def place(self, ident: str) -> str:
        """Return the digest of an entry's address and dates, and whether search engines may know it: all that a sitemap shows."""
        entry = self.publication.catalog.entries[ident]
        matter = entry.matter
        dates = entry.published, getattr(matter, "published", None) is None, entry.updated
        return _digest(repr((entry.url, is_indexed(matter), entry.marks, dates)))

    def template(self, name: str) -> str:
        """Return the digest of a template and of all that it extends or includes."""
        if name not in self._templates:
            theme, config = self.publication.theme, self.publication.config
            names = for_theme(theme, config.language, self.publication.assets).closure(name)
            files = [f"{one} {theme.templates[one].digest}" for one in sorted(names) if one in theme.templates]
            self._templates[name] = _digest(*files)
        return self._templates[name]

    def site(self) -> str:
        """Return the digest of what every file may use: settings, menus, offers, free data, assets, texts."""
        if not self._site:
            self._site = self._everywhere()
        return self._site

    def _everywhere(self) -> str:
        publication = self.publication
        catalog, data = publication.catalog, publication.data
        free = sorted((name, repr(value)) for name, value in data.free.items() if name not in {"front", "comments"})
        locales = sorted((name, files) for name, files in publication.theme.locales.items())
        return _digest(
            repr(publication.config),
            repr((data.offers, sorted(data.menus.items()), free)),
            repr(locales),
            repr(strings.LISTED),
            publication.assets.digest,
            repr((bool(catalog.briefs), bool(catalog.issues))),
            *(self.entry(ident) for ident in catalog.rubrics),
        )

    def target(self, target: Target, bodies: Mapping[str, str]) -> str:
        """Return the digest of all that decides about a file's bytes; *bodies* maps ids to body digests."""
        publication = self.publication
        shown = [ident for ident in target.shown if ident in publication.catalog.entries]
        inputs = self._places() if target.everything else map(self.entry, publication.with_terms(shown))
        catalog = publication.catalog
        words = sorted(catalog.tags), sorted(publication.series_pages)
        lists = (catalog.articles, catalog.issues, catalog.pages, catalog.authors, *words)
        return _digest(
            repr(target),
            self.site(),
            self.template(target.template) if target.template else "",
            *inputs,
            *(bodies[ident] for ident in target.bodies),
            repr((lists, catalog.rubrics)) if target.everything else "",
        )


def _digest(*parts: str) -> str:
    # Parts are joined by a byte that no text holds, so that no two lists of parts look the same.
    return hashlib.sha256("\x00".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
