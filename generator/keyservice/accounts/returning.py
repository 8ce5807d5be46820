"""
Where a reader goes after login: a page of the site, one of the service's own pages, or the account.

`next` is a path of the site, also when the service has an origin of its own. The path is kept in a cookie,
because it has to live through sign-up, a mailed link and a new password, and no longer than an hour.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, unquote

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from generator.keyservice import origins, publication

LIFETIME: Final = 3600  # seconds
LONGEST: Final = 2000  # characters
OPENED: Final = "#marbre-open"  # docs/opener.md section 2
CLOSED: Final = "#marbre-logout"

_ENCODED_TRICKS = re.compile(r"%(?:[01][0-9a-f]|7f|5c|2f)", re.IGNORECASE)  # controls, backslash, slash
_SECTION = re.compile(r"[A-Za-z0-9_.-]{1,80}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Destination:
    """A path with its query, whether it is one of the service's own pages, and the section to scroll to."""

    path: str
    own: bool = False
    section: str = ""


def parse_next(text: str, *, own: bool = False) -> Destination | None:
    """Return the destination that `next` names, or None if it is anything but a plain path."""
    path, _, fragment = text.partition("#")
    if not path.startswith("/") or path.startswith("//") or len(text) > LONGEST:
        return None
    if "\\" in text or any(unicodedata.category(character)[0] in "CZ" for character in text):
        return None
    if _ENCODED_TRICKS.search(text) or _has_dots(path):
        return None
    section = fragment if _SECTION.fullmatch(fragment) else ""
    return Destination(quote(path, safe="/?&=%+,;:@!$'()*~-._"), own, section)


def requested(request: HttpRequest) -> Destination | None:
    """Return the destination that this request names, in its address or its form."""
    own = request.GET.get("own") == "1"
    for text in (request.GET.get("next"), request.POST.get("next")):
        if text and (destination := parse_next(text, own=own)):
            return destination
    return None


def wanted(request: HttpRequest) -> Destination | None:
    """Return the destination of this request, or the one that an earlier page was asked for."""
    return requested(request) or _from_cookie(request.COOKIES.get(settings.MARBRE_NEXT_COOKIE, ""))


def after_login(request: HttpRequest) -> str:
    """Return the address to go to after login, and let the cookie end with this answer."""
    request.destination_used = True  # type: ignore[attr-defined]  # read by middleware.Visit
    destination = wanted(request)
    if destination is None:
        return reverse("account")
    return destination.path if destination.own else to_site(request, destination)


def after_logout(request: HttpRequest) -> str:
    """Return the address to go to after logout: the page that asked, or the front page."""
    destination = requested(request)
    if destination and destination.path == reverse("account_login"):
        return destination.path  # a login that was begun and given up
    return f"{_site(request, destination.path if destination else '')}{CLOSED}"


def to_site(request: HttpRequest, destination: Destination) -> str:
    """Return the address of a page of the site, with the fragment that makes the opener ask for keys."""
    section = f"={destination.section}" if destination.section else ""
    return f"{_site(request, destination.path)}{OPENED}{section}"


def front_page(request: HttpRequest) -> str:
    """Return the address of the site's front page, with the opener's fragment."""
    return f"{_site(request, '')}{OPENED}"


def to_cookie(destination: Destination) -> str:
    """Return the value of the cookie for *destination*."""
    fragment = f"#{destination.section}" if destination.section else ""
    return quote(f"{'o' if destination.own else 's'}{destination.path}{fragment}", safe="/")


def _from_cookie(value: str) -> Destination | None:
    text = unquote(value)
    return parse_next(text[1:], own=text.startswith("o")) if text[:1] in {"o", "s"} else None


def _has_dots(path: str) -> bool:
    segments = path.partition("?")[0].lower().replace("%2e", ".").split("/")
    return any(segment in {".", ".."} for segment in segments)


def _site(request: HttpRequest, path: str) -> str:
    known = publication.current()
    if path == "":
        path = known.base_url.removeprefix(known.origin) or "/"
    if settings.MARBRE_MOUNT and not settings.MARBRE_PRODUCTION and origins.is_loopback(request.get_host()):
        return f"{origins.own(request)}{path}"  # the preview has several names; stay on the one in use
    return f"{known.origin}{path}"
