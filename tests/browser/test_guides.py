"""Each guide of the help, done as it is told, in Vietnamese and in English.

With `--write-pictures` the walk keeps what a person sees at each step as the guide's pictures.
"""

import subprocess
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import zxingcpp
from babel.support import Translations
from PIL import Image

from shop_onboard.web.guides import GUIDES
from tests.browser.conftest import ROOT, Visitor

FOLDER = ROOT / "static" / "images" / "help"
VOLUNTEER, OFFICER, MANAGER = "0510000024", "0510000021", "0510000026"
HEIGHTS = {
    (guide.key, number): step.picture
    for guide in GUIDES
    for number, step in enumerate(guide.steps, 1)
}
ENGLISH = Translations.load(ROOT / "shop_onboard" / "translations", ["en"])


class Walk:
    """One guide in one language."""

    def __init__(self, visitor: Visitor, guide: str, language: str, is_kept: bool) -> None:
        self.visitor = visitor
        self.page = visitor.page
        self.guide = guide
        self.language = language
        self.is_kept = is_kept

    def press(self, words: str) -> None:
        self.visitor.press(words if self.language == "vi" else ENGLISH.gettext(words))

    def follow(self, words: str) -> None:
        name = words if self.language == "vi" else ENGLISH.gettext(words)
        self.page.get_by_role("link", name=name, exact=True).click()
        self.visitor.check()

    def answer(self, **typed: str) -> None:
        """A page of the registration."""
        for name, text in typed.items():
            self.page.fill(f"#{name}", text)
        self.press("Tiếp tục")

    def show(self, number: int) -> None:
        """The step as it is on the screen now."""
        self.page.evaluate("document.activeElement.blur()")
        clip = {"x": 0, "y": 0, "width": 360, "height": HEIGHTS[self.guide, number]}
        self.keep(number, Image.open(BytesIO(self.page.screenshot(clip=clip))))

    def show_from(self, number: int, selector: str) -> None:
        """The step with this part of the page at the top of the screen."""
        self.page.locator(selector).first.evaluate("found => found.scrollIntoView()")
        self.show(number)

    def keep(self, number: int, picture: Image.Image) -> None:
        assert picture.size == (360, HEIGHTS[self.guide, number])
        if self.is_kept:
            FOLDER.mkdir(parents=True, exist_ok=True)
            target = FOLDER / f"{self.guide}-{number}-{self.language}.webp"
            # A sheet of codes is grey, and lossy compression has much to say about it.
            picture.convert("RGB").save(target, quality=20 if picture.mode == "L" else 60, method=6)


@pytest.fixture(params=["vi", "en"])
def walk(
    request: pytest.FixtureRequest, phone: Callable[..., Visitor]
) -> Callable[[str, str], Walk]:
    """Begins the walk of a guide as the person with this number."""
    is_kept = request.config.getoption("--write-pictures")

    def begin(guide: str, number: str) -> Walk:
        visitor = phone()
        visitor.sign_in(number)
        visitor.page.context.add_cookies(
            [{"name": "lensan_language", "value": request.param, "url": visitor.address}]
        )
        return Walk(visitor, guide, request.param, is_kept)

    return begin


def test_register(walk: Callable[[str, str], Walk]):
    this = walk("register", VOLUNTEER)
    page = this.page
    this.visitor.open("/register/")
    this.press("Bắt đầu đăng ký")
    # Two cooperatives: one of a like name would be asked about.
    name = {"vi": "Tổ hợp tác Ổi Phì Điền", "en": "Hợp tác xã Táo Kim Sơn"}[this.language]
    this.answer(name=name)
    page.fill("#province", "Bắc Giang")
    page.fill("#commune", "phi dien")
    this.show(2)
    this.press("Tiếp tục")
    phone = {"vi": "051 000 0095", "en": "051 000 0096"}[this.language]
    this.answer(representative="Vi Văn Thử", phone=phone)
    this.answer(product_name={"vi": "Ổi lê Phì Điền", "en": "Táo Kim Sơn"}[this.language])
    typed = {"pack_label": "Hộp 2 kg", "net_mass_g": "2 kg", "price_vnd": "62k"}
    for name, text in typed.items():
        page.fill(f"#{name}", text)
    # The full number appears a moment after the last key.
    page.locator(".told", has_text="62.000").wait_for()
    this.show(3)
    this.press("Tiếp tục")
    assert "xã Lục Ngạn" in page.inner_text("main")
    this.press("Gửi để duyệt")
    assert page.locator(".reference").inner_text().startswith("DK-")
    this.show(4)


def test_labels(walk: Callable[[str, str], Walk], tmp_path: Path):
    this = walk("labels", MANAGER)
    page = this.page
    this.visitor.open("/labels/new")
    this.visitor.choose_pack()
    page.fill("#count", "24")
    # Above the form stands the address of this very server, which nobody else will meet.
    this.show_from(1, "main form")
    this.press("Tạo tờ tem")
    sheet = _downloaded(this, tmp_path / "sheet.pdf", 2)
    command = ["pdftoppm", "-r", "150", "-png", "-singlefile", str(sheet)]
    subprocess.run([*command, str(sheet.with_suffix(""))], check=True)
    with Image.open(sheet.with_suffix(".png")) as picture:
        addresses = {code.text for code in zxingcpp.read_barcodes(picture)}
        top = picture.convert("L").resize((360, 509)).crop((0, 0, 360, HEIGHTS["labels", 3]))
        this.keep(3, top)
    assert len(addresses) == 24
    this.follow("Sổ in: xem trước, ghi đã in, gửi cho tiệm in")
    this.show_from(4, "main a[href$='/file']")
    this.press("Đã in xong")
    this.visitor.open(urlsplit(min(addresses)).path)
    this.show(5)


def test_marketplaces(walk: Callable[[str, str], Walk], tmp_path: Path):
    this = walk("marketplaces", MANAGER)
    this.visitor.open("/listings/week/")
    this.show(1)
    this.visitor.open("/marketplaces/postmart")
    this.press("Tạo tệp đăng sàn")
    assert _downloaded(this, tmp_path / "listings.zip", 4).stat().st_size > 1_000


def test_report(walk: Callable[[str, str], Walk], tmp_path: Path):
    this = walk("report", OFFICER)
    this.visitor.open("/sales?unconfirmed=1")
    this.show(1)
    this.visitor.open("/campaigns/LN-CHAY")
    this.show(2)
    this.press("Báo cáo PDF")
    assert _downloaded(this, tmp_path / "report.pdf", 3).read_bytes().startswith(b"%PDF")


def _downloaded(this: Walk, target: Path, step: int) -> Path:
    """What the job made; the page that offers it is the picture of `step`."""
    told = "Tải về %(name)s"
    words = (told if this.language == "vi" else ENGLISH.gettext(told)).partition(" %")[0]
    button: Any = this.page.get_by_role("button", name=words)
    button.first.wait_for(timeout=60_000)
    this.visitor.check()
    this.show(step)
    with this.page.expect_download() as download:
        button.first.click()
    download.value.save_as(target)
    return target
