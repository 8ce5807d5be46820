"""What the key service must know of the publication; the build writes it to `.marbre/service.json`."""

from collections.abc import Mapping

from msgspec import to_builtins

from generator.model.config import SiteConfig
from generator.model.data import SiteData
from generator.press.layout import addresses
from generator.press.layout.publication import Publication

STYLESHEETS = ("main.css",)


def service_data(publication: Publication) -> dict[str, object]:
    """Return the content of `service.json`. Nothing in it is secret."""
    config, data = publication.config, publication.data
    views = publication.assets.views
    return {
        "title": config.title,
        "language": config.language,
        "base_url": config.base_url,
        "site": config.keyservice.site,
        "timezone": config.zone.key,
        "service_url": addresses.service(config),
        "tiers": _tiers(config),
        "stylesheets": [views[name].url for name in STYLESHEETS if name in views],
        "contact": _legal(data).get("email"),
        "legal": [
            {"label": item.label, "url": addresses.in_html(config, item.url) if item.url[:1] == "/" else item.url}
            for item in data.menus.get("footer", ())
        ],
        "offers": [to_builtins(offer) for offer in data.offers],
    }


def _tiers(config: SiteConfig) -> list[dict[str, object]]:
    """Return the tiers with all that each opens, itself first."""
    return [
        {"id": tier.id, "title": tier.title, "grants": list(dict.fromkeys((tier.id, *tier.includes)))}
        for tier in config.tiers
    ]


def _legal(data: SiteData) -> Mapping[str, object]:
    legal = data.free.get("legal")
    return legal if isinstance(legal, Mapping) else {}
