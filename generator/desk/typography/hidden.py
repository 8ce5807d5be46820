"""Addresses and reference numbers inside running text, which no rule may touch."""

import re
from collections.abc import Callable

from generator.desk.typography.signs import EDGE, HIDDEN, OPAQUE

# Words without which no text holds any of these: the first where there is no colon either.
_HINTS = ("www.", "@", "10.", "ISBN", "ISSN")
_HINTS_WITH_COLON = ("://", "mailto:", "doi:", "urn:")
_REFERENCE = re.compile(
    rf"\b(?:https?|ftps?|file|data|git|ssh)://[^\s\"«»“”<>{EDGE}{OPAQUE}]+"
    rf"|\b(?:mailto|doi|urn):[^\s\"«»“”<>{EDGE}{OPAQUE}]+"
    rf"|\bwww\.[^\s\"«»“”<>{EDGE}{OPAQUE}]+"
    r"|(?<![\w.+'-])[\w.+'-]{1,64}@\w{1,63}(?:[.-]\w{1,63}){1,8}"
    rf"|\b10\.\d{{4,9}}/[^\s\"«»“”<>{EDGE}{OPAQUE}]+"
    r"|\bISBN(?:-1[03])?[\s:]{0,3}97[89][\s-]?(?:\d[\s-]?){9}[\dX]"
    r"|\bIS[BS]N(?:-1[03])?[\s:]{0,3}(?:\d[\s-]?){7,9}[\dX]",
)
_SENTENCE_SIGNS = ".,;:!?…)]}’"


def around_references(rules: Callable[[str], str], text: str) -> str:
    """Return *text* with *rules* applied to all of it but addresses, DOI and ISBN; nothing of one is changed."""
    if not any(hint in text for hint in (_HINTS if ":" not in text else (*_HINTS, *_HINTS_WITH_COLON))):
        return rules(text)
    if HIDDEN in text:
        return text
    found: list[str] = []

    def hide(match: re.Match[str]) -> str:
        whole = match[0]
        own = whole.rstrip(_SENTENCE_SIGNS)
        if own[-1] == "'" and own.count("'") % 2:  # it closes what opened before the address
            own = own.rstrip("'" + _SENTENCE_SIGNS)
        found.append(own)
        return HIDDEN + whole[len(own) :]

    hidden = _REFERENCE.sub(hide, text)
    if not found:
        return rules(text)
    first, *rest = rules(hidden).split(HIDDEN)
    return first + "".join(own + after for own, after in zip(found, rest, strict=True))
