"""Shopee's and TikTok Shop's workbooks: found by their keys, refused without their marks."""

import io
from collections.abc import Sequence

import openpyxl
import pytest

from shop_onboard.errors import DomainError
from shop_onboard.exports.listing import Limit, Listing
from shop_onboard.exports.registry import get_marketplace, keyed_template, refusals
from shop_onboard.exports.templates.columns import (
    Source,
    TemplateLayout,
    columns,
    layout_problems,
)
from shop_onboard.exports.templates.deciding import left_empty
from shop_onboard.exports.templates.planning import Answers, PlannedRow, plan
from shop_onboard.exports.templates.zip_parts import ZipParts
from shop_onboard.services import listing_templates as services
from tests.exports.listing_samples import lychee
from tests.exports.templates.workbooks import (
    CATEGORIES,
    SHOPEE,
    SHOPEE_SHEET,
    SIGNATURE,
    TIKTOK,
    TIKTOK_MARKS,
    TIKTOK_SHEET,
    parts_of,
    renamed,
    shopee,
    tiktok,
    without_row,
)

TWO_PACKS = [lychee(), lychee(sku="VT-5KG", pack_label="Thùng 5 kg", price_vnd=340_000)]


def laid_out(key: str, content: bytes, more: dict[str, Source] | None = None) -> TemplateLayout:
    template = keyed_template(key)
    assert template is not None
    sketch = services.read(content, "mau.xlsx")
    layout = template.lay_out(sketch)
    places = {column.key: column.place for column in columns(sketch, layout)}
    chosen = {places[name]: source for name, source in (more or {}).items()}
    return TemplateLayout(
        layout.sheet,
        layout.header_row,
        layout.data_row,
        {**layout.sources, **chosen},
        has_keys=True,
    )


def planned(
    key: str, content: bytes, listings: list[Listing], answers: Answers, **more: Source
) -> list[PlannedRow]:
    layout = laid_out(key, content, more)
    return plan(columns(services.read(content, ""), layout), listings, answers)


def shown(content: bytes, sheet: str, row: int) -> dict[str, object]:
    """Key → cell of one row, as openpyxl reads it."""
    book = openpyxl.load_workbook(io.BytesIO(content))[sheet]
    keys = [str(cell.value).partition("|")[0] for cell in book[1]]
    return dict(zip(keys, [cell.value for cell in book[row]], strict=True))


def fill(key: str, content: bytes, more: dict[str, Source], answers: Answers) -> bytes:
    layout = laid_out(key, content, more)
    sketch = services.read(content, "")
    rows = plan(columns(sketch, layout), TWO_PACKS, answers)
    assert [row.problems for row in rows] == [(), ()]
    return services.fill(content, sketch, layout, [row.cells for row in rows])


GRAMS = {"ps_weight": Source("gross_mass_g", "g"), "channel_id.5001": Source(constant="Mở")}
ANSWERS = {TWO_PACKS[0].group_code: {"category": CATEGORIES[0], "ps_category": "Trái cây"}}


@pytest.mark.parametrize("columns_in_file", [SHOPEE, SHOPEE[::-1]])
def test_shopee_gets_each_value_under_its_key_wherever_the_column_stands(columns_in_file):
    filled = fill("shopee", shopee(columns_in_file), GRAMS, ANSWERS)
    first, second = shown(filled, SHOPEE_SHEET, 7), shown(filled, SHOPEE_SHEET, 8)
    assert first["ps_product_name"] == second["ps_product_name"] == "Vải thiều Hồng Giang"
    assert first["et_title_option_for_variation_1"] == "Hộp 2 kg"
    assert second["et_title_option_for_variation_1"] == "Thùng 5 kg"
    assert (first["ps_price"], first["ps_stock"], first["ps_weight"]) == (150_000, 120, 2_350)
    assert first["channel_id.5001"] == "Mở"
    assert first["ps_category"] == "Trái cây"
    assert shown(filled, SHOPEE_SHEET, 2) == shown(shopee(columns_in_file), SHOPEE_SHEET, 2)


def test_tiktok_is_filled_under_its_example():
    country = {"product_property/100149": Source(constant="Việt Nam")}
    filled = fill("tiktok_shop", tiktok(), country, ANSWERS)
    assert shown(filled, TIKTOK_SHEET, 6)["product_name"] == "Áo ví dụ"
    first = shown(filled, TIKTOK_SHEET, 7)
    assert (first["category"], first["parcel_weight"]) == (CATEGORIES[0], 2_350)
    assert (first["property_name_1"], first["property_value_1"]) == ("Quy cách", "Hộp 2 kg")


