"""site.yaml as operators write it: which keys there are and what they take."""

import re
from collections.abc import Callable
from typing import Annotated, Any, Literal, LiteralString, Required
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, Field, PlainValidator, StrictBool, StrictFloat, StrictInt, StrictStr, with_config
from typing_extensions import TypedDict

from generator.desk.read import site_rules
from generator.desk.read.matter_shapes import EXACT
from generator.desk.read.teaser_shapes import TeaserWord
from generator.desk.read.words import AccessWords, Duration, Id, Language, Languages, Line, Refs, Title, fail
from generator.errors import nearest
from generator.model.access import PUBLIC_WORD, REGISTERED
from generator.model.config import HtmlPolicy
from generator.model.embeds import PROVIDERS, is_allowed
from generator.model.globs import glob_problem

Percent = Annotated[StrictInt, Field(ge=1, le=100)]
Pixels = Annotated[StrictInt, Field(ge=16, le=8000)]
Many = Annotated[StrictInt, Field(ge=1, le=10_000)]

_TIER_ID = re.compile(r"[a-z0-9](?:[a-z0-9._-]{0,62}[a-z0-9])?")
_THEME = re.compile(r"[A-Za-z0-9_-]{1,64}")


def _free_of(problem: Callable[[str], str], code: LiteralString) -> AfterValidator:
    """Return a check that refuses a text for which *problem* says something."""

    def check(text: str) -> str:
        if said := problem(text):
            raise fail(code, f"{text[:60]!r}: {said}")
        return text

    return AfterValidator(check)


def _base_url(text: str) -> str:
    try:
        return site_rules.base_url(text)[0]
    except ValueError as error:
        raise fail("bad-url", f"{text[:60]!r}: {error}", "for example https://www.example.fr/") from None


def _timezone(text: object) -> ZoneInfo:
    try:
        return ZoneInfo(text if isinstance(text, str) else "")
    except (ValueError, OSError, LookupError):  # a path, a folder of zones, an unknown name
        raise fail("bad-value", f"{str(text)[:60]!r} is no time zone", "for example Europe/Paris") from None


def _permalink(collection: str) -> AfterValidator:
    return _free_of(lambda pattern: site_rules.permalink(collection, pattern), "bad-permalink")


def _theme_problem(text: str) -> str:
    return "" if _THEME.fullmatch(text) else "a theme's name has letters, digits, '-' and '_'"


def _extensions(names: tuple[str, ...]) -> tuple[str, ...]:
    for name in names:
        if name not in site_rules.MARKDOWN_EXTENSIONS:
            hint = nearest(name, site_rules.MARKDOWN_EXTENSIONS, says="known extensions")
            raise fail("bad-value", f"unknown extension {name[:60]!r}", hint)
    return names


def _embeds(words: tuple[str, ...]) -> tuple[str, ...]:
    for word in words:
        if not is_allowed(word):
            hint = f"{', '.join(PROVIDERS)}, or the origin of a PeerTube or Mastodon server: https://tube.example.org"
            raise fail("bad-value", f"{word[:60]!r} is none whose players can be shown", hint)
    return words


def _tier_ids(tiers: dict[str, Any]) -> dict[str, Any]:
    for tier in tiers:
        if not _TIER_ID.fullmatch(tier) or tier in {PUBLIC_WORD, REGISTERED}:
            hint = f"small letters, digits, '.', '_' and '-', and neither {PUBLIC_WORD!r} nor {REGISTERED!r}"
            raise fail("bad-id", f"{tier[:60]!r} is no id of a tier", hint)
    return tiers


@with_config(EXACT)
class PermalinkKeys(TypedDict, total=False):
    articles: Annotated[
        StrictStr,
        _permalink("articles"),
        Field(description="Placeholders: {rubric} {slug} {date} {year} {month} {day}."),
    ]
    wire: Annotated[
        StrictStr,
        _permalink("wire"),
        Field(description="Placeholders: {date} {time} {year} {month} {day}; has a '#' part."),
    ]
    authors: Annotated[StrictStr, _permalink("authors"), Field(description="Placeholder: {slug}.")]
    issues: Annotated[
        StrictStr, _permalink("issues"), Field(description="Placeholders: {slug} {date} {year} {month} {day}.")
    ]
    rubrics: Annotated[StrictStr, _permalink("rubrics"), Field(description="Placeholder: {slug}.")]
    pages: Annotated[StrictStr, _permalink("pages"), Field(description="Placeholder: {slug}.")]
    tags: Annotated[StrictStr, _permalink("tags"), Field(description="Placeholder: {slug}.")]
    series: Annotated[StrictStr, _permalink("series"), Field(description="Placeholder: {slug}.")]
    archives: Annotated[
        StrictStr,
        _permalink("archives"),
        Field(description="Of a month; ends with {year}/{month}/, what is above has the years."),
    ]
    search: Annotated[
        StrictStr,
        _permalink("search"),
        Field(description="Of the search page; without it /recherche/ on a French site, else /search/."),
    ]


@with_config(EXACT)
class TierKeys(TypedDict, total=False):
    title: Required[Annotated[Title, Field(description="Name of the tier for readers.")]]
    includes: Annotated[Refs, Field(description="Tiers that it also opens; without it all earlier ones.")]


@with_config(EXACT)
class RuleKeys(TypedDict):
    path: Annotated[
        StrictStr,
        _free_of(glob_problem, "bad-glob"),
        Field(description="Glob as in .gitignore, from content/: * ** ? and a slash at the end."),
    ]
    access: Annotated[AccessWords, Field(description="public, registered, a tier id, or a list of those.")]


