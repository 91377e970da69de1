"""Pictures of tea, spices and herbs."""

from drawings.fruit import (
    blossom,
    leaf,
)
from drawings.packs import bowl, jar, label, lid, shine
from drawings.sheet import (
    LEAF,
    PAPER,
    Sheet,
    circle,
    dim,
    ellipse,
    ground,
    group,
    lit,
    path,
    placed,
    shadow,
    smooth,
    spots,
    stroke,
    text,
    turned,
    upright,
    wobble,
)

Picture = list[str]
CHILLI, GINGER = "#c8242b", "#d3a765"


def tea(sheet: Sheet) -> Picture:
    """tra-hoa-vai: a caddy, a cup that steams, blossoms."""
    return [
        *ground(sheet, "#7fae62"),
        shadow(sheet, 350, 1068, 250, 38),
        *caddy(sheet),
        *teacup(sheet),
        leaf(sheet, 470, 1120, 150, 172, width=0.22),
        blossom(sheet, 500, 1110, 52, 12),
        blossom(sheet, 590, 1136, 40, -22),
    ]


def caddy(sheet: Sheet) -> Picture:
    """A tin of tea."""
    green = "#2d6b45"
    sides = spots("330 168, 330 168, 346 176, 1050 176, 1066 168, 1066 168")
    art = "".join(
        [
            leaf(sheet, -20, 20, 92, 150, width=0.24),
            leaf(sheet, 20, 20, 92, 30, width=0.24),
            blossom(sheet, -38, 8, 44, 10),
            blossom(sheet, 40, 10, 44, -20),
            blossom(sheet, 0, -22, 54, 0),
        ]
    )
    return [
        path(turned(350, sides), upright(sheet, green)),
        path(
            turned(350, [(250, 160), (250, 160), (262, 180), (352, 180), (352, 180)]),
            upright(sheet, dim(green, 0.2)),
        ),
        ellipse(350, 250, 160, 12, lit(green, 0.24)),
        *label(sheet, (222, 450, 256, 400), "TRÀ", "hoa vải", LEAF, art),
    ]


def teacup(sheet: Sheet) -> Picture:
    """A cup that steams, on its saucer."""
    behind, before = bowl(sheet, 800, 790, 240, 270, "#f6eddd")
    steam = "M{0} 700C{1} 640 {2} 600 {0} 540S{2} 450 {0} 400"
    return [
        shadow(sheet, 810, 1096, 360, 46),
        ellipse(800, 1062, 330, 50, "#dccbae"),
        ellipse(800, 1050, 330, 48, sheet.linear((0, "#fffaf0"), (1, "#e6d7bd"))),
        ellipse(800, 1046, 190, 22, "#d6c4a4"),
        path(
            "M1010 850C1120 830 1130 980 960 972",
            stroke="#e4d6bd",
            stroke_width=34,
            stroke_linecap="round",
        ),
        path(
            "M1010 846C1112 830 1122 966 962 964",
            stroke="#fbf3e4",
            stroke_width=15,
            stroke_linecap="round",
        ),
        *behind,
        ellipse(800, 800, 222, 24, sheet.linear((0, "#e2a83f"), (1, "#b9741d"))),
        ellipse(740, 796, 70, 6, "#f6d68c", opacity=0.8),
        blossom(sheet, 850, 796, 34),
        *before,
        stroke("M598 850Q630 950 700 1000", "#fff", 15, opacity=0.8),
        *(
            stroke(steam.format(x, x - 34, x + 34), "#fff", 15, opacity=0.75)
            for x in (730, 810, 890)
        ),
    ]


