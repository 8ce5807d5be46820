"""
Inline patterns of Python-Markdown with a short way for what authors mostly write: `*mot*`, `**mot**`, `[texte](adresse)`.

Python-Markdown reads these character by character. One expression finds the plain cases, in which there is nothing to weigh;
all others go the long way. The output is the same, which `tests/desk/render/test_quick.py` proves.
"""

import re
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import (
    IMAGE_LINK_RE,
    LINK_RE,
    REFERENCE_RE,
    DelimiterProcessor,
    ImageInlineProcessor,
    LinkInlineProcessor,
    ReferenceInlineProcessor,
)

# A run of one or two stars behind white space, then no other star or underscore up to a run of the same length.
EMPHASIS = re.compile(r"(?<!\S)(\*{1,2})(?![\s*])([^*_]*[^*_\s])\1(?!\*)")
# An address without anything that could be a title, an inner bracket or a token of Python-Markdown.
TARGET = re.compile(r"\(([^()<>'\"\s\x02\x03]+)\)")


class QuickDelimiterProcessor(DelimiterProcessor):
    """Emphasis; one whose ends nothing else can belong to needs no stacks."""

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name and its base's looser type
        self, m: re.Match[str], data: str
    ) -> tuple[Element | None, int | None, int | None]:
        """Return the element of emphasised text and its place."""
        plain = None if self.regions else EMPHASIS.match(data, m.start(0))
        if plain is None:
            found: tuple[Element | None, int | None, int | None] = super().handleMatch(m, data)
            return found
        element = Element("strong" if len(plain[1]) == 2 else "em")
        element.text = plain[2]
        return element, plain.start(), plain.end()


class _Quick(LinkInlineProcessor):
    def getText(self, data: str, index: int) -> tuple[str, int, bool]:  # noqa: N802 - Python-Markdown's name
        """Return what stands up to the closing bracket, the place behind it, and whether there is one."""
        end = data.find("]", index)
        if end >= 0 and data.find("[", index, end) < 0:
            return data[index:end], end + 1, True
        found: tuple[str, int, bool] = super().getText(data, index)
        return found

    def getLink(self, data: str, index: int) -> tuple[str, str | None, int, bool]:  # noqa: N802 - Python-Markdown's name
        """Return address and title, the place behind them, and whether there are any."""
        plain = TARGET.match(data, index)
        if plain:
            return plain[1], None, plain.end(), True
        found: tuple[str, str | None, int, bool] = super().getLink(data, index)
        return found


class QuickLinkProcessor(_Quick):
    pass


class QuickImageProcessor(_Quick, ImageInlineProcessor):
    pass


class QuickReferenceProcessor(_Quick, ReferenceInlineProcessor):
    pass


def register(md: Markdown) -> None:
    """Put the quick patterns in the places of Python-Markdown's own."""
    patterns = md.inlinePatterns
    patterns.register(QuickReferenceProcessor(REFERENCE_RE, md), "reference", 170)
    patterns.register(QuickLinkProcessor(LINK_RE, md), "link", 160)
    patterns.register(QuickImageProcessor(IMAGE_LINK_RE, md), "image_link", 150)
    emphasis = QuickDelimiterProcessor("*", "strong,em", md)
    emphasis.add("_", "strong,em", smart=True)
    patterns.register(emphasis, "em_strong", 60)
