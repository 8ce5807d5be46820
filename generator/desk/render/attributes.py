"""
Attributes in the tree: `attr_list` and `md_in_html` let an author put any attribute on any element.

The same policy as for raw HTML; and alignment of table cells, which Python-Markdown writes as a style, becomes a class,
because pages have no inline style.
"""

import re
from collections.abc import Collection, Iterator
from xml.etree.ElementTree import Element

from markdown.util import STX

from generator.desk.render.context import Place
from generator.desk.render.footnotes import MARK_ATTRIBUTE
from generator.desk.render.rawhtml import faults
from generator.errors import SourceError

# Made by our own steps and by Python-Markdown's extensions, each on its element only.
OURS = {
    "marbre-note": frozenset({"name"}),
    "marbre-section": frozenset({"line", "tiers"}),
    "marbre-cut": frozenset({"line"}),
    "sup": frozenset({MARK_ATTRIBUTE}),
}
OUR_TAGS = frozenset({"marbre-section", "marbre-note", "marbre-cut", "nav", "div"})
ALIGN = re.compile(r"^text-align: (left|center|right);$")
HINT = "use class, id, title, lang or another harmless attribute"


def check_tree(root: Element, place: Place, *, trusted: bool, ours: Collection[Element] = ()) -> list[SourceError]:
    """
    Return an error for each attribute or element below *root* that the policy refuses.

    *ours* are elements that a directive's template made and that were checked when they were.
    """
    found = refused_attributes(root, trusted=trusted, ours=ours)
    return [place.error(name, "unsafe-html", f"Markdown has {what}", HINT) for name, what in found]


def refused_attributes(root: Element, *, trusted: bool, ours: Collection[Element] = ()) -> Iterator[tuple[str, str]]:
    """Yield what to look for in the source and what is wrong with its element, in words for the author; mends what can be."""
    notes = {note.get("name") for note in root.iter("marbre-note")}
    for element in root.iter():
        if element.tag == "h1":  # the page's title is its only h1
            element.tag = "h2"
        if not element.attrib:
            continue
        style = ALIGN.match(element.get("style", ""))
        if style:
            del element.attrib["style"]
            element.set("class", f"align-{style[1]}")
        if element is root or element in ours:
            continue
        yield from _refused(element, notes, trusted=trusted)


def _refused(element: Element, notes: Collection[str | None], *, trusted: bool) -> Iterator[tuple[str, str]]:
    ours = OURS.get(str(element.tag), frozenset())
    # Python-Markdown gives None for a word that it cannot read as an attribute.
    unread = [key for key, value in element.attrib.items() if value is None or "wzxhzdk" in key]
    for key in unread:
        del element.attrib[key]
        yield "{:", "a list of attributes that cannot be read"
    attributes = [(key, _without_key(value)) for key, value in element.attrib.items() if key not in ours]
    if MARK_ATTRIBUTE in element.attrib and element.get(MARK_ATTRIBUTE) not in notes:
        yield f"{MARK_ATTRIBUTE}=", f"the attribute {MARK_ATTRIBUTE!r}, which only the builder makes"
    if not attributes:
        return
    # Raw HTML is put back at the end, quotes and all: it would end the attribute and begin others.
    if any(STX in value for _, value in attributes):
        yield f"{attributes[0][0]}=", "raw HTML in an attribute"
    tag = "span" if element.tag in OUR_TAGS else str(element.tag)
    for what in faults(tag, attributes, trusted=trusted):
        yield f"{attributes[0][0]}=", what


def _without_key(value: str) -> str:
    """Return an address without the characters of our keys, which no address has."""
    return value.replace("\ue000", "").replace("\ue001", "")
