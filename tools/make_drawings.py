"""Draw the pictures: products, the mark, empty lists, roles.

    .venv/bin/python tools/make_drawings.py [--svg-only] [--into FOLDER] [NAME…]

Without names all are drawn, each SVG to its place below FOLDER (the project), and the PNG beside
it where a PNG is needed. Nothing depends on chance or on the clock: the same program writes the
same SVG. A PNG names the SVG that it was made from (tests/shape/test_pictures.py).
"""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path

from drawings import bottles, garden, grains, herbs, lychees, marks, pantry, spots
from drawings.rendering import all_colours, browser_page, draw, few_colours
from drawings.sheet import SIZE, Sheet, signature

ROOT = Path(__file__).parents[1]
MAX_BYTES = 119_000
PRODUCTS: dict[str, tuple[str, Callable[[Sheet], list[str]]]] = {
    **lychees.PICTURES,
    **garden.PICTURES,
    **herbs.PICTURES,
    **grains.PICTURES,
    **pantry.PICTURES,
    **bottles.PICTURES,
}
ICON_SIZES = (192, 512)


def product_svg(name: str) -> str:
    """The picture of a product as an SVG file."""
    title, picture = PRODUCTS[name]
    sheet = Sheet()
    body = picture(sheet)
    return sheet.svg([*body, signature()], title)


def drawn() -> dict[str, str]:
    """Every SVG by its place below the project."""
    return {
        **{f"samples/drawings/{name}.svg": product_svg(name) for name in PRODUCTS},
        **{f"static/images/empty/{name}.svg": spots.svg_of_empty(name) for name in spots.EMPTY},
        **{f"static/images/roles/{name}.svg": spots.svg_of_role(name) for name in spots.ROLES},
        "static/icons/mark.svg": marks.mark(),
        "static/icons/mark-mono.svg": marks.mono(),
        "static/icons/icon.svg": marks.icon(),
    }


def main() -> None:
    """Write what was asked for."""
    parser = ArgumentParser(description="Draw the pictures of the product.")
    parser.add_argument("names", nargs="*", help="stems of files; all without")
    parser.add_argument("--into", type=Path, default=ROOT)
    parser.add_argument("--svg-only", action="store_true")
    asked = parser.parse_args()
    files = {
        asked.into / place: svg
        for place, svg in drawn().items()
        if not asked.names or Path(place).stem in asked.names
    }
    for path, svg in files.items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(svg, "utf-8")
    if not asked.svg_only:
        write_pngs(files)


def write_pngs(files: dict[Path, str]) -> None:
    """The PNG of each product and of the icon, beside their SVG."""
    with browser_page() as page:
        for path, svg in files.items():
            if path.parent.name == "drawings":
                png = few_colours(draw(page, svg, SIZE), svg, MAX_BYTES)
                path.with_suffix(".png").write_bytes(png)
                print(f"{path.stem}: {len(svg):,} B SVG, {len(png):,} B PNG")
            elif path.stem == "icon":
                for size in ICON_SIZES:
                    png = all_colours(draw(page, svg, size), svg)
                    path.with_name(f"icon-{size}.png").write_bytes(png)


if __name__ == "__main__":
    main()
