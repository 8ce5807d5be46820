"""Sealed SVG: put into the section's HTML, with only what draws."""

import re
from html import escape, unescape
from xml.etree import ElementTree as etree

from generator.errors import Location, SourceError

SVG = "{http://www.w3.org/2000/svg}"
ELEMENTS = frozenset(
    "svg g path rect circle ellipse line polyline polygon text tspan title desc defs clipPath linearGradient "
    "radialGradient stop pattern mask marker".split()
)
# Presentation and geometry only: no address, no event, no style sheet.
ATTRIBUTES = frozenset(
    "class clip-path clip-rule clipPathUnits cx cy d dx dy fill fill-opacity fill-rule font-family font-size "
    "font-style font-weight fx fy gradientTransform gradientUnits height id letter-spacing marker-end marker-mid "
    "marker-start markerHeight markerUnits markerWidth mask maskUnits offset opacity orient patternTransform "
    "patternUnits points preserveAspectRatio r refX refY rotate rx ry spreadMethod stop-color stop-opacity stroke "
    "stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width "
    "text-anchor textLength transform vector-effect viewBox visibility width x x1 x2 y y1 y2".split()
)
LOCAL_REFERENCE = re.compile(r"^url\(#[\w.-]+\)$")


class DocumentTypeError(Exception):
    """An SVG declares a document type, and with it perhaps entities."""


class _Plain(etree.TreeBuilder):
    """Builds a tree and stops at a document type, in whatever encoding, before any entity is expanded."""

    def doctype(self, *_: object) -> None:
        """Refuse what the parser found."""
        raise DocumentTypeError


def inline_svg(data: bytes, alt: str, where: Location) -> str:
    """
    Return *data* as one `svg` element that draws and does nothing else; *alt*, escaped already, is its name.

    Raises:
        SourceError: `unsafe-svg` for a document type, entities, or what is no SVG.
    """
    try:
        parser = etree.XMLParser(target=_Plain())  # noqa: S314 - it stops at a document type, so no entity expands
        parser.feed(data)
        root = parser.close()
    except DocumentTypeError:
        raise SourceError(where, "unsafe-svg", "the SVG has a document type", "save it as plain SVG") from None
    except (etree.ParseError, ValueError) as error:
        raise SourceError(where, "unsafe-svg", f"the SVG cannot be read: {error}", "save it again") from None
    if root.tag != f"{SVG}svg":
        raise SourceError(where, "unsafe-svg", "the file holds no SVG", "save it again as SVG")
    drawn = _drawn(root)
    return drawn.replace("<svg", f'<svg role="img" aria-label="{alt}"', 1)


def _drawn(element: etree.Element) -> str:
    name = element.tag.removeprefix(SVG) if isinstance(element.tag, str) else ""
    if name not in ELEMENTS:
        return ""
    attributes = "".join(
        f' {key}="{escape(value, quote=True)}"'
        for key, value in element.attrib.items()
        if key in ATTRIBUTES and ("url" not in unescape(value).lower() or LOCAL_REFERENCE.match(value.strip()))
    )
    inside = escape(element.text or "", quote=False)
    inside += "".join(_drawn(child) + escape(child.tail or "", quote=False) for child in element)
    return f"<{name}{attributes}>{inside}</{name}>"
