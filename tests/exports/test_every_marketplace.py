"""What every module in `exports/marketplaces/` must keep to, whichever marketplace it knows."""

import re
import types
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest
from babel.support import NullTranslations

from shop_onboard.documents.rendering import TEMPLATES, render_html
from shop_onboard.exports import marketplaces, registry
from shop_onboard.exports.listing import SAMPLE_MARK, ExportFile, Limit, Listing, Problem
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
    assert {"google", "meta", "postmart", "schema_org", "sendo", "voso", "woocommerce"} <= stems


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
def test_a_limit_that_is_set_by_hand_takes_the_place_of_the_modules(
    marketplace: Marketplace,
) -> None:
    for key, texts in (("title", {}), ("sku", {"sku": "VT-2KG"}), ("description", {})):
        if key in marketplace.LIMITS:
            narrow = replace(OPTIONS, limits={key: Limit(1, 5, "own", "quản trị đặt")})
            result = export_listings(marketplace, [lychee(**texts)], narrow)
            assert [each.listing.sku for each in result.skipped] == ["VT-2KG"]
            [problem] = [each for each in result.skipped[0].problems if each.blocking]
            assert problem.field == {"title": "name"}.get(key, key)


@every
def test_texts_are_never_cut_where_a_limit_is_known(marketplace: Marketplace) -> None:
    for key in ("title", "pack_label", "description"):
        limit = marketplace.LIMITS.get(key)
        if limit is not None and limit.most < 40_000:
            field = {"title": "name"}.get(key, key)
            long = lychee(**{field: "a" * (limit.most + 1)})
            assert field in {each.field for each in marketplace.check(long) if each.blocking}


@pytest.mark.parametrize("key", ["google", "meta", "shopee", "tiktok_shop", "woocommerce"])
def test_pictures_that_the_internet_cannot_fetch_are_a_remark(key: str) -> None:
    marketplace = get_marketplace(key)
    at_home = lychee(
        page_url="http://127.0.0.1:8000/shop/a", image_urls=("http://127.0.0.1:8000/photos/1",)
    )
    [problem] = marketplace.check(at_home)
    assert "chưa mở được từ Internet" in str(problem.message)
    assert "http://127.0.0.1:8000" in str(problem.message)
    assert not problem.blocking
    assert marketplace.check(LYCHEE) == []


@every
def test_what_is_too_long_is_told_with_its_length(marketplace: Marketplace) -> None:
    for key in ("title", "sku", "pack_label"):
        limit = marketplace.LIMITS.get(key)
        if limit is None:
            continue
        long = lychee(
            **{{"title": "name"}.get(key, key): "a" * (limit.most + 1)}, is_one_of_several=True
        )
        text = long.title if key == "title" and marketplace.key != "tiktok_shop" else ""
        length = len(text) or limit.most + 1
        said = [str(each.message) for each in marketplace.check(long) if each.blocking]
        assert any(f"dài {length} ký tự" in each for each in said), (key, said)


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


def check(listing: Listing, limits: object = None) -> list[Problem]:
    return []


def build(listings: Sequence[Listing], options: object) -> list[ExportFile]:
    return []


def module(stem: str, /, **attributes: object) -> types.ModuleType:
    made = types.ModuleType(f"shop_onboard.exports.marketplaces.{stem}")
    sound = {
        "key": stem, "name": stem.title(), "kind": "feed", "channel_key": None,
        "status": N_("Đang nhận."), "source": N_("Nguồn."), "confidence": "own",
        "rules_on": date(2026, 11, 22), "LIMITS": {}, "accepts_template": False,
        "hosts_photos": False, "PHOTO_TYPES": None,
        "check": check, "build": build,
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
        {"check": None}, {"build": None}, {"rules_on": None}, {"LIMITS": None},
        {"LIMITS": {"sku": 5}}, {"hosts_photos": None}, {"PHOTO_TYPES": ("image/png",)},
        {"FEEDS": {"pdf": "a.pdf"}}, {"LIMITS": {"nothing": Limit(1, 2, "own", "x")}},
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


@every
def test_a_workbook_opens_whole(marketplace: Marketplace) -> None:
    for file in marketplace.build([LYCHEE], OPTIONS):
        if file.name.endswith(".xlsx"):
            with zipfile.ZipFile(BytesIO(file.content)) as archive:
                assert archive.testzip() is None