def chilli(sheet: Sheet, x: float, y: float, turn: float, scale: float = 1) -> str:
    """A long red chilli from its stalk."""
    body = "M0 -34C120 -58 280 -20 392 92C300 62 130 66 0 34C-22 18 -22 -18 0 -34Z"
    fill = sheet.linear((0, lit(CHILLI, 0.2)), (0.4, CHILLI), (1, dim(CHILLI, 0.4)), to=(0.15, 1))
    return placed(
        [
            stroke("M-12 0C-50 -6 -78 -30 -92 -58", "#47753a", 15),
            path(body, fill),
            stroke("M34 -22C140 -34 230 -6 300 36", "#fff", 9, opacity=0.42),
            path(
                "M6 -36C-22 -34 -34 -16 -32 0S-22 34 6 36C16 20 2 12 12 0S16 -20 6 -36Z", "#5c9148"
            ),
        ],
        x,
        y,
        turn,
        scale,
    )


def ginger(sheet: Sheet, x: float, y: float, scale: float = 1) -> str:
    """A piece of ginger root with a cut face."""
    root = spots(
        "-230 30, -190 -40, -110 -50, -84 -120, -20 -140, 14 -70, 90 -80, 130 -150, "
        "196 -150, 206 -80, 240 -30, 224 50, 120 70, 40 60, 10 110, -60 110, -80 66, "
        "-170 80"
    )
    fill = sheet.linear((0, lit(GINGER, 0.4)), (0.5, GINGER), (1, dim(GINGER, 0.34)), to=(0.3, 1))
    rings = (
        "M-150 -46Q-132 0 -146 72M-96 -66Q-50 -60 -6 -84M-84 -102Q-44 -98 -6 -112M60 -78Q80 0 64 62"
        "M124 -112Q160 -90 200 -98M140 -64Q156 0 144 64M-70 84Q-30 74 14 86"
    )
    return placed(
        [
            path(smooth(root), fill),
            stroke(rings, dim(GINGER, 0.35), 5, opacity=0.55),
            ellipse(-198, 14, 30, 46, dim(GINGER, 0.2), transform="rotate(14 -198 14)"),
            ellipse(-200, 14, 24, 39, "#f4d983", transform="rotate(14 -200 14)"),
            ellipse(
                -200,
                14,
                13,
                24,
                "none",
                stroke="#dcb95a",
                stroke_width=4,
                transform="rotate(14 -200 14)",
            ),
        ],
        x,
        y,
        0,
        scale,
    )


def spices(sheet: Sheet) -> Picture:
    """gia-vi: a jar of ground chilli, fresh chillies, ginger."""
    art = "".join([chilli(sheet, -62, -20, 8, 0.34), chilli(sheet, -62, 14, -6, 0.34)])
    grains = [
        circle(
            round(560 + wobble(step) * 205),
            round(480 + (wobble(step, 3) + 1) * 270),
            4,
            "#f2b04a" if step % 3 else "#6e1116",
            opacity=0.6,
        )
        for step in range(70)
    ]
    return [
        *ground(sheet, "#d9573f"),
        shadow(sheet, 570, 1062, 330, 44),
        *jar(sheet, 560, 300, 270, 762, "#b8321f"),
        group(grains),
        *shine(348, 460, 940, 22),
        *lid(sheet, 560, 210, 230, 118, "#2d6b45"),
        *label(sheet, (390, 560, 340, 330), "GIA VỊ", "ớt và gừng xay", art=art),
        shadow(sheet, 280, 1118, 220, 24, 0.5),
        ginger(sheet, 270, 1052, 0.8),
        shadow(sheet, 890, 1118, 300, 28, 0.5),
        chilli(sheet, 800, 890, 22, 0.94),
        chilli(sheet, 730, 990, 4, 1),
        chilli(sheet, 660, 1082, -6, 0.84),
    ]


