"""A marketplace's template that nobody has seen before, from a phone to the filled file."""

from collections.abc import Callable
from pathlib import Path

import openpyxl
from playwright.sync_api import expect

from tests.browser.conftest import Visitor
from tests.exports.templates.workbooks import market, parts_of

MANAGER = "0510000026"


def test_a_template_never_seen_before_is_sent_mapped_answered_and_filled(
    phone: Callable[..., Visitor], tmp_path: Path
):
    source, filled = tmp_path / "mau.xlsx", tmp_path / "da-dien.xlsx"
    source.write_bytes(market())
    manager = phone().sign_in(MANAGER)
    manager.open("/listings/")
    manager.follow("Điền tệp mẫu của sàn")
    manager.follow("Gửi tệp mẫu")
    page = manager.page
    page.select_option("#marketplace", "other")
    page.fill("#other_name", "Chợ quê số")
    page.set_input_files("#file", source)
    manager.press("Gửi tệp mẫu")
    page.select_option("#column-1", "?")
    page.fill("#constant-5", "Kho Chũ")
    manager.press("Lưu và xem trước")
    for select in page.locator("select[name^=answer-]").all():
        select.select_option("Quả khô")
    manager.press("Lưu câu trả lời")
    manager.press("Điền vào tệp mẫu")
    ready = page.locator("main a", has_text="Tải về")
    expect(ready).to_be_visible(timeout=60_000)
    with page.expect_download() as download:
        ready.click()
    download.value.save_as(filled)
    sheet = openpyxl.load_workbook(filled)["Hàng hóa"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=4) if row[0].value]
    assert rows
    for row in rows:
        assert (row[1], row[5]) == ("Quả khô", "Kho Chũ")
        assert row[2] > 0
        assert row[4].startswith("DỮ LIỆU MẪU")
    before, after = parts_of(source.read_bytes()), parts_of(filled.read_bytes())
    assert [part for part in before if before[part] != after[part]] == ["xl/worksheets/sheet2.xml"]
