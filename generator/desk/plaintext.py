"""Values that hold plaintext. They never leave desk, and their text stays out of `repr`."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from generator.errors import Warning_
from generator.model.access import Access
from generator.model.frontmatter import Collection, Matter
from generator.model.page import Heading


@dataclass(frozen=True, slots=True)
class Document:
    """
    A content file as read.

    Attributes:
        id: As in `model.catalog.Entry`.
        source: Path below content/, with slashes.
        matter: Validated front matter.
        markdown: The body as written, line ends normalised to LF; empty until somebody needs it: `with_text`.
        body_line: Line of the file on which the body begins, from 1.
        lines: Line of each front-matter key (dotted for nested ones), for messages.
        files: For a bundle, the other files of its folder: name below the folder to size in bytes.
        digest: Of the file's bytes.
        front: Digest of the front matter as written.
    """

    id: str
    collection: Collection
    source: str
    matter: Matter
    markdown: str = field(default="", repr=False)
    body_line: int = 1
    lines: Mapping[str, int] = field(default_factory=dict)
    files: Mapping[str, int] = field(default_factory=dict)
    digest: str = ""
    front: str = ""


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
class MatterHtml:
    """
    Front matter rendered: always public.

    Attributes:
        title, standfirst: Plain text; `title_html` and `standfirst_html` with markup.
        image: Key of the lead picture, portrait or cover, empty when there is none or it is an address elsewhere.
        files: Keys of the files that an edition offers, in its order.
    """

    title: str
    title_html: str
    standfirst: str = ""
    standfirst_html: str = ""
    image: str = ""
    caption_html: str = ""
    corrections_html: tuple[str, ...] = ()
    files: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenSection:
    """A section before it is sealed. `files` are those that its HTML names by their keys."""

    id: str
    access: Access
    html: str = field(repr=False)
    files: tuple[UsedFile, ...] = ()


@dataclass(frozen=True, slots=True)
class Body:
    """
    A rendered document, not yet sealed.

    Attributes:
        parts: Public HTML and open sections in the order of the page. Addresses of files are still keys.
        characters, public_characters: Text characters of the whole, and of what everyone sees.
        words: Of the whole article.
        public_text: Visible text of the public parts, for excerpts: more words of it than an excerpt has, or all.
        links: (path of the document, address that stands in the HTML) of each internal link.
        site_addresses: (address below the root as written, line), to be checked against the output.
    """

    id: str
    parts: tuple[str | OpenSection, ...] = field(repr=False)
    headings: tuple[Heading, ...]
    matter: MatterHtml
    files: tuple[UsedFile, ...]
    characters: int
    public_characters: int
    words: int
    public_text: str
    links: tuple[tuple[str, str], ...] = ()
    site_addresses: tuple[tuple[str, int], ...] = ()
    warnings: tuple[Warning_, ...] = ()
