"""
Footnotes that follow the text that uses them.

Python-Markdown reads the definitions; here each becomes a `marbre-note` element at the end of the tree, so that its
Markdown is rendered once, and each mark an empty `sup` with the note's name. Numbers and ids are given after the tree
was split: the public part and each section count for themselves.
"""

from collections.abc import Iterator, Sequence
from copy import deepcopy
from re import Match
from typing import cast
from xml.etree.ElementTree import Element, SubElement

from markdown import Markdown
from markdown.extensions import footnotes
from markdown.inlinepatterns import InlineProcessor
from markdown.treeprocessors import Treeprocessor
from msgspec import Struct

from generator.desk.render.context import Place
from generator.desk.render.definitions import Definitions
from generator.errors import Location, Warning_

NOTE_TAG = "marbre-note"
MARK_ATTRIBUTE = "marbre-fn"


class NoteInlineProcessor(InlineProcessor):
    """Turns `[^name]` into a mark when a definition of that name exists."""

    def __init__(self, extension: "FootnoteExtension") -> None:
        super().__init__(r"\[\^([^\]]*)\]", extension.md)
        self.extension = extension

    def handleMatch(  # type: ignore[override]  # noqa: N802 - Python-Markdown's name and its base's looser type
        self,
        m: Match[str],
        data: str,  # noqa: ARG002 - Python-Markdown's signature
    ) -> tuple[Element | None, int | None, int | None]:
        if m.group(1) not in self.extension.footnotes:
            return None, None, None
        return Element("sup", {MARK_ATTRIBUTE: m.group(1)}), m.start(0), m.end(0)


class NoteTreeprocessor(Treeprocessor):
    """Appends the definitions before inline Markdown runs, so that it runs on them."""

    def __init__(self, extension: "FootnoteExtension") -> None:
        super().__init__(extension.md)
        self.extension = extension

    def run(self, root: Element) -> None:
        for name, text in self.extension.footnotes.items():
            surrogate = Element("div")
            self.extension.parser.parseChunk(surrogate, text)
            note = SubElement(root, NOTE_TAG, {"name": name})
            note.extend(list(surrogate))


class FootnoteExtension(footnotes.FootnoteExtension):
    """Python-Markdown's own reading of definitions with our marks and places."""

    def reset(self) -> None:
        """Forget the definitions of the last text."""
        super().reset()
        self.footnotes = Definitions()

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802 - Python-Markdown's name
        md.registerExtension(self)
        self.parser = md.parser
        self.md = md
        md.parser.blockprocessors.register(footnotes.FootnoteBlockProcessor(self), "footnote", 17)
        md.inlinePatterns.register(NoteInlineProcessor(self), "footnote", 175)
        md.treeprocessors.register(NoteTreeprocessor(self), "footnote", 50)


class Notes(Struct, frozen=True):
    """The definitions of a document, taken out of its tree."""

    by_name: dict[str, Element]

    def unused(self, root: Element, place: Place) -> Iterator[Warning_]:
        """Yield a warning for each definition that nothing in *root*, or in another note, uses: its text is lost."""
        marks = (mark for element in (root, *self.by_name.values()) for mark in element.iter("sup"))
        used = {mark.get(MARK_ATTRIBUTE) for mark in marks}
        for name in self.by_name:
            if name not in used:
                where = Location(place.path, place.line_of(f"[^{name}]:"), 1)
                yield Warning_(where, "unused-note", "a footnote that nothing uses is not shown")

    def place(self, elements: Sequence[Element], *, prefix: str) -> list[Element]:
        """
        Return *elements*, their marks numbered in place, and the list of copies of their notes at the end.

        No element may be placed twice. Numbers go by first use. `prefix` makes ids unique in the page: empty, or `s1-`.
        """
        placed = list(elements)
        if not self.by_name:  # a mark is one only where there is a note
            return placed
        order: list[str] = []
        used: dict[str, list[Element]] = {}
        queue = list(elements)
        while queue:
            element = queue.pop(0)
            for mark in element.iter("sup"):
                name = mark.get(MARK_ATTRIBUTE)
                if name is None:
                    continue
                if name not in used:
                    order.append(name)
                    note = deepcopy(self.by_name[name])
                    used[name] = [note]
                    queue.append(note)
                _number(mark, order.index(name) + 1, prefix, len(used[name]))
                used[name].append(mark)
        if order:
            placed.append(_list_of_notes([used[name] for name in order], prefix))
        return placed


def take_notes(root: Element) -> Notes:
    """Return the definitions, and remove them from *root*."""
    notes = {cast("str", note.get("name")): note for note in root.findall(NOTE_TAG)}
    for note in notes.values():
        root.remove(note)
    return Notes(notes)


def _number(mark: Element, number: int, prefix: str, use: int) -> None:
    del mark.attrib[MARK_ATTRIBUTE]
    mark.set("class", "fn")
    again = "" if use == 1 else f"-{use}"
    mark.set("id", f"{prefix}fnref-{number}{again}")
    link = SubElement(mark, "a", {"href": f"#{prefix}fn-{number}", "role": "doc-noteref"})
    link.text = str(number)


def _list_of_notes(used: Sequence[list[Element]], prefix: str) -> Element:
    notes = Element("div", {"class": "footnotes", "role": "doc-endnotes"})  # a `section` would want a heading
    notes.tail = "\n"
    numbered = SubElement(notes, "ol")
    for number, (note, *marks) in enumerate(used, 1):
        item = SubElement(numbered, "li", {"id": f"{prefix}fn-{number}"})
        item.extend(list(note))
        last = item[-1] if len(item) and item[-1].tag == "p" else SubElement(item, "p")
        for use in range(1, len(marks) + 1):
            again = "" if use == 1 else f"-{use}"
            address = f"#{prefix}fnref-{number}{again}"
            back = SubElement(last, "a", {"href": address, "role": "doc-backlink", "class": "fn-back"})
            back.text = "↩"
            back.set("aria-label", f"↩ {number}")
            if len(last) > 1:
                last[-2].tail = (last[-2].tail or "") + "\u00a0"
            else:
                last.text = (last.text or "") + "\u00a0"
    return notes
