"""Cases C1–C18 of the safety reference: what is sent in to break the site gets its sentence."""

import io
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date

import openpyxl
import pytest
import xlsxwriter
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.imports.workbook import read_workbook
from shop_onboard.models.products import Product
from tests import world
from tests.imports.files import COOPERATIVES, PRODUCTS, SALES, csv_text, with_part, xlsx
from tests.pages import Browser
from tests.web.spreadsheets import COOPERATIVE, bring_in, counts, good, look, send, told

SHEET1 = "xl/worksheets/sheet1.xml"
PLACE = ["Bắc Ninh", None, "Lục Ngạn"]


def small() -> bytes:
    return xlsx({"T": [["a"]]})


def in_sheet(old: bytes, new: bytes) -> bytes:
    return with_part(small(), SHEET1, lambda xml: xml.replace(old, new, 1))


def c1_zip_bomb() -> bytes:
    return with_part(small(), "xl/extra.xml", lambda _: b"0" * 60_000_000)


def c2_a_cell_at_the_far_corner() -> bytes:
    return in_sheet(
        b"</sheetData>",
        b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
    )


def c5_billion_laughs() -> bytes:
    entities = b"".join(b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10))
    return in_sheet(b"?>", b'?><!DOCTYPE x [<!ENTITY l0 "lol">' + entities + b"]>")


def c6_external_entity() -> bytes:
    return in_sheet(b"?>", b'?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>')


def c7_doubled_entry() -> bytes:
    out = io.BytesIO(small())
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(out, "a") as archive:
        archive.writestr(SHEET1, b"<worksheet/>")
    return out.getvalue()


def c7_encrypted() -> bytes:
    return (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le")
    )


def c7_macro() -> bytes:
    return with_part(small(), "xl/vbaProject.bin", lambda _: b"x")


def c7_an_old_workbook_renamed_and_broken() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x01" * 4_000


def c7_a_page_renamed() -> bytes:
    return b"<html><table><tr><td>1</td></tr></table></html>"


def c15_too_many_rows() -> bytes:
    return b"a,b\n" + b"1,2\n" * 100_001


@pytest.mark.parametrize(
    ("make", "sentence"),
    [
        (c1_zip_bomb, "quá nhiều dữ liệu"),
        (c2_a_cell_at_the_far_corner, "quá nhiều dữ liệu"),
        (c5_billion_laughs, "không đọc được"),
        (c6_external_entity, "không đọc được"),
        (c7_doubled_entry, "quá nhiều dữ liệu"),
        (c7_encrypted, "mật khẩu"),
        (c7_macro, "macro"),
        (c7_an_old_workbook_renamed_and_broken, "không đọc được"),
        (c7_a_page_renamed, "trang web được đổi tên"),
        (c15_too_many_rows, "100.000 dòng"),
    ],
)
def test_what_may_not_be_read_gets_its_sentence_and_the_site_lives(
    as_volunteer: Browser, make: Callable[[], bytes], sentence: str
):
    page = as_volunteer.open("/imports/new")
    answer = as_volunteer.submit(page, "Gửi bảng tính", files={"file": (make(), "a.xlsx")})
    assert sentence in answer.main
    assert "root:" not in str(answer.soup)
    assert "Chưa nhập bảng tính nào" in as_volunteer.open("/imports/").main


def test_c3_a_dimension_that_lies_loses_no_row():
    rows = [[f"H{n}", f"HTX số {n}", "HTX", None, "A", f"0510{n:06}", *PLACE] for n in range(2_000)]
    content = xlsx({"Hợp tác xã": [COOPERATIVES, *rows]})
    lying = with_part(content, SHEET1, lambda xml: xml.replace(b'ref="A1:I2001"', b'ref="A1:A1"'))
    assert lying != content
    assert read_workbook(lying, "a.xlsx").row_count == 2_000


def test_c4_a_lone_cell_a_million_rows_below_is_not_reached_and_that_is_said(
    app: Flask, as_volunteer: Browser
):
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet("Hợp tác xã")
    for number, row in enumerate(([*_HEADER], COOPERATIVE)):
        sheet.write_row(number, 0, row)
    sheet.write(1_048_575, 0, "x")
    book.close()
    page = look(app, as_volunteer, content.getvalue())
    assert told(page) == [1, 0, 0, 0]
    assert "sau dòng 2 có hơn 1.000 dòng trống" in page.main


_HEADER = ["Mã HTX", "Tên*", "Loại hình*", "Người đại diện*", "SĐT", "Tỉnh*", "Xã/Phường*"]


def test_c8_what_looks_like_a_formula_is_stored_and_given_back_as_text(
    app: Flask, as_officer: Browser
):
    evil = ["=cmd|' /C calc'!A0", "@SUM(A1)", "-1+1", "+84510000071"]
    rows = [
        [f"P{n}", world.COOPERATIVE_A, name, "gói", "1 kg", "10.000"] for n, name in enumerate(evil)
    ]
    assert counts(bring_in(app, as_officer, xlsx({"Sản phẩm": [PRODUCTS[:6], *rows]})))[0] == 4
    with app.app_context():
        names = {row.name for row in db.session.query(Product).filter(Product.code.like("P_"))}
    assert names == set(evil)
    wrong = [["Q", world.COOPERATIVE_A, evil[0], "gói", "1 kg", "rẻ"]]
    page = look(app, as_officer, xlsx({"Sản phẩm": [PRODUCTS[:6], *wrong]}), "sai.xlsx")
    reply = as_officer.download(page.link("Tải các dòng lỗi (.xlsx)"))
    cell = openpyxl.load_workbook(io.BytesIO(reply.get_data()))["Sản phẩm"]["E2"]
    assert (cell.value, cell.data_type) == (evil[0], "s")


