"""Pictures of rice and of what is made of it in strands."""

from drawings.fruit import leaf, lychee
from drawings.packs import pouch
from drawings.sheet import (
    LEAF,
    LYCHEE,
    Sheet,
    circle,
    dim,
    ellipse,
    ground,
    group,
    lit,
    path,
    placed,
    rect,
    shadow,
    smooth,
    spots,
    stroke,
    text,
    turned,
    upright,
    use,
    wobble,
)

Picture = list[str]
RICE_NOODLE, GAC_NOODLE, GAC = "#efdfb9", "#ef9a4e", "#e0551f"


def skein(sheet: Sheet, x: float, y: float, colour: str, tie: str, key: float = 0) -> str:
    """A bundle of noodles folded and tied around its middle."""
    fill = sheet.linear((0, lit(colour, 0.5)), (0.4, colour), (1, dim(colour, 0.3)), to=(0, 1))
    outline = smooth(
        [
            (-250, -20),
            (-230, -66),
            (-110, -74),
            (0, -56),
            (0, -56),
            (110, -74),
            (230, -66),
            (252, -16),
            (236, 62),
            (110, 76),
            (0, 58),
            (0, 58),
            (-110, 76),
            (-236, 62),
        ]
    )
    strands = "".join(
        f"M-{238 - abs(row) * 5} {row * 11}"
        f"Q-120 {row * 13.5 + wobble(row, key) * 4:.0f} 0 {row * 9}"
        f"T{238 - abs(row) * 5} {row * 11 + wobble(row, key + 1) * 3:.0f}"
        for row in range(-5, 6)
    )
    band = upright(sheet, tie)
    return placed(
        [
            path(outline, fill),
            stroke(strands, dim(colour, 0.3), 3.4, opacity=0.62),
            stroke(strands, lit(colour, 0.75), 2.6, opacity=0.8, transform="translate(0 -4)"),
            path("M-26 -60Q0 -66 26 -60L28 62Q0 68 -28 62Z", band),
            stroke("M-20 -44V48", lit(tie, 0.5), 4, opacity=0.5),
        ],
        x,
        y,
    )


def noodle_pack(sheet: Sheet, bag: str, noodle: str, words: tuple[str, str]) -> Picture:
    """The bag with a window on the noodles."""
    window = rect(700, 330, 340, 300, "#000", 26)
    strands = "".join(
        f"M690 {342 + row * 15}Q790 {334 + row * 15} 870 {344 + row * 15}T1060 {340 + row * 15}"
        for row in range(20)
    )
    return [
        shadow(sheet, 880, 1072, 300, 42),
        *pouch(sheet, 640, 180, 460, 890, bag),
        sheet.inside(
            window,
            [
                rect(700, 330, 340, 300, noodle),
                stroke(strands, dim(noodle, 0.3), 4, opacity=0.7),
                stroke(strands, lit(noodle, 0.7), 3, transform="translate(0 -5)"),
                path("M700 330H800L740 630H700Z", "#fff", opacity=0.2),
            ],
        ),
        rect(700, 330, 340, 300, "none", 26, stroke="#fff3da", stroke_width=8),
        text(870, 760, words[0], 92, "#fff3da", font_weight=700),
        text(870, 816, words[1], 38, "#fff3da", font_weight=500),
        stroke("M760 860H980", "#fff3da", 4, opacity=0.7),
    ]


def rice_noodles(sheet: Sheet) -> Picture:
    """my-chu: bundles of rice noodles, their bag, an ear of rice."""
    return [
        *ground(sheet, "#d8b25c"),
        *noodle_pack(sheet, LEAF, RICE_NOODLE, ("MỲ CHŨ", "mỳ gạo phơi nắng")),
        *rice_ear(sheet, 300, 700, -96),
        *rice_ear(sheet, 320, 690, -66),
        shadow(sheet, 420, 1122, 360, 36, 0.5),
        skein(sheet, 340, 1036, RICE_NOODLE, LYCHEE, 1),
        skein(sheet, 660, 1066, RICE_NOODLE, LYCHEE, 2),
        skein(sheet, 420, 906, RICE_NOODLE, LYCHEE, 3),
        skein(sheet, 360, 776, RICE_NOODLE, LYCHEE, 4),
    ]


def gac_noodles(sheet: Sheet) -> Picture:
    """my-gac: noodles coloured by gac, and the fruit."""
    name = lychee(sheet, GAC, 5)
    return [
        *ground(sheet, "#ea7a3a"),
        *noodle_pack(sheet, "#b8401c", GAC_NOODLE, ("MỲ GẤC", "mỳ gạo và gấc chín")),
        stroke("M330 480C330 440 340 410 366 386", "#5d7a35", 20),
        leaf(sheet, 336, 440, 210, -158, width=0.3),
        group(use(name, 0, 0), transform="translate(330 640) scale(1.55 1.95)"),
        shadow(sheet, 420, 1122, 360, 36, 0.5),
        skein(sheet, 400, 896, GAC_NOODLE, LEAF, 3),
        skein(sheet, 320, 1030, GAC_NOODLE, LEAF, 1),
        skein(sheet, 640, 1066, GAC_NOODLE, LEAF, 2),
        half_gac(sheet, 980, 1040),
    ]


