"""Fruit, leaves and blossoms."""

import math

from drawings.sheet import (
    LEAF,
    Sheet,
    circle,
    dim,
    ellipse,
    group,
    lit,
    mix,
    path,
    placed,
    rounded,
    smooth,
    stroke,
    use,
    wobble,
)

GOLDEN_ANGLE = math.pi * (3 - math.sqrt(5))
COUNT = 150
SHARES = (-0.3, -0.19, -0.06, 0.06, 0.15, 0.25)
RED, PINK, DRIED = "#bb2439", "#dd5560", "#8d4f2c"


def lychee(sheet: Sheet, colour: str = RED, key: int = 0, blush: str = "") -> str:
    """The symbol of a lychee of radius 100 with its skin of bumps."""
    outline = smooth(
        [
            (reach * math.sin(angle), -reach * math.cos(angle))
            for angle, reach in (
                (step * math.tau / 84, 98 + 1.9 * math.cos(step * math.tau / 3) + _heart(step / 84))
                for step in range(84)
            )
        ]
    )
    valleys = sheet.radial(
        (0, dim(colour, 0.02)),
        (0.45, dim(colour, 0.26)),
        (0.85, dim(colour, 0.5)),
        (1, dim(colour, 0.56)),
    )
    skin = [path(outline, valleys)]
    skin += _bumps(colour, key)
    if blush:
        fill = sheet.radial((0, blush), (1, blush), at=(0.5, 0.5), reach=0.5, fades=True)
        skin.append(sheet.inside(path(outline), ellipse(14, -62, 78, 62, fill, opacity=0.75)))
    skin.append(ellipse(-38, -46, 24, 15, "#fff", opacity=0.3, transform="rotate(-40 -38 -46)"))
    return sheet.symbol(skin)


def _heart(turn: float) -> float:
    """How much a lychee is wider at its shoulders than at its tip."""
    return 3 * math.cos(math.tau * turn) * abs(math.sin(math.tau * turn)) * 2


def _bumps(colour: str, key: int) -> list[str]:
    """Bumps on the half of a ball that is seen, flatter towards its edge, paler in the light."""
    bumps: dict[float, list[str]] = {share: [] for share in SHARES}
    for index in range(COUNT):
        height = 1 - (index + 0.5) / COUNT * 2
        around = index * GOLDEN_ANGLE + key * 0.7
        side, front = (math.sqrt(1 - height**2) * turn(around) for turn in (math.cos, math.sin))
        # The stalk's end is tipped a little towards the eye.
        up, depth = height * 0.9 - front * 0.43, front * 0.9 + height * 0.43
        if depth < 0.12:
            continue
        x, y = round(side * 94), round(-up * 94)
        light = -side * 0.5 + up * 0.62 + depth * 0.45
        size = 11.6 + wobble(index, key) * 0.8
        flat = size * max(depth, 0.3) ** 0.75
        facing = f"rotate({math.degrees(math.atan2(y, x)):.0f} {x} {y})"
        share = SHARES[sum(light > limit for limit in (-0.25, 0.05, 0.35, 0.6, 0.78))]
        bumps[share].append(
            f'<ellipse cx="{x}" cy="{y}" rx="{flat:.1f}" ry="{size:.1f}" transform="{facing}"/>'
        )
    return [
        group(shapes, fill=lit(colour, share) if share > 0 else dim(colour, -share))
        for share, shapes in bumps.items()
    ]


def _plain(shapes: list[str]) -> list[str]:
    return [shape.replace(' fill="#000"', "").replace(' fill="#fff"', "") for shape in shapes]


def peeled(sheet: Sheet, x: float, y: float, r: float) -> str:
    """A lychee with half its skin taken off; the flesh shows pearly white."""
    flesh = sheet.radial((0, "#ffffff"), (0.5, "#fbf1ec"), (0.85, "#ead2cb"), (1, "#d9b3ae"))
    shell = lychee(sheet, RED, 3)
    torn = "M-104 8 C-88 -8 -74 22 -54 10 S-20 30 0 16 S38 34 56 14 S86 22 104 2 V120 H-104Z"
    cup = sheet.inside(path(torn), use(shell, 0, 0))
    edge = "M-98 6 C-86 -6 -74 22 -54 10 S-20 30 0 16 S38 34 56 14 S84 22 97 6"
    inner = [
        ellipse(0, -4, 91, 94, flesh),
        path(
            "M-58 -30 C-50 -66 -22 -80 4 -80", stroke="#fff", stroke_width=13, opacity=0.95
        ).replace("/>", ' stroke-linecap="round"/>'),
        path("M52 -60 C78 -30 78 4 62 20", stroke="#e0bfb9", stroke_width=7, opacity=0.6).replace(
            "/>", ' stroke-linecap="round"/>'
        ),
        cup,
        stroke(edge, "#f3b9b2", 7),
    ]
    return placed(inner, x, y, scale=r / 100)


