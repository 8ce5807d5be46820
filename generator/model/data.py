"""Data files of content/data that the generator itself understands; the rest is free for templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal


@dataclass(frozen=True, slots=True)
class Offer:
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


@dataclass(frozen=True, slots=True)
class MenuItem:
    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Front:
    """What leads the front page: ids of articles; empty means newest first."""

    lead: str = ""
    seconds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SiteData:
    """
    Attributes:
        menus: By name: `main` and `footer`, when the site gives them, and free ones.
        free: Every data file by its name.
        lines: Line of each key of a file, `menus.main.0.url`, for messages.
    """

    offers: tuple[Offer, ...] = ()
    menus: Mapping[str, tuple[MenuItem, ...]] = field(default_factory=dict)
    front: Front = Front()
    free: Mapping[str, object] = field(default_factory=dict)
    lines: Mapping[str, int] = field(default_factory=dict)
    digest: str = ""
