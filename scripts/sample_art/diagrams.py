"""Diagrams with words: the desk before two archives, a weekly curve, how a sinogram comes about, bills."""

from math import cos, pi, radians, sin

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
    mix,
    on_circle,
)
from sample_art.letters import write

WEEKLY = (1.2, 1.9, 2.4, 3.0, 3.4, 3.7, 4.0, 4.2, 0.6, 2.9, 4.1, 4.6, 4.8, 4.9, 4.6, 4.7, 4.5, 4.2, 3.6, 2.4, 1.3)  # To


def bills() -> bytes:
    """Draw a pile of sheets with columns of figures; the last one is oxblood and sticks out."""
    art = Canvas(1600, 1000, SAND)
    art.fade(mix(SAND, PAPER, 0.35), SAND)
    _sheet(art, (985, 560), 17, OXBLOOD, mix(OXBLOOD, ROSE, 0.55))
    for number, (x, y, lean) in enumerate(
        ((820, 530, -9), (770, 515, 5), (740, 500, -3), (700, 490, 2.5), (660, 480, -5))
    ):
        _sheet(art, (x + 8, y + 10), lean, mix(STONE, SAND, 0.4), None)
        _sheet(art, (x, y), lean, mix(PAPER, SAND, 0.34 - number * 0.07), STONE if number == 4 else SAND)
    return art.jpeg()


def _sheet(art: Canvas, center: Point, lean: float, color: Color, ink: Color | None) -> None:
    """Draw one sheet turned by *lean* degrees, with lines and amounts if *ink* is given."""
    c, s = cos(radians(lean)), sin(radians(lean))

    def box(left: float, top: float, right: float, bottom: float, shade: Color) -> None:
        corners = ((left, top), (right, top), (right, bottom), (left, bottom))
        art.fill([(center[0] + x * c - y * s, center[1] + x * s + y * c) for x, y in corners], shade)

    box(-290, -400, 290, 400, color)
    if ink is None:
        return
    box(-240, -350, -90, -322, mix(ink, TEAL, 0.8) if ink == STONE else ink)
    for row in range(15):
        top = -255 + row * 38
        box(-240, top, -240 + 150 + row * 67 % 130, top + 11, ink)
        box(240 - 46 - row * 29 % 44, top, 240, top + 11, mix(ink, EARTH, 0.5) if ink == STONE else ink)
    box(-240, 326, 240, 330, ink)
    box(110, 346, 240, 368, OXBLOOD if ink == STONE else ink)


def _label(art: Canvas, box: tuple[float, float, float, float], words: tuple[str, str], color: Color) -> None:
    """Draw a filled box with a title and a line under it."""
    art.rect(box, color, 10)
    middle, height = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
    write(art, (middle, height - 4), words[0], 33, PAPER, bold=0.5, anchor="middle")
    write(art, (middle, height + 40), words[1], 26, FOAM, anchor="middle")


def _arrow(art: Canvas, start: Point, end: Point, color: Color, words: str, lift: float) -> None:
    """Draw a straight arrow with *words* above (or, with a negative *lift*, below) its middle."""
    length = ((end[0] - start[0]) ** 2 + (end[1] - start[1]) ** 2) ** 0.5
    ux, uy = (end[0] - start[0]) / length, (end[1] - start[1]) / length
    art.line([start, (end[0] - ux * 14, end[1] - uy * 14)], color, 5)
    base = (end[0] - ux * 26, end[1] - uy * 26)
    art.fill([end, (base[0] - uy * 13, base[1] + ux * 13), (base[0] + uy * 13, base[1] - ux * 13)], color)
    middle = ((start[0] + end[0]) / 2, (start[1] + end[1]) / 2 - lift)
    write(art, middle, words, 26, mix(color, INK, 0.3), anchor="middle")


