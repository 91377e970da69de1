"""Long runs in parts, part-used sheets, damaged labels, a printer's shop, one's own paper."""

from pathlib import Path
from urllib.parse import urlsplit

import sqlalchemy as sa
import zxingcpp
from flask import Flask
from PIL import Image

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.products import PackSize, Product
from shop_onboard.values.label_stock import get_label_stock
from tests import world
from tests.documents.label_samples import Pages, read_cells
from tests.pages import Browser, Page
from tests.web.work import finished

TICK = "Tôi đã in tờ thử"


def make(app: Flask, person: Browser, **typed: str) -> Page:
    """The page of a batch whose files are made."""
    typed = {"pack": world.PACK_A} | typed
    asked = person.submit(person.open("/labels/new"), "Tạo tờ tem", lands="/jobs/", **typed)
    done = finished(app, person, asked)
    return person.open(done.link("Sổ in: xem trước, ghi đã in, gửi cho tiệm in"))


def file_of(person: Browser, page: Page, folder: Path, number: int = 0) -> Pages:
    """The file of one of the page's parts."""
    links = [link["href"] for link in page.soup.select("li a[role=button]")]
    file = folder / f"part-{number}.pdf"
    file.write_bytes(person.download(links[number]).data)
    return Pages(file)


def cells(pages: Pages) -> list[str | None]:
    return read_cells(pages.rasters(150)[0], get_label_stock(), 150)


def test_a_part_used_sheet_goes_on_at_the_cell_that_is_free(
    app: Flask, as_manager: Browser, tmp_path: Path
):
    first = make(app, as_manager, count="10")
    used = cells(file_of(as_manager, first, tmp_path))
    assert [code is not None for code in used] == [True] * 10 + [False] * 14
    assert "còn trống từ ô 11" in as_manager.open("/labels/new").main
    second = make(app, as_manager, count="5")
    assert "từ ô 11" in second.main
    more = cells(file_of(as_manager, second, tmp_path))
    assert [code is not None for code in more] == [False] * 10 + [True] * 5 + [False] * 9
    assert not set(used[:10]) & set(more)
    fresh = make(app, as_manager, count="2", first_cell="1")
    assert "từ ô 1" in fresh.main


def test_a_spoilt_sheet_is_not_used_on(app: Flask, as_manager: Browser):
    page = make(app, as_manager, count="10")
    spoilt = as_manager.submit(page, "In bị hỏng", lands="/labels/")
    assert "bị hỏng" in spoilt.main
    assert "còn trống" not in as_manager.open("/labels/new").main
    back = as_manager.submit(spoilt, "Ghi lại là chưa in", lands="/labels/")
    printed = as_manager.submit(back, "Đã in xong", lands="/labels/")
    assert "đã in" in printed.main
    assert "Chủ Nhiệm Giáp Sơn" in printed.main
    assert "còn trống từ ô 11" in as_manager.open("/labels/new").main


def test_a_long_run_is_tried_on_a_test_page_and_comes_in_parts(
    app: Flask, as_manager: Browser, tmp_path: Path
):
    app.config["PUBLIC_URL"] = "https://lensan.example.vn"
    page = as_manager.open("/labels/new")
    asked = as_manager.submit(page, "Tạo tờ tem", pack=world.PACK_A, count="650", first_cell="5")
    assert "28 tờ" in asked.error_beside("knows_test")
    going = as_manager.submit(
        asked, "Tạo tờ tem", pack=world.PACK_A, knows_test="y", lands="/jobs/"
    )
    done = finished(app, as_manager, going)
    ledger = as_manager.open(done.link("Mở sổ in"))
    assert ledger.texts("h3") == [
        "Tờ 1–25 (cả thảy 28 tờ) đang chờ",
        "Tờ 26–28 (cả thảy 28 tờ) đang chờ",
    ]
    assert "Số trên tem: 1-596" in ledger.main
    assert "Số trên tem: 597-650" in ledger.main
    tail = file_of(as_manager, ledger, tmp_path, 1)
    assert "tờ 26/28" in " ".join(tail.text().split())
    assert all(cells(tail))
    assert TICK not in as_manager.open("/labels/new").main
    again = as_manager.submit(
        as_manager.open("/labels/new"), "Tạo tờ tem", pack=world.PACK_A, count="650", lands="/jobs/"
    )
    assert again.status == 200


def test_damaged_labels_are_printed_again_by_their_numbers_with_the_same_codes(
    app: Flask, as_manager: Browser, tmp_path: Path
):
    page = make(app, as_manager, count="24")
    before = cells(file_of(as_manager, page, tmp_path))
    wrong = as_manager.submit(page, "In lại những tem này", serials="30")
    assert "chỉ có các số 1-24" in wrong.error_beside("serials")
    unread = as_manager.submit(page, "In lại những tem này", serials="năm")
    assert "ví dụ 5, 8-12" in unread.error_beside("serials")
    asked = as_manager.submit(
        page, "In lại những tem này", serials="5, 8-9", reason="rách", lands="/jobs/"
    )
    finished(app, as_manager, asked)
    ledger = as_manager.open(page.path)
    assert "Số trên tem: 5, 8-9 · Chủ Nhiệm Giáp Sơn · rách" in ledger.main
    again = cells(file_of(as_manager, ledger, tmp_path, 0))
    assert [code for code in again if code] == [before[4], before[7], before[8]]


