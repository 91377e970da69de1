"""Filling edits one sheet in place: right text in right cells, every other part untouched."""

import io
import subprocess
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shop_onboard.errors import DomainError
from shop_onboard.exports.templates.columns import TemplateLayout
from shop_onboard.exports.templates.filling import fill_csv, fill_workbook
from shop_onboard.exports.templates.zip_parts import ZipParts
from tests.exports.templates.workbooks import SHOPEE_SHEET, market, parts_of, shopee, tiktok
from tests.imports.files import with_part

SHEET = "xl/worksheets/sheet2.xml"
# Semicolons, UTF-8, texts alone in quotes where needed, cells as shown, the second sheet.
_AS_CSV = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,false,false,false,2"
LAYOUT = TemplateLayout("Hàng hóa", 2, 3)
ROWS = [{0: "Vải thiều & mật", 2: 150, 3: Decimal("2.35")}, {0: "=1+1", 2: 90}]


def cells(content: bytes, sheet: str = "Hàng hóa") -> list[list[object]]:
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [[cell.value for cell in row] for row in book[sheet].iter_rows()]


def test_texts_and_numbers_stand_in_their_cells():
    filled = cells(fill_workbook(market(), LAYOUT, {0, 2, 3}, ROWS))
    assert filled[3][:4] == ["Vải thiều & mật", None, 150, 2.35]
    assert filled[4][:4] == ["=1+1", None, 90, None]
    assert filled[2][0] == "Tên mặt hàng *"


def test_a_text_that_looks_like_a_formula_stays_a_text():
    book = openpyxl.load_workbook(io.BytesIO(fill_workbook(market(), LAYOUT, {0}, ROWS)))
    assert book["Hàng hóa"]["A5"].data_type == "s"


@pytest.mark.parametrize("content", [market(), market(is_table=True), shopee(), tiktok()])
def test_every_other_part_is_the_same_to_the_byte_in_the_same_order(content: bytes):
    name = openpyxl.load_workbook(io.BytesIO(content)).sheetnames[1]
    layout = TemplateLayout(name, 5, 6)
    before = parts_of(content)
    after = parts_of(fill_workbook(content, layout, {0}, [{0: "Vải"}]))
    assert list(after) == list(before)
    changed = [part for part in before if before[part] != after[part]]
    assert len(changed) == 1
    assert changed[0].startswith("xl/worksheets/sheet")
    assert [when for _, when in after.values()] == [when for _, when in before.values()]


def test_styles_are_those_of_the_first_row_to_fill():
    content = fill_workbook(market(), LAYOUT, {0, 2}, [{0: "a", 2: 1}, {0: "b", 2: 2}])
    sheet = openpyxl.load_workbook(io.BytesIO(content))["Hàng hóa"]
    assert sheet["C4"].number_format == sheet["C5"].number_format == "#,##0"
    assert sheet["H5"].border.left.style == "thin"


def test_the_dimension_the_filter_and_a_table_grow_with_the_rows():
    rows = [{0: str(number), 7: "x"} for number in range(20)]
    plain = ZipParts(fill_workbook(market(), LAYOUT, {0, 7}, rows)).read(SHEET)
    assert b'<dimension ref="A1:H23"/>' in plain
    assert b'<autoFilter ref="A3:H23"' in plain
    table = ZipParts(fill_workbook(market(is_table=True), LAYOUT, {0, 7}, rows))
    assert table.read("xl/tables/table1.xml").count(b'ref="A3:H23"') == 2


def test_rows_that_stand_there_keep_what_is_not_asked_for():
    content = market([["", "", "", "", "giữ lại"]])
    filled = cells(fill_workbook(content, LAYOUT, {0}, [{0: "Vải thiều & mật"}]))
    assert filled[3][:5] == ["Vải thiều & mật", None, None, None, "giữ lại"]


def test_nothing_that_stands_there_is_written_over():
    with pytest.raises(DomainError, match="Ô A5"):
        fill_workbook(market([["", ""], ["của tôi"]]), LAYOUT, {0}, ROWS)


def test_drop_downs_are_still_read():
    book = openpyxl.load_workbook(io.BytesIO(fill_workbook(market(), LAYOUT, {0}, ROWS)))
    [rule] = book["Hàng hóa"].data_validations.dataValidation
    assert (rule.formula1, str(rule.sqref)) == ("Loai", "B4:B501")
    assert book["Ẩn"].sheet_state == "veryHidden"


