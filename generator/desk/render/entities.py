"""Entities as the characters that they stand for, so that `&nbsp;` counts, cuts and names headings like any text."""

import re
import unicodedata
from html import unescape
from re import Match
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import ENTITY_RE, HtmlInlineProcessor

# Behind a bare `&` the serializer would take this for an entity that the author did not write.
LOOKS_LIKE_THE_REST = re.compile(r"(?:#[0-9]+|#x[0-9a-f]+|[0-9a-z]+);", re.IGNORECASE)
# Control characters and private use: some of them mark tokens of ours and of Python-Markdown.
RESERVED = frozenset({"Cc", "Co", "Cn", "Cs"})


class EntityProcessor(HtmlInlineProcessor):
    """Gives the characters of a known entity; what it does not know, or must not write itself, stays as it is."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(ENTITY_RE, md)

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name and its base's looser type
        self, m: Match[str], data: str
    ) -> tuple[Element | str | None, int | None, int | None]:
        """Return the text of an entity and its place."""
        text = unescape(m.group(1))
        unknown = text == m.group(1) or any(unicodedata.category(character) in RESERVED for character in text)
        if unknown or (text == "&" and LOOKS_LIKE_THE_REST.match(data, m.end(0))):
            return super().handleMatch(m, data)
        return text, m.start(0), m.end(0)
