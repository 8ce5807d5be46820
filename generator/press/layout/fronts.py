"""What each front page is made of. A site of one language has one, with everything."""

from collections.abc import Iterator

from msgspec import Struct
from msgspec.structs import replace

from generator.model.config import SiteConfig
from generator.model.fronts import front_of, front_url
from generator.press.layout.publication import Publication, corrected
from generator.press.layout.scope import Scope
from generator.press.layout.translations import language_name
from generator.press.layout.views import LinkView, TranslationView

Ids = tuple[str, ...]


class FrontPage(Struct, frozen=True):
    """One front page: its language, empty for the main one, and what may stand on it, newest first."""

    language: str
    articles: Ids
    briefs: Ids
    issues: Ids
    corrected: Ids

    @property
    def url(self) -> str:
        return front_url(self.language)

    @property
    def title(self) -> str:
        """Name of its language in itself, empty for the main one: no two pages may share a title."""
        return language_name(self.language) if self.language else ""


def fronts(publication: Publication) -> Iterator[FrontPage]:
    """Yield the main front page, and that of each further language."""
    catalog, config = publication.catalog, publication.config
    if not config.languages:
        yield FrontPage("", catalog.articles, catalog.briefs, catalog.issues, publication.corrected)
        return
    belongs = {one.id: front_of(config, one.language or config.language) for one in catalog.entries.values()}
    for language in ("", *config.languages):
        articles, briefs, issues = (
            tuple(one for one in ids if belongs[one] == language)
            for ids in (catalog.articles, catalog.briefs, catalog.issues)
        )
        recent = corrected(replace(catalog, articles=articles))
        yield FrontPage(language, articles, briefs, issues, recent)


def front_alternates(scope: Scope) -> tuple[LinkView, ...]:
    """Return what search engines read on a front page: all of them, this one too; the main one is for everyone else."""
    named = _named(scope.config)
    default = [("x-default", "")] if named else []
    return tuple(LinkView(title, scope.absolute(front_url(language))) for title, language in [*named, *default])


def front_links(scope: Scope) -> tuple[TranslationView, ...]:
    """Return the front pages for readers, each named in its own language; none on a site of one language."""
    return tuple(
        TranslationView(language, language_name(language), scope.path(front_url(front)))
        for language, front in _named(scope.config)
    )


def _named(config: SiteConfig) -> list[tuple[str, str]]:
    """Return each language and its front page, which is empty for the main one; nothing for a site of one language."""
    return [(config.language, ""), *((one, one) for one in config.languages)] if config.languages else []
