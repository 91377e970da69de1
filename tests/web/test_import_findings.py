"""What a newcomer's spreadsheet tells twice, names vaguely or holds back, said before and after."""

import io

import openpyxl
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Product
from tests import world
from tests.imports.files import csv_text, xlsx
from tests.pages import Browser, Page
from tests.web.spreadsheets import (
    COOPERATIVE,
    COOPERATIVES,
    PRODUCT,
    PRODUCTS,
    bring_in,
    counts,
    good,
    look,
    send,
    taken_back,
    told,
    worked,
)

HEAD = ["STT", "Tên HTX", "Loại hình", "Xã cũ", "Người ĐD", "SĐT", "Sản phẩm"]
FIRST = ["1", "HTX Vải Sớm", "hợp tác xã", "Giáp Sơn", "Lê Văn Một", "0510000091", "Vải sấy"]
OTHER = ["2", "HTX Vải Sớm", "hợp tác xã", "Giáp Sơn", "Lê Văn Hai", "0510000092", "Mật ong"]
AWAY = ["3", "HTX Vải Sớm", "hợp tác xã", "Nam Dương", "Lê Thị Ba", "0510000093", "Mỳ gạo"]


def tried(app: Flask, person: Browser, *rows: list[str], name: str = "ds.csv") -> Page:
    """A newcomer's list, its columns taken as they are guessed; what would happen."""
    page = send(person, csv_text([HEAD, *rows]).encode(), name)
    if page.path.endswith("/columns"):
        page = person.submit(page, "Xem trước", is_draft="y", lands="/imports/")
    return worked(app, person, page)


def confirmed(app: Flask, person: Browser, page: Page) -> Page:
    return worked(app, person, person.submit(page, "Xác nhận nhập", lands="/imports/"))


def test_rows_of_one_maker_that_differ_are_listed_before_and_after_with_both_values(
    app: Flask, as_province: Browser
):
    trial = tried(app, as_province, FIRST, OTHER)
    assert told(trial) == [2, 0, 0, 0]
    done = confirmed(app, as_province, trial)
    for page in (trial, done):
        assert "1 dòng gộp vào «HTX Vải Sớm»" in page.main
        assert "khác nhau ở Người ĐD, SĐT" in page.main
        assert "SĐT: tệp ghi «0510 000 092», giữ «0510 000 091»" in page.main
    content = as_province.download(done.link("Tải các dòng cần xem lại (.xlsx)")).get_data()
    (sheet,) = openpyxl.load_workbook(io.BytesIO(content)).worksheets
    assert "0510000092" in [str(cell.value) for cell in sheet[2]]


def test_a_maker_of_the_same_name_in_another_commune_is_another_maker(
    app: Flask, as_province: Browser
):
    done = confirmed(app, as_province, tried(app, as_province, FIRST, AWAY))
    assert counts(done) == [2, 0, 0, 0]
    assert "gộp vào" not in done.main
    with app.app_context():
        found = db.session.query(Cooperative).filter_by(name="HTX Vải Sớm").all()
        assert {row.phone for row in found} == {"+84510000091", "+84510000093"}
        phones = {row.id: row.phone for row in found}
        noodles = db.session.query(Product).filter_by(name="Mỳ gạo").one()
        assert phones[noodles.cooperative_id] == "+84510000093"
    again = tried(app, as_province, AWAY, FIRST, name="đổi thứ tự.csv")
    assert told(again) == [0, 0, 2, 0], again.main


def test_a_later_file_does_not_change_a_maker_of_that_name_elsewhere(
    app: Flask, as_province: Browser
):
    confirmed(app, as_province, tried(app, as_province, FIRST))
    confirmed(app, as_province, tried(app, as_province, AWAY, name="xã khác.csv"))
    assert told(tried(app, as_province, FIRST, name="lần nữa.csv")) == [0, 0, 1, 0]
    with app.app_context():
        found = db.session.query(Cooperative).filter_by(name="HTX Vải Sớm").all()
        assert len({row.commune_id for row in found}) == 2
        phones = {row.id: row.phone for row in found}
        owners = {row.name: phones.get(row.cooperative_id) for row in db.session.query(Product)}
        assert (owners["Vải sấy"], owners["Mỳ gạo"]) == ("+84510000091", "+84510000093")


