"""Charts of our own: one drawing, painted as SVG for pages and PDF or as PNG for DOCX.

The SVG holds presentation attributes only, so that it passes a CSP without inline style or
script, prints, and needs no JavaScript. Every bar carries its name and its value in words: nothing
depends on telling two colours apart.
"""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from html import escape

from PIL import Image, ImageDraw, ImageFont

from shop_onboard.documents.rendering import STATIC
from shop_onboard.values import palette
from shop_onboard.values.mass import format_alike

_FILLS = {
    palette.INK: 'fill="currentColor"',
    palette.CHART_TRACK: 'fill="currentColor" fill-opacity="0.16"',
}
_LABEL_SIZE = 14
_TEXT_SIZE = 13
# Mean advance of a sans-serif letter in em, on the wide side: labels must not run into each other.
_EM = 0.6
_BAR_HEIGHT = 20
_BAR_GAP = 5
_GROUP_GAP = 14


@dataclass(frozen=True)
class Bar:
    """One bar: the series it belongs to, its length (any unit, ≥ 0) and its value in words."""

    series: str
    value: int
    text: str


@dataclass(frozen=True)
class BarGroup:
    """The bars of one category, such as one marketplace."""

    label: str
    bars: tuple[Bar, ...]


@dataclass(frozen=True)
class BarChart:
    """`series` gives the colours their order; every bar names one of them.

    `title` and `description` are read aloud; the page prints its own caption and its table.
    """

    title: str
    description: str
    series: tuple[str, ...]
    groups: tuple[BarGroup, ...]


@dataclass(frozen=True)
class TargetChart:
    """How far `done` has come towards `target` (same unit, target > 0), with both in words.

    `share_text` is how much of the target that is: "41,7%".
    """

    title: str
    description: str
    done: int
    target: int
    done_text: str
    target_text: str
    share_text: str


@dataclass(frozen=True)
class _Box:
    x: float
    y: float
    width: float
    height: float
    fill: str


@dataclass(frozen=True)
class _Label:
    x: float
    y: float  # baseline
    text: str
    size: int
    bold: bool = False
    anchor: str = "start"


@dataclass(frozen=True)
class _Scene:
    width: int
    height: int
    boxes: tuple[_Box, ...]
    labels: tuple[_Label, ...]


def mass_chart(
    title: str,
    description: str,
    series: tuple[str, ...],
    rows: Iterable[tuple[str, tuple[int | None, ...]]],
    lang: str = "vi",
) -> BarChart:
    """A chart of masses in grams: one row a group, one value a series; None draws no bar.

    All are written in one unit.
    """
    held = list(rows)
    drawn = [mass_g for _label, masses in held for mass_g in masses if mass_g is not None]
    texts = dict(zip(drawn, format_alike(drawn, lang), strict=True))
    groups = tuple(
        BarGroup(
            label,
            tuple(
                Bar(name, mass_g, texts[mass_g])
                for name, mass_g in zip(series, masses, strict=True)
                if mass_g is not None
            ),
        )
        for label, masses in held
    )
    return BarChart(title, description, series, groups)


def bar_chart(chart: BarChart, width: int = 360, font: str = "") -> str:
    """SVG of horizontal bars side by side within each group; "" when there is no group.

    `width` in units of the viewBox: 360 suits a phone, 600 a document. `font` names a family where
    the surroundings do not pass theirs on (PDF).
    """
    return _svg(_grouped(chart, width), chart.title, chart.description, font)


def stacked_chart(chart: BarChart, width: int = 360, font: str = "") -> str:
    """SVG with the bars of a group one after the other, as parts of a whole; "" without groups."""
    return _svg(_stacked(chart, width), chart.title, chart.description, font)


def target_chart(chart: TargetChart, width: int = 360, font: str = "") -> str:
    """SVG of one bar filling up to its target, with the share in words."""
    return _svg(_towards(chart, width), chart.title, chart.description, font)


