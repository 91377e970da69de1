"""Bringing a spreadsheet in through the page: what goes in, what stays out, and to whom."""

import io
from datetime import date

import openpyxl
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Product
from shop_onboard.models.sales import Sale
from tests import world
from tests.imports.files import xlsx
from tests.pages import Browser
from tests.web.spreadsheets import (
    COOPERATIVE,
    COOPERATIVES,
    PRODUCT,
    PRODUCTS,
    SALES,
    bring_in,
    counts,
    good,
    look,
    offers,
    send,
    taken_back,
    told,
    worked,
)
from tests.web.work import finished


def test_a_volunteer_brings_in_a_spreadsheet_and_finds_it_on_the_pages(
    app: Flask, as_volunteer: Browser
):
    page = bring_in(app, as_volunteer, good())
    assert "đã xong" in page.main
    assert counts(page) == [3, 0, 0, 0]
    made = as_volunteer.open(page.link("Hợp tác xã"))
    assert "HTX Mới" in made.main
    assert "Vải u hồng" in as_volunteer.open("/products/").main
    assert "3 mới · 0 sửa · 0 giữ nguyên · 0 lỗi" in as_volunteer.open("/imports/").main


def test_the_same_file_twice_creates_nothing(app: Flask, as_volunteer: Browser):
    bring_in(app, as_volunteer, good(), "lần một.xlsx")
    page = look(app, as_volunteer, good(), "lần hai.xlsx")
    assert told(page) == [0, 0, 3, 0]
    assert "không còn gì để nhập" in page.main


def test_a_changed_row_changes_the_record(app: Flask, as_volunteer: Browser):
    bring_in(app, as_volunteer, good(), "lần một.xlsx")
    dearer = xlsx({"Sản phẩm": [PRODUCTS, [*PRODUCT[:5], "160.000"]]})
    assert counts(bring_in(app, as_volunteer, dearer, "giá mới.xlsx")) == [0, 1, 0, 0]


def test_sending_twice_in_one_breath_is_one_import(as_volunteer: Browser):
    # One file: a workbook written again a second later carries another time of writing.
    content = good()
    assert send(as_volunteer, content).path == send(as_volunteer, content).path


def test_an_unreadable_workbook_is_refused_at_once_with_a_sentence(as_volunteer: Browser):
    page = as_volunteer.open("/imports/new")
    content = b"%PDF-1.7 not a table"
    answer = as_volunteer.submit(page, "Gửi bảng tính", files={"file": (content, "a.xlsx")})
    assert "Tệp này không phải bảng tính" in answer.main
    assert "Chưa nhập bảng tính nào" in as_volunteer.open("/imports/").main


def test_no_file_is_asked_for_again(as_volunteer: Browser):
    page = as_volunteer.open("/imports/new")
    answer = as_volunteer.submit(page, "Gửi bảng tính")
    assert "Hãy chọn một bảng tính" in answer.error_beside("file")
    empty = as_volunteer.submit(page, "Gửi bảng tính", files={"file": (b"", "trống.xlsx")})
    assert empty.error_beside("file")


def test_a_volunteer_cannot_bring_in_another_commune(app: Flask, as_volunteer: Browser):
    foreign = [*COOPERATIVE[:6], "Nam Dương"]
    page = look(app, as_volunteer, xlsx({"Hợp tác xã": [COOPERATIVES, foreign]}))
    assert told(page) == [0, 0, 0, 1]
    assert "ngoài địa bàn" in page.main
    assert "Xã/Phường*" in page.main


def test_the_same_code_in_two_unions_is_two_cooperatives(
    app: Flask, as_volunteer: Browser, as_officer_b: Browser
):
    bring_in(app, as_volunteer, good())
    theirs = [
        "HTX-N",
        "HTX Nam Dương",
        "trang trại",
        "Bà Khác",
        "0510000074",
        "Bắc Ninh",
        "Nam Dương",
    ]
    product = ["VAI-N", "HTX-N", "Mỳ gạo", "gói", "1 kg", "40.000"]
    page = bring_in(
        app,
        as_officer_b,
        xlsx({"Hợp tác xã": [COOPERATIVES, theirs], "Sản phẩm": [PRODUCTS, product]}),
        "nam dương.xlsx",
    )
    assert counts(page) == [2, 0, 0, 0]
    with app.app_context():
        names = {row.name for row in db.session.query(Cooperative).filter_by(code="HTX-N")}
        assert names == {"HTX Mới", "HTX Nam Dương"}
        assert {row.name for row in db.session.query(Product).filter_by(code="VAI-N")} == {
            "Vải u hồng",
            "Mỳ gạo",
        }


def test_codes_of_another_union_are_not_reached(app: Flask, as_foreigner: Browser):
    content = xlsx(
        {
            "Sản phẩm": [PRODUCTS, ["VAI-A", world.COOPERATIVE_A, "Đổi tên", "x", "1 kg", "1.000"]],
            "Tiêu thụ": [
                SALES,
                [date(2026, 6, 5), world.COOPERATIVE_A, None, "Shopee", "5 kg", None],
            ],
        }
    )
    page = look(app, as_foreigner, content)
    assert told(page) == [0, 0, 0, 2]
    with app.app_context():
        assert db.session.query(Product).filter_by(code="VAI-A").one().name == "Vải thiều Lục Ngạn"