def test_the_preview_is_the_first_sheet_of_the_file(
    app: Flask, as_manager: Browser, tmp_path: Path
):
    page = make(app, as_manager, count="24")
    picture = as_manager.download(page.soup.select_one("img.sheet")["src"])
    assert picture.mimetype == "image/png"
    file = tmp_path / "preview.png"
    file.write_bytes(picture.data)
    seen = {code.text for code in zxingcpp.read_barcodes(Image.open(file))}
    assert seen
    assert seen <= set(cells(file_of(as_manager, page, tmp_path)))


def test_a_printers_shop_opens_this_file_alone_until_it_is_taken_back(
    app: Flask, as_manager: Browser, browser: Browser
):
    page = make(app, as_manager, count="3")
    shown = as_manager.submit(page, "Gửi cho tiệm in", status=200)
    text = shown.soup.find("textarea").get_text()
    path = urlsplit(text[text.index("http") :].split()[0]).path
    opened = browser.download(path)
    assert opened.mimetype == "application/pdf"
    assert opened.headers["Cache-Control"] == "no-store"
    browser.open(path + "x", status=404)
    browser.open("/labels/", status=302)
    ledger = as_manager.open(page.path)
    assert path.rsplit("/", 1)[-1] not in ledger.response.get_data(as_text=True)
    as_manager.submit(ledger, "Thu lại đường dẫn", lands="/labels/")
    gone = browser.open(path, status=410)
    assert "hết hạn hoặc đã bị thu lại" in gone.main


def test_labels_of_a_whole_lot_share_its_code(
    app: Flask, as_manager: Browser, browser: Browser, tmp_path: Path
):
    page = make(app, as_manager, count="24", content="lot")
    codes = set(cells(file_of(as_manager, page, tmp_path)))
    assert len(codes) == 1
    assert world.LOT_A in browser.open(urlsplit(codes.pop() or "").path).main


def test_labels_of_a_product_lead_to_its_page(
    app: Flask, as_manager: Browser, browser: Browser, tmp_path: Path
):
    page = make(app, as_manager, count="24", content="product")
    codes = set(cells(file_of(as_manager, page, tmp_path)))
    assert len(codes) == 1
    assert "Vải thiều Lục Ngạn" in browser.open(urlsplit(codes.pop() or "").path).main


def test_paper_of_ones_own_is_checked_saved_printed_on_and_taken_away(
    app: Flask, as_manager: Browser, as_manager_b: Browser, tmp_path: Path
):
    form = as_manager.open("/labels/stocks/new")
    typed = {"name": "Giấy cửa hàng Hòa", "label_w": "60", "label_h": "40", "kind": "die"}
    wide = as_manager.submit(form, "Lưu khổ giấy", **typed, columns="5")
    assert "rộng hơn tờ giấy" in wide.main
    small = as_manager.submit(form, "Lưu khổ giấy", **typed | {"label_w": "30", "label_h": "18"})
    assert "không đủ chỗ cho mã QR, tên và mã lô" in small.error_beside("label_w")
    edge = {"kind": "cut", "margin_left": "0"}
    bare = as_manager.submit(form, "Lưu khổ giấy", **typed | edge)
    assert "máy in không in sát mép giấy" in bare.main
    unread = as_manager.submit(form, "Lưu khổ giấy", **typed | {"label_w": "rộng"})
    assert "52,5" in unread.error_beside("label_w")
    saved = as_manager.submit(
        form, "Lưu khổ giấy", **typed, columns="3", rows="6", lands="/labels/stocks/own-"
    )
    key = saved.path.rsplit("/", 1)[-1]
    as_manager_b.open(saved.path, status=404)
    page = make(app, as_manager, count="18", stock=key)
    codes = zxingcpp.read_barcodes(file_of(as_manager, page, tmp_path).rasters(150)[0])
    assert len({code.text for code in codes}) == 18
    as_manager.submit(saved, "Bỏ khổ giấy này", lands="/labels/stocks")
    assert "Giấy cửa hàng Hòa" not in as_manager.open("/labels/new").main
    assert "Giấy cửa hàng Hòa" in as_manager.open(page.path).main


def test_a_test_page_is_scanned_and_the_printer_corrected(
    app: Flask, as_manager: Browser, browser: Browser, tmp_path: Path
):
    page = as_manager.open("/labels/stocks/cut-24")
    file = tmp_path / "test.pdf"
    file.write_bytes(as_manager.download(page.link("Tải tờ in thử")).data)
    code = zxingcpp.read_barcodes(Pages(file).rasters(150)[0])[0]
    assert browser.open(urlsplit(code.text).path).texts("h1") == ["Mã đọc được"]
    far = as_manager.submit(page, "Lưu chỉnh lề", shift_x="7")
    assert "nhiều nhất 5 mm" in far.error_beside("shift_x")
    saved = as_manager.submit(
        page, "Lưu chỉnh lề", shift_x="0,4", shift_y="-0,3", lands="/labels/stocks/cut-24"
    )
    assert saved.soup.find(id="shift_x")["value"] == "0,4"
    moved = tmp_path / "moved.pdf"
    moved.write_bytes(as_manager.download(page.link("Tải tờ in thử")).data)
    other = zxingcpp.read_barcodes(Pages(moved).rasters(300)[0])[0].position.top_left
    still = zxingcpp.read_barcodes(Pages(file).rasters(300)[0])[0].position.top_left
    assert abs(other.x - still.x - 0.4 / 25.4 * 300) <= 2


