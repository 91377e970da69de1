"""One step back and one step forward from a lot, as SVG: where it came from, where it went.

Upright, so that it can be read on a phone: sources on top, the lot in the middle, what became of
it below. Words and lines follow the colour of the text around; nothing is told by colour alone.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from shop_onboard.values import palette

# More boxes than this are a wall; the list below the picture holds all of them.
MOST_BOXES = 5

_WIDTH = 360
_INSET = 24
_LINE = 18
_PAD = 10
_GAP = 8
_ARROW = 34
# Letters that fit into a line of a box, on the safe side.
_CHARS = 34


@dataclass(frozen=True)
class Box:
    """Something one step away: what it is called, and how much of it."""

    name: str
    detail: str = ""


@dataclass(frozen=True)
class StepsChart:
    """`back` are the sources of `lot`, `forward` what became of it.

    `title` and `description` are read aloud; `nothing_back` and `nothing_forward` stand where
    nothing is known; `more` says how many boxes were left out, with a place `%d`.
    """

    title: str
    description: str
    lot: Box
    back: tuple[Box, ...]
    forward: tuple[Box, ...]
    nothing_back: str
    nothing_forward: str
    more: str


def steps_svg(chart: StepsChart) -> str:
    """The drawing, 360 units wide, as high as it needs."""
    parts: list[str] = []
    y = _stack(parts, chart.back, chart.nothing_back, chart.more, 1)
    y = _arrow(parts, y)
    y = _box(parts, chart.lot, y, is_lot=True)
    y = _arrow(parts, y)
    y = _stack(parts, chart.forward, chart.nothing_forward, chart.more, y)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="100%"'
        f' viewBox="0 0 {_WIDTH} {y + 1}">'
        f"<title>{escape(chart.title)}</title><desc>{escape(chart.description)}</desc>"
        f"{''.join(parts)}</svg>"
    )


def _stack(parts: list[str], boxes: Sequence[Box], nothing: str, more: str, y: int) -> int:
    shown = list(boxes[:MOST_BOXES])
    if len(boxes) > MOST_BOXES:
        shown.append(Box(more % (len(boxes) - MOST_BOXES)))
    for box in shown:
        y = _box(parts, box, y) + _GAP
    if not shown:
        y = _box(parts, Box(nothing), y, is_known=False) + _GAP
    return y - _GAP


def _box(parts: list[str], box: Box, y: int, *, is_lot: bool = False, is_known: bool = True) -> int:
    inset = 0 if is_lot else _INSET
    names = textwrap.wrap(box.name, _CHARS) or [""]
    lines = names + textwrap.wrap(box.detail, _CHARS)
    height = 2 * _PAD + _LINE * len(lines)
    look = f'fill="{palette.CHART[3]}" fill-opacity="0.16"' if is_lot else 'fill="none"'
    dashes = "" if is_known else ' stroke-dasharray="5 4"'
    parts.append(
        f'<rect x="{inset + 1}" y="{y}" width="{_WIDTH - 2 * inset - 2}" height="{height}" rx="8"'
        f' {look} stroke="currentColor" stroke-width="{2 if is_lot else 1}"{dashes}/>'
    )
    for number, line in enumerate(lines):
        weight = ' font-weight="600"' if number < len(names) and is_known else ""
        parts.append(
            f'<text x="{_WIDTH // 2}" y="{y + _PAD + 13 + _LINE * number}" font-size="14"'
            f' text-anchor="middle" fill="currentColor"{weight}>{escape(line)}</text>'
        )
    return y + height


def _arrow(parts: list[str], y: int) -> int:
    middle, foot = _WIDTH // 2, y + _ARROW - 4
    parts.append(
        f'<path d="M{middle} {y + 4}V{foot}M{middle - 6} {foot - 7}l6 7l6 -7" fill="none"'
        f' stroke="currentColor" stroke-width="2"/>'
    )
    return y + _ARROW
