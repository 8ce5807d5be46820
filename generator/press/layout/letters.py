"""
Letters for drawn pictures, in a font's file or in the face that comes with Pillow.

That face has no accented letters: their accents are drawn, as strokes in shares of the size.
"""

import unicodedata
from functools import cached_property
from io import BytesIO
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL.ImageDraw import ImageDraw
    from PIL.ImageFont import FreeTypeFont

Point = tuple[float, float]
# From the middle of the letter's top: x to the right, y downwards.
ACCENTS: dict[str, tuple[tuple[Point, ...], ...]] = {
    "\N{COMBINING ACUTE ACCENT}": (((-0.05, -0.06), (0.07, -0.16)),),
    "\N{COMBINING GRAVE ACCENT}": (((0.05, -0.06), (-0.07, -0.16)),),
    "\N{COMBINING CIRCUMFLEX ACCENT}": (((-0.1, -0.06), (0, -0.15), (0.1, -0.06)),),
    "\N{COMBINING DIAERESIS}": (((-0.11, -0.1), (-0.06, -0.1)), ((0.06, -0.1), (0.11, -0.1))),
    "\N{COMBINING TILDE}": (((-0.1, -0.08), (-0.03, -0.12), (0.03, -0.08), (0.1, -0.12)),),
}
CEDILLA: tuple[Point, Point] = ((0, 0.02), (-0.04, 0.16))
WEIGHT = 0.062  # of a stroke
DOTTED = frozenset("ij")
DOT = 0.08  # half of what a dot covers
# What the face lacks besides, and what stands for it.
PLAIN = str.maketrans(
    {
        "\u00a0": " ",
        "\u202f": " ",
        "–": "-",
        "—": "-",
        "‑": "-",
        "œ": "oe",
        "Œ": "OE",
        "æ": "ae",
        "Æ": "AE",
        "€": "EUR",
        "ß": "ss",
    }
)


class Letters:
    """A typeface at one size in pixels. A class because making the face of a font costs more than a line of text."""

    def __init__(self, size: float, font: bytes = b"") -> None:
        self.size = size
        self.font = font

    @cached_property
    def face(self) -> "FreeTypeFont":
        from PIL import ImageFont

        face = ImageFont.truetype(BytesIO(self.font), self.size) if self.font else ImageFont.load_default(self.size)
        if not isinstance(face, ImageFont.FreeTypeFont):
            raise TypeError("Pillow was built without FreeType")
        return face

    def width(self, text: str) -> float:
        """Return the width of a line in pixels."""
        return float(self.face.getlength(text if self.font else _bases(text)))

    def write(self, draw: "ImageDraw", at: Point, text: str) -> None:
        """Set a line with its baseline at *at*."""
        if self.font:
            draw.text(at, text, fill=255, font=self.face, anchor="ls")
            return
        bases = _bases(text)
        draw.text(at, bases, fill=255, font=self.face, anchor="ls")
        position = -1
        for char in unicodedata.normalize("NFD", text.translate(PLAIN)):
            if not unicodedata.combining(char):
                position += 1
            elif position >= 0:
                span = (self.face.getlength(bases[:position]), self.face.getlength(bases[: position + 1]))
                foot = (at[0] + sum(span) / 2, at[1])
                if bases[position] in DOTTED and char in ACCENTS:
                    self._undot(draw, foot, bases[position])
                self._accent(draw, foot, char, "x" if bases[position] in DOTTED else bases[position])

    def _undot(self, draw: "ImageDraw", foot: Point, letter: str) -> None:
        """Take the dot from a letter that gets an accent in its place."""
        top, beginning = (foot[1] + self.face.getbbox(one, anchor="ls")[1] for one in (letter, "x"))
        half = self.size * DOT
        draw.rectangle((foot[0] - half, top - 1, foot[0] + half, beginning - self.size * 0.03), fill=0)

    def _accent(self, draw: "ImageDraw", foot: Point, mark: str, letter: str) -> None:
        weight = max(1, round(self.size * WEIGHT))
        if mark == "\N{COMBINING CEDILLA}":
            strokes: tuple[tuple[Point, ...], ...] = (CEDILLA,)
            top = foot[1]
        else:
            strokes = ACCENTS.get(mark, ())
            top = foot[1] + self.face.getbbox(letter, anchor="ls")[1]
        for stroke in strokes:
            draw.line([(foot[0] + x * self.size, top + y * self.size) for x, y in stroke], fill=255, width=weight)


def _bases(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", text.translate(PLAIN)) if not unicodedata.combining(one))


def wrapped(text: str, letters: Letters, width: float) -> list[str]:
    """Return *text* as lines no wider than *width* pixels; one word alone may be wider. No-break spaces hold."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and letters.width(longer) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