def leaf(
    sheet: Sheet,
    x: float,
    y: float,
    length: float,
    turn: float,
    colour: str = "#37804a",
    width: float = 0.2,
    bend: float = 0.12,
) -> str:
    """A leaf from its stalk at (x, y), `turn` degrees clockwise from the right."""
    end, half, droop = length, length * width, length * bend
    spine = f"C{end * 0.3:.0f} {-droop * 0.5:.0f} {end * 0.7:.0f} 0 {end:.0f} {droop:.0f}"
    back = f"C{end * 0.7:.0f} 0 {end * 0.3:.0f} {-droop * 0.5:.0f} 0 0Z"
    upper = f"M0 0C{end * 0.18:.0f} {-half * 1.25:.0f} {end * 0.66:.0f} {-half * 1.3:.0f} "
    lower = f"M0 0C{end * 0.2:.0f} {half * 1.1:.0f} {end * 0.62:.0f} {half * 1.35:.0f} "
    tip = f"{end:.0f} {droop:.0f}"
    shine = sheet.linear((0, dim(colour, 0.12)), (0.45, lit(colour, 0.24)), (1, colour))
    shade = sheet.linear((0, dim(colour, 0.36)), (0.6, dim(colour, 0.16)), (1, dim(colour, 0.28)))
    return placed(
        [
            path(upper + tip + back, shine),
            path(lower + tip + back, shade),
            stroke(
                _veins(end, half, droop), lit(colour, 0.42), max(length * 0.007, 1.6), opacity=0.4
            ),
            stroke("M0 0" + spine, lit(colour, 0.45), min(max(length / 77, 2.2), 5), opacity=0.85),
        ],
        x,
        y,
        turn,
    )


def _veins(end: float, half: float, droop: float) -> str:
    """Side veins of a leaf `end` long and `half` wide to each side."""
    veins = []
    for step in range(1, 6):
        along = step / 7
        reach = half * (0.8 - abs(along - 0.4) * 0.9)
        start, sag = end * along, droop * along**2 - droop * 0.12
        for side in (-1, 1):
            veins.append(
                f"M{start:.0f} {sag:.0f}q{end * 0.05:.0f} {side * reach * 0.5:.0f} "
                f"{end * 0.11:.0f} {side * reach * 0.8:.0f}"
            )
    return "".join(veins)


def twig(d: str, width: float = 16) -> str:
    """A woody stalk along a path."""
    return (
        stroke(d, "#5d3a22", width)
        + stroke(d, "#8a5a34", width * 0.6, transform=f"translate({-width * 0.12:.1f} 0)")
        + stroke(d, "#b98a5a", width * 0.16, transform=f"translate({-width * 0.26:.1f} 0)")
    )


def blossom(sheet: Sheet, x: float, y: float, r: float, turn: float = 0) -> str:
    """A small cream flower of five petals."""
    petal_fill = sheet.linear((0, "#ffffff"), (0.55, "#fff6dd"), (1, "#ecd9a8"), to=(0, 1))
    petals = [
        path(
            "M0 0C-34 -20 -44 -74 -12 -92Q0 -84 12 -92C44 -74 34 -20 0 0Z",
            petal_fill,
            transform=f"rotate({step * 72})",
            stroke="#e2cc96",
            stroke_width=3,
        )
        for step in range(5)
    ]
    stamens = [
        circle(26 * math.cos(step * math.tau / 7), 26 * math.sin(step * math.tau / 7), 7, "#c9821c")
        for step in range(7)
    ]
    return placed([*petals, circle(0, 0, 24, "#f2c23f"), *stamens], x, y, turn, r / 100)