def test_a_row_whose_phone_cannot_be_read_is_wrong_though_its_maker_is_known(
    app: Flask, as_province: Browser
):
    trial = tried(app, as_province, FIRST, [*OTHER[:5], "chưa có số", OTHER[6]])
    assert told(trial) == [1, 0, 0, 1]
    assert "chưa có số" in trial.main


def test_rows_that_may_be_one_are_said_to_be_and_led_to_afterwards(
    app: Flask, as_volunteer: Browser
):
    alike = ["HTX-M", "HTX Mới.", *COOPERATIVE[2:4], "0510000078", *COOPERATIVE[5:]]
    phone = ["HTX-P", "Trang trại Xa", *COOPERATIVE[2:4], "0510000060", *COOPERATIVE[5:]]
    with app.app_context():
        held = db.session.query(Cooperative).filter_by(code=world.COOPERATIVE_A).one()
        phone[4] = held.phone.replace("+84", "0")
    content = xlsx({"Hợp tác xã": [COOPERATIVES, COOPERATIVE, alike, phone]})
    trial = look(app, as_volunteer, content)
    assert "Có thể trùng" in trial.main
    assert "HTX Mới. (dòng 3)" in trial.main
    assert "cùng số điện thoại" in trial.main
    assert trial.link(world.NAME_A).startswith("/cooperatives/")
    reply = as_volunteer.download(trial.link("Tải các dòng cần xem lại (.xlsx)"))
    (sheet,) = openpyxl.load_workbook(io.BytesIO(reply.get_data())).worksheets
    assert [sheet.cell(row, 2).value for row in (2, 3, 4)] == [2, 3, 4]
    assert "Có thể trùng, tên gần giống nhau" in sheet["A3"].value
    done = confirmed(app, as_volunteer, trial)
    assert "tên gần giống nhau, cùng một xã" in done.main
    assert "HTX Mới." in as_volunteer.open(done.link("HTX Mới.")).main
    assert done.link("Gộp hoặc ghi là khác nhau") == "/duplicates/"


def test_a_number_of_a_row_that_was_put_to_another_is_still_compared(
    app: Flask, as_province: Browser
):
    farm = ["3", "Trang trại Đồi Cao", "trang trại", "Giáp Sơn", "Ngô Bốn", OTHER[5], "Na dai"]
    trial = tried(app, as_province, FIRST, OTHER, farm)
    for page in (trial, confirmed(app, as_province, trial)):
        (found,) = [text for text in page.texts("ul.cards li") if "cùng số điện thoại" in text]
        assert "HTX Vải Sớm (dòng 3)" in found
        assert "Trang trại Đồi Cao (dòng 4)" in found


def test_new_records_are_led_to_from_the_import(app: Flask, as_volunteer: Browser):
    done = bring_in(app, as_volunteer, good())
    assert "HTX Mới" in as_volunteer.open(done.link("HTX Mới")).main
    assert "Vải u hồng" in as_volunteer.open(done.link("Vải u hồng")).main


def test_an_import_held_by_another_names_it_and_is_taken_back_after_it(
    app: Flask, as_volunteer: Browser
):
    dear = ["MAT-N", "HTX-N", "Mật ong", "chai", "1 kg", "chưa rõ"]
    sheets = {"Hợp tác xã": [COOPERATIVES, COOPERATIVE], "Sản phẩm": [PRODUCTS, PRODUCT, dear]}
    first = bring_in(app, as_volunteer, xlsx(sheets), "tệp 1.xlsx")
    mended = xlsx({"Sản phẩm": [PRODUCTS, [*dear[:5], "200.000"]]})
    second = bring_in(app, as_volunteer, mended, "tệp 2.xlsx")
    asked = as_volunteer.open(as_volunteer.open(first.path).link("Hoàn tác cả lần nhập"))
    assert "tệp 2.xlsx" in asked.main
    assert "HTX Mới" in asked.main
    half = taken_back(app, as_volunteer, as_volunteer.open(first.path))
    assert "hãy hoàn tác «tệp 2.xlsx» trước" in half.main
    assert half.link("Mở lần nhập đó") == second.path
    assert "Đã hoàn tác 1 thay đổi" in half.main
    taken_back(app, as_volunteer, as_volunteer.open(second.path))
    rest = as_volunteer.submit(half, "Hoàn tác tiếp", lands="/imports/")
    whole = worked(app, as_volunteer, rest)
    assert "Giữ lại" not in whole.main
    assert "Đã hoàn tác 2 thay đổi" in whole.main
    assert "HTX Mới" not in as_volunteer.open("/cooperatives/").main


