"""What is wrong in a spreadsheet: named by its cell, sent back, mended."""

import io
from datetime import date

import openpyxl
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.sales import Sale
from tests.imports.files import xlsx
from tests.pages import Browser
from tests.web.spreadsheets import (
    COOPERATIVE,
    COOPERATIVES,
    PRODUCT,
    PRODUCTS,
    SALE,
    SALES,
    bring_in,
    counts,
    good,
    look,
    offers,
    send,
    told,
    worked,
)


def test_every_wrong_cell_is_named_and_good_rows_go_in(app: Flask, as_volunteer: Browser):
    content = xlsx(
        {
            "Danh sách HTX": [
                COOPERATIVES,
                COOPERATIVE,
                ["HTX-P", "HTX Hai", "hợp tác xã", "Ai Đó", "09l2345678", "Bắc Ninh", "Lục Ngạn"],
                ["HTX-Q", "HTX Ba", "hợp tác xã", "Ai Đó", "0510000073", "Bắc Ninh", "Xã Không Có"],
            ],
            "Sản phẩm": [PRODUCTS, PRODUCT, ["MY-N", "HTX-N", "Mỳ", "gói", "500 g", "25k"]],
            "Doanh số": [
                SALES,
                SALE,
                [date(2026, 6, 5), "HTX-N", None, "Shopee", "1,200 tấn", None],
                ["31/02/2026", "HTX-N", None, "Shopee", "5 kg", None],
                [date(2026, 6, 6), "HTX-N", None, "Shopee", "5 kg", "CT-KHONG-CO"],
            ],
        }
    )
    page = bring_in(app, as_volunteer, content)
    assert counts(page) == [3, 0, 0, 6]
    found = {
        item.find("h3").get_text(strip=True): item.find("p").get_text()
        for item in page.soup.select("main ul.cards li")
    }
    assert set(found) == {
        "Danh sách HTX · dòng 3 · cột SĐT",
        "Danh sách HTX · dòng 4 · cột Xã/Phường*",
        "Sản phẩm · dòng 3 · cột Giá bán*",
        "Doanh số · dòng 3 · cột Sản lượng",
        "Doanh số · dòng 4 · cột Ngày*",
        "Doanh số · dòng 5 · cột Chương trình",
    }
    assert "hãy ghi 25.000" in found["Sản phẩm · dòng 3 · cột Giá bán*"]
    assert "«1.200 tấn»" in found["Doanh số · dòng 3 · cột Sản lượng"]
    with app.app_context():
        assert db.session.query(Sale).filter(Sale.mass_g == 1_200_000).count() == 1
        assert db.session.query(Cooperative).filter(Cooperative.code == "HTX-P").count() == 0


def test_the_wrong_rows_come_back_as_a_file_that_can_be_mended_and_sent(
    app: Flask, as_volunteer: Browser
):
    wrong = [*COOPERATIVE[:4], "09l2345678", *COOPERATIVE[5:]]
    first = look(app, as_volunteer, xlsx({"Hợp tác xã": [COOPERATIVES, wrong]}), "một.xlsx")
    reply = as_volunteer.download(first.link("Tải các dòng lỗi (.xlsx)"))
    book = openpyxl.load_workbook(io.BytesIO(reply.get_data()))
    sheet = book["Hợp tác xã"]
    assert "SĐT" in str(sheet["A2"].value)
    place = next(cell.column for cell in sheet[1] if cell.value == "SĐT")
    assert sheet.cell(2, place).value == "09l2345678"
    sheet.cell(2, place).value = "0510000071"
    mended = io.BytesIO()
    book.save(mended)
    assert counts(bring_in(app, as_volunteer, mended.getvalue(), "hai.xlsx")) == [1, 0, 0, 0]


def test_one_cause_is_told_once_with_its_first_rows(app: Flask, as_volunteer: Browser):
    strangers = [["V", "HTX-X", "Vải", f"túi {number}", "1 kg", "9.000"] for number in range(120)]
    others = [[f"W{number}", f"HTX-{number}", "Vải", "túi", "1 kg", "9.000"] for number in range(6)]
    content = xlsx({"Sản phẩm": [PRODUCTS, *strangers, *others]})
    page = look(app, as_volunteer, content)
    assert told(page) == [0, 0, 0, 126]
    assert page.texts("main ul.cards h3") == ["Sản phẩm · cột Mã HTX* · 126 dòng"]
    causes = page.texts("main ul.cards p")
    assert causes[0].startswith("Không có HTX mã «HTX-X»")
    assert causes[0].endswith("120 dòng: 2, 3, 4, 5, 6…")
    assert causes[1].endswith("Dòng 122.")
    assert causes[5] == "Và 2 chỗ khác cùng lỗi này; tệp tải về có đủ."
    assert len(causes) == 6


def test_a_file_without_a_good_row_offers_its_rows_or_another_file_and_no_confirming(
    app: Flask, as_volunteer: Browser
):
    wrong = [*COOPERATIVE[:4], "09l2345678", *COOPERATIVE[5:]]
    page = look(app, as_volunteer, xlsx({"Hợp tác xã": [COOPERATIVES, wrong]}))
    assert told(page) == [0, 0, 0, 1]
    assert "Chưa dòng nào vào được: tải các dòng lỗi về" in page.main
    assert offers(page) >= {"Tải các dòng lỗi (.xlsx)", "Gửi tệp khác", "Bỏ tệp này"}
    assert "Xác nhận nhập" not in offers(page)


def test_a_column_that_our_own_sheet_lacks_is_asked_for_and_need_not_be_typed_in(
    app: Flask, as_volunteer: Browser
):
    bring_in(app, as_volunteer, good(), "lần một.xlsx")
    content = xlsx({"Tiêu thụ": [[*SALES[:3], SALES[4]], [*SALE[:3], "40 kg"]]})
    page = send(as_volunteer, content, "thiếu cột.xlsx")
    asked = as_volunteer.submit(page, "Xem trước")
    assert "Còn thiếu «Kênh»" in asked.main
    kind = {"constant-channel_key": "Shopee"}
    page = as_volunteer.submit(asked, "Xem trước", lands="/imports/", **kind)
    assert told(worked(app, as_volunteer, page)) == [1, 0, 0, 0]
