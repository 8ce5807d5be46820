"""
What the service knows of the publication: the file that the build writes, `service.json`.

It is read again when it changes, so a new tier or stylesheet needs no restart. A file that is missing or
broken leaves the last good one in place, or the defaults of development; `problem` then says so.
"""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings

DEVELOPMENT_URL: Final = "http://localhost:8000/"


@dataclass(frozen=True, slots=True)
class Tier:
    """What a reader buys; `grants` are the ids of the tiers that it opens, itself included."""

    id: str
    title: str
    grants: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A link of the footer: legal notice, terms."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Publication:
    """The publication as readers' pages and rules need it. Addresses are as the build wrote them."""

    title: str = "Marbre"
    language: str = "fr"
    base_url: str = DEVELOPMENT_URL
    site: str = "localhost"
    timezone: str = "Europe/Paris"
    service_url: str = "/acces/"
    tiers: tuple[Tier, ...] = ()
    stylesheets: tuple[str, ...] = ()
    contact: str | None = None
    legal: tuple[Link, ...] = ()

    @property
    def origin(self) -> str:
        """The origin of the site, `https://www.example.fr`."""
        return origin_of(self.base_url)

    @property
    def service_origin(self) -> str:
        """The origin of the service: its own, or that of the site under which it is mounted."""
        return origin_of(self.service_url) or self.origin

    @property
    def zone(self) -> ZoneInfo:
        """The time zone in which dates are read and shown."""
        return ZoneInfo(self.timezone)

    @property
    def inclusion(self) -> dict[str, tuple[str, ...]]:
        """For each tier the tiers that it opens."""
        return {tier.id: tier.grants for tier in self.tiers}

    def absolute(self, address: str) -> str:
        """Return *address* as a page of the service may link it: a path of the site gets the site's origin."""
        elsewhere = self.service_origin != self.origin
        return f"{self.origin}{address}" if elsewhere and address.startswith("/") else address


@dataclass(slots=True)
class _Known:
    """The last reading: of which file, in which state, and what came of it."""

    stamp: tuple[Path, int, int] | None = None
    publication: Publication = field(default_factory=Publication)
    problem: str | None = None


_known = _Known()


def origin_of(address: str) -> str:
    """Return scheme, host and port of an absolute http address; empty for anything else."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.netloc:
        return ""
    return f"{parts.scheme}://{parts.netloc.lower()}"


def current() -> Publication:
    """Return the publication as last built."""
    _refresh()
    return _known.publication


def problem() -> str | None:
    """Return what is wrong with the file, or None."""
    _refresh()
    return _known.problem


def parse(text: str, base_url: str | None = None) -> Publication:
    """
    Return the publication in the *text* of `service.json`; *base_url* replaces the file's.

    Raises:
        ValueError: If it is not such a file. Unknown members are a later build's and are left alone.
    """
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError("not an object")  # noqa: TRY004 - one kind of error for one kind of file
    try:
        publication = _publication(data, base_url)
    except (KeyError, TypeError, AttributeError, ZoneInfoNotFoundError) as cause:
        raise ValueError(f"member missing or of the wrong kind: {cause}") from cause
    return publication


def _publication(data: dict[str, Any], base_url: str | None) -> Publication:
    zone = ZoneInfo(data["timezone"])
    publication = Publication(
        title=str(data["title"]),
        language=str(data["language"]),
        base_url=base_url or str(data["base_url"]),
        site=str(data["site"]),
        timezone=zone.key,
        # The preview gives its own address, and mounts the service under it whatever the site says.
        service_url="/" if base_url else str(data["service_url"]),
        tiers=tuple(Tier(tier["id"], tier["title"], tuple(tier["grants"])) for tier in data["tiers"]),
        stylesheets=tuple(map(str, data["stylesheets"])),
        contact=data.get("contact"),
        legal=tuple(Link(link["label"], link["url"]) for link in data.get("legal", ())),
    )
    if not publication.origin:
        raise ValueError("base_url is not an http address")
    return publication


def _refresh() -> None:
    path = Path(settings.MARBRE_SITE_FILE)
    try:
        status = path.stat()
    except OSError:
        _forget(f"{path.name} is missing: run the build, or point MARBRE_SITE_FILE at the file that it wrote")
        return
    stamp = (path, status.st_mtime_ns, status.st_size)
    if stamp == _known.stamp:
        return
    try:
        _known.publication = parse(path.read_text("utf-8"), settings.MARBRE_BASE_URL)
        _known.problem = None
    except (OSError, ValueError) as cause:
        _known.problem = f"{path.name} cannot be read: {cause}"
    _known.stamp = stamp


def _forget(problem: str) -> None:
    """Fall back to the defaults, unless the file was there a moment ago: a build replaces it."""
    if _known.stamp is None or _known.stamp[0] != Path(settings.MARBRE_SITE_FILE):
        _known.publication = Publication(base_url=settings.MARBRE_BASE_URL or DEVELOPMENT_URL)
    _known.stamp = None
    _known.problem = problem
