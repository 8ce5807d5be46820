"""Players of other sites: which addresses they have, and where each is played."""

import re
from collections.abc import Collection
from urllib.parse import parse_qs, urlsplit

from msgspec import Struct

PROVIDERS = {
    "youtube": ("YouTube", "https://www.youtube-nocookie.com"),
    "vimeo": ("Vimeo", "https://player.vimeo.com"),
    "dailymotion": ("Dailymotion", "https://geo.dailymotion.com"),
}
ORIGIN = re.compile(r"https://[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d{1,5})?|http://(?:localhost|127\.0\.0\.1):\d{1,5}")
NAME = re.compile(r"[\w-]{3,40}", re.ASCII)
PEERTUBE = re.compile(r"/(?:w|videos/watch)/([\w-]{8,40})", re.ASCII)
MASTODON = re.compile(r"/@[\w.@-]{1,80}/\d{3,30}", re.ASCII)


class Player(Struct, frozen=True):
    """
    What a page needs to offer a player without loading anything of it.

    Attributes:
        site: Name of the site for readers.
        host: Which host learns of the reader once the player is loaded.
        url: The page that the author named.
        src: The player itself.
    """

    site: str
    host: str
    url: str
    src: str


def is_allowed(word: str) -> bool:
    """Return whether `embeds` may have *word*: a provider, or the origin of a PeerTube or Mastodon server."""
    return word in PROVIDERS or bool(ORIGIN.fullmatch(word))


def origins(embeds: Collection[str]) -> tuple[str, ...]:
    """Return the origins that may stand in a frame, for the content security policy."""
    return tuple(PROVIDERS[word][1] if word in PROVIDERS else word for word in embeds)


def sample(word: str) -> Player:
    """Return a player as a page would offer one of *word*, without a video."""
    site, src = PROVIDERS.get(word, ("", word))
    host = src.partition("://")[2]
    return Player(site or host, host, src, src)


def player(url: str, embeds: Collection[str]) -> Player | None:
    """Return the player of the page at *url*, None where no provider of *embeds* has such pages."""
    try:
        parts = urlsplit(url)
        host = (parts.hostname or "").removeprefix("www.").removeprefix("m.")
        origin = f"{parts.scheme}://{parts.netloc.lower()}"
    except ValueError:
        return None
    if origin in embeds:
        found = _on_server(parts.path)
        return Player(parts.netloc, parts.netloc, url, origin + found) if found else None
    for provider, src in _of_providers(host, parts.path, parse_qs(parts.query)):
        if parts.scheme == "https" and provider in embeds and src:
            site, own = PROVIDERS[provider]
            return Player(site, own.removeprefix("https://"), url, own + src)
    return None


def _on_server(path: str) -> str:
    if video := PEERTUBE.fullmatch(path):
        return f"/videos/embed/{video[1]}"
    return f"{path}/embed" if MASTODON.fullmatch(path) else ""


def _of_providers(host: str, path: str, query: dict[str, list[str]]) -> list[tuple[str, str]]:
    """Return the provider of a host with the path of its player, empty when the page is none of a video."""
    last = path.rstrip("/").rpartition("/")[2]
    if host in {"youtube.com", "youtu.be"}:
        named = last if host == "youtu.be" or path.startswith(("/shorts/", "/live/")) else query.get("v", [""])[0]
        return [("youtube", f"/embed/{named}" if NAME.fullmatch(named) else "")]
    if host == "vimeo.com":
        return [("vimeo", f"/video/{last}?dnt=1" if last.isascii() and last.isdigit() else "")]
    if host in {"dailymotion.com", "dai.ly"}:
        is_video = host == "dai.ly" or path.startswith("/video/")
        return [("dailymotion", f"/player.html?video={last}" if is_video and NAME.fullmatch(last) else "")]
    return []
