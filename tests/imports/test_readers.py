import io
import shutil
import subprocess
import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
import xlsxwriter

from shop_onboard.errors import DomainError
from shop_onboard.imports import child
from shop_onboard.imports.readers import read_tables
from shop_onboard.values.workbook import CellError
from tests.imports.files import csv_text, with_part, xlsx

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
MORNING = datetime(2026, 6, 5, 8, 30)  # noqa: DTZ001 - cells have no time zone
SHEET1 = "xl/worksheets/sheet1.xml"
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the samples folder is not here")
needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="no LibreOffice here")


def refusal(content: bytes, filename: str = "tep.xlsx") -> str:
    with pytest.raises(DomainError) as refused:
        read_tables(content, filename)
    return str(refused.value)


def converted(content: bytes, ending: str, folder: Path) -> bytes:
    (folder / "tep.xlsx").write_bytes(content)
    subprocess.run(
        ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", ending, "--outdir", str(folder), str(folder / "tep.xlsx")],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    return (folder / f"tep.{ending}").read_bytes()


def test_cells_come_as_what_they_are_and_rows_keep_their_numbers():
    rows = [[], [None, "a", 12, 12.5, True, date(2026, 6, 5), MORNING]]
    (table,) = read_tables(xlsx({"Trang": [*rows, [], ["cuối"]]}), "a.xlsx").tables
    assert table.name == "Trang"
    assert table.rows[:2] == [
        [],
        [None, "a", 12, 12.5, True, date(2026, 6, 5), MORNING],
    ]
    assert table.rows[3] == ["cuối"]
    assert isinstance(table.rows[1][2], int)


def test_two_cells_at_opposite_corners_end_the_child_and_not_us():
    corner = with_part(
        xlsx({"T": [["a"]]}),
        SHEET1,
        lambda xml: xml.replace(
            b"</sheetData>",
            b'<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>',
        ),
    )
    assert len(corner) < 10_000
    assert "quá nhiều dữ liệu" in refusal(corner)


def test_a_dimension_that_lies_loses_no_row():
    content = with_part(
        xlsx({"T": [[f"dòng {n}"] for n in range(2_000)]}),
        SHEET1,
        lambda xml: xml.replace(b'ref="A1:A2000"', b'ref="A1:A1"'),
    )
    (table,) = read_tables(content, "a.xlsx").tables
    assert len(table.rows) == 2_000


def test_a_lone_cell_in_the_last_row_is_not_reached_and_that_is_said():
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet("T")
    sheet.write(0, 0, "a")
    sheet.write(1_048_575, 0, "b")
    book.close()
    (table,) = read_tables(content.getvalue(), "a.xlsx").tables
    assert table.rows == [["a"]]
    assert [str(note) for note in table.notes] == [
        "Trang «T»: sau dòng 1 có hơn 1.000 dòng trống nên phần sau không được đọc."
    ]


def test_a_packed_file_that_swells_is_refused_by_its_directory():
    bomb = with_part(xlsx({"T": [["a"]]}), "xl/extra.xml", lambda _: b"0" * 60_000_000)
    assert "quá nhiều dữ liệu" in refusal(bomb)
    swollen = with_part(xlsx({"T": [["a"]]}), "xl/extra.xml", lambda _: b"0" * 5_000_000)
    assert "quá nhiều dữ liệu" in refusal(swollen)


def test_too_many_or_doubled_entries_are_refused():
    out = io.BytesIO(xlsx({"T": [["a"]]}))
    with zipfile.ZipFile(out, "a") as archive:
        for number in range(200):
            archive.writestr(f"x/{number}", b"x")
    assert "quá nhiều dữ liệu" in refusal(out.getvalue())
    doubled = io.BytesIO(xlsx({"T": [["a"]]}))
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(doubled, "a") as archive:
        archive.writestr(SHEET1, b"<worksheet/>")
    assert "quá nhiều dữ liệu" in refusal(doubled.getvalue())


@pytest.mark.parametrize(
    "declaration",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">]>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
    ],
)
def test_entities_are_refused_and_nothing_of_them_is_shown(declaration):
    content = with_part(
        xlsx({"T": [["a"]]}),
        SHEET1,
        lambda xml: xml.replace(b"?>", b"?>" + declaration, 1),
    )
    message = refusal(content)
    assert "không đọc được" in message
    assert "root:" not in message


def test_a_sentence_says_what_a_foreign_file_is():
    assert "trống" in refusal(b"")
    assert "không phải bảng tính" in refusal(b"%PDF-1.7 ...")
    assert "trang web" in refusal(b"<html><table><tr><td>1</td></tr></table></html>", "a.xls")
    assert "trang web" in refusal("\ufeff<!DOCTYPE html><table>".encode("utf-16"), "a.xls")
    assert "không phải bảng tính" in refusal(b"\x00\x01\x02binary\x00", "a.csv")
    assert "20 MB" in refusal(b"a,b\n" * 6_000_000, "a.csv")
    assert "không đọc được" in refusal(b"PK\x03\x04 broken")
    word = io.BytesIO()
    with zipfile.ZipFile(word, "w") as archive:
        archive.writestr("word/document.xml", "<w/>")
    assert "không phải bảng tính" in refusal(word.getvalue(), "a.docx")


