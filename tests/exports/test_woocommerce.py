"""The WooCommerce file as the shop's own importer reads it."""

import pytest

from shop_onboard.exports.listing import Listing
from shop_onboard.exports.marketplaces import woocommerce
from tests.exports.listing_samples import LYCHEE, OPTIONS, lychee
from tests.exports.woocommerce_importer import imported

BIG = lychee(
    sku="VT-10", pack_label="Thùng 1,5 kg", price_vnd=320_000, net_mass_g=1_500,
    gross_mass_g=2_005, stock=0, length_mm=305,
)  # fmt: skip


def rows(*listings: Listing) -> list[dict[str, object]]:
    return imported(woocommerce.build(listings, OPTIONS)[0].content)


def fields(listing: Listing) -> list[str]:
    return [each.field for each in woocommerce.check(listing)]


def test_one_pack_is_a_simple_product() -> None:
    [row] = rows(LYCHEE)
    assert (row["type"], row["sku"], row["price"]) == ("simple", "VT-2KG", "150000")
    assert (row["weight_kg"], row["stock"], row["in_stock"]) == ("2.35", 120, True)
    assert row["categories"] == [["Thực phẩm", "Thực phẩm tươi sống", "Rau, củ, quả, hạt tươi"]]
    assert row["images"] == list(LYCHEE.image_urls)


def test_several_packs_are_one_product_to_choose_from() -> None:
    parent, small, big = rows(LYCHEE, BIG)
    assert (parent["type"], parent["sku"]) == ("variable", "vai-thieu-hong-giang")
    assert parent["options"] == ["Hộp 2 kg", "Thùng 1,5 kg"]
    assert [row["type"] for row in (small, big)] == ["variation"] * 2
    assert [row["parent"] for row in (small, big)] == [parent["sku"]] * 2
    assert [row["options"] for row in (small, big)] == [["Hộp 2 kg"], ["Thùng 1,5 kg"]]
    assert (big["weight_kg"], big["length_cm"], big["in_stock"]) == ("2.005", "30.5", False)


def test_packs_of_two_products_never_mix_whatever_their_order() -> None:
    other = lychee(sku="MI", group_code="mi-gao", name="Mì gạo")
    types = [row["type"] for row in rows(LYCHEE, other, BIG)]
    assert types == ["simple", "variable", "variation", "variation"]


def test_a_group_is_not_called_like_one_of_its_packs() -> None:
    first, second = lychee(sku="VT", group_code="VT"), lychee(sku="VT-2", group_code="VT")
    skus = [row["sku"] for row in rows(first, second)]
    assert len(set(skus)) == 3


@pytest.mark.parametrize("start", ["=1+1", "+84", "-x", "@a"])
def test_a_formula_is_disarmed_in_the_file_and_whole_in_the_shop(start: str) -> None:
    packs = [lychee(pack_label=start), lychee(sku="VT-5", pack_label="Hộp 5 kg")]
    content = woocommerce.build(packs, OPTIONS)[0].content.decode("utf-8-sig")
    assert f"'{start}" in content
    assert [row["options"] for row in rows(*packs)][1] == [start]


@pytest.mark.parametrize("start", ["=1+1", "+84", "-x", "@a"])
def test_where_the_shop_would_show_what_disarms_a_formula_there_must_be_none(start: str) -> None:
    assert fields(lychee(name=start)) == ["name"]
    assert fields(lychee(sku=start)) == ["sku"]
    assert rows(lychee(name=start))[0]["name"].startswith("'")


@pytest.mark.parametrize("start", ["'=1", "'+1", "'-1", "'@1"])
def test_a_text_that_the_importer_would_change_is_a_fault(start: str) -> None:
    assert fields(lychee(pack_label=start)) == ["pack_label"]
    assert fields(lychee(name=start)) == []


def test_a_sign_that_parts_or_joins_options_is_a_fault() -> None:
    for label in ("túi|hộp", "túi\\", "túi\\, hộp"):
        assert fields(lychee(pack_label=label)) == ["pack_label"]


def test_a_typed_backslash_stays_one() -> None:
    [row] = rows(lychee(description="C:\\nong-san"))
    assert row["description"] == "<p>C:&#92;nong-san</p>"


def test_unknown_stock_is_not_counted_by_the_shop() -> None:
    [row] = rows(lychee(stock=None))
    assert (row["manage_stock"], row["in_stock"]) == (False, True)


def test_sample_data_comes_in_as_a_draft() -> None:
    assert rows(lychee(is_sample=True))[0]["published"] == -1
