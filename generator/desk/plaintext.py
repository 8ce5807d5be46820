"""Values that hold plaintext. They never leave desk, and their text stays out of `repr`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.model.access import Access
from generator.model.frontmatter import Collection, Matter


@dataclass(frozen=True, slots=True)
class Document:
    """
    A content file as read.

    Attributes:
        id: As in `model.catalog.Entry`.
        source: Path below content/, with slashes.
        matter: Validated front matter.
        markdown: The body as written, line ends normalised to LF.
        body_line: Line of the file on which the body begins, from 1.
        lines: Line of each front-matter key (dotted for nested ones), for messages.
        files: For a bundle, the other files of its folder: name below the folder to size in bytes.
        digest: Of the file's bytes.
    """

    id: str
    collection: Collection
    source: str
    matter: Matter
    markdown: str = field(repr=False)
    body_line: int = 1
    lines: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)
    digest: str = ""


@dataclass(frozen=True, slots=True)
class UsedFile:
    """
    A file that an article shows or offers.

    Attributes:
        key: The placeholder that stands for its address in HTML until it is published or sealed.
        path: Below content/, with slashes.
        is_image: Shown in place; otherwise offered for download.
        line: Source line that names it, for messages.
    """

    key: str
    path: str
    is_image: bool
    line: int


@dataclass(frozen=True, slots=True)
class OpenSection:
    """A section before it is sealed. `files` are those that its HTML names by their keys."""

    id: str
    access: Access
    html: str = field(repr=False)
    files: tuple[UsedFile, ...] = ()
