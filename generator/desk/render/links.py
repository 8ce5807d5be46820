"""
Links and files that an article names, resolved and checked while its text is still a tree.

A link to a Markdown file becomes the address of its page; any other relative address is a file of the article, which
is published or sealed later and until then stands in the HTML as a key.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from posixpath import dirname, join, normpath
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from generator.desk.plaintext import UsedFile
from generator.desk.render.context import IN_ERROR, Context, Place
from generator.desk.render.markers import OPEN, SHUT
from generator.desk.render.rawhtml import is_safe_address
from generator.errors import Location, SourceError, Warning_, nearest

# What a browser would run in the page's origin when the file is opened by itself.
ACTIVE_SUFFIXES = (".html", ".htm", ".xhtml", ".js", ".mjs", ".xml")


@dataclass(slots=True)
class Found:
    """What a walk over a document's tree finds. Filled by `resolve` and then only read."""

    files: dict[str, UsedFile] = field(default_factory=dict)
    links: set[tuple[str, str]] = field(default_factory=set)
    site_addresses: set[tuple[str, int]] = field(default_factory=set)
    errors: list[SourceError] = field(default_factory=list)
    warnings: list[Warning_] = field(default_factory=list)


class Resolver:
    """Resolves the addresses of one document; what it finds stands in `found`."""

    def __init__(self, context: Context, place: Place) -> None:
        self.context = context
        self.place = place
        self.folder = dirname(place.entry.source)
        self.found = Found()

    def resolve(self, root: Element) -> None:
        """Rewrite every address below *root* in place."""
        for element in root.iter():
            if element.tag == "img":
                self._image(element)
            elif element.tag == "a" and element.get("href"):
                element.set("href", self.address(element.get("href", "")))
            elif element.tag in {"audio", "video", "source"} and element.get("src"):
                self._image(element)

    def address(self, address: str) -> str:
        """Return what stands in HTML for *address*."""
        address = address.strip()
        if not is_safe_address(address):
            hint = "use https, mailto or tel, or a path"
            named = self.place.quoted(address, "given here")
            self._error(address, "unsafe-address", f"the address {named} is not allowed", hint)
            return "#"
        parts = urlsplit(address)
        if parts.scheme or parts.netloc or address.startswith(("#", "?")):
            return address
        if address.startswith("/"):
            self.found.site_addresses.add((address, self.place.line_of(address)))
            return self.context.config.root + address[1:]
        path = normpath(join(self.folder, unquote(parts.path)))
        if path.endswith(".md"):
            return self._document(address, path, parts.fragment)
        return self._file(address, path, is_image=False)

    def image(self, source: str) -> str:
        """Return what stands in HTML for the picture *source*: a key for a file of ours, else the address."""
        source = source.strip()
        if not is_safe_address(source):
            return self.address(source)
        parts = urlsplit(source)
        if parts.scheme or parts.netloc or source.startswith("/"):
            return self.address(source)
        return self._file(source, normpath(join(self.folder, unquote(parts.path))), is_image=True)

    def _image(self, element: Element) -> None:
        source = element.get("src", "")
        if not source:
            self._error("", "missing-file", "a picture without an address", "write ![description](file.jpg)")
            return
        element.set("src", self.image(source))
        if element.tag == "img" and not element.get("alt"):
            where = Location(self.place.path, self.place.line_of(source), 1)
            named = self.place.quoted(source, "named here")
            message = f"the picture {named} has no description"
            self.found.warnings.append(Warning_(where, "alt-missing", message))

    def _document(self, written: str, path: str, fragment: str) -> str:
        identifier = self.context.catalog.sources.get(path)
        if identifier is None:
            reason = self.context.unpublished.get(path)
            named = self.place.quoted(written, "this link")
            if reason == IN_ERROR:
                return "#"  # its own mistakes are told, and this is none
            if reason:
                hint = "publish it first, or remove the link"
                self._error(written, "link-unpublished", f"{named} leads to a document that is {reason}", hint)
            else:
                hint = self._nearest(path, self._neighbours(), "documents near") or "check the path"
                self._error(written, "broken-link", f"{named} leads to no document", hint)
            return "#"
        url = self.context.catalog.entries[identifier].url
        self.found.links.add((path, url))
        address = self.context.config.root + url[1:]
        return f"{address}#{fragment}" if fragment and "#" not in address else address

    def _neighbours(self) -> Iterator[str]:
        return (path for path in self.context.catalog.sources if dirname(path).startswith(self.folder[:12]))

    def _file(self, written: str, path: str, *, is_image: bool) -> str:
        if path.startswith("../") or path not in self.context.files:
            near = (name for name in self.context.files if dirname(name) == self.folder)
            hint = self._nearest(path, near, "files beside the document") or "put the file beside the document"
            named = self.place.quoted(written, "of the name given here")
            self._error(written, "missing-file", f"there is no file {named}", hint)
            return "#"
        if path.lower().endswith(ACTIVE_SUFFIXES):
            hint = "such a file could run script in the site's name; put it into content/static if it must be published"
            named = self.place.quoted(written, "a file of this type")
            self._error(written, "unsafe-file", f"{named} cannot be offered by an article", hint)
            return "#"
        known = self.found.files.get(path)
        if known is None:
            key = f"{OPEN}f{len(self.found.files)}{SHUT}"
            known = UsedFile(key, path, is_image, self.place.line_of(written))
            self.found.files[path] = known
        elif is_image and not known.is_image:
            self.found.files[path] = replace(known, is_image=True)
        return known.key

    def _nearest(self, path: str, names: Iterable[str], says: str) -> str:
        """Return a hint with the nearest name, none where a name may be sealed."""
        return nearest(path, list(names), says=says) if self.place.is_open else ""

    def _error(self, needle: str, code: str, problem: str, hint: str) -> None:
        self.found.errors.append(self.place.error(needle, code, problem, hint))
