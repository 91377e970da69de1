"""Small drawings for pages: empty lists, and who the product is for.

They stand on white and on the dark ground alike, so every colour is a middle one and every pale
shape has an outline. No style, no script: the pages' Content-Security-Policy allows neither.
"""

from drawings.sheet import circle, ellipse, group, path, placed, rect, stroke

Spot = list[str]
LINE, RED, GREEN, GOLD = "#8a7a70", "#c93a52", "#4f9a66", "#e2a63b"
PAPER, WHITE, SKIN, HAIR = "#e9d3ad", "#fff8ec", "#dfa678", "#5a4438"
OUTLINE = {"stroke": LINE, "stroke_width": 2.5, "stroke_linejoin": "round"}


def lychee(x: float, y: float, r: float) -> str:
    """A lychee with its leaf."""
    bumps = "M-4 -4h.1M2 -6h.1M5 0h.1M-1 1h.1M-6 3h.1M3 6h.1M-2 7h.1"
    return placed(
        [
            circle(0, 0, 10, RED),
            stroke(bumps, "#f0a0a8", 2.2),
            path("M0 -9C1 -17 8 -19 15 -17C14 -10 8 -7 0 -9Z", GREEN),
        ],
        x,
        y,
        scale=r / 10,
    )


def lines(*rows: tuple[float, float, float], colour: str = LINE, width: float = 3) -> str:
    """Lines of writing: (x, y, length)."""
    return stroke("".join(f"M{x} {y}h{length}" for x, y, length in rows), colour, width)


def awning(x: float, y: float, width: float) -> str:
    """A striped market awning of five scallops whose upper edge is at y."""
    step = width / 5
    scallops = "".join(
        path(
            f"M{x + index * step} {y}h{step}v10a{step / 2} {step / 2} 0 0 1 {-step} 0Z",
            RED if index % 2 == 0 else WHITE,
        )
        for index in range(5)
    )
    return group(scallops, **{**OUTLINE, "stroke_width": 1.5})


def cooperatives() -> Spot:
    return [
        circle(128, 58, 19, GREEN),
        circle(114, 70, 13, GREEN),
        path("M124 62h7l2 43h-11Z", LINE),
        stroke("M120 52h.1M134 50h.1M128 64h.1M112 68h.1M138 63h.1", RED, 7),
        path("M30 56h70v49H30Z", WHITE, **OUTLINE),
        path("M22 56L65 22L108 56Z", RED, **OUTLINE),
        path("M56 105V80h20v25Z", PAPER, **OUTLINE),
        awning(34, 64, 62),
    ]


def products() -> Spot:
    return [
        lychee(64, 44, 14),
        lychee(96, 42, 15),
        lychee(80, 54, 15),
        path("M40 58h80l-6 47H46Z", PAPER, **OUTLINE),
        path("M40 58L24 70L32 80L44 70M120 58l16 12l-8 10l-12 -10", WHITE, **OUTLINE),
        rect(66, 74, 28, 18, WHITE, 3, **OUTLINE),
        lines((72, 83, 16), colour=RED),
    ]


def lots() -> Spot:
    slats = "M26 84h52M26 95h52M86 84h52M86 95h52"
    return [
        path("M56 70V36h52v34Z", "none", **OUTLINE, stroke_dasharray="6 5"),
        lychee(38, 68, 9),
        lychee(54, 66, 10),
        lychee(68, 68, 8),
        rect(24, 74, 56, 31, PAPER, 3, **OUTLINE),
        rect(84, 74, 56, 31, PAPER, 3, **OUTLINE),
        stroke(slats, LINE, 2),
        path("M100 66l10 -9h22v18h-22Z", GOLD, **OUTLINE),
        circle(110, 66, 2.5, LINE),
        lines((116, 63, 11), (116, 69, 8), width=2.2),
    ]