def chart_png(chart: BarChart | TargetChart, width: int = 600, scale: int = 3) -> bytes:
    """The same drawing as PNG of `width * scale` pixels, black on white, for DOCX.

    600 units at scale 3 are 280 dpi across a page. Raises ValueError for a chart with no group.
    """
    towards = isinstance(chart, TargetChart)
    scene = _towards(chart, width) if towards else _grouped(chart, width)  # type: ignore[arg-type]
    if not scene.boxes:
        raise ValueError("a chart without groups has no picture")
    return _png(scene, scale)


def _colour(chart: BarChart, bar: Bar) -> str:
    return palette.CHART[chart.series.index(bar.series) % len(palette.CHART)]


def _grouped(chart: BarChart, width: int) -> _Scene:
    bars = [bar for group in chart.groups for bar in group.bars]
    longest = max((bar.value for bar in bars), default=0) or 1
    names = _Names(chart.series, width)
    room = width - names.width - max((_advance(bar.text) for bar in bars), default=0) - 8
    boxes: list[_Box] = []
    labels: list[_Label] = []
    y = 0.0
    for group in chart.groups:
        y = _heading(labels, group.label, y, width)
        top = y
        for bar in group.bars:
            pitch = names.height(bar.series)
            middle = y + pitch / 2
            length = bar.value * room / longest
            names.place(labels, bar.series, middle)
            colour = _colour(chart, bar)
            boxes.append(_Box(names.width, middle - _BAR_HEIGHT / 2, length, _BAR_HEIGHT, colour))
            labels.append(_Label(names.width + length + 6, middle + 4.5, bar.text, _TEXT_SIZE))
            y += pitch + _BAR_GAP
        boxes.append(_Box(names.width - 1, top - 2, 1, y - top - 1, palette.INK))
        y += _GROUP_GAP
    return _Scene(width, round(y - _GROUP_GAP), tuple(boxes), tuple(labels))


class _Names:
    """The column of series names left of the bars; absent when there is a single series."""

    def __init__(self, series: tuple[str, ...], width: int) -> None:
        shown = series if len(series) > 1 else ()
        column = min(max((_advance(name) for name in shown), default=0), width * 0.36)
        self.lines = {name: _wrap(name, column, _TEXT_SIZE) for name in shown}
        self.width = column + 8 if shown else 1.0

    def height(self, name: str) -> float:
        return max(_BAR_HEIGHT, 16 * len(self.lines.get(name, ())))

    def place(self, labels: list[_Label], name: str, middle: float) -> None:
        lines = self.lines.get(name, ())
        first = middle - 16 * (len(lines) - 1) / 2 + 4.5
        for index, line in enumerate(lines):
            labels.append(_Label(0, first + 16 * index, line, _TEXT_SIZE))


def _stacked(chart: BarChart, width: int) -> _Scene:
    totals = [sum(bar.value for bar in group.bars) for group in chart.groups]
    longest = max(totals, default=0) or 1
    boxes: list[_Box] = []
    labels: list[_Label] = []
    y = 0.0
    for group in chart.groups:
        y = _heading(labels, group.label, y, width)
        x = 0.0
        for bar in group.bars:
            length = bar.value * width / longest
            colour = _colour(chart, bar)
            # The sliver of background between two parts keeps them apart in black and white.
            boxes.append(_Box(x, y, max(length - 1.5, 0), _BAR_HEIGHT, colour))
            x += length
        y = _parts(boxes, labels, chart, group, y + _BAR_HEIGHT + 6, width)
        y += _GROUP_GAP
    return _Scene(width, round(y - _GROUP_GAP), tuple(boxes), tuple(labels))


def _parts(
    boxes: list[_Box], labels: list[_Label], chart: BarChart, group: BarGroup, y: float, width: int
) -> float:
    """What each part is, as swatch and words, in as many lines as it takes."""
    x = 0.0
    for bar in group.bars:
        text = f"{bar.series}: {bar.text}"
        taken = 16 + _advance(text) + 14
        if x and x + taken > width:
            x, y = 0.0, y + 18
        boxes.append(_Box(x, y + 2, 11, 11, _colour(chart, bar)))
        labels.append(_Label(x + 16, y + 12, text, _TEXT_SIZE))
        x += taken
    return y + 18


