"""
Heading ids and links inside a document, given after the tree was split.

A public heading's id is made of its words; a sealed one's is opaque (`s1-h2`), because an address tells. A link from
outside a section to something in it becomes a link to the section.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from html import escape, unescape
from xml.etree.ElementTree import Element, SubElement

from msgspec import Struct

from generator.model.page import Heading
from generator.model.urls import slugify

HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
TOC = "[TOC]"
# Ids that sections and themes use; a heading of that name gets another.
RESERVED = re.compile(r"s\d+|main|menu|wire|footer")


class Region(Struct, frozen=True):
    """A run of elements for the same readers. `section` is empty for the public."""

    section: str
    elements: tuple[Element, ...]

    @property
    def prefix(self) -> str:
        return f"{self.section}-" if self.section else ""

    def walk(self) -> Iterator[Element]:
        for element in self.elements:
            yield from element.iter()


def name_everything(regions: Sequence[Region], text_of: Callable[[Element], str]) -> None:
    """
    Give ids to the headings of *regions*, prefix those of sections, and mend links among them.

    The public ones first: `budget-2` in public would tell that a sealed heading above it is about the budget.
    """
    targets: dict[str, str] = {}
    owners: dict[str, str] = {}
    for region in sorted(regions, key=lambda one: bool(one.section)):
        count = 0
        for element in region.walk():
            own = element.get("id")
            if element.tag in HEADINGS:
                count += 1
                slug = _unused(own or _slug(text_of(element), count), targets)
                identifier = f"{region.section}-h{count}" if region.section else slug
            elif own and not (region.section and own.startswith(region.prefix)):  # notes have theirs already
                slug, identifier = own, f"{region.prefix}{own}"
            else:
                continue
            element.set("id", identifier)
            targets[slug] = identifier
            owners[slug] = region.section
    for region in regions:
        _mend_links(region, targets, owners)


def _slug(text: str, count: int) -> str:
    slug = slugify(text) or f"h{count}"
    return f"h-{slug}" if RESERVED.fullmatch(slug) else slug


def _unused(slug: str, taken: Mapping[str, str]) -> str:
    candidate, number = slug, 1
    while candidate in taken:
        number += 1
        candidate = f"{slug}-{number}"
    return candidate


def _mend_links(region: Region, targets: Mapping[str, str], owners: Mapping[str, str]) -> None:
    for element in region.walk():
        address = element.get("href", "") if element.tag == "a" else ""
        slug = address[1:] if address.startswith("#") else ""
        if slug not in targets:
            continue
        owner = owners[slug]
        element.set("href", f"#{targets[slug]}" if owner in ("", region.section) else f"#{owner}")


def fill_contents(regions: Sequence[Region], headings: Sequence[Heading]) -> None:
    """Replace each `[TOC]` paragraph by a list of the public headings."""
    for region in regions:
        for element in region.elements:
            if element.tag == "p" and not len(element) and (element.text or "").strip() == TOC:
                element.tag, element.text = "nav", None
                element.set("class", "contents")
                items = SubElement(element, "ul")
                for heading in headings:
                    item = SubElement(items, "li", {"class": f"level-{heading.level}"})
                    link = SubElement(item, "a", {"href": f"#{heading.id}"})
                    link.text = unescape(heading.html)


def public_headings(region: Region, text_of: Callable[[Element], str]) -> tuple[Heading, ...]:
    """Return the headings of a public region, their text without markup."""
    return tuple(
        Heading(int(element.tag[1]), element.get("id", ""), escape(text_of(element), quote=False))
        for element in region.walk()
        if element.tag in HEADINGS
    )
