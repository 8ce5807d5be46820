"""Renders one Markdown text as an article, without any file."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from generator.desk.plaintext import Body, Document, OpenSection
from generator.desk.render.body import render
from generator.desk.render.context import Context
from generator.errors import Problems
from generator.model.access import Access
from generator.model.catalog import Catalog, Entry
from generator.model.config import MarkdownSettings, SiteConfig, TeaserRule, Tier
from generator.model.frontmatter import ArticleMatter, Speaker

SPEAKERS = (
    Speaker("MA", "Le Magazine", "L. M.", "question"),
    Speaker("JR", "Jeanne Roux", "J. R.", "answer"),
)
WHOLE = TeaserRule(characters=0, at_most=1.0)


def config(html: str = "safe", extensions: tuple[str, ...] = ("extra", "toc")) -> SiteConfig:
    """Return the settings of a site with two tiers."""
    return SiteConfig(
        title="Essai",
        base_url="https://www.example.fr/",
        root="/",
        zone=ZoneInfo("Europe/Paris"),
        tiers=(Tier("abonnes", "Abonnés"), Tier("premium", "Premium", ("abonnes",))),
        markdown=MarkdownSettings(extensions=extensions, html=html),  # type: ignore[arg-type]
    )


def entry(identifier: str, access: str = "", url: str = "") -> Entry:
    """Return the catalog's entry of an article."""
    return Entry(
        id=identifier,
        collection="articles",
        source=f"{identifier}.md",
        url=url or f"/{identifier.rsplit('/', 1)[-1]}/",
        slug=identifier.rsplit("/", 1)[-1],
        matter=ArticleMatter(title="Un titre", speakers=SPEAKERS),
        access=Access(tuple(access.split())),
        published=datetime(2026, 11, 20, 8, tzinfo=UTC),
    )


def rendered(
    markdown: str,
    access: str = "abonnes",
    *,
    teaser: TeaserRule | None = None,
    files: tuple[str, ...] = (),
    html: str = "safe",
    speakers: tuple[Speaker, ...] = SPEAKERS,
    extensions: tuple[str, ...] = ("extra", "toc"),
    title: str = "Un titre",
    standfirst: str = "",
) -> Body:
    """Return the body of an article with this Markdown; the body begins on line 4 of its file."""
    here = entry("articles/essai", access)
    there = entry("articles/voisin")
    matter = ArticleMatter(title=title, standfirst=standfirst, speakers=speakers, teaser=teaser)
    document = Document("articles/essai", "articles", "articles/essai.md", matter, markdown, body_line=4)
    catalog = Catalog({here.id: here, there.id: there}, {here.source: here.id, there.source: there.id})
    return render(
        document, here, Context(config(html, extensions), catalog, frozenset(files), {"articles/brouillon.md": "draft"})
    )


def codes(markdown: str, access: str = "abonnes", **options: object) -> list[tuple[int, str]]:
    """Return line and code of each error of an article."""
    try:
        rendered(markdown, access, **options)  # type: ignore[arg-type]
    except Problems as problems:
        return [(error.where.line, error.code) for error in problems.errors]
    return []


def public(body: Body) -> str:
    """Return the public HTML of a body."""
    return "".join(part for part in body.parts if isinstance(part, str))


def sections(body: Body) -> list[OpenSection]:
    """Return the sections of a body."""
    return [part for part in body.parts if isinstance(part, OpenSection)]
