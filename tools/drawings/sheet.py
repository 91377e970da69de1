"""An SVG that is being drawn: elements as text, gradients and symbols kept once."""

import math
from collections.abc import Iterable, Sequence

SIZE = 1280
CREAM, INK, SHADE, LIGHT = "#fdf6ea", "#4a2c20", "#43141c", "#fff6e2"
LYCHEE, LEAF, HONEY, ORANGE, PAPER = "#a3182f", "#1f5f35", "#e0a02a", "#ee8420", "#c79a63"

Point = tuple[float, ...]


def number(value: float) -> str:
    """A coordinate with one decimal at most, so that files stay small and equal."""
    return f"{value:.1f}".removesuffix(".0") if value else "0"


def spots(written: str) -> list[Point]:
    """Places as they are noted down: "250 74, 330 76" → [(250, 74), (330, 76)]."""
    return [tuple(float(part) for part in place.split()) for place in written.split(",")]


def mix(one: str, other: str, share: float) -> str:
    """The colour that lies `share` (0–1) of the way from one to the other."""
    first, last = (int(colour[1:], 16) for colour in (one, other))
    parts = []
    for shift in (16, 8, 0):
        start, end = first >> shift & 255, last >> shift & 255
        parts.append(round(start + (end - start) * share))
    return "#{:02x}{:02x}{:02x}".format(*parts)


def lit(colour: str, share: float) -> str:
    """The colour where more of the warm light falls on it."""
    return mix(colour, LIGHT, share)


def dim(colour: str, share: float) -> str:
    """The colour where it turns away from the light."""
    deep = mix(mix(colour, "#000000", 0.72), SHADE, 0.4)
    return mix(colour, deep, share)


def wobble(place: float, key: float = 0) -> float:
    """A number from −1 to 1 that looks like chance and is the same on every run."""
    value = math.sin(place * 12.9898 + key * 78.233) * 4375.85
    return round(2 * (value - math.floor(value)) - 1, 6)


def attributes(given: dict[str, object]) -> str:
    """Keyword arguments as attributes: `stroke_width=2` → ` stroke-width="2"`."""
    written = []
    for name, value in given.items():
        text = number(value) if isinstance(value, int | float) else str(value)
        written.append(f' {name.rstrip("_").replace("_", "-")}="{text}"')
    return "".join(written)


def path(d: str, fill: str = "none", **more: object) -> str:
    """A path; `stroke`, `stroke_width`, `opacity`… as keywords."""
    return f'<path d="{d}"{attributes({"fill": fill, **more})}/>'


def stroke(d: str, colour: str, width: float, **more: object) -> str:
    """An open line with round ends."""
    look = {"stroke": colour, "stroke_width": width, "stroke_linecap": "round", **more}
    return path(d, "none", **look)


def ellipse(x: float, y: float, rx: float, ry: float, fill: str, **more: object) -> str:
    """An ellipse around (x, y)."""
    place = {"cx": x, "cy": y, "rx": rx, "ry": ry, "fill": fill}
    return f"<ellipse{attributes({**place, **more})}/>"


def circle(x: float, y: float, r: float, fill: str, **more: object) -> str:
    """A circle around (x, y)."""
    return f"<circle{attributes({'cx': x, 'cy': y, 'r': r, 'fill': fill, **more})}/>"


def rect(
    x: float, y: float, width: float, height: float, fill: str, rx: float = 0, **more: object
) -> str:
    """A rectangle with corners rounded by `rx`."""
    place = {"x": x, "y": y, "width": width, "height": height, "rx": rx, "fill": fill}
    return f"<rect{attributes({**place, **more})}/>"


def text(x: float, y: float, words: str, size: float, fill: str, **more: object) -> str:
    """A line of words, centred on x."""
    look = {"x": x, "y": y, "font_size": size, "fill": fill, "text_anchor": "middle", **more}
    return f"<text{attributes(look)}>{words}</text>"


def group(body: Iterable[str] | str, **more: object) -> str:
    """Elements that share attributes."""
    return f"<g{attributes(more)}>{''.join(body)}</g>"


def placed(body: Iterable[str] | str, x: float, y: float, turn: float = 0, scale: float = 1) -> str:
    """Elements drawn around (0, 0), moved to (x, y), turned by degrees and scaled."""
    steps = f"translate({number(x)} {number(y)})"
    steps += f" rotate({number(turn)})" if turn else ""
    steps += f" scale({scale:.3f})" if scale != 1 else ""
    return group(body, transform=steps)


def smooth(points: Sequence[Point], closed: bool = True) -> str:
    """A curve through the points that never swings past them; a point given twice is a corner."""
    count = len(points)
    d = f"M{number(points[0][0])} {number(points[0][1])}"
    for index in range(count if closed else count - 1):
        before, start, end, after = (
            points[(index + step) % count]
            if closed
            else points[min(max(index + step, 0), count - 1)]
            for step in (-1, 0, 1, 2)
        )
        if start == end:
            continue
        reach = math.dist(start, end) / 3
        ahead, behind = _heading(before, start, end), _heading(start, end, after)
        first = (start[axis] + ahead[axis] * reach for axis in (0, 1))
        second = (end[axis] - behind[axis] * reach for axis in (0, 1))
        d += "C" + " ".join(number(value) for value in (*first, *second, *end))
    return d + ("Z" if closed else "")