@with_config(EXACT)
class AccessKeys(TypedDict, total=False):
    default: Annotated[AccessWords, Field(description="Access of what no rule and no front matter names.")]
    rules: Annotated[tuple[RuleKeys, ...], Field(description="The last matching rule wins.")]


@with_config(EXACT)
class KeyServiceKeys(TypedDict, total=False):
    url: Annotated[StrictStr, Field(description="/path/ of the site, https origin under its domain, or localhost.")]
    site: Annotated[Id, Field(description="Id of the site in its sealed sections; without it the host of base_url.")]


@with_config(EXACT)
class TypographyKeys(TypedDict, total=False):
    language_rules: Annotated[
        StrictBool | tuple[Literal["fr", "en"], ...],
        Field(description="Set quotes, dashes and spaces by the language's rules; a list names the languages."),
    ]
    guillemets: Annotated[Literal["nbsp", "nnbsp"], Field(description="The space inside « and ».")]


@with_config(EXACT)
class MarkdownKeys(TypedDict, total=False):
    extensions: Annotated[
        tuple[StrictStr, ...], AfterValidator(_extensions), Field(description="Extensions of Python-Markdown.")
    ]
    html: Annotated[HtmlPolicy, Field(description="Whether HTML in Markdown is cleaned or taken as it is.")]
    time_limit: Annotated[
        StrictFloat, Field(gt=0, le=3600, allow_inf_nan=False, description="Seconds that one document may take.")
    ]


@with_config(EXACT)
class QualityKeys(TypedDict, total=False):
    avif: Annotated[Percent, Field(description="Of AVIF, 1 to 100.")]
    webp: Annotated[Percent, Field(description="Of WebP, 1 to 100.")]
    jpeg: Annotated[Percent, Field(description="Of JPEG, 1 to 100.")]


@with_config(EXACT)
class ImagesKeys(TypedDict, total=False):
    widths: Annotated[
        tuple[Pixels, ...],
        Field(min_length=1, max_length=8, description="Widths in pixels; none is made above the original's."),
    ]
    formats: Annotated[
        tuple[Literal["avif", "webp"], ...], Field(description="Formats besides the picture's own; [] for none.")
    ]
    quality: Annotated[QualityKeys, Field(description="What is kept of a picture when it is written anew.")]
    sizes: Annotated[Line, Field(description="How wide a picture in the text is shown, as in the HTML attribute.")]


@with_config(EXACT)
class FeedKeys(TypedDict, total=False):
    items: Annotated[Many, Field(description="Entries of a feed.")]


@with_config(EXACT)
class CommentKeys(TypedDict, total=False):
    who: Annotated[Literal["off", "all", "registered", "subscribers"], Field(description="Who may write comments.")]


@with_config(EXACT)
class FrontMatterKeys(TypedDict, total=False):
    rename: Annotated[dict[StrictStr, StrictStr], Field(description="Key of another generator to key of ours.")]
    ignore: Annotated[Refs, Field(description="Keys of other generators that mean nothing here.")]


@with_config(EXACT)
class SiteKeys(TypedDict, total=False):
    title: Required[Annotated[Title, Field(description="Name of the publication.")]]
    base_url: Required[
        Annotated[
            StrictStr,
            AfterValidator(_base_url),
            Field(description="Where it is published: https, or http on localhost."),
        ]
    ]
    language: Annotated[Language, Field(description="Language of the publication.")]
    languages: Annotated[Languages, Field(description="Other languages that have a front page of their own.")]
    timezone: Annotated[
        ZoneInfo,
        PlainValidator(_timezone, json_schema_input_type=str),
        Field(description="Zone of dates without one, by its IANA name."),
    ]
    description: Annotated[Line, Field(description="One sentence for search engines and feeds.")]
    theme: Annotated[StrictStr, _free_of(_theme_problem, "bad-value"), Field(description="Folder below themes/.")]
    output: Annotated[StrictStr, Field(description="Folder that is published, below the site's own.")]
    permalinks: Annotated[PermalinkKeys, Field(description="Addresses by collection.")]
    paginate: Annotated[Many, Field(description="Articles on a page of a list.")]
    stable_pages: Annotated[
        StrictBool, Field(description="Whether older pages of a list keep their articles, numbered from the oldest.")
    ]
    reading_speed: Annotated[StrictInt, Field(ge=50, le=2000, description="Words a minute.")]
    teaser: Annotated[TeaserWord, Field(description="Where the public part of a gated article ends.")]
    tiers: Annotated[
        dict[StrictStr, TierKeys], AfterValidator(_tier_ids), Field(description="What readers buy, in ascending order.")
    ]
    access: Annotated[AccessKeys, Field(description="Who may read what front matter leaves open.")]
    keyservice: Annotated[KeyServiceKeys, Field(description="Where readers log in and get keys.")]
    typography: Annotated[TypographyKeys, Field(description="How text is set.")]
    markdown: Annotated[MarkdownKeys, Field(description="How Markdown is read.")]
    credit: Annotated[Line, Field(description="Credit of lead pictures that name none.")]
    images: Annotated[ImagesKeys, Field(description="In which sizes and formats pictures are published.")]
    embeds: Annotated[
        Refs,
        AfterValidator(_embeds),
        Field(description="Whose players may stand in a page: youtube, vimeo, dailymotion, or a server's origin."),
    ]
    feeds: Annotated[FeedKeys, Field(description="Atom feeds.")]
    comments: Annotated[CommentKeys, Field(description="Readers' comments.")]
    frontmatter: Annotated[FrontMatterKeys, Field(description="Front matter of other generators.")]
    search: Annotated[StrictBool, Field(description="Whether the public pages can be searched; needs the package.")]
    grace: Annotated[Duration, Field(description="How long sealed files and assets of earlier builds stay.")]
