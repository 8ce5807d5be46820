"""One document, rendered: the stage between what was read and what is sealed."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from xml.etree.ElementTree import Element

from markdown.util import STX, AtomicString

from generator.desk.plaintext import Body, Document, MatterHtml, OpenSection, UsedFile
from generator.desk.render import rawhtml
from generator.desk.render.arrange import arrange
from generator.desk.render.attributes import check_tree
from generator.desk.render.context import Context, Place
from generator.desk.render.figures import make_lone_figures
from generator.desk.render.footnotes import Notes, take_notes
from generator.desk.render.headings import Region, fill_contents, name_everything, public_headings
from generator.desk.render.interview import name_turns
from generator.desk.render.links import Resolver
from generator.desk.render.markdown import instance, to_html, to_tree
from generator.desk.render.markers import OPEN, SHUT, Scan, scan
from generator.desk.render.matter import render_matter
from generator.desk.render.split import Run, Splitter
from generator.desk.render.teaser import displayed
from generator.desk.render.text import visible_text, word_count
from generator.errors import Problems, SourceError
from generator.model.access import Access
from generator.model.catalog import Entry
from generator.model.config import TeaserRule
from generator.model.frontmatter import ArticleMatter, IssueMatter, PageMatter, Speaker
from generator.model.page import Heading


@dataclass(frozen=True, slots=True)
class Part:
    """HTML for the same readers, and the name of its section, empty for the public."""

    section: str
    access: Access
    html: str


def render(document: Document, entry: Entry, context: Context) -> Body:
    """
    Return the body of *document*, split at its borders.

    Raises:
        Problems: All that is wrong with it.
    """
    place = Place(entry, document.markdown, document.body_line)
    scanned = scan(document.markdown, path=place.path, first_line=document.body_line)
    if scanned.errors:
        raise Problems(scanned.errors)
    return _Rendering(document, context, place, scanned).body()


class _Rendering:
    """The work on one document: one Markdown instance, whose stash of raw HTML lives until the end."""

    def __init__(self, document: Document, context: Context, place: Place, scanned: Scan) -> None:
        self.document = document
        self.context = context
        self.place = place
        self.scanned = scanned
        self.md = instance(context.config.markdown.extensions)
        self.resolver = Resolver(context, place)
        self.trusted = context.config.markdown.html == "trusted"
        self.has_raw = False

    def body(self) -> Body:
        # Front matter first: it uses the same Markdown instance, whose stash the body then keeps.
        matter = render_matter(self.md, self.document, self.resolver)
        root, notes = self._tree()
        splitter = Splitter(self.place, self.context.config, self._rule(), self.text_of)
        texts = [self.text_of(element) for element in root]
        split = splitter.split(root)
        self._raise(split.errors)
        parts, headings = self._parts(split.runs, notes)
        self._check_balance(parts)
        public_texts = [visible_text(part.html) for part in parts if not part.section]
        files = tuple(self.resolver.found.files.values())
        parts += self._edition_files(matter, parts)
        return Body(
            id=self.document.id,
            parts=tuple(_published(part, files) for part in parts),
            headings=headings,
            matter=matter,
            files=files,
            characters=sum(map(len, texts)),
            public_characters=split.public_characters,
            words=sum(map(word_count, texts)),
            public_text=" ".join(public_texts),
            links=tuple(sorted(self.resolver.found.links)),
            site_addresses=tuple(sorted(self.resolver.found.site_addresses)),
            warnings=tuple(self.resolver.found.warnings),
        )

    def _tree(self) -> tuple[Element, Notes]:
        speakers = _speakers(self.document)
        errors: list[SourceError] = []

        def shape(root: Element) -> None:
            errors.extend(arrange(root, self.scanned.marks, speakers, self.place))

        root = to_tree(self.md, self.scanned.markdown, shape)
        errors += self._clean_stash()
        errors += self._doubtful(root)
        gated = not self.place.entry.access.is_public or bool(self.scanned.marks)
        if self.scanned.open_fence and gated:
            hint = "close the code block with a line of the same signs"
            errors.append(
                self.place.error(self.scanned.open_fence, "unclosed-fence", "a code fence is never closed", hint)
            )
        self._raise(errors)
        name_turns(root, speakers)
        make_lone_figures(root)
        self.resolver.resolve(root)
        self._raise(check_tree(root, self.place, trusted=self.trusted))
        return root, take_notes(root)

    def _clean_stash(self) -> list[SourceError]:
        """Check and clean the raw HTML that Markdown set aside; return what the policy refuses."""
        self.has_raw, refused = rawhtml.clean_stash(self.md.htmlStash.rawHtmlBlocks, trusted=self.trusted)
        errors = []
        for piece in refused:
            where = self.place.line_of(piece.line)
            for what in piece.faults:
                hint = "use Markdown, or set `markdown: {html: trusted}` if all authors may write any HTML"
                errors.append(self.place.error(where, "unsafe-html", f"raw HTML has {what}", hint))
            if not piece.balanced:
                errors.append(self.place.error(where, "unclosed-html", "raw HTML is never closed", "close the element"))
        return errors

    def _doubtful(self, root: Element) -> list[SourceError]:
        """
        Return an error for each indented marker that is not among the lines of a code block.

        A code block that holds nothing but a marker is an indented marker: nobody quotes it so.
        """
        found: set[int] = set()
        for pre in root.iter("pre"):
            for code in pre.iter("code"):
                found |= _quoted_markers(code, self.scanned.doubtful)
        hint = "a marker stands at the beginning of its line; to show one as text, put it between code fences"
        return [
            self.place.error(line, "bad-marker", "an indented marker", hint)
            for line in self.scanned.doubtful
            if line not in found
        ]

    def _parts(self, runs: Sequence[Run], notes: Notes) -> tuple[list[Part], tuple[Heading, ...]]:
        names = iter(f"s{number}" for number in range(1, len(runs) + 1))
        sections = ["" if run.access.is_public else next(names) for run in runs]
        regions = _regions(runs, sections, notes)
        name_everything(regions)
        headings = tuple(heading for region in regions if not region.section for heading in public_headings(region))
        fill_contents(regions, headings)
        access = {section: run.access for section, run in zip(sections, runs, strict=True)}
        parts = [
            Part(region.section, access.get(region.section, Access()), to_html(self.md, region.elements))
            for region in regions
        ]
        return parts, headings

    def _edition_files(self, matter: MatterHtml, parts: Sequence[Part]) -> list[Part]:
        """Return the list of the files that an edition offers, for those who may read it."""
        front = self.document.matter
        if not isinstance(front, IssueMatter) or not matter.files:
            return []
        items = "".join(
            f'<li><a href="{key}">{escape(file.label, quote=False)}</a></li>'
            for key, file in zip(matter.files, front.files, strict=True)
        )
        access = self.place.entry.access
        name = "" if access.is_public else f"s{sum(bool(part.section) for part in parts) + 1}"
        return [Part(name, access, f'<ul class="files">{items}</ul>')]

    def _check_balance(self, parts: Sequence[Part]) -> None:
        if not self.has_raw or all(not part.section for part in parts):
            return
        for part in parts:
            _, balanced = rawhtml.check(part.html, trusted=True)
            if not balanced:
                hint = "close each element on the side of the border on which it was opened"
                name = part.section or "the public part"
                error = self.place.error(1, "unclosed-html", f"raw HTML crosses the border of {name}", hint)
                raise Problems([error])

    def text_of(self, element: Element) -> str:
        """Return the visible text of an element of the tree."""
        if element.tag == "p" and STX not in "".join(element.itertext()):
            return displayed(element)
        return visible_text(to_html(self.md, [element]))

    def _rule(self) -> TeaserRule:
        matter = self.document.matter
        own = matter.teaser if isinstance(matter, ArticleMatter | PageMatter) else None
        if isinstance(matter, IssueMatter):
            return TeaserRule(characters=2**31, at_most=1.0)
        return own or self.context.config.teaser

    def _raise(self, errors: Sequence[SourceError]) -> None:
        gathered = [*errors, *self.resolver.found.errors]
        if gathered:
            raise Problems(gathered)


def _regions(runs: Sequence[Run], sections: Sequence[str], notes: Notes) -> list[Region]:
    """
    Return the regions of a page with their notes numbered.

    The public runs count together, and their notes stand behind everything: a cut paragraph must be the element
    directly before its section. Each section counts alone and ends with its notes.
    """
    public = [element for run in runs if run.access.is_public for element in run.elements]
    shared = notes.place(public, prefix="")
    regions: list[Region] = []
    taken = 0
    for run, section in zip(runs, sections, strict=True):
        if section:
            regions.append(Region(section, tuple(notes.place(run.elements, prefix=f"{section}-"))))
        else:
            regions.append(Region("", tuple(shared[taken : taken + len(run.elements)])))
            taken += len(run.elements)
    if len(shared) > taken:
        regions.append(Region("", tuple(shared[taken:])))
    return regions


def _published(part: Part, files: Sequence[UsedFile]) -> str | OpenSection:
    if not part.section:
        return part.html
    return OpenSection(part.section, part.access, part.html, tuple(file for file in files if file.key in part.html))


def _quoted_markers(code: Element, lines: Sequence[int]) -> set[int]:
    """Return those of *lines* whose marker is one of several lines of a code block; take their tokens out."""
    text = code.text or ""
    alone = len(text.strip().split("\n")) == 1
    quoted = {line for line in lines if f"{OPEN}c{line}{SHUT}" in text and not alone}
    for line in quoted:
        text = text.replace(f"{OPEN}c{line}{SHUT}", "")
    code.text = AtomicString(text)
    return quoted


def _speakers(document: Document) -> dict[str, Speaker]:
    matter = document.matter
    return {speaker.id: speaker for speaker in matter.speakers} if isinstance(matter, ArticleMatter) else {}