def test_c9_a_formula_without_its_value_is_an_error_that_names_the_cell():
    rows = [
        [date(2026, 6, 5), "H", None, None, "Shopee", ("=1/0", "#DIV/0!")],
        [date(2026, 6, 5), "H", None, None, "Shopee", ("=B9", "")],
    ]
    workbook = read_workbook(xlsx({"Tiêu thụ": [SALES, *rows]}), "a.xlsx")
    assert [(e.row, e.column) for e in workbook.errors] == [(2, "Khối lượng*"), (3, "Khối lượng*")]
    assert "#DIV/0!" in str(workbook.errors[0].message)
    assert "chưa có kết quả" in str(workbook.errors[1].message)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_c10_every_delimiter_reads_the_same_and_is_shown(
    app: Flask, as_volunteer: Browser, delimiter: str
):
    name = {";": "dấu chấm phẩy", ",": "dấu phẩy", "\t": "dấu Tab", "|": "dấu gạch đứng"}
    row = [*COOPERATIVE[:3], 'Lê "Mới"\nVăn; A, B|C\tD', *COOPERATIVE[4:]]
    page = look(app, as_volunteer, csv_text([_HEADER, row], delimiter).encode(), "htx.csv")
    assert told(page) == [1, 0, 0, 0]
    assert name[delimiter] in page.main
    assert 'Lê "Mới" Văn; A, B|C D' in page.main


@pytest.mark.parametrize(
    ("codec", "mark"),
    [("utf-8", b"\xef\xbb\xbf"), ("utf-16-le", b"\xff\xfe"), ("utf-16-be", b"\xfe\xff")],
)
def test_c11_every_unicode_encoding_reads_the_same(codec: str, mark: bytes):
    text = csv_text([_HEADER, [str(cell) for cell in COOPERATIVE]])
    plain = read_workbook(text.encode(), "htx.csv")
    assert read_workbook(mark + text.encode(codec), "htx.csv").sheets == plain.sheets


def test_c12_letters_of_no_known_encoding_are_shown_to_choose_from_and_never_stored_broken(
    as_volunteer: Browser,
):
    page = send(as_volunteer, "Größe,Straße\nMüller,Jürgen\n".encode("latin-1"), "htx.csv")
    assert page.path.endswith("/text")
    assert "Chọn bảng mã" in page.main


def test_c13_decomposed_vietnamese_is_the_same_cooperative(app: Flask, as_volunteer: Browser):
    bring_in(app, as_volunteer, csv_text([_HEADER, COOPERATIVE]).encode(), "htx.csv")
    apart = [unicodedata.normalize("NFD", cell) for cell in COOPERATIVE]
    page = look(app, as_volunteer, csv_text([_HEADER, apart]).encode(), "htx2.csv")
    assert told(page) == [0, 0, 1, 0]


def test_c14_invisible_letters_do_not_make_another_name_or_number():
    row = ["HTX-N", "HTX\u200b M\u202eới\u00a0Vui", *COOPERATIVE[2:4], "0510\u00a0000\u200b071"]
    content = csv_text([_HEADER, [*row, *COOPERATIVE[5:]]]).encode()
    (read,) = read_workbook(content, "htx.csv").sheets["cooperatives"].rows
    assert (read.name, read.phone) == ("HTX Mới Vui", "+84510000071")


def test_c15_too_many_columns_and_too_long_a_cell_are_said():
    wide = read_workbook(xlsx({"Hợp tác xã": [_HEADER + ["x"] * 300, COOPERATIVE]}), "a.xlsx")
    assert "hơn 200 cột" in str(wide.notes[0])
    long = [*COOPERATIVE[:1], "x" * 40_000, *COOPERATIVE[2:]]
    (error,) = read_workbook(csv_text([_HEADER, long]).encode(), "htx.csv").errors
    assert "32.767 ký tự" in str(error.message)


def test_c16_the_same_file_twice_creates_nothing(app: Flask, as_volunteer: Browser):
    assert counts(bring_in(app, as_volunteer, good())) == [3, 0, 0, 0]
    assert told(look(app, as_volunteer, good(), "lần hai.xlsx")) == [0, 0, 3, 0]


def test_c17_lost_zeros_come_back_where_that_is_clear_and_are_asked_back_where_not():
    rows = [
        ["A", "HTX A", "HTX", 100233488, "B", 912345678, *PLACE, None, None],
        ["B", "HTX B", "HTX", None, "B", "9,12E+08", *PLACE, None, None],
        ["C", "HTX C", "HTX", None, "B", 912345678, *PLACE, None, 1234567890],
    ]
    workbook = read_workbook(xlsx({"Hợp tác xã": [COOPERATIVES, *rows]}), "a.xlsx")
    (read,) = workbook.sheets["cooperatives"].rows
    assert (read.phone, read.tax_code) == ("+84912345678", "0100233488")
    assert [(e.row, e.column) for e in workbook.errors] == [
        (3, "Điện thoại*"),
        (4, "Số tài khoản"),
    ]


@pytest.mark.parametrize("is_1904", [False, True])
def test_c18_both_epochs_and_a_text_date_are_the_day_that_is_shown(
    app: Flask, as_officer: Browser, is_1904: bool
):
    rows = [
        [date(2026, 4, 3), world.COOPERATIVE_A, None, None, "Shopee", "5 kg"],
        ["03/04/2026", world.COOPERATIVE_A, None, None, "Shopee", "6 kg"],
    ]
    page = look(app, as_officer, xlsx({"Tiêu thụ": [SALES, *rows]}, date_1904=is_1904))
    assert told(page) == [2, 0, 0, 0]
    assert page.main.count("03/04/2026") == 2
