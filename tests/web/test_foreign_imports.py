"""Spreadsheets that already exist, in layouts of their own, brought in through the page."""

import io
from pathlib import Path

import openpyxl
import pytest
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Product
from shop_onboard.models.sales import Sale
from shop_onboard.policy import SYSTEM, Role
from shop_onboard.queries.organisations import required
from shop_onboard.services import accounts
from tests import world
from tests.imports import ugly
from tests.imports.files import csv_text
from tests.imports.test_layouts import merged_list
from tests.pages import Browser, Page
from tests.web.spreadsheets import counts, send, told, worked

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the samples folder is not here")
CENTRAL = "+84510000059"
SHOP_SALES = [
    ["Ngày giao", "Nơi bán", "Số lượng", "Thành tiền"],
    ["05/06/2026", "Zalo nhà", "1,5", "1.500.000"],
    ["06/06/2026", "Shopee", "2", ""],
]


@pytest.fixture
def as_central(app: Flask) -> Browser:
    """An officer of the Central Union, whose unions are in every province."""
    with app.app_context(), writing():
        grants = [accounts.GrantData(Role.OFFICER, union_id=required("TW").id)]
        accounts.create(
            SYSTEM, phone=CENTRAL, name="Cán Bộ Trung Ương", password=world.PASSWORD, grants=grants
        )
        db.session.commit()
    return Browser(app).signed_in_as(CENTRAL)


def columns_page(person: Browser, content: bytes, name: str) -> Page:
    page = send(person, content, name)
    assert page.path.endswith("/columns"), page.main[:300]
    return page


def test_a_list_of_merged_cells_goes_in_as_drafts_and_is_known_the_next_time(
    app: Flask, as_officer: Browser
):
    page = columns_page(as_officer, merged_list(), "tổng hợp.xlsx")
    assert "Sản phẩm kèm nơi sản xuất" in page.main
    asked = as_officer.submit(page, "Xem trước")
    assert "Còn thiếu «Người đại diện», «Điện thoại»" in asked.main
    trial = worked(
        app, as_officer, as_officer.submit(asked, "Xem trước", is_draft="y", lands="/imports/")
    )
    # A row that is a maker's and its product's is one row of the file.
    assert told(trial) == [3, 0, 0, 0]
    assert "2 kg" in trial.main
    assert "xã Lục Ngạn, Bắc Ninh (trước 01/7/2025: xã Giáp Sơn" in trial.main
    done = worked(app, as_officer, as_officer.submit(trial, "Xác nhận nhập", lands="/imports/"))
    assert counts(done) == [3, 0, 0, 0]
    with app.app_context():
        maker = db.session.query(Cooperative).filter_by(code="HTX-VAI-GIAP-SON").one()
        assert (maker.state, maker.phone) == ("draft", "")
        slug = maker.slug
    shown = as_officer.open(f"/cooperatives/{slug}")
    assert "Thêm người đại diện và số điện thoại" in shown.main
    assert "Hãy ghi người đại diện" in as_officer.submit(shown, "Gửi để duyệt").main
    again = send(as_officer, merged_list(shift=2), "tháng sau.xlsx")
    assert "đang xem thử" in again.main
    assert told(worked(app, as_officer, again)) == [0, 0, 3, 0]


def test_columns_are_corrected_by_hand_with_units_words_and_common_values(
    app: Flask, as_volunteer: Browser
):
    page = columns_page(as_volunteer, csv_text(SHOP_SALES, ";").encode(), "bán.csv")
    page = as_volunteer.submit(
        page, "Đọc lại tiêu đề", kind="sales", first_row="1", lands="/imports/"
    )
    asked = as_volunteer.submit(page, "Xem trước", **{"unit-2": "tạ"})
    assert "«Mã HTX»" in asked.main
    word = next(f for f in asked.soup.select("input[type=hidden]") if f["value"] == "Zalo nhà")
    trial = as_volunteer.submit(
        asked,
        "Xem trước",
        lands="/imports/",
        **{
            "constant-cooperative_code": world.COOPERATIVE_A,
            str(word["name"]).replace("word-", "meaning-"): "Zalo",
        },
    )
    trial = worked(app, as_volunteer, trial)
    assert told(trial) == [2, 0, 0, 0], trial.main
    for said in ("150 kg", "200 kg", "1.500.000 đ", "dấu chấm phẩy (;)", "Unicode (UTF-8)"):
        assert said in trial.main
    worked(app, as_volunteer, as_volunteer.submit(trial, "Xác nhận nhập", lands="/imports/"))
    with app.app_context():
        masses = [row.mass_g for row in db.session.query(Sale).filter(Sale.mass_g < 250_000)]
        assert sorted(masses) == [150_000, 200_000]


