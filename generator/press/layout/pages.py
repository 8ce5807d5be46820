"""Pages of single documents: articles and free pages."""

from collections.abc import Iterator
from typing import cast

from markupsafe import Markup

from generator.model.frontmatter import ArticleMatter, AuthorMatter, Collection, PageMatter, Seo
from generator.model.output import Kind
from generator.model.page import Card, SealedBody
from generator.model.target import Groups, Target
from generator.model.urls import fill, output_path, slugify
from generator.press.layout import jsonld
from generator.press.layout.cards import card_view, card_views
from generator.press.layout.frame import list_feed, page_view
from generator.press.layout.membership import COUNT, comment_count, discussion
from generator.press.layout.publication import Publication
from generator.press.layout.related import Related
from generator.press.layout.scope import Scope, rendered
from generator.press.layout.series import PAGE, series_page, series_view
from generator.press.layout.translations import Versions, alternates, others, versions
from generator.press.layout.views import (
    ArticleView,
    AuthorView,
    CorrectionView,
    HeadingView,
    LinkView,
)
from generator.press.layout.walls import part_views

VERSION = "language:"  # no slug has a colon


def article_targets(publication: Publication) -> Iterator[Target]:
    """Yield a target for each article, with what to read next."""
    related = Related(publication)
    versions_of = versions(publication.catalog)
    for ident in publication.catalog.articles:
        matter = cast("ArticleMatter", publication.entry(ident).matter)
        groups = (
            ("related", related.to(ident)),
            ("series", publication.series_of(ident)),
            ("translations", tuple(one for _, one in versions_of.get(ident, ()) if one in publication.cards)),
        )
        languages = tuple((f"{VERSION}{language}", one) for language, one in versions_of.get(ident, ()))
        values = (
            *_tag_values(publication, ident),
            *series_page(publication, ident),
            *languages,
            *comment_count(publication, ident),
        )
        yield _document_target(publication, ident, "articles", matter.template or "article.html", groups, values)


def _tag_values(publication: Publication, ident: str) -> tuple[tuple[str, str], ...]:
    """Return the titles and slugs of an article's tags that have a page."""
    slugs = [(slugify(title), title) for title in publication.cards[ident].tags]
    return tuple((slug, publication.catalog.tags[slug].title) for slug, _ in slugs if slug in publication.catalog.tags)


def page_targets(publication: Publication) -> Iterator[Target]:
    """Yield a target for each free page."""
    for ident in publication.catalog.pages:
        matter = cast("PageMatter", publication.entry(ident).matter)
        yield _document_target(publication, ident, "pages", matter.template or "page.html", ())


def _document_target(
    publication: Publication,
    ident: str,
    collection: Collection,
    template: str,
    groups: Groups,
    values: tuple[tuple[str, str], ...] = (),
) -> Target:
    url = publication.entry(ident).url
    return Target(
        path=output_path(url),
        kind=Kind.PAGE,
        maker=collection,
        template=template if template.endswith(".html") else f"{template}.html",
        url=url,
        subject=ident,
        groups=groups,
        bodies=(ident,),
        values=values,
    )


def article_values(scope: Scope) -> dict[str, object]:
    """Return the views of an article's page."""
    ident = scope.target.subject
    card, body = scope.card(ident), scope.body(ident)
    matter = cast("ArticleMatter", scope.entry(ident).matter)
    rubric = scope.rubric(card)
    feeds = [list_feed(scope, rubric.title, _rubric_url(scope, card))] if rubric else []
    page = page_view(
        scope,
        kind="article",
        title=matter.seo.title or card.title,
        description=matter.seo.description or card.standfirst or card.excerpt,
        language=card.language,
        breadcrumb=(*((rubric,) if rubric else ()), LinkView(card.title, scope.path(card.url))),
        feeds=feeds,
        alternates=alternates(scope, _versions(scope)),
        nodes=(jsonld.organization(scope), jsonld.news_article(scope, card, matter.seo)),
        image=scope.image(card.image),
        card_title=card.title,
        robots=_robots(matter.seo, card),
        has_sections=bool(body.sections),
    )
    return {"page": page, "article": _article(scope, card, body, matter)}


