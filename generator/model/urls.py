"""Ids, slugs and addresses: how names become parts of an address, and which ones never may."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from typing import Final

from generator.model.frontmatter import Collection

ID_BYTES: Final = 255  # format.md, section 4: a length is one byte
SLUG_BYTES: Final = 200  # file systems take 255; page names and temporary endings need some of them

COLLECTIONS: Final[tuple[Collection, ...]] = ("articles", "wire", "authors", "rubrics", "issues", "pages")

# What the build itself writes at the root of the output. A document or a static file there is an error.
RESERVED_FOLDERS: Final = frozenset({"assets", "sealed", "fragments", "pagefind"})
RESERVED_FILES: Final = frozenset(
    {
        "index.html",
        "feed.json",
        "feed.xml",
        "sitemap.xml",
        "news-sitemap.xml",
        "robots.txt",
        "404.html",
        "manifest.webmanifest",
        "_headers",
        "_redirects",
    }
)

_PORTS: Final = (f"{port}{number}" for port in ("com", "lpt") for number in range(10))
_DEVICES: Final = frozenset({"con", "prn", "aux", "nul", *_PORTS})
_LETTERS: Final = str.maketrans(
    {"œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "ł": "l", "ı": "i", "’": "-"}
)
_ID: Final = re.compile(r"[a-z0-9._-]+(?:/[a-z0-9._-]+)*")
_SLUG: Final = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_PLACEHOLDER: Final = re.compile(r"\{(\w*)\}")


def fold(text: str) -> str:
    """Return *text* in lower case, without accents, with ligatures spelt out."""
    if text.isascii():
        return text.lower()
    lowered = unicodedata.normalize("NFKC", text).lower().translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", lowered) if not unicodedata.combining(c))


@lru_cache(maxsize=50_000)  # one tag stands on thousands of articles, and a name is asked for more than once
def slugify(text: str) -> str:
    """Return *text* in the alphabet of slugs, `l-ete-a-paris`; empty when nothing of it can be written so."""
    return re.sub(r"[^a-z0-9]+", "-", fold(text)).strip("-")


def slug_problem(slug: str) -> str:
    """Return why *slug* may not be part of an address, or an empty text."""
    if not _SLUG.fullmatch(slug):
        return "a slug has small letters a to z, digits and single hyphens between them"
    if len(slug) > SLUG_BYTES:
        return f"a slug has at most {SLUG_BYTES} characters"
    if is_device(slug):
        return "some systems cannot store a file of this name"
    return ""


def is_device(name: str) -> bool:
    """Return whether Windows takes *name* for a device, with or without an ending."""
    return name.lower().split(".", 1)[0] in _DEVICES


def path_of(source: str) -> str:
    """Return the path of a document without its ending: `x.md` and `x/index.md` are both `x`."""
    return source.removesuffix(".md").removesuffix("/index")


def document_id(source: str) -> str:
    """
    Return the id that *source*, a path below content/, stands for: lower case, no accents, id alphabet.

    A part of the path that has no letter or digit of that alphabet comes out empty; `id_problem` refuses it.
    """
    parts = (re.sub(r"[^a-z0-9._]+", "-", fold(part)).strip("-.") for part in path_of(source).split("/"))
    return "/".join(parts)


def id_problem(text: str) -> str:
    """Return why *text* is no id in the alphabet of format.md, or an empty text."""
    if not _ID.fullmatch(text) or any(part in {".", ".."} for part in text.split("/")):
        return "an id has small letters a to z, digits, '.', '_', '-' and '/' between its parts"
    if len(text) > ID_BYTES:
        return f"an id has at most {ID_BYTES} characters"
    return ""


def placeholders(pattern: str) -> tuple[str, ...]:
    """Return the names between braces in a permalink, in their order."""
    return tuple(_PLACEHOLDER.findall(pattern))


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """
    Return the address that *pattern* gives. A segment that is nothing but an empty value goes with its slash.

    Raises:
        KeyError: If *values* lacks a placeholder of the pattern.
    """
    path, hash_, fragment = pattern.partition("#")
    segments = [_fill_segment(segment, values) for segment in path.split("/")]
    kept = "/".join(segment for segment in segments if segment is not None)
    return kept + (hash_ + (_fill_segment(fragment, values) or "") if hash_ else "")


def _fill_segment(segment: str, values: Mapping[str, str]) -> str | None:
    filled = _PLACEHOLDER.sub(lambda match: values[match[1]], segment)
    return None if segment and not filled else filled


def date_values(moment: datetime) -> dict[str, str]:
    """Return what a moment, already in the site's zone, gives to permalinks. The hour has no leading zero."""
    return {
        "date": f"{moment:%Y-%m-%d}",
        "time": f"{moment.hour}-{moment:%M}",
        "year": f"{moment:%Y}",
        "month": f"{moment:%m}",
        "day": f"{moment:%d}",
    }


def output_path(url: str) -> str:
    """Return the file below the output folder that serves *url*, an address below the site's root."""
    path = url.partition("#")[0].lstrip("/")
    return path + "index.html" if not path or path.endswith("/") else path


def collision_key(path: str) -> str:
    """Return what two paths share when some file system takes them for one: case and composition are ignored."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", path).casefold())


def address_problem(url: str) -> str:
    """Return why *url* may not be an address below the site's root, or an empty text."""
    parts = url.split("/")
    if not url.startswith("/") or url.startswith("//"):
        return "an address begins with one slash"
    if any(ord(c) < 33 or c in '\\#?%<>"\x7f' for c in url) or ":" in url:
        return 'an address has no spaces and none of \\ # ? % < > " :'
    if any(part in {".", ".."} for part in parts) or "" in parts[1:-1]:
        return "an address has no empty part and none that is '.' or '..'"
    if any(len(part.encode()) > SLUG_BYTES or part.endswith(".") or is_device(part) for part in parts):
        return f"a part of an address is at most {SLUG_BYTES} bytes long, ends with no dot and is no device's name"
    return ""
