"""The step that ends plaintext: a rendered body becomes public HTML, sealed files and a card."""

from collections.abc import Callable, Mapping
from datetime import datetime

from msgspec import Struct

from generator.desk.plaintext import Body, OpenSection, UsedFile
from generator.desk.render.text import EXCERPT_WORDS, first_words
from generator.desk.seal.assets import Section, seal_file
from generator.desk.seal.markup import is_linked
from generator.desk.seal.published import Published, place_public, publish_file
from generator.desk.seal.shelf import Shelf
from generator.engine.digest import digest_bytes
from generator.errors import Location, Problems, SourceError
from generator.model.catalog import Entry
from generator.model.config import SiteConfig
from generator.model.frontmatter import ArticleMatter, AuthorMatter, Image, IssueMatter
from generator.model.output import Kind, OutputFile
from generator.model.page import Card, Picture, SealedBody, SealedSection
from generator.paywall.errors import SealError
from generator.paywall.keys import Keyset
from generator.paywall.sealing import SealedAsset, seal_section

LATEST = 2**32 - 1  # of be32, format.md section 4


class Sealed(Struct, frozen=True):
    """
    A document without plaintext, and the files that it brings.

    Attributes:
        files: Public assets and sealed files, with their bytes.
        used: (path below content/, digest) of each file that the document uses.
        concealed: Digests of those that only sections use.
        public_characters: What the audit may find of a gated article in public; 0 for a public one.
    """

    body: SealedBody
    card: Card
    files: tuple[OutputFile, ...]
    used: tuple[tuple[str, str], ...]
    public_characters: int
    concealed: tuple[str, ...] = ()


class Sealer(Struct, frozen=True):
    """Seals bodies. `read` returns the bytes of a file below content/, or raises SourceError."""

    config: SiteConfig
    keyset: Keyset
    shelf: Shelf
    read: Callable[[str], bytes]

    def seal(self, body: Body, entry: Entry) -> Sealed:
        """
        Return *body* sealed.

        Raises:
            Problems: A file that cannot be read, a section that is too large.
        """
        return _Sealing(self, body, entry).sealed()


