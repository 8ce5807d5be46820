"""What a published tree names, and whether it is there."""

import re
from collections.abc import Iterator
from functools import cached_property
from html import unescape
from pathlib import Path
from urllib.parse import unquote, urljoin, urlsplit

ATTRIBUTE = re.compile(r'\s(?:href|src|poster|action|data-fragment|content)="([^"]*)"')
SOURCES = re.compile(r'\ssrcset="([^"]*)"')
SEALED = re.compile(r'\sdata-sealed="([^"]*)"')
ID = re.compile(r'\sid="([^"]*)"')
IN_SHEET = re.compile(r"url\(([^)\"']+)\)")
IN_MODULE = re.compile(r"""(?:from|import|import\()\s*["']\./([^"']+)["']""")
IN_FEED = re.compile(r'<(?:loc|image:loc|id|uri)>([^<]+)<|\shref="([^"]+)"')


class Tree:
    """A published tree at *origin*; `lost` tells what it names and does not have."""

    def __init__(self, public: Path, origin: str) -> None:
        self.public = public
        self.origin = origin
        self._ids: dict[Path, frozenset[str]] = {}

    @cached_property
    def files(self) -> list[Path]:
        return sorted(path for path in self.public.rglob("*") if path.is_file())

    def lost(self, inside: dict[str, str]) -> list[str]:
        """
        Return what is named and not there, with who names it.

        Args:
            inside: Opened HTML by the address of the page that it opens on.
        """
        named = [(self.address(path), name) for path in self.files for name in names(path)]
        named += [(page, name) for page, html in inside.items() for name in names_in_html(html)]
        return sorted({f"{page}: {name}" for page, name in named if not self.has(page, name, inside.get(page, ""))})

    def address(self, path: Path) -> str:
        return "/" + path.relative_to(self.public).as_posix().removesuffix("index.html")

    def has(self, page: str, name: str, opened: str) -> bool:
        """Return whether *name*, as written on *page*, leads to a file and an element of it, or out of the site."""
        whole = urlsplit(urljoin(self.origin + page, name))
        if f"{whole.scheme}://{whole.netloc}" != self.origin:
            return True
        path = self.public / unquote(whole.path).lstrip("/")
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            return False
        anchor = unquote(whole.fragment)
        return not anchor or anchor in self.ids(path) or f'id="{anchor}"' in opened

    def ids(self, path: Path) -> frozenset[str]:
        if path not in self._ids:
            self._ids[path] = frozenset(ID.findall(path.read_text("utf-8")))
        return self._ids[path]


def names(path: Path) -> Iterator[str]:
    """Yield the addresses in a file, as written."""
    if path.suffix == ".html":
        yield from names_in_html(path.read_text("utf-8"))
    elif path.suffix == ".css":
        yield from (one for one in IN_SHEET.findall(path.read_text("utf-8")) if not one.startswith("data:"))
    elif path.suffix == ".js":
        yield from IN_MODULE.findall(path.read_text("utf-8"))
    elif path.suffix == ".xml":
        for found in IN_FEED.findall(path.read_text("utf-8")):
            yield from (unescape(one) for one in found if one.startswith("http"))


def names_in_html(html: str) -> Iterator[str]:
    """Yield the addresses in HTML; `content` counts where it is one."""
    for found in ATTRIBUTE.finditer(html):
        value = unescape(found[1])
        if not found[0].lstrip().startswith("content") or value.startswith("http"):
            yield value
    for found in SOURCES.findall(html):
        yield from (one.split()[0] for one in unescape(found).split(","))
    yield from (f"/sealed/{one}" for one in SEALED.findall(html))
