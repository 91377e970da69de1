"""Pictures of the larder: honey, jam, cakes."""

from drawings.fruit import blossom, half_citrus, leaf
from drawings.packs import jar, label, lid, ribbon, shine
from drawings.sheet import (
    HONEY,
    LEAF,
    LYCHEE,
    ORANGE,
    Sheet,
    ellipse,
    ground,
    path,
    placed,
    rect,
    shadow,
    spots,
    stroke,
    upright,
    wobble,
)

Picture = list[str]


def honey(sheet: Sheet) -> Picture:
    """mat-ong: a jar of honey from lychee blossoms, and the dipper."""
    art = "".join(
        [
            leaf(sheet, -30, 18, 110, 160, width=0.22),
            leaf(sheet, 30, 18, 110, 20, width=0.22),
            blossom(sheet, -52, 2, 46, 14),
            blossom(sheet, 54, 4, 44, -16),
            blossom(sheet, 0, -22, 58),
        ]
    )
    return [
        *ground(sheet, HONEY),
        shadow(sheet, 540, 1074, 400, 48),
        *jar(sheet, 530, 330, 310, 744, "#e39a14"),
        *shine(290, 500, 960, 24),
        *lid(sheet, 530, 222, 266, 138, LYCHEE),
        *label(sheet, (330, 560, 400, 380), "MẬT ONG", "hoa vải", "#8a4a10", art),
        shadow(sheet, 940, 1104, 250, 30, 0.45),
        ellipse(930, 1088, 190, 34, "#c97f10"),
        ellipse(922, 1082, 176, 28, sheet.linear((0, "#f9cf5c"), (1, "#e39a14"))),
        dipper(sheet),
        blossom(sheet, 180, 1066, 62, 8),
        blossom(sheet, 290, 1104, 48, -20),
        leaf(sheet, 220, 1098, 120, 168, width=0.22),
    ]


def dipper(sheet: Sheet) -> str:
    """A wooden honey dipper, standing in what ran off it."""
    wood = "#b57b41"
    rings = [
        ellipse(0, 130 + step * 30, half, 20, upright(sheet, wood))
        for step, half in enumerate((46, 62, 70, 70, 62, 46))
    ]
    gold = sheet.linear((0, "#fbd466"), (1, "#dd9312"))
    return placed(
        [
            rect(-13, -330, 26, 470, upright(sheet, wood), 13),
            *rings,
            path(
                "M-60 190C-72 240 -60 280 -40 300C-30 330 -8 340 10 318C40 300 72 270 66 210"
                "C40 236 -20 236 -60 190Z",
                gold,
                opacity=0.94,
            ),
            stroke("M-44 226C-46 250 -38 270 -28 282", "#fff", 8, opacity=0.6),
        ],
        900,
        760,
        24,
    )


def jam(sheet: Sheet) -> Picture:
    """mut: a jar with a cloth over its lid."""
    art = half_citrus(sheet, 0, -8, 62, ORANGE, "#f59a26")
    return [
        *ground(sheet, ORANGE),
        shadow(sheet, 550, 1074, 370, 46),
        *jar(sheet, 540, 330, 290, 744, "#d9661a"),
        *(
            ellipse(x, y, 46, 13, "#f7b04a", opacity=0.75, transform=f"rotate({turn} {x} {y})")
            for x, y, turn in spots(
                "340 620 50, 330 830 -40, 740 560 -60, 748 800 40, 400 990 10, 640 1000 -14, "
                "420 500 12, 610 490 -12"
            )
        ),
        *shine(318, 500, 960, 22),
        *cloth_cover(sheet),
        *label(sheet, (360, 600, 360, 330), "MỨT", "trái cây", "#a3431a", art),
        shadow(sheet, 940, 1106, 260, 30, 0.5),
        half_citrus(sheet, 900, 962, 150, ORANGE, "#f59a26"),
        spoon(sheet),
    ]


def cloth_cover(sheet: Sheet) -> Picture:
    """A checked cloth tied over the lid."""
    hem = "".join(f"Q{816 - step * 46} 446 {793 - step * 46} 412" for step in range(13))
    cloth = f"M352 190H728Q778 190 798 250L839 412{hem}L282 250Q302 190 352 190Z"
    checks = "".join(f"M{260 + step * 64} 180V450" for step in range(10))
    checks += "".join(f"M200 {236 + step * 58}H880" for step in range(4))
    return [
        path(cloth, upright(sheet, "#f7ead6")),
        sheet.inside(
            path(cloth),
            [
                stroke(checks, LYCHEE, 26, opacity=0.5),
                path("M710 180H880V460H770Z", "#43141c", opacity=0.14),
            ],
        ),
        rect(282, 336, 516, 20, upright(sheet, LEAF), 10),
        ribbon(sheet, 540, 346, 0.9),
    ]


