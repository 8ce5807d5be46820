"""The publication's settings, as site.yaml gives them after validation (interface.md, section 2)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final, Literal
from zoneinfo import ZoneInfo

from msgspec import Struct, field

from generator.model.access import PUBLIC, Access
from generator.model.directives import Directives

Cut = Literal["character", "word", "sentence", "block"]
HtmlPolicy = Literal["safe", "trusted"]
DEFAULT_LANGUAGE: Final = "fr"


class Tier(Struct, frozen=True):
    """What a reader buys. `includes` holds the ids of the tiers it also opens, already expanded."""

    id: str
    title: str
    includes: tuple[str, ...] = ()


class TeaserRule(Struct, frozen=True):
    """
    Where the public part of a gated article without a marker ends.

    Exactly one of `characters`, `words` and `paragraphs` is not zero. `at_most` is the largest share of
    the text that may be public, 0 to 1.
    """

    characters: int = 1000
    words: int = 0
    paragraphs: int = 0
    cut: Cut = "word"
    at_most: float = 0.5


class AccessRule(Struct, frozen=True):
    """A glob as in .gitignore over paths below content/, and the access of what it matches."""

    path: str
    access: Access


class Permalinks(Struct, frozen=True):
    articles: str = "/{rubric}/{slug}/"
    wire: str = "/fil/{date}/#{time}"
    authors: str = "/auteurs/{slug}/"
    issues: str = "/numeros/{slug}/"
    rubrics: str = "/{slug}/"
    pages: str = "/{slug}/"
    tags: str = "/tags/{slug}/"
    series: str = "/series/{slug}/"
    archives: str = "/archives/{year}/{month}/"
    search: str = ""  # see `SiteConfig.search_url`


class KeyService(Struct, frozen=True):
    """
    Attributes:
        url: A path of the site with a slash at its end, or an https origin under the same domain.
        site: The site id of the sealed format: it is in every key.
    """

    url: str = "/acces/"
    site: str = ""


RULED_LANGUAGES: Final = ("en", "fr")  # those that have rules of typography


class Typography(Struct, frozen=True):
    """`language_rules` may name the languages whose rules are used; `guillemets` is the space inside « and »."""

    language_rules: bool | tuple[str, ...] = True
    guillemets: Literal["nbsp", "nnbsp"] = "nbsp"

    def is_ruled(self, language: str, page: bool | None) -> bool:
        """Return whether text in *language*, without its region, is set by rules; *page* is what a front matter says."""
        if language not in RULED_LANGUAGES or page is False:
            return False
        if page or isinstance(self.language_rules, bool):
            return bool(page or self.language_rules)
        return language in self.language_rules


class MarkdownSettings(Struct, frozen=True):
    """`time_limit` is in seconds; a document that takes longer is the error `too-slow`."""

    extensions: tuple[str, ...] = ("extra", "toc")
    html: HtmlPolicy = "safe"
    time_limit: float = 10.0


class FrontMatterSettings(Struct, frozen=True):
    rename: Mapping[str, str] = field(default_factory=dict)
    ignore: tuple[str, ...] = ()


class Quality(Struct, frozen=True):
    """Of pictures that are written anew: 1 to 100 by format, each format's own scale."""

    avif: int = 50
    webp: int = 75
    jpeg: int = 80


class ImageSettings(Struct, frozen=True):
    """
    Attributes:
        widths: In pixels, of what a picture is offered in; never wider than the original.
        formats: Besides the picture's own.
        sizes: How wide a picture in the text is shown, as the HTML attribute `sizes` says it.
    """

    widths: tuple[int, ...] = (480, 800, 1200, 1600)
    formats: tuple[Literal["avif", "webp"], ...] = ("avif", "webp")
    quality: Quality = Quality()
    sizes: str = "(min-width: 40rem) 38rem, 100vw"


class SiteConfig(Struct, frozen=True):
    """
    All settings of a publication.

    Attributes:
        base_url: Ends with a slash; may have a path.
        languages: Those that have a front page of their own, beside the main one of `language`.
        root: Path part of `base_url`, with slashes at both ends: `/` or `/journal/`.
        zone: The site's time zone.
        credit: Of pictures that name none, `D. R.`.
        embeds: Whose players may stand in a page: words of `model.embeds`, or origins.
        directives: Those of the theme, which no setting gives: the digest covers them all the same.
        default_access, access_rules: The last matching rule wins; front matter beats rules.
        search: Whether the public pages are indexed and searched.
        grace: How long sealed files and theme assets of earlier builds stay published.
        digest: Of all settings, for the cache.
    """

    title: str
    base_url: str
    root: str
    zone: ZoneInfo
    language: str = DEFAULT_LANGUAGE
    languages: tuple[str, ...] = ()
    description: str = ""
    theme: str = "gazette"
    output: str = "public"
    permalinks: Permalinks = Permalinks()
    paginate: int = 20
    stable_pages: bool = False
    reading_speed: int = 254  # words a minute: measured on the page in the seed, 760 words in 3 minutes
    teaser: TeaserRule = TeaserRule()
    tiers: tuple[Tier, ...] = ()
    default_access: Access = PUBLIC
    access_rules: tuple[AccessRule, ...] = ()
    keyservice: KeyService = KeyService()
    typography: Typography = Typography()
    markdown: MarkdownSettings = MarkdownSettings()
    images: ImageSettings = ImageSettings()
    credit: str = ""
    embeds: tuple[str, ...] = ()
    directives: Directives = field(default_factory=Directives)
    feed_items: int = 30
    comments: Literal["off", "all", "registered", "subscribers"] = "subscribers"
    frontmatter: FrontMatterSettings = FrontMatterSettings()
    search: bool = False
    grace: timedelta = timedelta(days=7)
    digest: str = ""

    @property
    def search_url(self) -> str:
        """The address of the search page; empty if there is none."""
        if not self.search:
            return ""
        return self.permalinks.search or ("/recherche/" if self.language.startswith("fr") else "/search/")

    @property
    def access_words(self) -> frozenset[str]:
        """Every word that `access` may have."""
        return frozenset({"public", "registered", *(tier.id for tier in self.tiers)})
