"""
Trees as HTML: what Python-Markdown's serializer writes, in less of its time.

It knows no namespaces, comments or processing instructions, which no tree of ours has; `tests/desk/render/test_quick.py`
compares the two.
"""

from collections.abc import Callable, Iterable
from functools import lru_cache
from xml.etree.ElementTree import Element

from markdown.serializers import (  # type: ignore[attr-defined]  # the stubs know a version before
    BOOLEAN_ATTRIBUTES,
    HTML_EMPTY,
    RE_AMP,
)

BOOLEAN = BOOLEAN_ATTRIBUTES["html"]


def serialized(elements: Iterable[Element]) -> str:
    """Return the HTML of *elements*, one behind the other."""
    pieces: list[str] = []
    for element in elements:
        _write(element, pieces.append)
    return "".join(pieces)


def serialized_one(element: Element) -> str:
    """Return the HTML of *element* and of what stands behind it, as Python-Markdown asks for it."""
    return serialized((element,))


def _write(element: Element, write: Callable[[str], None]) -> None:
    tag = element.tag
    begin, end, is_raw = _tags(tag)
    if element.attrib:
        write(f"<{tag}{_attributes(element)}>")
    else:
        write(begin)
    text = element.text
    if text:
        write(text if is_raw else _escaped(text))
    for child in element:
        _write(child, write)
    if end:
        write(end)
    tail = element.tail
    if tail:
        write(_escaped(tail))


@lru_cache(maxsize=256)
def _tags(tag: str) -> tuple[str, str, bool]:
    """Return start tag and end tag of an element, and whether its text is no HTML."""
    name = tag.lower()
    return f"<{tag}>", "" if name in HTML_EMPTY else f"</{tag}>", name in {"script", "style"}


def _attributes(element: Element) -> str:
    pieces = []
    items: list[tuple[str, str | None]] = sorted(element.items())
    for name, value in items:
        if value is None:  # Python-Markdown's sign for an attribute without a value
            pieces.append(f" {name}")
            continue
        escaped = _escaped(value)
        if '"' in escaped:
            escaped = escaped.replace('"', "&quot;")
        pieces.append(f" {name}" if name == escaped and name in BOOLEAN else f' {name}="{escaped}"')
    return "".join(pieces)


def _escaped(text: str) -> str:
    """Return *text* with `&`, `<` and `>` escaped, but for entities that it has already."""
    if "&" in text:
        text = RE_AMP.sub("&amp;", text)
    if "<" in text:
        text = text.replace("<", "&lt;")
    if ">" in text:
        text = text.replace(">", "&gt;")
    return text
