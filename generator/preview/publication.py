"""What the preview must know of the publication: the file that the build writes for the key service."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

ANONYMOUS, REGISTERED, LAPSED = "anonymous", "registered", "lapsed"


@dataclass(frozen=True, slots=True)
class Tier:
    id: str
    title: str


@dataclass(frozen=True, slots=True)
class Publication:
    """
    Attributes:
        root: Path of `base_url`, with slashes at both ends.
        service: Path under which pages expect the key service, with slashes at both ends; empty when they expect
            it at another origin, which the preview cannot be.
    """

    title: str
    language: str
    root: str
    service: str
    tiers: tuple[Tier, ...]

    @property
    def views(self) -> tuple[dict[str, str], ...]:
        """As whom a page can be seen; titles of those that are no tier are the browser's to word."""
        tiers = [{"id": f"tier:{tier.id}", "title": tier.title} for tier in self.tiers]
        ends = [{"id": LAPSED, "title": ""}] if tiers else []
        return ({"id": ANONYMOUS, "title": ""}, {"id": REGISTERED, "title": ""}, *tiers, *ends)


def read_publication(file: Path) -> Publication | None:
    """Return what *file*, the `service.json` of the last good build, says; None if it says nothing usable."""
    try:
        return _parse(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _parse(data: dict[str, Any]) -> Publication:
    path = urlsplit(data["base_url"]).path
    service = str(data["service_url"])
    return Publication(
        title=str(data["title"]),
        language=str(data["language"]),
        root=path if path.endswith("/") else f"{path}/",
        service=f"/{service.strip('/')}/" if service.startswith("/") and service.strip("/") else "",
        tiers=tuple(Tier(str(tier["id"]), str(tier["title"])) for tier in data["tiers"]),
    )
