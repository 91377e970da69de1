"""What the README shows: the pages at 360 and at 1280 px, as they are.

With `--write-pictures` they are kept as the README's pictures.
"""

from collections.abc import Callable
from io import BytesIO

import pytest
from PIL import Image

from tests.browser.conftest import ROOT, Visitor
from tests.browser.test_guides import MANAGER, OFFICER

FOLDER = ROOT / "static" / "images" / "readme"
README = (ROOT / "README.md").read_text(encoding="utf-8")
SIZES = {"360": (360, 640), "1280": (1280, 800)}
SHOWN = {
    "home-360": ("", "/"),
    "home-1280": ("", "/"),
    "scan-360": ("", "scan"),
    "readiness-1280": (MANAGER, "/listings/products"),
    "manager-360": (MANAGER, "/"),
    "officer-1280": (OFFICER, "/"),
}


@pytest.mark.parametrize("name", SHOWN)
def test_the_readme_shows_a_page_as_it_is(
    name: str, phone: Callable[..., Visitor], request: pytest.FixtureRequest
):
    number, path = SHOWN[name]
    width, height = SIZES[name.rsplit("-", 1)[1]]
    visitor = phone(viewport={"width": width, "height": height})
    if number:
        visitor.sign_in(number)
    visitor.open("/" if path == "scan" else path)
    if path == "scan":
        visitor.open(visitor.page.locator("a[href^='/t/']").first.get_attribute("href"))
    picture = Image.open(BytesIO(visitor.page.screenshot()))
    assert picture.size == (width, height)
    assert f"static/images/readme/{name}.webp" in README
    if request.config.getoption("--write-pictures"):
        FOLDER.mkdir(parents=True, exist_ok=True)
        picture.convert("RGB").save(FOLDER / f"{name}.webp", quality=70, method=6)


def test_every_picture_of_the_readme_is_there():
    assert {path.stem for path in FOLDER.glob("*.webp")} == set(SHOWN)
