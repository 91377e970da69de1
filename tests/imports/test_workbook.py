from datetime import date

import pytest

from shop_onboard.errors import DomainError
from shop_onboard.imports import cells
from shop_onboard.imports.rows import CooperativeRow, ProductRow, SaleRow
from shop_onboard.imports.workbook import read_workbook
from shop_onboard.values.text import Unreadable
from shop_onboard.values.workbook import SHEETS
from tests.imports.files import COOPERATIVES, PRODUCTS, SALES, csv_text, with_part, xlsx

SALE = [date(2026, 6, 5), "HTX01", "VT01", "", "Sendo", "1,2 tấn", 25_000, "", "", "", ""]
COOPERATIVE = ["HTX01", "HTX Vải Phúc Hòa", "Hợp tác xã", "", "Nguyễn Thị Hà", "0510000001",
               "Bắc Ninh", "", "phường Chũ", "", ""]  # fmt: skip
PRODUCT = ["VT01", "HTX01", "Vải thiều", "Hộp 2 kg", "2 kg", "62.000", "", "", "", ""]


def sale(**changes):
    return _changed(SALES, SALE, changes)


def cooperative(**changes):
    return _changed(COOPERATIVES, COOPERATIVE, changes)


def product(**changes):
    return _changed(PRODUCTS, PRODUCT, changes)


def _changed(headers, row, changes):
    names = {header.rstrip("*").replace(" ", "_").replace("/", "_"): place
             for place, header in enumerate(headers)}  # fmt: skip
    row = list(row)
    for name, cell in changes.items():
        row[names[name]] = cell
    return row


def read_sales(*rows, sheet="Tiêu thụ"):
    return read_workbook(xlsx({sheet: [SALES, *rows]}), "tieu-thu.xlsx")


def read_cooperatives(*rows):
    return read_workbook(xlsx({"Hợp tác xã": [COOPERATIVES, *rows]}), "htx.xlsx")


def read_products(*rows):
    return read_workbook(xlsx({"Sản phẩm": [PRODUCTS, *rows]}), "sp.xlsx")


def only_error(workbook):
    (error,) = workbook.errors
    assert workbook.failed_count == 1
    return error.sheet, error.row, error.column, str(error.message)


def test_good_rows_go_in_beside_bad_ones_and_nothing_is_lost():
    workbook = read_sales(SALE, sale(Ngày="31/02/2026"), sale(Mã_SP="VT02"))
    assert [row.product_code for row in workbook.rows_of(SaleRow)] == ["VT01", "VT02"]
    assert (workbook.row_count, workbook.failed_count) == (3, 1)
    sheet, row, column, message = only_error(workbook)
    assert (sheet, row, column) == ("Tiêu thụ", 3, "Ngày*")
    assert message == "Tháng 02/2026 không có ngày 31: ngày cuối tháng là 28/02/2026."


@pytest.mark.parametrize(
    ("changes", "column", "parts"),
    [
        ({"Khối_lượng": "1,200 tấn"}, "Khối lượng*", ["1,2 tấn", "1.200 tấn"]),
        ({"Khối_lượng": "1,200"}, "Khối lượng*", ["1,2 kg", "1.200 kg"]),
        ({"Khối_lượng": -5}, "Khối lượng*", ["lớn hơn 0"]),
        ({"Khối_lượng": ("=1/0", "#DIV/0!")}, "Khối lượng*", ["#DIV/0!"]),
        ({"Khối_lượng": ("=A9", "")}, "Khối lượng*", ["chưa có kết quả"]),
        ({"Khối_lượng": "#REF!"}, "Khối lượng*", ["#REF!"]),
        ({"Khối_lượng": None}, "Khối lượng*", ["còn trống: hãy ghi khối lượng đã bán"]),
        ({"Khối_lượng": " – "}, "Khối lượng*", ["còn trống"]),
        ({"Ngày": "13/13/2026"}, "Ngày*", ["Không có tháng 13"]),
        ({"Ngày": "06/05/26"}, "Ngày*", ["năm bốn chữ số"]),
        ({"Ngày": 46178}, "Ngày*", ["46178", "05/06/2026"]),
        ({"Kênh": "Chợ trời"}, "Kênh*", ["Chợ trời", "Sendo"]),
        ({"Doanh_thu": "25k"}, "Doanh thu", ["hãy ghi 25.000"]),
        ({"Doanh_thu": 25.5}, "Doanh thu", ["lẻ dưới 1 đồng"]),
        ({"Mức_độ": "chắc là"}, "Mức độ", ["«thực tế», «HTX khai», «ước tính»"]),
        ({"Mã_HTX": "<script>"}, "Mã HTX*", ["ký tự «<»"]),
        ({"Mã_đơn_hàng": "x" * 81}, "Mã đơn hàng", ["81 ký tự, nhiều nhất là 80"]),
        ({"Chứng_từ": "a\ufffdb"}, "Chứng từ", ["bị hỏng"]),
    ],
)
def test_a_bad_sale_says_what_to_write(changes, column, parts):
    sheet, row, found, message = only_error(read_sales(sale(**changes)))
    assert (sheet, row, found) == ("Tiêu thụ", 2, column)
    for part in parts:
        assert part in message


