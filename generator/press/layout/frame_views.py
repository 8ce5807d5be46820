"""Views of what every page has around its content. As those of `views`, they are described in docs/themes.md."""

from collections.abc import Mapping

from markupsafe import Markup
from msgspec import Struct

from generator.model.assets import AssetView
from generator.press.layout.views import (
    AppView,
    ClubBenefitView,
    ImageView,
    LinkView,
    NewsletterView,
    TranslationView,
)


class MenuItemView(Struct, frozen=True):
    title: str
    url: str
    current: bool


class SiteView(Struct, frozen=True):
    title: str
    description: str
    language: str
    languages: tuple[TranslationView, ...]
    url: str
    root: str
    menu: tuple[LinkView, ...]
    footer: tuple[LinkView, ...]
    sells: bool
    offers_url: str
    cancel_url: str
    service_url: str
    wire_url: str
    issues_url: str
    search_url: str
    newsletters: tuple[NewsletterView, ...]
    app: AppView | None
    club: tuple[ClubBenefitView, ...]
    data: Mapping[str, object]


class PageView(Struct, frozen=True):
    kind: str
    title: str
    description: str
    url: str
    canonical: str
    language: str
    home_url: str
    menu: tuple[MenuItemView, ...]
    breadcrumb: tuple[LinkView, ...]
    feeds: tuple[LinkView, ...]
    json_feeds: tuple[LinkView, ...]
    alternates: tuple[LinkView, ...]
    robots: str
    image: ImageView | None
    image_url: str
    image_alt: str
    jsonld: Markup
    strings: Markup
    scripts: tuple[AssetView, ...]
    preloads: tuple[AssetView, ...]
    login_url: str
    account_url: str
    logout_url: str
    subscribe_url: str
    loads_fragments: bool
