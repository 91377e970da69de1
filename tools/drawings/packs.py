"""What goods are packed in: jars, bottles, pouches, boxes, and their paper labels."""

from collections.abc import Sequence

from drawings.sheet import (
    INK,
    LEAF,
    LYCHEE,
    Point,
    Sheet,
    dim,
    ellipse,
    lit,
    path,
    placed,
    rect,
    stroke,
    text,
    turned,
    upright,
)

LABEL = "#fff9ec"


def label(
    sheet: Sheet,
    box: Sequence[float],
    words: str,
    below: str = "",
    colour: str = LYCHEE,
    art: str = "",
) -> list[str]:
    """A paper label in (x, y, width, height): `art` around its middle, then name and kind."""
    x, y, width, height = box
    middle = x + width / 2
    size = min(width / (0.79 * max(len(words), 4)), height * (0.21 if art else 0.38))
    foot = y + height - size * (1.2 if below else 0.85)
    if not art:
        foot = y + height / 2 + size * (0.14 if below else 0.34)
    paper = sheet.linear((0, "#fffdf6"), (0.5, LABEL), (1, "#f0e2c9"))
    drawn = [
        rect(x, y, width, height, paper, 10),
        rect(
            x + 9,
            y + 9,
            width - 18,
            height - 18,
            "none",
            5,
            stroke=colour,
            stroke_width=3,
            opacity=0.75,
        ),
        text(middle, foot, words, size, colour, font_weight=700),
    ]
    if below:
        drawn.append(text(middle, foot + size * 0.62, below, size * 0.46, INK, font_weight=500))
    room = height - (y + height - foot) - size
    return [*drawn, placed(art, middle, y + room / 2 + 14)] if art else drawn


def band(sheet: Sheet, d: str, colour: str) -> str:
    """A coloured shape lit like a pillar."""
    return path(d, upright(sheet, colour))


def jar(sheet: Sheet, x: float, top: float, half: float, height: float, filling: str) -> list[str]:
    """A glass jar full of something: glass, filling, lights on the left."""
    foot = top + height
    glass = [
        (top, half * 0.8),
        (top, half * 0.8),
        (top + 46, half * 0.8),
        (top + 92, half * 0.97),
        (top + 140, half),
        (foot - 60, half),
        (foot - 16, half * 0.93),
        (foot, half * 0.8),
        (foot, half * 0.8),
    ]
    inner = [
        (top + 74, half * 0.85),
        (top + 74, half * 0.85),
        (top + 104, half * 0.92),
        (top + 146, half * 0.955),
        (foot - 62, half * 0.955),
        (foot - 26, half * 0.89),
        (foot - 15, half * 0.76),
        (foot - 15, half * 0.76),
    ]
    full = sheet.linear(
        (0, dim(filling, 0.22)),
        (0.2, lit(filling, 0.24)),
        (0.55, filling),
        (0.88, dim(filling, 0.3)),
        (1, dim(filling, 0.12)),
    )
    return [
        path(turned(x, glass), sheet.linear((0, "#e3d5bd"), (0.2, "#fdf7ea"), (1, "#d8c6a8"))),
        path(turned(x, inner), full),
        ellipse(x, top + 75, half * 0.85, 13, lit(filling, 0.3)),
    ]


def shine(x: float, top: float, foot: float, width: float = 20) -> list[str]:
    """The window's light on glass: a long stroke and a dot."""
    return [
        stroke(f"M{x} {top + 40}V{foot}", "#fff", width, opacity=0.5),
        stroke(f"M{x} {top - 6}V{top}", "#fff", width, opacity=0.5),
    ]


def lid(sheet: Sheet, x: float, y: float, half: float, height: float, colour: str) -> list[str]:
    """A screw cap whose top edge is at y."""
    side = [
        (y, half - 8),
        (y, half - 8),
        (y + 10, half),
        (y + 14, half),
        (y + height, half),
        (y + height, half),
    ]
    ridges = "".join(
        f"M{x + half * place:.0f} {y + 26}V{y + height - 14}"
        for place in (-0.86, -0.72, -0.54, -0.34, -0.12, 0.12, 0.34, 0.54, 0.72, 0.86)
    )
    return [
        path(turned(x, side), upright(sheet, colour)),
        stroke(ridges, dim(colour, 0.45), 5, opacity=0.45),
        path(
            turned(x, [(y + height - 9, half)] * 2 + [(y + height, half)] * 2),
            dim(colour, 0.4),
            opacity=0.5,
        ),
    ]


