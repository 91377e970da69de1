"""Foreign tables: what their columns are taken for, how they are read, known again, compared."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
import xlsxwriter

from shop_onboard.imports.echo import echoes
from shop_onboard.imports.layouts import BOTH, PLACES, Layout, Source, layout_from
from shop_onboard.imports.places_check import check_places
from shop_onboard.imports.readers import RawFile, read_tables
from shop_onboard.imports.remembering import is_own_layout, layout_of, recall, remember
from shop_onboard.imports.rows import CooperativeRow, ProductRow, SaleRow
from shop_onboard.imports.workbook import Workbook, read_with
from tests.imports.files import COOPERATIVES, PRODUCTS, SALES, csv_text, xlsx

SAMPLES = Path(__file__).resolve().parents[3] / "shared" / "samples"
needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="the samples folder is not here")


def known_nothing(_signature: str) -> None:
    return None


def read(content: bytes, name: str = "tệp.xlsx") -> tuple[RawFile, Layout]:
    raw = read_tables(content, name)
    return raw, layout_of(raw.tables, known_nothing)[0]


def places(layout: Layout, table: int = 0) -> dict[str, int | None]:
    return {key: source.place for key, source in layout.tables[table].sources.items()}


def merged_list(shift: int = 0) -> bytes:
    """A title over all columns, a header of two lines with merged cells, a maker for three rows."""
    content = io.BytesIO()
    book = xlsxwriter.Workbook(content)
    sheet = book.add_worksheet("Tổng hợp")
    sheet.merge_range(0, 0, 0, 6, "BẢNG TỔNG HỢP SẢN PHẨM")
    top = 2 + shift
    for place, text in enumerate(("STT", "Chủ thể", "Loại hình", "Xã", "Tỉnh", "Sản phẩm")):
        sheet.merge_range(top, place, top + 1, place, text)
    sheet.merge_range(top, 6, top, 7, "Khối lượng tịnh")
    sheet.write_row(top + 1, 6, ["(kg)", "ghi chú"])
    sheet.merge_range(top, 8, top + 1, 8, "Giá bán (nghìn đồng)")
    sheet.merge_range(top, 9, top + 1, 9, "Quy cách")
    sheet.merge_range(top + 2, 1, top + 4, 1, "HTX Vải Giáp Sơn")
    for number in range(3):
        row = top + 2 + number
        sheet.write(row, 0, number + 1)
        for place in (2, 3, 4):
            told = ("Hợp tác xã", "Giáp Sơn", "Bắc Giang")[place - 2]
            sheet.write(row, place, told)
        sheet.write_row(row, 5, [f"Vải số {number}", 2, "ngon", 62, "hộp"])
    book.close()
    return content.getvalue()


def test_a_two_line_header_of_merged_cells_and_a_merged_maker_are_read():
    raw, layout = read(merged_list())
    (table,) = layout.tables
    assert (table.kind, table.first_row, table.header_rows) == (BOTH, 2, 2)
    assert [column.key for column in table.missing()] == ["maker.representative", "maker.phone"]
    workbook = read_with(raw, layout.with_table(replace(table, is_draft=True)))
    assert workbook.errors == ()
    (maker,) = workbook.rows_of(CooperativeRow)
    assert (maker.code, maker.phone, maker.commune_code) == ("HTX-VAI-GIAP-SON", "", "07582")
    goods = workbook.rows_of(ProductRow)
    assert [(row.code, row.cooperative_code) for row in goods] == [
        (f"VAI-SO-{number}", "HTX-VAI-GIAP-SON") for number in range(3)
    ]
    assert {(row.net_mass_g, row.price_vnd) for row in goods} == {(2_000, 62_000)}
    assert (workbook.row_count, workbook.failed_count) == (3, 0)


def test_columns_named_once_are_known_again_wherever_they_stand():
    raw, layout = read(merged_list())
    chosen = replace(layout.tables[0], is_draft=True)
    signature, kept = remember(raw.tables[0], chosen)
    later = read_tables(merged_list(shift=1), "a.xlsx").tables
    found = recall(later[0], {signature: kept}.get)
    assert found == replace(chosen, first_row=3)
    _, is_known = layout_of(later, {signature: kept}.get)
    assert is_known


def test_a_memory_survives_two_columns_before_the_others():
    rows = [["Ngày bán hàng", "HTX", "Sàn", "Số kg"], ["05/06/2026", "H1", "Sendo", "12"]]
    raw = read_tables(csv_text(rows).encode(), "a.csv")
    layout = layout_of(raw.tables, known_nothing)[0].tables[0]
    layout = replace(layout, sources={**layout.sources, "cooperative_code": Source(1)})
    signature, kept = remember(raw.tables[0], layout)
    more = [["Lỗi", "Dòng trong tệp", *rows[0]], ["hãy sửa", "2", *rows[1]]]
    again = read_tables(csv_text(more).encode(), "b.csv").tables[0]
    found = recall(again, {signature: kept}.get)
    assert found is not None
    assert {key: source.place for key, source in found.sources.items()} == {
        key: (source.place or 0) + 2 for key, source in layout.sources.items()
    }


def test_a_layout_is_kept_as_json_and_comes_back():
    _, layout = read(merged_list())
    assert layout_from(layout.as_json()) == layout


def test_our_own_workbook_needs_no_columns_named():
    own = xlsx({"Hợp tác xã": [COOPERATIVES], "Tiêu thụ": [SALES], "Ghi chú": [["a"], ["b"]]})
    assert is_own_layout(read_tables(own, "a.xlsx").tables)
    assert is_own_layout(read_tables(xlsx({"T": [PRODUCTS]}), "a.xlsx").tables)
    assert not is_own_layout(read_tables(xlsx({"T": [PRODUCTS[:3]]}), "a.xlsx").tables)
    assert not is_own_layout(read_tables(merged_list(), "a.xlsx").tables)
    twice = xlsx({"Tiêu thụ": [SALES], "Doanh số": [SALES]})
    assert not is_own_layout(read_tables(twice, "a.xlsx").tables)


def test_constants_units_words_and_cells_above_fill_what_the_file_leaves_out():
    rows = [
        ["Ngày giao", "Nơi bán", "Số lượng"],
        ["05/06/2026", "zalo nhà", "1,5"],
        ["", "zalo nhà", "2"],
        ["06/06/2026", "Sendo", "3 kg"],
    ]
    raw, layout = read(csv_text(rows, ";").encode(), "bán.csv")
    sources = {
        **layout.tables[0].sources,
        "cooperative_code": Source(constant="HTX-A"),
        "mass_g": Source(2, "tạ"),
        "channel_key": Source(1, words={"zalonha": "Zalo"}),
    }
    chosen = replace(layout.tables[0], kind="sales", sources=sources, fills_down=True)
    workbook = read_with(raw, layout.with_table(chosen))
    assert workbook.errors == ()
    found = [(r.sold_on.day, r.channel_key, r.mass_g) for r in workbook.rows_of(SaleRow)]
    assert found == [(5, "zalo", 150_000), (5, "zalo", 200_000), (6, "sendo", 3_000)]
    (echo,) = echoes(workbook)
    assert echo.rows[0] == ("2", "05/06/2026", "HTX-A", "Zalo", "150 kg")


def test_several_tables_of_one_kind_all_go_in():
    rows = [SALES, ["05/06/2026", "H1", "", "", "Sendo", "5 kg"]]
    raw, layout = read(xlsx({"Tháng 6": rows, "Tháng 7": rows}))
    workbook: Workbook = read_with(raw, layout)
    assert [sheet.name for sheet in workbook.sheets.values()] == ["Tháng 6", "Tháng 7"]
    assert len(workbook.rows_of(SaleRow)) == 2


def test_a_maker_without_a_place_fails_with_its_row_and_is_counted_once():
    rows = [
        ["Chủ thể", "Loại hình", "Tỉnh", "Xã", "Sản phẩm"],
        ["HTX A", "hợp tác xã", "Bắc Ninh", "", "Vải"],
        ["HTX B", "hợp tác xã", "Bắc Ninh", "", "Mỳ"],
        ["HTX B", "hợp tác xã", "Bắc Ninh", "Nam Dương", "Mỳ gạo"],
    ]
    raw, layout = read(csv_text(rows).encode(), "a.csv")
    workbook = read_with(raw, layout.with_table(replace(layout.tables[0], is_draft=True)))
    assert [maker.name for maker in workbook.rows_of(CooperativeRow)] == ["HTX B"]
    assert [row.name for row in workbook.rows_of(ProductRow)] == ["Mỳ", "Mỳ gạo"]
    assert [(error.row, error.column) for error in workbook.errors] == [(2, "Xã")]
    assert (workbook.row_count, workbook.failed_count) == (3, 1)
    (failed,) = workbook.failed_rows(workbook.errors)
    assert failed.cells == tuple(cell or None for cell in rows[1])


@needs_samples
def test_the_published_list_of_266_products_is_understood_by_its_headers():
    content = (SAMPLES / "ocop_products.csv").read_bytes()
    raw, layout = read(content, "ocop_products.csv")
    assert layout.tables[0].kind == BOTH
    assert {"maker.name": 2, "name": 1, "maker.commune": 15, "code": 0}.items() <= places(
        layout
    ).items()
    workbook = read_with(raw, layout.with_table(replace(layout.tables[0], is_draft=True)))
    goods = workbook.sheets["products"]
    assert goods.row_count == 266
    wrong = {error.column for error in workbook.errors}
    assert wrong == {"producer", "producer_type", "commune_new"}


@needs_samples
def test_the_states_own_conversion_table_agrees_with_the_places_that_ship():
    content = (SAMPLES / "messy_gov_conversion_bacninh_raw.csv").read_bytes()
    raw, layout = read(content, "bang.csv")
    (table,) = layout.tables
    assert (table.kind, table.first_row, table.missing()) == (PLACES, 1, ())
    found = check_places(raw.tables, layout)
    assert found is not None
    assert (found.rows, found.agreeing, found.differences) == (313, 313, ())


def test_a_row_of_places_that_differs_says_how():
    rows = [
        ["Tỉnh", "Xã mới", "Mã xã mới", "Xã cũ", "Huyện cũ"],
        ["Bắc Ninh", "Xã Lục Ngạn", "07582", "Xã Giáp Sơn", "Huyện Lục Ngạn"],
        ["Bắc Ninh", "Xã Lục Ngạn", "07583", "Xã Giáp Sơn", "Huyện Lục Ngạn"],
        ["Bắc Ninh", "Xã Lục Ngạn", "", "Xã Nam Dương", "Huyện Lục Ngạn"],
        ["Bắc Ninh", "Xã Trên Trời", "", "Xã Nam Dương", ""],
    ]
    raw, layout = read(csv_text(rows).encode(), "a.csv")
    found = check_places(raw.tables, layout)
    assert found is not None
    assert (found.rows, found.agreeing) == (4, 1)
    assert [(each.row, each.column) for each in found.differences] == [
        (3, "Mã xã mới"),
        (4, "Xã cũ"),
        (5, "Xã mới"),
    ]
