"""
Python-Markdown's inline processor without the patterns that cannot match.

Most of its time goes into trying patterns on text that holds none of their signs. Here a pattern is tried only on text with
a sign that every match of it begins with or contains; a pattern that is not in the list is always tried. The output is the
same, which `tests/desk/render/test_inline.py` proves on many texts.
"""

from markdown import Markdown
from markdown.inlinepatterns import Pattern
from markdown.treeprocessors import InlineProcessor
from markdown.util import AtomicString

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


class QuickInlineProcessor(InlineProcessor):
    """Tries the patterns in their order, each from where the last match ended, as its base does."""

    def __init__(self, md: Markdown) -> None:
        super().__init__(md)
        self.signed: list[tuple[int, Pattern, tuple[str, ...]]] = []

    def _InlineProcessor__handleInline(self, data: str, patternIndex: int = 0) -> str:  # noqa: N802, N803 - its base's private name
        if isinstance(data, AtomicString):
            return data
        for index, pattern, signs in self._patterns():
            if index < patternIndex or (signs and not any(sign in data for sign in signs)):
                continue
            matched = True
            start = 0
            while matched:
                data, matched, start = self._InlineProcessor__applyPattern(pattern, data, index, start)  # type: ignore[attr-defined]
        return data

    def _patterns(self) -> list[tuple[int, Pattern, tuple[str, ...]]]:
        """Return the patterns with their places and signs; the registry would sort and check at each look."""
        if not self.signed:
            registry = self.md.inlinePatterns
            names = {id(registry[item.name]): item.name for item in registry._priority}  # type: ignore[attr-defined]  # noqa: SLF001 - the only way to names
            self.signed = [
                (index, pattern, SIGNS.get(names[id(pattern)], ())) for index, pattern in enumerate(registry)
            ]
        return self.signed
