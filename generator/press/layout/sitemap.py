"""Sitemaps: all pages, and for news search engines the articles of the last two days."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from html import escape
from itertools import takewhile

from generator.model.frontmatter import is_indexed
from generator.model.fronts import front_url
from generator.model.output import Kind
from generator.model.target import Target
from generator.model.urls import fill
from generator.press.layout import addresses
from generator.press.layout.archives import archive_addresses
from generator.press.layout.publication import Publication
from generator.press.layout.scope import Scope

LIMIT = 50_000  # addresses in one file, by the protocol
NEWS_SPAN = timedelta(hours=48)
NEWS_LIMIT = 1000
NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS_NAMESPACE = "http://www.google.com/schemas/sitemap-news/0.9"
HEAD = '<?xml version="1.0" encoding="utf-8"?>\n'


def sitemap_targets(publication: Publication) -> Iterator[Target]:
    """Yield `sitemap.xml`, its parts if it has any, and `news-sitemap.xml`."""
    count = len(_listed(publication))
    parts = -(-count // LIMIT)
    yield Target("sitemap.xml", Kind.FEED, "sitemap", url="/sitemap.xml", total=parts, everything=True)
    if parts > 1:
        for number in range(1, parts + 1):
            path = f"sitemap-{number}.xml"
            yield Target(path, Kind.FEED, "sitemap_part", url=f"/{path}", number=number, total=parts, everything=True)
    recent = news_articles(publication)
    yield Target("news-sitemap.xml", Kind.FEED, "news_sitemap", url="/news-sitemap.xml", groups=(("articles", recent),))


def next_news_change(publication: Publication) -> datetime | None:
    """Return when the first article leaves the news sitemap by itself, None when it holds none."""
    leaving = [publication.cards[ident].published + NEWS_SPAN for ident in news_articles(publication)]
    return min(leaving, default=None)


def news_articles(publication: Publication) -> tuple[str, ...]:
    """Return the articles of the last 48 hours, newest first."""
    now = publication.now.timestamp()

    def age(ident: str) -> float:
        return now - publication.entry(ident).published.timestamp()

    recent = takewhile(lambda ident: age(ident) < NEWS_SPAN.total_seconds(), publication.catalog.articles)
    return tuple(ident for ident in recent if age(ident) >= 0 and _is_indexed(publication, ident))[:NEWS_LIMIT]


def _is_indexed(publication: Publication, ident: str) -> bool:
    entry = publication.entry(ident)
    return is_indexed(entry.matter) and not entry.marks


def _pages(publication: Publication, start: int, end: int | None) -> list[tuple[str, datetime | None]]:
    """Return some of the addresses that search engines should know, with the time of the last change where there is one."""
    some = _listed(publication)[start:end]
    return [(url, _changed(publication, ident) if ident else None) for url, ident in some]


def _listed(publication: Publication) -> list[tuple[str, str]]:
    """Return every address that search engines should know, with the id of what stands there if it has a date."""
    catalog = publication.catalog
    dated = [
        (publication.entry(ident).url, ident)
        for ident in (*catalog.articles, *catalog.issues)
        if _is_indexed(publication, ident)
    ]
    plain = [
        publication.entry(ident).url
        for ident in (*catalog.rubrics, *catalog.authors, *catalog.pages)
        if _is_indexed(publication, ident)
    ]
    tags = [fill(publication.config.permalinks.tags, {"slug": slug}) for slug in sorted(catalog.tags)]
    series = [fill(publication.config.permalinks.series, {"slug": slug}) for slug in publication.series_pages]
    wire = [addresses.prefix(publication.config.permalinks.wire)] if catalog.briefs else []
    days = dict.fromkeys(publication.entry(ident).url.partition("#")[0] for ident in catalog.briefs)
    archives = archive_addresses(publication)
    fronts = [front_url(language) for language in publication.config.languages]
    lists = dict.fromkeys(["/", *fronts, *plain, *tags, *series, *wire, *days, *archives])
    return [*((url, "") for url in lists), *dated]


def _changed(publication: Publication, ident: str) -> datetime:
    entry = publication.entry(ident)
    return max(entry.published, entry.updated or entry.published)


def sitemap(scope: Scope) -> bytes:
    """Return the sitemap, or for very large publications the index of its parts."""
    if scope.target.total <= 1:
        return _urls(scope, _pages(scope.publication, 0, None))
    parts = (
        f"<sitemap><loc>{escape(scope.absolute(f'/sitemap-{number}.xml'), quote=False)}</loc></sitemap>"
        for number in range(1, scope.target.total + 1)
    )
    body = "\n".join(parts)
    return f'{HEAD}<sitemapindex xmlns="{NAMESPACE}">\n{body}\n</sitemapindex>\n'.encode()


def sitemap_part(scope: Scope) -> bytes:
    """Return one part of a large sitemap."""
    start = (scope.target.number - 1) * LIMIT
    return _urls(scope, _pages(scope.publication, start, start + LIMIT))


def _urls(scope: Scope, pages: Sequence[tuple[str, datetime | None]]) -> bytes:
    lines = []
    for url, changed in pages:
        lastmod = f"<lastmod>{_time(scope, changed)}</lastmod>" if changed else ""
        lines.append(f"<url><loc>{escape(scope.absolute(url), quote=False)}</loc>{lastmod}</url>")
    body = "\n".join(lines)
    return f'{HEAD}<urlset xmlns="{NAMESPACE}">\n{body}\n</urlset>\n'.encode()


def news_sitemap(scope: Scope) -> bytes:
    """Return the news sitemap; it may well be empty."""
    items = "\n".join(_news_item(scope, ident) for ident in scope.target.group("articles"))
    namespaces = f'xmlns="{NAMESPACE}" xmlns:news="{NEWS_NAMESPACE}"'
    return f"{HEAD}<urlset {namespaces}>\n{items}\n</urlset>\n".encode()


def _news_item(scope: Scope, ident: str) -> str:
    card = scope.card(ident)
    language = (card.language or scope.config.language).split("-")[0]
    return (
        f"<url><loc>{escape(scope.absolute(card.url), quote=False)}</loc><news:news>"
        f"<news:publication><news:name>{escape(scope.config.title, quote=False)}</news:name>"
        f"<news:language>{escape(language, quote=False)}</news:language></news:publication>"
        f"<news:publication_date>{_time(scope, card.published)}</news:publication_date>"
        f"<news:title>{escape(card.title, quote=False)}</news:title></news:news></url>"
    )


def _time(scope: Scope, at: datetime) -> str:
    return at.astimezone(scope.config.zone).isoformat(timespec="seconds")
