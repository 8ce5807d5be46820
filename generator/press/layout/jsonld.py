"""Structured data (schema.org) for search engines: what a page is, and which part of it is sealed."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from babel.numbers import get_currency_precision
from markupsafe import Markup

from generator.model.catalog import Entry
from generator.model.frontmatter import AuthorMatter, Seo
from generator.model.page import Card, Picture
from generator.press.layout import addresses
from generator.press.layout.scope import Scope
from generator.press.layout.social_cards import HEIGHT, WIDTH, card_path
from generator.press.layout.strings import embedded
from generator.press.layout.views import LinkView

HEADLINE_LENGTH = 110  # characters, the most that Google reads
SECTION_CLASS = "paywalled-section"
Node = dict[str, object]


def graph(nodes: Sequence[Node]) -> Markup:
    """Return nodes as the content of a `application/ld+json` script element; nothing for no nodes."""
    if not nodes:
        return Markup("")
    return embedded({"@context": "https://schema.org", "@graph": list(nodes)})


def organization(scope: Scope) -> Node:
    """Return the publisher."""
    return scope.publication.once("organization", lambda: _organization(scope))


def _organization(scope: Scope) -> Node:
    node: Node = {
        "@type": "NewsMediaOrganization",
        "@id": f"{scope.config.base_url}#publisher",
        "name": scope.config.title,
        "url": scope.config.base_url,
    }
    if icon := scope.publication.assets.views.get("icon.svg"):
        node["logo"] = {"@type": "ImageObject", "url": scope.absolute(icon.url.removeprefix(scope.config.root))}
    return node


def offers(scope: Scope) -> list[Node]:
    """Return what is for sale, tax included, for the front page."""
    config = scope.config
    sold = f"{addresses.origin(config)}{addresses.service(config)}" if config.keyservice.url.startswith("/") else ""
    return [
        {
            "@type": "Offer",
            "name": offer.title,
            "price": f"{Decimal(offer.price).scaleb(-get_currency_precision(offer.currency))}",
            "priceCurrency": offer.currency,
            "url": f"{sold or addresses.service(config)}subscribe/?offer={offer.id}",
            "offeredBy": {"@id": f"{config.base_url}#publisher"},
        }
        for offer in scope.publication.data.offers
    ]


def news_article(scope: Scope, card: Card, seo: Seo) -> Node:
    """Return the NewsArticle of an article or brief. Paid parts are marked by the class of their element."""
    url = scope.absolute(card.url)
    node: Node = {
        "@type": "NewsArticle",
        "@id": url,
        "mainEntityOfPage": url,
        "headline": (seo.title or card.title)[:HEADLINE_LENGTH],
        "description": seo.description or card.standfirst or card.excerpt,
        "datePublished": _iso(scope, card.published),
        "dateModified": _iso(scope, max(card.published, card.updated or card.published)),
        "inLanguage": card.language or scope.config.language,
        "wordCount": card.words,
        "timeRequired": f"PT{card.reading_minutes}M",
        "isAccessibleForFree": not card.has_sections,
        "author": [person(scope, author) for author in scope.authors(card)],
        "publisher": {"@id": f"{scope.config.base_url}#publisher"},
    }
    if card.has_sections:
        node["hasPart"] = {
            "@type": "WebPageElement",
            "isAccessibleForFree": False,
            "cssSelector": f".{SECTION_CLASS}",
        }
    if rubric := scope.rubric(card):
        node["articleSection"] = rubric.title
    if card.image:
        node["image"] = _image(scope, card.image)
    elif drawn := card_path(scope.publication, card.title):
        node["image"] = {"@type": "ImageObject", "url": scope.absolute(drawn), "width": WIDTH, "height": HEIGHT}
    if card.tags:
        node["keywords"] = list(card.tags)
    return {key: value for key, value in node.items() if value not in ("", [])}


def _image(scope: Scope, image: Picture) -> Node:
    node: Node = {"@type": "ImageObject", "url": scope.absolute(image.src)}
    if image.width and image.height:
        node |= {"width": image.width, "height": image.height}
    if credit := scope.credit(image):
        node["creditText"] = credit
    return node


def person(scope: Scope, ident: str) -> Node:
    """Return an author."""
    entry = scope.entry(ident)
    return scope.publication.once_of(ident, "person", lambda: _person(scope, entry))


def _person(scope: Scope, entry: Entry) -> Node:
    ident = entry.id
    node: Node = {"@type": "Person", "name": scope.card(ident).title, "url": scope.absolute(entry.url)}
    if isinstance(entry.matter, AuthorMatter):
        if entry.matter.role:
            node["jobTitle"] = entry.matter.role
        if photo := scope.card(ident).image:
            node["image"] = scope.absolute(photo.src)
        if entry.matter.links:
            node["sameAs"] = [link.url for link in entry.matter.links]
    return node


def breadcrumbs(scope: Scope, links: Sequence[LinkView]) -> Node:
    """Return a page's place below the home page; *links* are addresses as in HTML."""
    items = [
        {
            "@type": "ListItem",
            "position": position,
            "name": link.title,
            "item": scope.absolute(link.url.removeprefix(scope.config.root)),
        }
        for position, link in enumerate(links, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _iso(scope: Scope, at: datetime) -> str:
    return at.astimezone(scope.config.zone).isoformat(timespec="seconds")