def labels() -> Spot:
    cells = [(46, 26), (82, 26), (46, 52), (46, 78)]
    code = "M53 32h5v5h-5ZM62 32h4v4h-4ZM53 41h4v4h-4ZM61 40h6v6h-6Z"
    return [
        rect(38, 18, 80, 87, WHITE, 4, **OUTLINE),
        *(rect(x, y, 28, 21, PAPER, 2) for x, y in cells),
        path(code, LINE),
        path(
            "M82 52h28v21H82ZM82 78h28v21H82Z",
            "none",
            stroke=LINE,
            stroke_width=2,
            stroke_dasharray="4 4",
        ),
        group(
            [
                rect(0, 0, 36, 27, GOLD, 3, **OUTLINE),
                lychee(10, 16, 6),
                lines((20, 11, 10), (20, 18, 8), width=2.4),
            ],
            transform="translate(100 62) rotate(-14)",
        ),
        lychee(96, 38, 6),
    ]


def catalogues() -> Spot:
    return [
        path("M80 34C66 24 44 24 26 28V98C44 94 66 94 80 104Z", WHITE, **OUTLINE),
        path("M80 34C94 24 116 24 134 28V98C116 94 94 94 80 104Z", PAPER, **OUTLINE),
        lychee(52, 52, 12),
        lines((38, 76, 30), (38, 85, 22)),
        lines((92, 46, 30), (92, 56, 30), (92, 66, 20), colour=LINE),
        path("M92 76h30v12H92Z", GREEN),
        path("M116 25v26l-6 -6l-6 6V24Z", RED),
    ]


def listings() -> Spot:
    return [
        rect(50, 14, 60, 92, WHITE, 9, **OUTLINE),
        awning(50, 28, 60),
        rect(58, 54, 20, 22, PAPER, 3),
        lychee(68, 67, 6),
        rect(83, 54, 20, 22, "none", 3, stroke=LINE, stroke_width=2, stroke_dasharray="4 3"),
        lines((58, 83, 18), (58, 90, 12)),
        rect(83, 81, 20, 12, GREEN, 6),
        lines((74, 21, 12), width=2.5),
        path(
            "M122 46l14 -4M122 60h14M122 74l14 4M38 46l-14 -4M38 60H24M38 74l-14 4",
            stroke=GOLD,
            stroke_width=4,
            stroke_linecap="round",
        ),
    ]


def sales() -> Spot:
    return [
        path("M62 44c0 -26 34 -26 34 0", stroke=LINE, stroke_width=4),
        path("M44 42h70l6 63H38Z", RED, **OUTLINE),
        path("M44 42h70l1 11H43Z", "#a92b43"),
        rect(58, 62, 42, 30, WHITE, 4),
        lines((66, 72, 26), (66, 81, 16)),
        circle(122, 84, 20, GOLD, **OUTLINE),
        circle(121, 87.5, 5.5, "none", stroke=HAIR, stroke_width=2.6),
        path(
            "M127 74v19M121 79h11M116 98h13",
            stroke=HAIR,
            stroke_width=2.6,
            stroke_linecap="round",
        ),
    ]


def tonnage() -> Spot:
    return [
        path("M48 68h64l10 37H38Z", PAPER, **OUTLINE),
        circle(80, 88, 13, WHITE, **OUTLINE),
        stroke("M80 88l6 -7", RED, 3),
        stroke("M72 88h.1M80 80h.1M88 88h.1", LINE, 2.5),
        rect(34, 60, 92, 8, LINE, 4),
        rect(50, 36, 60, 24, GREEN, 3, **OUTLINE),
        stroke("M50 48h60M70 36v24M90 36v24", LINE, 2),
        lychee(64, 30, 8),
        lychee(96, 30, 8),
        lychee(80, 28, 9),
    ]


def campaigns() -> Spot:
    return [
        path("M10 106C30 74 58 66 80 84S124 84 150 106Z", GREEN, fill_opacity=0.55),
        path("M44 106C62 84 84 80 100 106Z", GREEN),
        stroke("M72 92V18", LINE, 4),
        path("M72 20C88 12 98 30 122 20V54C98 64 88 46 72 54Z", GOLD),
        lychee(97, 40, 9),
        circle(132, 92, 4, RED),
        circle(28, 94, 4, RED),
    ]