def pouch(sheet: Sheet, x: float, y: float, width: float, height: float, colour: str) -> list[str]:
    """A standing bag with a sealed top edge and a soft belly."""
    foot, right = y + height, x + width
    body = (
        f"M{x + 14} {y + 44}C{x - 6} {y + height * 0.4} {x - 10} {foot - 120} {x + 6} {foot - 12}"
        f"Q{x + width / 2} {foot + 22} {right - 6} {foot - 12}"
        f"C{right + 10} {foot - 120} {right + 6} {y + height * 0.4} {right - 14} {y + 44}Z"
    )
    fold = f"M{x + width * 0.84} {y + 60}C{x + width * 0.8} {y + height * 0.5} "
    fold += f"{x + width * 0.82} {foot - 120} {x + width * 0.86} {foot - 10}"
    fold += f"L{right - 6} {foot - 12}C{right + 10} {foot - 120} {right + 6} {y + height * 0.4} "
    fold += f"{right - 14} {y + 44}Z"
    return [
        path(body, upright(sheet, colour)),
        path(fold, dim(colour, 0.35), opacity=0.35),
        path(
            f"M{x + 6} {y}H{right - 6}L{right - 12} {y + 58}H{x + 12}Z",
            upright(sheet, dim(colour, 0.12)),
            stroke=dim(colour, 0.12),
            stroke_width=8,
            stroke_linejoin="round",
        ),
        stroke(
            f"M{x + 20} {y + 20}H{right - 20}M{x + 20} {y + 38}H{right - 20}",
            dim(colour, 0.4),
            3.5,
            opacity=0.5,
        ),
        stroke(
            f"M{x + 34} {y + 100}C{x + 22} {y + height * 0.4} {x + 22} {foot - 160} "
            f"{x + 30} {foot - 70}",
            lit(colour, 0.5),
            9,
            opacity=0.5,
        ),
    ]


def bottle(sheet: Sheet, x: float, profile: Sequence[Point], colour: str) -> str:
    """Glass or liquid with a lathe's outline, lit from the left."""
    return path(
        turned(x, profile),
        sheet.linear(
            (0, dim(colour, 0.3)),
            (0.16, lit(colour, 0.22)),
            (0.34, colour),
            (0.7, dim(colour, 0.08)),
            (0.92, dim(colour, 0.32)),
            (1, dim(colour, 0.16)),
        ),
    )


def bowl(
    sheet: Sheet, x: float, y: float, half: float, depth: float, colour: str
) -> tuple[list[str], list[str]]:
    """A bowl whose rim is at y: what stands behind its content, and what before it."""
    rim = half * 0.13
    side = [
        (y, half),
        (y, half),
        (y + depth * 0.35, half * 0.95),
        (y + depth * 0.72, half * 0.72),
        (y + depth * 0.93, half * 0.42),
        (y + depth * 0.93, half * 0.4),
        (y + depth, half * 0.42),
        (y + depth, half * 0.42),
    ]
    behind = [ellipse(x, y, half, rim, dim(colour, 0.42))]
    before = [
        sheet.inside(
            path(
                f"M{x - half - 9} {y}A{half + 9} {rim} 0 0 0 {x + half + 9} {y}"
                f"V{y + depth + 9}H{x - half - 9}Z"
            ),
            path(turned(x, side), upright(sheet, colour)),
        ),
        path(
            f"M{x - half} {y}A{half} {rim} 0 0 0 {x + half} {y}",
            stroke=lit(colour, 0.35),
            stroke_width=12,
            stroke_linecap="round",
        ),
    ]
    return behind, before


def ribbon(sheet: Sheet, x: float, y: float, scale: float = 1, colour: str = LEAF) -> str:
    """A tied bow."""
    loop = "M0 0C-30 -46 -92 -50 -88 -8S-30 22 0 0Z"
    tail = "M-4 0C-20 30 -34 56 -62 78L-30 82C-14 60 0 30 6 4Z"
    fill = sheet.linear((0, lit(colour, 0.2)), (1, dim(colour, 0.25)), to=(1, 1))
    body = [
        path(tail, dim(colour, 0.18)),
        path(tail, dim(colour, 0.26), transform="scale(-1 1)"),
        path(loop, fill),
        path(loop, fill, transform="scale(-1 1)"),
        ellipse(0, 0, 15, 18, lit(colour, 0.1)),
    ]
    return placed(body, x, y, scale=scale)
