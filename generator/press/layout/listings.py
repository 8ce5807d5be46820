"""Lists of articles over several pages: rubrics, authors, tags, and everything by date."""

from collections.abc import Iterator, Sequence
from typing import cast

from msgspec.structs import replace

from generator.model.frontmatter import AuthorMatter, RubricMatter
from generator.model.fronts import front_url
from generator.model.output import Kind
from generator.model.target import Target
from generator.model.urls import fill, fold, output_path
from generator.press.layout import addresses, jsonld, strings
from generator.press.layout.cards import card_views, list_view
from generator.press.layout.frame import json_list_feed, list_feed, page_view
from generator.press.layout.frame_views import PageView
from generator.press.layout.fronts import fronts
from generator.press.layout.list_pages import ListPage, pages_below, pages_of
from generator.press.layout.pages import author_view
from generator.press.layout.publication import Publication
from generator.press.layout.scope import Scope
from generator.press.layout.views import CardView, LinkView


def rubric_targets(publication: Publication) -> Iterator[Target]:
    """Yield the pages of each rubric."""
    for ident in publication.catalog.rubrics:
        pages = pages_of(publication.catalog.by_rubric.get(ident, ()), publication.config)
        url = publication.entry(ident).url
        yield from list_targets("rubric", url, ident, pages, body=ident)


def author_targets(publication: Publication) -> Iterator[Target]:
    """Yield the pages of each author."""
    for ident in publication.catalog.authors:
        pages = pages_of(publication.catalog.by_author.get(ident, ()), publication.config)
        url = publication.entry(ident).url
        yield from list_targets("author", url, ident, pages, body=ident)


def tag_targets(publication: Publication) -> Iterator[Target]:
    """Yield the pages of each tag."""
    for slug, tag in sorted(publication.catalog.tags.items()):
        url = fill(publication.config.permalinks.tags, {"slug": slug})
        for target in list_targets("tag", url, slug, pages_of(tag.articles, publication.config)):
            yield replace(target, values=(("title", tag.title),))


def archive_targets(publication: Publication) -> Iterator[Target]:
    """Yield the pages that follow each front page: all articles by date, from the second page on."""
    for front in fronts(publication):
        pages = pages_below(front.articles, publication.config)
        targets = list_targets("archive", front.url, "", pages)
        yield from (replace(target, language=front.language) for target in targets)


def index_targets(publication: Publication) -> Iterator[Target]:
    """Yield the list of authors and that of tags, where their addresses have a folder of their own."""
    catalog, permalinks = publication.catalog, publication.config.permalinks
    url = addresses.prefix(permalinks.authors)
    if catalog.authors and url != "/":
        yield Target(
            output_path(url), Kind.LIST, "authors", "authors.html", url, groups=(("authors", catalog.authors),)
        )
    url = addresses.prefix(permalinks.tags)
    if catalog.tags and url != "/":
        titles = sorted(((slug, tag.title) for slug, tag in catalog.tags.items()), key=lambda pair: fold(pair[1]))
        yield Target(output_path(url), Kind.LIST, "tags", "tags.html", url, values=tuple(titles))


def authors_values(scope: Scope) -> dict[str, object]:
    """Return the views of the list of authors."""
    authors = tuple(author_view(scope, ident) for ident in scope.target.group("authors"))
    return {"page": _index_page(scope, "authors", strings.AUTHORS_TITLE), "authors": authors}


def tags_values(scope: Scope) -> dict[str, object]:
    """Return the views of the list of tags."""
    pattern = scope.config.permalinks.tags
    tags = tuple(LinkView(title, scope.path(fill(pattern, {"slug": slug}))) for slug, title in scope.target.values)
    return {"page": _index_page(scope, "tags", strings.TAGS_TITLE), "tags": tags}


def _index_page(scope: Scope, kind: str, message: str) -> PageView:
    title = scope.text(message)
    trail = (LinkView(title, scope.path(scope.target.url)),)
    return page_view(scope, kind=kind, title=title, breadcrumb=trail, nodes=(jsonld.organization(scope),))


