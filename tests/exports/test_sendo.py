"""Sendo's documented payload, against a schema written by hand from its documentation."""

import json
import re
from importlib.resources import files
from typing import Any

import jsonschema
import pytest

from shop_onboard.exports.listing import Listing
from shop_onboard.exports.marketplaces import sendo
from tests.exports.listing_samples import LYCHEE, OPTIONS, lychee

SCHEMA = json.loads(
    files("shop_onboard").joinpath("data", "sendo_product.schema.json").read_text("utf-8")
)


def body(listing: Listing) -> dict[str, Any]:
    product: dict[str, Any] = json.loads(sendo.build([listing], OPTIONS)[0].content)
    return product


def blocking(listing: Listing) -> list[str]:
    return [problem.field for problem in sendo.check(listing) if problem.blocking]


def test_the_body_keeps_to_the_documented_fields() -> None:
    jsonschema.validate(body(LYCHEE), SCHEMA)


def test_every_field_of_the_schema_says_how_sure_it_is() -> None:
    levels = {"official", "code", "third_party", "inferred"}
    assert all(field["confidence"] in levels for field in SCHEMA["properties"].values())


@pytest.mark.parametrize(
    "wrong",
    [
        {"cat4_id": 1}, {"store_sku": "A"}, {"description": "a" * 99}, {"unit_id": 9},
        {"stock_quantity": 0}, {"weight": 2.35}, {"price": 7_999}, {"avatar": "x.jpg"},
        {"description": "a" * 100 + '<img src="x">' * 21},
    ],
    ids=lambda wrong: next(iter(wrong)),
)  # fmt: skip
def test_the_schema_itself_refuses_what_is_wrong(wrong: dict[str, Any]) -> None:
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(body(LYCHEE) | wrong, SCHEMA)


def test_weight_is_the_packed_parcel_in_grams_and_asked_for_when_unknown() -> None:
    assert body(LYCHEE)["weight"] == 2_350
    assert blocking(lychee(gross_mass_g=None)) == ["gross_mass_g"]


def test_no_stock_means_not_available() -> None:
    sold_out = body(lychee(stock=0))
    assert (sold_out["stock_availability"], sold_out["stock_quantity"]) == (False, 0)
    jsonschema.validate(sold_out, SCHEMA)
    assert body(LYCHEE)["stock_availability"] is True


@pytest.mark.parametrize(
    ("stock", "fields"),
    [(0, []), (99_999, []), (100_000, ["stock"]), (None, ["stock"])],
)
def test_stock_has_bounds(stock: int | None, fields: list[str]) -> None:
    assert blocking(lychee(stock=stock)) == fields


@pytest.mark.parametrize(
    ("length", "fields"),
    [(99, ["description"]), (100, []), (100_000 - 7, []), (100_001 - 7, ["description"])],
)
def test_the_description_has_bounds_as_it_is_sent(length: int, fields: list[str]) -> None:
    listing = lychee(description="a" * length)
    assert blocking(listing) == fields
    if not fields:
        jsonschema.validate(body(listing), SCHEMA)


def test_the_longest_description_is_counted_as_it_is_sent() -> None:
    assert blocking(lychee(description="&" * 30_000)) == ["description"]


@pytest.mark.parametrize("count", [20, 21])
def test_any_number_of_pictures_stays_out_of_the_description(count: int) -> None:
    urls = tuple(f"https://lensan.example.vn/p/{number}.jpg" for number in range(count))
    typed = '<img src="https://elsewhere.example/x.jpg">' * count
    product = body(lychee(image_urls=urls, description=typed))
    jsonschema.validate(product, SCHEMA)
    assert [picture["picture_url"] for picture in product["pictures"]] == list(urls)
    assert product["avatar"] == product["pictures"][0]
    assert "<img" not in product["description"]


def test_what_is_typed_is_text_and_lines_stay_lines() -> None:
    product = body(lychee(description="<script>alert('x')</script>\nVải & nhãn"))
    assert product["description"] == (
        "<p>&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt;</p><p>Vải &amp; nhãn</p>"
    )


@pytest.mark.parametrize(
    ("pack", "unit"),
    [("Hộp 2 kg", 5), ("hop 2kg", 5), ("Thùng 10 kg", 8), ("Chai 500 ml", 7), ("Bộ quà tặng", 2)],
)
def test_the_pack_names_a_unit_that_sendo_knows(pack: str, unit: int) -> None:
    assert body(lychee(pack_label=pack))["unit_id"] == unit


@pytest.mark.parametrize("pack", ["Túi 500 g", "Kg", "Hộpx 2 kg"])
def test_a_pack_without_a_known_unit_leaves_the_unit_open_and_says_so(pack: str) -> None:
    [problem] = sendo.check(lychee(pack_label=pack))
    assert (problem.field, problem.blocking) == ("pack_label", False)
    assert "không có đơn vị cho quy cách này" in str(problem.message)
    assert "Thùng" in str(problem.message)
    assert body(lychee(pack_label=pack))["unit_id"] is None
    jsonschema.validate(body(lychee(pack_label=pack)), SCHEMA)


@pytest.mark.parametrize(
    ("sku", "fields"), [("AB", ["sku"]), ("ABC", []), ("A" * 45, []), ("A" * 46, ["sku"])]
)
def test_a_code_has_bounds(sku: str, fields: list[str]) -> None:
    assert blocking(lychee(sku=sku)) == fields


@pytest.mark.parametrize(
    ("price_vnd", "fields"),
    [(7_999, ["price_vnd"]), (8_000, []), (9_999_999_999, []), (10_000_000_000, ["price_vnd"])],
)
def test_a_price_has_bounds(price_vnd: int, fields: list[str]) -> None:
    assert blocking(lychee(price_vnd=price_vnd)) == fields


def test_what_is_not_known_is_left_open_and_the_note_says_so() -> None:
    product, _all, _schema, note = sendo.build([LYCHEE], OPTIONS)
    assert product.name == "san-pham/VT-2KG.json"
    filled = json.loads(product.content)
    text = note.content.decode()
    for field in sendo.LEFT_OPEN:
        assert filled[field] is None
        assert field in text
    assert "15/04/2025" in text
    assert re.search(r"Hiện không nơi nào nhận", text)
    assert "{" not in text


def test_all_products_are_in_one_file_too_and_the_schema_lies_beside_them() -> None:
    made = {file.name: file.content for file in sendo.build([LYCHEE, lychee(sku="B-1")], OPTIONS)}
    both = json.loads(made["tat-ca.json"])
    assert both == [json.loads(made[f"san-pham/{sku}.json"]) for sku in ("VT-2KG", "B-1")]
    assert json.loads(made["sendo_product.schema.json"]) == SCHEMA


def test_a_parcel_that_was_measured_is_told_in_centimetres() -> None:
    product = body(lychee(length_mm=300, width_mm=205, height_mm=1))
    assert (product["length"], product["width"], product["height"]) == (30, 20.5, 0.1)
    jsonschema.validate(product, SCHEMA)
    assert body(LYCHEE)["length"] is None


def test_the_status_says_that_the_marketplace_is_closed() -> None:
    assert "15/04/2025" in str(sendo.status)
    assert sendo.kind == "archive"
