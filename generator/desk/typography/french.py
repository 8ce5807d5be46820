"""French by the rules of the press, from what a keyboard gives."""

import re
from re import Match
from typing import Final

from generator.desk.typography import numbers
from generator.desk.typography.quotes import Marks, set_quotes
from generator.desk.typography.signs import BREAKING, CAPITAL, EDGE, NARROW, NO_BREAK, OPAQUE, SPACES
from generator.desk.typography.strokes import set_dashes, set_ellipses

MARKS: Final = Marks(outer=("«", "»"), inner=("“", "”"), single=("‘", "’"))

_OPENING = re.compile(rf"«([{SPACES}]*+)({EDGE}*+)([{SPACES}]*+)(?=[^{EDGE}»\s])")
# Behind the signs nothing that makes them code or a face: `!=`, `?x=1`, `;)`.
_HIGH = re.compile(
    rf"[{SPACES}](?<=[^\s«(\[].)[{SPACES}]*+"
    rf"(?={EDGE}*(?:[!?](?![=/])[!?]*(?![\w=/])|;(?![-^'o]?[)(DPp/\\|])(?![\w;])))",
    re.DOTALL,
)
_COLON = re.compile(rf"[{SPACES}](?<=[^\s«(\[].)[{SPACES}]*+(?={EDGE}*:(?:[\s{EDGE}{OPAQUE}«“‘\"’…]|$))", re.DOTALL)
_RATIO = re.compile(r"\s*:\s*\d")
_TITLE = re.compile(
    rf"([MDPS](?<!\w.)(?:(?<=M)(?:M?\.|mes?|lles?|gr|e)|(?<=[DP])(?:rs?|re)|(?<=S)te?){EDGE}*)"
    rf"[{BREAKING}]++(?={EDGE}*(?:[{CAPITAL}]|(?:de|du|des|le|la|les|von|van)\s|[dl]['’]))"
)
_INITIAL = re.compile(rf"([{CAPITAL}](?<!\w.)\.)[{BREAKING}]++(?=[{CAPITAL}][\w.’'-])")
_NUMBERED = re.compile(
    rf"([nNpavcft§](?<![\w.].)(?:(?<=[nN])[°ºᵒ]s?|(?<=n)os?|(?<=p)p?\.|(?<=a)rt\.|(?<=v)ol\.|(?<=c)hap\.|(?<=f)ig\."
    rf"|(?<=t)\.|(?<=§)§?))[{BREAKING}]++(?=\d)"
)
_LOOSE_PLACE = re.compile(rf"[.os](?:[{BREAKING}]+[0-9])")
_PLACE_SIGNS: Final = frozenset("°ºᵒ§")
_CENTURY = re.compile(rf"([0-9IVX](?:er|ème|e){EDGE}*)[{BREAKING}]++(?=siècle|millénaire)")
_SPEECH = re.compile(rf"^({EDGE}*[—–])[{BREAKING}]+")


def set_french(text: str, guillemet_space: str) -> str:
    """
    Return the text of one block by the rules of the French press.

    *guillemet_space* stands inside « and ». Letters and figures stay as they are; a second time changes nothing.
    """
    text = set_ellipses(text)
    if _has_loose_guillemets(text, guillemet_space):
        text = set_guillemets(text, guillemet_space)
    if '"' in text or "'" in text:
        text = set_quotes(text, MARKS)
        if _has_loose_guillemets(text, guillemet_space):
            text = set_guillemets(text, guillemet_space)
    text = set_dashes(text)  # they are told by the spaces beside them
    if any(sign in text and text.count(sign) != text.count(NARROW + sign) for sign in "!?;"):
        text = _HIGH.sub(NARROW, text)
    if ":" in text and text.count(":") != text.count(f"{NO_BREAK}:"):
        text = _COLON.sub(_before_colon, text)
    if "—" in text or "–" in text:
        text = _SPEECH.sub(rf"\1{NO_BREAK}", text)
    return keep_together(set_figures(text))


def _has_loose_guillemets(text: str, space: str) -> bool:
    return ("«" in text and text.count("«") != text.count(f"«{space}")) or (
        "»" in text and text.count("»") != text.count(f"{space}»")
    )


def set_guillemets(text: str, space: str) -> str:
    """Return *text* with *space* inside each pair of guillemets, whatever was typed there."""

    def opened(match: Match[str]) -> str:
        before, edges, after = match.groups()
        return f"«{edges}{space}" if after and not before else f"«{space}{edges}"

    *pieces, last = _OPENING.sub(opened, text).split("»")
    return "".join((*(f"{_closed(piece, space)}»" for piece in pieces), last))


def _closed(text: str, space: str) -> str:
    """Return what stands before a closing guillemet with *space* at its end."""
    bare = text.rstrip(SPACES)
    word = bare.rstrip(EDGE)
    edges = bare[len(word) :]
    inner = word.rstrip(SPACES) if edges else word
    if not inner or inner[-1] in f"«{EDGE}" or inner[-1].isspace():
        return text
    is_before = len(inner) < len(word) and len(bare) == len(text)
    return f"{inner}{space}{edges}" if is_before else f"{inner}{edges}{space}"


def _before_colon(match: Match[str]) -> str:
    """Return what stands before a colon: a ratio, `3 : 2`, keeps its spaces."""
    text, begin, end = match.string, match.start(), match.end()
    return match[0] if text[begin - 1].isdigit() and _RATIO.match(text, end) else NO_BREAK


def set_figures(text: str) -> str:
    """Return *text* with its numbers, and with their units beside them."""
    if any(sign in text and text.count(sign) != text.count(NO_BREAK + sign) for sign in "%€‰"):
        text = numbers.set_percent(text)
    if "$" in text or "£" in text or "¥" in text:
        text = numbers.keep_currency(text)
    return numbers.keep_units(numbers.set_thousands(text)) if numbers.LOOSE_NUMBER.search(text) else text


def keep_together(text: str) -> str:
    """Return *text* with titles, initials and numbers beside what they belong to: `M. Dupont`, `D. R.`, `n° 5`."""
    text = _TITLE.sub(rf"\1{NO_BREAK}", text)
    if "." in text:
        text = _INITIAL.sub(rf"\1{NO_BREAK}", text)
    if _LOOSE_PLACE.search(text) or not _PLACE_SIGNS.isdisjoint(text):
        text = _NUMBERED.sub(rf"\1{NO_BREAK}", text)
    return _CENTURY.sub(rf"\1{NO_BREAK}", text) if "siècle" in text or "millénaire" in text else text
