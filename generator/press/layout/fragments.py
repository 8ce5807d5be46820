"""Fragments: short lists that change often, fetched by pages at reading time."""

from collections.abc import Iterator

from generator.model.output import Kind
from generator.model.target import Target
from generator.press.layout.cards import card_views
from generator.press.layout.fronts import fronts
from generator.press.layout.publication import Publication
from generator.press.layout.scope import Scope
from generator.press.layout.wire import FRAGMENT, day_views

LATEST = 5  # articles


def fragment_targets(publication: Publication) -> Iterator[Target]:
    """Yield the fragments, those too that are empty: pages name them."""
    catalog = publication.catalog
    yield Target(
        path="fragments/wire.html",
        kind=Kind.LIST,
        maker="fragment_wire",
        template="fragments/wire.html",
        url="/fragments/wire.html",
        bodies=catalog.briefs[:FRAGMENT],
    )
    yield Target(
        path="fragments/latest.html",
        kind=Kind.LIST,
        maker="fragment_latest",
        template="fragments/latest.html",
        url="/fragments/latest.html",
        groups=(("articles", next(fronts(publication)).articles[:LATEST]),),
    )


def wire_values(scope: Scope) -> dict[str, object]:
    """Return the views of the newest briefs."""
    return {"days": day_views(scope, scope.target.bodies)}


def latest_values(scope: Scope) -> dict[str, object]:
    """Return the views of the newest articles."""
    return {"articles": card_views(scope, scope.target.group("articles"))}
