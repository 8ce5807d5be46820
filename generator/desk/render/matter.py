"""Front matter that may hold Markdown: title, standfirst, captions. All of it is public."""

from xml.etree.ElementTree import Element

from markdown import Markdown

from generator.desk.plaintext import Document, MatterHtml
from generator.desk.render import rawhtml
from generator.desk.render.links import Resolver
from generator.desk.render.markdown import to_html, to_tree
from generator.desk.render.text import visible_text
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
MARKUP = frozenset("*_`[]<>&!\\#\n-+=~|:^")


def render_matter(md: Markdown, document: Document, resolver: Resolver) -> MatterHtml:
    """Return the public fields of *document* as HTML and text; errors go to the resolver's list."""
    renderer = _MatterRenderer(md, document, resolver)
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
    def __init__(self, md: Markdown, document: Document, resolver: Resolver) -> None:
        self.md = md
        self.document = document
        self.resolver = resolver
        self.trusted = resolver.context.config.markdown.html == "trusted"

    def inline(self, key: str, text: str) -> str:
        """Return one line of Markdown as inline HTML."""
        if not MARKUP.intersection(text):
            return text.strip()
        tree = self._tree(key, text)
        html = to_html(self.md, list(tree))
        if len(tree) == 1 and tree[0].tag == "p":
            return html.removeprefix("<p>").removesuffix("</p>")
        return html

    def block(self, key: str, text: str) -> str:
        """Return Markdown as HTML; one paragraph loses its element, as the template has its own."""
        return self.inline(key, text)

    def _tree(self, key: str, text: str) -> Element:
        tree = to_tree(self.md, text)
        _, refused = rawhtml.clean_stash(self.md.htmlStash.rawHtmlBlocks, trusted=self.trusted)
        where = Location(f"content/{self.document.source}", self.document.lines.get(key, 1), 1)
        for piece in refused:
            for what in piece.faults or ("an element that is never closed",):
                hint = "front matter takes Markdown; put < between backticks to show it"
                self.resolver.found.errors.append(SourceError(where, "unsafe-html", f"{key} has {what}", hint))
        self.resolver.resolve(tree)
        return tree


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
