"""Places: a corridor at night, an archive, a reading room, a floor plan, a house far from a hospital."""

from itertools import pairwise
from math import sin

from sample_art.canvas import (
    DEEP,
    EARTH,
    FOAM,
    INK,
    MIST,
    NIGHT,
    OXBLOOD,
    PAPER,
    ROSE,
    SAND,
    STONE,
    TEAL,
    Canvas,
    Color,
    Point,
    curve,
    mix,
    on_circle,
)

WIDTH, HEIGHT = 1600, 1000
EYE = (800.0, 450.0)  # vanishing point of the corridor


def _seen(x: float, y: float, depth: float) -> Point:
    """Return where a point of the corridor appears; *depth* is 1 at the lens and 10 at the end."""
    return EYE[0] + x / depth, EYE[1] + y / depth


def corridor() -> bytes:
    """Draw a hospital corridor at night, one lit door at its end."""
    art = Canvas(WIDTH, HEIGHT, NIGHT)
    for near in range(40):
        a, b = 1 + near * 0.225, 1 + (near + 1) * 0.225
        _slice(art, a, b, near / 40)
    for side in (-1, 1):
        x = side * 1100
        rail = [_seen(x, 196, 1), _seen(x, 226, 1), _seen(x, 226, 10), _seen(x, 196, 10)]
        art.fill(rail, mix(NIGHT, TEAL, 0.75))
        for start, end in ((1.25, 1.7), (2.1, 2.8), (3.5, 4.5), (5.6, 7.0)):
            if side == 1:
                start, end = start * 1.12, end * 1.12
            _door(art, side, start, end)
    for start in (1.1, 1.7, 2.6, 4.0, 6.2):
        corners = [(-170, -750, start), (170, -750, start), (170, -750, start * 1.22), (-170, -750, start * 1.22)]
        art.fill([_seen(*corner) for corner in corners], mix(DEEP, MIST, 0.42))
    art.fill([_seen(-1100, -750, 10), _seen(1100, -750, 10), _seen(1100, 750, 10), _seen(-1100, 750, 10)], DEEP)
    art.fill([(760, 525), (840, 525), (1010, 1000), (600, 1000)], mix(DEEP, SAND, 0.30))
    art.fill([(768, 525), (832, 525), (940, 1000), (665, 1000)], mix(DEEP, SAND, 0.42))
    art.rect((764, 404, 836, 525), PAPER)
    art.rect((799, 404, 801, 525), STONE)
    art.rect((764, 386, 836, 398), OXBLOOD)
    return art.jpeg()


def _slice(art: Canvas, a: float, b: float, share: float) -> None:
    """Draw floor, walls and ceiling between the depths *a* and *b*."""
    walls, floor = mix(mix(NIGHT, DEEP, 0.35), TEAL, share * 0.55), mix(NIGHT, EARTH, 0.18 + share * 0.3)
    corners: list[tuple[Color, tuple[Point, Point]]] = [
        (walls, ((-1100, -750), (-1100, 750))), (mix(walls, NIGHT, 0.25), ((1100, -750), (1100, 750))),
        (floor, ((-1100, 750), (1100, 750))), (mix(walls, NIGHT, 0.5), ((-1100, -750), (1100, -750))),
    ]  # fmt: skip
    for color, (p, q) in corners:
        art.fill([_seen(*p, a), _seen(*q, a), _seen(*q, b), _seen(*p, b)], color)


def _door(art: Canvas, side: int, start: float, end: float) -> None:
    """Draw a closed door with a small window on the wall at *side*."""
    x = side * 1100

    def panel(top: float, bottom: float, a: float, b: float, color: Color) -> None:
        art.fill([_seen(x, top, a), _seen(x, bottom, a), _seen(x, bottom, b), _seen(x, top, b)], color)

    panel(-430, 750, start, end, mix(DEEP, NIGHT, 0.62))
    panel(-400, 750, start * 1.02, end * 0.985, mix(DEEP, TEAL, 0.42))
    panel(-280, -20, start + (end - start) * 0.3, start + (end - start) * 0.52, mix(NIGHT, DEEP, 0.4))


def archive() -> bytes:
    """Draw four cabinets of discs, the last one half empty."""
    art = Canvas(WIDTH, HEIGHT, PAPER)
    art.fade(PAPER, mix(PAPER, SAND, 0.7))
    art.rect((0, 880, WIDTH, HEIGHT), mix(STONE, SAND, 0.5))
    for column in range(4):
        x = 150 + column * 335
        art.rect((x, 110, x + 295, 890), NIGHT, 10)
        art.rect((x + 14, 126, x + 281, 866), DEEP, 4)
        art.rect((x + 20, 890, x + 50, 904), INK)
        art.rect((x + 245, 890, x + 275, 904), INK)
        for row in range(18):
            if column == 3 and row not in (0, 1, 2, 3, 4, 5, 9, 13):
                art.rect((x + 24, 140 + row * 40, x + 271, 142 + row * 40), mix(DEEP, TEAL, 0.3))
                continue
            _disc_unit(art, x, 136 + row * 40, column * 18 + row)
    return art.jpeg()


