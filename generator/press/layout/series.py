"""Series: the page of each, with its parts in the order in which they are read, and the box on their articles."""

from collections.abc import Iterator, Sequence

from generator.model.frontmatter import ArticleMatter
from generator.model.output import Kind
from generator.model.target import Target
from generator.model.urls import fill, output_path, slugify
from generator.press.layout import jsonld, strings
from generator.press.layout.cards import card_views, list_view
from generator.press.layout.frame import list_feed, page_view
from generator.press.layout.publication import SERIES_TEMPLATE, Publication
from generator.press.layout.scope import Scope
from generator.press.layout.views import CardView, LinkView, SeriesView

PAGE = "series:"  # no slug has a colon


def series_targets(publication: Publication) -> Iterator[Target]:
    """Yield the page of each series. It has all parts, however many: who reads a series wants to see it whole."""
    for slug, one in publication.series_pages.items():
        url = fill(publication.config.permalinks.series, {"slug": slug})
        yield Target(
            path=output_path(url),
            kind=Kind.LIST,
            maker="series",
            template=SERIES_TEMPLATE,
            url=url,
            groups=(("articles", one.articles),),
            values=(("title", one.title),),
        )


def series_page(publication: Publication, ident: str) -> tuple[tuple[str, str], ...]:
    """Return the address of the page of an article's series, if it has one, among what decides about the article's page."""
    matter = publication.entry(ident).matter
    slug = slugify(matter.series) if isinstance(matter, ArticleMatter) else ""
    return (
        ((PAGE, fill(publication.config.permalinks.series, {"slug": slug})),)
        if slug in publication.series_pages
        else ()
    )


def series_view(scope: Scope, title: str) -> SeriesView | None:
    """Return the box of an article's series, None where it stands alone."""
    articles, url = scope.target.group("series"), scope.target.value(PAGE)
    return SeriesView(title, scope.path(url) if url else "", card_views(scope, articles)) if articles else None


def series_values(scope: Scope) -> dict[str, object]:
    """Return the views of the page of a series."""
    title, url = scope.target.value("title"), scope.target.url
    articles = card_views(scope, scope.target.group("articles"))
    said = _extent(scope, articles)
    page = page_view(
        scope,
        kind="series",
        title=title,
        description=said,
        breadcrumb=(LinkView(title, scope.path(url)),),
        feeds=(list_feed(scope, title, url),),
        nodes=(jsonld.organization(scope),),
        image=next((card.image for card in articles if card.image), None),
    )
    return {"page": page, "list": list_view(scope, title, said, articles, url)}


def _extent(scope: Scope, articles: Sequence[CardView]) -> str:
    """Return how many parts there are, and from when to when, where every part has its day."""
    first, last = articles[0].published.date, articles[-1].published.date
    dated = all(getattr(scope.entry(card.id).matter, "published", None) for card in articles)
    if first == last or not dated:
        return scope.text(strings.SERIES_PARTS, count=len(articles))
    return scope.text(strings.SERIES_BETWEEN, count=len(articles), first=first, last=last)
