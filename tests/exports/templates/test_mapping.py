"""What a template shows of itself, and what a first look at its headers makes of it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from shop_onboard.exports.listing import Listing
from shop_onboard.exports.templates import sketch as sketches
from shop_onboard.exports.templates.columns import (
    Source,
    TemplateLayout,
    columns,
    fingerprint,
    header_keys,
    kept,
    layout_problems,
    loaded_layout,
    recalled,
    stored_layout,
)
from shop_onboard.exports.templates.fields import FIELDS
from shop_onboard.exports.templates.guessing import guess
from shop_onboard.exports.templates.planning import plan
from shop_onboard.exports.templates.sketch import TemplateSketch
from shop_onboard.services.listing_templates import read
from tests.exports.listing_samples import lychee
from tests.exports.templates.workbooks import market
from tests.imports.files import with_part, xlsx
from tools import practice_template

SHEET = "xl/worksheets/sheet2.xml"
# Excel itself writes a list that lies on another sheet into an extension of the sheet.
EXTENDED = (
    '<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}" xmlns:x14="a"><x14:dataValidations'
    ' count="1" xmlns:xm="b"><x14:dataValidation type="list"><x14:formula1><xm:f>Ẩn!$A$1:$A$2'
    "</xm:f></x14:formula1><xm:sqref>F4:F900</xm:sqref></x14:dataValidation></x14:dataValidations>"
    "</ext></extLst></worksheet>"
)


def of_headers(*headers: str) -> TemplateSketch:
    return read(xlsx({"Bảng": [headers]}), "mau.xlsx")


def test_every_field_tells_what_to_mend():
    for field in FIELDS.values():
        assert field.source in Listing.__dataclass_fields__
        assert str(field.name)


def test_drop_downs_are_read_by_name_by_range_and_from_excels_extension():
    sketch = read(market(), "mau.xlsx").sheet("Hàng hóa")
    assert sketch.options == {1: ("Quả tươi", "Quả khô", "Khác")}
    extended = with_part(
        market(), SHEET, lambda xml: xml.replace(b"</worksheet>", EXTENDED.encode())
    )
    assert read(extended, "mau.xlsx").sheet("Hàng hóa").options[5] == ("Quả tươi", "Quả khô")


def test_hidden_sheets_are_known_and_never_guessed():
    sketch = read(market(), "mau.xlsx")
    assert [sheet.is_hidden for sheet in sketch.sheets] == [False, False, True]
    assert guess(sketch).sheet == "Hàng hóa"


def test_a_sketch_and_a_layout_are_kept_as_json():
    sketch = read(market(), "mau.xlsx")
    again = sketches.loaded(json.loads(json.dumps(sketches.stored(sketch))))
    assert again == sketch
    layout = guess(sketch)
    assert loaded_layout(json.loads(json.dumps(stored_layout(layout)))) == layout


@pytest.mark.parametrize(
    ("header", "field", "unit"),
    [
        ("TÊN SẢN PHẨM (*)", "title", ""),
        ("Product name", "title", ""),
        ("Giá bán (VNĐ)", "price_vnd", "đồng"),
        ("Giá bán (nghìn đồng)", "price_vnd", "nghìn đồng"),
        ("Cân nặng (g)", "gross_mass_g", "g"),
        ("Trọng lượng (kg)", "gross_mass_g", "kg"),
        ("Khối lượng tịnh (gram)", "net_mass_g", "g"),
        ("Cân nặng", "gross_mass_g", ""),
        ("Chiều dài kiện hàng (cm)", "length_mm", "cm"),
        ("Rộng (mm)", "width_mm", "mm"),
        ("Chiều cao tính bằng xăng-ti-mét", "height_mm", "cm"),
        ("Package height (meters)", "height_mm", "m"),
        ("Chiều dài (cm hoặc mm)", "length_mm", ""),
        ("Chiều cao", "height_mm", ""),
        ("Hình ảnh 3", "image_3", ""),
        ("Ảnh bìa", "image_1", ""),
        ("Mã vạch", "gtin", ""),
        ("Giám đốc", "", ""),
    ],
)
def test_headers_are_understood_with_their_units(header: str, field: str, unit: str):
    source = guess(of_headers("Tồn kho", header)).sources.get(1, Source())
    assert (source.field, source.unit) == (field, unit)


def test_packs_keep_a_column_of_their_own_where_there_is_one():
    layout = guess(of_headers("Tên sản phẩm", "Quy cách"))
    assert [layout.sources[place].field for place in (0, 1)] == ["name", "pack_label"]


def test_a_mapping_follows_its_headers_wherever_they_stand():
    first, second = of_headers("Tên", "Kho", "Kho"), of_headers("Kho", "Tên", "Kho")
    layout = replace(guess(first), sources={0: Source("name"), 2: Source(constant="Chũ")})
    held = kept(first, layout)
    moved = recalled(second, TemplateLayout("Bảng", 0, 1), held)
    assert moved.sources == {1: Source("name"), 2: Source(constant="Chũ")}
    keys = [header_keys(each.sheets[0], 0) for each in (first, second)]
    assert fingerprint(keys[0]) == fingerprint(keys[1])
    changed = header_keys(of_headers("Tên", "Kho").sheets[0], 0)
    assert fingerprint(changed) != fingerprint(keys[0])


def test_rows_that_are_filled_already_are_not_begun_in():
    sketch = read(market([["Của tôi", "Khác", 1]]), "mau.xlsx")
    assert guess(sketch).data_row == 4
    layout = replace(guess(sketch), data_row=3)
    said = [str(each.message) for each in layout_problems(columns(sketch, layout), layout)]
    assert any("đã có chữ ở dòng 4" in each for each in said)


def test_a_csv_takes_no_text_that_a_spreadsheet_would_run():
    sketch = read(b"Ten san pham,Gia ban\n", "mau.csv")
    found = columns(sketch, guess(sketch))
    [row] = plan(found, [lychee(name="=HYPERLINK(1)")], {}, is_csv=True)
    assert "không được bắt đầu bằng dấu =" in str(row.problems[0].message)
    assert plan(found, [lychee(name="=HYPERLINK(1)")], {})[0].problems == ()


def test_masses_and_prices_are_divided_exactly():
    sketch = of_headers("Tên", "Trọng lượng (kg)", "Giá bán (nghìn đồng)")
    [row] = plan(columns(sketch, guess(sketch)), [lychee(gross_mass_g=2_345, price_vnd=99_500)], {})
    assert [str(row.cells[place]) for place in (1, 2)] == ["2.345", "99.5"]


def test_sides_are_divided_exactly_and_their_unit_is_asked_for_where_nobody_says_it():
    sketch = of_headers("Tên", "Dài (cm)", "Rộng", "Cao (m)")
    layout = guess(sketch)
    said = [str(each.message) for each in layout_problems(columns(sketch, layout), layout)]
    assert said == ["Cột «Rộng»: hãy chọn số ghi bằng mi-li-mét, xăng-ti-mét hay mét."]
    parcel = lychee(length_mm=305, width_mm=200, height_mm=80)
    [row] = plan(columns(sketch, layout), [parcel], {})
    assert [str(row.cells[place]) for place in (1, 3)] == ["30.5", "0.08"]


def test_the_practice_template_is_the_one_its_tool_writes(tmp_path: Path):
    content = practice_template.TARGET.read_bytes()
    practice_template.main(tmp_path / "mau.xlsx")
    assert (tmp_path / "mau.xlsx").read_bytes() == content
    sketch = read(content, "mau.xlsx")
    names = [(sheet.name, sheet.is_hidden) for sheet in sketch.sheets]
    assert names == [("Hướng dẫn", False), ("Bảng đăng hàng", False), ("Danh sách ẩn", True)]
    assert sketch.sheets[0].cell(0, 0) == "Mẫu luyện tập, không phải của sàn nào"
    layout = guess(sketch)
    assert (layout.sheet, layout.header_row, layout.data_row) == ("Bảng đăng hàng", 2, 4)
    assert {len(each) for each in sketch.sheet("Bảng đăng hàng").options.values()} == {3, 6}