def half_gac(sheet: Sheet, x: float, y: float) -> str:
    """Half a gac: yellow flesh and red seeds."""
    seed = sheet.radial((0, "#f0564a"), (0.6, "#c41d25"), (1, "#8a0f1c"))
    seeds = [
        ellipse(sx, sy, 30, 22, seed, transform=f"rotate({turn} {sx} {sy})")
        for sx, sy, turn in spots(
            "-46 -34 30, 0 -50 0, 46 -34 -30, -50 16 -20, -4 0 0, 46 14 20, -22 50 -40, 24 50 40"
        )
    ]
    return group(
        [
            shadow(sheet, x, y + 84, 130, 20, 0.45),
            placed(
                [
                    ellipse(0, 0, 112, 100, rounded_rind(sheet)),
                    ellipse(-2, -3, 98, 86, "#f7c04a"),
                    ellipse(-2, -3, 84, 74, "#f09a2a"),
                    *seeds,
                ],
                x,
                y,
            ),
        ]
    )


def rounded_rind(sheet: Sheet) -> str:
    """The rind's edge, darker to the lower right."""
    return sheet.linear((0, lit(GAC, 0.2)), (1, dim(GAC, 0.35)), to=(1, 1))


def rice_ear(sheet: Sheet, x: float, y: float, turn: float) -> Picture:
    """A ripe ear that bends under its grains."""
    grain = sheet.linear((0, "#f5d88a"), (1, "#c8952f"))
    grains = []
    for step in range(13):
        along = step / 12
        gx, gy = 130 + 250 * along, -10 + 92 * along**2
        side = -1 if step % 2 else 1
        slope = 18 + 36 * along + side * 24
        grains.append(
            ellipse(
                round(gx),
                round(gy + side * 15),
                26,
                11,
                grain,
                transform=f"rotate({slope:.0f} {gx:.0f} {gy + side * 15:.0f})",
                stroke="#b07f24",
                stroke_width=2,
            )
        )
    return [placed([stroke("M0 0C120 -20 260 -10 390 88", "#a88a34", 8), *grains], x, y, turn)]


def rice(sheet: Sheet) -> Picture:
    """gao: an open sack of rice with a scoop."""
    return [
        *ground(sheet, "#cfae66"),
        *rice_ear(sheet, 890, 690, -86),
        *rice_ear(sheet, 900, 720, -62),
        shadow(sheet, 650, 1084, 470, 50),
        *sack(sheet),
        circle(640, 850, 158, "none", stroke=LYCHEE, stroke_width=9),
        circle(640, 850, 138, "none", stroke=LYCHEE, stroke_width=3),
        text(640, 880, "GẠO", 96, LYCHEE, font_weight=700),
        scoop(sheet),
    ]


def sack(sheet: Sheet) -> Picture:
    """An open sack, its edge rolled down, and the heap in it."""
    jute = "#c9a36a"
    sides = spots("520 330, 520 330, 600 352, 760 380, 920 384, 1030 366, 1078 318, 1078 318")
    weave = "".join(
        f"M250 {560 + row * 34}Q640 {590 + row * 34} 1030 {560 + row * 34}" for row in range(15)
    )
    heap = "M318 520C380 400 500 330 640 326S900 400 962 520C860 580 420 580 318 520Z"
    white = sheet.linear((0, "#ffffff"), (0.6, "#f8f1e0"), (1, "#dfd0b2"), to=(0.4, 1))
    return [
        path(turned(640, sides), upright(sheet, jute)),
        sheet.inside(
            path(turned(640, sides)),
            [
                stroke(weave, dim(jute, 0.3), 5, opacity=0.22),
                path(
                    "M420 540C400 700 420 860 380 1080M860 540C890 720 880 900 910 1080",
                    stroke=dim(jute, 0.4),
                    stroke_width=20,
                    opacity=0.14,
                ),
            ],
        ),
        path(heap, white),
        *rice_grains(),
        path(
            "M318 524C380 606 900 606 962 524Q994 540 986 586C960 672 320 672 294 586"
            "Q286 540 318 524Z",
            upright(sheet, lit(jute, 0.18)),
        ),
        stroke(
            "M312 588C400 652 880 652 968 588",
            dim(jute, 0.4),
            5,
            opacity=0.5,
            stroke_dasharray="16 14",
        ),
    ]


def rice_grains() -> Picture:
    """Single grains that catch the light on the heap."""
    grains = []
    for step in range(90):
        across, down = wobble(step), (wobble(step, 5) + 1) / 2
        x, y = 640 + across * 285 * (0.45 + down * 0.55), 350 + down * 160
        grains.append(
            ellipse(
                round(x),
                round(y),
                10,
                4,
                "#fff" if step % 2 else "#cdb98f",
                opacity=0.85,
                transform=f"rotate({round(wobble(step, 9) * 80)} {round(x)} {round(y)})",
            )
        )
    return grains


def scoop(sheet: Sheet) -> str:
    """A wooden scoop stuck into the heap, half full."""
    wood = "#a86b36"
    cup = "M-88 -70Q-88 -96 -62 -96H62Q88 -96 88 -70V40Q88 96 0 100Q-88 96 -88 40Z"
    return placed(
        [
            rect(-20, -270, 40, 200, upright(sheet, wood), 20),
            path(cup, upright(sheet, wood)),
            path(
                "M-66 -58Q-66 -74 -50 -74H50Q66 -74 66 -58V36Q66 74 0 78Q-66 74 -66 36Z",
                dim(wood, 0.5),
            ),
            path("M-66 8Q-30 -30 0 -22T66 4V36Q66 74 0 78Q-66 74 -66 36Z", "#fbf5e6"),
            ellipse(0, 88, 96, 24, "#fbf6ea"),
        ],
        760,
        360,
        24,
    )


PICTURES = {
    "my-chu": ("Mỳ Chũ", rice_noodles),
    "my-gac": ("Mỳ gấc", gac_noodles),
    "gao": ("Gạo", rice),
}