def citrus(sheet: Sheet, x: float, y: float, r: float, colour: str, key: int = 0) -> str:
    """A whole orange with the pores of its peel."""
    pores = []
    for index in range(46):
        reach, around = math.sqrt((index + 0.5) / 46) * 86, index * GOLDEN_ANGLE + key
        pores.append(
            circle(round(reach * math.cos(around)), round(reach * math.sin(around)), 1.9, "#000")
        )
    body = [
        path(smooth(_round(100, 97)), rounded(sheet, colour)),
        group(_plain(pores), fill=dim(colour, 0.3), opacity=0.5),
        ellipse(-40, -44, 27, 16, "#fff", opacity=0.42, transform="rotate(-42 -40 -44)"),
    ]
    return placed(body, x, y, scale=r / 100)


def _round(rx: float, ry: float) -> list[tuple[float, float]]:
    return [
        (rx * math.cos(step * math.tau / 12), ry * math.sin(step * math.tau / 12))
        for step in range(12)
    ]


def stalk_star(x: float, y: float, scale: float = 1) -> str:
    """The green star where a citrus fruit hung."""
    points = []
    for step in range(10):
        reach = 22 if step % 2 == 0 else 10
        angle = step * math.tau / 10
        points.append((reach * math.cos(angle), reach * 0.6 * math.sin(angle)))
    return placed([path(smooth(points), LEAF), ellipse(0, -2, 7, 5, "#c9b06a")], x, y, scale=scale)


def half_citrus(
    sheet: Sheet, x: float, y: float, r: float, peel: str, pulp: str, pith: float = 0.07
) -> str:
    """A fruit cut across: peel, pith and ten juicy wedges."""
    inner = 100 * (0.93 - pith)
    wedge_fill = sheet.radial(
        (0, lit(pulp, 0.55)), (0.45, lit(pulp, 0.12)), (1, pulp), at=(0.5, 1), reach=1
    )
    half = math.pi / 10 * 0.8
    left, right = ((side * inner * math.sin(half), -inner * math.cos(half)) for side in (-1, 1))
    wedge = (
        f"M0 -12L{left[0]:.1f} {left[1] + 6:.1f}Q0 {-inner - 3:.1f} {right[0]:.1f} "
        f"{right[1] + 6:.1f}Z"
    )
    cells = [
        f"M{wobble(step) * 6:.0f} {-30 - step * 7}l{wobble(step, 2) * 5:.0f} -9"
        for step in range(6)
    ]
    name = sheet.symbol(
        [
            path(wedge, wedge_fill, stroke=pulp, stroke_width=5, stroke_linejoin="round"),
            stroke("".join(cells), lit(pulp, 0.55), 2.6, opacity=0.45),
        ]
    )
    rim = sheet.linear((0, lit(peel, 0.2)), (1, dim(peel, 0.28)), to=(1, 1))
    body = [
        circle(0, 0, 100, rim),
        circle(0, 0, 94, "#fdf1d2"),
        circle(0, 0, inner + 1, mix("#fdf1d2", pulp, 0.22)),
        *(use(name, 0, 0, 18 + step * 36) for step in range(10)),
        circle(0, 0, 9, "#fdf1d2"),
    ]
    return placed(body, x, y, scale=r / 100)


def slice_of(sheet: Sheet, x: float, y: float, r: float, turn: float, colours: list[str]) -> str:
    """A quarter of a fruit lying on its peel; colours of the peel and the pulp."""
    peel, pulp = colours
    fill = sheet.linear((0, lit(pulp, 0.4)), (1, pulp), to=(0, 1))
    wedges = []
    for step in range(5):
        angle = math.pi * (step + 0.5) / 5
        near, far, spread = 10, 76, math.pi / 5 * 0.36
        points = [
            (near * math.cos(angle), near * math.sin(angle)),
            (far * math.cos(angle - spread), far * math.sin(angle - spread)),
            (80 * math.cos(angle), 80 * math.sin(angle)),
            (far * math.cos(angle + spread), far * math.sin(angle + spread)),
        ]
        d = "M" + "L".join(f"{px:.0f} {py + 5:.0f}" for px, py in points) + "Z"
        wedges.append(path(d, fill, stroke=pulp, stroke_width=5, stroke_linejoin="round"))
    body = [
        path(
            "M-100 0A100 100 0 0 0 100 0Z",
            dim(peel, 0.1),
            stroke=peel,
            stroke_width=6,
            stroke_linejoin="round",
        ),
        path("M-91 0A91 91 0 0 0 91 0Z", "#fdf1d2"),
        *wedges,
    ]
    return placed(body, x, y, turn, r / 100)
