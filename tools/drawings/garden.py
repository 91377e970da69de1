"""Pictures of citrus fruit, fresh and dried."""

import math

from drawings.fruit import (
    citrus,
    half_citrus,
    leaf,
    slice_of,
    stalk_star,
    twig,
)
from drawings.packs import pouch
from drawings.sheet import (
    ORANGE,
    Sheet,
    circle,
    dim,
    ellipse,
    ground,
    group,
    path,
    placed,
    rect,
    rounded,
    shadow,
    spots,
    stroke,
    text,
    turned,
)

Picture = list[str]
POMELO = "#dccb45"


def oranges(sheet: Sheet) -> Picture:
    """cam: two oranges, a half and a quarter."""
    return [
        *ground(sheet, ORANGE),
        shadow(sheet, 830, 1052, 300, 42),
        citrus(sheet, 845, 800, 262, ORANGE, 2),
        stalk_star(862, 572, 1.5),
        leaf(sheet, 862, 566, 300, -24, width=0.22),
        shadow(sheet, 450, 1052, 320, 44),
        citrus(sheet, 430, 720, 325, ORANGE),
        stalk_star(436, 436, 1.8),
        twig("M436 432C438 400 446 380 462 360", 17),
        leaf(sheet, 450, 386, 330, -12, width=0.22),
        leaf(sheet, 446, 392, 250, -142, "#4a8f4f", 0.22),
        shadow(sheet, 640, 1118, 250, 30, 0.5),
        half_citrus(sheet, 640, 900, 222, ORANGE, "#f59a26"),
        shadow(sheet, 1010, 1128, 170, 22, 0.5),
        slice_of(sheet, 1010, 1008, 128, -14, [ORANGE, "#f59a26"]),
    ]


def dried_slice(sheet: Sheet, x: float, y: float, r: float, squeeze: float, turn: float) -> str:
    """A thin round of dried orange, seen a little from the side."""
    body = half_citrus(sheet, 0, 0, r, "#b9581a", "#dd7d1c", 0.01)
    flat = group(body, transform=f"scale(1 {squeeze})")
    edge = ellipse(0, 9, r, r * squeeze, "#8f4213")
    return placed([edge, flat], x, y, turn)


def dried_oranges(sheet: Sheet) -> Picture:
    """cam-say: rounds of dried orange before their bag."""
    return [
        *ground(sheet, ORANGE),
        shadow(sheet, 500, 1072, 330, 44),
        *orange_bag(sheet),
        shadow(sheet, 880, 1092, 300, 40),
        dried_slice(sheet, 940, 860, 190, 1, 8),
        dried_slice(sheet, 770, 950, 160, 1, -10),
        shadow(sheet, 830, 1122, 330, 24, 0.45),
        dried_slice(sheet, 990, 1070, 165, 0.34, 4),
        dried_slice(sheet, 690, 1092, 150, 0.32, -3),
        dried_slice(sheet, 1000, 1030, 158, 0.34, -7),
    ]


def orange_bag(sheet: Sheet) -> Picture:
    """The bag, with a window on the rounds."""
    window = path("M310 560Q500 520 690 560V760Q500 800 310 760Z")
    seen = [
        half_citrus(sheet, x, y, 84, "#b9581a", "#dd7d1c", 0.01)
        for x, y in spots("330 590, 470 570, 610 590, 700 640, 390 690, 540 690, 670 740, 300 720")
    ]
    return [
        *pouch(sheet, 260, 200, 480, 870, "#2d6b45"),
        text(500, 400, "CAM SẤY", 84, "#fff3da", font_weight=700),
        text(500, 462, "sấy lát, giữ nguyên vỏ", 34, "#fff3da", font_weight=500),
        sheet.inside(
            window,
            [
                rect(290, 500, 420, 320, "#7a3512"),
                *seen,
                path("M310 520H400L350 800H300Z", "#fff", opacity=0.18),
            ],
        ),
        path(
            "M310 560Q500 520 690 560V760Q500 800 310 760Z",
            stroke="#fff3da",
            stroke_width=9,
            stroke_linejoin="round",
        ),
        leaf(sheet, 415, 900, 130, -150, "#9cc06a", 0.24),
        leaf(sheet, 440, 900, 130, -30, "#9cc06a", 0.24),
    ]


def pomelo(sheet: Sheet) -> Picture:
    """buoi: a pomelo, and half of one with its thick pith."""
    body = spots("300 40, 304 110, 360 190, 480 268, 640 330, 800 338, 950 262, 1030 130, 1044 30")
    pores = []
    for index in range(80):
        reach, around = math.sqrt((index + 0.5) / 80) * 300, index * 2.39996
        pores.append(
            circle(
                round(470 + reach * math.cos(around)),
                round(720 + reach * 0.92 * math.sin(around)),
                3.4,
                dim(POMELO, 0.3),
            )
        )
    return [
        *ground(sheet, "#c3bd3f"),
        shadow(sheet, 480, 1046, 360, 46),
        path(turned(470, body), rounded(sheet, POMELO)),
        group(pores, opacity=0.45),
        ellipse(350, 560, 80, 44, "#fff", opacity=0.36, transform="rotate(-44 350 560)"),
        ellipse(470, 312, 60, 17, dim(POMELO, 0.3), opacity=0.6),
        twig("M470 312C468 270 474 240 490 210", 20),
        leaf(sheet, 478, 250, 360, -10, width=0.23),
        leaf(sheet, 476, 262, 300, -152, "#4a8f4f", 0.23),
        shadow(sheet, 860, 1112, 300, 34, 0.5),
        half_citrus(sheet, 850, 842, 276, POMELO, "#f0b75a", 0.14),
        shadow(sheet, 390, 1136, 190, 22, 0.5),
        *pulp_wedges(sheet, 390, 1080),
    ]


def pulp_wedges(sheet: Sheet, x: float, y: float) -> Picture:
    """Two peeled wedges lying on their backs."""
    fill = sheet.linear((0, "#fbe3ac"), (0.6, "#f0b75a"), (1, "#d9963a"), to=(0, 1))
    shape = "M-150 -40C-110 60 110 60 150 -40C90 -4 -90 -4 -150 -40Z"
    cells = "".join(
        f"M{-110 + step * 24} {-8 + abs(step - 4.5) * -3:.0f}q4 18 -2 30" for step in range(10)
    )
    one = [
        path(shape, fill, stroke="#e5a94d", stroke_width=6, stroke_linejoin="round"),
        stroke(cells, "#fdeec8", 6, opacity=0.75),
    ]
    return [placed(one, x + 40, y - 24, -16, 0.9), placed(one, x, y + 20, 5)]


PICTURES = {
    "cam": ("Cam", oranges),
    "cam-say": ("Cam sấy lát", dried_oranges),
    "buoi": ("Bưởi", pomelo),
}
