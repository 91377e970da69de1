"""Pictures of bottles, and of the basket."""

from drawings.fruit import RED, leaf, lychee, peeled
from drawings.packs import bottle, label, shine
from drawings.sheet import (
    LEAF,
    LYCHEE,
    Sheet,
    dim,
    ellipse,
    ground,
    group,
    lit,
    path,
    placed,
    rect,
    shadow,
    spots,
    stroke,
    turned,
    upright,
    use,
)

Picture = list[str]
BAMBOO = "#cf9f55"


def lychee_art(sheet: Sheet, scale: float = 1) -> str:
    """Two lychees and a leaf, for a label."""
    name = lychee(sheet, RED, 0)
    return placed(
        [
            leaf(sheet, 8, -36, 96, -28, width=0.22),
            use(name, -34, 6, 0, 0.5),
            use(name, 44, 12, 12, 0.44),
        ],
        0,
        0,
        scale=scale,
    )


def drink(sheet: Sheet) -> Picture:
    """nuoc-vai: a bottle of lychee drink, a glass with ice."""
    return [
        *ground(sheet, "#ee9a92"),
        shadow(sheet, 440, 1068, 270, 40),
        *drink_bottle(sheet),
        shadow(sheet, 860, 1098, 260, 38),
        *glass(sheet),
        shadow(sheet, 600, 1132, 150, 20, 0.5),
        use(lychee(sheet, RED, 1), 570, 1060, -8, 0.82),
        peeled(sheet, 1090, 1058, 78),
    ]


def drink_bottle(sheet: Sheet) -> Picture:
    """The bottle of the drink."""
    body = spots(
        "250 74, 250 74, 330 76, 400 110, 480 176, 560 190, 1010 190, 1052 178, 1066 150, 1066 150"
    )
    juice = spots("420 116, 420 116, 484 164, 560 178, 1010 178, 1044 166, 1054 140, 1054 140")
    return [
        path(turned(430, body), sheet.linear((0, "#e6d2c6"), (0.2, "#fff9f3"), (1, "#d9c0b4"))),
        bottle(sheet, 430, juice, "#f2b9ae"),
        ellipse(430, 421, 116, 12, "#fbdcd3"),
        path(
            turned(430, [(168, 78), (168, 78), (176, 86), (256, 86), (256, 86)]),
            upright(sheet, LYCHEE),
        ),
        rect(340, 256, 180, 22, upright(sheet, dim(LYCHEE, 0.2)), 8),
        *shine(290, 560, 1000, 18),
        *label(sheet, (266, 610, 328, 330), "NƯỚC VẢI", "ướp lạnh ngon hơn", art=lychee_art(sheet)),
    ]


def glass(sheet: Sheet) -> Picture:
    """A tumbler of the drink: ice, a lychee, a sprig."""
    wall = "M670 560L706 1066Q710 1092 736 1092H964Q990 1092 994 1066L1030 560Z"
    inside = "M684 660L714 1044Q716 1066 738 1066H962Q984 1066 986 1044L1016 660Z"
    ice = [
        rect(
            x,
            y,
            104,
            96,
            "#fffafa",
            22,
            opacity=0.62,
            transform=f"rotate({turn} {x} {y})",
            stroke="#fff",
            stroke_width=5,
        )
        for x, y, turn in spots("740 650 14, 900 640 -10, 800 770 -12, 880 800 20")
    ]
    return [
        stroke("M900 1000L1000 400", LYCHEE, 26),
        stroke("M895 1000L995 402", lit(LYCHEE, 0.4), 7, opacity=0.8),
        path(wall, "#fff", opacity=0.5),
        path(
            inside,
            sheet.linear((0, "#f3a99d"), (0.25, "#fbd3ca"), (0.6, "#f3b3a7"), (1, "#d98c82")),
        ),
        *ice,
        ellipse(850, 660, 166, 20, "#fde6df", opacity=0.85),
        ellipse(786, 640, 62, 56, sheet.radial((0, "#ffffff"), (0.6, "#faeee9"), (1, "#e2c0b8"))),
        leaf(sheet, 850, 640, 150, -62, "#4a9a50", 0.34),
        leaf(sheet, 846, 644, 130, -118, "#3a8544", 0.34),
        leaf(sheet, 856, 644, 120, -14, "#57a657", 0.34),
        path(wall, stroke="#e9d6cb", stroke_width=7, stroke_linejoin="round"),
        stroke("M712 720L732 1010", "#fff", 16, opacity=0.7),
    ]


