"""Python-Markdown's passes over text and tree, each only where there is something for it to do."""

from collections.abc import Mapping
from functools import lru_cache
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.extensions.attr_list import AttrListTreeprocessor
from markdown.preprocessors import NormalizeWhitespace
from markdown.treeprocessors import UnescapeTreeprocessor
from markdown.util import ETX, STX

from generator.desk.render import signs
from generator.desk.render.blocks import BlockRounds
from generator.desk.render.fences import blank_lines_emptied
from generator.desk.render.inline import QuickInlineProcessor
from generator.desk.render.serializer import serialized_one

# Signs without which a step before parsing returns the lines as they are.
PREPROCESSOR_SIGNS: Mapping[str, tuple[str, ...]] = {
    "fenced_code_block": ("```", "~~~"),
    "html_block": ("<", "&"),
}


class QuickNormalizeWhitespace(NormalizeWhitespace):
    """Does the same with an expression that need not be tried at every character."""

    def run(self, lines: list[str]) -> list[str]:
        """Return *lines* with spaces for tabs, without spaces on blank lines, and with two empty lines at the end."""
        source = "\n".join(lines).replace(STX, "").replace(ETX, "")
        source = source.replace("\r\n", "\n").replace("\r", "\n") + "\n\n"
        return blank_lines_emptied(source.expandtabs(self.md.tab_length)).split("\n")


class QuickAttrListTreeprocessor(AttrListTreeprocessor):
    """Looks for lists of attributes where there is a brace."""

    def run(self, doc: Element) -> None:
        """Move lists of attributes from texts to their elements."""
        if "{" in "".join(doc.itertext()):
            super().run(doc)


class QuickUnescapeTreeprocessor(UnescapeTreeprocessor):
    """Looks for escaped signs where there is Python-Markdown's mark of one."""

    def run(self, root: Element) -> None:
        """Put escaped signs back."""
        if STX in "".join(root.itertext()) or any(_has_mark(element) for element in root.iter() if element.attrib):
            super().run(root)


def _has_mark(element: Element) -> bool:
    return any(value is not None and STX in value for value in element.attrib.values())


def make_quick(md: Markdown) -> None:
    """Give *md*, which has all its extensions, the quick steps in place of its own."""
    md.serializer = serialized_one
    md.parser.parseBlocks = BlockRounds(md).parse  # type: ignore[method-assign]
    md.is_block_level = lru_cache(maxsize=512)(md.is_block_level)  # type: ignore[method-assign]
    md.preprocessors.register(QuickNormalizeWhitespace(md), "normalize_whitespace", 30)
    signs.register(md)
    registry = md.treeprocessors
    if "attr_list" in registry:
        registry.register(QuickAttrListTreeprocessor(md), "attr_list", 8)
    registry.register(QuickInlineProcessor(md), "inline", 20)
    registry.register(QuickUnescapeTreeprocessor(md), "unescape", 0)


def preprocessed(md: Markdown, text: str) -> list[str]:
    """Return the lines of *text* after the steps before parsing."""
    if STX in text or ETX in text:  # Python-Markdown's own marks: it takes them out first
        text = text.replace(STX, "").replace(ETX, "")
    lines = text.split("\n")
    known = {md.preprocessors[name]: wanted for name, wanted in PREPROCESSOR_SIGNS.items() if name in md.preprocessors}
    for preprocessor in md.preprocessors:
        wanted = known.get(preprocessor, ())
        if not wanted or any(sign in text for sign in wanted):
            lines = preprocessor.run(lines)
    return lines
