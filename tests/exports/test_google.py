"""The Google feed, read back with readers that are not ours."""

import csv
from io import StringIO
from xml.etree import ElementTree

import pytest

from shop_onboard.exports.listing import Listing
from shop_onboard.exports.marketplaces import google
from tests.exports.listing_samples import LYCHEE, OPTIONS, lychee

G = "{http://base.google.com/ns/1.0}"


def tsv_rows(*listings: Listing) -> list[dict[str, str]]:
    text = google.build(listings, OPTIONS)[0].content.decode()
    return list(csv.DictReader(StringIO(text), dialect="excel-tab"))


def xml_items(*listings: Listing) -> list[ElementTree.Element]:
    root = ElementTree.fromstring(google.build(listings, OPTIONS)[1].content)  # noqa: S314
    assert (root.tag, root.get("version")) == ("rss", "2.0")
    return root.findall("channel/item")


def blocking(listing: Listing) -> list[str]:
    return [problem.field for problem in google.check(listing) if problem.blocking]


def test_a_box_of_lychee_becomes_one_row() -> None:
    [row] = tsv_rows(LYCHEE)
    assert row["id"] == "VT-2KG"
    assert row["title"] == "Vải thiều Hồng Giang – Hộp 2 kg"
    assert row["price"] == "150000 VND"
    assert row["availability"] == "in_stock"
    assert row["identifier_exists"] == "no"
    assert row["unit_pricing_measure"] == "2kg"
    assert row["link"] == "https://lensan.example.vn/shop/hong-giang"
    assert row["item_group_id"] == ""


def test_both_files_hold_the_same_items() -> None:
    packs = [LYCHEE, lychee(sku="VT-5KG", pack_label="Thùng 5 kg", price_vnd=350_000)]
    rows, items = tsv_rows(*packs), xml_items(*packs)
    assert [row["id"] for row in rows] == [item.findtext(f"{G}id") for item in items]
    assert [row["price"] for row in rows] == [item.findtext(f"{G}price") for item in items]


def test_packs_of_one_product_are_grouped_and_told_apart_by_size() -> None:
    big = lychee(sku="VT-5KG", pack_label="Thùng 5 kg")
    other = lychee(sku="MI", group_code="mi-gao", name="Mì gạo")
    rows = tsv_rows(LYCHEE, big, other)
    assert [row["item_group_id"] for row in rows] == ["vai-thieu-hong-giang"] * 2 + [""]
    assert [row["size"] for row in rows] == ["Hộp 2 kg", "Thùng 5 kg", ""]


def test_a_long_group_code_is_shortened_to_fifty_and_stays_unique() -> None:
    first = "vai-thieu-" * 6
    codes = {
        tsv_rows(lychee(group_code=code), lychee(sku="B", group_code=code))[0]["item_group_id"]
        for code in (first + "mot", first + "hai")
    }
    assert len(codes) == 2
    assert all(len(code) == 50 for code in codes)


def test_a_gtin_is_given_and_then_nothing_is_said_of_missing_identifiers() -> None:
    [row] = tsv_rows(lychee(gtin="9521234543213"))
    assert (row["gtin"], row["identifier_exists"]) == ("9521234543213", "")
    assert blocking(lychee(gtin="9521234543213")) == []
    assert blocking(lychee(gtin="9521234543214")) == ["gtin"]


def test_sold_out_is_said_and_unknown_stock_is_asked() -> None:
    assert tsv_rows(lychee(stock=0))[0]["availability"] == "out_of_stock"
    assert blocking(lychee(stock=0)) == []
    assert blocking(lychee(stock=None)) == ["stock"]


@pytest.mark.parametrize(
    ("length", "fields"), [(1, []), (5_000, []), (5_001, ["description"]), (0, ["description"])]
)
def test_the_description_has_a_length(length: int, fields: list[str]) -> None:
    assert blocking(lychee(description="a" * length)) == fields


