"""Scanners and what they measure: a gantry, a sinogram, k-space, lungs, a magnet at a bedside."""

from math import cos, pi, sin, sqrt

from PIL import Image, ImageDraw

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
    SCALE,
    STONE,
    TEAL,
    Canvas,
    Point,
    curve,
    mix,
    on_circle,
)

WIDTH, HEIGHT = 1600, 1000


def scanner() -> bytes:
    """Draw the ring of a scanner from the front, with its fan of rays."""
    art = Canvas(WIDTH, HEIGHT, DEEP)
    art.fade(mix(DEEP, NIGHT, 0.2), mix(TEAL, DEEP, 0.5))
    art.fill([(0, 860), (WIDTH, 860), (WIDTH, HEIGHT), (0, HEIGHT)], mix(NIGHT, DEEP, 0.35))
    center = (800.0, 450.0)
    art.rect((330, 40, 1270, 930), mix(SAND, STONE, 0.3), 130)
    art.rect((350, 30, 1250, 905), PAPER, 120)
    art.disc(center, 372, SAND)
    art.disc(center, 356, mix(PAPER, SAND, 0.35))
    art.disc(center, 262, NIGHT)
    tube = on_circle(center, 316, 270)
    for step in range(41):
        end = on_circle(center, 236, 38 + step * 2.6)
        art.line([tube, end], mix(NIGHT, MIST, 0.35 if step % 5 else 0.7), 1.2)
    art.oval((800, 536), 150, 72, MIST)
    art.disc((800, 452), 62, mix(ROSE, SAND, 0.62))
    art.fill(
        curve([(738, 452), (748, 400), (800, 384), (852, 400), (862, 452), (830, 424), (770, 424)], closed=True), EARTH
    )
    for step in range(41):
        inner, outer = (on_circle(center, radius, 38 + step * 2.6) for radius in (286, 330))
        art.line([inner, outer], OXBLOOD if step in range(2, 9) else STONE, 9)
    art.rect((770, 108, 830, 152), INK, 8)
    art.rect((784, 146, 816, 160), OXBLOOD, 4)
    art.fill([(690, 580), (910, 580), (950, 1000), (650, 1000)], mix(STONE, EARTH, 0.25))
    art.fill([(676, 566), (924, 566), (930, 590), (670, 590)], mix(STONE, SAND, 0.3))
    art.fill([(700, 590), (900, 590), (930, 1000), (670, 1000)], SAND)
    art.fill([(748, 590), (852, 590), (866, 1000), (734, 1000)], mix(SAND, PAPER, 0.6))
    for x in (420, 1180):
        art.rect((x - 26, 690, x + 26, 800), SAND, 14)
        for row in range(3):
            art.disc((x, 714 + row * 32), 9, OXBLOOD if row == 1 and x > WIDTH / 2 else STONE)
    return art.jpeg()


def sinogram() -> bytes:
    """Draw a sinogram: one sinusoid for each point of a body, brighter where they cross."""
    art = Canvas(WIDTH, HEIGHT, NIGHT)

    def trace(radius: float, phase: float, width: float, level: int) -> None:
        def paint(mask: ImageDraw.ImageDraw) -> None:
            line = [
                ((800 + 1.45 * radius * cos(y / 1000 * 2 * pi * 0.82 + phase)) * SCALE, y * SCALE)
                for y in range(-20, HEIGHT + 21, 5)
            ]
            mask.line(line, fill=level, width=round(width * SCALE), joint="curve")

        art.glow(paint, FOAM)

    for radius, phase, width in _body():
        trace(radius, phase, width, round(1500 / (width + 22)))
    line = [(800 + 623 * cos(y / 1000 * 2 * pi * 0.82 + 2.35), float(y)) for y in range(-20, HEIGHT + 21, 5)]
    art.line(line, mix(OXBLOOD, ROSE, 0.35), 7)
    return art.jpeg(68)


def _body() -> list[tuple[float, float, float]]:
    """Return radius, phase and width of the traces: an outline, two lungs, a spine, grains."""
    traces = [(40.0, 0.3, 620.0), (60.0, 1.1, 420.0)]
    traces += [(210.0, 0.2, 150.0), (205.0, 3.4, 150.0), (250.0, 1.62, 46.0)]
    traces += [(120.0 + 43 * (i * 7 % 11), i * 2.399, 4.0 + i % 4 * 5) for i in range(22)]
    return traces


def k_space() -> bytes:
    """Draw a spiral of sampled points, dense in the middle, on a faint grid."""
    art = Canvas(WIDTH, HEIGHT, NIGHT)
    art.fade(NIGHT, DEEP)
    for step in range(-20, 21):
        color = mix(NIGHT, TEAL, 0.33)
        art.line([(800 + step * 50, 0), (800 + step * 50, HEIGHT)], color, 1)
        art.line([(0, 500 + step * 50), (WIDTH, 500 + step * 50)], color, 1)
    for arm in range(5):
        for step in range(4, 150):
            share = step / 150
            place = on_circle((800, 500), 880 * share**1.45, arm * 72 + share * 560)
            art.disc(place, 3 + 6.5 * (1 - share) ** 0.7, _arm_color(arm, share))
    art.disc((800, 500), 15, PAPER)
    return art.jpeg()


def _arm_color(arm: int, share: float) -> tuple[int, int, int]:
    if arm == 2:
        return mix(ROSE, OXBLOOD, min(1, share * 1.6))
    return mix(PAPER, TEAL, min(1, share * 1.15))


