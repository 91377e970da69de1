"""A new volunteer with a phone: from the first page to the reference number, and what can go wrong.

Every page on the way is checked by `Visitor.check`; keystrokes and answers are counted.
"""

import io
import re
from collections.abc import Callable
from dataclasses import dataclass

from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import PASSWORD, Visitor

VOLUNTEER = "0510000024"
REFERENCE = re.compile(r"DK-[0-9A-Z]{6}")


@dataclass
class Typist:
    """Types letter by letter and counts."""

    page: Page
    answers: int = 0
    keystrokes: int = 0

    def answer(self, selector: str, text: str) -> None:
        self.page.locator(selector).press_sequentially(text)
        self.answers += 1
        self.keystrokes += len(text)


def test_a_cooperative_and_its_product_in_at_most_twelve_answers(phone: Callable[..., Visitor]):
    volunteer = phone().sign_in(VOLUNTEER)
    volunteer.follow("Đăng ký một hợp tác xã")
    volunteer.press("Bắt đầu đăng ký")
    page, typist = volunteer.page, Typist(volunteer.page)
    typist.answer("#name", "HTX Cam Thu Sang")
    page.select_option("#kind", "cooperative_group")
    typist.answers += 1
    expect(page.locator("[data-saved]")).to_have_text(re.compile(r"Đã lưu lúc \d\d:\d\d"))
    volunteer.press("Tiếp tục")
    typist.answer("#commune", "giap son")
    page.locator("ul.places li", has_text="Lục Ngạn").first.click()
    volunteer.press("Tiếp tục")
    typist.answer("#representative", "Vi Văn Thử")
    typist.answer("#phone", "0510000092")
    volunteer.press("Tiếp tục")
    typist.answer("#product_name", "Cam lòng vàng")
    volunteer.press("Tiếp tục")
    typist.answer("#pack_label", "Thùng 5 kg")
    typist.answer("#net_mass_g", "5kg")
    expect(page.get_by_text("5 kg", exact=True)).to_be_visible()
    typist.answer("#price_vnd", "150k")
    expect(page.get_by_text("150.000 đ", exact=True)).to_be_visible()
    volunteer.press("Tiếp tục")
    assert "xã Giáp Sơn, Huyện Lục Ngạn" in page.inner_text("main")
    volunteer.press("Gửi để duyệt")
    assert REFERENCE.fullmatch(page.inner_text(".reference"))
    assert typist.answers <= 12
    assert typist.keystrokes < 120


def test_the_same_without_scripts(phone: Callable[..., Visitor]):
    page = phone(java_script_enabled=False).page
    _sign_in(page)
    _go(page, page.locator("main a", has_text="Đăng ký một hợp tác xã").first)
    _press(page, "Bắt đầu đăng ký")
    for typed in (
        {"#name": "HTX Không Kịch Bản"},
        {"#commune": "Giáp Sơn, Lục Ngạn, Bắc Giang"},
        {"#representative": "Vi Văn Thử", "#phone": "0510000093"},
        {"#product_name": "Cam lòng vàng"},
        {"#pack_label": "Thùng 5 kg", "#net_mass_g": "5 kg", "#price_vnd": "150.000"},
    ):
        for selector, text in typed.items():
            page.fill(selector, text)
        _press(page, "Tiếp tục")
    _press(page, "Gửi để duyệt")
    assert REFERENCE.fullmatch(page.inner_text(".reference"))


def test_what_was_typed_survives_a_closed_page_and_an_ended_session(phone: Callable[..., Visitor]):
    page = phone().page
    _sign_in(page)
    page.goto("/register/")
    _press(page, "Bắt đầu đăng ký")
    page.locator("#name").press_sequentially("HTX Mất Mạng")
    expect(page.locator("[data-saved]")).to_have_text(re.compile("Đã lưu lúc"))
    address = page.url
    page.goto("/help")
    page.goto(address)
    assert page.input_value("#name") == "HTX Mất Mạng"
    page.context.clear_cookies(name="lensan")
    page.fill("#name", "HTX Hết Phiên")
    _press(page, "Tiếp tục")
    with page.context.expect_page() as opened:
        page.locator("main a", has_text="Đăng nhập ở thẻ mới").click()
    _sign_in(opened.value)
    _press(page, "Gửi lại")
    page.goto(address)
    assert page.input_value("#name") == "HTX Hết Phiên"


def test_a_photograph_is_made_small_before_it_is_sent(phone: Callable[..., Visitor]):
    volunteer = phone().sign_in(VOLUNTEER)
    volunteer.open("/products/")
    volunteer.page.locator("main li h2 a").first.click()
    page = volunteer.page
    out = io.BytesIO()
    Image.effect_noise((4000, 3000), 12).convert("RGB").save(out, "JPEG", quality=95)
    assert len(out.getvalue()) > 3_000_000
    page.set_input_files(
        "#photo", {"name": "vuon.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}
    )
    expect(page.locator("[data-told]")).to_have_text(re.compile("Đã chọn 1 ảnh, gửi đi .*[kM]B"))
    sent = page.evaluate("document.querySelector('#photo').files[0].size")
    assert sent < len(out.getvalue()) / 3
    volunteer.press("Gửi ảnh")
    assert "Đã thêm 1 ảnh" in page.inner_text("main")


def _sign_in(page: Page) -> None:
    page.goto("/login")
    page.fill("#phone", VOLUNTEER)
    page.fill("#password", PASSWORD)
    _go(page, page.locator("main").get_by_role("button", name="Đăng nhập"))


def _press(page: Page, words: str) -> None:
    _go(page, page.get_by_role("button", name=words, exact=True).first)


def _go(page: Page, target: object) -> None:
    with page.expect_navigation():
        target.click()  # type: ignore[attr-defined]
