"""
Attributes in the tree: `attr_list` and `md_in_html` let an author put any attribute on any element.

The same policy as for raw HTML; and alignment of table cells, which Python-Markdown writes as a style, becomes a class,
because pages have no inline style.
"""

import re
from xml.etree.ElementTree import Element

from generator.desk.render.context import Place
from generator.desk.render.interview import SPEAKER_ATTRIBUTE
from generator.desk.render.rawhtml import faults
from generator.errors import SourceError

# Made by our own steps and by Python-Markdown's extensions.
OURS = frozenset({"marbre-fn", "data-teaser-cut", "name", "line", "tiers", SPEAKER_ATTRIBUTE})
OUR_TAGS = frozenset({"marbre-section", "marbre-note", "marbre-cut", "nav", "div"})
ALIGN = re.compile(r"^text-align: (left|center|right);$")


def check_tree(root: Element, place: Place, *, trusted: bool) -> list[SourceError]:
    """Return an error for each attribute or element below *root* that the policy refuses."""
    errors = []
    for element in root.iter():
        style = ALIGN.match(element.get("style", ""))
        if style:
            del element.attrib["style"]
            element.set("class", f"align-{style[1]}")
        if element.tag == "h1":  # the page's title is its only h1
            element.tag = "h2"
        attributes = [(key, value) for key, value in element.attrib.items() if key not in OURS]
        if not attributes or element is root:
            continue
        tag = "span" if element.tag in OUR_TAGS else str(element.tag)
        for what in faults(tag, [(key, _without_key(value)) for key, value in attributes], trusted=trusted):
            hint = "use class, id, title, lang or another harmless attribute"
            errors.append(place.error(attributes[0][0] + "=", "unsafe-html", f"Markdown has {what}", hint))
    return errors


def _without_key(value: str) -> str:
    """Return an address without the characters of our keys, which no address has."""
    return value.replace("\ue000", "").replace("\ue001", "")
