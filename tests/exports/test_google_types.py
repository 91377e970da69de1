"""Every row of the Google feed builds with the types that Google itself ships."""

import csv
import io
import re

import pytest
from google.shopping import merchant_products_v1 as merchant
from google.shopping.type import types as shared

from shop_onboard.exports.listing import Listing
from shop_onboard.exports.marketplaces import google
from tests.exports.listing_samples import LYCHEE, OPTIONS, lychee

_PLAIN = (
    "title", "description", "link", "image_link", "brand", "item_group_id", "size",
    "google_product_category",
)  # fmt: skip
_WITH_UNIT = re.compile(r"(\d+) ?(kg|g)")
CASES = {
    "a box": LYCHEE,
    "sold out": lychee(stock=0),
    "with a bar code": lychee(gtin="9521234543213"),
    "not classified": lychee(category=None, ocop_set=None),
    "not weighed": lychee(gross_mass_g=None),
    "sample": lychee(is_sample=True),
}


def product(row: dict[str, str]) -> merchant.ProductInput:
    """The row in Google's types; a name or a value that they do not have raises ValueError."""
    measure, shipping = (row["unit_pricing_measure"], row["shipping_weight"])
    price, currency = row["price"].split(" ")
    given = {name: row[name] for name in _PLAIN if row[name]}
    given["availability"] = merchant.Availability[row["availability"].upper()]
    given["condition"] = merchant.Condition[row["condition"].upper()]
    given["price"] = shared.Price(amount_micros=int(price) * 1_000_000, currency_code=currency)
    given["additional_image_links"] = row["additional_image_link"].split(",")
    given["product_types"] = [row["product_type"]]
    given["gtins"] = [row["gtin"]] if row["gtin"] else []
    given["identifier_exists"] = row["identifier_exists"] != "no"
    given["unit_pricing_measure"] = merchant.UnitPricingMeasure(**_with_unit(measure))
    if shipping:
        given["shipping_weight"] = merchant.ShippingWeight(**_with_unit(shipping))
    return merchant.ProductInput(
        offer_id=row["id"],
        content_language="vi",
        feed_label="VN",
        product_attributes=merchant.ProductAttributes(**given),
    )


def _with_unit(text: str) -> dict[str, object]:
    match = _WITH_UNIT.fullmatch(text)
    assert match is not None, text
    return {"value": float(match[1]), "unit": match[2]}


def rows(*listings: Listing) -> list[dict[str, str]]:
    text = google.build(listings, OPTIONS)[0].content.decode()
    return list(csv.DictReader(io.StringIO(text), dialect="excel-tab"))


@pytest.mark.parametrize("listing", CASES.values(), ids=CASES.keys())
def test_a_row_builds_with_googles_types(listing: Listing) -> None:
    assert [each for each in google.check(listing) if each.blocking] == []
    [row] = rows(listing)
    built = product(row)
    assert built.offer_id == listing.sku
    assert built.product_attributes.price.amount_micros == listing.price_vnd * 1_000_000
    assert built.product_attributes.title == listing.title


def test_columns_are_names_that_google_has_in_one_number_or_the_other() -> None:
    known = set(merchant.ProductAttributes.meta.fields) | {"id"}
    assert [c for c in google.COLUMNS if c not in known and f"{c}s" not in known] == []


def test_the_types_refuse_a_name_that_is_not_theirs() -> None:
    with pytest.raises(ValueError, match="Unknown field"):
        merchant.ProductAttributes(titel="Vải")
