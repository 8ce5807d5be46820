"""Straight quotation marks and apostrophes, turned to what stands around them."""

import re
from itertools import pairwise
from typing import Final

from msgspec import Struct

from generator.desk.typography.signs import EDGE, HIDDEN, OPAQUE

APOSTROPHE: Final = "’"
_SIGN = re.compile("[\"'«»“”]")
_OPENS_BEHIND = frozenset("([{«“‘’—–-/¿¡=")
_CLOSES_BEFORE = frozenset(".,;:!?)]}»”…")
_DEEPEST = 6  # open quotations: more is a text that never closes any
_THINGS = frozenset(OPAQUE + HIDDEN)
# '90s, rock 'n' roll, 'tis: letters or figures left out at the beginning.
_LEFT_OUT = re.compile(
    r"'(?:\d0s?\b|\d\d(?!\w)|n'(?!\w)|n\b|(?:tis|twas|twere|em|til|cause|cos|round|bout)\b)", re.IGNORECASE
)
_CLOSING_SINGLE = re.compile(rf"[^\s(\[{{{EDGE}]{EDGE}*+'(?!{EDGE}*[^\W_])")


class Marks(Struct, frozen=True):
    """Quotation marks of a language, opening and closing: for a quotation, for one inside it, and for `'mot'`."""

    outer: tuple[str, str]
    inner: tuple[str, str]
    single: tuple[str, str]


def curl_elisions(text: str) -> str:
    """Return *text* with an apostrophe for each straight one between two letters."""
    pieces = text.split("'")
    out = [pieces[0]]
    for before, after in pairwise(pieces):
        out.append(APOSTROPHE if before[-1:].isalpha() and after[:1].isalpha() else "'")
        out.append(after)
    return "".join(out)


def set_quotes(text: str, marks: Marks) -> str:
    """Return the text of one block with *marks* for its straight ones; those that nothing explains stay."""
    if "'" in text:
        text = curl_elisions(text)
    if '"' not in text and "'" not in text:
        return text
    return _Setting(text, marks).set()


class _Setting:
    """The work on one block: which quotations are open, and what has been written so far."""

    def __init__(self, text: str, marks: Marks) -> None:
        self.text = text
        self.marks = marks
        self.open: list[tuple[str, str]] = []  # the sign that opened each quotation, and what closes it
        self.out: list[str] = []
        self.last = -1  # place of the last sign and what it became
        self.became = ""
        self.last_double = text.rfind('"')
        singles = [match.end() - 1 for match in _CLOSING_SINGLE.finditer(text)] if "'" in text else []
        self.last_single = singles[-1] if singles else -1

    def set(self) -> str:
        done = 0
        for match in _SIGN.finditer(self.text):
            sign, at = match[0], match.start()
            new = sign
            if len(self.open) > _DEEPEST:
                self.open.clear()
            if sign in "«“":
                self.open.append((sign, ""))
            elif sign in "»”":
                if self.open:
                    self.open.pop()
            else:
                before, after = self._before(at), self._after(at)
                new = self._double(at, before, after) if sign == '"' else self._single(at, before, after)
            if new != sign:
                self.out += (self.text[done:at], new)
                done = at + 1
            self.last, self.became = at, new
        return "".join((*self.out, self.text[done:]))

    def _before(self, at: int) -> str:
        at -= 1
        while at >= 0 and self.text[at] == EDGE:
            at -= 1
        if at < 0:
            return " "
        return self.became[-1] if at == self.last else self.text[at]

    def _after(self, at: int) -> str:
        at += 1
        while at < len(self.text) and self.text[at] == EDGE:
            at += 1
        return self.text[at] if at < len(self.text) else " "

    def _double(self, at: int, before: str, after: str) -> str:
        mine = [index for index, (sign, _) in enumerate(self.open) if sign == '"']
        may_open = before.isspace() or before in _OPENS_BEHIND
        if may_open and not after.isspace() and not (mine and after in _CLOSES_BEFORE):
            return self._opened()
        if mine:
            closing = self.open[mine[-1]][1]
            del self.open[mine[-1] :]
            return closing
        if before.isspace() and after.isspace() and at < self.last_double:  # " mot "
            return self._opened()
        return '"'

    def _opened(self) -> str:
        is_inner = any(sign != "'" for sign, _ in self.open)
        opening, closing = self.marks.inner if is_inner else self.marks.outer
        self.open.append(('"', closing))
        return opening

    def _single(self, at: int, before: str, after: str) -> str:
        if "'" in (before, after):  # seconds, or TeX
            return "'"
        if before.isspace() or before in _OPENS_BEHIND:
            if after.isspace():
                return "'"
            if _LEFT_OUT.match(self.text, at):
                return APOSTROPHE
            if at < self.last_single:
                self.open.append(("'", self.marks.single[1]))
                return self.marks.single[0]
            return "'"
        is_open = any(sign == "'" for sign, _ in self.open)
        if is_open and not (after.isalnum() and before.isalpha()):
            while self.open.pop()[0] != "'":
                pass
            return self.marks.single[1]
        is_apostrophe = before.isalpha() or before in _THINGS or (before.isdigit() and after.isalpha())
        return APOSTROPHE if is_apostrophe else "'"
