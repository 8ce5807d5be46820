"""The key service in the preview, with a reader of each kind. The only place that imports it, in one function."""

from pathlib import Path
from typing import TYPE_CHECKING

from generator.preview.publication import LAPSED, REGISTERED, Publication

if TYPE_CHECKING:
    from starlette.types import ASGIApp

PASSWORD = "bonne-lecture-2026"  # noqa: S105 - of readers who exist in previews only
TIER = "tier:"


def email_of(view: str) -> str:
    """Return the address of the reader as whom *view* shows the site, empty if it is nobody."""
    if view == REGISTERED:
        return "inscrit@example.org"
    if view == LAPSED:
        return "ancien-abonne@example.org"
    tier = view.removeprefix(TIER)
    if view.startswith(TIER) and tier and all(sign.isascii() and (sign.isalnum() or sign in "-_") for sign in tier):
        return f"formule-{tier}@example.org"
    return ""


def mount_service(publication: Publication, workspace: Path, base_url: str) -> "ASGIApp":
    """
    Return the key service with the preview's readers, or bring these up to date after tiers have changed.

    Blocks: call it in a thread without an event loop, after the first good build.
    """
    from datetime import timedelta
    from typing import cast

    from generator.keyservice.mounting import mounted

    application = mounted(publication.service.rstrip("/"), workspace, base_url)

    from django.db import connections
    from django.utils import timezone

    from generator.keyservice.accounts.readers import add_reader
    from generator.keyservice.entitlements.granting import grant

    now = timezone.now()
    first = f"{TIER}{publication.tiers[0].id}" if publication.tiers else None
    names = {REGISTERED: "Inscrit"} | {f"{TIER}{tier.id}": tier.title for tier in publication.tiers}
    for view, name in {**names, **({LAPSED: "Ancien abonné"} if first else {})}.items():
        reader = add_reader(email_of(view), PASSWORD, name)
        if view.startswith(TIER):
            grant(reader, view, None, None, now=now, source="demo")
        elif view == LAPSED and first:
            grant(reader, first, now - timedelta(days=60), now - timedelta(days=30), now=now, source="demo")
    connections.close_all()
    return cast("ASGIApp", application)