def orders() -> Spot:
    return [
        rect(18, 44, 76, 48, PAPER, 4, **OUTLINE),
        path("M94 58h22l18 18v16H94Z", WHITE, **OUTLINE),
        path("M102 64h12l10 12h-22Z", GOLD),
        path("M48 44h16v18l-8 -5l-8 5Z", RED),
        lines((28, 80, 22)),
        stroke("M10 60H2M12 72H0", GOLD, 3.5),
        circle(42, 95, 10, HAIR),
        circle(42, 95, 4, PAPER),
        circle(112, 95, 10, HAIR),
        circle(112, 95, 4, PAPER),
    ]


def imports() -> Spot:
    return [
        rect(40, 12, 68, 62, WHITE, 4, **OUTLINE),
        path("M40 16a4 4 0 0 1 4 -4h60a4 4 0 0 1 4 4v10H40Z", GREEN),
        stroke("M40 42h68M40 58h68M62 26v48M85 26v48", LINE, 2),
        lines((45, 34, 11), (67, 50, 12), (90, 34, 12), (45, 66, 11), colour=GOLD),
        path("M24 74h28l8 12h40l8 -12h28v27a5 5 0 0 1 -5 5H29a5 5 0 0 1 -5 -5Z", PAPER, **OUTLINE),
        path(
            "M74 52v22M63 66l11 12l11 -12",
            stroke=RED,
            stroke_width=6,
            stroke_linecap="round",
            stroke_linejoin="round",
        ),
    ]


def jobs() -> Spot:
    return [
        rect(26, 34, 54, 71, WHITE, 4, **OUTLINE),
        path("M62 34v14a4 4 0 0 0 4 4h14Z", PAPER, **OUTLINE),
        lines((36, 62, 30), (36, 74, 24), (36, 86, 14)),
        circle(104, 70, 34, PAPER, **OUTLINE),
        circle(104, 70, 25, WHITE, **OUTLINE),
        stroke("M104 54V70L115 77", RED, 4),
        stroke("M104 48h.1M126 70h.1M104 92h.1M82 70h.1", LINE, 4),
        path("M96 27h16v8H96Z", GOLD),
    ]


def search() -> Spot:
    return [
        stroke("M98 76L128 104", LINE, 13),
        stroke("M101 79L126 102", GOLD, 7),
        circle(74, 54, 36, WHITE, stroke=LINE, stroke_width=6),
        circle(74, 58, 17, "none", stroke=RED, stroke_width=3, stroke_dasharray="6 5"),
        path("M74 41C75 32 82 30 89 32C88 39 82 42 74 41Z", GREEN),
        stroke("M50 42C53 34 59 30 64 28", GOLD, 4),
        stroke("M24 96h14M30 106h22M130 30h12M136 40h10", LINE, 3, opacity=0.6),
    ]


EMPTY = {
    drawing.__name__: drawing
    for drawing in (
        cooperatives,
        products,
        lots,
        labels,
        catalogues,
        listings,
        sales,
        tonnage,
        campaigns,
        orders,
        imports,
        jobs,
        search,
    )
}


def person(shirt: str, over: Spot, hat: Spot) -> Spot:
    """Somebody seen to the waist on a round ground: what they wear and hold."""
    return [
        circle(48, 48, 46, "#f6e3c6"),
        path("M2 62C20 46 40 66 60 56S86 50 93 60A46 46 0 0 1 2.500 62Z", "#e4cfa0"),
        path("M18 90C18 66 30 61 48 61S78 66 78 90C68 96 28 96 18 90Z", shirt),
        path("M40 54h16v9c-3 6 -13 6 -16 0Z", "#c98c60"),
        ellipse(48, 42, 14, 16, SKIN),
        *hat,
        stroke("M43 43h.1M53 43h.1", HAIR, 2.6),
        stroke("M43.500 49.500q4.500 4 9 0", "#a3182f", 1.8),
        *over,
    ]