class _Sealing:
    """The work on one body; bytes of files are read once each."""

    def __init__(self, sealer: Sealer, body: Body, entry: Entry) -> None:
        self.sealer = sealer
        self.body = body
        self.entry = entry
        self.outputs: dict[str, OutputFile] = {}
        self.data: dict[str, bytes] = {}
        self.errors: list[SourceError] = []
        self.published = self._publish()

    def sealed(self) -> Sealed:
        parts = tuple(
            self._section(part) if isinstance(part, OpenSection) else self._public(part) for part in self.body.parts
        )
        if self.errors:
            raise Problems(self.errors)
        made = SealedBody(self.body.id, tuple(part for part in parts if part), self.body.headings)
        used = tuple(sorted((path, digest_bytes(data)) for path, data in self.data.items()))
        public = 0 if self.entry.access.is_public and not made.sections else self.body.public_characters
        shown = {file.path for file in self.body.files if file.key in self.published}
        concealed = tuple(digest for path, digest in used if path not in shown)
        return Sealed(made, self._card(made), tuple(self.outputs.values()), used, public, concealed)

    def _publish(self) -> Mapping[str, Published]:
        """Return the public files by key: all that front matter or any public part uses."""
        public_html = "".join(part for part in self.body.parts if isinstance(part, str)) + self._matter_html()
        everything = public_html + "".join(part.html for part in self.body.parts if isinstance(part, OpenSection))
        published = {}
        for file in self.body.files:
            if file.key not in public_html and file.key != self.body.matter.image:
                continue
            data = self._read(file)
            if data is None:
                continue
            try:
                linked = is_linked(everything, file.key)
                made = publish_file(file, data, self.sealer.shelf, self._where(file), is_linked=linked)
            except SourceError as error:
                self.errors.append(error)
                continue
            self.outputs |= {output.path: output for output in made.outputs}
            published[file.key] = made
        return published

    def _matter_html(self) -> str:
        matter = self.body.matter
        return "".join((matter.title_html, matter.standfirst_html, matter.caption_html, *matter.corrections_html))

    def _public(self, html: str) -> str:
        for file in self.body.files:
            if file.key in self.published:
                config = self.sealer.config
                html = place_public(html, file, self.published[file.key], config.root, config.images.sizes)
        return html

    def _section(self, section: OpenSection) -> SealedSection:
        html = self._public(section.html)
        where = Section(self.sealer.keyset, self.entry.id, section.id)
        assets: dict[str, SealedAsset] = {}
        for file in section.files:
            data = None if file.key in self.published else self._read(file)
            if data is None:
                continue
            try:
                html, made = seal_file(html, file, data, where, self.sealer.shelf, self._where(file))
            except SourceError as error:
                self.errors.append(error)
                continue
            assets |= {asset.name: asset for asset in made}  # the same bytes twice are one asset
        try:
            sealed = seal_section(
                keyset=self.sealer.keyset,
                article=self.entry.id,
                section=section.id,
                policy=section.access.policy(),
                not_before=not_before(self.entry.published),
                html=html,
                assets=list(assets.values()),
            )
        except SealError as error:
            place = Location(f"content/{self.entry.source}", 1, 1)
            self.errors.append(SourceError(place, error.word, f"section {section.id}: {error}", "split the article"))
            return SealedSection(section.id, "", "", section.access)
        for name, data in [(asset.name, asset.data) for asset in assets.values()] + [(sealed.name, sealed.data)]:
            path = f"sealed/{name}"
            self.outputs[path] = OutputFile(path, data, Kind.SEALED, (self.entry.source,))
        return SealedSection(section.id, sealed.page_header, f"/sealed/{sealed.name}", section.access)

    def _read(self, file: UsedFile) -> bytes | None:
        if file.path not in self.data:
            try:
                self.data[file.path] = self.sealer.read(file.path)
            except SourceError as error:
                self.errors.append(SourceError(self._where(file), error.code, error.problem, error.hint))
                return None
        return self.data[file.path]

    def _where(self, file: UsedFile) -> Location:
        return Location(f"content/{self.entry.source}", file.line, 1)

    def _card(self, made: SealedBody) -> Card:
        matter = self.entry.matter
        article = matter if isinstance(matter, ArticleMatter) else None
        standfirst = self.body.matter.standfirst
        return Card(
            id=self.entry.id,
            collection=self.entry.collection,
            url=self.entry.url,
            title=self.body.matter.title,
            title_html=self._public(self.body.matter.title_html),
            published=self.entry.published,
            updated=self.entry.updated,
            access=self.entry.access,
            has_sections=bool(made.sections),
            remaining=self._remaining(made, article),
            reading_minutes=max(1, round(self.body.words / self.sealer.config.reading_speed)),
            words=self.body.words,
            standfirst=standfirst,
            standfirst_html=self._public(self.body.matter.standfirst_html),
            excerpt=first_words(self.body.public_text, EXCERPT_WORDS),
            kicker=article.kicker if article else "",
            rubric=article.rubric if article else "",
            authors=article.authors if article else (),
            tags=article.tags if article else (),
            image=self._picture(),
            language=self.entry.language,
            marks=self.entry.marks,
            corrections_html=tuple(map(self._public, self.body.matter.corrections_html)),
        )

    def _remaining(self, made: SealedBody, article: ArticleMatter | None) -> int | None:
        if not made.sections or (article and not article.remaining):
            return None
        return remaining_percent(self.body.public_characters, self.body.characters)

    def _picture(self) -> Picture | None:
        matter = self.entry.matter
        image: Image | None = None
        if isinstance(matter, ArticleMatter):
            image = matter.image
        elif isinstance(matter, AuthorMatter):
            image = matter.photo
        elif isinstance(matter, IssueMatter):
            image = matter.cover
        if image is None:
            return None
        published = self.published.get(self.body.matter.image)
        caption = self._public(self.body.matter.caption_html)
        if published is None:  # an address elsewhere
            return Picture(self.body.matter.image, image.alt, 0, 0, caption, image.credit)
        size = (published.width, published.height)
        return Picture(
            published.url, image.alt, *size, caption, image.credit, published.media_type, published.sources, image.focus
        )


def remaining_percent(public: int, total: int) -> int:
    """Return the sealed share in percent, rounded half up and kept within 1 and 99 (interface.md, sections 4 and 6)."""
    sealed = max(0, total - public)
    percent = (200 * sealed + total) // (2 * total) if total else 99
    return min(99, max(1, percent))


def not_before(published: datetime) -> int:
    """
    Return the moment from which a section may be opened: its publication, in Unix seconds, 0 for none.

    It is in every header, not only in one that was built before its time: a header that lost it later would be another
    header, and the same commit must give the same bytes on any day.
    """
    seconds = int(published.timestamp())
    return seconds if 0 < seconds <= LATEST else 0