def spoon(sheet: Sheet) -> str:
    """A wooden spoon with jam."""
    wood = sheet.linear((0, "#d9a86c"), (1, "#9a6333"), to=(0, 1))
    return placed(
        [
            rect(60, -15, 330, 30, wood, 15),
            ellipse(0, 0, 90, 54, wood),
            ellipse(-2, -6, 72, 40, sheet.radial((0, "#f7a13e"), (1, "#c04f12"))),
            ellipse(-24, -18, 20, 8, "#fff", opacity=0.5),
        ],
        800,
        1096,
        -6,
    )


def wrapped_cake(sheet: Sheet, x: float, y: float, size: float, turn: float) -> str:
    """A square cake in its leaves, tied with strips of bamboo."""
    half = size / 2
    face = sheet.linear((0, "#6ea04a"), (0.5, "#44803a"), (1, "#2a5c2f"), to=(1, 1))
    veins = "".join(
        f"M{-half + 14 + step * size / 9:.0f} {-half + 8:.0f}V{half - 8:.0f}" for step in range(9)
    )
    ties = "".join(
        f"M{place * half:.0f} {-half:.0f}V{half:.0f}M{-half:.0f} {place * half:.0f}H{half:.0f}"
        for place in (-0.4, 0.4)
    )
    return placed(
        [
            rect(-half + 34, -half + 20, size, size, "#1f4a26", 34),
            rect(-half, -half, size, size, face, 30),
            stroke(veins, "#b6d38a", 3, opacity=0.3),
            path(
                f"M{-half} {-half + 40}L{half - 40} {half}H{half - 20}"
                f"Q{half} {half} {half} {half - 24}V{-half + 90}Z",
                "#1f4a26",
                opacity=0.16,
            ),
            stroke(ties, "#7d6a30", 17, opacity=0.45, transform="translate(4 5)"),
            stroke(ties, "#ecdca0", 14),
        ],
        x,
        y,
        turn,
    )


def cakes(sheet: Sheet) -> Picture:
    """banh: sticky-rice cakes in leaves, one cut."""
    return [
        *ground(sheet, "#86ad55"),
        shadow(sheet, 650, 1092, 520, 50),
        leaf(sheet, 1200, 1076, 1120, 179, "#3d8044", 0.075, 0.01),
        wrapped_cake(sheet, 640, 540, 430, 8),
        wrapped_cake(sheet, 420, 800, 440, -5),
        shadow(sheet, 850, 1076, 260, 34, 0.5),
        cut_cake(sheet, 840, 920),
    ]


def cut_cake(sheet: Sheet, x: float, y: float) -> str:
    """A piece that shows rice, bean and filling."""
    rice_fill = sheet.linear((0, "#f3f0cf"), (1, "#cfd79a"), to=(0, 1))
    grains = [
        ellipse(
            round(wobble(step) * 205),
            round(wobble(step, 4) * 108),
            12,
            5,
            "#fffdf0",
            opacity=0.7,
            transform=f"rotate({round(wobble(step, 8) * 90)} "
            f"{round(wobble(step) * 205)} {round(wobble(step, 4) * 108)})",
        )
        for step in range(60)
    ]
    return placed(
        [
            path("M-236 -120L-180 -196H262L236 -120Z", "#9dbb62"),
            path("M180 -120L262 -196V60L226 132H180Z", "#7f9e4c"),
            rect(-236, -124, 472, 262, "#8fb058", 26),
            rect(-222, -112, 444, 238, rice_fill, 20),
            *grains,
            rect(-170, -58, 340, 128, "#e9b93f", 50),
            rect(-152, -44, 304, 100, sheet.linear((0, "#f8d673"), (1, "#e2ac35"), to=(0, 1)), 42),
            path(
                "M-104 4C-90 -30 -20 -34 20 -24S110 -20 112 8S60 40 0 36S-112 36 -104 4Z", "#b0705a"
            ),
            path("M-84 0C-60 -20 -10 -20 20 -14S86 -10 90 6C50 -2 -30 -6 -84 0Z", "#e6b8a2"),
        ],
        x,
        y,
    )


PICTURES = {
    "mat-ong": ("Mật ong hoa vải", honey),
    "mut": ("Mứt trái cây", jam),
    "banh": ("Bánh gói lá", cakes),
}
