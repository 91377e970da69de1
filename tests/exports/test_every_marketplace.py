"""What every module in `exports/marketplaces/` must keep to, whichever marketplace it knows."""

import json
import re
import types
import unicodedata
import zipfile
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree

import openpyxl
import pytest
from babel.support import NullTranslations
from hypothesis import given, settings
from hypothesis import strategies as st

from shop_onboard.documents.rendering import TEMPLATES, render_html
from shop_onboard.exports import marketplaces, registry
from shop_onboard.exports.listing import SAMPLE_MARK, ExportFile, Listing, Problem
from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.exports.registry import (
    BrokenMarketplaceError,
    all_marketplaces,
    check_module,
    export_listings,
    get_marketplace,
)
from shop_onboard.values.text import N_
from tests.exports.listing_samples import LYCHEE, OPTIONS, lychee

every = pytest.mark.parametrize("marketplace", all_marketplaces(), ids=lambda found: found.key)


def exported_text(files: Sequence[ExportFile]) -> str:
    """Every text in the files, read by an independent reader where the format needs one."""
    texts: list[str] = []
    for file in files:
        if file.name.endswith(".xlsx"):
            book = openpyxl.load_workbook(BytesIO(file.content))
            texts += [str(c.value) for s in book for row in s for c in row if c.value is not None]
        elif not file.media_type.startswith("image/"):
            texts.append(file.content.decode())
    return "\n".join(texts)


def test_every_file_in_the_folder_is_a_marketplace() -> None:
    folder = Path(marketplaces.__file__).parent
    stems = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    assert {found.key for found in all_marketplaces()} == stems
    assert {"google", "postmart", "sendo"} <= stems


@every
def test_a_marketplace_is_found_by_its_key(marketplace: Marketplace) -> None:
    assert get_marketplace(marketplace.key) is marketplace


@every
def test_a_sound_listing_is_exported_without_a_word(marketplace: Marketplace) -> None:
    result = export_listings(marketplace, [LYCHEE], OPTIONS)
    assert result.exported == (LYCHEE,)
    assert (result.skipped, result.remarks) == ((), ())
    assert result.files


@every
def test_file_names_are_unique_and_safe_on_every_system(marketplace: Marketplace) -> None:
    awkward = ["VT-2KG", "vt-2kg", "VT/2KG", "../etc", "CON", "Vải 2", "a" * 45]
    files = marketplace.build([lychee(sku=sku) for sku in awkward], OPTIONS)
    names = [file.name for file in files]
    assert len({name.lower() for name in names}) == len(names)
    part = r"[A-Za-z0-9_][A-Za-z0-9._-]*"
    assert all(re.fullmatch(f"{part}(/{part})*", name) for name in names)
    assert all(file.media_type and file.content for file in files)


@every
def test_the_same_listings_give_the_same_bytes(marketplace: Marketplace) -> None:
    assert marketplace.build([LYCHEE], OPTIONS) == marketplace.build([lychee()], OPTIONS)


@every
def test_sample_data_is_called_sample_data_in_the_file(marketplace: Marketplace) -> None:
    assert str(SAMPLE_MARK) in exported_text(marketplace.build([lychee(is_sample=True)], OPTIONS))
    assert str(SAMPLE_MARK) not in exported_text(marketplace.build([LYCHEE], OPTIONS))


@every
def test_a_listing_without_a_price_is_left_out_with_the_reason(marketplace: Marketplace) -> None:
    free = lychee(sku="FREE-1", price_vnd=0)
    result = export_listings(marketplace, [free, LYCHEE], OPTIONS)
    assert result.exported == (LYCHEE,)
    [skipped] = result.skipped
    assert skipped.listing == free
    assert [problem.field for problem in skipped.problems] == ["price_vnd"]
    assert "FREE-1" not in exported_text(result.files)


@every
def test_nothing_to_export_gives_no_file(marketplace: Marketplace) -> None:
    assert export_listings(marketplace, [lychee(price_vnd=0)], OPTIONS).files == ()
    assert export_listings(marketplace, [], OPTIONS).files == ()


@every
def test_problems_name_a_field_of_the_listing_and_speak_whole_sentences(
    marketplace: Marketplace,
) -> None:
    bare = lychee(
        sku="-", name="Vải " * 60, description="", stock=None, gross_mass_g=None, gtin="123",
        price_vnd=0, pack_label="Túi", images=(), image_urls=(), page_url="http://127.0.0.1/",
    )  # fmt: skip
    problems = marketplace.check(bare)
    assert problems
    for problem in problems:
        assert problem.field in Listing.__dataclass_fields__
        assert str(problem.message).endswith((".", "»."))
        assert "%(" not in str(problem.message)


