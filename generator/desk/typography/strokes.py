"""Ellipses and dashes that a keyboard writes as dots and hyphens."""

import re

from generator.desk.typography.signs import CAPITAL, EDGE, OPAQUE

_DOTS = re.compile(r"(?<![./\\])\.\.\.(?![./\\])")
_SPACED = re.compile(rf"(?:^|(?<=[\s{EDGE}]))(---?)(?=[\s{EDGE}]|$)")
_SPAN = re.compile(r"(?<=\d)--(?=\d)")
_BETWEEN = re.compile(
    r"(?<=[^\W\d_])---?(?=[^\W\d_])|(?<=[^\W\d_][\"”’])---?(?=[^\W\d_\"“‘])|(?<=[,.!?])---?(?=[^\W\d_])"
)
# A hyphen between spaces is a dash where words stand on both sides; between figures or single letters it may be minus.
_HYPHEN = re.compile(
    rf"(?:(?<=[^\W\d_][^\W\d_])|(?<=[»”\"’).,!?…%{EDGE}{OPAQUE}]))([ \u00a0])-([ \n\u00a0])"
    rf"(?=[^\W\d_][^\W\d_]|[«“\"‘({EDGE}]|[{CAPITAL}àôyaI] )"
)


def set_ellipses(text: str) -> str:
    """Return *text* with one sign for three dots; paths and longer rows of dots stay."""
    return _DOTS.sub("…", text) if "..." in text else text


def set_dashes(text: str) -> str:
    """Return *text* with dashes for two or three hyphens, and for a hyphen between the spaces of an aside."""
    if "--" in text:
        text = _SPACED.sub(lambda match: "—" if len(match[1]) == 3 else "–", text)
        text = _BETWEEN.sub("—", _SPAN.sub("–", text))
    if " - " in text or " -\n" in text or "\u00a0-" in text or " -\u00a0" in text:
        text = _HYPHEN.sub(r"\1–\2", text)
    return text