def _prefixed(xml: bytes) -> bytes:
    """The sheet as programs write it that name the namespace of every element."""
    text = xml.decode()
    head, body = text[: text.index("<worksheet")], text[text.index("<worksheet") :]
    body = body.replace("</", "</x:").replace("<", "<x:").replace("<x:/x:", "</x:")
    return (head + body.replace("<x:worksheet xmlns=", "<x:worksheet xmlns:x=")).encode()


def test_a_sheet_whose_elements_carry_a_prefix_is_filled_with_that_prefix():
    content = with_part(market(), SHEET, _prefixed)
    filled = fill_workbook(content, LAYOUT, {0, 2, 3}, ROWS)
    assert b'<x:c r="A4"' in ZipParts(filled).read(SHEET)
    assert cells(filled)[4][0] == "=1+1"


@pytest.mark.parametrize(
    "damage",
    [
        lambda xml: xml[:-20],
        lambda xml: b"<!DOCTYPE a [<!ENTITY b 'c'>]>" + xml[xml.index(b"<worksheet") :],
        lambda xml: xml.replace(b'UTF-8"', b'UTF-16"'),
        lambda xml: xml.replace(b'<row r="4"', b"<row"),
    ],
)
def test_a_sheet_that_cannot_be_edited_safely_is_refused_with_a_way_out(damage):
    with pytest.raises(DomainError, match="Lưu thành"):
        fill_workbook(with_part(market(), SHEET, damage), LAYOUT, {0}, ROWS)


TEXTS = st.text(
    alphabet=st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn")),
    min_size=1,
    max_size=40,
).map(str.strip).filter(bool)  # fmt: skip


@settings(max_examples=30)
@given(st.lists(st.tuples(TEXTS, st.integers(0, 10**12)), min_size=1, max_size=8))
def test_any_text_comes_back_as_it_was(rows: list[tuple[str, int]]):
    written = [{0: text, 2: number} for text, number in rows]
    filled = cells(fill_workbook(market(), LAYOUT, {0, 2}, written))
    assert [(row[0], row[2]) for row in filled[3 : 3 + len(rows)]] == rows


def test_what_excel_would_read_as_a_letter_is_written_out():
    content = fill_workbook(market(), LAYOUT, {0}, [{0: "_x0041_ và\nhai dòng"}])
    assert b"_x005F_x0041_" in ZipParts(content).read(SHEET)
    assert "hai dòng" in str(cells(content)[3][0])


def test_libreoffice_shows_the_right_text_in_the_right_columns(tmp_path: Path):
    source = tmp_path / "mau.xlsx"
    rows = [{0: "Vải thiều Lục Ngạn, “chín cây”", 2: 150, 3: Decimal("2.35"), 5: "Chũ"}]
    source.write_bytes(fill_workbook(market(), LAYOUT, {0, 2, 3, 5}, rows))
    subprocess.run(
        ["/usr/bin/soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless",
         "--convert-to", _AS_CSV,
         "--outdir", str(tmp_path), str(source)],
        check=True, capture_output=True, timeout=100,
    )  # fmt: skip
    [made] = tmp_path.glob("*.csv")
    line = made.read_text(encoding="utf-8").splitlines()[3]
    shown = line.replace("2.35", "2,35").split(";")
    assert shown == ["Vải thiều Lục Ngạn, “chín cây”", "", "150", "2,35", "", "Chũ", "", ""]


def test_a_csv_keeps_its_lines_and_gets_rows_in_its_own_manner():
    head = "\ufeffTên;Giá\r\n".encode()
    made = fill_csv(head, ";", "utf-8", 2, [{0: "Vải; thiều", 1: 150_000}, {1: Decimal("1.50")}])
    assert made == head + '"Vải; thiều";150000\r\n;1.5\r\n'.encode()
    assert fill_csv(b"a", ",", "utf-8", 1, [{0: "b"}]) == b"a\nb\n"


def test_a_csv_in_an_old_encoding_is_refused():
    with pytest.raises(DomainError, match="CSV UTF-8"):
        fill_csv(b"a\n", ",", "tcvn3", 1, [{0: "b"}])


def test_no_rows_change_nothing():
    blank = shopee()
    assert fill_workbook(blank, TemplateLayout(SHOPEE_SHEET, 2, 6), {0}, []) == blank
