"""Pictures are sharp, small, drawn by the program, and ask nothing of another host."""

import re
import subprocess
import sys
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree

import pytest
from PIL import Image

from tests.shape.source import ROOT

DRAWINGS = ROOT / "samples" / "drawings"
STATIC = ROOT / "static"
PRODUCTS = sorted(path.stem for path in DRAWINGS.glob("*.svg"))
ICONS = sorted((STATIC / "icons").glob("*.svg"))
EMPTY = sorted((STATIC / "images" / "empty").glob("*.svg"))
ROLES = sorted((STATIC / "images" / "roles").glob("*.svg"))
SVGS = [*sorted(DRAWINGS.glob("*.svg")), *ICONS, *EMPTY, *ROLES]
NAMED = re.compile(r"images/(empty|roles)/([a-z-]+)\.svg")
DRAWING = re.compile(r'drawing="([a-z-]+)"')


def of(svg: Path) -> str:
    return str(svg.relative_to(ROOT))


def source_of(png: Path) -> str:
    """The SHA-256 that a PNG gives of the SVG it was made from."""
    with Image.open(png) as picture:
        picture.load()
        return picture.text["Source"]


def digest(svg: Path) -> str:
    return sha256(svg.read_bytes()).hexdigest()


@pytest.mark.parametrize("name", PRODUCTS)
def test_a_product_picture_is_sharp_in_print_and_light_on_a_phone(name: str):
    png = DRAWINGS / f"{name}.png"
    assert png.stat().st_size <= 120_000
    with Image.open(png) as picture:
        assert min(picture.size) >= 1_200
        assert picture.width == picture.height


@pytest.mark.parametrize("name", PRODUCTS)
def test_a_product_picture_comes_from_the_drawing_beside_it(name: str):
    assert source_of(DRAWINGS / f"{name}.png") == digest(DRAWINGS / f"{name}.svg")


def test_every_product_picture_has_its_drawing():
    assert sorted(path.stem for path in DRAWINGS.glob("*.png")) == PRODUCTS
    assert len(PRODUCTS) >= 21


@pytest.mark.parametrize("size", [192, 512])
def test_the_icons_of_a_phone_come_from_the_mark(size: int):
    png = STATIC / "icons" / f"icon-{size}.png"
    with Image.open(png) as picture:
        assert picture.size == (size, size)
    assert source_of(png) == digest(STATIC / "icons" / "icon.svg")
    assert png.stat().st_size <= 20_000


@pytest.mark.parametrize("svg", SVGS, ids=of)
def test_an_svg_runs_nothing_and_loads_nothing(svg: Path):
    root = ElementTree.fromstring(svg.read_bytes())  # noqa: S314 – our own file
    for element in root.iter():
        assert element.tag.rpartition("}")[2] not in {"script", "style", "foreignObject", "image"}
        for name, value in element.attrib.items():
            plain = name.rpartition("}")[2]
            assert plain != "style"
            assert not plain.startswith("on")
            assert plain != "href" or value.startswith("#")
            assert "url(" not in value or value.startswith("url(#")


@pytest.mark.parametrize(
    ("svgs", "limit"),
    [(EMPTY, 2_500), (ROLES, 3_000), (ICONS, 2_000)],
    ids=["empty", "roles", "icons"],
)
def test_the_drawings_of_pages_are_small(svgs: list[Path], limit: int):
    assert svgs
    assert {of(svg): svg.stat().st_size for svg in svgs if svg.stat().st_size > limit} == {}


def test_the_mark_for_print_has_one_colour():
    colours = set(
        re.findall(r'(?:fill|stroke)="([^"]+)"', (STATIC / "icons" / "mark-mono.svg").read_text())
    )
    assert colours == {"#000"}


def test_templates_name_drawings_that_exist():
    written = [path.read_text() for path in (ROOT / "templates").rglob("*.html")]
    empty = {name for text in written for name in DRAWING.findall(text)}
    assert empty <= {svg.stem for svg in EMPTY}
    named = {match for text in written for match in NAMED.findall(text)}
    assert named <= {(svg.parent.name, svg.stem) for svg in SVGS}


def test_the_program_draws_what_is_here(tmp_path: Path):
    command = [
        sys.executable,
        ROOT / "tools" / "make_drawings.py",
        "--svg-only",
        "--into",
        tmp_path,
    ]
    subprocess.run(command, check=True)
    made = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*.svg")}
    assert set(made) == {svg.relative_to(ROOT) for svg in SVGS}
    assert [str(path) for path, svg in made.items() if (ROOT / path).read_bytes() != svg] == []
