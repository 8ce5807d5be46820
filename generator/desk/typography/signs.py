"""
Signs that typography is about, and those that stand for what it must not touch.

Rules see the text of one block as one string: a paragraph, a heading, an item. Where an inline element begins or ends the
string has `EDGE`, which is no text: rules look through it and keep it. `OPAQUE` stands for code, a picture or words in
another language. No source holds these characters: control characters and noncharacters are refused when it is read.
"""

from typing import Final

NO_BREAK: Final = "\u00a0"
NARROW: Final = "\u202f"  # narrow and no-break
THIN: Final = "\u2009"
# For character classes: what people type for a space, a line end of the source included.
SPACES: Final = f" \t\n{NO_BREAK}{NARROW}{THIN}"
BREAKING: Final = f" \t\n{THIN}"
EDGE: Final = "\x02"
OPAQUE: Final = "\ufffc"
HIDDEN: Final = "\ufdd0"  # an address or a number inside text, while rules run
CAPITAL: Final = "A-ZÀ-ÖØ-ÞŒ"
