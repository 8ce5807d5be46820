"""One pass over the tree of a text, after Markdown's inline phase: each block's text by the rules of its language."""

from collections.abc import Sequence
from xml.etree.ElementTree import Element

from markdown.util import STX

from generator.desk.typography.doubts import Doubts, found
from generator.desk.typography.flow import CODE, Flow
from generator.desk.typography.rules import Rules, Typographer
from generator.desk.typography.signs import OPAQUE

# Every other element begins a text of its own.
INLINE = frozenset(
    "a abbr b bdi bdo big br cite del dfn em font i img ins label mark q rp rt ruby s small span strike strong sub sup time u"
    " wbr".split()
)
_BLOCK_CODE = frozenset({"pre", "script", "style", "template"})
READ_ALOUD = ("alt", "title")  # attributes that are text; all others are addresses, names or numbers
_TOLD = frozenset({*READ_ALOUD, "lang"})


def typeset(root: Element, typographer: Typographer, stash: Sequence[str | Element]) -> None:
    """
    Set the texts below *root* in place, by the rules of the language that each is in.

    *stash* is Python-Markdown's raw HTML, which keeps its text. Code, and elements with `translate="no"`, keep theirs.
    """
    rules = typographer.rules()
    text = _joined(root) if rules else ""
    doubts = found(rules.doubts(), text) if rules else ()
    is_told = _is_told(root)
    if not doubts and not is_told:
        return
    # A mark of raw HTML, which is no text, may stand between signs that give a doubt only together.
    walk = _Walk(typographer, stash, rules.doubts() if rules and STX in text else doubts)
    for child in root:
        if found(doubts, _joined(child)) or (is_told and _is_told(child)):
            walk.top(child)


def _is_told(element: Element) -> bool:
    """Return whether anything in *element* has an attribute that is text, or says that its text is in another language."""
    return any(inner.attrib and not _TOLD.isdisjoint(inner.attrib) for inner in element.iter())


def _joined(element: Element) -> str:
    return "\n".join(element.itertext())


class _Walk:
    """The way through what may need setting; *doubts* are those that any text in the page's language may give here."""

    def __init__(self, typographer: Typographer, stash: Sequence[str | Element], doubts: Doubts) -> None:
        self.typographer = typographer
        self.stash = stash
        self.rules = {typographer.language: (typographer.rules(), doubts)}

    def top(self, element: Element) -> None:
        """Set the texts of an element that stands at the top."""
        language = self.typographer.language
        self._end(self._child(Flow(self.stash), element, language), language)

    def block(self, element: Element, language: str) -> None:
        """Set the texts of a block, and of the blocks in it."""
        flow = self._fill(Flow(self.stash), element, language)
        self._end(flow, language)

    def _end(self, flow: Flow, language: str) -> None:
        rules, doubts = self._of(language)
        if rules and flow.nodes and found(doubts, "\n".join(flow.pieces)):
            flow.set(rules)

    def _of(self, language: str) -> tuple[Rules | None, Doubts]:
        if language not in self.rules:
            rules = self.typographer.rules(language)
            self.rules[language] = (rules, rules.doubts() if rules else ())
        return self.rules[language]

    def _fill(self, flow: Flow, parent: Element, language: str) -> Flow:
        """Add the text of *parent* to *flow*; return the flow to which what follows belongs."""
        if parent.text:
            flow.add(parent.text, parent)
        for child in parent:
            flow = self._child(flow, child, language)
            if child.tail:
                flow.add(child.tail, child, parent)
        return flow

    def _child(self, flow: Flow, child: Element, language: str) -> Flow:
        tag = child.tag
        own = language
        if child.attrib:
            own = child.get("lang") or language
            self._attributes(child, own)
        is_kept = tag in CODE or child.get("translate") == "no"
        if tag == "br":
            flow.sign("\n")
        elif tag == "img" or (is_kept and tag not in _BLOCK_CODE):
            flow.sign(OPAQUE)
        elif tag in INLINE and own == language:
            return self._fill(flow, child, language)
        elif tag in INLINE:
            flow.sign(OPAQUE)
            self.block(child, own)
        else:
            self._end(flow, language)
            if not is_kept:
                self.block(child, own)
            return Flow(self.stash)
        return flow

    def _attributes(self, element: Element, language: str) -> None:
        if element.get("translate") == "no":
            return
        for name in READ_ALOUD:
            text = element.get(name)
            rules, _ = self._of(language)
            if text and rules:
                element.set(name, rules.set_plain(text))