@pytest.mark.parametrize(
    ("changes", "column", "part"),
    [
        ({"Điện_thoại": "051O 000 001"}, "Điện thoại*", "có chữ cái"),
        ({"Điện_thoại": "5,1E+08"}, "Điện thoại*", "rút gọn"),
        ({"Xã_Phường": "xã Không Có"}, "Xã/Phường*", "Không thấy xã, phường «xã Không Có»"),
        ({"Tỉnh": "Bắc Nịnh Thượng"}, "Tỉnh*", "Không thấy tỉnh"),
        ({"Huyện_(cũ)": "Lục Ngàn Xa"}, "Huyện (cũ)", "Không thấy huyện cũ"),
        ({"Loại_hình": "câu lạc bộ"}, "Loại hình*", "«Tổ hợp tác»"),
        ({"Mã_số_thuế": "0100233489"}, "Mã số thuế", "không đúng"),
        ({"Số_tài_khoản": 1903123456}, "Số tài khoản", "mất số 0 ở đầu"),
        ({"Tên": None}, "Tên*", "còn trống: hãy ghi tên đầy đủ"),
    ],
)
def test_a_bad_cooperative_says_what_to_write(changes, column, part):
    sheet, row, found, message = only_error(read_cooperatives(cooperative(**changes)))
    assert (sheet, row, found) == ("Hợp tác xã", 2, column)
    assert part in message


@pytest.mark.parametrize(
    ("changes", "column", "part"),
    [
        ({"Giá_bán": "25k"}, "Giá bán*", "hãy ghi 25.000"),
        ({"Giá_bán": "25.000 đ/kg"}, "Giá bán*", "giá của một gói"),
        ({"Khối_lượng_tịnh": "500"}, "Khối lượng tịnh*", "kèm g"),
        ({"Sao_OCOP": 2}, "Sao OCOP", "3, 4 hoặc 5"),
        ({"GTIN": "8938505974195"}, "GTIN", "chữ số kiểm tra"),
        ({"Mùa_vụ_từ": "mùa hè"}, "Mùa vụ từ", "15/5"),
        ({"Khối_lượng_cả_bì": "1 kg"}, "Khối lượng cả bì", "nhỏ hơn khối lượng tịnh"),
    ],
)
def test_a_bad_product_says_what_to_write(changes, column, part):
    _, _, found, message = only_error(read_products(product(**changes)))
    assert found == column
    assert part in message


def test_every_problem_of_a_row_is_told_at_once():
    workbook = read_sales(sale(Ngày="hôm qua", Kênh="Chợ trời", Khối_lượng="nhiều"))
    assert [error.column for error in workbook.errors] == ["Ngày*", "Kênh*", "Khối lượng*"]
    assert workbook.failed_count == 1


def test_what_a_spreadsheet_did_to_numbers_is_undone_where_it_is_clear():
    workbook = read_cooperatives(
        cooperative(Mã_HTX=12.0, Điện_thoại=912345678, Mã_số_thuế=100233488),
        cooperative(Điện_thoại="+84 912 345 678", Số_tài_khoản="0011 0022 33"),
    )
    assert workbook.errors == ()
    first, second = workbook.rows_of(CooperativeRow)
    assert (first.code, first.phone, first.tax_code) == ("12", "+84912345678", "0100233488")
    assert (second.phone, second.bank_account) == ("+84912345678", "0011002233")


def test_a_household_number_takes_its_lost_zero_back_and_a_mistyped_one_does_not():
    assert cells.tax_code(1_099_012_345_6) == "010990123456"
    with pytest.raises(Unreadable):
        cells.tax_code("10990123456")
    with pytest.raises(Unreadable):
        cells.tax_code(1_099_012_346)


