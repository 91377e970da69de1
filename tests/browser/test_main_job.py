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
_DESCRIPTION = (
    "Cam lòng vàng trồng trên đồi Đồng Cốc, hái vào buổi sáng, lựa từng quả rồi đóng thùng ngay "
    "tại vườn để giữ được vị ngọt thanh và vỏ tươi khi tới tay người mua."
)


def test_a_volunteer_registers_prints_and_a_shopper_scans(
    phone: Callable[..., Visitor], tmp_path: Path
):
    volunteer = phone().sign_in(VOLUNTEER)
    cooperative = _register_cooperative(volunteer)
    product = _register_product(volunteer, cooperative)
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


def _register_cooperative(volunteer: Visitor) -> str:
    volunteer.open("/cooperatives/new")
    page = volunteer.page
    page.fill("#name", "Hợp tác xã Cam Đồng Cốc")
    page.fill("#representative", "Vi Văn Thử")
    page.fill("#phone", "051 000 0091")
    page.fill("#province", "Bắc Giang")
    page.fill("#commune", "dong coc")
    page.fill("#former_district", "luc ngan")
    volunteer.press("Lưu")
    assert "xã Lục Ngạn" in page.inner_text("main")
    volunteer.press("Gửi để duyệt")
    return urlsplit(page.url).path


def _register_product(volunteer: Visitor, cooperative: str) -> str:
    volunteer.open(cooperative)
    volunteer.follow("Thêm sản phẩm")
    page = volunteer.page
    page.fill("#name", "Cam lòng vàng Đồng Cốc")
    page.fill("#packs-0-label", "Thùng 5 kg")
    page.fill("#packs-0-net_mass_g", "5 kg")
    page.fill("#packs-0-price_vnd", "150k")
    page.fill("#description", _DESCRIPTION)
    volunteer.press("Lưu")
    assert "150.000 đ" in page.inner_text("main")
    volunteer.press("Gửi để duyệt")
    return urlsplit(page.url).path


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