def test_somebody_elses_import_does_not_exist(
    app: Flask, as_volunteer: Browser, as_foreigner, as_officer
):
    page = bring_in(app, as_volunteer, good())
    as_foreigner.open(page.path, status=404)
    as_foreigner.open(f"{page.path}/errors", status=404)
    assert counts(as_officer.open(page.path)) == [3, 0, 0, 0]


def test_who_may_not_import_is_told_so(as_manager: Browser, as_admin: Browser):
    for person in (as_manager, as_admin):
        person.open("/imports/", status=403)
        person.open("/imports/new", status=403)


def test_the_template_is_a_workbook_that_imports_as_nothing(app: Flask, as_volunteer: Browser):
    reply = as_volunteer.download("/imports/template")
    book = openpyxl.load_workbook(io.BytesIO(reply.get_data()))
    assert "Hợp tác xã" in book.sheetnames
    page = look(app, as_volunteer, reply.get_data(), "mẫu.xlsx")
    assert told(page) == [0, 0, 0, 0]


def test_a_stopped_trial_and_a_stopped_import_go_on_when_asked(app: Flask, as_volunteer: Browser):
    page = send(as_volunteer, good())
    as_volunteer.submit(page, "Dừng việc này", lands="/jobs/")
    stopped = as_volunteer.open(page.path)
    assert "đã hủy" in stopped.main
    assert offers(stopped) == {"Xem trước lại", "Bỏ tệp này"}
    again = as_volunteer.submit(stopped, "Xem trước lại", lands="/imports/")
    checked = worked(app, as_volunteer, again)
    assert offers(checked) == {"Xác nhận nhập", "Bỏ tệp này"}
    page = as_volunteer.submit(checked, "Xác nhận nhập", lands="/imports/")
    assert "Kết quả" not in page.main
    as_volunteer.submit(page, "Dừng việc này", lands="/jobs/")
    stopped = as_volunteer.open(page.path)
    assert offers(stopped) == {"Nhập lại tệp này"}
    again = as_volunteer.submit(stopped, "Nhập lại tệp này", lands="/imports/")
    assert counts(worked(app, as_volunteer, again)) == [3, 0, 0, 0]


def test_what_is_taken_out_comes_back_in_unchanged(app: Flask, as_officer: Browser):
    with app.app_context(), writing():
        db.session.query(Sale).first().evidence = "=1+1"
        db.session.commit()
    bring_in(app, as_officer, good(), "thêm.xlsx")
    page = as_officer.open("/imports/")
    job = as_officer.submit(page, "Tải dữ liệu đang có", lands="/jobs/")
    finished(app, as_officer, job)
    content = as_officer.download(f"{job.path}/file").get_data()
    book = openpyxl.load_workbook(io.BytesIO(content))
    names = [row[1].value for row in book["Hợp tác xã"].iter_rows(min_row=2)]
    assert sorted(filter(None, names)) == ["HTX Mới", world.NAME_A]
    back = look(app, as_officer, content, "trở lại.xlsx")
    created, updated, unchanged, failed = told(back)
    assert (created, updated, failed) == (0, 0, 0), back.main
    assert unchanged > 5


def test_nothing_is_saved_before_it_is_confirmed_and_the_echo_says_how_it_was_read(
    app: Flask, as_volunteer: Browser
):
    page = look(app, as_volunteer, good())
    assert told(page) == [3, 0, 0, 0]
    for said in ("1.200 kg", "05/06/2026", "xã Lục Ngạn, Bắc Ninh", "150.000 đ", "0510 000 071"):
        assert said in page.main
    assert "HTX Mới" not in as_volunteer.open("/cooperatives/").main
    as_volunteer.submit(page, "Bỏ tệp này", lands="/imports/")
    assert "Chưa nhập bảng tính nào" in as_volunteer.open("/imports/").main
    with app.app_context():
        assert db.session.query(Cooperative).filter_by(code="HTX-N").count() == 0


def test_a_whole_import_is_taken_back_and_can_come_again(app: Flask, as_volunteer: Browser):
    page = bring_in(app, as_volunteer, good())
    undone = taken_back(app, as_volunteer, page)
    assert "Đã hoàn tác 3 thay đổi" in undone.main
    assert "HTX Mới" not in as_volunteer.open("/cooperatives/").main
    assert told(look(app, as_volunteer, good(), "lại.xlsx")) == [3, 0, 0, 0]


def test_what_others_have_built_on_stays_when_an_import_is_taken_back(
    app: Flask, as_volunteer: Browser
):
    page = bring_in(app, as_volunteer, good())
    dearer = xlsx({"Sản phẩm": [PRODUCTS, [*PRODUCT[:5], "160.000"]]})
    bring_in(app, as_volunteer, dearer, "giá mới.xlsx")
    undone = taken_back(app, as_volunteer, as_volunteer.open(page.path))
    assert "Giữ lại" in undone.main
    assert "Vải u hồng" in undone.main
    assert "Vải u hồng" in as_volunteer.open("/products/").main