@every
def test_its_page_says_what_is_known_and_when(marketplace: Marketplace) -> None:
    page = render_html(f"marketplaces/{marketplace.key}.html", "vi", NullTranslations())
    assert "22/11/2026" in page
    assert "Cách dùng" in page
    source = (TEMPLATES / "marketplaces" / f"{marketplace.key}.html").read_text(encoding="utf-8")
    assert "extends" not in source
    assert "<h1" not in source


def check(listing: Listing) -> list[Problem]:
    return []


def build(listings: Sequence[Listing], options: object) -> list[ExportFile]:
    return []


def module(stem: str, /, **attributes: object) -> types.ModuleType:
    made = types.ModuleType(f"shop_onboard.exports.marketplaces.{stem}")
    sound = {
        "key": stem, "name": stem.title(), "kind": "feed", "channel_key": None,
        "status": N_("Đang nhận."), "source": N_("Nguồn."), "confidence": "own",
        "accepts_template": False, "check": check, "build": build,
    }  # fmt: skip
    vars(made).update(sound | attributes)
    return made


def test_a_sound_module_is_taken() -> None:
    assert check_module(module("market")).key == "market"


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "another"}, {"key": None}, {"name": None}, {"kind": "shop"}, {"status": "open"},
        {"confidence": "sure"}, {"channel_key": "nowhere"}, {"accepts_template": None},
        {"check": None}, {"build": None},
    ],
    ids=str,
)  # fmt: skip
def test_a_broken_module_stops_the_start(wrong: dict[str, object]) -> None:
    with pytest.raises(BrokenMarketplaceError):
        check_module(module("market", **wrong))


def test_two_marketplaces_of_one_name_stop_the_start() -> None:
    twins = [check_module(module("one", name="Chợ")), check_module(module("two", name="Chợ"))]
    with pytest.raises(BrokenMarketplaceError):
        registry.by_key(twins)


NAMES = st.text(
    alphabet="aăâbcdđeêghiklmnoôơpqrstuưvxyĂÂĐÊÔƠƯàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộ "
    "<>&\"',;.=+-@",
    min_size=1,
    max_size=60,
)


@settings(max_examples=40, deadline=None)
@given(
    name=NAMES,
    sku=st.from_regex(r"[A-Z0-9][A-Z0-9-]{2,20}", fullmatch=True),
    price_vnd=st.integers(8_000, 99_999_999),
    net_mass_g=st.integers(1, 60_000),
    packaging_g=st.integers(0, 5_000),
)
def test_price_mass_code_and_marks_survive_every_format(
    name: str, sku: str, price_vnd: int, net_mass_g: int, packaging_g: int
) -> None:
    listing = lychee(
        name=unicodedata.normalize("NFD", f"Vải {name}"),
        sku=sku, price_vnd=price_vnd, net_mass_g=net_mass_g, gross_mass_g=net_mass_g + packaging_g,
        images=(),
    )  # fmt: skip
    assert unicodedata.is_normalized("NFC", listing.name)
    gross_mass_g = net_mass_g + packaging_g

    [body, _note] = get_marketplace("sendo").build([listing], OPTIONS)
    product = json.loads(body.content)
    assert (product["name"], product["sku"]) == (listing.title, sku)
    assert (product["price"], product["weight"]) == (price_vnd, gross_mass_g)

    [_tsv, rss] = get_marketplace("google").build([listing], OPTIONS)
    item = ElementTree.fromstring(rss.content).find("channel/item")  # noqa: S314
    assert item is not None
    fields = {field.tag.partition("}")[2]: field.text for field in item}
    assert (fields["title"], fields["id"]) == (listing.title, sku)
    assert fields["price"] == f"{price_vnd} VND"
    assert fields["shipping_weight"] == f"{gross_mass_g} g"
    measure = fields["unit_pricing_measure"] or ""
    grams = int(measure[:-2]) * 1000 if measure.endswith("kg") else int(measure.removesuffix("g"))
    assert grams == net_mass_g

    [sheet] = get_marketplace("postmart").build([listing], OPTIONS)
    row = [cell.value for cell in openpyxl.load_workbook(BytesIO(sheet.content))["Danh sách"][5]]
    assert row[1:8] == [sku, listing.name, "Hộp 2 kg", price_vnd, 120, net_mass_g, gross_mass_g]


@every
def test_a_workbook_opens_whole(marketplace: Marketplace) -> None:
    for file in marketplace.build([LYCHEE], OPTIONS):
        if file.name.endswith(".xlsx"):
            with zipfile.ZipFile(BytesIO(file.content)) as archive:
                assert archive.testzip() is None