def test_macros_and_passwords_are_refused_with_what_to_do():
    macro = with_part(xlsx({"T": [["a"]]}), "xl/vbaProject.bin", lambda _: b"x")
    assert "macro" in refusal(macro, "a.xlsm")
    kinds = (
        b'<Override PartName="/xl/code.bin" ContentType="application/vnd.ms-office.vbaProject"/>'
    )
    hidden = with_part(
        xlsx({"T": [["a"]]}),
        "[Content_Types].xml",
        lambda xml: xml.replace(b"</Types>", kinds + b"</Types>"),
    )
    assert "macro" in refusal(hidden, "a.xlsx")
    locked = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le")
    assert "mật khẩu" in refusal(locked)
    flagged = bytearray(xlsx({"T": [["a"]]}))
    place = flagged.find(b"PK\x01\x02")
    flagged[place + 8] |= 1
    assert "mật khẩu" in refusal(bytes(flagged))


def test_formulas_without_a_value_are_named_and_not_taken_for_blank():
    rows = [
        ["a"],
        [("=1/0", "#DIV/0!"), ("=B9", "#REF!"), ("=A1", ""), ("=1+1", 2)],
        [("=NA()", "#N/A")],
    ]
    (table,) = read_tables(xlsx({"T": rows}), "a.xlsx").tables
    assert table.rows[1] == [CellError("#DIV/0!"), CellError("#REF!"), CellError("?"), 2]
    assert table.rows[2] == [CellError("#N/A")]


def test_the_epoch_of_the_workbook_is_kept():
    for is_1904, expected in ((False, date(2023, 3, 15)), (True, date(2027, 3, 16))):
        content = io.BytesIO()
        book = xlsxwriter.Workbook(content, {"date_1904": is_1904})
        book.add_worksheet().write_number(0, 0, 45000, book.add_format({"num_format": "d/m/yyyy"}))
        book.close()
        assert read_tables(content.getvalue(), "a.xlsx").tables[0].rows == [[expected]]


def test_limits_on_rows_and_columns_are_said():
    wide = read_tables(xlsx({"T": [["x"] * 250]}), "a.xlsx").tables[0]
    assert len(wide.rows[0]) == 200
    assert "200 cột" in str(wide.notes[0])
    assert "100.000 dòng" in refusal(b"a,b\n" + b"1,2\n" * 100_001, "a.csv")
    long = read_tables(("a,b\n" + "x" * 40_000 + ",1\n").encode(), "a.csv").tables[0]
    assert long.rows[1] == [CellError(child.TOO_LONG), "1"]


def test_one_long_text_used_everywhere_does_not_flood_us():
    text = "x" * 30_000
    content = xlsx({"T": [[text] * 20 for _ in range(400)]})
    assert len(content) < 100_000
    assert "quá nhiều dữ liệu" in refusal(content)


@needs_office
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_old_and_open_workbooks_read_the_same(ending, tmp_path):
    rows = [["Tên", "Ngày"], ["Vải thiều", date(2026, 6, 5)], ["0912", 12.5]]
    content = converted(xlsx({"Sản phẩm": rows}), ending, tmp_path)
    (table,) = read_tables(content, f"a.{ending}").tables
    assert (table.name, table.rows) == ("Sản phẩm", rows)


@needs_office
@pytest.mark.parametrize("ending", ["xls", "ods"])
def test_errors_that_cannot_be_placed_refuse_the_file(ending, tmp_path):
    content = converted(xlsx({"T": [["a"], [("=1/0", "#DIV/0!")]]}), ending, tmp_path)
    assert "ô báo lỗi" in refusal(content, f"a.{ending}")


@needs_samples
def test_government_workbooks_in_old_fonts_come_out_in_unicode():
    farms = read_tables((SAMPLES / "xls/2009-KTTrangTrai_2007.xls").read_bytes(), "a.xls")
    assert farms.tables[0].encoding == "tcvn3"
    assert farms.tables[0].rows[3][1] == "H. Định Quán"
    assert farms.tables[0].rows[2][5] == "Tổng số lao động (người)"
    budget = read_tables((SAMPLES / "xls/2006-Mau21_CKTC_NSH.xls").read_bytes(), "b.xls")
    assert budget.tables[0].encoding == "vni"
    assert budget.tables[0].rows[0][1] == "THÀNH PHỐ HỒ CHÍ MINH"


def test_unicode_of_another_language_is_left_as_it_is_typed():
    names = [[f"Mẫ{sign}ư đ{sign}ệờ {sign}ễỡk"] for sign in "bcdghklmnpqrstvx"]
    rows = [["Mã SP *", "Tên *"], *([f"SP{n}", *name] for n, name in enumerate(names)), ["à", "aâ"]]
    (table,) = read_tables(xlsx({"Sản phẩm": rows}), "a.xlsx").tables
    assert (table.encoding, table.rows) == (None, rows)


def test_rows_of_an_old_font_below_a_header_in_unicode_are_read():
    names = ["V¶i thiÒu sÊy kh«", "MËt ong rõng", "Cam ®­êng Canh", "B­ëi da xanh"]
    rows = [["Mã SP *", "Quy cách"], *([f"SP{place}", name] for place, name in enumerate(names))]
    (table,) = read_tables(xlsx({"Sản phẩm": rows}), "a.xlsx").tables
    found = [row[1] for row in table.rows[1:]]
    assert found == ["Vải thiều sấy khô", "Mật ong rừng", "Cam đường Canh", "Bưởi da xanh"]


def test_a_csv_takes_its_name_from_the_file_whatever_folder_is_typed_before_it():
    raw = read_tables(csv_text([["a", "b"], ["1", "2"]]).encode(), "C:\\tệp\\Tiêu thụ.csv")
    assert raw.tables[0].name == "Tiêu thụ"
