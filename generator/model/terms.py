"""What articles share by a word of their front matter, tags and series, each with an address of its own."""

from collections.abc import Callable, Iterable, Mapping

from msgspec.structs import replace

from generator.model.catalog import Entry, Tag
from generator.model.frontmatter import ArticleMatter
from generator.model.urls import slugify

Words = Callable[[ArticleMatter], Iterable[str]]
Nameless = list[tuple[Entry, str]]  # articles, and the word of each that gives no address


def tags_of(matter: ArticleMatter) -> Iterable[str]:
    return matter.tags


def series_of(matter: ArticleMatter) -> Iterable[str]:
    return (matter.series,) if matter.series else ()


def by_slug(articles: Iterable[Entry], words: Words) -> tuple[dict[str, Tag], Nameless]:
    """
    Return what *words* finds in *articles*, newest first, by slug and written as the oldest of them does.

    Words without a slug, for they have no Latin letter or digit, come beside them.
    """
    titles: dict[str, str] = {}
    found: dict[str, dict[str, None]] = {}  # ordered, each once
    nameless: Nameless = []
    for entry in articles:
        for title in words(entry.matter) if isinstance(entry.matter, ArticleMatter) else ():
            slug = slugify(title)
            if not slug:
                nameless.append((entry, title))
                continue
            titles[slug] = title
            found.setdefault(slug, {})[entry.id] = None
    return {slug: Tag(titles[slug], slug, tuple(found[slug])) for slug in sorted(titles)}, nameless


def told(found: Mapping[str, Tag]) -> dict[str, Tag]:
    """Return the series of *found* that have several articles, oldest first, as they are read."""
    return {slug: replace(one, articles=one.articles[::-1]) for slug, one in found.items() if len(one.articles) > 1}
