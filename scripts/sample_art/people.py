"""People without faces: the authors, a woman before dark screens, a head in fine lines."""

from collections.abc import Callable

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
)

# A head seen from the side, looking left, in a square of 100 by 100.
PROFILE: list[Point] = [
    (52, 100), (50, 88), (40, 86), (32, 86), (27.8, 82.5), (29, 78.5), (27.2, 75.6), (28.2, 73.4), (26.6, 70.5),
    (28, 66), (22, 63), (20.5, 60), (25.5, 53), (26.5, 47), (25, 42), (26, 33), (31, 20), (42, 9), (57, 5), (72, 10),
    (82, 22), (86, 38), (84, 54), (79, 68), (77, 80), (80, 92), (84, 100),
]  # fmt: skip


def profile(left: float, top: float, size: float) -> list[Point]:
    """Return the outline of a head in a square of *size* pixels."""
    return curve([(left + x * size / 100, top + y * size / 100) for x, y in PROFILE], steps=10)


def before_screens() -> bytes:
    """Draw a woman from the side before a row of dark screens; one shows a red line."""
    art = Canvas(1600, 1000, DEEP)
    art.fade(mix(DEEP, TEAL, 0.4), DEEP)
    for row in range(2):
        for column in range(4):
            x, y = 60 + column * 260, 110 + row * 330
            art.rect((x, y, x + 232, y + 260), INK, 10)
            art.rect((x + 10, y + 10, x + 222, y + 232), mix(NIGHT, DEEP, 0.35), 3)
            art.fill([(x + 10, y + 10), (x + 96, y + 10), (x + 10, y + 150)], mix(NIGHT, DEEP, 0.75))
            if (row, column) == (0, 1):
                art.line([(x + 30, y + 124), (x + 202, y + 124)], mix(OXBLOOD, ROSE, 0.3), 6)
    art.rect((0, 770, 1600, 1000), mix(NIGHT, INK, 0.4))
    _woman(art)
    return art.jpeg()


def _woman(art: Canvas) -> None:
    """Draw the woman at the right: coat, scarf, head, hair in a bun."""
    skin = mix(ROSE, SAND, 0.6)
    coat = [(960, 1060), (985, 960), (1070, 895), (1200, 850), (1390, 840), (1500, 890), (1570, 1060)]
    art.fill(curve(coat), PAPER)
    art.fill([(1195, 860), (1240, 1010), (1330, 1010), (1390, 850)], mix(SAND, PAPER, 0.2))
    head = profile(920, 290, 560)
    art.fill([*head, (1360, 860), (1200, 870)], skin)
    art.fill(
        curve([(1196, 838), (1290, 822), (1380, 796), (1400, 850), (1310, 900), (1206, 908)], closed=True), OXBLOOD
    )
    hair: list[Point] = [
        (1062, 505), (1054, 440), (1088, 370), (1160, 312), (1250, 300), (1345, 330), (1412, 420), (1426, 530),
        (1402, 650), (1366, 705), (1312, 700), (1290, 640), (1300, 570), (1262, 520), (1200, 480), (1130, 470),
    ]  # fmt: skip
    art.oval((1448, 590), 70, 78, INK)
    art.fill(curve(hair, closed=True), INK)
    art.line(curve([(1120, 400), (1250, 350), (1370, 430), (1400, 560)]), mix(INK, EARTH, 0.5), 3)
    art.oval((1268, 600), 25, 38, mix(skin, ROSE, 0.45))
    art.disc((1262, 648), 8, OXBLOOD)


def portrait(ground: Color, skin: Color, coat: Color, dress: Callable[[Canvas, Color], None]) -> bytes:
    """Draw a bust on *ground*; *dress* adds hair, glasses, beard or scarf."""
    art = Canvas(600, 600, ground)
    art.fill(curve([(60, 640), (84, 520), (180, 462), (300, 446), (420, 462), (516, 520), (540, 640)]), coat)
    art.fill([(252, 380), (348, 380), (356, 470), (300, 510), (244, 470)], mix(skin, EARTH, 0.18))
    art.oval((300, 278), 102, 132, skin)
    dress(art, skin)
    return art.png()