def test_a_name_that_does_not_fit_is_refused_before_anything_is_made(
    app: Flask, as_manager: Browser
):
    with app.app_context(), writing():
        product = db.session.scalars(sa.select(Product).where(Product.code == world.PRODUCT_A))
        product.one().name = "Vải thiều sấy khô " * 11
        db.session.commit()
    page = as_manager.open("/labels/new")
    assert "bao bì phải ghi chúng ở chỗ khác" in page.main
    refused = as_manager.submit(page, "Tạo tờ tem", pack=world.PACK_A, count="2", stock="cut-40")
    assert "Tên sản phẩm dài quá khổ tem này" in refused.main
    assert "Chưa in tem nào" in as_manager.open("/labels/").main


def test_a_label_says_how_much_is_in_the_pack_that_a_person_chose(
    app: Flask, as_manager: Browser, tmp_path: Path
):
    page = as_manager.open("/labels/new")
    assert page.texts("#pack option") == ["– Chọn quy cách –", "Hộp 2 kg", "Thùng 10 kg"]
    asked = as_manager.submit(page, "Tạo tờ tem", count="3", stock="cut-8", content="lot")
    assert "(Hộp 2 kg; Thùng 10 kg)" in asked.error_beside("pack")
    assert asked.soup.find(id="count")["value"] == "3"
    other = as_manager.submit(asked, "Tạo tờ tem", pack=world.PACK_B)
    assert "(Hộp 2 kg; Thùng 10 kg)" in other.error_beside("pack")
    going = as_manager.submit(other, "Tạo tờ tem", pack="VAI-A-2", lands="/jobs/")
    done = finished(app, as_manager, going)
    page = as_manager.open(done.link("Sổ in: xem trước, ghi đã in, gửi cho tiệm in"))
    assert "Quy cách: Thùng 10 kg · Khối lượng tịnh: 10 kg" in page.main
    assert "Quy cách: Thùng 10 kg" in as_manager.open("/labels/").main
    assert said(file_of(as_manager, page, tmp_path)).count("Khối lượng tịnh: 10 kg") == 3
    again = as_manager.submit(page, "In lại những tem này", serials="2", lands="/jobs/")
    finished(app, as_manager, again)
    page = as_manager.open(page.path)
    assert said(file_of(as_manager, page, tmp_path)).count("Khối lượng tịnh: 10 kg") == 1
    made_again = as_manager.submit(as_manager.open("/labels/"), "Tạo lại tờ tem", lands="/jobs/")
    finished(app, as_manager, made_again)
    page = as_manager.open(page.path)
    assert said(file_of(as_manager, page, tmp_path)).count("Khối lượng tịnh: 10 kg") == 3


def test_labels_carry_the_number_of_the_pack_that_they_are_for(
    app: Flask, as_manager: Browser, browser: Browser, tmp_path: Path
):
    numbers = {"Hộp 2 kg": "08935049500001", "Thùng 10 kg": "08935049500018"}
    with app.app_context(), writing():
        packs = db.session.scalars(sa.select(PackSize).where(PackSize.label.in_(numbers)))
        for pack in packs:
            if pack.sku.startswith(world.PRODUCT_A):
                pack.gtin, pack.gtin_owner, pack.has_gtin_right = numbers[pack.label], "A", True
        db.session.commit()
    for sku, gtin in (("VAI-A-1", "08935049500001"), ("VAI-A-2", "08935049500018")):
        page = make(app, as_manager, count="2", first_cell="1", pack=sku)
        codes = [code for code in cells(file_of(as_manager, page, tmp_path)) if code]
        paths = {urlsplit(code).path for code in codes}
        assert len(paths) == 2
        for path in paths:
            assert path.startswith(f"/01/{gtin}/10/{world.LOT_A}/21/")
            assert world.LOT_A in browser.open(path).main


def test_a_roll_of_trial_labels_is_asked_about_when_it_is_more_than_a_sheet(
    app: Flask, as_manager: Browser
):
    page = as_manager.open("/labels/new")
    few = {"stock": "roll-50x30", "pack": world.PACK_A}
    many = as_manager.submit(page, "Tạo tờ tem", count="25", **few)
    assert "25 tem thử" in many.error_beside("knows_trial")
    assert "nhiều nhất 24 tem" in many.error_beside("knows_trial")
    as_manager.submit(page, "Tạo tờ tem", count="24", lands="/jobs/", **few)


def said(pages: Pages) -> str:
    return " ".join(pages.text().split())