def wine(sheet: Sheet) -> Picture:
    """ruou-vai: a bottle with its seal, two small cups."""
    body = spots(
        "300 52, 300 52, 470 54, 540 70, 610 150, 680 184, 1030 184, 1062 172, 1072 140, 1072 140"
    )
    drops = spots("596 140, 596 140, 690 172, 1028 172, 1050 160, 1058 130, 1058 130")
    cup = "#f4ead6"
    return [
        *ground(sheet, "#d98d6a"),
        shadow(sheet, 520, 1076, 280, 42),
        path(turned(500, body), sheet.linear((0, "#d7c2ae"), (0.2, "#fdf4e8"), (1, "#ccb39d"))),
        bottle(sheet, 500, drops, "#e8b878"),
        ellipse(500, 598, 140, 14, "#f1c7a6"),
        path(
            turned(500, [(190, 50), (190, 50), (200, 58), (330, 60), (420, 60), (420, 60)]),
            upright(sheet, LYCHEE),
        ),
        path(turned(500, [(176, 40), (176, 40), (196, 46), (196, 46)]), upright(sheet, "#b98a5a")),
        stroke("M436 400Q500 420 564 400M438 378Q500 398 562 378", "#e8c27a", 7),
        *shine(374, 700, 1010, 17),
        *label(
            sheet, (340, 700, 320, 300), "RƯỢU VẢI", "uống có chừng mực", art=lychee_art(sheet, 0.9)
        ),
        *small_cup(sheet, 790, 940, cup),
        *small_cup(sheet, 970, 980, cup),
        shadow(sheet, 270, 1122, 150, 20, 0.5),
        leaf(sheet, 240, 1010, 190, -150, width=0.2),
        use(lychee(sheet, RED, 1), 250, 1036, 0, 0.88),
    ]


def small_cup(sheet: Sheet, x: float, y: float, colour: str) -> Picture:
    """A thimble of glazed clay."""
    side = [
        (y, 84),
        (y, 84),
        (y + 60, 80),
        (y + 112, 56),
        (y + 122, 44),
        (y + 134, 46),
        (y + 134, 46),
    ]
    return [
        shadow(sheet, x, y + 134, 110, 22, 0.5),
        path(turned(x, side), upright(sheet, colour)),
        stroke(f"M{x - 70} {y + 74}Q{x} {y + 98} {x + 70} {y + 74}", "#3f6f8a", 7, opacity=0.75),
        ellipse(x, y, 84, 20, "#d9c7a6"),
        ellipse(x, y + 3, 74, 15, sheet.linear((0, "#f3c9a0"), (1, "#d99a6a"))),
        stroke(f"M{x - 60} {y + 34}Q{x - 56} {y + 60} {x - 44} {y + 82}", "#fff", 9, opacity=0.8),
    ]


def oil(sheet: Sheet) -> Picture:
    """tinh-dau: a small brown bottle with a dropper."""
    amber = "#9a4f17"
    body = spots(
        "470 70, 470 70, 520 74, 556 130, 600 200, 660 212, 1020 212, 1060 200, 1076 160, 1076 160"
    )
    return [
        *ground(sheet, "#8aa85a"),
        leaf(sheet, 790, 1050, 420, -58, "#4a8f4f", 0.2),
        leaf(sheet, 810, 1070, 420, -30, "#37804a", 0.2),
        leaf(sheet, 420, 1060, 380, -128, "#4a8f4f", 0.2),
        leaf(sheet, 410, 1080, 340, -156, "#37804a", 0.2),
        shadow(sheet, 630, 1080, 320, 44),
        bottle(sheet, 620, body, amber),
        path(
            turned(
                620, [(760, 196), (760, 196), (1016, 196), (1050, 184), (1060, 150), (1060, 150)]
            ),
            dim(amber, 0.45),
            opacity=0.5,
        ),
        *dropper(sheet),
        *shine(444, 640, 1000, 20),
        *label(
            sheet,
            (468, 690, 304, 320),
            "TINH DẦU",
            "",
            LEAF,
            "".join(
                [
                    leaf(sheet, 0, 40, 120, -126, width=0.24),
                    leaf(sheet, 0, 40, 120, -54, width=0.24),
                    leaf(sheet, 0, 40, 124, -90, "#4a8f4f", 0.24),
                ]
            ),
        ),
        *oil_drop(sheet, 960, 1070),
    ]


def dropper(sheet: Sheet) -> Picture:
    """The black cap with its rubber bulb."""
    cap = spots("330 84, 330 84, 340 94, 478 94, 490 88, 490 88")
    bulb = spots("150 20, 154 36, 190 54, 270 56, 310 70, 334 74, 334 74")
    ridges = "".join(f"M{540 + step * 20} 352V470" for step in range(9))
    return [
        path(turned(620, bulb), upright(sheet, "#3c3431")),
        path(turned(620, cap), upright(sheet, "#2f2a28")),
        stroke(ridges, "#55494a", 5, opacity=0.8),
    ]


