"""English: curly quotation marks, apostrophes, dashes, and titles and units that keep to their words."""

import re
from typing import Final

from generator.desk.typography import numbers
from generator.desk.typography.quotes import Marks, set_quotes
from generator.desk.typography.signs import BREAKING, CAPITAL, EDGE, NO_BREAK
from generator.desk.typography.strokes import set_dashes, set_ellipses

MARKS: Final = Marks(outer=("“", "”"), inner=("‘", "’"), single=("‘", "’"))

_TITLE = re.compile(
    rf"([MDPSRG](?<!\w.)(?:(?<=M)(?:rs?|s|x)|(?<=D)rs?|(?<=P)rof|(?<=S)(?:t|en)|(?<=R)e[vp]|(?<=G)(?:en|ov))\.?{EDGE}*)"
    rf"[{BREAKING}]++(?={EDGE}*[{CAPITAL}])"
)
_NUMBERED = re.compile(
    rf"([NpvcfF§](?<![\w.].)(?:(?<=N)os?\.|(?<=p)p?\.|(?<=v)ol\.|(?<=c)h\.|(?<=[fF])ig\.|(?<=§)§?))[{BREAKING}]++(?=\d)"
)


def set_english(text: str) -> str:
    """Return the text of one block by the rules of English. Letters and figures stay; a second time changes nothing."""
    text = set_ellipses(text)
    if '"' in text or "'" in text:
        text = set_quotes(text, MARKS)
    text = set_dashes(text)
    text = _NUMBERED.sub(rf"\1{NO_BREAK}", _TITLE.sub(rf"\1{NO_BREAK}", text))
    return numbers.keep_units(text)