def test_two_columns_cannot_be_the_same_and_nothing_that_was_chosen_is_lost(
    as_volunteer: Browser,
):
    page = columns_page(as_volunteer, csv_text(SHOP_SALES).encode(), "bán.csv")
    page = as_volunteer.submit(page, "Đọc lại tiêu đề", kind="sales", lands="/imports/")
    answer = as_volunteer.submit(
        page, "Xem trước", **{"column-0": "sold_on", "column-1": "sold_on"}
    )
    assert "Hai cột của tệp cùng là «Ngày»" in answer.main


def test_columns_of_somebody_elses_file_do_not_exist(as_volunteer: Browser, as_foreigner: Browser):
    page = columns_page(as_volunteer, csv_text(SHOP_SALES).encode(), "bán.csv")
    as_foreigner.open(page.path, status=404)
    as_foreigner.open(page.path.replace("columns", "text"), status=404)


def test_a_text_in_an_unsure_encoding_is_chosen_by_looking_at_it(app: Flask, as_volunteer: Browser):
    content = "Name;Ort\nM\xfcller;Gr\xf6\xdfe\n".encode("latin-1")
    page = send(as_volunteer, content, "la.csv")
    assert page.path.endswith("/text")
    assert "TCVN3" in page.main
    chosen = as_volunteer.submit(page, "Đọc tệp như vậy", encoding="cp1258", lands="/imports/")
    assert "Chọn cột" in chosen.main


@needs_samples
@pytest.mark.parametrize("encoding", ["tcvn3", "vni"])
def test_a_list_in_an_old_encoding_is_shown_in_unicode_and_its_encoding_named(
    as_central: Browser, encoding: str
):
    content = (SAMPLES / f"ocop_synthetic_{encoding}_cp1252.csv").read_bytes()
    page = columns_page(as_central, content, "cũ.csv")
    assert "Mắm nêm Seagull" in page.main
    page = as_central.open(page.link("Chữ hiện sai? Chọn bảng mã khác"))
    chosen = page.soup.select_one("input[name=encoding][checked]")
    assert chosen["value"] == encoding


@needs_samples
def test_the_published_list_of_266_products_goes_in(app: Flask, as_central: Browser):
    content = (SAMPLES / "ocop_products.csv").read_bytes()
    page = columns_page(as_central, content, "ocop_products.csv")
    word = next(f for f in page.soup.select("input[type=hidden]") if f["value"] == "co_so")
    meaning = str(word["name"]).replace("word-", "meaning-")
    trial = as_central.submit(
        page, "Xem trước", is_draft="y", lands="/imports/", **{meaning: "Hộ kinh doanh"}
    )
    trial = worked(app, as_central, trial)
    created, updated, unchanged, failed = told(trial)
    assert (updated, unchanged) == (0, 0)
    done = worked(app, as_central, as_central.submit(trial, "Xác nhận nhập", lands="/imports/"))
    assert counts(done) == [created, updated, unchanged, failed]
    with app.app_context():
        listed = db.session.query(Product).filter(Product.code.like("OC0%"))
        assert listed.count() + failed == 266
        assert listed.count() > 140
        assert {row.state for row in listed} == {"draft"}
    again = worked(app, as_central, send(as_central, content, "lần hai.csv"))
    assert told(again) == [0, 0, created, failed]