@pytest.mark.parametrize(("length", "fields"), [(150, []), (151, ["name"])])
def test_the_title_with_its_pack_has_a_length(length: int, fields: list[str]) -> None:
    pack = " – Hộp 2 kg"
    assert blocking(lychee(name="a" * (length - len(pack)))) == fields


@pytest.mark.parametrize(
    ("sku", "fields"), [("A" * 50, []), ("A" * 51, ["sku"]), ("=A", ["sku"]), ("-1", ["sku"])]
)
def test_a_code_has_a_length_and_is_no_formula(sku: str, fields: list[str]) -> None:
    assert blocking(lychee(sku=sku)) == fields


@pytest.mark.parametrize(
    ("urls", "fields"),
    [
        ((), ["images"]),
        (("https://lensan.example.vn/p/1.jpg",), []),
        (("https://lensan.example.vn/p/abcdef",), []),
        (("https://lensan.example.vn/p/1.heic",), ["images"]),
        (("/p/1.jpg",), ["images"]),
        (("https://lensan.example.vn/p/vải.jpg",), ["images"]),
        (("https://lensan.example.vn/" + "a" * 2_000 + ".jpg",), ["images"]),
    ],
)
def test_the_pictures_addresses_are_ones_google_takes(
    urls: tuple[str, ...], fields: list[str]
) -> None:
    assert blocking(lychee(image_urls=urls)) == fields


def test_at_most_ten_more_pictures_are_given_with_commas_escaped() -> None:
    urls = tuple(f"https://lensan.example.vn/p/{number},a.jpg" for number in range(20))
    [row] = tsv_rows(lychee(image_urls=urls))
    assert row["additional_image_link"].split(",") == [
        f"https://lensan.example.vn/p/{number}%2Ca.jpg" for number in range(1, 11)
    ]
    [item] = xml_items(lychee(image_urls=urls))
    assert len(item.findall(f"{G}additional_image_link")) == 10


@pytest.mark.parametrize(
    "url",
    ["http://127.0.0.1:8000/x", "https://192.168.1.4/x", "https://localhost/x", "http://a.vn/x"],
)
def test_an_address_that_google_cannot_open_is_remarked_on(url: str) -> None:
    [problem] = google.check(lychee(page_url=url))
    assert (problem.field, problem.blocking) == ("page_url", False)
    assert url in str(problem.message)


@pytest.mark.parametrize("start", ["=", "+", "-", "@"])
def test_a_text_that_begins_like_a_formula_is_a_fault_and_never_changed(start: str) -> None:
    texts = {"name": f"{start}HYPERLINK(1)", "description": f"{start}1+1", "brand": start}
    for changed, field in zip(texts, ("name", "description", "cooperative_name"), strict=True):
        assert blocking(lychee(**{changed: texts[changed]})) == [field]
    [row] = tsv_rows(lychee(**texts))
    assert row["title"].startswith(f"{start}HYPERLINK")


@pytest.mark.parametrize("text", ["- =1+1", "- -2+3", "* @x"])
def test_a_formula_behind_a_dash_is_a_fault_too(text: str) -> None:
    assert blocking(lychee(description=text)) == ["description"]


def test_dashes_of_a_list_are_no_formula_and_need_no_apostrophe() -> None:
    [row] = tsv_rows(lychee(description="- Ngọt\n- Thơm\tlâu"))
    assert row["description"] == "Ngọt Thơm lâu"


def test_quotes_tabs_and_angle_brackets_come_back_as_typed() -> None:
    name = 'Vải "ngon" <b>&amp;</b> 100 %'
    assert tsv_rows(lychee(name=name))[0]["title"] == f"{name} – Hộp 2 kg"
    assert xml_items(lychee(name=name))[0].findtext(f"{G}title") == f"{name} – Hộp 2 kg"


def test_characters_that_xml_forbids_do_not_break_the_feed() -> None:
    [item] = xml_items(lychee(name="Vải\x00\ud800\ufffe thiều\x1f"))
    assert item.findtext(f"{G}title") == "Vải thiều – Hộp 2 kg"
