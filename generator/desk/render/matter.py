"""Front matter that may hold Markdown: title, standfirst, captions. All of it is public."""

from xml.etree.ElementTree import Element

from markdown import Markdown

from generator.desk.plaintext import Document, MatterHtml
from generator.desk.render import rawhtml
from generator.desk.render.attributes import refused_attributes
from generator.desk.render.footnotes import NOTE_TAG
from generator.desk.render.links import Resolver
from generator.desk.render.markdown import to_html, to_tree
from generator.desk.render.markers import Scan, scan
from generator.desk.render.quoted import unquoted
from generator.desk.render.stash import clean_stash
from generator.desk.render.text import visible_text
from generator.desk.typography.rules import Typographer
from generator.desk.typography.tree import typeset
from generator.errors import Location, SourceError
from generator.model.frontmatter import (
    ArticleMatter,
    AuthorMatter,
    Image,
    IssueMatter,
    Matter,
    PageMatter,
    RubricMatter,
)

# Text without any of these is its own HTML once escaped; most titles are.
MARKUP = frozenset("*_`[]<>&!\\#\n-+=~|:^%{\ue000\ue001")


def render_matter(md: Markdown, document: Document, resolver: Resolver, typographer: Typographer) -> MatterHtml:
    """Return the public fields of *document* as HTML and text; errors go to the resolver's list."""
    renderer = _MatterRenderer(md, document, resolver, typographer)
    matter = document.matter
    image = _image(matter)
    title_html = renderer.inline("title", _title(matter))
    standfirst_html = renderer.block("standfirst", _standfirst(matter))
    corrections = matter.corrections if isinstance(matter, ArticleMatter) else ()
    files = matter.files if isinstance(matter, IssueMatter) else ()
    return MatterHtml(
        title=visible_text(title_html),
        title_html=title_html,
        standfirst=visible_text(standfirst_html),
        standfirst_html=standfirst_html,
        image=resolver.image(image.src) if image else "",
        caption_html=renderer.inline("image", image.caption) if image else "",
        corrections_html=tuple(renderer.inline("corrections", correction.text) for correction in corrections),
        files=tuple(resolver.address(file.src) for file in files),
    )


class _MatterRenderer:
    def __init__(self, md: Markdown, document: Document, resolver: Resolver, typographer: Typographer) -> None:
        self.md = md
        self.document = document
        self.resolver = resolver
        self.typographer = typographer
        self.rules = typographer.rules()
        self.trusted = resolver.context.config.markdown.html == "trusted"

    def inline(self, key: str, text: str) -> str:
        """Return one line of Markdown as inline HTML."""
        if not MARKUP.intersection(text):
            return self.rules.set_inline(text.strip()) if self.rules and text else text.strip()
        tree = self._tree(key, text)
        html = to_html(self.md, list(tree))
        if "<" in text and not rawhtml.check(html, trusted=True)[1]:
            self._error(key, "unclosed-html", "an element that is never closed")
        if len(tree) == 1 and tree[0].tag == "p":
            return html.removeprefix("<p>").removesuffix("</p>")
        return html

    def block(self, key: str, text: str) -> str:
        """Return Markdown as HTML; one paragraph loses its element, as the template has its own."""
        return self.inline(key, text)

    def _tree(self, key: str, text: str) -> Element:
        scanned = scan(text, path=self.resolver.place.path, first_line=1)
        tree = to_tree(self.md, scanned.markdown, finish=self._typeset)
        self._check_marks(key, scanned, tree)
        _, refused = clean_stash(self.md.htmlStash.rawHtmlBlocks, trusted=self.trusted, resolver=self.resolver)
        for piece in refused:
            for what in piece.faults or ("an element that is never closed",):
                self._error(key, "unsafe-html", what)
        for _, what in () if scanned.marks else refused_attributes(tree, trusted=self.trusted):
            self._error(key, "unsafe-html", what)
        if tree.find(NOTE_TAG) is not None:
            self._error(key, "misplaced-note", "a footnote, which only the body can have", "put it in the body")
        self.resolver.resolve(tree)
        return tree

    def _typeset(self, tree: Element) -> None:
        typeset(tree, self.typographer, self.md.htmlStash.rawHtmlBlocks)

    def _check_marks(self, key: str, scanned: Scan, tree: Element) -> None:
        """Report a marker: what follows it was to be sealed, and front matter is public."""
        if any(error.code == "reserved-character" for error in scanned.errors):
            self._error(key, "reserved-character", "U+E000 or U+E001, which are reserved", "remove the character")
        elif scanned.errors or scanned.marks or any(unquoted(tree, scanned.doubtful)):
            self._error(key, "bad-marker", "what looks like a marker", "front matter is public: move it into the body")

    def _error(self, key: str, code: str, what: str, hint: str = "") -> None:
        where = Location(f"content/{self.document.source}", self.document.lines.get(key, 1), 1)
        hint = hint or "front matter takes Markdown; put < between backticks to show it"
        self.resolver.found.errors.append(SourceError(where, code, f"{key} has {what}", hint))


def _title(matter: Matter) -> str:
    return matter.name if isinstance(matter, AuthorMatter) else matter.title


def _standfirst(matter: Matter) -> str:
    if isinstance(matter, RubricMatter):
        return matter.description
    if isinstance(matter, ArticleMatter | IssueMatter | PageMatter):
        return matter.standfirst
    return ""


def _image(matter: Matter) -> Image | None:
    if isinstance(matter, ArticleMatter):
        return matter.image
    if isinstance(matter, AuthorMatter):
        return matter.photo
    if isinstance(matter, IssueMatter):
        return matter.cover
    return None
