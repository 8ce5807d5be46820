"""The wire: its page, a page for each day, and the fragment that other pages include."""

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import cast

from generator.model.frontmatter import BriefMatter
from generator.model.output import Kind
from generator.model.target import Target
from generator.model.urls import output_path
from generator.press.layout import addresses, jsonld, strings
from generator.press.layout.cards import badge
from generator.press.layout.frame import json_list_feed, list_feed, page_view, wire_title
from generator.press.layout.publication import Publication
from generator.press.layout.scope import Scope, rendered
from generator.press.layout.views import BriefView, LinkView, WireDayView, WireView
from generator.press.layout.walls import part_views

SHOWN = 40  # briefs on the wire's own page, before whole days end
FRAGMENT = 8  # briefs on other pages


def wire_url(publication: Publication) -> str:
    return addresses.prefix(publication.config.permalinks.wire)


def days(publication: Publication, briefs: Sequence[str]) -> list[tuple[str, tuple[str, ...]]]:
    """Return briefs by the page that they stand on, newest first: address of the page and ids."""

    def page(ident: str) -> str:
        return publication.entry(ident).url.partition("#")[0]

    return [(url, tuple(ids)) for url, ids in groupby(briefs, page)]


def wire_targets(publication: Publication) -> Iterator[Target]:
    """Yield the wire's page and the pages of its days."""
    briefs = publication.catalog.briefs
    if not briefs:
        return
    all_days = days(publication, briefs)
    url = wire_url(publication)
    if all(day != url for day, _ in all_days):
        yield _front(url, all_days)
    for place, (day, ids) in enumerate(all_days):
        newer = all_days[place - 1] if place else None
        older = all_days[place + 1] if place + 1 < len(all_days) else None
        yield Target(
            path=output_path(day),
            kind=Kind.LIST,
            maker="wire_day",
            template="wire.html",
            url=day,
            groups=(("newer", newer[1][:1] if newer else ()), ("older", older[1][:1] if older else ())),
            bodies=ids,
        )


def _front(url: str, all_days: list[tuple[str, tuple[str, ...]]]) -> Target:
    shown: list[str] = []
    rest: tuple[str, ...] = ()
    for _, ids in all_days:
        if shown and len(shown) + len(ids) > SHOWN:
            rest = ids[:1]
            break
        shown.extend(ids)
    return Target(
        path=output_path(url),
        kind=Kind.LIST,
        maker="wire",
        template="wire.html",
        url=url,
        groups=(("older", rest),),
        bodies=tuple(shown),
    )


def wire_values(scope: Scope) -> dict[str, object]:
    """Return the views of the wire's own page."""
    title = wire_title(scope)
    return _values(scope, title, (LinkView(title, scope.path(scope.target.url)),))


def wire_day_values(scope: Scope) -> dict[str, object]:
    """Return the views of one day's page."""
    title, url = wire_title(scope), wire_url(scope.publication)
    day = scope.moment(scope.entry(scope.target.bodies[0]).published).day
    breadcrumb = (LinkView(title, scope.path(url)), LinkView(day, scope.path(scope.target.url)))
    return _values(scope, scope.text(strings.WIRE_DAY_TITLE, title=title, day=day), breadcrumb)


def _values(scope: Scope, title: str, breadcrumb: tuple[LinkView, ...]) -> dict[str, object]:
    page = page_view(
        scope,
        kind="wire",
        title=title,
        breadcrumb=breadcrumb,
        feeds=(list_feed(scope, wire_title(scope), wire_url(scope.publication)),),
        json_feeds=(json_list_feed(scope, wire_title(scope), wire_url(scope.publication)),),
        nodes=(jsonld.organization(scope),),
        has_sections=any(scope.body(ident).sections for ident in scope.target.bodies),
        loads_fragments=False,
    )
    newer, older = (_day_link(scope, name) for name in ("newer", "older"))
    return {"page": page, "wire": WireView(day_views(scope, scope.target.bodies), newer, older)}


def _day_link(scope: Scope, group: str) -> LinkView | None:
    for ident in scope.target.group(group):
        entry = scope.entry(ident)
        return LinkView(scope.moment(entry.published).day, scope.path(entry.url.partition("#")[0]))
    return None


def day_views(scope: Scope, briefs: Sequence[str]) -> tuple[WireDayView, ...]:
    """Return briefs by day, each with its body; all of their bodies belong to the target."""
    return tuple(
        WireDayView(
            url=scope.path(url),
            day=scope.moment(scope.entry(ids[0]).published),
            briefs=tuple(brief_view(scope, ident) for ident in ids),
        )
        for url, ids in days(scope.publication, briefs)
    )


def brief_view(scope: Scope, ident: str) -> BriefView:
    """Return one brief. `parts` has its sections; `text` is only what everyone may read."""
    entry, card, body = scope.entry(ident), scope.card(ident), scope.body(ident)
    matter = cast("BriefMatter", entry.matter)
    page, _, anchor = entry.url.partition("#")
    anchor = anchor or entry.slug
    # On a page of several days two briefs may have the same time, and so the same anchor.
    prefix = anchor if page == scope.target.url else ident.replace("/", "-")
    return BriefView(
        id=ident,
        anchor=anchor,
        url=scope.path(entry.url),
        published=scope.moment(entry.published),
        title=matter.title,
        parts=part_views(scope, body, card, prefix=f"{prefix}-"),
        text=rendered(body.public_html),
        links=tuple(LinkView(link.label, link.url) for link in matter.links),
        source=matter.source,
        badge=badge(card.access, has_sections=card.has_sections),
        access=str(card.access),
    )
