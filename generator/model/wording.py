"""
The wording of a document: what of its front matter pages only show.

All else decides where a document stands: its address, its readers, its place in lists. So what another wording changes is
known without looking at any other document.
"""

from collections.abc import Mapping
from typing import Final

from msgspec.structs import replace

from generator.model.catalog import Entry
from generator.model.data import SiteData
from generator.model.frontmatter import (
    ArticleMatter,
    AuthorMatter,
    BriefMatter,
    IssueMatter,
    Matter,
    PageMatter,
    is_indexed,
)

# Authors and pages are sorted by their names and titles; a rubric's words are on every page.
_WORDING: Final[Mapping[type[Matter], tuple[str, ...]]] = {
    ArticleMatter: ("title", "kicker", "standfirst", "image", "remaining", "speakers", "seo", "typography", "extra"),
    AuthorMatter: ("role", "photo", "email", "links", "extra"),
    BriefMatter: ("title", "links", "source", "typography", "extra"),
    IssueMatter: ("title", "number", "cover", "files", "standfirst", "typography", "extra"),
    PageMatter: ("standfirst", "seo", "extra"),
}


def reworded(entry: Entry, matter: Matter) -> Entry | None:
    """Return *entry* with another front matter, whose names are full ids; None if more than its wording differs."""
    if type(entry.matter) is not type(matter) or is_indexed(entry.matter) != is_indexed(matter):
        return None
    fields = {name: getattr(matter, name) for name in _WORDING.get(type(matter), ())}
    is_all = replace(entry.matter, **fields) == matter
    return replace(entry, matter=matter) if is_all else None


def is_in_menus(data: SiteData, entry: Entry) -> bool:
    """Return whether a menu leads to *entry*: its title may be the label there, on every page."""
    return any(item.url.partition("#")[0] == entry.url for items in data.menus.values() for item in items)
