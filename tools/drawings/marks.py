"""The mark: a lychee under an awning that is a leaf. In colour, and in one colour for print."""

from drawings.sheet import circle, path

SIZE = 32
# Red and green that stand on white and on the dark ground of the pages.
RED, GREEN = "#c4233f", "#2f8a4c"
CANOPY = (
    "M1.5 11.2C2 5.8 8 2.9 15 3C21 3.1 27 2.8 30.6 .5C31.4 4 31 8 30 11.2"
    "A3.56 3.56 0 0 1 22.87 11.2A3.56 3.56 0 0 1 15.75 11.2"
    "A3.56 3.56 0 0 1 8.62 11.2A3.56 3.56 0 0 1 1.5 11.2Z"
)
# Slits between the strips of the awning: at once the veins of the leaf.
SEAMS = (
    "M8.3 11.2C8.7 7.6 14 5.2 23.5 4.4C15 6 9.8 8.4 9.2 11.2Z"
    "M15.4 11.2C15.8 8.2 19 6 25.6 4.8C19.8 6.8 16.8 8.8 16.3 11.2Z"
    "M22.5 11.2C22.7 8.4 24.4 6.4 28 4.9C25 7 23.6 8.8 23.4 11.2Z"
)
# The fruit begins under the scallops, a gap away from them.
FRUIT = (
    "M4.4 16.2A5 5 0 0 0 8.62 14.7A5 5 0 0 0 15.75 14.7A5 5 0 0 0 22.87 14.7"
    "A5 5 0 0 0 27.6 16.2A12 12 0 1 1 4.4 16.2Z"
)
BUMPS = (
    (8.6, 20.4), (13.4, 19.6), (18.6, 19.6), (23.4, 20.4),
    (10.8, 24), (16, 23.4), (21.2, 24), (13.6, 27.4), (18.4, 27.4),
)  # fmt: skip


def mark() -> str:
    """The mark in its colours."""
    bumps = (circle(x, y, 1, "#ea8b99") for x, y in BUMPS)
    return _svg([path(FRUIT, RED), *bumps, path(CANOPY + SEAMS, GREEN, fill_rule="evenodd")])


def mono() -> str:
    """The mark in one colour: what is light in it is cut out."""
    holes = "".join(f"M{x - 1:g} {y}a1 1 0 1 1 2 0a1 1 0 1 1 -2 0Z" for x, y in BUMPS)
    return _svg([path(FRUIT + holes + CANOPY + SEAMS, "#000", fill_rule="evenodd")])


def icon() -> str:
    """The mark on cream, with the room that a phone cuts its corners from."""
    inside = mark().split(">", 1)[1].removesuffix("</svg>\n")
    return _svg(
        [
            '<rect width="32" height="32" fill="#fdf6ea"/>',
            f'<g transform="translate(5.9 6.3) scale(.64)">{inside}</g>',
        ]
    )


def _svg(body: list[str]) -> str:
    inside = "".join(body)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{SIZE}" height="{SIZE}" '
        f'viewBox="0 0 {SIZE} {SIZE}">{inside}</svg>\n'
    )
