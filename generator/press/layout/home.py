"""The front page: what leads, the rubrics, the wire, the edition, corrections."""

from collections.abc import Iterator, Sequence

from generator.model.output import Kind
from generator.model.target import Groups, Target
from generator.model.urls import output_path
from generator.press.layout import addresses, jsonld
from generator.press.layout.cards import card_view, card_views
from generator.press.layout.frame import page_view
from generator.press.layout.fronts import FrontPage, front_alternates, fronts
from generator.press.layout.issues import issue_view
from generator.press.layout.list_pages import pages_below, pages_of
from generator.press.layout.pages import correction_views
from generator.press.layout.publication import CORRECTIONS_SHOWN, Publication
from generator.press.layout.scope import Scope
from generator.press.layout.views import CorrectionView, HomeView, RubricView
from generator.press.layout.wire import FRAGMENT, day_views

SECONDS = 2
OF_A_RUBRIC = 4  # headlines in a rubric's column
LATEST = 6  # articles that no column shows


def home_targets(publication: Publication) -> Iterator[Target]:
    """Yield the front page, of each language. It depends on what it shows and on nothing else."""
    for front in fronts(publication):
        own, *_ = pages_of(front.articles, publication.config)
        below = pages_below(front.articles, publication.config)
        yield Target(
            path=output_path(front.url),
            kind=Kind.LIST,
            maker="home",
            template="home.html",
            url=front.url,
            older=below[0].number if below else 0,
            groups=_groups(publication, front, own.ids),
            bodies=front.briefs[:FRAGMENT],
            values=(("title", front.title),),
            language=front.language,
        )


def _groups(publication: Publication, page: FrontPage, newest: Sequence[str]) -> Groups:
    catalog, front, own = publication.catalog, publication.data.front, frozenset(page.articles)
    lead = (front.lead,) if front.lead in own else tuple(newest[:1])
    chosen = [one for one in front.seconds if one in own and one not in lead]
    seconds = tuple(dict.fromkeys([*chosen, *(one for one in newest if one not in lead)]))[:SECONDS]
    taken = {*lead, *seconds}
    columns = []
    for rubric in catalog.rubrics:
        free = [one for one in catalog.by_rubric.get(rubric, ()) if one in own and one not in taken]
        columns.append((rubric, tuple(free[:OF_A_RUBRIC])))
        taken.update(free[:OF_A_RUBRIC])
    latest = [one for one in newest if one not in taken]
    # What a rubric lists is one step away; what none does is only here until it comes to the second page.
    listed = {one for rubric in catalog.rubrics for one in catalog.by_rubric.get(rubric, ())}
    return (
        ("lead", lead),
        ("seconds", seconds),
        ("latest", tuple(one for at, one in enumerate(latest) if at < LATEST or one not in listed)),
        ("issue", page.issues[:1]),
        ("corrected", page.corrected),
        *((rubric, ids) for rubric, ids in columns if ids),
    )


def home_values(scope: Scope) -> dict[str, object]:
    """Return the views of the front page."""
    target, config = scope.target, scope.config
    lead = card_views(scope, target.group("lead"))
    page = page_view(
        scope,
        kind="home",
        title=target.value("title"),
        description="" if target.language else config.description,
        alternates=front_alternates(scope),
        nodes=(
            jsonld.organization(scope),
            {
                "@type": "WebSite",
                "name": config.title,
                "url": config.base_url,
                "inLanguage": target.language or config.language,
            },
            *jsonld.offers(scope),
        ),
        image=lead[0].image if lead else None,
        loads_fragments=False,
    )
    home = HomeView(
        lead=lead[0] if lead else None,
        seconds=card_views(scope, target.group("seconds")),
        latest=card_views(scope, target.group("latest")),
        rubrics=tuple(_rubric(scope, ident) for ident in scope.publication.catalog.rubrics if target.group(ident)),
        wire=day_views(scope, target.bodies),
        issue=next((issue_view(scope, ident) for ident in target.group("issue")), None),
        corrections=_corrections(scope),
        older_url=scope.path(addresses.page_url(target.url, target.older)) if target.older else "",
    )
    return {"page": page, "home": home}


def _rubric(scope: Scope, ident: str) -> RubricView:
    ids = scope.target.group(ident)
    link = scope.link(ident)
    return RubricView(link.title, link.url, card_view(scope, ids[0]), card_views(scope, ids[1:]))


def _corrections(scope: Scope) -> tuple[CorrectionView, ...]:
    """Return the newest correction of each recently corrected article."""
    found = [views[0] for ident in scope.target.group("corrected") if (views := correction_views(scope, ident))]
    return tuple(found[:CORRECTIONS_SHOWN])
