"""Small publications made by hand, so that layout is tested without desk."""

import hashlib
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from generator.model.access import PUBLIC, Access
from generator.model.catalog import Catalog, Entry, Tag
from generator.model.config import KeyService, SiteConfig, Tier
from generator.model.data import Offer, SiteData
from generator.model.frontmatter import (
    ArticleMatter,
    AuthorMatter,
    BriefMatter,
    Correction,
    IssueMatter,
    Link,
    PageMatter,
    RubricMatter,
)
from generator.model.page import Card, Picture, SealedBody, SealedSection
from generator.model.theme import Theme, ThemeFile
from generator.press.layout.publication import Publication, prepare
from generator.press.layout.site import render_target, targets

THEMES = Path(__file__).resolve().parents[2] / "themes"
PARIS = ZoneInfo("Europe/Paris")
NOW = datetime(2026, 11, 20, 18, 0, tzinfo=PARIS)
SUBSCRIBERS = Access(("abonnes",))
HEX = "4181a41c0445b45edc219ccc74bca67d"

CONFIG = SiteConfig(
    title="Sagittale",
    base_url="https://www.example.fr/",
    root="/",
    zone=PARIS,
    description="Imagerie et informatique hospitalière",
    tiers=(Tier("abonnes", "Abonnés"), Tier("premium", "Premium", ("abonnes",))),
    keyservice=KeyService("/acces/", "www.example.fr"),
)
OFFERS = (
    Offer("mensuel", "abonnes", "Offre mensuelle", 2300, benefits=("Tous les articles",), button="S’abonner"),
    Offer("premium", "premium", "Premium", 3950, interval="year"),
)


@cache
def _shipped(name: str) -> Theme:
    return _theme(name, THEMES, {})


def theme(name: str = "gazette", *, folder: Path = THEMES, changed: Mapping[str, Path] | None = None) -> Theme:
    """Return a theme of the checkout; *changed* puts other files in place of some of its templates."""
    if folder == THEMES and not changed:
        return _shipped(name)
    return _theme(name, folder, changed or {})


def _theme(name: str, folder: Path, changed: Mapping[str, Path]) -> Theme:
    chain = ("base",) if name == "base" else (name, "base")
    templates, static, locales = {}, {}, {}
    for one in reversed(chain):
        for path in sorted((folder / one / "templates").rglob("*.html")):
            inner = path.relative_to(folder / one / "templates").as_posix()
            templates[inner] = templates[f"{one}/{inner}"] = _file(one, path)
        for path in sorted(one for one in (folder / one / "static").rglob("*") if one.is_file()):
            static[path.relative_to(folder / one / "static").as_posix()] = _file(one, path)
        for path in sorted((folder / one / "locales").glob("*.po")):
            locales[path.stem] = (_file(one, path), *locales.get(path.stem, ()))
    for inner, path in changed.items():
        templates[inner] = _file(name, path)
    digest = hashlib.sha256(repr((templates, static, locales)).encode()).hexdigest()
    folders = tuple(str(folder / one) for one in chain)
    return Theme(name, chain, folders, templates, static, locales, digest)


def _file(theme_name: str, path: Path) -> ThemeFile:
    return ThemeFile(theme_name, str(path), hashlib.sha256(path.read_bytes()).hexdigest())


def at(day: int, hour: int = 8, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=PARIS)


def entry(ident: str, url: str, matter: object, published: datetime, access: Access = PUBLIC) -> Entry:
    collection = ident.split("/")[0]
    return Entry(ident, collection, f"{ident}.md", url, ident.split("/")[-1], matter, access, published)  # type: ignore[arg-type]


def card(one: Entry, title: str, **values: object) -> Card:
    base = Card(
        id=one.id,
        collection=one.collection,
        url=one.url,
        title=title,
        title_html=title,
        published=one.published,
        updated=None,
        access=one.access,
        has_sections=not one.access.is_public,
        remaining=None if one.access.is_public else 77,
        reading_minutes=3,
        words=760,
    )
    return replace(base, **values)  # type: ignore[arg-type]


def section(number: int = 1, access: Access = SUBSCRIBERS) -> SealedSection:
    return SealedSection(f"s{number}", "AQEAAAAADnd3dy5leGFtcGxlLmZy", f"/sealed/{HEX}.spw", access)


def sample() -> tuple[Catalog, dict[str, Card], dict[str, SealedBody]]:
    """Return a catalog with one of everything, its cards and bodies."""
    made = [*_people(), *_articles(), *_wire(), *_others()]
    entries = {one.id: one for one, _, _ in made}
    cards = {one.id: shown for one, shown, _ in made}
    bodies = {one.id: SealedBody(one.id, parts) for one, _, parts in made}
    articles = ("articles/budget", "articles/radio", "articles/ouvert")
    catalog = Catalog(
        entries,
        sources={one.source: one.id for one in entries.values()},
        articles=articles,
        briefs=("wire/b", "wire/a"),
        issues=("issues/12",),
        authors=("authors/claire",),
        rubrics=("rubrics/securite",),
        pages=("pages/a-propos",),
        by_rubric={"rubrics/securite": articles},
        by_author={"authors/claire": articles},
        tags={"budget": Tag("Budget", "budget", ("articles/budget",))},
        aliases={"/ancien/": "articles/budget"},
    )
    return catalog, cards, bodies


