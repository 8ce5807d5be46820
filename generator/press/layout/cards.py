"""Cards of articles, and the lists that show them."""

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from generator.model.access import REGISTERED, Access
from generator.model.page import Card
from generator.model.target import Target
from generator.press.layout import addresses
from generator.press.layout.scope import Scope, rendered
from generator.press.layout.views import CardView, ListView, PaginationView


def badge(access: Access, *, has_sections: bool) -> str:
    """Return which badge says for whom a document is: empty, `partly`, `registered` or `reserved`."""
    if access.is_public:
        return "partly" if has_sections else ""
    return "registered" if REGISTERED in access.items else "reserved"


def card_view(scope: Scope, ident: str) -> CardView:
    """Return what lists show of an entry."""
    card = scope.card(ident)
    return scope.publication.once_of(ident, ("card", scope.language), lambda: _card_view(scope, card))


def _card_view(scope: Scope, card: Card) -> CardView:
    rubric = scope.rubric(card)
    return CardView(
        id=card.id,
        url=scope.path(card.url),
        title=rendered(card.title_html or Markup.escape(card.title)),
        kicker=card.kicker or (rubric.title if rubric else ""),
        standfirst=rendered(card.standfirst_html),
        summary=card.standfirst or card.excerpt,
        rubric=rubric,
        authors=tuple(scope.link(author) for author in scope.authors(card)),
        published=scope.moment(card.published),
        updated=scope.moment(card.updated) if card.updated and card.updated > card.published else None,
        reading_minutes=card.reading_minutes,
        access=str(card.access),
        badge=badge(card.access, has_sections=card.has_sections),
        image=scope.image(card.image),
        language=card.language if card.language != scope.config.language else "",
        marks=card.marks,
    )


def card_views(scope: Scope, ids: Iterable[str]) -> tuple[CardView, ...]:
    return tuple(card_view(scope, ident) for ident in ids)


def pagination(scope: Scope, target: Target, list_url: str) -> PaginationView:
    """Return where a list's page stands among its pages."""

    def address(number: int) -> str:
        return scope.path(addresses.page_url(list_url, number)) if number else ""

    return PaginationView(target.number, target.total, address(target.newer), address(target.older))


def list_view(scope: Scope, title: str, description: str, articles: Sequence[CardView], url: str) -> ListView:
    """Return one page of a list, with the text that stands above its first page."""
    body = scope.body(scope.target.bodies[0]).public_html if scope.target.bodies else ""
    return ListView(
        title=title,
        description=description,
        body=rendered(body),
        articles=tuple(articles),
        pagination=pagination(scope, scope.target, url),
    )
