"""
Directives as a tree: what stands between `::: NAME` and `:::` becomes one element.

Runs on the block tree, before inline Markdown: marks are elements then, and the text of paragraphs is still Markdown.
"""

from collections.abc import Mapping, Sequence
from xml.etree.ElementTree import Element

from generator.desk.render.context import Place
from generator.desk.render.directives import wrapper
from generator.desk.render.figures import make_figure
from generator.desk.render.interview import make_turns
from generator.desk.render.markdown import MARK_TAG
from generator.desk.render.markers import DIRECTIVES, Mark
from generator.errors import SourceError
from generator.model.frontmatter import Speaker

SECTION_TAG = "marbre-section"
CUT_TAG = "marbre-cut"


def arrange(root: Element, marks: Sequence[Mark], speakers: Mapping[str, Speaker], place: Place) -> list[SourceError]:
    """Rearrange *root* in place and return what is wrong with its marks."""
    errors = _misplaced(root, marks, place)
    if errors:
        return errors
    top: list[Element] = []
    stack: list[tuple[Mark, list[Element]]] = []
    for child in list(root):
        if child.tag != MARK_TAG:
            (stack[-1][1] if stack else top).append(child)
            continue
        mark = marks[int(child.get("n", "0"))]
        if mark.action == "open":
            errors += _nesting(mark, [outer for outer, _ in stack], place)
            stack.append((mark, []))
        elif mark.action == "cut":
            errors += _cut_inside([outer for outer, _ in stack], mark, place)
            (stack[-1][1] if stack else top).append(Element(CUT_TAG, {"line": str(mark.line)}))
        else:
            opened, children = stack.pop()
            made, found = _make(opened, children, speakers, place)
            errors += found
            (stack[-1][1] if stack else top).extend(made)
    for child in list(root):
        root.remove(child)
    turns, found = make_turns(top, speakers, place, strict=False)
    root.extend(turns)
    return errors + found


def _misplaced(root: Element, marks: Sequence[Mark], place: Place) -> list[SourceError]:
    """Return an error for each mark that is not at the top level: in a list, a quote, raw HTML or a comment."""
    found = {child.get("n") for child in root if child.tag == MARK_TAG}
    hint = "put it on a line of its own, outside lists, quotes, tables and raw HTML"
    return [
        place.error(mark.line, "bad-marker", "this marker is swallowed by what surrounds it", hint)
        for mark in marks
        if str(mark.number) not in found
    ]


def _nesting(mark: Mark, outer: Sequence[Mark], place: Place) -> list[SourceError]:
    if mark.name != "paywall" or not outer:
        return []
    problem = f"a paywall block inside '::: {outer[-1].name}' of line {outer[-1].line}"
    return [place.error(mark.line, "nested-section", problem, "close the outer block first")]


def _cut_inside(outer: Sequence[Mark], mark: Mark, place: Place) -> list[SourceError]:
    blocks = [block for block in outer if block.name != "interview"]
    if not blocks:
        return []
    problem = f"the marker stands inside '::: {blocks[-1].name}' of line {blocks[-1].line}"
    return [place.error(mark.line, "bad-marker", problem, "move it before the block or behind it")]


def _make(
    mark: Mark, children: list[Element], speakers: Mapping[str, Speaker], place: Place
) -> tuple[list[Element], list[SourceError]]:
    if mark.name == "interview":
        return make_turns(children, speakers, place, strict=True)
    if mark.name == "figure":
        return [make_figure(children)], []
    turns, errors = make_turns(children, speakers, place, strict=False)
    if mark.name not in DIRECTIVES:
        return [wrapper(mark, turns)], errors
    if mark.name == "paywall":
        section = Element(SECTION_TAG, {"line": str(mark.line), "tiers": mark.argument})
        section.extend(turns)
        return [section], errors
    box = Element("aside", {"class": "aside"}) if mark.name == "aside" else Element("div", {"class": "note"})
    if mark.name == "note":
        box.set("role", "note")
    if mark.argument:
        title = Element("p", {"class": f"{mark.name}-title"})
        title.text = mark.argument
        box.append(title)
    box.extend(turns)
    return [box], errors
