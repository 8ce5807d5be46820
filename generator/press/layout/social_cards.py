"""
Pictures that social networks show beside a link to a page without one: the title in the theme's colours.

A card holds the name of the publication and a title, which is always public; nothing else of an article.
"""

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from io import BytesIO

from generator.model.output import Kind
from generator.model.page import Card
from generator.model.theme import CardLook, Theme, ThemeFile
from generator.press.layout.letters import Letters, wrapped
from generator.press.layout.publication import Publication
from generator.press.layout.scope import Scope
from generator.press.layout.target import Target
from generator.press.layout.theme_files import bytes_of

VERSION = "1"  # of the drawing: another one gives other names
WIDTH, HEIGHT = 1200, 630  # pixels, what networks ask for
MARGIN = 80
SIZES = (84, 72, 60, 50)  # of the title, the largest that fits
SCALE = 2  # drawn larger and reduced, for smooth edges
SHADES = 15  # between paper and ink; with the accent 16 colours, half a byte a pixel


def card_path(publication: Publication, title: str) -> str:
    """Return the path of the card of *title* in the output, empty for a theme that draws none."""
    look = publication.theme.card
    if look is None:
        return ""
    font = publication.theme.static.get(look.font)
    parts = (VERSION, repr(look), font.digest if font else "", publication.config.title, title)
    return f"assets/card.{hashlib.sha256(chr(0).join(parts).encode()).hexdigest()[:16]}.png"


def card_targets(publication: Publication) -> Iterator[Target]:
    """Yield the publication's own card, and one for each article without a picture that networks can show."""
    titles = (_title(publication.cards[ident]) for ident in publication.catalog.articles)
    for title in dict.fromkeys([publication.config.title, *titles]):
        yield from card_target(publication, title)


def card_target(publication: Publication, title: str) -> Iterator[Target]:
    """Yield the card with a title, if the theme draws cards and there is one."""
    if title and (path := card_path(publication, title)):
        yield Target(path, Kind.ASSET, "social_card", url=f"/{path}", values=(("title", title),))


def own_card(publication: Publication, card: Card) -> Iterator[Target]:
    """Yield the picture that an article has in networks for want of another."""
    return card_target(publication, _title(card))


def _title(card: Card) -> str:
    """Return what stands on the picture of an article, empty if it needs none."""
    is_pictured = is_shown(card.image.src if card.image else "")
    return "" if is_pictured or card.collection != "articles" else card.title


def is_shown(src: str) -> bool:
    """Return whether networks show the picture at *src*."""
    return bool(src) and not src.lower().endswith(".svg")


def social_card(scope: Scope) -> bytes:
    """Return a card as a PNG."""
    theme = scope.publication.theme
    if theme.card is None:
        raise LookupError("the theme draws no cards")
    return drawn(theme.card, _font(theme), scope.config.title, scope.target.value("title"))


def _font(theme: Theme) -> ThemeFile | None:
    return theme.static.get(theme.card.font) if theme.card else None


def drawn(look: CardLook, font: ThemeFile | None, brand: str, title: str) -> bytes:
    """Return the PNG of a card; without a *font* in the one that Pillow has."""
    from PIL import Image, ImageDraw

    shades = Image.new("L", (WIDTH * SCALE, HEIGHT * SCALE), 0)
    draw = ImageDraw.Draw(shades)
    size, lines = _fitting(title if title != brand else "", font)
    small = _letters(font, 40 * SCALE)
    if lines:
        large = _letters(font, size * SCALE)
        for number, line in enumerate(lines):
            large.write(draw, (MARGIN * SCALE, (150 + (number + 0.5) * size * 1.2) * SCALE), line)
        small.write(draw, (MARGIN * SCALE, (HEIGHT - MARGIN) * SCALE), brand)
    else:
        _letters(font, 110 * SCALE).write(draw, (MARGIN * SCALE, HEIGHT * SCALE * 0.56), brand)
    picture = shades.reduce(SCALE).point([value * (SHADES - 1) // 255 for value in range(256)])
    accent = ImageDraw.Draw(picture)
    accent.rectangle((0, 0, WIDTH, 16), fill=SHADES)
    accent.rectangle((MARGIN, HEIGHT - 150, MARGIN + 96, HEIGHT - 145), fill=SHADES)
    picture.putpalette(_palette(look))
    stream = BytesIO()
    picture.save(stream, "PNG", bits=4, optimize=False, compress_level=6)
    return stream.getvalue()


@lru_cache(maxsize=16)
def _letters(font: ThemeFile | None, size: float) -> Letters:
    return Letters(size, bytes_of(font) if font else b"")


def _fitting(title: str, font: ThemeFile | None) -> tuple[int, list[str]]:
    """Return the size of the title and its lines; one that is too long at the smallest size is cut."""
    lines: list[str] = []
    for size in SIZES:
        lines = wrapped(title, _letters(font, size * SCALE), (WIDTH - 2 * MARGIN) * SCALE) if title else []
        if len(lines) * size * 1.2 <= HEIGHT - 320:
            return size, lines
    fitting = int((HEIGHT - 320) / (SIZES[-1] * 1.2))
    return SIZES[-1], [*lines[: fitting - 1], f"{lines[fitting - 1]}…"]


def _palette(look: CardLook) -> list[int]:
    paper, ink, accent = (_rgb(colour) for colour in (look.paper, look.ink, look.accent))
    ramp = [
        round(light + (dark - light) * step / (SHADES - 1))
        for step in range(SHADES)
        for light, dark in zip(paper, ink, strict=True)
    ]
    return [*ramp, *accent]


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