def _disc_unit(art: Canvas, x: float, y: float, number: int) -> None:
    """Draw one drawer with its slots and its lamp; *number* decides how it differs."""
    shade = mix(TEAL, MIST, 0.12 + number * 7 % 5 * 0.11)
    art.rect((x + 24, y, x + 271, y + 32), shade, 3)
    for slot in range(9):
        art.rect((x + 36 + slot * 20, y + 7, x + 49 + slot * 20, y + 25), mix(shade, NIGHT, 0.38), 2)
    art.disc((x + 252, y + 16), 5.5, OXBLOOD if number in (4, 31, 40, 55) else mix(FOAM, PAPER, 0.5))


def reading_room() -> bytes:
    """Draw three screens in the dark: a chest, a spine, a histogram."""
    art = Canvas(WIDTH, HEIGHT, NIGHT)
    art.fade(mix(NIGHT, INK, 0.2), DEEP)
    art.rect((0, 800, WIDTH, HEIGHT), mix(EARTH, INK, 0.55))
    art.rect((0, 800, WIDTH, 808), mix(EARTH, INK, 0.2))
    for x, width in ((70, 420), (550, 500), (1110, 420)):
        art.rect((x + width / 2 - 26, 690, x + width / 2 + 26, 815), INK)
        art.rect((x + width / 2 - 100, 808, x + width / 2 + 100, 824), INK, 6)
        art.rect((x, 110, x + width, 720), INK, 14)
        art.rect((x + 14, 124, x + width - 14, 706), (8, 22, 26), 4)
    _chest(art, 280, 410)
    _spine(art, 800, 150)
    for i in range(30):
        height = 190 * max(0.04, sin((i + 2) * 0.14) ** 2 + 0.5 * sin(i * 0.47) ** 2) / 1.3
        art.rect((1146 + i * 11.5, 400 - height, 1154 + i * 11.5, 400), OXBLOOD if i in (17, 18) else MIST)
    for row, length in enumerate((300, 250, 330, 180, 280, 110)):
        art.rect((1146, 460 + row * 34, 1146 + length, 472 + row * 34), mix(NIGHT, MIST, 0.45), 4)
    art.rect((600, 872, 1000, 916), INK, 8)
    art.oval((1090, 896), 34, 24, INK)
    return art.jpeg()


def _chest(art: Canvas, x: float, y: float) -> None:
    """Draw the two dark lungs and the ribs of a chest film around *x*, *y*."""
    art.fill(curve([(x - 150, y + 240), (x - 160, y - 60), (x - 100, y - 200), (x, y - 220), (x + 100, y - 200),
                    (x + 160, y - 60), (x + 150, y + 240), (x, y + 250)], closed=True), mix(NIGHT, MIST, 0.5))  # fmt: skip
    for side in (-1, 1):
        art.fill(curve([(x + side * 30, y - 130), (x + side * 80, y - 165), (x + side * 128, y - 40),
                        (x + side * 132, y + 150), (x + side * 80, y + 125), (x + side * 34, y + 90)],
                       closed=True), NIGHT)  # fmt: skip
        for rib in range(6):
            top = y - 130 + rib * 44
            bow = [(x + side * 18, top), (x + side * 85, top - 16), (x + side * (122 + rib * 3), top + 34)]
            art.line(curve(bow), mix(NIGHT, FOAM, 0.38), 6)
    art.rect((x - 12, y - 215, x + 12, y + 235), mix(MIST, FOAM, 0.2), 8)


def _spine(art: Canvas, x: float, top: float) -> None:
    """Draw a spine from the side: bodies, discs, spinous processes, the canal."""
    bend = [(x + 34 * sin(i * 0.42 + 0.5) - 30 + i * 2.0, top + 20 + i * 45 + i * i * 0.35) for i in range(12)]
    art.line(curve([(px + 66 + i * 1.2, py) for i, (px, py) in enumerate(bend)]), mix(NIGHT, MIST, 0.6), 20)
    for i, (px, py) in enumerate(bend[:-1]):
        half, tall = 34 + i * 1.9, 15 + i * 0.7
        color = OXBLOOD if i == 8 else mix(FOAM, PAPER, 0.3 + i * 0.04)
        lean = (bend[i + 1][0] - px) * 0.35
        art.fill([(px - half, py - tall), (px + half, py - tall - 3), (px + half + lean, py + tall),
                  (px - half + lean, py + tall + 3)], color)  # fmt: skip
        spike = [(px + half + 34, py), (px + half + 96, py + 14), (px + half + 92, py + 34), (px + half + 38, py + 20)]
        art.fill(spike, mix(MIST, NIGHT, 0.15))