def test_drop_downs_that_hang_on_another_cell_stay_byte_for_byte():
    content = tiktok()
    country = {"product_property/100149": Source(constant="Việt Nam")}
    filled = fill("tiktok_shop", content, country, ANSWERS)
    before, after = parts_of(content), parts_of(filled)
    assert [part for part in before if before[part] != after[part]] == ["xl/worksheets/sheet1.xml"]
    told = [rules_of(each) for each in (content, filled)]
    assert told[0] == told[1]
    assert b"INDIRECT(SUBSTITUTE($A7" in told[0]
    assert b"HiddenStyle!$A$1:$C$9" in told[0]
    book = openpyxl.load_workbook(io.BytesIO(filled))
    assert book["HiddenStyle"].sheet_state == "veryHidden"
    brand = services.read(content, "").sheet(TIKTOK_SHEET)
    assert list(brand.options.values()) == [CATEGORIES]


def rules_of(content: bytes) -> bytes:
    """What the sheet to fill says behind its rows: rules, drop-downs, how it is printed."""
    return ZipParts(content).read("xl/worksheets/sheet1.xml").partition(b"</sheetData>")[2]


@pytest.mark.parametrize(
    ("key", "content", "sides"),
    [
        ("shopee", shopee(), ("ps_length", "ps_width", "ps_height")),
        ("tiktok_shop", tiktok(), ("parcel_length", "parcel_width", "parcel_height")),
    ],
)
def test_the_sides_of_a_parcel_are_in_centimetres_and_may_be_unknown(
    key: str, content: bytes, sides: tuple[str, ...]
):
    more = {"channel_id.5001": Source(constant="Mở")} if key == "shopee" else {}
    measured = lychee(length_mm=305, width_mm=200, height_mm=80)
    places = {
        column.key: column.place
        for column in columns(services.read(content, ""), laid_out(key, content, more))
    }
    [row] = planned(key, content, [measured], ANSWERS, **more)
    assert [str(row.cells[places[side]]) for side in sides] == ["30.5", "20", "8"]
    [row] = planned(key, content, [lychee()], ANSWERS, **more)
    assert not {places[side] for side in sides} & set(row.cells)


def filled_columns(columns_in_file: Sequence[Sequence[str]], lists: dict[str, str]) -> list[str]:
    """The keys that are filled by themselves, where some columns have a drop-down."""
    layout = laid_out("tiktok_shop", tiktok(columns_in_file, offered=lists))
    return [columns_in_file[place][0] for place in sorted(layout.sources)]


OF_CATEGORY = [
    *TIKTOK[:-1],
    ("product_property/100149", "Quốc gia xuất xứ", "Bắt buộc có điều kiện", "", ""),
    ("product_property/101489", "Tên tổ chức chịu trách nhiệm", "Bắt buộc có điều kiện", "", ""),
    ("product_property/101490", "Địa chỉ của tổ chức chịu trách nhiệm", "Tùy chọn", "", ""),
]


def test_what_a_category_asks_is_filled_from_what_the_site_knows():
    [row] = planned("tiktok_shop", tiktok(OF_CATEGORY), [lychee()], ANSWERS)
    end = len(OF_CATEGORY)
    assert [row.cells[place] for place in range(end - 3, end)] == [
        "Việt Nam",
        "Hợp tác xã Nông nghiệp thanh niên Hồng Giang",
        "Tổ dân phố Kép, phường Chũ, tỉnh Bắc Ninh",
    ]


def test_the_same_key_under_another_label_is_another_thing_and_left_to_the_seller():
    names = {"Quốc gia xuất xứ": "Chất liệu", "Tên tổ chức chịu trách nhiệm": "Kiểu dáng"}
    other = [[key, names.get(label, label), *rest] for key, label, *rest in OF_CATEGORY]
    assert [key for key in filled_columns(other, {}) if "/" in key] == ["product_property/101490"]


@pytest.mark.parametrize(
    ("offered", "is_filled"),
    [('"Vietnam,Trung Quốc"', True), ('"Lào,Trung Quốc"', False), ("INDIRECT($A7)", False)],
)
def test_a_country_is_filled_only_where_the_drop_down_is_known_to_have_it(
    offered: str, is_filled: bool
):
    country = "product_property/100149"
    assert (country in filled_columns(OF_CATEGORY, {country: offered})) == is_filled
    if is_filled:
        content = tiktok(OF_CATEGORY, offered={country: offered})
        [row] = planned("tiktok_shop", content, [lychee()], ANSWERS)
        assert row.cells[len(OF_CATEGORY) - 3] == "Vietnam"


