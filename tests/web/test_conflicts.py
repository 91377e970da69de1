"""Two people edit one record (K2): both see both values, choose field by field, lose nothing."""

from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.models.listings import Storefront
from shop_onboard.models.sales import Sale
from tests import world
from tests.pages import Browser, Page

_SAVE = "Lưu các mục đã chọn"


def _path(app: Flask, kind: str) -> str:
    with app.app_context():
        shop = db.session.scalar(sa.select(Storefront.id).where(Storefront.name == "Vải Giáp Sơn"))
        sale = db.session.scalar(sa.select(Sale.code).where(Sale.mass_g == 500_000))
    return {
        "cooperative": f"/cooperatives/{world.COOPERATIVE_A}",
        "product": f"/products/{world.PRODUCT_A}",
        "lot": f"/lots/{world.LOT_A}",
        "sale": f"/sales/{sale}",
        "storefront": f"/listings/{shop}",
        "campaign": f"/campaigns/{world.CAMPAIGN}",
    }[kind]


# Kind, what the first one types, what the second one types (a field of both, one of their own).
_CASES: list[tuple[str, dict[str, str], dict[str, str], str]] = [
    (
        "cooperative",
        {"representative": "Người Trước", "address": "Thôn Trước"},
        {"representative": "Người Sau", "story": "Chuyện Sau"},
        "representative",
    ),
    (
        "product",
        {"packs-0-price_vnd": "75.000", "storage": "Ngăn mát"},
        {"packs-0-price_vnd": "79.000", "name_en": "Lychee"},
        "packs",
    ),
    (
        "lot",
        {"quantity_g": "700 kg", "standard": "GlobalGAP"},
        {"quantity_g": "800 kg", "growing_area_code": "VN-BN-01"},
        "quantity_g",
    ),
    (
        "sale",
        {"evidence": "Sổ trước", "revenue_vnd": "11.000.000"},
        {"evidence": "Sổ sau", "order_ref": "DON-7"},
        "evidence",
    ),
    (
        "storefront",
        {"name": "Tên trước", "url": "https://postmart.vn/truoc"},
        {"name": "Tên sau", "opened_on": "01/06/2024"},
        "name",
    ),
    (
        "campaign",
        {"name": "Tên trước", "target_mass_g": "3 tấn"},
        {"name": "Tên sau", "starts_on": "01/01/2024"},
        "name",
    ),
]


def _people(kind: str, app: Flask) -> tuple[Browser, Browser]:
    names = ("province", "province") if kind == "campaign" else ("officer", "manager")
    first, second = (Browser(app).signed_in_as(world.PHONES[name]) for name in names)
    return first, second


def _values(page: Page) -> dict[str, Any]:
    return {
        field["name"]: field.get("value", field.get_text()).strip()
        for field in page.soup.select("main form input[name], main form textarea[name]")
    }


@pytest.mark.parametrize(("kind", "first", "second", "both"), _CASES, ids=[c[0] for c in _CASES])
def test_both_values_are_shown_and_one_of_each_is_kept(
    app: Flask, kind: str, first: dict[str, str], second: dict[str, str], both: str
):
    path = f"{_path(app, kind)}/edit"
    theirs, mine = _people(kind, app)
    stale, faster = mine.open(path), theirs.open(path)
    theirs.submit(faster, "Lưu", lands="/", **first)
    page = mine.submit(stale, "Lưu", status=409, **second)
    for word in (*first.values(), *second.values()):
        assert word in page.main, page.main
    own = next(name for name in second if name not in first)
    their_own = next(name for name in first if name not in second)
    checked = {
        field["name"]: field["value"] for field in page.soup.select("input[type=radio][checked]")
    }
    assert checked[f"keep.{own.split('-')[0]}"] == "mine"
    assert checked[f"keep.{their_own}"] == checked[f"keep.{both}"] == "theirs"
    mine.submit(page, _SAVE, lands="/", **{f"keep.{both}": "mine"})
    found = _values(mine.open(path))
    assert found[their_own] == first[their_own]
    for name, typed in second.items():
        assert typed in found[name], name


def test_the_defaults_keep_what_each_changed_alone(app: Flask):
    path = f"/cooperatives/{world.COOPERATIVE_A}/edit"
    officer, manager = _people("cooperative", app)
    stale = manager.open(path)
    officer.submit(officer.open(path), "Lưu", lands="/", bank="VCB", is_youth_led="y")
    page = manager.submit(stale, "Lưu", status=409, address="Thôn Mới 9")
    assert "Cán Bộ Xã vừa lưu lúc" in page.main
    shown = manager.submit(page, _SAVE, lands="/cooperatives/")
    assert "Thôn Mới 9" in shown.main
    kept = manager.open(path)
    assert kept.soup.find(id="bank")["value"] == "VCB"
    assert kept.soup.find(id="is_youth_led").has_attr("checked")


def test_a_pack_added_by_the_other_one_is_not_lost(app: Flask):
    path = f"/products/{world.PRODUCT_A}/edit"
    officer, manager = _people("product", app)
    stale = manager.open(path)
    added = {"packs-2-label": "Túi 1 kg", "packs-2-net_mass_g": "1 kg", "packs-2-price_vnd": "9000"}
    officer.submit(officer.open(path), "Lưu", lands="/products/", **added)
    page = manager.submit(stale, "Lưu", status=409, storage="Chỗ mát")
    shown = manager.submit(page, _SAVE, lands="/products/")
    assert "Túi 1 kg" in shown.main
    assert "Chỗ mát" in manager.open(path).soup.find(id="storage")["value"]


def test_overtaken_once_more_is_asked_once_more(app: Flask):
    path = f"/lots/{world.LOT_A}/edit"
    officer, manager = _people("lot", app)
    stale = manager.open(path)
    officer.submit(officer.open(path), "Lưu", lands="/lots/", standard="GlobalGAP")
    page = manager.submit(stale, "Lưu", status=409, growing_area_code="VN-1")
    officer.submit(officer.open(path), "Lưu", lands="/lots/", quantity_g="900 kg")
    again = manager.submit(page, _SAVE, status=409)
    assert "VN-1" in again.main
    assert "900 kg" in again.main
    manager.submit(again, _SAVE, lands="/lots/")
    values = _values(manager.open(path))
    assert (values["standard"], values["growing_area_code"], values["quantity_g"]) == (
        "GlobalGAP",
        "VN-1",
        "900 kg",
    )


def test_what_cannot_be_read_in_the_chosen_values_is_said_and_kept(app: Flask):
    path = f"/lots/{world.LOT_A}/edit"
    officer, manager = _people("lot", app)
    stale = manager.open(path)
    officer.submit(officer.open(path), "Lưu", lands="/lots/", standard="GlobalGAP")
    page = manager.submit(stale, "Lưu", status=409, quantity_g="12 kg")
    hidden = page.soup.find("input", attrs={"name": "quantity_g"})
    hidden["value"] = "mười hai"
    wrong = manager.submit(page, _SAVE)
    assert wrong.error_beside("quantity_g")
    assert wrong.soup.find(id="standard")["value"] == "GlobalGAP"
