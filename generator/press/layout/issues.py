"""Digital editions: their list, and the page of each with its articles and files."""

from collections.abc import Iterator
from typing import cast

from generator.model.frontmatter import IssueMatter
from generator.model.output import Kind
from generator.model.page import SealedBody
from generator.model.target import Target
from generator.model.urls import output_path
from generator.press.layout import addresses, jsonld, strings
from generator.press.layout.cards import badge, card_views
from generator.press.layout.frame import page_view
from generator.press.layout.publication import Publication
from generator.press.layout.scope import Scope, rendered
from generator.press.layout.views import IssueView, LinkView
from generator.press.layout.walls import part_views


def issue_targets(publication: Publication) -> Iterator[Target]:
    """Yield the list of editions and the page of each."""
    ids = publication.catalog.issues
    if not ids:
        return
    url = addresses.prefix(publication.config.permalinks.issues)
    groups = (("issues", ids),)
    yield Target(output_path(url), Kind.LIST, "issues", "issues.html", url, groups=groups)
    for ident in ids:
        entry = publication.entry(ident)
        articles = tuple(one for one in cast("IssueMatter", entry.matter).articles if one in publication.cards)
        yield Target(
            path=output_path(entry.url),
            kind=Kind.PAGE,
            maker="issue",
            template="issue.html",
            url=entry.url,
            subject=ident,
            groups=(("articles", articles),),
            bodies=(ident,),
        )


def issues_values(scope: Scope) -> dict[str, object]:
    """Return the views of the list of editions."""
    title = scope.text(strings.ISSUES_TITLE)
    page = page_view(
        scope,
        kind="issues",
        title=title,
        breadcrumb=(LinkView(title, scope.path(scope.target.url)),),
        nodes=(jsonld.organization(scope),),
    )
    return {"page": page, "issues": tuple(issue_view(scope, ident) for ident in scope.target.group("issues"))}


def issue_values(scope: Scope) -> dict[str, object]:
    """Return the views of an edition."""
    ident = scope.target.subject
    card, body = scope.card(ident), scope.body(ident)
    listed = scope.path(addresses.prefix(scope.config.permalinks.issues))
    page = page_view(
        scope,
        kind="issue",
        title=card.title,
        description=card.standfirst or card.excerpt,
        breadcrumb=(LinkView(scope.text(strings.ISSUES_TITLE), listed), scope.link(ident)),
        nodes=(jsonld.organization(scope),),
        image=scope.image(card.image),
        has_sections=bool(body.sections),
    )
    return {"page": page, "issue": issue_view(scope, ident, body)}


def issue_view(scope: Scope, ident: str, body: SealedBody | None = None) -> IssueView:
    """Return an edition; only its own page has a body and the articles."""
    entry, card = scope.entry(ident), scope.card(ident)
    matter = cast("IssueMatter", entry.matter)
    return IssueView(
        id=ident,
        title=card.title,
        url=scope.path(entry.url),
        number=matter.number,
        published=scope.moment(entry.published),
        cover=scope.image(card.image),
        standfirst=rendered(card.standfirst_html),
        badge=badge(card.access, has_sections=card.has_sections),
        access=str(card.access),
        parts=part_views(scope, body, card) if body else (),
        articles=card_views(scope, scope.target.group("articles")) if body else (),
    )