def list_targets(maker: str, url: str, subject: str, pages: Sequence[ListPage], body: str = "") -> Iterator[Target]:
    """Yield the *pages* of the list at *url*; *body* is the id of the text that stands on its own page."""
    for page in pages:
        address = addresses.page_url(url, page.number)
        yield Target(
            path=output_path(address),
            kind=Kind.LIST,
            maker=maker,
            template=f"{maker}.html",
            url=address,
            subject=subject,
            number=page.number,
            total=page.total,
            newer=page.newer,
            older=page.older,
            groups=(("articles", page.ids),),
            bodies=(body,) if body and page.number == 1 else (),
        )


def rubric_values(scope: Scope) -> dict[str, object]:
    """Return the views of one page of a rubric; the rubric's lead article comes first on the first page."""
    ident = scope.target.subject
    matter, card = cast("RubricMatter", scope.entry(ident).matter), scope.card(ident)
    articles = card_views(scope, scope.target.group("articles"))
    if scope.target.number == 1:
        articles = _led(articles, matter.lead)
    listed = list_view(scope, card.title, matter.description, articles, scope.entry(ident).url)
    page = page_view(
        scope,
        kind="rubric",
        title=list_title(scope, card.title),
        description=matter.description,
        breadcrumb=(scope.link(ident),),
        feeds=(list_feed(scope, card.title, scope.entry(ident).url),),
        json_feeds=(json_list_feed(scope, card.title, scope.entry(ident).url),),
        nodes=(jsonld.organization(scope),),
    )
    return {"page": page, "list": listed}


def _led(articles: tuple[CardView, ...], lead: str) -> tuple[CardView, ...]:
    return tuple(sorted(articles, key=lambda card: card.id != lead)) if lead else articles


def author_values(scope: Scope) -> dict[str, object]:
    """Return the views of one page of an author."""
    ident = scope.target.subject
    matter = cast("AuthorMatter", scope.entry(ident).matter)
    url = scope.entry(ident).url
    articles = card_views(scope, scope.target.group("articles"))
    page = page_view(
        scope,
        kind="author",
        title=list_title(scope, matter.name),
        description=matter.role,
        breadcrumb=(scope.link(ident),),
        feeds=(list_feed(scope, matter.name, url),),
        nodes=(jsonld.organization(scope), jsonld.person(scope, ident)),
        image=scope.image(scope.card(ident).image),
    )
    listed = list_view(scope, matter.name, matter.role, articles, url)
    return {"page": page, "list": listed, "author": author_view(scope, ident, body=listed.body)}


def tag_values(scope: Scope) -> dict[str, object]:
    """Return the views of one page of a tag."""
    title = scope.target.value("title")
    url = fill(scope.config.permalinks.tags, {"slug": scope.target.subject})
    articles = card_views(scope, scope.target.group("articles"))
    page = page_view(
        scope,
        kind="tag",
        title=list_title(scope, title),
        breadcrumb=(LinkView(title, scope.path(url)),),
        feeds=(list_feed(scope, title, url),),
        nodes=(jsonld.organization(scope),),
    )
    return {"page": page, "list": list_view(scope, title, "", articles, url)}


def archive_values(scope: Scope) -> dict[str, object]:
    """Return the views of one page of all articles."""
    title = scope.text(strings.ARCHIVE_TITLE)
    articles = card_views(scope, scope.target.group("articles"))
    page = page_view(scope, kind="archive", title=list_title(scope, title), nodes=(jsonld.organization(scope),))
    return {"page": page, "list": list_view(scope, title, "", articles, front_url(scope.target.language))}


def list_title(scope: Scope, title: str) -> str:
    """Return a list's title; later pages say which they are, for no two pages may share one."""
    number = scope.target.number
    return title if number == 1 else scope.text(strings.NUMBERED_TITLE, title=title, number=number)
