"""The same article in several languages: who belongs together, whichever of them says so."""

from collections.abc import Sequence

from generator.model.catalog import Catalog
from generator.model.frontmatter import ArticleMatter
from generator.press.layout.dates import locale_of
from generator.press.layout.scope import Scope
from generator.press.layout.views import LinkView, TranslationView

Versions = tuple[tuple[str, str], ...]  # language to id


def versions(catalog: Catalog) -> dict[str, Versions]:
    """Return the versions of each article that has a translation, itself among them, by language."""
    groups: dict[str, dict[str, str]] = {}
    for ident in catalog.articles:
        matter = catalog.entries[ident].matter
        if not isinstance(matter, ArticleMatter) or not matter.translations:
            continue
        published = {language: one for language, one in matter.translations.items() if one in catalog.entries}
        found = {catalog.entries[ident].language: ident, **published}
        for one in [other for other in found.values() if other in groups]:
            found = {**groups[one], **found}
        for one in found.values():
            groups[one] = found
    return {ident: tuple(sorted(found.items())) for ident, found in groups.items() if len(found) > 1}


def alternates(scope: Scope, found: Sequence[tuple[str, str]]) -> tuple[LinkView, ...]:
    """Return what search engines read: every version, this page too, and the one for readers of no such language."""
    links = [LinkView(language, scope.absolute(scope.entry(one).url)) for language, one in found]
    default = [LinkView("x-default", link.url) for link in links if link.title == scope.config.language]
    return (*links, *default)


def others(scope: Scope, found: Sequence[tuple[str, str]], ident: str) -> tuple[TranslationView, ...]:
    """Return the versions that readers may want instead, each named in its own language."""
    return tuple(
        TranslationView(language, language_name(language), scope.path(scope.entry(one).url))
        for language, one in found
        if one != ident
    )


def language_name(language: str) -> str:
    """Return a language's name in itself: `English`."""
    locale = locale_of(language)
    name = str(locale.get_display_name(locale) or language)
    return name[:1].upper() + name[1:]
