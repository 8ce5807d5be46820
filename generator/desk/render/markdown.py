"""Python-Markdown as this product uses it: one instance a process, and a tree instead of a string."""

from collections.abc import Callable, Sequence
from functools import lru_cache
from re import Match
from typing import cast
from xml.etree.ElementTree import Element

import markdown
from markdown.blockprocessors import BlockProcessor
from markdown.extensions import Extension
from markdown.extensions.attr_list import AttrListExtension
from markdown.extensions.def_list import DefListExtension
from markdown.extensions.fenced_code import FencedCodeExtension
from markdown.extensions.md_in_html import MarkdownInHtmlExtension
from markdown.extensions.tables import TableExtension
from markdown.inlinepatterns import AUTOMAIL_RE, AutomailInlineProcessor
from markdown.util import AtomicString

from generator.desk.render.definitions import AbbreviationExtension, Definitions
from generator.desk.render.entities import EntityProcessor
from generator.desk.render.footnotes import FootnoteExtension
from generator.desk.render.markers import OPEN, SHUT
from generator.desk.render.passes import make_quick, preprocessed
from generator.desk.render.serializer import serialized

# `extra` without its footnotes, which number across the border: ours replaces it. `toc` is ours too.
# Classes and not names: of a name Python-Markdown asks all installed packages first, which takes 25 ms.
EXTRA: tuple[Callable[[], Extension], ...] = (
    AttrListExtension,
    DefListExtension,
    FencedCodeExtension,
    MarkdownInHtmlExtension,
    TableExtension,
)
OURS = frozenset({"extra", "toc", "footnotes", "abbr"})
MARK_TAG = "marbre-mark"


class MarkProcessor(BlockProcessor):
    """Turns the token of a mark, alone in its block, into an element."""

    def test(self, parent: Element, block: str) -> bool:  # noqa: ARG002 - Python-Markdown's signature
        return block.startswith(f"{OPEN}m") and block.rstrip().endswith(SHUT) and block.count(OPEN) == 1

    def run(self, parent: Element, blocks: list[str]) -> bool:
        token = blocks.pop(0).strip()
        mark = Element(MARK_TAG, {"n": token[2:-1]})
        parent.append(mark)
        return True


class MailProcessor(AutomailInlineProcessor):
    """Turns `<jane@example.org>` into a plain link. Entities hide an address from nobody, but from our checks."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name and its base's looser type
        self,
        m: Match[str],
        data: str,  # noqa: ARG002 - Python-Markdown's signature
    ) -> tuple[Element, int, int]:
        link = Element("a")
        address = self.unescape(m.group(1)).removeprefix("mailto:")
        link.set("href", f"mailto:{address}")
        link.text = AtomicString(address)
        return link, m.start(0), m.end(0)


class MarkExtension(Extension):
    def extendMarkdown(self, md: markdown.Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        md.parser.blockprocessors.register(MarkProcessor(md.parser), "marbre_mark", 200)
        md.inlinePatterns.register(MailProcessor(AUTOMAIL_RE, md), "automail", 110)
        md.inlinePatterns.register(EntityProcessor(md), "entity", 80)
        md.references = Definitions()


@lru_cache(maxsize=4)
def instance(extensions: tuple[str, ...]) -> markdown.Markdown:
    """Return this process's Markdown for the setting `markdown.extensions`; making one costs 5 ms."""
    made = assembled(extensions)
    make_quick(made)
    return made


def assembled(extensions: Sequence[str]) -> markdown.Markdown:
    """Return a new Markdown with the extensions of a site and ours, and with all of its own steps."""
    extra = [make() for make in EXTRA if "extra" in extensions]
    others = [name for name in extensions if name not in OURS]
    ours: list[Extension] = [FootnoteExtension(), MarkExtension()]
    if {"extra", "abbr"}.intersection(extensions):
        ours.append(AbbreviationExtension())
    return markdown.Markdown(extensions=[*extra, *others, *ours], output_format="html")


def keep(root: Element) -> None:
    """Leave a block tree as it is."""


def to_tree(
    md: markdown.Markdown,
    text: str,
    shape: Callable[[Element], None] = keep,
    finish: Callable[[Element], None] = keep,
) -> Element:
    """
    Return the tree of *text* after all tree processors, before any string is made of it.

    *shape* may rearrange the block tree in place before inline Markdown runs; *finish* may change the texts after it, while
    what an author escaped still has its mark. The first three steps of `Markdown.convert` (core.py), with the stash of raw HTML left in *md*.
    """
    md.reset()
    root = cast("Element", md.parser.parseDocument(preprocessed(md, text)).getroot())
    shape(root)
    unescape = md.treeprocessors["unescape"]
    for processor in md.treeprocessors:
        if processor is unescape:
            finish(root)
        replaced = processor.run(root)
        if replaced is not None:
            root = replaced
    return root


def to_html(md: markdown.Markdown, elements: Sequence[Element]) -> str:
    """Return the HTML of *elements*, raw HTML put back from the stash of the last `to_tree`."""
    html = serialized(elements)
    for processor in md.postprocessors:
        html = processor.run(html)
    return html.strip()
