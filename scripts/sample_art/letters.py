"""Letters with French accents, set in the typeface that comes with Pillow."""

import unicodedata

from PIL import ImageFont

from sample_art.canvas import SCALE, Canvas, Color, Point

# Pillow's built-in face has no accented letters: strokes in shares of the font size, from the
# middle of the letter's top (x to the right, y downwards).
ACCENTS: dict[str, list[list[Point]]] = {
    "\N{COMBINING ACUTE ACCENT}": [[(-0.05, -0.06), (0.07, -0.16)]],
    "\N{COMBINING GRAVE ACCENT}": [[(0.05, -0.06), (-0.07, -0.16)]],
    "\N{COMBINING CIRCUMFLEX ACCENT}": [[(-0.1, -0.06), (0, -0.15), (0.1, -0.06)]],
    "\N{COMBINING DIAERESIS}": [[(-0.09, -0.1), (-0.08, -0.1)], [(0.08, -0.1), (0.09, -0.1)]],
}


def typeface(size: float) -> ImageFont.FreeTypeFont:
    """Return Pillow's own typeface at *size* pixels of the finished picture."""
    face = ImageFont.load_default(size * SCALE)
    if not isinstance(face, ImageFont.FreeTypeFont):
        raise TypeError("Pillow was built without FreeType")
    return face


def width_of(text: str, size: float, spacing: float = 0) -> float:
    """Return the width of *text* in pixels; *spacing* is added after each letter."""
    face = typeface(size)
    base = [c for c in unicodedata.normalize("NFD", plain(text)) if not unicodedata.combining(c)]
    return sum(face.getlength(c) / SCALE + spacing for c in base) - spacing


def plain(text: str) -> str:
    """Return *text* with the spaces that the typeface lacks made ordinary."""
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")


def write(
    canvas: Canvas,
    at: Point,
    text: str,
    size: float,
    color: Color,
    *,
    bold: float = 0,
    spacing: float = 0,
    anchor: str = "left",
) -> None:
    """Set *text* with its baseline at *at*; *bold* thickens the strokes, in pixels."""
    face = typeface(size)
    shift = {"left": 0.0, "middle": 0.5, "right": 1.0}[anchor]
    x, y = at[0] - shift * width_of(text, size, spacing), at[1]
    start, letter = x, ""
    for char in unicodedata.normalize("NFD", plain(text)):
        if unicodedata.combining(char):
            accent(canvas, (start, x - spacing), y, char, letter, size, color, bold)
            continue
        start, letter = x, char
        canvas.draw.text((x * SCALE, y * SCALE), char, fill=color, font=face, anchor="ls", stroke_width=bold * SCALE)
        x += face.getlength(char) / SCALE + spacing


def accent(
    canvas: Canvas,
    span: tuple[float, float],
    baseline: float,
    mark: str,
    letter: str,
    size: float,
    color: Color,
    bold: float,
) -> None:
    """Draw the accent *mark* above *letter*, which covers *span* from left to right."""
    middle = sum(span) / 2
    weight = max(size * 0.062 + bold * 1.6, 1)
    if mark == "\N{COMBINING CEDILLA}":
        canvas.line([(middle, baseline + size * 0.02), (middle - size * 0.04, baseline + size * 0.16)], color, weight)
        return
    top = baseline - typeface(size).getbbox(letter, anchor="ls")[1] / -SCALE
    for stroke in ACCENTS[mark]:
        canvas.line([(middle + dx * size, top + dy * size) for dx, dy in stroke], color, weight)


def wrapped(text: str, size: float, width: float) -> list[str]:
    """Return *text* as lines no wider than *width* pixels."""
    lines = [""]
    for word in text.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and width_of(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return lines
