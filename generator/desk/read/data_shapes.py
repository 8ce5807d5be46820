"""Data files that the generator understands: which keys there are and what they take."""

import re
from typing import Annotated, Any, Literal, Required

from pydantic import AfterValidator, Field, StrictFloat, StrictInt, StrictStr, ValidationInfo, with_config
from typing_extensions import TypedDict

from generator.desk.read.matter_shapes import EXACT
from generator.desk.read.words import Id, Line, Moment, Ref, Refs, Text, Title, context_of, fail
from generator.errors import nearest
from generator.model.access import PUBLIC_WORD, REGISTERED
from generator.model.data import ClubBenefit, Newsletter, Offer

_CURRENCY = re.compile(r"[A-Z]{3}")


def _tier(text: str, info: ValidationInfo) -> str:
    tiers = context_of(info).access_words - {PUBLIC_WORD, REGISTERED}
    if text not in tiers:
        raise fail("unknown-tier", f"unknown tier {text[:60]!r}", nearest(text, tiers, says="site.yaml has"))
    return text


def _currency(text: str) -> str:
    if not _CURRENCY.fullmatch(text):
        raise fail("bad-value", f"{text[:20]!r} is no currency", "three capital letters, for example EUR")
    return text


@with_config(EXACT)
class OfferKeys(TypedDict, total=False):
    id: Required[Annotated[Id, Field(description="Name of the offer in addresses and payments.")]]
    tier: Required[Annotated[StrictStr, AfterValidator(_tier), Field(description="Tier that it gives.")]]
    title: Required[Annotated[Title, Field(description="Name of the offer for readers.")]]
    price: Required[
        Annotated[StrictInt, Field(ge=0, le=100_000_000, description="In minor units of the currency, tax included.")]
    ]
    currency: Annotated[StrictStr, AfterValidator(_currency), Field(description="ISO 4217 code.")]
    interval: Annotated[Literal["month", "year", "once"], Field(description="How often it is paid.")]
    tagline: Annotated[Line, Field(description="One sentence under the title.")]
    benefits: Annotated[tuple[Title, ...], Field(description="What readers get, one line each.")]
    trial_days: Annotated[StrictInt, Field(ge=0, le=3650, description="Days before the first payment.")]
    vat: Annotated[StrictFloat, Field(ge=0, le=100, allow_inf_nan=False, description="Value-added tax in percent.")]
    stripe_price: Annotated[Text, Field(description="Id of the price at Stripe.")]
    button: Annotated[Line, Field(description="What the button says.")]


def _different_ids(offers: tuple[Offer, ...]) -> tuple[Offer, ...]:
    ids = [offer.id for offer in offers]
    for id_ in ids:
        if ids.count(id_) > 1:
            raise fail("duplicate-key", f"two offers have the id {id_!r}", "give one of them another id")
    return offers


@with_config(EXACT)
class OffersKeys(TypedDict, total=False):
    offers: Required[
        Annotated[
            tuple[Annotated[OfferKeys, AfterValidator(lambda keys: Offer(**keys))], ...],
            AfterValidator(_different_ids),
            Field(max_length=100, description="What is for sale, in the order in which it is shown."),
        ]
    ]


@with_config(EXACT)
class MenuItemKeys(TypedDict, total=False):
    label: Annotated[Title, Field(description="What the link says; without it the title of what it leads to.")]
    url: Annotated[Ref, Field(description="A path, an address elsewhere, or the id of a document.")]
    rubric: Annotated[Ref, Field(description="Id of a rubric, instead of url.")]


def _one_target(keys: MenuItemKeys) -> MenuItemKeys:
    if ("url" in keys) == ("rubric" in keys):
        raise fail("missing-key", "a menu item has either 'url' or 'rubric'", "write {label: …, url: …}")
    if keys.get("url", "").startswith(("/", "http://", "https://", "mailto:", "tel:", "#")) and "label" not in keys:
        raise fail("missing-key", "'label' is missing", "only a document has a title to take")
    return keys


Menus = dict[StrictStr, tuple[Annotated[MenuItemKeys, AfterValidator(_one_target)], ...]]