def test_masses_dates_and_seasons_read_as_people_write_them():
    workbook = read_sales(
        *(sale(Khối_lượng=text) for text in ("2 kg", "500g", "12 tạ", "1.200 kg", 1200, 1.234)),
        sale(Ngày="5/6/2026"),
        sale(Ngày="2026-06-05"),
    )
    rows = workbook.rows_of(SaleRow)
    assert [row.mass_g for row in rows[:6]] == [2000, 500, 1_200_000, 1_200_000, 1_200_000, 1234]
    assert {row.sold_on for row in rows} == {date(2026, 6, 5)}
    assert rows[0].certainty == "declared"
    seasons = read_products(product(Mùa_vụ_từ="tháng 5"), product(Mùa_vụ_từ=date(2026, 5, 15)))
    assert [row.season_from for row in seasons.rows_of(ProductRow)] == ["05-01", "05-15"]


def test_a_unit_in_the_header_counts_for_bare_numbers_and_only_for_them():
    headers = [h if h != "Khối lượng*" else "Sản lượng (tấn)" for h in SALES]
    headers = [h if h != "Doanh thu" else "Doanh thu (nghìn đồng)" for h in headers]
    rows = [sale(Khối_lượng=1.5, Doanh_thu=25), sale(Khối_lượng="2", Doanh_thu=""),
            sale(Khối_lượng="300 kg", Doanh_thu="")]  # fmt: skip
    workbook = read_workbook(xlsx({"Tiêu thụ": [headers, *rows]}), "a.xlsx")
    assert workbook.errors == ()
    assert [row.mass_g for row in workbook.rows_of(SaleRow)] == [1_500_000, 2_000_000, 300_000]
    assert workbook.rows_of(SaleRow)[0].revenue_vnd == 25_000


def test_formula_like_text_is_only_text():
    names = ["=cmd|' /C calc'!A0", "@SUM(1)", "-1+1", '=HYPERLINK("http://evil")']
    workbook = read_cooperatives(*(cooperative(Tên=name) for name in names))
    assert [row.name for row in workbook.rows_of(CooperativeRow)] == names


def test_invisible_signs_and_hard_spaces_are_taken_out():
    workbook = read_cooperatives(
        cooperative(Tên="HTX\u200b Vải\u00a0\u00a0Phúc\u202e Hòa", Tỉnh="Bắc\u00a0Ninh")
    )
    (row,) = workbook.rows_of(CooperativeRow)
    assert (row.name, row.province) == ("HTX Vải Phúc Hòa", "Bắc Ninh")


def test_former_places_lead_to_the_units_of_today():
    workbook = read_cooperatives(
        cooperative(Tỉnh="Bắc Giang", **{"Huyện_(cũ)": "Lục Ngạn"}, Xã_Phường="Hồng Giang")
    )
    (row,) = workbook.rows_of(CooperativeRow)
    assert (row.commune, len(row.commune_code)) == ("Hồng Giang", 5)


@pytest.mark.parametrize("sheet", ["Doanh số", "TIEU THU", "tiêu  thụ", "Tie\u0302u thu\u0323"])
def test_a_sheet_is_known_by_other_names_and_keeps_its_own_in_errors(sheet):
    workbook = read_sales(sale(Kênh="?"), sheet=sheet)
    assert only_error(workbook)[0] == sheet


def test_headers_match_without_case_marks_spaces_stars_or_unicode_form():
    odd = ["NGÀY", "ma htx", "mã_sp *", "Mã  lô", "Ke\u0302nh", "San luong", "Doanh\nthu",
           "Chiến dịch", "Mã đơn hàng", "Chung tu", "Mức độ", "Ghi chú"]  # fmt: skip
    rows = [["Báo cáo tiêu thụ tháng 6"], [], odd, [*sale(Chương_trình="VAI26"), "gấp"]]
    workbook = read_workbook(xlsx({"Tiêu thụ": rows}), "a.xlsx")
    assert workbook.errors == ()
    (row,) = workbook.rows_of(SaleRow)
    assert (row.row, row.campaign_code, row.mass_g) == (4, "VAI26", 1_200_000)
    assert workbook.sheets["sales"].unknown_columns == ("Ghi chú",)


def test_missing_columns_are_one_error_of_the_sheet():
    workbook = read_workbook(xlsx({"Doanh số": [["Ngày", "Mã HTX", "x"], ["a", "b"]]}), "a.xlsx")
    (error,) = workbook.errors
    assert (error.sheet, error.row, error.column) == ("Doanh số", 1, None)
    assert "«Kênh», «Khối lượng»" in str(error.message)
    assert (workbook.row_count, workbook.failed_count) == (1, 1)