def oil_drop(sheet: Sheet, x: float, y: float) -> Picture:
    """A drop that has fallen beside the bottle."""
    gold = sheet.radial((0, "#fbe08a"), (0.6, "#e3a52c"), (1, "#b8741a"))
    return [
        shadow(sheet, x, y + 44, 110, 18, 0.5),
        path(
            f"M{x} {y - 100}C{x + 30} {y - 50} {x + 62} {y - 24} {x + 62} {y + 4}"
            f"A62 50 0 0 1 {x - 62} {y + 4}C{x - 62} {y - 24} {x - 30} {y - 50} {x} {y - 100}Z",
            gold,
        ),
        ellipse(x - 24, y - 6, 12, 20, "#fff", opacity=0.7),
    ]


def basket(sheet: Sheet) -> Picture:
    """gio-tre: a basket woven of bamboo, with its handle, some fruit in it."""
    outline = path("M236 600H1044L966 1040Q958 1084 914 1084H366Q322 1084 314 1040Z")
    dark = sheet.linear((0.1, "#43141c"), (0.75, "#43141c"), fades=True)
    names = [lychee(sheet, RED, key) for key in (0, 1)]
    fruit = spots(
        "380 560 84, 540 530 90, 710 526 90, 880 556 86, 460 600 88, 630 600 92, 800 604 88"
    )
    return [
        *ground(sheet, "#d3a75a"),
        *handle(),
        shadow(sheet, 650, 1084, 470, 50),
        ellipse(640, 596, 412, 62, dim(BAMBOO, 0.7)),
        leaf(sheet, 480, 540, 260, -150, width=0.19),
        leaf(sheet, 770, 530, 270, -32, "#2f7342", 0.19),
        *(
            use(names[index % 2], x, y, index * 7 - 20, r / 100)
            for index, (x, y, r) in enumerate(fruit)
        ),
        leaf(sheet, 610, 560, 220, -70, "#4a8f4f", 0.2),
        sheet.inside(
            outline,
            [
                rect(200, 560, 880, 540, dim(BAMBOO, 0.6)),
                *weave(sheet),
                rect(200, 560, 880, 540, dark, opacity=0.36, transform="matrix(-1 0 0 1 1280 0)"),
            ],
        ),
        *rim(sheet),
        path(
            "M322 1022H958L950 1056Q944 1084 914 1084H366Q336 1084 330 1056Z",
            upright(sheet, BAMBOO),
        ),
        stroke("M344 1050H936", dim(BAMBOO, 0.4), 5, opacity=0.6),
    ]


def handle() -> Picture:
    """The bow of split cane."""
    return [
        path("M300 600C270 80 1010 80 980 600", stroke=dim(BAMBOO, 0.45), stroke_width=44),
        path("M300 600C270 80 1010 80 980 600", stroke=lit(BAMBOO, 0.14), stroke_width=28),
        path(
            "M292 560C280 104 990 90 988 560",
            stroke=dim(BAMBOO, 0.4),
            stroke_width=28,
            stroke_dasharray="7 40",
            opacity=0.7,
        ),
    ]


def weave(sheet: Sheet) -> Picture:
    """Strips of bamboo that go over and under stakes."""
    across = sheet.linear((0, dim(BAMBOO, 0.2)), (0.4, lit(BAMBOO, 0.34)), (1, dim(BAMBOO, 0.22)))
    along = sheet.linear((0, dim(BAMBOO, 0.26)), (0.5, BAMBOO), (1, dim(BAMBOO, 0.34)), to=(0, 1))
    strip = sheet.symbol(
        [
            rect(-15, 4, 86, 44, across, 14),
            stroke("M2 18H56M0 32H58", dim(BAMBOO, 0.34), 2.4, opacity=0.45),
        ]
    )
    stake = sheet.symbol([rect(10, -12, 38, 76, along, 12)])
    cells = [(row, column) for row in range(10) for column in range(16)]
    return [
        use(name, 180 + column * 56, 592 + row * 52)
        for odd, name in ((1, stake), (0, strip))
        for row, column in cells
        if (row + column) % 2 == odd
    ]


def rim(sheet: Sheet) -> Picture:
    """The rim, wound with a split cane."""
    wound = "".join(f"M{236 + step * 34} {588 + bend(step)}l20 {34}" for step in range(24))
    return [
        path(
            "M222 590Q640 680 1058 590L1050 636Q640 730 230 636Z",
            upright(sheet, lit(BAMBOO, 0.08)),
            stroke=dim(BAMBOO, 0.3),
            stroke_width=4,
            stroke_linejoin="round",
        ),
        group(stroke(wound, dim(BAMBOO, 0.42), 7, opacity=0.65)),
    ]


def bend(step: int) -> int:
    """How far the rim hangs at its `step`-th turn."""
    across = (step - 11.5) / 11.5
    return round(54 * (1 - across**2) * 0.92) + 6


PICTURES = {
    "nuoc-vai": ("Nước vải", drink),
    "ruou-vai": ("Rượu vải", wine),
    "tinh-dau": ("Tinh dầu", oil),
    "gio-tre": ("Giỏ tre", basket),
}
