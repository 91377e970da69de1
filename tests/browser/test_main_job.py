"""The main job on a phone: register, print, scan."""

import subprocess
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Response

from tests.browser.conftest import Visitor

VOLUNTEER, OFFICER, MANAGER, ADMIN = "0510000024", "0510000021", "0510000026", "0510000020"


def test_a_volunteer_registers_prints_and_a_shopper_scans(
    phone: Callable[..., Visitor], tmp_path: Path
):
    volunteer = phone().sign_in(VOLUNTEER)
    cooperative, product = _register(volunteer)
    officer = phone().sign_in(OFFICER)
    for path in (cooperative, product):
        officer.open(path)
        officer.press("Duyệt")
    volunteer.open(product)
    _add_lot(volunteer)
    sheet = _print_labels(volunteer, tmp_path)
    addresses = _decoded(sheet)
    assert len(addresses) == 24
    assert len(set(addresses)) == 24
    shopper = phone(java_script_enabled=True)
    shopper.open(urlsplit(addresses[0]).path)
    text = shopper.page.inner_text("main")
    assert "Cam lòng vàng Đồng Cốc" in text
    assert "CAM-THU-01" in text


def _register(volunteer: Visitor) -> tuple[str, str]:
    """The pages of the cooperative and of its product, both sent."""
    page = volunteer.page
    volunteer.follow("Đăng ký một hợp tác xã")
    volunteer.press("Bắt đầu đăng ký")
    volunteer.answer(name="Hợp tác xã Cam Đồng Cốc")
    volunteer.answer(province="Bắc Giang", commune="dong coc", former_district="luc ngan")
    volunteer.answer(representative="Vi Văn Thử", phone="051 000 0091")
    volunteer.answer(product_name="Cam lòng vàng Đồng Cốc")
    volunteer.answer(pack_label="Thùng 5 kg", net_mass_g="5 kg", price_vnd="150k")
    told = page.inner_text("main")
    assert "xã Lục Ngạn" in told
    assert "150.000 đ" in told
    volunteer.press("Gửi để duyệt")
    receipt = page.url
    volunteer.follow("Hợp tác xã Cam Đồng Cốc")
    cooperative = urlsplit(page.url).path
    page.goto(receipt)
    volunteer.follow("Cam lòng vàng Đồng Cốc")
    return cooperative, urlsplit(page.url).path


def _add_lot(volunteer: Visitor) -> None:
    volunteer.follow("Thêm lô hàng")
    page = volunteer.page
    page.fill("#code", "CAM-THU-01")
    page.fill("#harvested_on", "20/11/2026")
    page.fill("#expires_on", "31/12/2030")
    page.fill("#quantity_g", "1,2 tấn")
    volunteer.press("Lưu")


def _print_labels(volunteer: Visitor, folder: Path) -> Path:
    page = volunteer.page
    volunteer.open("/labels/new")
    option = page.locator("#lot option", has_text="CAM-THU-01")
    page.select_option("#lot", option.get_attribute("value"))
    volunteer.choose_pack()
    page.fill("#count", "24")
    volunteer.press("Tạo tờ tem")
    page.get_by_role("button", name="Tải về").wait_for(timeout=60_000)
    volunteer.check()
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải về").click()
    target = folder / "labels.pdf"
    download.value.save_as(target)
    return target


def _decoded(sheet: Path) -> list[str]:
    subprocess.run(
        ["pdftoppm", "-r", "150", "-png", str(sheet), str(sheet.with_suffix(""))], check=True
    )
    found = []
    for page in sorted(sheet.parent.glob("labels-*.png")):
        found += [code.text for code in zxingcpp.read_barcodes(Image.open(page))]
    return found


@pytest.mark.parametrize("phone_number", [VOLUNTEER, OFFICER, MANAGER, ADMIN])
def test_every_page_of_the_menu_is_fit_for_a_phone(
    phone: Callable[..., Visitor], phone_number: str
):
    visitor = phone().sign_in(phone_number)
    links = visitor.page.eval_on_selector_all(
        "nav.menu a", "found => found.map(each => each.getAttribute('href'))"
    )
    assert links
    for path in links:
        visitor.open(path)


@pytest.mark.parametrize(
    "path", ["/", "/login", "/help", "/about", "/privacy", "/join", "/board/LN-2022", "/shop/HTX08"]
)
def test_a_first_visit_without_script_takes_at_most_100_kb(
    phone: Callable[..., Visitor], path: str
):
    visitor = phone(java_script_enabled=False)
    answers: list[Response] = []

    def keep(answer: Response) -> None:
        answers.append(answer)

    visitor.page.on("response", keep)
    visitor.page.goto(visitor.address + path, wait_until="networkidle")
    assert visitor.page.locator("h1").count() == 1
    assert sum(answer.request.sizes()["responseBodySize"] for answer in answers) <= 100_000
    assert not visitor.complaints
