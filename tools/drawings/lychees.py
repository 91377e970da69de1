"""Pictures of lychees: on the twig, packed, dried."""

from drawings.fruit import DRIED, PINK, RED, leaf, lychee, peeled, twig
from drawings.packs import bowl, label, pouch
from drawings.sheet import (
    PAPER,
    Point,
    Sheet,
    dim,
    ellipse,
    ground,
    group,
    lit,
    mix,
    path,
    rect,
    shadow,
    spots,
    stroke,
    use,
)

Picture = list[str]
BLUSH = "#e8565f"


def fruit_pile(names: list[str], places: list[Point]) -> Picture:
    """Lychees at (x, y, radius), the later ones in front."""
    return [
        use(names[index % len(names)], x, y, (index * 37) % 31 - 15, r / 100)
        for index, (x, y, r) in enumerate(places)
    ]


def reds(sheet: Sheet) -> list[str]:
    """Three lychees that are not quite the same."""
    return [
        lychee(sheet, RED, 0),
        lychee(sheet, mix(RED, "#d8433f", 0.5), 1),
        lychee(sheet, dim(RED, 0.14), 2),
    ]


def cluster(sheet: Sheet) -> Picture:
    """vai-thieu: a cluster as it is cut, with one peeled."""
    stalks = (
        "M655 110C640 240 648 330 640 470M644 250C570 300 510 340 470 440"
        "M646 270C720 310 780 350 815 440"
    )
    places = spots(
        "470 470 108, 800 470 108, 635 440 112, 380 620 112, 890 620 110, 550 590 112, "
        "725 590 112, 450 770 112, 815 770 112, 632 745 116, 545 915 112, 722 920 112"
    )
    return [
        *ground(sheet, BLUSH),
        shadow(sheet, 660, 1030, 430, 50),
        leaf(sheet, 640, 250, 330, -158, width=0.17),
        leaf(sheet, 650, 230, 340, -28, "#2f7342", 0.17),
        twig(stalks),
        leaf(sheet, 648, 190, 180, -112, "#4a8f4f", 0.19),
        *fruit_pile(reds(sheet), places),
        leaf(sheet, 645, 330, 290, 158, "#2f7342", 0.17, -0.1),
        leaf(sheet, 650, 320, 280, 24, "#4a8f4f", 0.17),
        shadow(sheet, 1010, 1100, 120, 24, 0.45),
        peeled(sheet, 1005, 1008, 104),
    ]


def early(sheet: Sheet) -> Picture:
    """vai-som: the early kind: bigger, pinker, a touch of green at the shoulder."""
    names = [lychee(sheet, PINK, key, "#c9c06a") for key in (0, 4)]
    names.append(lychee(sheet, mix(PINK, RED, 0.3), 2, "#d9b565"))
    places = spots("420 690 150, 700 630 156, 560 872 160, 850 852 154")
    return [
        *ground(sheet, "#ef8f86"),
        shadow(sheet, 680, 1040, 400, 42),
        leaf(sheet, 610, 330, 400, -164, width=0.17),
        leaf(sheet, 640, 300, 390, -20, "#2f7342", 0.17),
        twig(
            "M600 170C620 260 640 300 640 480M632 330C560 380 470 420 430 570"
            "M640 350C720 400 810 520 850 710M640 400C620 500 580 620 565 740"
        ),
        leaf(sheet, 612, 230, 220, -122, "#4a8f4f", 0.19),
        *fruit_pile(names, places),
        leaf(sheet, 640, 395, 300, 166, "#4a8f4f", 0.17, -0.1),
        shadow(sheet, 300, 1108, 120, 24, 0.45),
        peeled(sheet, 292, 1012, 108),
    ]


def foam_crate(sheet: Sheet) -> Picture:
    """thung-vai: the foam box that lychees travel in, with ice between them."""
    foam = sheet.linear((0, "#ffffff"), (0.7, "#f4f0e8"), (1, "#e2d9ca"))
    places = spots(
        "300 560 92, 470 530 98, 650 515 100, 830 530 98, 985 562 90, 385 620 98, "
        "560 610 102, 740 610 102, 910 622 98"
    )
    return [
        *ground(sheet, BLUSH),
        shadow(sheet, 650, 1082, 560, 54),
        path("M214 560L262 470H1018L1066 560V700H214Z", "#d9cdbb"),
        path("M262 470H1018L1040 520H240Z", "#c9bba5"),
        leaf(sheet, 520, 520, 300, -150, "#2f7342", 0.17),
        leaf(sheet, 760, 520, 310, -34, width=0.17),
        *fruit_pile(reds(sheet), places),
        *ice(),
        leaf(sheet, 620, 560, 250, -64, "#4a8f4f", 0.18),
        path("M228 680H1052L1016 1066Q1014 1084 996 1084H284Q266 1084 264 1066Z", foam),
        path("M228 690H1052L1048 734H232Z", "#d8cdbb", opacity=0.55),
        rect(196, 632, 888, 68, sheet.linear((0, "#ffffff"), (1, "#efe8dc")), 20),
        *label(
            sheet,
            (440, 766, 400, 256),
            "VẢI THIỀU",
            "chùm tươi ướp lạnh",
            art="".join(
                [
                    leaf(sheet, 6, -34, 88, -28, width=0.22),
                    *fruit_pile(reds(sheet)[:2], [(-30, 4, 46), (40, 10, 40)]),
                ]
            ),
        ),
    ]


