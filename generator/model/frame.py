"""What a build leaves so that the next one, if only bodies changed, need not look at the whole site."""

from collections.abc import Mapping

from msgspec import Struct

from generator.model.assets import Assets
from generator.model.catalog import Catalog, Entry, Tag
from generator.model.config import SiteConfig
from generator.model.data import SiteData
from generator.model.frontmatter import Matter
from generator.model.theme import Theme


class Frame(Struct, frozen=True):
    """
    All but the documents.

    Attributes:
        catalog: Without its entries.
        series, corrected: As layout found them.
        files: Paths below content/ of all files that are no documents.
        unpublished: Path of each document that is left out, to the reason.
        ids: Of all documents that are published.
        others: Ids of those that are not: a new document may have none of these either.
    """

    config: SiteConfig
    theme: Theme
    data: SiteData
    catalog: Catalog
    series: Mapping[str, Tag]
    corrected: tuple[str, ...]
    files: tuple[str, ...]
    unpublished: Mapping[str, str]
    ids: tuple[str, ...]
    assets: Assets
    others: tuple[str, ...] = ()


class Known(Struct, frozen=True):
    """
    A document but for its body.

    Attributes:
        matter: Its front matter as read; that of the entry names other documents by their ids.
        digest: Of its file's bytes.
        config: Digest of the settings by which the front matter was read.
        front: Digest of its front matter as written.
        lines: Line of each front-matter key.
        files: For a bundle, its other files: name to size in bytes.
    """

    entry: Entry
    matter: Matter
    digest: str
    config: str
    front: str
    body_line: int
    lines: Mapping[str, int]
    files: Mapping[str, int]


class Shown(Struct, frozen=True):
    """
    Which targets show what of a text; those that depend on front matter only are not among them.

    Attributes:
        paths: Of all targets; the others name them by their place here, 32 bits each.
        entries: Targets that show an entry or its card, by id.
        bodies: Targets that show a body, by id.
    """

    paths: tuple[str, ...]
    entries: Mapping[str, bytes]
    bodies: Mapping[str, bytes]
