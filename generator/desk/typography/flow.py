"""
The text of one block with the inline elements in it, as one string for the rules, and its way back into the tree.

`«` and its word may stand in different elements; rules must see both, and what a reader's browser must not change, code,
addresses and other languages, is one sign to them.
"""

import re
from collections.abc import Sequence
from itertools import pairwise
from xml.etree.ElementTree import Element

from markdown.util import STX, AtomicString
from msgspec import Struct

from generator.desk.typography.rules import Rules
from generator.desk.typography.signs import EDGE, OPAQUE

# Python-Markdown's mark of a piece of raw HTML, and any other mark of its own.
_MARK = re.compile("(\x02[^\x03]*\x03)")
_STASHED = re.compile("\x02wzxhzdk:([0-9]+)\x03")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9-]*)([^<>]*)>\s*")
_FOREIGN = re.compile(r"""\s(?:lang|xml:lang|translate)\s*=""", re.IGNORECASE)
CODE = frozenset("code pre kbd samp var tt script style template math svg textarea".split())
_VOID = frozenset({"br", "img", "wbr", "hr", "input"})
_NEVER_RAISED = frozenset({"sup", "sub"})


class Node(Struct, frozen=True):
    """
    One text of the tree: at the beginning of *element*, or behind it within *parent*.

    Attributes:
        parts: Of the text, each with the number of its piece; -1 for what stays as it is.
    """

    element: Element
    parent: Element | None
    parts: tuple[tuple[int, str], ...]


class Flow:
    """One block's text. Texts are added in the order of reading; then `set` writes what the rules made of them."""

    def __init__(self, stash: Sequence[str | Element]) -> None:
        self.stash = stash
        self.pieces: list[str] = []
        self.nodes: list[Node] = []
        self.raw: list[str] = []  # elements of raw HTML, open here, whose text stays as it is

    def add(self, text: str, element: Element, parent: Element | None = None) -> None:
        """Add the text at the beginning of *element*, or behind it if its *parent* is given."""
        if isinstance(text, AtomicString) or (self.raw and STX not in text):
            self.pieces.append(OPAQUE)
        elif STX not in text:
            self.nodes.append(Node(element, parent, ((len(self.pieces), text),)))
            self.pieces.append(text)
        else:
            self._add_marked(text, element, parent)

    def _add_marked(self, text: str, element: Element, parent: Element | None) -> None:
        parts: list[tuple[int, str]] = []
        for part in _MARK.split(text):
            shown = self._shown(part) if part else ""
            parts.append((len(self.pieces) if shown is part else -1, part))
            self.pieces.append(shown)
        self.nodes.append(Node(element, parent, tuple(parts)))

    def _shown(self, part: str) -> str:
        """Return what the rules see of a piece; raw HTML between marks may switch them off."""
        mark = _STASHED.fullmatch(part)
        if not mark:
            return OPAQUE if part[0] == STX or self.raw else part
        raw = self.stash[int(mark[1])] if int(mark[1]) < len(self.stash) else ""
        tag = _TAG.fullmatch(raw) if isinstance(raw, str) else None
        if not tag:
            return "" if isinstance(raw, str) and raw.startswith("<!--") else OPAQUE
        name = tag[2].lower()
        if name in _VOID:
            return "\n" if name == "br" else OPAQUE
        if tag[1]:
            if self.raw and self.raw[-1] == name:
                self.raw.pop()
        elif name in CODE or _FOREIGN.search(tag[3]) or (self.raw and self.raw[-1] == name):
            self.raw.append(name)
        return ""

    def sign(self, sign: str) -> None:
        """Add what has no text: a picture, a line end, words of another language."""
        self.pieces.append(sign)

    def set(self, rules: Rules) -> None:
        """Write the text by *rules* into the tree."""
        before = EDGE.join(self.pieces)
        after = rules.set_text(before)
        has_raised = rules.has_raised(after)
        if after == before and not has_raised:
            return
        made = after.split(EDGE)
        # From the last to the first: letters that are raised become children, and the tails of others keep their places.
        for node in reversed(self.nodes):
            runs = [(made[index], True) if index >= 0 else (kept, False) for index, kept in node.parts]
            may_raise = has_raised and (node.element if node.parent is None else node.parent).tag not in _NEVER_RAISED
            _write(node, _raised(runs, rules) if may_raise else [("".join(text for text, _ in runs), "")])


def _raised(runs: Sequence[tuple[str, bool]], rules: Rules) -> list[tuple[str, str]]:
    """Return pairs of ordinary text and the raised letters behind it; of *runs* some may not be looked into."""
    pairs = []
    plain = ""
    for text, is_free in runs:
        done = 0
        for begin, end in rules.raised(text) if is_free else ():
            pairs.append((plain + text[done:begin], text[begin:end]))
            plain, done = "", end
        plain += text[done:]
    return [*pairs, (plain, "")]


def _write(node: "Node", pairs: Sequence[tuple[str, str]]) -> None:
    """Write *pairs* of ordinary text and raised letters, the last without letters, in the place of a node's text."""
    raised = []
    for (_, letters), (text, _) in pairwise(pairs):
        element = Element("sup")
        element.text = letters
        element.tail = text
        raised.append(element)
    if node.parent is None:
        node.element.text = pairs[0][0]
        node.element[:0] = raised
    else:
        node.element.tail = pairs[0][0]
        if raised:
            place = list(node.parent).index(node.element) + 1
            node.parent[place:place] = raised