def _towards(chart: TargetChart, width: int) -> _Scene:
    if chart.target <= 0 or chart.done < 0:
        raise ValueError("a target chart needs a target above zero and nothing below zero")
    longest = max(chart.done, chart.target)
    done = chart.done * width / longest
    target = chart.target * width / longest
    boxes = (
        _Box(0, 22, target, 24, palette.CHART_TRACK),
        _Box(0, 22, done, 24, palette.CHART[0]),
        _Box(target - 2.5, 18, 2.5, 32, palette.INK),
    )
    labels = (
        _Label(0, 14, f"{chart.done_text} · {chart.share_text}", _LABEL_SIZE, bold=True),
        _Label(target, 66, chart.target_text, _TEXT_SIZE, anchor="end"),
    )
    if _advance(chart.target_text) > target:
        labels = (labels[0], _Label(0, 66, chart.target_text, _TEXT_SIZE))
    return _Scene(width, 72, boxes, labels)


def _heading(labels: list[_Label], text: str, y: float, width: int) -> float:
    for line in _wrap(text, width, _LABEL_SIZE):
        labels.append(_Label(0, y + 14, line, _LABEL_SIZE, bold=True))
        y += 18
    return y + 4


def _advance(text: str, size: int = _TEXT_SIZE) -> float:
    return len(text) * size * _EM


def _wrap(text: str, width: float, size: int) -> tuple[str, ...]:
    lines: list[str] = []
    for word in text.split():
        joined = f"{lines[-1]} {word}" if lines else word
        if lines and _advance(joined, size) <= width:
            lines[-1] = joined
        else:
            lines.append(word)
    return tuple(lines)


def _svg(scene: _Scene, title: str, description: str, font: str) -> str:
    if not scene.boxes:
        return ""
    family = f' font-family="{escape(font)}"' if font else ""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" width="100%"'
        f' viewBox="0 0 {scene.width} {scene.height}"{family}>',
        f"<title>{escape(title)}</title><desc>{escape(description)}</desc>",
    ]
    for box in scene.boxes:
        # Ink follows the colour of the text around, light or dark; so does the empty part of a bar.
        fill = _FILLS.get(box.fill, f'fill="{box.fill}"')
        parts.append(
            f'<rect x="{box.x:.1f}" y="{box.y:.1f}" width="{box.width:.1f}"'
            f' height="{box.height:.1f}" {fill}/>'
        )
    for label in scene.labels:
        weight = ' font-weight="600"' if label.bold else ""
        anchor = ' text-anchor="end"' if label.anchor == "end" else ""
        parts.append(
            f'<text x="{label.x:.1f}" y="{label.y:.1f}" font-size="{label.size}"{weight}{anchor}'
            f' fill="currentColor">{escape(label.text)}</text>'
        )
    return "".join([*parts, "</svg>"])


@lru_cache(maxsize=16)
def _font(bold: bool, pixels: int) -> ImageFont.FreeTypeFont:
    weight = "SemiBold" if bold else "Regular"
    return ImageFont.truetype(STATIC / "vendor" / "fonts" / f"BeVietnamPro-{weight}.ttf", pixels)


def _png(scene: _Scene, scale: int) -> bytes:
    image = Image.new("RGB", (scene.width * scale, scene.height * scale), "white")
    draw = ImageDraw.Draw(image)
    for box in scene.boxes:
        left, top = round(box.x * scale), round(box.y * scale)
        right = round((box.x + box.width) * scale) - 1
        bottom = round((box.y + box.height) * scale) - 1
        if right >= left and bottom >= top:
            draw.rectangle((left, top, right, bottom), fill=box.fill)
    for label in scene.labels:
        draw.text(
            (label.x * scale, label.y * scale),
            label.text,
            fill=palette.INK,
            font=_font(label.bold, label.size * scale),
            anchor="rs" if label.anchor == "end" else "ls",
        )
    out = io.BytesIO()
    image.quantize(64).save(out, "PNG", optimize=True, dpi=(96 * scale, 96 * scale))
    return out.getvalue()