def ice() -> Picture:
    """Cubes between the fruit."""
    return [
        rect(
            x,
            y,
            62,
            50,
            "#e9f6fa",
            14,
            opacity=0.92,
            transform=f"rotate({turn} {x} {y})",
            stroke="#b9dbe6",
            stroke_width=3,
        )
        for x, y, turn in spots("486 652 12, 830 668 -14, 250 640 -8")
    ]


def gift_box(sheet: Sheet) -> Picture:
    """hop-vai-2kg: a paper box with a handle and a window."""
    kraft = sheet.linear((0, lit(PAPER, 0.3)), (1, PAPER))
    return [
        *ground(sheet, "#d99a4e"),
        shadow(sheet, 640, 1092, 500, 52),
        path(
            "M910 380L1010 320V1030L910 1090Z",
            sheet.linear((0, dim(PAPER, 0.3)), (1, dim(PAPER, 0.42))),
        ),
        path("M210 380L330 320H1010L910 380Z", lit(PAPER, 0.42)),
        path("M470 340C470 190 740 190 740 340", stroke=dim(PAPER, 0.5), stroke_width=30),
        path(
            "M470 340C470 190 740 190 740 340",
            stroke=lit(PAPER, 0.1),
            stroke_width=14,
            stroke_linecap="round",
        ),
        rect(210, 378, 700, 714, kraft, 10),
        *box_window(sheet),
        *label(sheet, (300, 846, 520, 190), "VẢI THIỀU", "hộp 2 kg"),
        shadow(sheet, 1010, 1118, 150, 24, 0.5),
        leaf(sheet, 940, 1000, 190, -140, width=0.2),
        use(reds(sheet)[0], 960, 1030, 8, 0.92),
        peeled(sheet, 1106, 1052, 78),
    ]


def box_window(sheet: Sheet) -> Picture:
    """The window of the paper box, full of fruit."""
    places = spots(
        "270 655 84, 340 560 84, 480 545 86, 630 555 86, 770 545 84, 410 670 88, 560 665 90, "
        "705 668 88, 840 660 80, 340 760 84, 490 775 86, 640 778 88, 780 770 84"
    )
    window = rect(300, 500, 520, 290, "#000", 28)
    return [
        sheet.inside(
            window,
            [
                rect(300, 500, 520, 290, dim(RED, 0.72)),
                *fruit_pile(reds(sheet), places),
                leaf(sheet, 520, 620, 200, -34, width=0.2),
                path("M330 500H430L340 790H300V540Z", "#fff", opacity=0.16),
            ],
        ),
        rect(300, 500, 520, 290, "none", 28, stroke=lit(PAPER, 0.62), stroke_width=12),
    ]


def dried(sheet: Sheet) -> Picture:
    """vai-say: dried lychees in a bowl, and their bag."""
    names = [
        lychee(sheet, DRIED, 0),
        lychee(sheet, lit(DRIED, 0.14), 1),
        lychee(sheet, dim(DRIED, 0.2), 2),
    ]
    places = spots(
        "300 690 74, 420 660 80, 550 665 78, 660 695 72, 360 590 76, 490 570 80, 600 600 74, "
        "430 490 74, 540 500 70, 240 740 66, 350 735 76, 480 745 78, 610 750 74, 710 752 62"
    )
    behind, before = bowl(sheet, 475, 770, 300, 320, "#3d7a5a")
    art = "".join(fruit_pile(names, [(-44, 6, 58), (46, 14, 52), (4, -40, 52)]))
    return [
        *ground(sheet, "#c98a4e"),
        shadow(sheet, 900, 1070, 270, 40),
        *pouch(sheet, 720, 250, 400, 820, "#c48d54"),
        *label(sheet, (775, 430, 290, 400), "VẢI SẤY", "nguyên quả", art=art),
        shadow(sheet, 470, 1092, 300, 40),
        *behind,
        *fruit_pile(names, places),
        *before,
        stroke("M260 850Q300 1000 400 1040", "#fff", 14, opacity=0.3),
        shadow(sheet, 830, 1122, 170, 22, 0.5),
        use(names[0], 770, 1066, 0, 0.62),
        opened(sheet, 910, 1072, 66),
    ]


def opened(sheet: Sheet, x: float, y: float, r: float) -> str:
    """A dried lychee cut in two: thin shell, dark sweet flesh."""
    flesh = sheet.radial((0, "#8a4a26"), (0.6, "#5a2a17"), (1, "#3a190f"))
    shell = sheet.linear((0, "#c98b58"), (1, "#7d4426"))
    return group(
        [
            ellipse(x, y, r, r * 0.86, shell),
            ellipse(x, y - 2, r * 0.88, r * 0.74, "#e6c49a"),
            ellipse(x, y, r * 0.82, r * 0.68, flesh),
            stroke(
                f"M{x - r * 0.5} {y - r * 0.2}Q{x - r * 0.2} {y - r * 0.5} {x + r * 0.2} "
                f"{y - r * 0.46}",
                "#c98a5e",
                8,
                opacity=0.8,
            ),
        ]
    )


PICTURES = {
    "vai-thieu": ("Chùm vải thiều", cluster),
    "vai-som": ("Vải sớm", early),
    "thung-vai": ("Thùng vải thiều ướp lạnh", foam_crate),
    "hop-vai-2kg": ("Hộp vải thiều 2 kg", gift_box),
    "vai-say": ("Vải sấy nguyên quả", dried),
}
