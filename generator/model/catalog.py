"""The catalog: every published document by what its front matter says, before any Markdown is rendered."""

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct, field

from generator.model.access import Access
from generator.model.frontmatter import Collection, Matter


class Entry(Struct, frozen=True):
    """
    One document of the catalog.

    Attributes:
        id: `articles/budget`: path below content/ without its ending, in the id alphabet of format.md.
        source: Path below content/, with slashes: `articles/budget.md`.
        url: Address below the site's root, beginning with a slash and without `base_url`'s own path:
            `/systemes/budget/`; a brief's has a fragment.
        published: Aware. Documents without a date have the epoch and sort last.
        marks: What the preview marks: any of `draft`, `future`, `expired`.
    """

    id: str
    collection: Collection
    source: str
    url: str
    slug: str
    matter: Matter
    access: Access
    published: datetime
    updated: datetime | None = None
    language: str = ""
    marks: tuple[str, ...] = ()


class Tag(Struct, frozen=True):
    """A tag as first written, its slug and its articles, newest first; or a series, oldest first."""

    title: str
    slug: str
    articles: tuple[str, ...]


class Catalog(Struct, frozen=True):
    """
    Attributes:
        entries: By id.
        sources: Path below content/ to id; holds `x.md` and, for a bundle, `x/index.md`.
        articles, briefs, issues: Ids, newest first.
        authors, rubrics, pages: Ids, by weight, then title.
        by_rubric, by_author: Rubric or author id (`rubrics/securite`, `authors/claire`) to ids of articles.
        tags: By slug.
        aliases: Old address to id.
        next_change: The next moment at which time alone changes the site, or None.
    """

    entries: Mapping[str, Entry]
    sources: Mapping[str, str]
    articles: tuple[str, ...] = ()
    briefs: tuple[str, ...] = ()
    issues: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    rubrics: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    by_rubric: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    by_author: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tags: Mapping[str, Tag] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    next_change: datetime | None = None
