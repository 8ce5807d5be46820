"""What every page has around its content: how the views of the site and of the page are made."""

from collections.abc import Sequence

from markupsafe import Markup

from generator.model.assets import AssetView
from generator.model.fronts import front_url
from generator.press.layout import addresses, jsonld
from generator.press.layout.frame_views import MenuItemView, PageView, SiteView
from generator.press.layout.fronts import front_links
from generator.press.layout.membership import app_view, club_view, newsletter_view
from generator.press.layout.publication import Publication
from generator.press.layout.scope import Scope
from generator.press.layout.social_cards import card_path, is_shown
from generator.press.layout.strings import WIRE_TITLE, opener_json
from generator.press.layout.views import ImageView, LinkView

NOT_SHOWN = ("front", "comments")  # they change often, and pages name what they need of them
OPENER = "paywalled-section.js"
ACCOUNT = "account.js"
FURNITURE = "furniture.js"
SEARCH_TEMPLATE = "search.html"


def site_view(scope: Scope) -> SiteView:
    """Return the publication as templates see it."""
    return scope.publication.once("site", lambda: _site_view(scope))


def _site_view(scope: Scope) -> SiteView:
    config, data, catalog = scope.config, scope.publication.data, scope.publication.catalog
    permalinks = config.permalinks
    return SiteView(
        title=config.title,
        description=config.description,
        language=config.language,
        languages=front_links(scope),
        url=config.base_url,
        root=config.root,
        menu=_menu(scope),
        footer=tuple(LinkView(item.label, _menu_url(scope, item.url)) for item in data.menus.get("footer", ())),
        sells=bool(data.offers),
        offers_url=f"{addresses.service(config)}subscribe/",
        cancel_url=f"{addresses.service(config)}cancel/" if data.offers else "",
        service_url=addresses.service(config),
        wire_url=scope.path(addresses.prefix(permalinks.wire)) if catalog.briefs else "",
        issues_url=scope.path(addresses.prefix(permalinks.issues)) if catalog.issues else "",
        search_url=scope.path(config.search_url) if has_search(scope.publication) else "",
        newsletters=tuple(newsletter_view(scope, one) for one in data.newsletters),
        app=app_view(data.app),
        club=tuple(club_view(scope, one) for one in data.club),
        data={name: value for name, value in data.free.items() if name not in NOT_SHOWN},
    )


def _menu(scope: Scope) -> tuple[LinkView, ...]:
    """Return the main menu: that of menus.yaml, or else the rubrics and the wire."""
    return scope.publication.once("menu", lambda: _main_menu(scope))


def _main_menu(scope: Scope) -> tuple[LinkView, ...]:
    catalog, data = scope.publication.catalog, scope.publication.data
    if "main" in data.menus:
        return tuple(LinkView(item.label, _menu_url(scope, item.url)) for item in data.menus["main"])
    return tuple(scope.link(ident) for ident in catalog.rubrics)


def _menu_url(scope: Scope, url: str) -> str:
    return scope.path(url) if url.startswith("/") and not url.startswith("//") else url


def page_view(
    scope: Scope,
    *,
    kind: str,
    title: str = "",
    description: str = "",
    language: str = "",
    breadcrumb: Sequence[LinkView] = (),
    feeds: Sequence[LinkView] = (),
    json_feeds: Sequence[LinkView] = (),
    alternates: Sequence[LinkView] = (),
    nodes: Sequence[jsonld.Node] = (),
    image: ImageView | None = None,
    card_title: str = "",
    robots: str = "",
    has_sections: bool = False,
    loads_fragments: bool = True,
    script: str = "",
) -> PageView:
    """
    Return the page around its content.

    *card_title* is written on the card that networks show if *image* is none for them; the publication's name without it.
    A page loads two scripts at most before a section is opened: the account menu, and either the opener,
    what fetches fragments, or *script*. So pages with a section link to the wire and do not show it.
    """
    config = scope.config
    shown = image if image and is_shown(image.src) else None
    drawn = card_path(scope.publication, card_title or config.title)
    here = scope.path(scope.target.url)
    own = OPENER if has_sections else script or (FURNITURE if loads_fragments else "")
    scripts = (ACCOUNT, own) if own else (ACCOUNT,)
    front = front_url(scope.front)
    trail = (LinkView(config.title, scope.path(front)), *breadcrumb) if breadcrumb else ()
    all_nodes = (*nodes, jsonld.breadcrumbs(scope, trail)) if trail else tuple(nodes)
    return PageView(
        kind=kind,
        title=title,
        description=description,
        url=here,
        canonical=scope.absolute(scope.target.url),
        language=language or scope.target.language or config.language,
        home_url=scope.path(front),
        menu=tuple(
            MenuItemView(item.title, item.url, here.startswith(item.url) and item.url != config.root)
            for item in _menu(scope)
        ),
        breadcrumb=trail,
        feeds=(list_feed(scope, config.title, front), *feeds),
        json_feeds=(json_list_feed(scope, config.title, front), *json_feeds),
        alternates=tuple(alternates),
        robots=robots,
        image=image,
        image_url=scope.absolute(shown.src.removeprefix(config.root) if shown else drawn) if shown or drawn else "",
        image_alt=shown.alt if shown else (card_title or config.title) if drawn else "",
        jsonld=jsonld.graph(all_nodes),
        strings=_opener_strings(scope) if has_sections else Markup(""),
        scripts=_loaded(scope, scripts),
        preloads=_preloaded(scope, scripts),
        login_url=addresses.service_page(config, "login", here),
        account_url=f"{addresses.service(config)}account/",
        logout_url=f"{addresses.service(config)}logout/",
        subscribe_url=addresses.service_page(config, "subscribe", here),
        loads_fragments=own == FURNITURE,
    )


def has_search(publication: Publication) -> bool:
    """Return whether there is a page to search on: themes older than it have none."""
    return bool(publication.config.search_url) and SEARCH_TEMPLATE in publication.theme.templates


def _opener_strings(scope: Scope) -> Markup:
    return scope.publication.once(("opener", scope.language), lambda: opener_json(scope.templates.strings))


def _loaded(scope: Scope, names: Sequence[str]) -> tuple[AssetView, ...]:
    views = scope.publication.assets.views
    return tuple(views[name] for name in names if name in views)


def _preloaded(scope: Scope, names: Sequence[str]) -> tuple[AssetView, ...]:
    """Return what the page's scripts import at once and no script element names."""
    eager = scope.publication.assets.eager
    imported = dict.fromkeys(found for name in names for found in eager.get(name, ()))
    return _loaded(scope, [name for name in imported if name not in names])


def list_feed(scope: Scope, title: str, url: str) -> LinkView:
    """Return the feed of a list, for its page's `alternate` link."""
    return LinkView(title, scope.path(f"{url}feed.xml"))


def json_list_feed(scope: Scope, title: str, url: str) -> LinkView:
    """Return the JSON feed of a rubric or of the wire."""
    return LinkView(title, scope.path(f"{url}feed.json"))


def wire_title(scope: Scope) -> str:
    return scope.text(WIRE_TITLE, title=scope.config.title)