def lungs() -> bytes:
    """Draw two lungs, their bronchi, and a circle around one tiny dot."""
    art = Canvas(WIDTH, HEIGHT, SAND)
    art.fade(PAPER, SAND)
    left: list[Point] = [
        (742, 190), (640, 150), (520, 260), (430, 470), (395, 700), (440, 830), (560, 800), (700, 740), (745, 560),
    ]  # fmt: skip
    for side in (1, -1):
        outline = [(800 + side * (x - 800), y) for x, y in left]
        art.fill(curve(outline, closed=True), TEAL if side == 1 else mix(TEAL, DEEP, 0.35))
        inner = [(800 + side * ((x - 800) * 0.93 - 6), 490 + (y - 490) * 0.93) for x, y in left]
        art.line(curve([*inner, inner[0]]), mix(TEAL, MIST, 0.5), 2)
        lung = Image.new("1", art.size)
        ImageDraw.Draw(lung).polygon(curve(outline, closed=True), fill=1)
        _branch(art, lung, (800, 330), 90 + side * 48, 165, 20, 8)
    art.line([(800, 60), (800, 340)], STONE, 40)
    for ring in range(6):
        art.line([(788, 90 + ring * 40), (812, 90 + ring * 40)], PAPER, 6)
    art.disc((1052, 618), 8, PAPER)
    art.ring((1052, 618), 58, OXBLOOD, 8)
    return art.jpeg()


def _branch(
    art: Canvas, lung: Image.Image, start: Point, degrees: float, length: float, width: float, depth: int
) -> None:
    """Draw a bronchus and its children, *depth* generations of them, as far as the lung goes."""
    end = on_circle(start, length, degrees)
    if not lung.getpixel((round(end[0]), round(end[1]))):
        return
    lean = 8 if end[0] < WIDTH / 2 else -8
    for turn, share in ((-29, 0.76), (26, 0.8)) if depth else ():
        _branch(art, lung, end, degrees + turn - lean * 0.7, length * share, width * 0.66, depth - 1)
    art.line([start, end], STONE if depth == 8 else mix(PAPER, MIST, (8 - depth) / 9), max(width, 1.4))


def magnet() -> bytes:
    """Draw a small scanner on wheels at the head of a bed, a waveform on the wall."""
    art = Canvas(WIDTH, HEIGHT, FOAM)
    art.fade(mix(FOAM, PAPER, 0.55), mix(FOAM, PAPER, 0.2))
    art.fill([(0, 800), (WIDTH, 800), (WIDTH, HEIGHT), (0, HEIGHT)], mix(STONE, SAND, 0.55))
    art.rect((900, 110, 1330, 350), INK, 14)
    art.rect((916, 126, 1314, 334), NIGHT, 6)
    for row, color in ((186, MIST), (262, ROSE)):
        art.line([(930.0 + i * 2, row - _pulse(i, 62 if row < 200 else 84)) for i in range(186)], color, 3.5)
    _bed(art)
    art.rect((200, 330, 560, 770), PAPER, 60)
    art.rect((200, 330, 330, 770), SAND, 50)
    art.rect((330, 456, 560, 654), DEEP, 30)
    art.rect((500, 456, 562, 654), DEEP)
    art.rect((230, 770, 520, 800), EARTH, 8)
    for x in (270, 480):
        art.disc((x, 824), 30, INK)
        art.disc((x, 824), 11, STONE)
    art.rect((236, 380, 300, 420), OXBLOOD, 8)
    art.rect((400, 606, 560, 652), PAPER, 22)
    art.fill(curve([(520, 560), (600, 570), (610, 640), (520, 622)], closed=True), mix(ROSE, SAND, 0.5))
    art.oval((476, 566), 66, 48, mix(ROSE, SAND, 0.62))
    art.fill(curve([(440, 524), (404, 556), (412, 600), (462, 616), (500, 606), (456, 584)], closed=True), EARTH)
    return art.jpeg()


def _pulse(i: int, period: int) -> float:
    """Return the height of a heartbeat at step *i*: a bump, a spike, a slow wave."""
    t = i % period / period
    spike = 64 * max(0.0, 1 - abs(t - 0.35) * 22) - 20 * max(0.0, 1 - abs(t - 0.42) * 24)
    return spike + 11 * max(0.0, sin((t - 0.5) * pi * 3.6)) * (t > 0.5) * (t < 0.78) + 5 * sqrt(abs(sin(t * pi)))


def _bed(art: Canvas) -> None:
    """Draw the bed: pillow, mattress, blanket, frame and wheels."""
    art.rect((420, 640, 1480, 690), PAPER, 24)
    art.rect((420, 682, 1480, 716), TEAL, 10)
    art.fill(curve([(560, 646), (640, 560), (820, 536), (1040, 560), (1280, 590), (1440, 600), (1484, 700),
                    (1000, 706), (570, 700)], closed=True), MIST)  # fmt: skip
    art.line(curve([(650, 578), (760, 618), (960, 628), (1250, 644), (1470, 650)]), mix(MIST, TEAL, 0.5), 3)
    art.rect((404, 590, 520, 650), PAPER, 28)
    art.rect((1470, 520, 1496, 720), EARTH, 8)
    for x in (700, 1380):
        art.rect((x - 12, 716, x + 12, 810), EARTH)
        art.disc((x, 824), 24, INK)
        art.disc((x, 824), 9, STONE)
