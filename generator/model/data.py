"""Data files of content/data that the generator itself understands; the rest is free for templates."""

from collections.abc import Mapping
from datetime import datetime
from typing import Literal

from msgspec import Struct, field


class Offer(Struct, frozen=True):
    """What is for sale. `price` is in minor units of `currency`, tax included; `vat` in percent."""

    id: str
    tier: str
    title: str
    price: int
    currency: str = "EUR"
    interval: Literal["month", "year", "once"] = "month"
    tagline: str = ""
    benefits: tuple[str, ...] = ()
    trial_days: int = 0
    vat: float = 2.1
    stripe_price: str = ""
    button: str = ""


class MenuItem(Struct, frozen=True):
    label: str
    url: str


class Front(Struct, frozen=True):
    """What leads the front page: ids of articles; empty means newest first."""

    lead: str = ""
    seconds: tuple[str, ...] = ()


class Newsletter(Struct, frozen=True):
    """A letter that readers can sign up for; `tier` is empty where everyone may have it."""

    id: str
    title: str
    description: str = ""
    cadence: str = ""
    tier: str = ""


class App(Struct, frozen=True):
    """The publication's application: addresses in the stores, either may be empty."""

    name: str
    ios: str = ""
    android: str = ""
    price_label: str = ""


class ClubBenefit(Struct, frozen=True):
    """What subscribers get of the club. A code is the key service's: it never stands in a page."""

    id: str
    title: str
    tier: str
    text: str = ""
    until: datetime | None = None


class SiteData(Struct, frozen=True):
    """
    Attributes:
        menus: By name: `main` and `footer`, when the site gives them, and free ones.
        comments: How many each article has, by id, as the key service counted them.
        free: Every data file by its name.
        lines: Line of each key of a file, `menus.main.0.url`, for messages.
        files: Path of each below the site's folder, with the SHA-256 of its bytes.
    """

    offers: tuple[Offer, ...] = ()
    menus: Mapping[str, tuple[MenuItem, ...]] = field(default_factory=dict)
    front: Front = Front()
    newsletters: tuple[Newsletter, ...] = ()
    app: App | None = None
    club: tuple[ClubBenefit, ...] = ()
    comments: Mapping[str, int] = field(default_factory=dict)
    free: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)
    digest: str = ""
