"""
Python-Markdown's inline processor without the work that cannot change anything.

Most of its time goes into trying patterns on text that holds none of their signs. Here a pattern is tried only on text with
a sign that every match of it begins with or contains; a pattern that is not in the list is always tried. Text without any
match is put back as it is. The output is the same, which `tests/desk/render/test_inline.py` proves on many texts.
"""

from typing import cast
from xml.etree.ElementTree import Element

from markdown import Markdown
from markdown.inlinepatterns import InlineProcessor as InlinePattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import INLINE_PLACEHOLDER, INLINE_PLACEHOLDER_PREFIX, AtomicString

# A sign without which the pattern of that name cannot match: inlinepatterns.py of Markdown 3.11.
SIGNS = {
    "backtick": ("`",),
    "escape": ("\\",),
    "footnote": ("[^",),
    "reference": ("[",),
    "link": ("[",),
    "image_link": ("![",),
    "image_reference": ("![",),
    "short_reference": ("[",),
    "short_image_ref": ("![",),
    "autolink": ("<",),
    "automail": ("<",),
    "linebreak": ("  \n",),
    "html": ("<",),
    "entity": ("&",),
    "em_strong": ("*", "_"),
}
Placed = list[tuple[Element, list[str]]]
SignedPattern = tuple[int, InlinePattern, str, str]


class QuickInlineProcessor(InlineProcessor):
    """Tries the patterns in their order, each from where the last match ended, as its base does."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.signed: list[SignedPattern] = []

    def run(self, tree: Element, ancestors: list[str] | None = None) -> Element:
        """Apply inline patterns to *tree* in place; the elements in the same order as the base, for their stashes' sake."""
        self.stashed_nodes: dict[str, Element | str] = {}
        above = [*(ancestors or ()), tree.tag.lower()]
        stack = [(tree, above)]
        for current, parents in stack:  # grows while it is walked
            self.ancestors = parents
            if current is not tree:
                parents.append(current.tag.lower())
            found: list[tuple[Element, Placed]] = []
            for child in current:
                self._text_of(child, stack, found)
                if child.tail:
                    self._tail_of(child, current)
                if len(child):
                    stack.append((child, self.ancestors[:]))
            for element, placed in found:
                for place, (made, _) in enumerate(placed):
                    element.insert(place, made)
        return tree

    def _text_of(self, child: Element, stack: Placed, found: list[tuple[Element, Placed]]) -> None:
        """Work on the text that *child* begins with."""
        text = child.text
        if not text or isinstance(text, AtomicString):
            return
        self.ancestors.append(child.tag.lower())
        data = self._InlineProcessor__handleInline(text)
        if INLINE_PLACEHOLDER_PREFIX in data:
            child.text = None
            placed = self._InlineProcessor__processPlaceholders(data, child)
            stack += placed
            found.append((child, placed))
        else:
            child.text = data
        self.ancestors.pop()

    def _tail_of(self, child: Element, parent: Element) -> None:
        """Work on the text behind *child*."""
        data = self._InlineProcessor__handleInline(cast("str", child.tail))
        if INLINE_PLACEHOLDER_PREFIX not in data:
            child.tail = data
            return
        holder = Element("d")
        child.tail = None
        placed = self._InlineProcessor__processPlaceholders(data, holder, isText=False)
        if holder.tail:
            child.tail = holder.tail
        place = list(parent).index(child) + 1
        for made, _ in reversed(placed):
            parent.insert(place, made)

    def _InlineProcessor__processPlaceholders(  # noqa: N802 - its base's private name
        self,
        data: str | None,
        parent: Element,
        isText: bool = True,  # noqa: N803 - its base's signature
    ) -> Placed:
        if not data or INLINE_PLACEHOLDER_PREFIX in data:
            placed: Placed = super()._InlineProcessor__processPlaceholders(data, parent, isText)  # type: ignore[misc]
            return placed
        if isText:
            parent.text = parent.text + data if parent.text else data
        else:
            parent.tail = parent.tail + data if parent.tail else data
        return []

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - its base's private name
        if isinstance(data, AtomicString):
            return data
        for signed in self.signed or self._patterns():
            index, pattern, sign, other = signed
            if index < patternIndex or (sign not in data and (not other or other not in data)):
                continue
            data = self._applied(pattern, data, index)
        return data

    def _applied(self, pattern: InlinePattern, data: str, index: int) -> str:
        """Return *data* with a placeholder for each match of one pattern."""
        excluded = pattern.ANCESTOR_EXCLUDES
        if excluded and any(tag.lower() in self.ancestors for tag in excluded):
            return data
        search = pattern.getCompiledRegExp().finditer
        start = 0
        while True:
            for match in search(data, start):
                node, begin, end = pattern.handleMatch(match, data)
                if begin is not None and end is not None:
                    break  # else it looked like a match and is none
            else:
                return data
            if node is None:
                start = end
                continue
            if not isinstance(node, str) and not isinstance(node.text, AtomicString):
                self._inside(node, index)
            number = f"{len(self.stashed_nodes):04d}"
            self.stashed_nodes[number] = node
            placeholder = INLINE_PLACEHOLDER % number
            data = f"{data[:begin]}{placeholder}{data[end:]}"
            start = begin + len(placeholder)

    def _inside(self, node: Element, index: int) -> None:
        """Apply the patterns that come later to what a match holds."""
        for child in (node, *node):
            if child.text:
                self.ancestors.append(child.tag.lower())
                child.text = self._InlineProcessor__handleInline(child.text, index + 1)
                self.ancestors.pop()
            if child.tail:
                child.tail = self._InlineProcessor__handleInline(child.tail, index)

    def _patterns(self) -> list[SignedPattern]:
        """Return the patterns with their places and signs; the registry would sort and check at each look."""
        registry = self.md.inlinePatterns
        known = {registry[name]: signs for name, signs in SIGNS.items() if name in registry}
        for index, pattern in enumerate(registry):
            sign, other = (*known.get(pattern, ("",)), "")[:2]
            # No extension that a site may name has a pattern of the old kind.
            self.signed.append((index, cast("InlinePattern", pattern), sign, other))
        return self.signed