def test_a_brand_that_is_not_offered_leaves_its_cell_empty_and_is_told():
    content = tiktok(offered={"brand": '"Không có,HTX Khác"'})
    [row] = planned("tiktok_shop", content, [lychee()], ANSWERS)
    assert row.problems == ()
    assert 1 not in row.cells
    found = columns(services.read(content, ""), laid_out("tiktok_shop", content))
    told = left_empty(found, [row], ANSWERS, keyed_template("tiktok_shop"))
    assert str(told[0].message) == "danh sách chọn của tệp mẫu không có «HTX Hồng Giang»"
    [row] = planned("tiktok_shop", content, [lychee(brand="htx khac")], ANSWERS)
    assert row.cells[1] == "HTX Khác"


def test_columns_that_may_be_required_and_stay_empty_are_told_unless_they_say_what_is_not_so():
    more = [*TIKTOK, ("property_name_2", "Tên biến thể phụ", "Bắt buộc có điều kiện", "", ""),
            ("size_chart", "Bảng kích thước", "Bắt buộc có điều kiện", "", "")]  # fmt: skip
    content = tiktok(more)
    measured = lychee(length_mm=305, width_mm=200, height_mm=80)
    rows = planned("tiktok_shop", content, [measured], ANSWERS)
    found = columns(services.read(content, ""), laid_out("tiktok_shop", content))
    keyed = keyed_template("tiktok_shop")
    assert [each.column.key for each in left_empty(found, rows, ANSWERS, keyed)] == [
        "brand", "size_chart",
    ]  # fmt: skip
    rows = planned("tiktok_shop", content, [measured, lychee(sku="B", group_code="b")], ANSWERS)
    told = {each.column.key: str(each.message) for each in left_empty(found, rows, ANSWERS, keyed)}
    assert told["parcel_width"] == "chưa có giá trị ở 1/2 quy cách"


@pytest.mark.parametrize(
    ("packs", "problems"),
    [
        (TWO_PACKS, []),
        (TWO_PACKS[:1], ["Tên kèm quy cách dài 31 ký tự; TikTok Shop nhận nhiều nhất 25."
                         " Hãy rút gọn tên."]),
    ],
)  # fmt: skip
def test_a_name_is_measured_as_it_stands_in_its_column(packs: list[Listing], problems: list[str]):
    layout = laid_out("tiktok_shop", tiktok())
    found = columns(services.read(tiktok(), ""), layout)
    short = refusals(get_marketplace("tiktok_shop"), {"title": Limit(1, 25, "own", "quản trị")})
    rows = plan(found, packs, ANSWERS, refusals=short)
    assert [str(each.message) for row in rows for each in row.problems] == problems


def test_a_template_without_an_example_is_filled_from_the_row_of_the_example():
    bare = [[*column[:4], ""] for column in TIKTOK]
    assert laid_out("tiktok_shop", tiktok(bare)).data_row == 5


def test_a_single_pack_is_no_variant():
    [row] = planned("shopee", shopee(), [lychee()], ANSWERS, **GRAMS)
    place = {column[0].partition("|")[0]: number for number, column in enumerate(SHOPEE)}
    assert row.cells[place["ps_product_name"]] == "Vải thiều Hồng Giang – Hộp 2 kg"
    assert place["et_title_variation_1"] not in row.cells


@pytest.mark.parametrize(
    ("key", "content", "sentence"),
    [
        ("shopee", without_row(shopee(), SHOPEE_SHEET, 2), "chữ ký"),
        ("shopee", shopee(marks=("basic", None, "all")), "chữ ký"),
        ("shopee", shopee(marks=("media", SIGNATURE)), "«basic»"),
        ("shopee", shopee(renamed(SHOPEE, {"ps_price|1|1": "ps_gia"})), "«ps_price»"),
        ("shopee", tiktok(), "không phải tệp mẫu"),
        ("tiktok_shop", without_row(tiktok(), TIKTOK_SHEET, 2), "dòng 2"),
        (
            "tiktok_shop",
            tiktok(marks=(*TIKTOK_MARKS[:1], "edit_product", "metric")),
            "tạo sản phẩm",
        ),
        ("tiktok_shop", tiktok(renamed(TIKTOK, {"price": "gia"})), "«price»"),
        ("tiktok_shop", shopee(), "không phải tệp mẫu"),
    ],
)
def test_a_file_that_is_not_the_marketplaces_own_any_more_is_refused(
    key: str, content: bytes, sentence: str
):
    with pytest.raises(DomainError, match=sentence):
        laid_out(key, content)


