"""The cover of the sample edition."""

from math import cos, pi, sin

from sample_art.canvas import (
    DEEP,
    FOAM,
    NIGHT,
    OXBLOOD,
    PAPER,
    ROSE,
    TEAL,
    Canvas,
    Point,
    mix,
)
from sample_art.letters import width_of, wrapped, write
from sample_art.people import profile

STORIES = (
    ("Reportage", "Une nuit sans écran à Saint-Aubrin"),
    ("Scanner", "Compter les photons, un an après"),
    ("Portrait", "Lucile Sandoz, gardienne des images"),
)


def drawn() -> Canvas:
    """Return the cover: masthead, a head in fine lines cut by a plane, titles."""
    art = Canvas(900, 1200, DEEP)
    art.fade(mix(DEEP, NIGHT, 0.35), mix(DEEP, TEAL, 0.25))
    _head(art)
    spacing = (780 - width_of("SAGITTALE", 132)) / 8
    write(art, (60, 166), "SAGITTALE", 132, PAPER, bold=2.5, spacing=spacing)
    art.line([(60, 200), (840, 200)], mix(DEEP, FOAM, 0.7), 1.5)
    write(art, (60, 238), "Imagerie médicale et informatique hospitalière", 23, FOAM)
    write(art, (840, 238), "No 12 · novembre 2026", 23, FOAM, anchor="right")
    write(art, (60, 842), "ENQUÊTE", 25, mix(ROSE, PAPER, 0.45), bold=0.6, spacing=5)
    for row, line in enumerate(wrapped("Ce que coûte une image", 86, 640)):
        write(art, (56, 928 + row * 88), line, 86, PAPER, bold=1.6)
    _stories(art)
    return art


def _head(art: Canvas) -> None:
    """Draw the contours of a head and the plane that cuts it."""
    outline = profile(190, 262, 600)
    middle: Point = (520.0, 505.0)
    plane = [(418, 290), (640, 246), (640, 800), (418, 756)]
    art.fill([(x + 8, y) for x, y in plane], mix(OXBLOOD, NIGHT, 0.45))
    for level in range(15):
        share = 1 - level * 0.062
        ring = [(middle[0] + (x - middle[0]) * share, middle[1] + (y - middle[1]) * share) for x, y in outline]
        visible = [p for p in ring if p[1] < 800]
        art.line(visible, mix(PAPER, TEAL, level / 16), 4.5 if level == 0 else 1.8)
    art.fill(plane, OXBLOOD)
    for level in range(11):
        size = 1 - level * 0.09
        oval = [(529 + (x - 50) * 1.75 * size, 520 + (y - 50) * 4.1 * size) for x, y in _slice()]
        art.line([*oval, oval[0]], mix(mix(OXBLOOD, ROSE, 0.85), PAPER, 0.5 - level * 0.04), 3 if level == 0 else 1.6)


def _slice() -> list[Point]:
    """Return the outline of a slice: an oval narrowed by the perspective of the plane."""
    return [
        (50 + 46 * cos(i / 60 * 2 * pi), 50 + 46 * sin(i / 60 * 2 * pi) - 9 * cos(i / 60 * 2 * pi)) for i in range(60)
    ]


def _stories(art: Canvas) -> None:
    """Set the three titles at the foot, in columns parted by hairlines."""
    art.line([(60, 1052), (840, 1052)], mix(DEEP, FOAM, 0.5), 1.5)
    for column, (kicker, title) in enumerate(STORIES):
        x = 60 + column * 268
        write(art, (x, 1086), kicker, 19, mix(ROSE, PAPER, 0.45), bold=0.4)
        for row, line in enumerate(wrapped(title, 23, 232)):
            write(art, (x, 1118 + row * 29), line, 23, PAPER)
        if column:
            art.line([(x - 20, 1070), (x - 20, 1156)], mix(DEEP, FOAM, 0.35), 1)


def cover() -> bytes:
    return drawn().jpeg(86)