def sprig(sheet: Sheet, length: float, colour: str, turn: float) -> str:
    """A dried stem with its leaves, standing on (620, 800)."""
    parts = [
        stroke(
            f"M0 0C{length * 0.3:.0f} -8 {length * 0.7:.0f} 8 {length:.0f} 0", dim(colour, 0.3), 9
        )
    ]
    for step in range(5):
        along = length * (0.36 + step * 0.14)
        size = 128 - step * 12
        parts += [
            leaf(sheet, along, 0, size, -44 + step * 4, colour, 0.2),
            leaf(sheet, along + 14, 0, size, 44 - step * 4, dim(colour, 0.1), 0.2),
        ]
    parts.append(leaf(sheet, length - 6, 0, 110, 2, colour, 0.2))
    return placed(parts, 620, 800, turn)


def herbs(sheet: Sheet) -> Picture:
    """duoc-lieu: dried herbs tied with twine, cut roots, a tag."""
    olive = ["#7f8a4a", "#949a58", "#6f7d46", "#a39a5c"]
    fan = spots("520 -132, 540 -48, 560 -114, 580 -66, 600 -98, 590 -82")
    stems = "".join(
        f"M{584 + step * 12} 800C{560 + step * 20} 900 {520 + step * 33} 980 "
        f"{490 + step * 44} {1052 + step % 2 * 22}"
        for step in range(7)
    )
    twine = "".join(
        f"M566 {776 + step * 15}Q620 {794 + step * 15} 676 {774 + step * 15}" for step in range(5)
    )
    roots = spots("300 1080 78, 410 1106 64, 214 1118 56")
    return [
        *ground(sheet, "#a8a05a"),
        shadow(sheet, 630, 1080, 330, 42),
        stroke(stems, "#6d5a34", 17),
        stroke(stems, "#a38a56", 8, transform="translate(-3 0)"),
        *(sprig(sheet, length, olive[index % 4], turn) for index, (length, turn) in enumerate(fan)),
        path("M566 768Q620 786 676 766L684 850Q620 868 558 850Z", "#8a6a3d"),
        stroke(twine, "#dcbf8a", 10),
        stroke("M676 800C760 820 730 960 830 1048", "#c7a468", 7),
        *tag(sheet, 800, 1040),
        *(root_slice(sheet, *place) for place in roots),
    ]


def tag(sheet: Sheet, x: float, y: float) -> Picture:
    """A paper tag on its string."""
    paper = sheet.linear((0, lit(PAPER, 0.5)), (1, PAPER))
    return [
        group(
            [
                path(
                    f"M{x} {y}L{x + 50} {y - 54}H{x + 310}"
                    f"Q{x + 322} {y - 54} {x + 322} {y - 42}V{y + 62}"
                    f"Q{x + 322} {y + 74} {x + 310} {y + 74}H{x + 50}L{x} {y + 22}Z",
                    paper,
                    stroke=dim(PAPER, 0.2),
                    stroke_width=4,
                ),
                circle(x + 34, y + 10, 12, dim(PAPER, 0.5)),
                text(x + 186, y + 26, "Dược liệu", 46, LEAF, font_weight=700),
            ],
            transform=f"rotate(3 {x} {y})",
        )
    ]


def root_slice(sheet: Sheet, x: float, y: float, r: float) -> str:
    """A round cut from a dried root."""
    fill = sheet.radial((0, "#f1dba6"), (0.7, "#d9b573"), (1, "#b98a4c"), at=(0.45, 0.4))
    return group(
        [
            shadow(sheet, x, y + r * 0.5, r * 1.2, r * 0.24, 0.4),
            ellipse(x, y + 12, r, r * 0.56, "#7d5427"),
            ellipse(x, y, r, r * 0.56, "#a87a42"),
            ellipse(x, y, r * 0.88, r * 0.48, fill),
            ellipse(x, y, r * 0.5, r * 0.26, "none", stroke="#b98a4c", stroke_width=4, opacity=0.7),
            ellipse(x, y, r * 0.16, r * 0.09, "#a87a42"),
        ]
    )


PICTURES = {
    "tra-hoa-vai": ("Trà hoa vải", tea),
    "gia-vi": ("Gia vị: ớt và gừng", spices),
    "duoc-lieu": ("Dược liệu khô", herbs),
}
