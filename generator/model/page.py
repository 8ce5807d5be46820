"""What is published of a document: public HTML around sealed sections, and its card."""

from datetime import datetime

from msgspec import Struct

from generator.model.access import Access
from generator.model.frontmatter import Collection


class PictureFile(Struct, frozen=True):
    """One file of a picture: address below the site's root, width in pixels."""

    url: str
    width: int


class PictureSource(Struct, frozen=True):
    """The files of a picture in one format, narrow before wide."""

    media_type: str
    files: tuple[PictureFile, ...]


class Picture(Struct, frozen=True):
    """
    A published picture: address below the site's root, size in pixels (0 when it has none, as SVG may).

    Attributes:
        sources: Its formats, the preferred first, its own last; empty for SVG and for an address elsewhere.
        focus: The point to keep when it is cropped, x and y from 0 to 1; None for its middle.
    """

    src: str
    alt: str
    width: int
    height: int
    caption_html: str = ""
    credit: str = ""
    media_type: str = ""
    sources: tuple[PictureSource, ...] = ()
    focus: tuple[float, float] | None = None


class Attachment(Struct, frozen=True):
    """A file offered for download: `src` is its address when public, `sealed` its name in a section when not."""

    label: str
    src: str = ""
    size: int = 0


class SealedSection(Struct, frozen=True):
    """
    The place of a sealed section in a page.

    Attributes:
        id: `s1`, `s2`, … in the order of the page.
        header: The sealed header in base64url, for the attribute `header`.
        src: Address of the sealed file below the site's root: `/sealed/HEX.spw`.
        access: Whom it is for.
    """

    id: str
    header: str
    src: str
    access: Access


class Heading(Struct, frozen=True):
    """A public heading, for tables of contents."""

    level: int
    id: str
    html: str


class SealedBody(Struct, frozen=True):
    """
    A document's body as anyone may see it.

    `parts` alternate freely: strings of public HTML, which together are well formed but each alone need not
    be, and sealed sections at their places.
    """

    id: str
    parts: tuple[str | SealedSection, ...]
    headings: tuple[Heading, ...] = ()

    @property
    def public_html(self) -> str:
        """All public HTML, without the sections."""
        return "".join(part for part in self.parts if isinstance(part, str))

    @property
    def sections(self) -> tuple[SealedSection, ...]:
        return tuple(part for part in self.parts if isinstance(part, SealedSection))


class Card(Struct, frozen=True):
    """
    What lists, feeds and neighbours may know of a document. Every field is public.

    Attributes:
        title: Plain text; `title_html` has inline markup.
        standfirst_html: Inline or block HTML, empty when there is none; `standfirst` is its text.
        excerpt: First words of the public part as plain text, for lists without a standfirst.
        access: Of the article; `has_sections` is true also for a public article with a sealed block.
        corrections_html: Texts of an article's corrections as inline HTML, in the order of its front matter.
        remaining: Sealed share in percent, 1 to 99; None when nothing is sealed or the author hides it.
        reading_minutes: Whole article, at least 1.
    """

    id: str
    collection: Collection
    url: str
    title: str
    title_html: str
    published: datetime
    updated: datetime | None
    access: Access
    has_sections: bool
    remaining: int | None
    reading_minutes: int
    words: int
    standfirst: str = ""
    standfirst_html: str = ""
    excerpt: str = ""
    kicker: str = ""
    rubric: str = ""
    authors: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    image: Picture | None = None
    language: str = ""
    attachments: tuple[Attachment, ...] = ()
    marks: tuple[str, ...] = ()
    corrections_html: tuple[str, ...] = ()
