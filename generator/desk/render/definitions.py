"""
Footnotes, links and abbreviations that are defined twice.

Python-Markdown takes the last definition. Where the first stands in public and the last is sealed, that would publish the
sealed one in the place of the other, so two that differ are an error in an article with a border.
"""

from collections import OrderedDict
from collections.abc import Iterator
from typing import Any

from markdown import Markdown
from markdown.extensions.abbr import AbbrExtension

from generator.desk.render.context import Place
from generator.errors import SourceError

KINDS = {"footnote": r"[^{}]:", "link": r"[{}]:", "abbreviation": r"*[{}]:"}


class Definitions(OrderedDict[str, Any]):
    """Definitions by name, with the names that were given twice, and differently."""

    def __init__(self) -> None:
        super().__init__()
        self.twice: list[str] = []

    def __setitem__(self, name: str, value: object) -> None:
        if name in self and self[name] != value:
            self.twice.append(name)
        super().__setitem__(name, value)

    def clear(self) -> None:
        """Forget everything, as `Markdown.reset` asks."""
        self.twice.clear()
        super().clear()


class AbbreviationExtension(AbbrExtension):
    """Python-Markdown's own abbreviations, with a memory of those defined twice."""

    def __init__(self) -> None:
        super().__init__()
        self.abbrs = Definitions()


def watched(md: Markdown) -> dict[str, Definitions]:
    """Return the definitions of the last text by kind."""
    found = {"link": md.references}
    for extension in md.registeredExtensions:
        if isinstance(extension, AbbreviationExtension):
            found["abbreviation"] = extension.abbrs
        notes = getattr(extension, "footnotes", None)
        if notes is not None:
            found["footnote"] = notes
    return {kind: one for kind, one in found.items() if isinstance(one, Definitions)}


def defined_twice(md: Markdown, place: Place) -> Iterator[SourceError]:
    """Yield an error at the last definition of each name that has two different ones."""
    text = place.markdown.casefold()
    for kind, definitions in watched(md).items():
        for name in dict.fromkeys(definitions.twice):
            index = text.rfind(KINDS[kind].format(name.casefold()))
            line = place.first_line + text.count("\n", 0, index) if index >= 0 else place.first_line
            hint = f"give this {kind} another name: the last definition would count everywhere, in public too"
            yield place.error(line, "defined-twice", f"a {kind} is defined twice, and differently", hint)