def _heading(before: Point, here: Point, after: Point) -> Point:
    """Where a curve through three points heads at the middle one; nowhere at a corner."""
    if here in (before, after):
        return (0, 0)
    way = math.dist(before, here) + math.dist(here, after)
    return ((after[0] - before[0]) / way, (after[1] - before[1]) / way)


def turned(x: float, profile: Sequence[Point]) -> str:
    """What a lathe would turn: (y, half width) from top to bottom, mirrored around x."""
    right = [(x + half, y) for y, half in profile]
    left = [(x - half, y) for y, half in reversed(profile)]
    return smooth([*right, *left])


class Sheet:
    """One picture: its definitions, and what they are called."""

    def __init__(self) -> None:
        self.definitions: dict[str, str] = {}

    def keep(self, definition: str) -> str:
        """The name under which the definition (with `%s` for its id) is kept, once."""
        if definition not in self.definitions:
            self.definitions[definition] = f"d{len(self.definitions)}"
        return self.definitions[definition]

    def linear(self, *stops: tuple[float, str], to: Point = (1, 0), fades: bool = False) -> str:
        """A gradient from the upper left of a shape towards `to`, as a fill."""
        inner = _stops(stops, fades)
        look = f'<linearGradient id="%s" x2="{to[0]}" y2="{to[1]}">{inner}</linearGradient>'
        return f"url(#{self.keep(look)})"

    def radial(
        self,
        *stops: tuple[float, str],
        at: Point = (0.36, 0.3),
        reach: float = 0.78,
        fades: bool = False,
    ) -> str:
        """A gradient that starts where the light falls, as a fill; `fades`: to nothing."""
        inner = _stops(stops, fades)
        look = (
            f'<radialGradient id="%s" cx="{at[0]}" cy="{at[1]}" r="{reach}">{inner}'
            "</radialGradient>"
        )
        return f"url(#{self.keep(look)})"

    def inside(self, shape: str, body: Iterable[str] | str) -> str:
        """Elements cut off at the outline of a shape."""
        name = self.keep(f'<clipPath id="%s">{shape}</clipPath>')
        return group(body, clip_path=f"url(#{name})")

    def symbol(self, body: Iterable[str] | str) -> str:
        """The name of elements that are drawn many times with `use`."""
        return self.keep(f'<g id="%s">{"".join(body)}</g>')

    def svg(self, body: Iterable[str], title: str) -> str:
        """The whole file, one element a line."""
        kept = [look.replace("%s", name, 1) for look, name in self.definitions.items()]
        lines = [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {SIZE} {SIZE}" '
            f'width="{SIZE}" height="{SIZE}" font-family="Be Vietnam Pro, sans-serif">',
            f"<title>{title} – tranh minh họa</title>",
            "<defs>",
            *kept,
            "</defs>",
            *body,
            "</svg>",
        ]
        return "\n".join(lines) + "\n"


def use(name: str, x: float, y: float, turn: float = 0, scale: float = 1) -> str:
    """A symbol at a place."""
    steps = f"translate({number(x)} {number(y)})"
    steps += f" rotate({number(turn)})" if turn else ""
    steps += f" scale({scale:.3f})" if scale != 1 else ""
    return f'<use href="#{name}" transform="{steps}"/>'


def _stops(stops: Sequence[tuple[float, str]], fades: bool) -> str:
    written = "".join(
        f'<stop offset="{offset:g}" stop-color="{colour}"/>' for offset, colour in stops
    )
    if not fades:
        return written
    return written.removesuffix("/>") + ' stop-opacity="0"/>'


def rounded(sheet: Sheet, colour: str) -> str:
    """The fill of something like a ball, lit from the upper left."""
    return sheet.radial(
        (0, lit(colour, 0.3)), (0.4, colour), (0.8, dim(colour, 0.32)), (1, dim(colour, 0.42))
    )


def upright(sheet: Sheet, colour: str) -> str:
    """The fill of something like a pillar, lit from the left."""
    return sheet.linear(
        (0, dim(colour, 0.1)),
        (0.22, lit(colour, 0.14)),
        (0.55, colour),
        (0.9, dim(colour, 0.26)),
        (1, dim(colour, 0.2)),
    )


def shadow(sheet: Sheet, x: float, y: float, rx: float, ry: float, depth: float = 0.42) -> str:
    """What a thing that stands at (x, y) takes from the light: soft, and longer to the right."""
    fill = sheet.radial((0.35, "#6b4a2c"), (1, "#6b4a2c"), at=(0.5, 0.5), reach=0.5, fades=True)
    return ellipse(x + rx * 0.08, y, rx, ry, fill, opacity=depth)


def ground(sheet: Sheet, tint: str) -> list[str]:
    """Cream paper, and behind the subject a disc with the hills of the orchards."""
    sky = mix(CREAM, tint, 0.2)
    hills = [
        ("M120 900C300 700 470 690 640 800S980 860 1180 640V1180H120Z", 0.29),
        ("M120 960C320 850 470 960 640 930S940 800 1180 880V1180H120Z", 0.38),
    ]
    drawn = [path(d, mix(CREAM, tint, share)) for d, share in hills]
    return [
        rect(0, 0, SIZE, SIZE, CREAM),
        circle(640, 620, 500, sky),
        sheet.inside('<circle cx="640" cy="620" r="500"/>', drawn),
        rect(0, 1012, SIZE, SIZE - 1012, CREAM),
    ]


def signature() -> str:
    """The words in the corner that tell it from a photograph."""
    return (
        '<text x="1236" y="1246" font-size="25" font-weight="500" fill="#8b7763" '
        'text-anchor="end">tranh minh họa</text>'
    )