def test_a_sheet_of_any_name_is_known_by_its_headers_and_others_are_told():
    workbook = read_workbook(
        xlsx({"Sheet1": [SALES, SALE], "Ghi chép": [["a"]], "Hướng dẫn": [["b"]]}), "a.xlsx"
    )
    assert list(workbook.sheets) == ["sales"]
    assert workbook.ignored == ("Ghi chép",)


def test_two_sheets_of_one_kind_are_not_quietly_merged():
    workbook = read_workbook(xlsx({"Tiêu thụ": [SALES, SALE], "Doanh số": [SALES, SALE]}), "a.xlsx")
    assert len(workbook.rows_of(SaleRow)) == 1
    assert "gộp hai trang" in str(workbook.errors[0].message)


def test_a_file_without_a_known_sheet_is_refused_with_the_names_of_all():
    with pytest.raises(DomainError) as refused:
        read_workbook(xlsx({"Sheet1": [["a", "b"], ["c", "d"]]}), "a.xlsx")
    for sheet in SHEETS:
        assert sheet.name in str(refused.value)
    with pytest.raises(DomainError, match="không có dòng nào"):
        read_workbook(xlsx({"Sheet1": []}), "a.xlsx")


def test_a_row_of_totals_is_passed_over_and_that_is_said():
    total = ["Tổng cộng", "", "", "", "", "2,4 tấn"]
    workbook = read_sales(SALE, SALE, [], total)
    assert (len(workbook.rows_of(SaleRow)), workbook.row_count, workbook.errors) == (2, 2, ())
    assert [str(note) for note in workbook.notes] == [
        "Trang «Tiêu thụ»: dòng 5 là dòng tổng nên được bỏ qua."
    ]


def test_row_numbers_are_those_of_the_file_after_blank_rows_and_quoted_line_breaks():
    assert [r.row for r in read_sales(SALE, [], [], SALE).rows_of(SaleRow)] == [2, 5]
    text = csv_text([SALES, ["5/6/2026", "HTX01", "", "", "Sendo", "2 kg", "", "", "", "a\nb", ""],
                     ["x", "HTX01", "", "", "Sendo", "2 kg", "", "", "", "", ""]])  # fmt: skip
    workbook = read_workbook(text.encode(), "Tiêu thụ.csv")
    assert only_error(workbook)[:3] == ("Tiêu thụ", 3, "Ngày*")
    assert (workbook.delimiter, workbook.encoding) == (",", "utf-8")


def test_the_failed_rows_come_with_their_cells_as_they_were():
    workbook = read_sales(SALE, sale(Kênh="Chợ trời"))
    (failed,) = workbook.failed_rows(workbook.errors)
    assert (failed.sheet, failed.row, failed.headers) == ("Tiêu thụ", 3, tuple(SALES))
    assert failed.cells[4] == "Chợ trời"
    assert [problem.column for problem in failed.problems] == ["Kênh*"]


def test_a_header_that_keeps_every_row_out_is_an_error_of_each():
    rows = [["Ngày", "Mã HTX", "x"], ["a", "b"], ["c"]]
    content = xlsx({"Doanh số": rows, "Sản phẩm": [["không có tiêu đề"]]})
    workbook = read_workbook(content, "a.xlsx")
    failed = workbook.failed_rows(workbook.errors)
    assert [(row.sheet, row.row, row.cells[0]) for row in failed] == [
        ("Doanh số", 2, "a"),
        ("Doanh số", 3, "c"),
    ]
    assert all("«Kênh», «Khối lượng»" in str(row.problems[0].message) for row in failed)


def test_the_days_of_one_row_must_follow_one_another():
    headers = ["Mã lô", "Mã SP", "Ngày thu hoạch", "Ngày đóng gói", "Hạn dùng", "Sản lượng"]
    rows = [headers, ["L1", "VT01", "05/06/2026", "04/06/2026", "01/06/2026", "2 kg"]]
    workbook = read_workbook(xlsx({"Lô hàng": rows}), "a.xlsx")
    assert [error.column for error in workbook.errors] == ["Ngày đóng gói", "Hạn dùng"]
    assert "sớm hơn cột «Ngày thu hoạch»" in str(workbook.errors[0].message)


def test_an_unreadable_workbook_is_refused_whole():
    broken = with_part(
        xlsx({"Tiêu thụ": [SALES, SALE]}), "xl/worksheets/sheet1.xml", lambda xml: xml[:-300]
    )
    with pytest.raises(DomainError, match="không đọc được"):
        read_workbook(broken, "a.xlsx")
