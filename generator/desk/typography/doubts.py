"""
Where rules may have something to do. Most of what careful authors write is right, and is seen to be so in one look.

A doubt is an expression; in a text where none of a language's doubts is found its rules change nothing. Each begins with a
sign, and is asked only where that sign is: an engine of expressions finds one sign ten times as fast as a choice.
"""

import re
from functools import lru_cache
from typing import Final

from generator.desk.typography.numbers import LOOSE_NUMBER
from generator.desk.typography.ordinals import ORDINAL
from generator.desk.typography.signs import BREAKING, CAPITAL, EDGE, NARROW, NO_BREAK, SPACES

Doubts = tuple[tuple[str, re.Pattern[str]], ...]
Signs = tuple[tuple[str, str | re.Pattern[str]], ...]

_STROKES: Final[Signs] = (
    ("'", "'"),
    ('"', '"'),
    ("-", rf"-(?:-|(?<=[ {NO_BREAK}].))"),
)
_DOTS: Final = rf"\.\.\.|\.[{BREAKING}]+[0-9]"
_FRENCH: Final[Signs] = (
    *_STROKES,
    (".", rf"{_DOTS}|\.(?<=\W[{CAPITAL}].)[{BREAKING}]|\.(?<=^[{CAPITAL}].)[{BREAKING}]"),
    *((sign, rf"{sign}s?[{BREAKING}]") for sign in "°ºᵒ§"),
    ("no", rf"nos?[{BREAKING}]+[0-9]"),
    ("$", r"\$"),
    ("£", "£"),
    ("¥", "¥"),
    *((sign, rf"{re.escape(sign)}(?<![^{SPACES}]{NARROW}.)") for sign in ";!?"),
    *((sign, rf"{sign}(?<![^{SPACES}]{NO_BREAK}.)") for sign in ":%‰€"),
    ("—", rf"—[{BREAKING}]"),
    ("–", rf"–[{BREAKING}]"),
    ("M", rf"M(?:M?\.|mes?|lles?|gr|e){EDGE}*[{BREAKING}]"),
    ("D", rf"D(?:rs?|re){EDGE}*[{BREAKING}]"),
    ("P", rf"P(?:rs?|re){EDGE}*[{BREAKING}]"),
    ("St", rf"Ste?{EDGE}*[{BREAKING}]"),
    ("siècle", rf"siècle(?<=[{BREAKING}{EDGE}]siècle)"),
    ("millénaire", "millénaire"),
    ("", ORDINAL),
    ("", LOOSE_NUMBER),
)
_ENGLISH: Final[Signs] = (
    *_STROKES,
    (".", _DOTS),
    ("§", rf"§[{BREAKING}]"),
    ("", rf"[MDPSRG](?:rs?|s|x|rof|t|en|e[vp]|ov)\.?{EDGE}*[{BREAKING}]"),
    ("", LOOSE_NUMBER),
)


@lru_cache(maxsize=8)
def doubts_of(language: str, guillemet_space: str) -> Doubts:
    """Return the doubts of a language: a sign and an expression that begins with it, or with one of many."""
    if language == "en":
        return _compiled(_ENGLISH)
    guillemets = (("«", rf"«(?!{guillemet_space}[^{SPACES}])"), ("»", rf"»(?<![^{SPACES}]{guillemet_space}.)"))
    return _compiled((*_FRENCH, *guillemets))


def _compiled(pairs: Signs) -> Doubts:
    return tuple((sign, re.compile(expression)) for sign, expression in pairs)


def found(doubts: Doubts, text: str) -> Doubts:
    """Return those *doubts* that *text* gives."""
    return tuple([one for one in doubts if one[0] in text and one[1].search(text)])
