"""One product through every channel: what comes out is what went in, to the đồng and the gram."""

import csv
import io
import json
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from shop_onboard.exports.listing import ExportFile, Listing
from shop_onboard.exports.registry import all_marketplaces
from tests.exports.listing_samples import OPTIONS, lychee
from tests.exports.woocommerce_importer import imported

_PRICE = re.compile(r"(\d+) VND")


@dataclass(frozen=True)
class Seen:
    """A listing as a reader of one file sees it; None for what the format has no place for."""

    title: str
    sku: str
    price_vnd: int
    mass_g: int | None


def _priced(text: str) -> int:
    match = _PRICE.fullmatch(text)
    assert match is not None, text
    return int(match[1])


def _grams(text: str) -> int | None:
    return int(text.removesuffix(" g")) if text else None


def google(files: Sequence[ExportFile]) -> Seen:
    [row] = csv.DictReader(io.StringIO(files[0].content.decode()), dialect="excel-tab")
    item = ElementTree.fromstring(files[1].content).find("channel/item")  # noqa: S314
    assert item is not None
    same = {field.tag.partition("}")[2]: field.text for field in item}
    assert (same["title"], same["id"], same["price"]) == (row["title"], row["id"], row["price"])
    mass_g = _grams(row["shipping_weight"])
    return Seen(row["title"], row["id"], _priced(row["price"]), mass_g)


def meta(files: Sequence[ExportFile]) -> Seen:
    text = files[0].content.decode()
    [row] = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    return Seen(row["title"], row["id"], _priced(row["price"]), None)


def woocommerce(files: Sequence[ExportFile]) -> Seen:
    [row] = imported(files[0].content)
    mass_g = Decimal(row["weight_kg"]) * 1000
    assert mass_g == int(mass_g)
    return Seen(row["name"], row["sku"], int(row["price"]), int(mass_g))


def schema_org(files: Sequence[ExportFile]) -> Seen:
    [product] = json.loads(files[0].content)["@graph"]
    assert product["offers"]["priceCurrency"] == "VND"
    assert product["weight"]["unitCode"] == "GRM"
    price_vnd, mass_g = product["offers"]["price"], product["weight"]["value"]
    return Seen(product["name"], product["sku"], price_vnd, mass_g)


def sendo(files: Sequence[ExportFile]) -> Seen:
    product = json.loads(files[0].content)
    return Seen(product["name"], product["sku"], product["price"], product["weight"])


def data_sheet(files: Sequence[ExportFile]) -> Seen:
    book = openpyxl.load_workbook(io.BytesIO(files[0].content))
    row = [cell.value for cell in book["Danh sách"][5]]
    typed = {line[0].value: line[1].value for line in book["Phiếu"]}
    return Seen(typed["Tên sản phẩm"], row[1], row[4], row[7])


READERS: dict[str, Callable[[Sequence[ExportFile]], Seen]] = {
    "google": google,
    "meta": meta,
    "woocommerce": woocommerce,
    "schema_org": schema_org,
    "sendo": sendo,
    "postmart": data_sheet,
    "voso": data_sheet,
    "shopee": data_sheet,
    "tiktok_shop": data_sheet,
}
NAMES = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyĂÂĐÊÔƠƯàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộ "
    "<>&\"',;.=+-@\\|",
    min_size=1,
    max_size=60,
)


def test_every_channel_has_a_reader_of_its_own() -> None:
    assert {found.key for found in all_marketplaces()} == set(READERS)


@settings(max_examples=30, deadline=None)
@given(
    name=NAMES,
    sku=st.from_regex(r"[A-Z0-9][A-Z0-9-]{2,20}", fullmatch=True),
    price_vnd=st.integers(8_000, 99_999_999),
    net_mass_g=st.integers(1, 60_000),
    packaging_g=st.integers(0, 5_000),
)
def test_price_mass_code_and_marks_survive_every_channel(
    name: str, sku: str, price_vnd: int, net_mass_g: int, packaging_g: int
) -> None:
    listing = lychee(
        name=unicodedata.normalize("NFD", f"Vải {name}"),
        sku=sku, price_vnd=price_vnd, net_mass_g=net_mass_g, gross_mass_g=net_mass_g + packaging_g,
        images=(),
    )  # fmt: skip
    assert unicodedata.is_normalized("NFC", listing.name)
    for marketplace in all_marketplaces():
        assert not any(each.blocking for each in marketplace.check(listing)), marketplace.key
        seen = READERS[marketplace.key](marketplace.build([listing], OPTIONS))
        mass_g = None if marketplace.key == "meta" else listing.gross_mass_g
        assert seen == Seen(listing.title, sku, price_vnd, mass_g), marketplace.key


@settings(max_examples=30, deadline=None)
@given(description=st.text(alphabet="ab<>&\"'\\n-•=+@ \n", max_size=80))
def test_html_of_a_description_says_what_was_typed_and_nothing_runs(description: str) -> None:
    listing = lychee(description=description)
    html = listing.html_description
    assert not re.search(r"<(?!/?(p|ul|li)>)", html)
    words = re.sub(r"<[^>]*>", " ", html)
    for escaped, typed in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&#x27;", "'")):
        words = words.replace(escaped, typed)
    bare = re.sub(r"(?m)^[-+*•][ ]+", "", listing.description)
    assert words.replace("&amp;", "&").split() == bare.split()


def test_what_no_listing_can_be_is_not_built() -> None:
    wrong: list[dict[str, object]] = [
        {"price_vnd": -1}, {"price_vnd": 1.5}, {"price_vnd": True}, {"net_mass_g": 0},
        {"gross_mass_g": 1_999}, {"stock": -1}, {"length_mm": 0}, {"language": "fr"},
    ]  # fmt: skip
    for changes in wrong:
        try:
            made: Listing | None = lychee(**changes)
        except ValueError:
            made = None
        assert made is None, changes