def floor_plan() -> bytes:
    """Draw a floor of a hospital from above; three rooms are ringed in oxblood."""
    art = Canvas(WIDTH, HEIGHT, PAPER)
    for step in range(1, 32):
        art.line([(step * 50, 0), (step * 50, HEIGHT)], mix(PAPER, SAND, 0.4), 1)
        art.line([(0, step * 50), (WIDTH, step * 50)], mix(PAPER, SAND, 0.4), 1)
    art.frame((140, 120, 1460, 880), INK, 12)
    cuts = (140, 340, 520, 760, 940, 1180, 1460)
    for number, (left, right) in enumerate(pairwise(cuts)):
        _room(art, (left, 120, right, 400), down=True, ringed=number in (1, 4))
        _room(art, (left + (40 if number > 0 else 0), 600, right + (40 if number < 5 else 0), 880),
              down=False, ringed=number == 3)  # fmt: skip
    for x, y in ((430, 260), (1060, 260), (890, 740)):
        art.line([(x, y), (x, 500)], OXBLOOD, 4)
        art.disc((x, y), 15, OXBLOOD)
        art.disc((x, 500), 11, OXBLOOD)
    art.line([(230, 500), (1380, 500)], TEAL, 4)
    for x in range(230, 1381, 115):
        art.disc((x, 500), 6, TEAL)
    art.rect((1360, 470, 1420, 530), TEAL, 6)
    return art.jpeg()


def _room(art: Canvas, box: tuple[float, float, float, float], *, down: bool, ringed: bool) -> None:
    """Draw one room with its door open onto the corridor."""
    left, top, _, bottom = box
    if ringed:
        art.rect(box, mix(PAPER, ROSE, 0.32))
    art.frame(box, OXBLOOD if ringed else EARTH, 10 if ringed else 6)
    wall, turn = (bottom, (90, 180)) if down else (top, (180, 270))
    hinge = (left + 96, wall)
    art.rect((hinge[0] - 66, wall - 12, hinge[0], wall + 12), PAPER)
    leaf = on_circle(hinge, 66, 90 if down else 270)
    art.line([hinge, leaf], EARTH, 4)
    art.arc(hinge, 66, *turn, STONE, 2)


def night() -> bytes:
    """Draw a lit window on a hill, tied by a fine line to a hospital far away."""
    art = Canvas(WIDTH, HEIGHT, NIGHT)
    art.fade(NIGHT, mix(TEAL, DEEP, 0.4))
    for i in range(90):
        art.disc((i * 397 % 1600, i * 211 % 520), 1.2 + i % 3 * 0.7, mix(NIGHT, FOAM, 0.3 + i % 4 * 0.15))
    art.disc((1240, 190), 62, mix(SAND, FOAM, 0.4))
    art.disc((1212, 176), 58, mix(NIGHT, DEEP, 0.3))
    art.fill(curve([(-50, 700), (300, 640), (700, 690), (1100, 600), (1650, 650), (1650, 1050), (-50, 1050)]), DEEP)
    _hospital(art, 1130, 616)
    art.fill(curve([(-80, 760), (200, 720), (520, 770), (900, 890), (1300, 930), (1700, 900), (1700, 1060),
                    (-80, 1060)]), mix(NIGHT, INK, 0.35))  # fmt: skip
    art.rect((230, 560, 470, 770), (9, 25, 29))
    art.fill([(205, 566), (350, 440), (495, 566)], (9, 25, 29))
    art.rect((420, 450, 450, 540), (9, 25, 29))
    art.rect((300, 600, 400, 690), mix(SAND, ROSE, 0.25), 3)
    art.rect((347, 600, 353, 690), EARTH)
    art.rect((300, 642, 400, 647), EARTH)
    arc = curve([(400, 640), (640, 400), (930, 380), (1196, 560)], steps=24)
    for dot in arc[::2]:
        art.disc(dot, 3.2, ROSE)
    return art.jpeg()


def _hospital(art: Canvas, x: float, ground: float) -> None:
    """Draw the blocks of a hospital with its windows, a few of them lit."""
    for left, top, right in ((0, 130, 130), (130, 60, 290), (290, 118, 400)):
        art.rect((x + left, ground - 200 + top, x + right, ground + 40), mix(NIGHT, DEEP, 0.3))
        for i in range(int((right - left) // 26)):
            for row in range(int((200 - top) // 34)):
                lit = (i * 5 + row * 3 + int(left)) % 7 == 0
                spot = (x + left + 12 + i * 26, ground - 186 + top + row * 34)
                art.rect((*spot, spot[0] + 12, spot[1] + 16), SAND if lit else mix(DEEP, TEAL, 0.4))
    art.rect((x + 196, ground - 186, x + 224, ground - 178), OXBLOOD)
    art.rect((x + 206, ground - 196, x + 214, ground - 168), OXBLOOD)
