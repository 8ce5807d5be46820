"""Front matter of each collection after validation: names as in interface.md, section 2. All of it is public."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct, field

from generator.model.access import Access
from generator.model.config import TeaserRule


class Image(Struct, frozen=True):
    """A picture with what the press needs of it. `src` is as written; `focus` is x and y from 0 to 1."""

    src: str
    alt: str = ""
    caption: str = ""
    credit: str = ""
    focus: tuple[float, float] | None = None


class Link(Struct, frozen=True):
    label: str
    url: str


class Correction(Struct, frozen=True):
    at: datetime
    text: str


class Speaker(Struct, frozen=True):
    """Someone in an interview: the first turn shows `name`, later ones `short`."""

    id: str
    name: str
    short: str
    role: Literal["question", "answer"] = "answer"


class Seo(Struct, frozen=True):
    title: str = ""
    description: str = ""
    noindex: bool = False


class ArticleMatter(Struct, frozen=True):
    """`access` None means that the site's rules decide; datetimes are aware."""

    title: str
    id: str = ""
    slug: str = ""
    url: str = ""  # an address instead of the one that permalinks give
    published: datetime | None = None
    updated: datetime | None = None
    corrections: tuple[Correction, ...] = ()
    expires: datetime | None = None
    draft: bool = False
    kicker: str = ""
    rubric: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    series: str = ""
    standfirst: str = ""
    image: Image | None = None
    access: Access | None = None
    teaser: TeaserRule | None = None
    remaining: bool = True
    speakers: tuple[Speaker, ...] = ()
    comments: bool = True
    aliases: tuple[str, ...] = ()
    language: str = ""
    translations: Mapping[str, str] = field(default_factory=dict)
    seo: Seo = Seo()
    weight: int = 0
    template: str = ""
    typography: bool | None = None  # whether the rules of the language set its texts; None: as the site says
    extra: Mapping[str, object] = field(default_factory=dict)


class AuthorMatter(Struct, frozen=True):
    name: str
    slug: str = ""
    role: str = ""
    photo: Image | None = None
    email: str = ""
    links: tuple[Link, ...] = ()
    typography: bool | None = None  # whether the rules of the language set its texts; None: as the site says
    extra: Mapping[str, object] = field(default_factory=dict)


class BriefMatter(Struct, frozen=True):
    published: datetime
    title: str = ""
    links: tuple[Link, ...] = ()
    access: Access | None = None
    source: str = ""
    draft: bool = False
    expires: datetime | None = None
    typography: bool | None = None  # whether the rules of the language set its texts; None: as the site says
    extra: Mapping[str, object] = field(default_factory=dict)


class RubricMatter(Struct, frozen=True):
    title: str
    slug: str = ""
    description: str = ""
    weight: int = 0
    lead: str = ""
    typography: bool | None = None  # whether the rules of the language set its texts; None: as the site says
    extra: Mapping[str, object] = field(default_factory=dict)


class EditionFile(Struct, frozen=True):
    src: str
    label: str


class EarlyAccess(Struct, frozen=True):
    tiers: tuple[str, ...]
    until: datetime


class IssueMatter(Struct, frozen=True):
    title: str
    published: datetime
    slug: str = ""
    number: str = ""
    cover: Image | None = None
    files: tuple[EditionFile, ...] = ()
    articles: tuple[str, ...] = ()
    early_access: EarlyAccess | None = None
    access: Access | None = None
    standfirst: str = ""
    draft: bool = False
    expires: datetime | None = None
    typography: bool | None = None  # whether the rules of the language set its texts; None: as the site says
    extra: Mapping[str, object] = field(default_factory=dict)


class PageMatter(Struct, frozen=True):
    title: str
    id: str = ""
    slug: str = ""
    url: str = ""  # an address instead of the one that permalinks give
    template: str = ""
    weight: int = 0
    access: Access | None = None
    standfirst: str = ""
    draft: bool = False
    published: datetime | None = None
    updated: datetime | None = None
    expires: datetime | None = None
    aliases: tuple[str, ...] = ()
    language: str = ""
    seo: Seo = Seo()
    teaser: TeaserRule | None = None
    typography: bool | None = None  # whether the rules of the language set its texts; None: as the site says
    extra: Mapping[str, object] = field(default_factory=dict)


Matter = ArticleMatter | AuthorMatter | BriefMatter | RubricMatter | IssueMatter | PageMatter
Collection = Literal["articles", "wire", "authors", "rubrics", "issues", "pages"]


def is_indexed(matter: Matter) -> bool:
    """Return whether front matter lets search engines know of a document."""
    return not (isinstance(matter, ArticleMatter | PageMatter) and matter.seo.noindex)
