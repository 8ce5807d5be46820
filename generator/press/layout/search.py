"""The page on which readers search. It is the same for all, and what they look for never leaves their browser."""

from collections.abc import Iterator

from generator.model.output import Kind
from generator.model.target import Target
from generator.model.urls import output_path
from generator.press.layout import jsonld, strings
from generator.press.layout.frame import SEARCH_TEMPLATE, has_search, page_view
from generator.press.layout.publication import Publication
from generator.press.layout.scope import Scope
from generator.press.layout.views import LinkView

SCRIPT = "search.js"


def search_targets(publication: Publication) -> Iterator[Target]:
    """Yield the search page, if the site has one."""
    if has_search(publication):
        url = publication.config.search_url
        yield Target(output_path(url), Kind.LIST, "search", SEARCH_TEMPLATE, url)


def search_values(scope: Scope) -> dict[str, object]:
    """Return the views of the search page."""
    title = scope.text(strings.SEARCH_TITLE)
    page = page_view(
        scope,
        kind="search",
        title=title,
        breadcrumb=(LinkView(title, scope.path(scope.target.url)),),
        nodes=(jsonld.organization(scope),),
        robots="noindex",
        loads_fragments=False,
        script=SCRIPT,
    )
    return {"page": page}