@with_config(EXACT)
class FrontKeys(TypedDict, total=False):
    lead: Annotated[Ref, Field(description="Id of the article that leads the front page.")]
    seconds: Annotated[Refs, Field(description="Ids of the articles beside it.")]


def _web(text: str) -> str:
    if not re.fullmatch(r"https://[^\s\"'<>]+", text):
        raise fail("bad-value", f"{text[:60]!r} is no address of the web", "write https://…")
    return text


Web = Annotated[StrictStr, AfterValidator(_web)]
TierWord = Annotated[StrictStr, AfterValidator(_tier)]


@with_config(EXACT)
class NewsletterKeys(TypedDict, total=False):
    id: Required[Annotated[Id, Field(description="Name of the newsletter in addresses.")]]
    title: Required[Annotated[Title, Field(description="Name for readers.")]]
    description: Annotated[Line, Field(description="One sentence.")]
    cadence: Annotated[Line, Field(description="When it comes.")]
    tier: Annotated[TierWord, Field(description="Tier that it is for; without it for everyone.")]


@with_config(EXACT)
class NewslettersKeys(TypedDict):
    newsletters: Annotated[
        tuple[Annotated[NewsletterKeys, AfterValidator(lambda keys: Newsletter(**keys))], ...],
        Field(max_length=100, description="Newsletters, in the order in which they are shown."),
    ]


@with_config(EXACT)
class AppKeys(TypedDict, total=False):
    name: Required[Annotated[Title, Field(description="Name of the application.")]]
    ios: Annotated[Web, Field(description="Its page in the App Store.")]
    android: Annotated[Web, Field(description="Its page in Google Play.")]
    price_label: Annotated[Line, Field(description="What it costs, in words.")]


@with_config(EXACT)
class ClubBenefitKeys(TypedDict, total=False):
    id: Required[Annotated[Id, Field(description="Name of the benefit in addresses.")]]
    title: Required[Annotated[Title, Field(description="What it is.")]]
    tier: Required[Annotated[TierWord, Field(description="Tier that gets it.")]]
    text: Annotated[Line, Field(description="One sentence more. Public: a code never stands here.")]
    until: Annotated[Moment, Field(description="From then on it is not offered.")]


@with_config(EXACT)
class ClubKeys(TypedDict):
    benefits: Annotated[
        tuple[Annotated[ClubBenefitKeys, AfterValidator(lambda keys: ClubBenefit(**keys))], ...],
        Field(max_length=200, description="What the club offers, in the order in which it is shown."),
    ]


CommentCounts = dict[StrictStr, Annotated[StrictInt, Field(ge=0, le=10_000_000)]]


def _colour(text: str) -> str:
    if not re.fullmatch(r"#[0-9a-f]{6}", text):
        raise fail(
            "bad-value", f"{text[:20]!r} is no colour", 'six hexadecimal digits in quotes, for example "#1d4e89"'
        )
    return text


Colour = Annotated[StrictStr, AfterValidator(_colour)]


@with_config(EXACT)
class CardLookKeys(TypedDict, total=False):
    paper: Required[Annotated[Colour, Field(description="Background.")]]
    ink: Required[Annotated[Colour, Field(description="Letters.")]]
    accent: Required[Annotated[Colour, Field(description="Bars.")]]
    font: Annotated[Text, Field(description="Font below static/; without it a plain one.")]


@with_config(EXACT)
class ThemeKeys(TypedDict, total=False):
    extends: Annotated[StrictStr, Field(description="Theme that this one changes.")]
    title: Annotated[Line, Field(description="Name for people.")]
    description: Annotated[Line, Field(description="One sentence.")]
    card: Annotated[
        CardLookKeys, Field(description="Colours of the pictures that social networks show for pages without one.")
    ]
    version: Annotated[Text, Field(description="Version of the theme.")]
    license: Annotated[Line, Field(description="Licence of the theme.")]
    extra: Annotated[dict[StrictStr, Any], Field(description="Anything for templates.")]


# What the generator understands of content/data/, by the name of the file.
SHAPES: dict[str, Any] = {
    "offers": OffersKeys,
    "menus": Menus,
    "front": FrontKeys,
    "newsletters": NewslettersKeys,
    "app": AppKeys,
    "club": ClubKeys,
    "comments": CommentCounts,
}
