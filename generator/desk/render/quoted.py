"""Markers that are text because they stand in code: the finished tree shows whether they really do."""

from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

from markdown.util import AtomicString

from generator.desk.render.markers import witness


def unquoted(root: Element, doubtful: Sequence[int]) -> Iterator[int]:
    """
    Yield those lines of *doubtful* whose witness is not in code below *root*; take the others' witnesses out.

    A code block that holds nothing but a marker is an indented marker: nobody quotes it so.
    """
    if not doubtful:
        return
    blocks = {id(code): code for pre in root.iter("pre") for code in pre.iter("code")}
    found: list[int] = []
    for code in root.iter("code"):
        if id(code) not in blocks or len((code.text or "").strip().split("\n")) > 1:
            found += _taken(code, doubtful)
    for line in doubtful:
        if line in found:
            found.remove(line)
        else:
            yield line


def _taken(code: Element, lines: Sequence[int]) -> Iterator[int]:
    """Yield the line of each witness in *code*, once for each, and take it out."""
    text = code.text or ""
    for line in dict.fromkeys(lines):
        token = witness(line)
        for _ in range(text.count(token)):
            yield line
        text = text.replace(token, "")
    code.text = AtomicString(text if "\n" in text else text.strip())