def desk() -> bytes:
    """Draw the way of a request: consoles, the desk, the new archive, else the old one."""
    art = Canvas(1400, 760, PAPER)
    _label(art, (60, 300, 360, 460), ("Consoles", "240 postes"), EARTH)
    _label(art, (540, 260, 860, 500), ("Guichet", "une seule adresse"), DEEP)
    _label(art, (1040, 90, 1340, 250), ("Nouvelle archive", "lue en premier"), TEAL)
    _label(art, (1040, 510, 1340, 670), ("Ancienne archive", "lue à défaut"), mix(OXBLOOD, EARTH, 0.25))
    _arrow(art, (366, 380), (534, 380), EARTH, "demande", 22)
    _arrow(art, (866, 310), (1034, 190), TEAL, "1. cherche", 74)
    _arrow(art, (866, 450), (1034, 580), OXBLOOD, "2. à défaut", -100)
    _arrow(art, (1190, 504), (1190, 256), STONE, "", 0)
    write(art, (1172, 388), "3. copie", 26, EARTH, anchor="right")
    return art.png()


def weekly_volume() -> bytes:
    """Draw the volume copied each week, with the fall of week 9."""
    art = Canvas(1400, 760, PAPER)
    left, bottom, step, unit = 130, 640, 58, 104
    for level in range(6):
        y = bottom - level * unit
        art.line([(left, y), (1350, y)], mix(PAPER, STONE, 0.5), 1.5)
        write(art, (left - 22, y + 9), str(level), 26, EARTH, anchor="right")
    for week, volume in enumerate(WEEKLY):
        x = left + 20 + week * step
        art.rect((x, bottom - volume * unit, x + 38, bottom), OXBLOOD if week == 8 else TEAL, 3)
        if (week + 1) % 4 == 1 or week == 8:
            write(art, (x + 19, bottom + 40), str(week + 1), 26, EARTH, anchor="middle")
    art.line([(left, bottom), (1350, bottom)], INK, 3)
    write(art, (left - 60, 66), "To copiés par semaine", 30, INK, bold=0.4)
    write(art, (1350, bottom + 82), "semaine", 26, EARTH, anchor="right")
    x = left + 20 + 8 * step + 19
    art.line([(x, bottom - 80), (x, bottom - 4.55 * unit)], OXBLOOD, 2)
    write(art, (x, bottom - 4.65 * unit), "panne de l’onduleur", 26, OXBLOOD, anchor="middle")
    return art.png()


def projection() -> bytes:
    """Draw two structures in a body and the sinusoid of each in the sinogram."""
    art = Canvas(1400, 760, PAPER)
    center = (360.0, 390.0)
    art.ring(center, 285, STONE, 2)
    tube = on_circle(center, 285, 225)
    for step in range(-8, 9):
        art.line([tube, on_circle(center, 285, 45 + step * 6)], mix(PAPER, MIST, 0.6), 1.5)
    art.disc(center, 168, mix(FOAM, PAPER, 0.35))
    art.ring(center, 168, TEAL, 4)
    spots = ((on_circle(center, 110, 320), OXBLOOD, 24, 320), (on_circle(center, 70, 150), TEAL, 32, 150))
    for spot, color, radius, _ in spots:
        art.disc(spot, radius, color)
    art.disc(tube, 20, INK)
    write(art, (tube[0] - 8, tube[1] - 34), "tube", 28, INK, anchor="middle")
    art.arc(center, 318, 252, 292, EARTH, 4)
    head = on_circle(center, 318, 293)
    art.fill([(head[0] + 14, head[1] + 8), (head[0] - 12, head[1] - 12), (head[0] - 16, head[1] + 12)], EARTH)
    art.rect((780, 90, 1320, 680), NIGHT, 4)
    for _, color, radius, phase in reversed(spots):
        reach = 200 if color == OXBLOOD else 128
        trace = [(1050 + reach * cos(radians(phase) - i / 118 * 2 * pi), 85 + i * 5.0) for i in range(121)]
        art.line(trace, mix(color, ROSE if color == OXBLOOD else MIST, 0.45), radius * 0.9)
    art.rect((780, 40, 1320, 90), PAPER)
    art.rect((780, 680, 1320, 730), PAPER)
    write(art, (1050, 66), "position sur le détecteur", 28, INK, anchor="middle")
    write(art, (1050, 728), "une ligne par angle, de haut en bas", 28, EARTH, anchor="middle")
    write(art, (center[0], 728), "corps vu en coupe", 28, EARTH, anchor="middle")
    return art.png()
