"""Each channel's tables, opened by LibreOffice, show the right text in the right columns."""

from pathlib import Path

import pytest

from shop_onboard.exports.registry import all_marketplaces
from shop_onboard.exports.templates.columns import Source
from tests.exports.listing_samples import DESCRIPTION, LYCHEE, OPTIONS, lychee
from tests.exports.office import Shown, needs_office, opened
from tests.exports.templates.test_keyed import ANSWERS, GRAMS, fill
from tests.exports.templates.workbooks import (
    CATEGORIES,
    SHOPEE_SHEET,
    TIKTOK_SHEET,
    shopee,
    tiktok,
)

pytestmark = needs_office
TABLES = (".csv", ".tsv", ".xlsx")
# Dashes, quotes, separators and line breaks that a reader of tables may take for its own.
NOODLES = lychee(
    sku="007",
    product_code="MI",
    group_code="mi-chu",
    name="Mì gạo Chũ “sợi nhỏ”; loại 1, đặc biệt",
    description='Mì "Chũ", làm tay;\nphơi\tba nắng.',
    pack_label="Gói 0,5 kg",
    price_vnd=45_000,
    stock=0,
    net_mass_g=500,
    gross_mass_g=520,
    length_mm=305,
    width_mm=200,
    height_mm=80,
)
TITLE = "Mì gạo Chũ “sợi nhỏ”; loại 1, đặc biệt – Gói 0,5 kg"
ONE_LINE = 'Mì "Chũ", làm tay; phơi ba nắng.'
_SHEET = {
    "Mã hàng": ("VT-2KG", "007"),
    "Tên sản phẩm": ("Vải thiều Hồng Giang", NOODLES.name),
    "Quy cách": ("Hộp 2 kg", "Gói 0,5 kg"),
    "Giá bán (đ)": ("150000", "45000"),
    "Tồn kho": ("120", "0"),
    "Tịnh (g)": ("2000", "500"),
    "Cả bì (g)": ("2350", "520"),
}
# Channel → what stands under a header in the rows of the two products.
EXPECTED = {
    "google": {
        "title": ("Vải thiều Hồng Giang – Hộp 2 kg", TITLE),
        "description": (DESCRIPTION.replace("\n- ", " "), ONE_LINE),
        "price": ("150000 VND", "45000 VND"),
        "availability": ("in_stock", "out_of_stock"),
        "shipping_weight": ("2350 g", "520 g"),
    },
    "meta": {
        "title": ("Vải thiều Hồng Giang – Hộp 2 kg", TITLE),
        "description": (DESCRIPTION, 'Mì "Chũ", làm tay;\nphơi ba nắng.'),
        "price": ("150000 VND", "45000 VND"),
        "availability": ("in stock", "out of stock"),
        "brand": ("HTX Hồng Giang", "HTX Hồng Giang"),
    },
    "woocommerce": {
        "Name": ("Vải thiều Hồng Giang – Hộp 2 kg", TITLE),
        "Regular price": ("150000", "45000"),
        "Stock": ("120", "0"),
        "Weight (kg)": ("2.35", "0.52"),
        "Length (cm)": ("", "30.5"),
        "Width (cm)": ("", "20"),
    },
    "postmart": _SHEET,
    "voso": _SHEET,
    "shopee": _SHEET,
    "tiktok_shop": _SHEET,
}


@pytest.fixture(scope="module")
def shown(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Shown]:
    """Channel → its table as LibreOffice shows it, with two products in it."""
    files = {
        f"{marketplace.key}{Path(file.name).suffix}": file.content
        for marketplace in all_marketplaces()
        for file in marketplace.build([LYCHEE, NOODLES], OPTIONS)
        if file.name.endswith(TABLES)
    }
    found = opened(files, tmp_path_factory.mktemp("office"))
    return {Path(name).stem: sheets for name, sheets in found.items()}


def under(sheets: Shown, header: str) -> list[str]:
    """What stands below a header of the first sheet that has it."""
    for rows in sheets.values():
        for number, row in enumerate(rows):
            if header in row:
                return [below[row.index(header)] for below in rows[number + 1 :]]
    raise AssertionError(f"no column {header}: {sheets}")


def test_every_channel_that_makes_a_table_is_looked_at(shown: dict[str, Shown]) -> None:
    assert set(shown) == set(EXPECTED)


@pytest.mark.parametrize(
    ("key", "header"), [(key, header) for key, told in EXPECTED.items() for header in told]
)
def test_the_right_text_stands_in_the_right_column(
    shown: dict[str, Shown], key: str, header: str
) -> None:
    # An importer may want its rows in an order of its own.
    assert sorted(under(shown[key], header)[:2]) == sorted(EXPECTED[key][header])


def test_the_workbooks_of_shops_show_what_was_filled_in(tmp_path: Path) -> None:
    country = {"product_property/100149": Source(constant="Việt Nam")}
    files = {
        "shopee.xlsx": fill("shopee", shopee(), GRAMS, ANSWERS),
        "tiktok.xlsx": fill("tiktok_shop", tiktok(), country, ANSWERS),
    }
    found = opened(files, tmp_path)
    first = found["shopee.xlsx"][SHOPEE_SHEET]
    keys = [cell.partition("|")[0] for cell in first[0]]
    row = dict(zip(keys, first[6], strict=True))
    assert row["ps_product_name"] == "Vải thiều Hồng Giang"
    assert (row["ps_price"], row["ps_weight"]) == ("150000", "2350")
    assert row["et_title_option_for_variation_1"] == "Hộp 2 kg"
    second = found["tiktok.xlsx"][TIKTOK_SHEET]
    row = dict(zip(second[0], second[6], strict=True))
    assert row["category"] == CATEGORIES[0]
    assert row["product_property/100149"] == "Việt Nam"
    assert row["product_description"] == DESCRIPTION
