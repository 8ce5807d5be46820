"""Walls: what stands where a section is sealed, and the parts of a body around it."""

from markupsafe import Markup

from generator.model.access import REGISTERED, Access
from generator.model.data import Offer
from generator.model.page import Card, SealedBody, SealedSection
from generator.press.layout import addresses, dates
from generator.press.layout.scope import Scope, rendered
from generator.press.layout.views import OfferView, PartView, SectionView, WallView


def part_views(scope: Scope, body: SealedBody, card: Card, *, prefix: str = "") -> tuple[PartView, ...]:
    """
    Return a body's parts in order.

    The first wall of a page is full, the following ones are compact, and so are those of documents that share
    a page with others: *prefix* makes the ids of their sections unique.
    """
    views: list[PartView] = []
    full = not prefix
    for part in body.parts:
        if isinstance(part, str):
            views.append(PartView(rendered(part), None))
        else:
            views.append(PartView(Markup(""), _section(scope, part, card, prefix=prefix, full=full)))
            full = False
    return tuple(views)


def _section(scope: Scope, section: SealedSection, card: Card, *, prefix: str, full: bool) -> SectionView:
    ident = prefix + section.id
    # An edition is sealed files and a few words: a share of its words says nothing.
    remaining = None if card.collection == "issues" else card.remaining
    following = f"{scope.path(scope.target.url)}#{ident}"
    offers = offers_for(scope, section.access, following)
    benefits = dict.fromkeys(benefit for offer in offers for benefit in offer.benefits)
    wall = WallView(
        full=full,
        collection=card.collection,
        for_registered=REGISTERED in section.access.items,
        remaining=remaining,
        benefits=tuple(benefits),
        offers=offers,
        subscribe_url=offers[0].url if offers else addresses.service_page(scope.config, "subscribe", following),
        signup_url=addresses.service_page(scope.config, "signup", following),
        login_url=addresses.service_page(scope.config, "login", following),
    )
    return SectionView(ident, section.header, scope.path(section.src), remaining, wall)


def offers_for(scope: Scope, access: Access, following: str) -> tuple[OfferView, ...]:
    """Return the offers whose tier opens what *access* seals, in the order of offers.yaml."""
    opens = {tier.id: {tier.id, *tier.includes} for tier in scope.config.tiers}
    wanted = set(access.items)
    fitting = [offer for offer in scope.publication.data.offers if opens.get(offer.tier, set()) & wanted]
    return tuple(offer_view(scope, offer, following) for offer in fitting)


def offer_view(scope: Scope, offer: Offer, following: str) -> OfferView:
    """Return an offer with its price as people write it and the address where it is bought."""
    return OfferView(
        id=offer.id,
        title=offer.title,
        price=dates.price(offer.price, offer.currency, scope.language),
        interval=offer.interval,
        tagline=offer.tagline,
        benefits=offer.benefits,
        trial_days=offer.trial_days,
        button=offer.button,
        url=addresses.service_page(scope.config, "subscribe", following, offer=offer.id),
    )
