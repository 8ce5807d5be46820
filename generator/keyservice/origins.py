"""Which hosts the service answers to, and which origins may read its answers."""

from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from generator.keyservice import publication

LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")


def at_start(site_file: Path, base_url: str | None) -> tuple[str, ...]:
    """
    Return the origins of the site and of the service as the build last wrote them, or development's.

    Django wants hosts and trusted origins once, at the start: a new `base_url` needs a restart.
    """
    try:
        known = publication.parse(site_file.read_text("utf-8"), base_url)
    except (OSError, ValueError):
        known = publication.Publication(base_url=base_url or publication.DEVELOPMENT_URL)
    return tuple(dict.fromkeys((known.origin, known.service_origin)))


def hosts(origins: tuple[str, ...], *, production: bool) -> list[str]:
    """Return the host names of *origins*, and in development those of the own machine."""
    names = [urlsplit(origin).hostname or "" for origin in origins]
    return [*names, *(() if production else LOOPBACK)]


def is_loopback(host: str) -> bool:
    """Return whether *host*, perhaps with a port, is the own machine."""
    return host == "[::1]" or (host.rsplit(":", 1)[0] if ":" in host else host) in LOOPBACK


def own(request: HttpRequest) -> str:
    """Return the origin at which the browser sees the service."""
    return f"{request.scheme}://{request.get_host()}"


def is_listed(request: HttpRequest, origin: str) -> bool:
    """
    Return whether *origin* is exactly that of the site or one of `MARBRE_ALLOWED_ORIGINS`.

    In development the own machine is listed under all its names, wherever the preview runs.
    """
    if origin == publication.current().origin or origin in settings.MARBRE_ALLOWED_ORIGINS:
        return True
    host = request.get_host()
    return not settings.MARBRE_PRODUCTION and is_loopback(host) and origin == own(request)


def own_login() -> str:
    """Return the address of the login page for one of the service's own pages (see `returning`)."""
    return f"{reverse('account_login')}?own=1"