@pytest.mark.parametrize(
    ("help_text", "rule", "unit"),
    [
        ("Tính bằng gram (g)", "", "g"),
        ("Tính bằng kg", "0.5", "kg"),
        ("Tính bằng ki-lô-gam", "", "kg"),
        ("Tính bằng gram (g)", "0.2", ""),
        ("gram hoặc kg", "", ""),
        ("Nhập cân nặng", "", ""),
    ],
)
def test_the_weight_is_asked_for_where_the_file_contradicts_itself(
    help_text: str, rule: str, unit: str
):
    weighed = [
        [*column[:3], help_text, rule] if column[0].startswith("ps_weight") else column
        for column in SHOPEE
    ]
    content = shopee(weighed)
    sketch, layout = services.read(content, ""), laid_out("shopee", content)
    [weight] = [column for column in columns(sketch, layout) if column.key == "ps_weight"]
    assert weight.source.unit == unit
    said = [str(each.message) for each in layout_problems(columns(sketch, layout), layout)]
    assert any("gam hay ki-lô-gam" in each for each in said) == (not unit)


def test_limits_and_required_marks_are_read_from_the_file():
    short = lychee(name="Vải", pack_label="1", description="x" * 3_001)
    [row] = planned("shopee", shopee(), [short], ANSWERS, **GRAMS)
    said = [str(problem.message) for problem in row.problems]
    assert any("từ 10 đến 120 ký tự" in each for each in said)
    assert any("từ 0 đến 3.000 ký tự" in each for each in said)
    nothing = lychee(stock=None, image_urls=())
    [row] = planned("shopee", shopee(), [nothing], ANSWERS, **GRAMS)
    said = [str(problem.message) for problem in row.problems]
    assert any("«Kho hàng» bắt buộc" in each for each in said)
    assert any("«Ảnh bìa» bắt buộc" in each for each in said)


def test_what_a_marketplace_refuses_keeps_a_product_out_of_its_template_too():
    layout = laid_out("shopee", shopee(), GRAMS)
    found = columns(services.read(shopee(), ""), layout)
    own = refusals(get_marketplace("shopee"), {})
    dear = lychee(price_vnd=900_000)
    assert plan(found, [dear], ANSWERS, refusals=own)[0].problems == ()
    narrow = {"price_vnd": Limit(1_000, 500_000, "own", "quản trị đặt")}
    by_hand = refusals(get_marketplace("shopee"), narrow)
    [row] = plan(found, [dear], ANSWERS, refusals=by_hand)
    assert ["đến 500.000 đ" in str(each.message) for each in row.problems] == [True]
    sold_out = lychee(stock=None)
    [row] = plan(found, [sold_out], ANSWERS, refusals=own)
    assert [str(each.message) for each in row.problems] == [
        "Cột «Kho hàng» bắt buộc mà sản phẩm chưa ghi «Tồn kho»."
    ]


def test_a_pack_that_is_refused_makes_no_variant_of_the_other():
    layout = laid_out("shopee", shopee(), GRAMS)
    found = columns(services.read(shopee(), ""), layout)
    narrow = {"price_vnd": Limit(1_000, 200_000, "own", "quản trị đặt")}
    rows = plan(found, TWO_PACKS, ANSWERS, refusals=refusals(get_marketplace("shopee"), narrow))
    assert [bool(row.problems) for row in rows] == [False, True]
    assert "Vải thiều Hồng Giang – Hộp 2 kg" in rows[0].cells.values()


def test_a_required_column_without_an_answer_keeps_the_product_out():
    country = {"product_property/100149": Source(constant="Việt Nam")}
    [row] = planned("tiktok_shop", tiktok(), [lychee()], {}, **country)
    assert [str(problem.message) for problem in row.problems] == [
        "Cột «Hạng mục» bắt buộc mà chưa có câu trả lời."
    ]


def test_an_answer_outside_the_drop_down_keeps_the_product_out():
    country = {"product_property/100149": Source(constant="Việt Nam")}
    wrong = {lychee().group_code: {"category": "Thực phẩm/Khác (1)"}}
    [row] = planned("tiktok_shop", tiktok(), [lychee()], wrong, **country)
    assert "danh sách chọn" in str(row.problems[0].message)


def test_shopee_wants_at_least_one_carrier():
    content = shopee()
    template, sketch = keyed_template("shopee"), services.read(content, "")
    assert template is not None
    found = columns(sketch, laid_out("shopee", content))
    assert "«Nhanh»" in str(template.problems(found)[0].message)
    assert template.problems(columns(sketch, laid_out("shopee", content, GRAMS))) == []


def test_an_unknown_required_column_is_asked_for():
    more = [*TIKTOK, ("product_property/900", "Chứng nhận", "Bắt buộc", "", "")]
    content = tiktok(more)
    found = columns(services.read(content, ""), laid_out("tiktok_shop", content))
    said = [str(each.message) for each in layout_problems(found, laid_out("tiktok_shop", content))]
    assert any("«Chứng nhận» bắt buộc" in each for each in said)
