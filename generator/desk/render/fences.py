"""Fenced code: where it stands for Python-Markdown, and where another reader would see its end."""

import re
from collections.abc import Iterator

from markdown.extensions.attr_list import get_attrs_and_remainder
from markdown.extensions.fenced_code import FencedBlockPreprocessor
from msgspec import Struct

from generator.desk.render.suspicion import LETTERS, MARKER, ORDINARY, folded, is_near, looks_marked

EDGE = re.compile(r"^(`{3,}|~{3,})")
ANY_EDGE = re.compile(r"^ {0,3}(`{3,}|~{3,})[ \t]*$")

SIGNS = ("```", "~~~")
BLANK_LINE = re.compile(r"\n +(?=\n)")


class Fence(Struct, frozen=True):
    """
    A block of fenced code.

    Attributes:
        start, end: Offsets, the lines of the fences included.
        is_odd: Its opening fence has an option that runs over several lines.
    """

    start: int
    end: int
    text: str
    is_odd: bool = False

    def doubts(self) -> Iterator[int]:
        """
        Yield lines, counted from 0, that somebody may have meant as a marker although they are code.

        The word behind the opening fence; and a marker behind a line that closes the block by CommonMark's rules
        (longer, or indented) and not by those of Python-Markdown.
        """
        first, *lines = self.text.split("\n")
        opening = EDGE.match(first)
        fence = opening[1] if opening else "```"
        if any(is_near(word) and word not in ORDINARY for word in LETTERS.findall(folded(first))):
            yield 0
        ended = self.is_odd
        for index, line in enumerate(lines[:-1], 1):
            edge = ANY_EDGE.match(line)
            ended = ended or bool(edge and edge[1].startswith(fence))
            if ended and (line.rstrip() == MARKER or looks_marked(line)):
                yield index


def fences(markdown: str) -> Iterator[Fence]:
    """Yield what Python-Markdown's own expression takes for fenced code."""
    if not any(sign in markdown for sign in SIGNS):
        return
    index = 0
    while match := FencedBlockPreprocessor.FENCED_BLOCK_RE.search(markdown, index):
        attributes = match.group("attrs")
        if attributes and get_attrs_and_remainder(attributes)[1]:
            index = match.end("attrs")  # not a fence, as fenced_code.py decides it
            continue
        yield Fence(match.start(), match.end(), match[0], "\n" in (match.group("hl_lines") or ""))
        index = match.end()


def blank_lines_emptied(text: str) -> str:
    """Return *text* without the spaces of lines that have nothing else, the first line excepted: Python-Markdown's way."""
    return BLANK_LINE.sub("\n", text) if "\n " in text else text