Made = tuple[Entry, Card, tuple[str | SealedSection, ...]]


def _people() -> list[Made]:
    claire = entry(
        "authors/claire",
        "/auteurs/claire/",
        AuthorMatter(
            "Claire Delmas",
            role="Journaliste",
            email="claire@example.org",
            links=(Link("Site", "https://example.org/"),),
        ),
        datetime(1970, 1, 1, tzinfo=UTC),
    )
    rubric = entry(
        "rubrics/securite",
        "/securite/",
        RubricMatter("Sécurité", description="Incidents"),
        datetime(1970, 1, 1, tzinfo=UTC),
    )
    photo = Picture("/assets/claire.png", "Claire", 600, 600)
    return [
        (claire, card(claire, "Claire Delmas", image=photo), ("<p>Vingt ans de presse.</p>",)),
        (rubric, card(rubric, "Sécurité"), ("<p>Des récits d’incidents.</p>",)),
    ]


def _articles() -> list[Made]:
    budget = entry(
        "articles/budget",
        "/securite/budget/",
        ArticleMatter(
            "Le budget",
            rubric="securite",
            authors=("claire",),
            tags=("Budget",),
            corrections=(Correction(at(12, 13, 23), "Le montant était faux."),),
        ),
        at(10),
        SUBSCRIBERS,
    )
    budget = replace(budget, updated=at(12, 13, 23))
    shown = card(
        budget,
        "Le budget",
        updated=at(12, 13, 23),
        rubric="securite",
        authors=("claire",),
        tags=("Budget",),
        standfirst="Où va l’argent.",
        standfirst_html="<p>Où va l’argent.</p>",
        image=Picture("/assets/salle.jpg", "Une salle", 1200, 800, "La salle.", "D. R."),
    )
    parts = (
        "<p>Premier.</p>\n<p data-teaser-cut>Le budget est tr</p>\n",
        section(1),
        '<p>Entre <a href="/a-propos/">deux</a>.</p>',
        section(2),
    )
    radio = entry(
        "articles/radio",
        "/securite/radio/",
        ArticleMatter("La radio", rubric="securite"),
        at(9),
        Access(("registered",)),
    )
    free = entry("articles/ouvert", "/securite/ouvert/", ArticleMatter("Ouvert", rubric="securite", aliases=()), at(8))
    return [
        (budget, shown, parts),
        (radio, card(radio, "La radio", rubric="securite"), ("<p>Début.</p>", section(1, Access(("registered",))))),
        (free, card(free, "Ouvert", rubric="securite", excerpt="Tout lire."), ("<p>Tout lire.</p>",)),
    ]


def _wire() -> list[Made]:
    first = entry("wire/a", "/fil/2026-11-16/#7-30", BriefMatter(at(16, 7, 30), source="Étude"), at(16, 7, 30))
    second = entry(
        "wire/b",
        "/fil/2026-11-17/#16-07",
        BriefMatter(at(17, 16, 7), links=(Link("Dossier", "https://example.org/d"),)),
        at(17, 16, 7),
        SUBSCRIBERS,
    )
    return [
        (first, card(first, "", excerpt="Une étude."), ("<p>Une étude.</p>",)),
        (second, card(second, "", excerpt="Le prix baisse."), ("<p>Le prix baisse.</p>", section(1))),
    ]


def _others() -> list[Made]:
    issue = entry(
        "issues/12",
        "/numeros/12/",
        IssueMatter("Numéro 12", at(18, 6), number="12", articles=("articles/budget",)),
        at(18, 6),
        SUBSCRIBERS,
    )
    about = entry("pages/a-propos", "/a-propos/", PageMatter("À propos"), datetime(1970, 1, 1, tzinfo=UTC))
    return [
        (
            issue,
            card(issue, "Numéro 12", image=Picture("/assets/couverture.png", "Couverture", 600, 800)),
            ("<p>Édito.</p>", section()),
        ),
        (about, card(about, "À propos"), ("<p>Un magazine.</p>",)),
    ]


def publication(
    *, config: SiteConfig = CONFIG, of: Theme | None = None, data: SiteData | None = None, now: datetime = NOW
) -> tuple[Publication, dict[str, SealedBody]]:
    """Return the sample, ready to be laid out, and its bodies."""
    catalog, cards, bodies = sample()
    return prepare(config, catalog, cards, data or SiteData(OFFERS), of or theme(), now), bodies


def render_all(made: Publication, bodies: Mapping[str, SealedBody]) -> dict[str, str]:
    """Return every output file as text by its path."""
    return {target.path: render_target(made, target, bodies).decode() for target in targets(made)}


def later(days: int) -> datetime:
    return NOW + timedelta(days=days)
