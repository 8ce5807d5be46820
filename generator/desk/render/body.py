"""One document, rendered: the stage between what was read and what is sealed."""

from collections.abc import Sequence
from functools import partial
from xml.etree.ElementTree import Element

from markdown.util import STX

from generator.desk.plaintext import Body, Document
from generator.desk.render.arrange import arrange
from generator.desk.render.attributes import check_tree
from generator.desk.render.context import Context, Place
from generator.desk.render.definitions import defined_twice
from generator.desk.render.directives import expand
from generator.desk.render.figures import make_lone_figures
from generator.desk.render.footnotes import Notes, take_notes
from generator.desk.render.interview import name_turns
from generator.desk.render.links import Resolver
from generator.desk.render.markdown import instance, to_html, to_tree
from generator.desk.render.markers import Scan, scan
from generator.desk.render.matter import render_matter
from generator.desk.render.quoted import unquoted
from generator.desk.render.regions import Part, edition_files, parts_of, published, unbalanced
from generator.desk.render.split import Splitter
from generator.desk.render.stash import clean_stash
from generator.desk.render.text import EXCERPT_WORDS, fold_space, visible_text, word_count
from generator.desk.typography.matter import typographer_of
from generator.desk.typography.tree import typeset
from generator.errors import Problems, SourceError
from generator.model.catalog import Entry
from generator.model.config import TeaserRule
from generator.model.frontmatter import ArticleMatter, IssueMatter, PageMatter, Speaker


def render(document: Document, entry: Entry, context: Context) -> Body:
    """
    Return the body of *document*, split at its borders.

    Raises:
        Problems: All that is wrong with it.
    """
    place = Place(entry, document.markdown, document.body_line)
    has_fences = bool({"extra", "fenced_code"}.intersection(context.config.markdown.extensions))
    scanned = scan(
        document.markdown,
        path=place.path,
        first_line=document.body_line,
        has_fences=has_fences,
        of_theme=context.config.directives.names,
    )
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
        self.typographer = typographer_of(document.matter, context.config)
        self.has_raw = False
        self.texts: dict[Element, str] = {}

    def body(self) -> Body:
        # Front matter first: it uses the same Markdown instance, whose stash the body then keeps.
        matter = render_matter(self.md, self.document, self.resolver, self.typographer)
        root, notes = self._tree()
        splitter = Splitter(self.place, self.context.config, self._rule(), self.text_of)
        texts = [self.text_of(element) for element in root]
        split = splitter.split(root)
        self._raise(split.errors)
        parts, headings = parts_of(split.runs, notes, partial(to_html, self.md), self.text_of)
        self._raise(unbalanced(parts, self.place) if self.has_raw else [])
        opening = self._opening(parts)
        files = tuple(self.resolver.found.files.values())
        parts += edition_files(self.document, self.place.entry.access, matter, parts)
        return Body(
            id=self.document.id,
            parts=tuple(published(part, files) for part in parts),
            headings=headings,
            matter=matter,
            files=files,
            characters=sum(map(len, texts)),
            public_characters=split.public_characters,
            words=word_count(" ".join(texts)),
            public_text=opening,
            links=tuple(sorted(self.resolver.found.links)),
            site_addresses=tuple(sorted(self.resolver.found.site_addresses)),
            warnings=tuple(self.resolver.found.warnings),
        )

    def _tree(self) -> tuple[Element, Notes]:
        speakers = _speakers(self.document)
        errors: list[SourceError] = []

        def shape(root: Element) -> None:
            errors.extend(arrange(root, self.scanned.marks, speakers, self.place))

        def finish(root: Element) -> None:
            typeset(root, self.typographer, self.md.htmlStash.rawHtmlBlocks)

        root = to_tree(self.md, self.scanned.markdown, shape, finish)
        errors += self._clean_stash()
        errors += self._doubtful(root)
        gated = not self.place.entry.access.is_public or bool(self.scanned.marks)
        if self.scanned.open_fence and gated:
            hint = "close the code block with a line of the same signs"
            errors.append(
                self.place.error(self.scanned.open_fence, "unclosed-fence", "a code fence is never closed", hint)
            )
        errors += defined_twice(self.md, self.place) if gated else ()
        self._raise(errors)
        name_turns(root, speakers)
        ours, errors = expand(root, self.scanned.marks, self.context.config, self.place)
        self._raise(errors)
        make_lone_figures(root)
        self.resolver.resolve(root)
        self._raise(check_tree(root, self.place, trusted=self.trusted, ours=ours))
        notes = take_notes(root)
        self.resolver.found.warnings += notes.unused(root, self.place)
        return root, notes

    def _clean_stash(self) -> list[SourceError]:
        """Check and clean the raw HTML that Markdown set aside; return what the policy refuses."""
        self.has_raw, refused = clean_stash(
            self.md.htmlStash.rawHtmlBlocks, trusted=self.trusted, resolver=self.resolver
        )
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
        """Return an error for each indented or quoted marker that Markdown did not take for code."""
        hint = "a marker stands at the beginning of its line; to show one as text, put it between code fences"
        return [
            self.place.error(
                line, "bad-marker", "a marker that is neither alone at the beginning of its line nor code", hint
            )
            for line in unquoted(root, self.scanned.doubtful)
        ]

    def text_of(self, element: Element) -> str:
        """Return the visible text of an element of the finished tree."""
        text = self.texts.get(element)
        if text is None:
            text = self.texts[element] = self._text_of(element)
        return text

    def _text_of(self, element: Element) -> str:
        if element.tag == "p":
            text = "".join(element.itertext())
            if STX not in text:
                return fold_space(text)
        return visible_text(to_html(self.md, [element]))

    def _opening(self, parts: Sequence[Part]) -> str:
        """Return the visible text of the public parts, as far as an excerpt needs it."""
        texts: list[str] = []
        words = 0
        for part in parts:
            if part.section:
                continue
            # Raw HTML may open in one element and close in another, so then all of them are read together.
            pieces = [[one] for one in part.elements] if part.elements and not self.has_raw else []
            for html in (to_html(self.md, piece) for piece in pieces) if pieces else (part.html,):
                texts.append(visible_text(html))
                words += len(texts[-1].split())
                if words > EXCERPT_WORDS:
                    return " ".join(texts)
        return " ".join(texts)

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


def _speakers(document: Document) -> dict[str, Speaker]:
    matter = document.matter
    return {speaker.id: speaker for speaker in matter.speakers} if isinstance(matter, ArticleMatter) else {}