@needs_samples
def test_the_states_conversion_table_is_compared_and_nothing_of_it_stored(
    app: Flask, as_officer: Browser
):
    content = (SAMPLES / "messy_gov_conversion_bacninh_raw.csv").read_bytes()
    page = columns_page(as_officer, content, "bảng chuyển đổi.csv")
    assert "Đối chiếu xã cũ – mới" in page.main
    checked = worked(app, as_officer, as_officer.submit(page, "Xem trước", lands="/imports/"))
    assert "313 dòng xã cũ – mới: 313 dòng khớp" in checked.main
    assert "Xác nhận nhập" not in checked.main


def test_wrong_rows_of_a_foreign_list_come_back_in_its_own_layout_and_finish_the_job(
    app: Flask, as_province: Browser
):
    rows = [
        ["Chủ thể", "Loại chủ thể", "Tỉnh", "Xã mới", "Tên sản phẩm", "Sao"],
        ["HTX Một", "hợp tác xã", "Bắc Ninh", "Lục Ngạn", "Vải sấy", "4 sao"],
        ["HTX Hai", "hợp tác xã", "Bắc Ninh", "Xã Không Có", "Mỳ gạo", "3 sao"],
        ["HTX Một", "hợp tác xã", "Bắc Ninh", "Lục Ngạn", "Mật ong", "sáu sao"],
    ]
    page = columns_page(as_province, csv_text(rows).encode(), "danh sách.csv")
    page = as_province.submit(page, "Xem trước", is_draft="y", lands="/imports/")
    trial = worked(app, as_province, page)
    assert told(trial) == [1, 0, 0, 2]
    worked(app, as_province, as_province.submit(trial, "Xác nhận nhập", lands="/imports/"))
    reply = as_province.download(trial.link("Tải các dòng lỗi (.xlsx)"))
    book = openpyxl.load_workbook(io.BytesIO(reply.get_data()))
    sheet = book["danh sách"]
    assert [cell.value for cell in sheet[1]] == ["Lỗi", "Dòng trong tệp", *rows[0]]
    assert [cell.value for cell in sheet[2]][1:] == [3, *rows[2]]
    assert sheet["A2"].fill.fgColor.rgb.endswith("FBEAEC")
    sheet["F2"].value, sheet["H3"].value = "Nam Dương", 5
    mended = io.BytesIO()
    book.save(mended)
    again = send(as_province, mended.getvalue(), "đã sửa.xlsx")
    assert "đang xem thử" in again.main
    trial = worked(app, as_province, again)
    assert told(trial) == [2, 0, 0, 0], trial.main
    assert "không được đọc" not in trial.main
    done = worked(app, as_province, as_province.submit(trial, "Xác nhận nhập", lands="/imports/"))
    assert counts(done) == [2, 0, 0, 0]


def test_an_ugly_workbook_goes_in(app: Flask, as_officer: Browser):
    page = columns_page(as_officer, ugly.workbook(), "mẫu của chị Hoa.xlsx")
    # The makers' columns are clear; of the sales one has to say whose they are.
    assert "Trang «Bán hàng T6»" in page.main
    assert "HTX Vải thiều Hồng Giang" in as_officer.open(page.link("DS chu the")).main
    page = as_officer.submit(
        page, "Xem trước", lands="/imports/", **{"column-1": "cooperative_code@name"}
    )
    trial = worked(app, as_officer, page)
    # Two makers, one of them twice; five sales, of which two are alike and yet two.
    assert told(trial) == [7, 0, 1, 4], trial.main
    for said in ("1.200 kg", "200 kg", "12 kg", "30.000.000 đ", "0912 345 678", "VNI"):
        assert said in trial.main
    assert "trước 01/7/2025: xã Giáp Sơn, Huyện Lục Ngạn, Bắc Giang" in trial.main
    for wrong in ("chưa có", "3 thùng", "1.200", "Tháng 06/2026 không có ngày 31"):
        assert wrong in trial.main
    done = worked(app, as_officer, as_officer.submit(trial, "Xác nhận nhập", lands="/imports/"))
    assert counts(done) == [7, 0, 1, 4]
    again = worked(app, as_officer, send(as_officer, ugly.workbook(), "lần hai.xlsx"))
    assert told(again) == [0, 0, 8, 4]
