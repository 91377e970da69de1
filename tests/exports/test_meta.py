"""The Meta feed, against the values in Meta's own toolkit."""

import csv
import io

import pytest
from facebook_business.adobjects.productitem import ProductItem

from shop_onboard.exports.listing import Listing
from shop_onboard.exports.marketplaces import meta
from tests.exports.listing_samples import LYCHEE, OPTIONS, lychee


def members(group: type) -> set[str]:
    return {value for name, value in vars(group).items() if not name.startswith("_")}


def rows(*listings: Listing) -> list[dict[str, str]]:
    text = meta.build(listings, OPTIONS)[0].content.decode()
    return list(csv.DictReader(io.StringIO(text, newline=""), strict=True))


def blocking(listing: Listing) -> list[str]:
    return [problem.field for problem in meta.check(listing) if problem.blocking]


@pytest.mark.parametrize("stock", [0, 1, 120])
def test_states_are_words_that_meta_has(stock: int) -> None:
    [row] = rows(lychee(stock=stock))
    assert row["availability"] in members(ProductItem.Availability)
    assert row["condition"] in members(ProductItem.Condition)
    assert (row["availability"] == "in stock") is (stock > 0)


def test_lines_and_quotes_of_a_description_come_back_as_typed() -> None:
    text = 'Vải "ngon", chín đỏ;\nhái sớm\n- 1+1'
    assert rows(lychee(description=text))[0]["description"] == text


def test_packs_of_one_product_are_grouped() -> None:
    both = rows(LYCHEE, lychee(sku="VT-5", pack_label="Thùng 5 kg"))
    assert [row["item_group_id"] for row in both] == ["vai-thieu-hong-giang"] * 2
    assert [row["size"] for row in both] == ["Hộp 2 kg", "Thùng 5 kg"]
    assert rows(LYCHEE)[0]["item_group_id"] == ""


def test_a_brand_or_a_bar_code_is_needed() -> None:
    assert blocking(lychee(brand="")) == ["brand"]
    assert blocking(lychee(brand="", gtin="9521234543213")) == []
    assert blocking(lychee(brand="a" * 101)) == ["brand"]


@pytest.mark.parametrize(("length", "fields"), [(9_999, []), (10_000, ["description"])])
def test_the_description_has_a_length(length: int, fields: list[str]) -> None:
    assert blocking(lychee(description="a" * length)) == fields


def test_at_most_twenty_more_pictures_are_given() -> None:
    urls = tuple(f"https://lensan.example.vn/p/{number}.jpg" for number in range(30))
    assert len(rows(lychee(image_urls=urls))[0]["additional_image_link"].split(",")) == 20