def _claire(art: Canvas, _skin: Color) -> None:
    hair: list[Point] = [
        (196, 320), (182, 230), (208, 150), (290, 116), (380, 134), (420, 210), (406, 318), (390, 330), (392, 262),
        (350, 214), (290, 222), (240, 200), (212, 262), (210, 330),
    ]  # fmt: skip
    art.fill(curve(hair, closed=True), STONE)
    art.fill([(180, 462), (244, 456), (300, 560), (262, 600)], mix(DEEP, NIGHT, 0.5))
    art.fill([(420, 462), (356, 456), (300, 560), (338, 600)], mix(DEEP, NIGHT, 0.5))
    art.fill([(246, 462), (354, 462), (300, 556)], PAPER)


def _yann(art: Canvas, _skin: Color) -> None:
    beard: list[Point] = [(200, 290), (214, 360), (250, 420), (300, 440), (350, 420), (386, 360), (400, 290),
                          (376, 330), (340, 346), (300, 336), (260, 346), (224, 330)]  # fmt: skip
    art.fill(curve(beard, closed=True), EARTH)
    hair: list[Point] = [(198, 270), (190, 190), (236, 136), (320, 126), (392, 160), (410, 230), (402, 272), (382, 214),
                         (320, 190), (236, 206)]  # fmt: skip
    art.fill(curve(hair, closed=True), EARTH)
    for x in (256, 344):
        art.ring((x, 280), 34, INK, 7)
    art.line([(290, 276), (310, 276)], INK, 6)
    art.fill([(236, 458), (300, 486), (364, 458), (348, 520), (300, 530), (252, 520)], mix(OXBLOOD, INK, 0.25))


def _samia(art: Canvas, skin: Color) -> None:
    back: list[Point] = [(300, 112), (420, 150), (452, 270), (446, 430), (470, 540), (390, 560), (384, 486), (216, 486),
                         (214, 560), (130, 540), (152, 430), (146, 270), (180, 150)]  # fmt: skip
    art.fill(curve(back, closed=True), INK)
    art.fill(curve([(60, 640), (84, 530), (180, 474), (300, 460), (420, 474), (516, 530), (540, 640)]), OXBLOOD)
    art.fill([(252, 370), (348, 370), (362, 470), (300, 524), (238, 470)], mix(skin, EARTH, 0.2))
    art.oval((290, 284), 98, 126, skin)
    art.fill(curve([(188, 330), (176, 220), (240, 140), (330, 140), (404, 220), (400, 340), (384, 250), (330, 190),
                    (250, 216), (204, 270)], closed=True), INK)  # fmt: skip
    art.disc((393, 330), 8, SAND)
    art.fill(curve([(120, 560), (146, 440), (172, 330), (196, 400), (190, 520), (180, 572)], closed=True), INK)


def _paul(art: Canvas, skin: Color) -> None:
    art.oval((300, 262), 108, 132, skin)
    art.oval((196, 288), 16, 30, skin)
    art.oval((404, 288), 16, 30, skin)
    art.fill(curve([(230, 176), (262, 150), (310, 144), (270, 170), (240, 210)], closed=True), mix(skin, PAPER, 0.45))
    scarf: list[Point] = [
        (196, 440),
        (240, 408),
        (300, 424),
        (360, 408),
        (404, 440),
        (412, 492),
        (300, 522),
        (188, 492),
    ]
    art.fill(curve(scarf, closed=True), mix(TEAL, MIST, 0.35))
    art.fill([(322, 500), (392, 490), (404, 640), (330, 640)], mix(TEAL, MIST, 0.2))
    for row in range(4):
        art.line([(334 + row, 530 + row * 26), (394 + row * 2, 524 + row * 26)], mix(FOAM, PAPER, 0.3), 5)
    art.line(curve([(200, 462), (300, 486), (402, 462)]), mix(TEAL, DEEP, 0.4), 4)


def claire() -> bytes:
    return portrait(SAND, mix(ROSE, SAND, 0.7), DEEP, _claire)


def yann() -> bytes:
    return portrait(MIST, mix(ROSE, SAND, 0.55), mix(EARTH, INK, 0.4), _yann)


def samia() -> bytes:
    return portrait(FOAM, mix(ROSE, EARTH, 0.28), OXBLOOD, _samia)


def paul() -> bytes:
    return portrait(mix(STONE, SAND, 0.4), mix(ROSE, SAND, 0.62), mix(INK, EARTH, 0.5), _paul)
