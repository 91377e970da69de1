import io
from datetime import date, datetime

import openpyxl
from babel.support import NullTranslations

from shop_onboard.documents.workbook import build, build_errors, template
from shop_onboard.imports.rows import StorefrontRow
from shop_onboard.imports.workbook import read_workbook
from shop_onboard.values.text import N_
from shop_onboard.values.workbook import GUIDE_SHEET, SHEETS, CellError, FailedRow, RowError

HEADERS = ("Mã HTX*", "Kênh*", "Tên gian hàng*", "Đường dẫn", "Ngày mở")


def opened(content):
    return openpyxl.load_workbook(io.BytesIO(content))


def failed(row, cells, column, message):
    return FailedRow(
        "Gian hàng", row, HEADERS, cells, (RowError("Gian hàng", row, column, message),)
    )


def test_the_template_has_every_sheet_and_column_with_its_star():
    book = opened(template())
    assert [name for name in book.sheetnames if book[name].sheet_state == "visible"] == [
        GUIDE_SHEET,
        *(sheet.name for sheet in SHEETS),
    ]
    for sheet in SHEETS:
        headers = [cell.value for cell in book[sheet.name][1]]
        assert headers == [f"{c.name} *" if c.required else c.name for c in sheet.columns]
        assert book[sheet.name].freeze_panes == "C2"
        assert book[sheet.name]["A1"].font.bold


def test_the_template_offers_closed_lists_and_a_note_beside_every_cell():
    book = opened(template())
    for sheet in SHEETS:
        rules = {
            str(rule.sqref).split(":")[0]: rule
            for rule in book[sheet.name].data_validations.dataValidation
        }
        assert len(rules) == len(sheet.columns)
        assert all(rule.prompt for rule in rules.values())
        lists = [rule for rule in rules.values() if rule.type == "list"]
        assert len(lists) == sum(bool(column.choices) for column in sheet.columns)
        for rule in lists:
            name, _, cells = rule.formula1.strip("=").partition("!")
            values = [row[0].value for row in book[name.strip("'")][cells.replace("$", "")]]
            assert len(values) > 1
            assert all(values)


def test_the_empty_template_reads_as_nothing_at_all():
    workbook = read_workbook(template(), "tep-mau.xlsx")
    assert (workbook.row_count, workbook.errors, workbook.ignored) == (0, (), ())
    assert list(workbook.sheets) == [sheet.key for sheet in SHEETS]


def test_no_text_becomes_a_formula_or_a_link():
    evil = ("=1+1", "@SUM(1)", "http://evil.example", "mailto:a@b", "-1", "+1")
    content = build({"storefronts": [evil]})
    book = opened(content)
    cells = list(book["Gian hàng"][2])
    assert [cell.value for cell in cells] == list(evil)
    assert {cell.data_type for cell in cells} == {"s"}
    assert not any(cell.hyperlink for cell in cells)
    assert b"externalLink" not in content


def test_days_are_days_amounts_are_numbers_and_codes_keep_their_zeros():
    row = ["05/06/2026", "0012", None, None, "Sendo", "1,2 tấn", "25.000", None, "007", None, None]
    cells = opened(build({"sales": [row]}))["Tiêu thụ"][2]
    assert (cells[0].value, cells[0].number_format) == (datetime(2026, 6, 5), "dd/mm/yyyy")  # noqa: DTZ001
    assert (cells[1].value, cells[1].number_format) == ("0012", "@")
    assert (cells[5].value, cells[6].value, cells[8].value) == ("1,2 tấn", 25_000, "007")


def test_the_same_rows_make_the_same_file():
    rows = {"storefronts": [("HTX1", "Sendo", "Gian hàng", None, date(2026, 6, 5), None)]}
    assert build(rows) == build(rows)


def test_failed_rows_come_back_with_reasons_and_go_in_once_mended():
    rows = [
        failed(
            7, ("HTX1", "Chợ", "Vải", None, CellError("#REF!")), "Kênh*", N_("Hãy ghi tên sàn.")
        ),
        failed(9, ("HTX1",), None, N_("Không có HTX «%(code)s».", code="HTX1")),
    ]
    content = build_errors(rows, NullTranslations())
    sheet = opened(content)["Gian hàng"]
    assert [cell.value for cell in sheet[1]] == ["Lỗi", "Dòng trong tệp", *HEADERS]
    assert [cell.value for cell in sheet[2]] == [
        "Kênh*: Hãy ghi tên sàn.", 7, "HTX1", "Chợ", "Vải", None, "#REF!",
    ]  # fmt: skip
    assert sheet["A2"].font.color.rgb == "FF8F1227"
    assert sheet["D2"].fill.fgColor.rgb == "FFFBEAEC"
    assert sheet["A3"].value == "Không có HTX «HTX1»."

    book = opened(content)
    book["Gian hàng"]["D2"] = "Sendo"
    book["Gian hàng"]["G2"] = None
    book["Gian hàng"].delete_rows(3)
    mended = io.BytesIO()
    book.save(mended)
    workbook = read_workbook(mended.getvalue(), "loi.xlsx")
    assert workbook.errors == ()
    assert workbook.sheets["storefronts"].unknown_columns == ()
    assert [row.channel_key for row in workbook.rows_of(StorefrontRow)] == ["sendo"]


def test_sheet_names_that_a_spreadsheet_refuses_are_made_fit():
    problem = N_("Hãy sửa.")
    names = ["a/b[c]" * 9, "a/b[c]" * 9 + "!", "A*", "a"]
    rows = [
        FailedRow(name, 2, ("x",), ("y",), (RowError(name, 2, "x", problem),)) for name in names
    ]
    assert len(opened(build_errors(rows, NullTranslations())).sheetnames) == 4
    assert len(opened(build_errors([], NullTranslations())).sheetnames) == 1
