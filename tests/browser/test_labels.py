"""Labels from paper to a recall: part of a sheet, the rest later, and what a scan then says."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from playwright.sync_api import expect

from shop_onboard.values.label_stock import get_label_stock
from tests.browser.conftest import Visitor
from tests.documents.label_samples import Pages, read_cells

MANAGER = "0510000026"


def test_a_sheet_is_printed_in_two_goes_scanned_and_its_lot_recalled(
    phone: Callable[..., Visitor], tmp_path: Path
):
    manager = phone().sign_in(MANAGER)
    lot = _running_lot(manager)
    first = _printed(manager, lot, 10, tmp_path / "first.pdf")
    later = _printed(manager, lot, 6, tmp_path / "later.pdf")
    start = _cells_used(first)[-1] + 1
    assert _cells_used(later) == list(range(start, start + 6))
    shopper = phone(java_script_enabled=True)
    paths = [_addresses(sheet)[0] for sheet in (first, later)]
    for path in paths:
        shopper.open(path)
        assert "thu hồi" not in shopper.page.inner_text("h1").lower()
    _recall(manager, lot)
    for path in paths:
        shopper.open(path)
        assert "thu hồi" in shopper.page.inner_text("main").lower()


def _running_lot(manager: Visitor) -> str:
    manager.open("/labels/new")
    return str(manager.page.locator("#lot option").first.get_attribute("value"))


def _printed(manager: Visitor, lot: str, count: int, file: Path) -> Pages:
    page = manager.page
    manager.open("/labels/new")
    page.select_option("#lot", lot)
    manager.choose_pack()
    page.fill("#count", str(count))
    manager.press("Tạo tờ tem")
    page.get_by_role("button", name="Tải về").wait_for(timeout=60_000)
    manager.follow("Sổ in")
    expect(page.locator("img.sheet")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Tải tệp in").first.click()
    download.value.save_as(file)
    manager.press("Đã in xong")
    return Pages(file)


def _codes(sheet: Pages) -> list[str | None]:
    return read_cells(sheet.rasters(150)[0], get_label_stock(), 150)


def _cells_used(sheet: Pages) -> list[int]:
    return [cell for cell, code in enumerate(_codes(sheet), start=1) if code is not None]


def _addresses(sheet: Pages) -> list[str]:
    return [urlsplit(code).path for code in _codes(sheet) if code is not None]


def _recall(manager: Visitor, lot: str) -> None:
    manager.open(f"/lots/{lot}")
    manager.follow("Thu hồi lô hàng này")
    page = manager.page
    code = page.inner_text("h1").removeprefix("Thu hồi lô hàng ")
    page.fill("#reason", "Nhãn ghi nhầm hạn sử dụng.")
    page.fill("#confirm", code)
    manager.press("Thu hồi lô hàng này")
