"""A canvas drawn at twice its size, with the colours and the curves that all pictures share."""

from collections.abc import Callable, Iterable, Sequence
from io import BytesIO
from math import cos, pi, sin

from PIL import Image, ImageChops, ImageDraw

Point = tuple[float, float]
Color = tuple[int, int, int]

NIGHT: Color = (13, 38, 43)
DEEP: Color = (23, 63, 69)
TEAL: Color = (44, 98, 103)
MIST: Color = (126, 163, 163)
FOAM: Color = (190, 209, 205)
PAPER: Color = (242, 237, 228)
SAND: Color = (221, 212, 198)
STONE: Color = (176, 165, 149)
EARTH: Color = (98, 90, 80)
INK: Color = (38, 36, 34)
OXBLOOD: Color = (122, 31, 43)
ROSE: Color = (190, 128, 126)

SCALE = 2  # drawn twice as large, then reduced: Pillow's own lines have hard edges


def mix(a: Color, b: Color, share: float) -> Color:
    """Return the colour that lies *share* (0 to 1) of the way from *a* to *b*."""
    red, green, blue = (round(x + (y - x) * share) for x, y in zip(a, b, strict=True))
    return red, green, blue


def curve(points: Sequence[Point], *, closed: bool = False, steps: int = 16) -> list[Point]:
    """Return a smooth line through *points* (a Catmull-Rom spline)."""
    ring = [points[-1], *points, points[0], points[1]] if closed else [points[0], *points, points[-1]]
    line: list[Point] = []
    for a, b, c, d in zip(ring, ring[1:], ring[2:], ring[3:], strict=False):
        for step in range(steps):
            t = step / steps
            weights = (-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2)
            x, y = (sum(w * p[i] for w, p in zip(weights, (a, b, c, d), strict=True)) / 2 for i in (0, 1))
            line.append((x, y))
    return line if closed else [*line, points[-1]]


def on_circle(center: Point, radius: float, degrees: float) -> Point:
    """Return the point at *degrees* (clockwise, 0 at three o'clock) of a circle."""
    angle = degrees * pi / 180
    return center[0] + radius * cos(angle), center[1] + radius * sin(angle)


class Canvas:
    """A picture under way; all lengths are in pixels of the finished picture."""

    def __init__(self, width: int, height: int, ground: Color) -> None:
        self.size = (width, height)
        self.image = Image.new("RGB", (width * SCALE, height * SCALE), ground)
        self.draw = ImageDraw.Draw(self.image)

    def fill(self, points: Iterable[Point], color: Color) -> None:
        self.draw.polygon([(x * SCALE, y * SCALE) for x, y in points], fill=color)

    def line(self, points: Iterable[Point], color: Color, width: float = 2) -> None:
        """Draw a line of *width* with round ends."""
        scaled = [(x * SCALE, y * SCALE) for x, y in points]
        self.draw.line(scaled, fill=color, width=round(width * SCALE), joint="curve")
        for x, y in (scaled[0], scaled[-1]):
            self.disc((x / SCALE, y / SCALE), width / 2, color)

    def rect(self, box: tuple[float, float, float, float], color: Color, radius: float = 0) -> None:
        self.draw.rounded_rectangle([v * SCALE for v in box], radius * SCALE, fill=color)

    def frame(self, box: tuple[float, float, float, float], color: Color, width: float = 2, radius: float = 0) -> None:
        self.draw.rounded_rectangle([v * SCALE for v in box], radius * SCALE, outline=color, width=round(width * SCALE))

    def disc(self, center: Point, radius: float, color: Color) -> None:
        self.oval(center, radius, radius, color)

    def oval(self, center: Point, rx: float, ry: float, color: Color) -> None:
        x, y = center
        self.draw.ellipse([(x - rx) * SCALE, (y - ry) * SCALE, (x + rx) * SCALE, (y + ry) * SCALE], fill=color)

    def ring(self, center: Point, radius: float, color: Color, width: float = 2) -> None:
        self.arc(center, radius, 0, 360, color, width)

    def arc(self, center: Point, radius: float, start: float, end: float, color: Color, width: float = 2) -> None:
        """Draw part of a circle, from *start* to *end* degrees."""
        x, y = center
        box = [(x - radius) * SCALE, (y - radius) * SCALE, (x + radius) * SCALE, (y + radius) * SCALE]
        self.draw.arc(box, start, end, fill=color, width=round(width * SCALE))

    def fade(self, top: Color, bottom: Color) -> None:
        """Cover the whole canvas with a vertical passage from *top* to *bottom*."""
        width, height = self.image.size
        for y in range(height):
            self.draw.line([(0, y), (width, y)], fill=mix(top, bottom, y / height))

    def glow(self, paint: Callable[[ImageDraw.ImageDraw], None], color: Color) -> None:
        """Add light of *color* where *paint* draws on a mask: crossings get brighter."""
        mask = Image.new("L", self.image.size, 0)
        paint(ImageDraw.Draw(mask))
        light = Image.composite(Image.new("RGB", mask.size, color), Image.new("RGB", mask.size), mask)
        self.image = ImageChops.add(self.image, light)
        self.draw = ImageDraw.Draw(self.image)

    def finished(self) -> Image.Image:
        return self.image.resize(self.size, Image.Resampling.LANCZOS)

    def jpeg(self, quality: int = 84) -> bytes:
        """Return the picture as a JPEG file: for large, textured pictures."""
        out = BytesIO()
        self.finished().save(out, "JPEG", quality=quality, optimize=True, progressive=False)
        return out.getvalue()

    def png(self, colors: int = 240) -> bytes:
        """Return the picture as a PNG file of few colours: for drawings and diagrams."""
        out = BytesIO()
        reduced = self.finished().quantize(colors, dither=Image.Dither.NONE)
        reduced.save(out, "PNG", optimize=True)
        return out.getvalue()
