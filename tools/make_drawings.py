"""Draw the sample's product pictures: `samples/drawings/*.svg`, and the PNG beside each.

    .venv/bin/python tools/make_drawings.py [--svg-only] [--into FOLDER] [NAME…]

Without names all are drawn. Nothing depends on chance or on the clock: the same program writes the
same SVG. The PNG names the SVG that it was made from (tests/shape/test_pictures.py).
"""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from drawings import bottles, garden, grains, herbs, lychees, pantry
from drawings.rendering import browser_page, draw, few_colours
from drawings.sheet import SIZE, Sheet, signature

FOLDER = Path(__file__).parents[1] / "samples" / "drawings"
MAX_BYTES = 119_000
PICTURES: dict[str, tuple[str, Callable[[Sheet], list[str]]]] = {
    **lychees.PICTURES,
    **garden.PICTURES,
    **herbs.PICTURES,
    **grains.PICTURES,
    **pantry.PICTURES,
    **bottles.PICTURES,
}


def svg_of(name: str) -> str:
    """The picture of that name as an SVG file."""
    title, picture = PICTURES[name]
    sheet = Sheet()
    body = picture(sheet)
    return sheet.svg([*body, signature()], title)


def main() -> None:
    """Write what was asked for."""
    parser = ArgumentParser(description="Draw the sample's product pictures.")
    parser.add_argument("names", nargs="*", help="which; all without")
    parser.add_argument("--into", type=Path, default=FOLDER)
    parser.add_argument("--svg-only", action="store_true")
    asked = parser.parse_args()
    files = {name: svg_of(name) for name in asked.names or PICTURES}
    for name, svg in files.items():
        (asked.into / f"{name}.svg").write_text(svg, "utf-8")
    if asked.svg_only:
        return
    with browser_page() as page:
        for name, svg in files.items():
            png = few_colours(draw(page, svg, SIZE), svg, MAX_BYTES)
            (asked.into / f"{name}.png").write_bytes(png)
            print(f"{name}: {len(svg):,} B SVG, {len(png):,} B PNG")


if __name__ == "__main__":
    main()