def _rubric_url(scope: Scope, card: Card) -> str:
    return scope.entry(scope.publication.rubric(card.rubric)).url


def _robots(seo: Seo, card: Card) -> str:
    words = [*(["noindex"] if seo.noindex or card.marks else []), *(["noarchive"] if card.has_sections else [])]
    return ", ".join(words)


def _versions(scope: Scope) -> Versions:
    return tuple((key.removeprefix(VERSION), one) for key, one in scope.target.values if key.startswith(VERSION))


def _article(scope: Scope, card: Card, body: SealedBody, matter: ArticleMatter) -> ArticleView:
    return ArticleView(
        card=card_view(scope, card.id),
        parts=part_views(scope, body, card),
        headings=tuple(HeadingView(one.level, one.id, rendered(one.html)) for one in body.headings),
        authors=tuple(author_view(scope, ident) for ident in scope.authors(card)),
        tags=tuple(
            LinkView(title, scope.path(_tag_url(scope, slug)))
            for slug, title in scope.target.values
            if not slug.startswith((VERSION, COUNT, PAGE))
        ),
        translations=others(scope, _versions(scope), card.id),
        corrections=correction_views(scope, card.id),
        series=series_view(scope, matter.series),
        related=card_views(scope, scope.target.group("related")),
        discussion=discussion(scope, card.id),
        extra=matter.extra,
    )


def _tag_url(scope: Scope, slug: str) -> str:
    return fill(scope.config.permalinks.tags, {"slug": slug})


def correction_views(scope: Scope, ident: str) -> tuple[CorrectionView, ...]:
    """Return an article's corrections, newest first."""
    matter, card = scope.entry(ident).matter, scope.card(ident)
    if not isinstance(matter, ArticleMatter):
        return ()
    texts = [rendered(html) for html in card.corrections_html] or [
        Markup.escape(one.text) for one in matter.corrections
    ]
    dated = sorted(zip(matter.corrections, texts, strict=True), key=lambda pair: pair[0].at, reverse=True)
    title, url = rendered(card.title_html), scope.path(card.url)
    return tuple(CorrectionView(scope.moment(one.at), text, title, url) for one, text in dated)


def author_view(scope: Scope, ident: str, body: str = "") -> AuthorView:
    """Return an author; *body* is the biography, which only the author's own page needs."""
    matter = cast("AuthorMatter", scope.entry(ident).matter)
    return AuthorView(
        name=matter.name,
        role=matter.role,
        url=scope.path(scope.entry(ident).url),
        photo=scope.image(scope.card(ident).image),
        email=matter.email,
        links=tuple(LinkView(link.label, link.url) for link in matter.links),
        body=rendered(body),
    )


def page_values(scope: Scope) -> dict[str, object]:
    """Return the views of a free page, which templates know as `article` too: it may have sealed sections."""
    ident = scope.target.subject
    card, body = scope.card(ident), scope.body(ident)
    matter = cast("PageMatter", scope.entry(ident).matter)
    page = page_view(
        scope,
        kind="page",
        title=matter.seo.title or card.title,
        description=matter.seo.description or card.standfirst or card.excerpt,
        language=card.language,
        breadcrumb=(LinkView(card.title, scope.path(card.url)),),
        nodes=(jsonld.organization(scope),),
        robots=_robots(matter.seo, card),
        has_sections=bool(body.sections),
        loads_fragments=False,
    )
    view = ArticleView(
        card=card_view(scope, ident),
        parts=part_views(scope, body, card),
        headings=tuple(HeadingView(one.level, one.id, rendered(one.html)) for one in body.headings),
        authors=(),
        tags=(),
        translations=(),
        corrections=(),
        series=None,
        related=(),
        discussion=None,
        extra=matter.extra,
    )
    return {"page": page, "article": view}
