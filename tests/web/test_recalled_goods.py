"""Goods that were recalled: what is made of them, sold, printed and thrown away afterwards."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.exports.registry import nothing_known_refusals
from shop_onboard.extensions import db
from shop_onboard.jobs import sweeper
from shop_onboard.models.clock import utc_now
from shop_onboard.models.lots import Lot
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import listings, products
from shop_onboard.services.recycling import KEPT_FOR
from shop_onboard.values.dates import format_date, local_date
from tests import world
from tests.imports.files import xlsx
from tests.pages import Browser, Page
from tests.services.test_imports import bring_in
from tests.web.test_marketplaces import with_photo
from tests.web.test_sales import option
from tests.web.work import finished

DAY = local_date(utc_now())
PATH = f"/lots/{world.LOT_A}"
TODAY, BEFORE = format_date(DAY), format_date(DAY - timedelta(days=1))
SALES = ["Ngày*", "Mã HTX*", "Mã lô", "Kênh*", "Khối lượng*"]


def split(person: Browser, parent: str, code: str, mass: str) -> None:
    page = person.open(f"/lots/{parent}/make")
    person.submit(page, "Làm lô mới", lands="/lots/", how="split", mass_g=mass, code=code)


def recall(person: Browser, code: str = world.LOT_A) -> Page:
    page = person.open(f"/recalls/new?lot={code}")
    typed = {"reason": "Có mùi lạ", "confirm": code}
    return person.submit(page, "Thu hồi lô hàng này", lands="/recalls/", **typed)


def throw_away(person: Browser, code: str) -> None:
    person.submit(person.open(f"/lots/{code}"), "Xóa", lands="/bin/")


def fetch_back(person: Browser) -> None:
    person.submit(person.open("/bin/"), "Khôi phục", lands="/history/lot/")


def address(app: Flask, code: str) -> str:
    with app.app_context():
        return f"/t/{db.session.scalar(sa.select(Lot.token).where(Lot.code == code))}"


def test_a_lot_that_lay_in_the_bin_is_recalled_with_what_it_was_made_of(
    app: Flask, as_manager: Browser, browser: Browser
):
    split(as_manager, world.LOT_A, "CON-1", "100 kg")
    split(as_manager, "CON-1", "CHAU-1", "40 kg")
    path = address(app, "CHAU-1")
    throw_away(as_manager, "CHAU-1")
    assert "CHAU-1" not in as_manager.open(f"/recalls/new?lot={world.LOT_A}").main
    order = recall(as_manager)
    assert "CHAU-1" not in order.main
    fetch_back(as_manager)
    assert browser.open(path).main.startswith("Lô hàng này đã bị thu hồi")
    assert "CHAU-1" in as_manager.open(order.path).main


def test_an_order_that_ended_while_a_lot_lay_in_the_bin_has_ended_for_it_too(
    app: Flask, as_manager: Browser, browser: Browser
):
    split(as_manager, world.LOT_A, "CON-1", "100 kg")
    path = address(app, "CON-1")
    throw_away(as_manager, "CON-1")
    order = recall(as_manager)
    as_manager.submit(order, "Hủy lệnh thu hồi", end_reason="Kiểm lại đạt", lands="/recalls/")
    fetch_back(as_manager)
    assert "thu hồi" not in browser.open(path).main


def test_what_was_ever_recalled_is_not_thrown_away(app: Flask, as_manager: Browser):
    split(as_manager, world.LOT_A, "CON-1", "100 kg")
    order = recall(as_manager, "CON-1")
    as_manager.submit(order, "Ghi đã báo", told="Cửa hàng Hoa", way="phone", lands=order.path)
    refused = as_manager.submit(as_manager.open("/lots/CON-1"), "Xóa")
    assert "hồ sơ thu hồi phải giữ lại" in refused.main
    as_manager.submit(order, "Hủy lệnh thu hồi", end_reason="Kiểm lại đạt", lands="/recalls/")
    as_manager.submit(as_manager.open("/lots/CON-1"), "Xóa", status=422)
    assert sweeper.empty_bin(app, utc_now() + KEPT_FOR) == 0
    assert "Cửa hàng Hoa" in as_manager.open(order.path).main


def test_nothing_is_sold_after_a_recall_but_what_was_sold_before_is_written_down(
    as_manager: Browser,
):
    recall(as_manager)
    page = as_manager.open(f"/sales/new?cooperative={world.COOPERATIVE_A}")
    lot = option(page, "lot_code", world.LOT_A)
    assert option(page, "lot_code", "đã thu hồi") == lot
    typed = {"channel_key": "shopee", "mass_g": "12 kg", "lot_code": lot}
    refused = as_manager.submit(page, "Lưu", sold_on=TODAY, **typed)
    assert f"đã thu hồi ngày {TODAY}" in refused.error_beside("sold_on")
    shown = as_manager.submit(refused, "Lưu", sold_on=BEFORE, lands="/sales/")
    edit = as_manager.open(f"{shown.path}/edit")
    moved = as_manager.submit(edit, "Lưu", sold_on=TODAY)
    assert "không bán tiếp được" in moved.error_beside("sold_on")


def test_a_sale_of_before_a_recall_is_corrected_after_it(as_manager: Browser):
    page = as_manager.open(f"/sales/new?cooperative={world.COOPERATIVE_A}")
    typed = {"channel_key": "shopee", "mass_g": "12 kg", "sold_on": TODAY}
    lot = option(page, "lot_code", world.LOT_A)
    shown = as_manager.submit(page, "Lưu", lot_code=lot, lands="/sales/", **typed)
    recall(as_manager)
    edit = as_manager.open(f"{shown.path}/edit")
    assert "21 kg" in as_manager.submit(edit, "Lưu", mass_g="21 kg", lands="/sales/").main


def test_a_spreadsheet_sells_nothing_after_a_recall(app: Flask, as_manager: Browser):
    recall(as_manager)
    days = (DAY - timedelta(days=1), DAY)
    rows = [[day, world.COOPERATIVE_A, world.LOT_A, "Shopee", "12 kg"] for day in days]
    done = bring_in(app, xlsx({"Tiêu thụ": [SALES, *rows]}))
    assert (done.created_count, done.failed_count) == (1, 1)


@pytest.mark.parametrize(
    ("typed", "is_taken"),
    [
        ({"happened_on": TODAY}, False),
        ({"happened_on": TODAY, "hour": "23h59"}, False),
        ({"happened_on": BEFORE}, True),
        ({"happened_on": TODAY, "kind": "receiving"}, True),
    ],
)
def test_no_goods_are_handed_on_after_a_recall(
    as_manager: Browser, typed: dict[str, str], is_taken: bool
):
    recall(as_manager)
    page = as_manager.open(f"{PATH}/events/new")
    said = {"kind": "shipping", "partner": "Cửa hàng Hoa", "mass_g": "5 kg"} | typed
    if is_taken:
        as_manager.submit(page, "Lưu", lands=PATH, **said)
        return
    refused = as_manager.submit(page, "Lưu", **said)
    assert "không xuất hàng nữa" in refused.error_beside("happened_on")


def test_the_file_of_a_run_is_closed_by_a_recall_wherever_it_is_asked_for(
    app: Flask, as_manager: Browser
):
    asked = as_manager.submit(
        as_manager.open("/labels/new"), "Tạo tờ tem", pack=world.PACK_A, count="3", lands="/jobs/"
    )
    finished(app, as_manager, asked)
    assert as_manager.download(f"{asked.path}/file").mimetype == "application/pdf"
    recall(as_manager)
    refused = as_manager.open(f"{asked.path}/file", status=422)
    assert "đã có lệnh thu hồi nên không in tem được" in refused.main


@pytest.mark.parametrize("marketplace", ["google", "postmart", "woocommerce"])
def test_no_file_for_a_marketplace_holds_what_is_called_back(
    app: Flask, as_manager: Browser, marketplace: str
):
    with_photo(as_manager)
    shop = f"/shop/{world.COOPERATIVE_A}/{world.PRODUCT_A}"
    assert "application/ld+json" in as_manager.client.get(shop).get_data(as_text=True)
    recall(as_manager)
    ready = as_manager.open(f"/listings/products/{world.PRODUCT_A}")
    assert f"Lô {world.LOT_A} đang có lệnh thu hồi" in ready.main
    assert "application/ld+json" not in as_manager.client.get(shop).get_data(as_text=True)
    page = as_manager.open(f"/marketplaces/{marketplace}")
    asked = {"cooperative": world.COOPERATIVE_A, "lands": "/jobs/"}
    job = as_manager.submit(page, "Tạo tệp đăng sàn", **asked)
    done = finished(app, as_manager, job)
    assert "đang có lệnh thu hồi" in done.main
    as_manager.open(f"{done.path}/file", status=404)


def test_no_filled_template_holds_what_is_called_back(app: Flask, as_manager: Browser):
    recall(as_manager)
    with app.app_context():
        found = products.one(SYSTEM, world.PRODUCT_A)
        [listing, *_] = listings.outlines([found], "https://lensan.vn", DAY)
    assert [each.field for each in nothing_known_refusals(listing)] == ["recalled_lot"]