def test_the_latest_import_taken_back_first_leaves_nothing_of_either(
    app: Flask, as_volunteer: Browser
):
    first = bring_in(app, as_volunteer, good(), "tệp 1.xlsx")
    dearer = xlsx({"Sản phẩm": [PRODUCTS, [*PRODUCT[:5], "160.000"]]})
    second = bring_in(app, as_volunteer, dearer, "tệp 2.xlsx")
    for page in (second, first):
        undone = taken_back(app, as_volunteer, as_volunteer.open(page.path))
        assert "Giữ lại" not in undone.main
    assert "HTX Mới" not in as_volunteer.open("/cooperatives/").main
    assert "Vải u hồng" not in as_volunteer.open("/products/").main


def test_a_newcomers_columns_are_guessed_and_the_province_is_known(as_province: Browser):
    page = send(as_province, csv_text([HEAD, FIRST, OTHER]).encode(), "ds.csv")
    chosen = [
        field.find("option", selected=True) for field in page.soup.select("select[name^=column-]")
    ]
    assert [each["value"] if each else "" for each in chosen] == [
        "",
        "maker.name",
        "maker.kind",
        "maker.commune",
        "maker.representative",
        "maker.phone",
        "name",
    ]
    assert not page.soup.select("select[name^=unit-]")
    province = page.soup.find(id="constant-maker.province")
    assert province["value"] == "Bắc Ninh"
    # What is understood takes a line each; the rest is open.
    assert [bool(each.get("open")) for each in page.soup.select("ul.columns details")] == [
        False
    ] * 7


def test_what_a_file_must_have_and_has_not_is_led_to(as_province: Browser):
    rows = [[*HEAD[:3], *HEAD[4:]], [*FIRST[:3], *FIRST[4:]]]
    page = send(as_province, csv_text(rows).encode(), "ds.csv")
    asked = as_province.submit(page, "Xem trước", is_draft="y")
    assert asked.link("Còn thiếu «Xã/Phường»: chọn cột hoặc ghi giá trị chung.") == (
        "#constant-maker.commune"
    )
    assert "Lục Ngạn" in asked.error_beside("constant-maker.commune")


def test_a_preview_says_what_is_wrong_before_the_rows_and_marks_them(
    app: Flask, as_volunteer: Browser
):
    trial = tried(app, as_volunteer, FIRST, AWAY)
    assert told(trial) == [1, 0, 0, 1]
    assert trial.main.index("chỗ cần sửa") < trial.main.index("Các dòng đầu")
    assert trial.texts("tr.wrong td.number") == ["3 lỗi", "3 lỗi"]
    assert "«HTX Vải Sớm» (dòng 3) chưa vào được" in trial.main
    assert "HTX-VAI-SOM" not in " ".join(trial.texts("ul.cards"))
    assert "trang Hợp tác xã" not in trial.main
    whose = [row for row in trial.texts("table.roomy tbody tr") if "Vải sấy" in row]
    assert "HTX Vải Sớm" in whose[0]


def test_a_row_of_totals_is_left_out_with_a_remark(app: Flask, as_province: Browser):
    trial = tried(app, as_province, FIRST, ["", "Cộng:", "", "", "", "", "2"])
    assert told(trial) == [1, 0, 0, 0], trial.main
    assert "dòng 3 là dòng tổng nên được bỏ qua" in trial.main


def test_a_short_price_in_a_file_is_refused_with_what_to_write(app: Flask, as_volunteer: Browser):
    content = xlsx({"Sản phẩm": [PRODUCTS, [*PRODUCT[:5], "150k"]]})
    assert "150.000" in look(app, as_volunteer, content).main


def test_the_file_of_wrong_rows_is_named_once(app: Flask, as_volunteer: Browser):
    content = xlsx({"Sản phẩm": [PRODUCTS, [*PRODUCT[:5], "150k"]]})
    page = look(app, as_volunteer, content, "danh sách.xlsx")
    reply = as_volunteer.download(page.link("Tải các dòng lỗi (.xlsx)"))
    assert ".xlsx.xlsx" not in reply.headers["Content-Disposition"]
