"""What one output file may use; asking for anything else is a bug, for its digest would not know."""

import re
from collections.abc import Mapping
from datetime import datetime

from markupsafe import Markup

from generator.model.catalog import Entry
from generator.model.fronts import front_of
from generator.model.page import Card, Picture, PictureSource, SealedBody
from generator.model.target import Target
from generator.press.layout import addresses, dates
from generator.press.layout.publication import Publication
from generator.press.layout.templates import Templates, for_theme
from generator.press.layout.views import ImageSourceView, ImageView, LinkView, MomentView

DOCUMENTS = frozenset({"articles", "pages"})
INITIALS = re.compile(r"(?<=\b\w\.) (?=\w\.)")


def rendered(html: str) -> Markup:
    """Return *html* for templates to put out as it is: desk rendered and sanitised it, and no reader's text is in it."""
    return Markup(html)  # noqa: S704 - the one place where layout says so


def _language(publication: Publication, target: Target) -> str:
    """Return the language of a page's own words: its content's where the theme knows it, else the site's."""
    wanted = _content_language(publication, target)
    known = {wanted, wanted.partition("-")[0]} & publication.theme.locales.keys()
    return wanted if known else publication.config.language


def _content_language(publication: Publication, target: Target) -> str:
    """Return the language of what a page shows, empty where it is the site's."""
    entry = publication.catalog.entries.get(target.subject) if target.maker in DOCUMENTS else None
    return target.language or (entry.language if entry else "")


class Scope:
    """
    The values of one target.

    A class, not a function's arguments, so that the list of allowed entries is checked in one place.
    """

    def __init__(self, publication: Publication, target: Target, bodies: Mapping[str, SealedBody]) -> None:
        self.publication = publication
        self.config = publication.config
        self.target = target
        self.bodies = bodies
        self.language = _language(publication, target)
        shown = [ident for ident in target.shown if ident in publication.catalog.entries]
        self._allowed = frozenset(publication.with_terms(shown)) | frozenset(publication.catalog.rubrics)

    @property
    def templates(self) -> Templates:
        return for_theme(self.publication.theme, self.language, self.publication.assets)

    def text(self, message: str, **values: object) -> str:
        """Return a text of the theme in the page's language."""
        translated = self.templates.strings.gettext(message)
        return translated % values if values else translated

    def entry(self, ident: str) -> Entry:
        self._check(ident)
        return self.publication.catalog.entries[ident]

    def card(self, ident: str) -> Card:
        self._check(ident)
        return self.publication.cards[ident]

    def body(self, ident: str) -> SealedBody:
        if ident not in self.target.bodies:
            raise LookupError(f"{self.target.path} does not name the body of {ident!r}")
        return self.bodies[ident]

    def _check(self, ident: str) -> None:
        if not self.target.everything and ident not in self._allowed:
            raise LookupError(f"{self.target.path} does not name {ident!r} among its inputs")

    @property
    def front(self) -> str:
        """The language of the front page that this page is under, empty for the main one."""
        return front_of(self.config, _content_language(self.publication, self.target) or self.config.language)

    def path(self, url: str) -> str:
        return addresses.in_html(self.config, url)

    def absolute(self, url: str) -> str:
        return addresses.absolute(self.config, url)

    def moment(self, at: datetime) -> MomentView:
        return dates.moment(at, self.config.zone, self.language)

    def link(self, ident: str) -> LinkView:
        """Return title and address of an entry."""
        return LinkView(self.card(ident).title, self.path(self.entry(ident).url))

    def authors(self, card: Card) -> tuple[str, ...]:
        """Return the ids of a card's authors, those that exist."""
        ids = (self.publication.author(name) for name in card.authors)
        return tuple(ident for ident in ids if ident in self.publication.catalog.entries)

    def rubric(self, card: Card) -> LinkView | None:
        ident = self.publication.rubric(card.rubric)
        return self.link(ident) if ident else None

    def image(self, picture: Picture | None) -> ImageView | None:
        if picture is None:
            return None
        caption = rendered(picture.caption_html)
        src = self.path(picture.src) if picture.src.startswith("/") else picture.src
        sources = tuple(ImageSourceView(source.media_type, self._srcset(source)) for source in picture.sources)
        srcset = sources[-1].srcset if sources and len(picture.sources[-1].files) > 1 else ""
        return ImageView(
            src, picture.alt, picture.width, picture.height, caption, self.credit(picture),
            srcset, sources[:-1], _focus(picture.focus),
        )  # fmt: skip

    def _srcset(self, source: PictureSource) -> str:
        return ", ".join(f"{self.path(file.url)} {file.width}w" for file in source.files)

    def credit(self, picture: Picture) -> str:
        """Return whose picture it is, the site's word where nobody is named; `D. R.` does not break at its space."""
        return INITIALS.sub("\u00a0", picture.credit or self.config.credit)


def _focus(focus: tuple[float, float] | None) -> str:
    """Return the point in steps of ten per cent, for which base.css has rules: a style attribute is not allowed."""
    return " ".join(str(round(share * 10) * 10) for share in focus) if focus else ""