def volunteer() -> Spot:
    hat = [
        path("M33 40C32 30 38 24 48 24S64 30 63 40C60 36 54 34 48 34S36 36 33 40Z", HAIR),
        path("M35 31C35 18 61 18 61 31Z", GREEN),
        path("M26 34C34 26 62 26 70 34C62 37 34 37 26 34Z", "#3b7d50"),
    ]
    over = [
        path("M44 62l4 6l4 -6l3 3l-7 9l-7 -9Z", WHITE),
        circle(62, 76, 4, RED),
        path("M60.500 76h3M62 74.500v3", stroke=GOLD, stroke_width=1.4),
        rect(28, 68, 15, 24, HAIR, 3),
        rect(30, 71, 11, 17, "#cfe6ef", 1),
        circle(29, 86, 4.5, SKIN),
    ]
    return person("#3f79b5", over, hat)


def cooperative() -> Spot:
    hat = [
        path("M18 38L48 10L78 38C66 33 30 33 18 38Z", "#e3bd72"),
        stroke("M27 33C40 29 56 29 69 33M36 24C44 22 52 22 60 24", "#b98d45", 1.6),
        stroke("M34 38Q36 56 46 58M62 38Q60 56 50 58", RED, 1.6),
    ]
    over = [
        lychee(36, 74, 6),
        lychee(48, 72, 7),
        lychee(60, 74, 6),
        path("M24 76h48l-6 18Q48 98 30 94Z", "#c9964c"),
        stroke("M27 84h42M29 90h38M36 77l2 18M48 77v19M60 77l-2 18", "#93662b", 1.6),
        circle(25, 80, 4.5, SKIN),
        circle(71, 80, 4.5, SKIN),
    ]
    return person("#7d4a63", over, hat)


def officer() -> Spot:
    hat = [
        path(
            "M33 44C30 28 38 23 50 23C61 23 66 32 63 44C61 38 60 35 56 33C50 37 40 36 36 35"
            "C34 38 33 41 33 44Z",
            HAIR,
        )
    ]
    over = [
        path("M40 61l8 10l8 -10l4 3l-12 14l-12 -14Z", "#e6eef2"),
        path("M46 71h4l2 14l-4 4l-4 -4Z", RED),
        rect(54, 66, 26, 26, WHITE, 2, stroke=LINE, stroke_width=1.6),
        stroke("M60 87v-7M67 87V74M74 87V70", GREEN, 4),
        circle(55, 88, 4.5, SKIN),
    ]
    return person("#f2f5f6", over, hat)


def shopper() -> Spot:
    hat = [
        path(
            "M31 58C27 34 34 22 48 22S69 34 65 58C62 60 60 56 60 50C62 40 58 36 54 32"
            "C48 37 40 37 36 40C35 48 36 56 35 59Z",
            HAIR,
        )
    ]
    over = [
        path("M58 72h22l3 21q-14 4 -28 2Z", GREEN),
        path("M63 73c0 -9 12 -9 12 0", stroke=HAIR, stroke_width=2),
        lychee(69, 85, 5).replace(GREEN, GOLD),
        rect(20, 64, 17, 26, HAIR, 3),
        rect(22, 67, 13, 19, WHITE, 1),
        path("M24 69h3v3h-3ZM30 69h3v3h-3ZM24 75h3v3h-3ZM29 74h4v4h-4Z", HAIR),
        lines((24, 82, 8), colour=RED, width=2),
        circle(37, 84, 4.5, SKIN),
    ]
    return person(GOLD, over, hat)


ROLES = {drawing.__name__: drawing for drawing in (volunteer, cooperative, officer, shopper)}


def svg_of_empty(name: str) -> str:
    """The drawing of an empty list, 160 × 120."""
    ground = [
        path("M6 106C2 70 30 20 84 16S160 66 152 106Z", GOLD, fill_opacity=0.16),
        rect(6, 104, 146, 3, LINE, 1.5, fill_opacity=0.5),
    ]
    return _svg(160, 120, [*ground, *EMPTY[name]()])


def svg_of_role(name: str) -> str:
    """Somebody of that role, 96 × 96."""
    return _svg(96, 96, ROLES[name]())


def _svg(width: int, height: int, body: Spot) -> str:
    inside = "".join(body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}">{inside}</svg>\n'
    )
