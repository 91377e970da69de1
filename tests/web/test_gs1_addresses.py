"""A GS1 address on goods opens these very goods: no other lot, nobody else's, never one forged."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import hypothesis
import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import strategies as st
from sqlalchemy.orm import joinedload

import config as settings
from shop_onboard.app import create_app
from shop_onboard.exports.epcis import class_uri
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.jobs import sweeper
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import codes as queries
from shop_onboard.queries import history as versions
from shop_onboard.queries import lots, traces
from shop_onboard.services import history, labels, recalls, recycling
from shop_onboard.values.codes import new_label_token
from shop_onboard.values.label_stock import get_label_stock
from tests import world
from tests.pages import Browser
from tests.web.test_codes import BASE, GTIN, OTHER_GTIN, change, lot_code, own, printed

CODES = st.from_regex(r"[A-Za-zÔđ0-9][A-Za-zÔđ0-9 ._/-]{0,12}[A-Za-z0-9/.]?", fullmatch=True)


def product_of(slug: str) -> Product:
    owner = joinedload(Product.cooperative).joinedload(Cooperative.commune)
    query = sa.select(Product).where(Product.slug == slug)
    return db.session.scalars(query.options(owner, joinedload(Product.packs))).unique().one()


def on(app: Flask, product: str, what: Callable[[Product], object]) -> object:
    """Do something to a product behind the pages."""
    with app.app_context(), writing():
        found = what(product_of(product))
        db.session.commit()
        return found


def record(app: Flask, code: str, product: str = world.PRODUCT_A) -> tuple[str, str]:
    """A new lot of this code: (the address on its labels, its own token)."""

    def make(of: Product) -> tuple[str, str]:
        lot = world.lot(of, code)
        return queries.lot_address("", lot), lot.token

    return on(app, product, make)  # type: ignore[return-value]


def take_over(app: Flask, gtin: str = GTIN) -> None:
    """B's product bears the number from now on, with right."""

    def set_gtin(product: Product) -> None:
        pack = product.packs[0]
        pack.gtin, pack.gtin_owner, pack.has_gtin_right = gtin, "THT Nam Dương", True
        product.packs[:] = [pack]

    on(app, world.PRODUCT_B, set_gtin)


def print_lot_labels(app: Flask) -> str:
    def make(lot: Lot) -> str:
        labels.make(SYSTEM, lot, 1, get_label_stock(), is_trial=False, content="lot")
        return queries.lot_address("", lot)

    return str(change(app, make))


def token_on(browser: Browser, path: str) -> str:
    return browser.open(path).texts(".token")[0].replace(" ", "")


def test_lots_whose_codes_differ_by_marks_alone_have_addresses_of_their_own(
    app: Flask, browser: Browser, as_officer: Browser
):
    change(app, own(GTIN))
    plain, marked = record(app, "LO-1"), record(app, "LÔ 1")
    assert plain[0] == f"/01/{GTIN}/10/LO-1"
    assert marked[0] != plain[0]
    for path, token in (plain, marked):
        assert token_on(browser, path) == token
    page = as_officer.open("/recalls/new?lot=LO-1-2")
    as_officer.submit(
        page, "Thu hồi lô hàng này", reason="Có mùi lạ", confirm="LÔ 1", lands="/recalls/"
    )
    assert browser.open(marked[0]).main.startswith("Lô hàng này đã bị thu hồi")
    assert "thu hồi" not in browser.open(plain[0]).main
    with app.app_context():
        lot = lots.called(SYSTEM, "LÔ 1")[0]
        named = class_uri(traces.traced_lot(lot, BASE))
        assert named == queries.lot_address(BASE, lot) == f"{BASE}{marked[0]}"


def test_what_was_printed_of_a_lot_thrown_away_opens_no_later_lot_of_its_code(
    app: Flask, browser: Browser
):
    change(app, own(GTIN))
    path, _token = record(app, "LO-7")

    def throw_away(_product: Product) -> None:
        recycling.throw_away(SYSTEM, lots.called(SYSTEM, "LO-7")[0])

    on(app, world.PRODUCT_A, throw_away)
    later, token = record(app, "LO-7")
    assert token_on(browser, later) == token
    assert "không còn dùng nữa" in browser.open(path, status=410).main
    assert sweeper.empty_bin(app, utc_now() + recycling.KEPT_FOR) == 1
    assert "không còn dùng nữa" in browser.open(path, status=410).main
    assert record(app, "LO 7")[0] not in (path, later)


@pytest.mark.parametrize("code", ["VT/21/06", "A/", "a/10/b", "LÔ 1/2026", "Lô của ông Bảy", "A."])
def test_a_lot_of_any_code_has_a_gs1_address_that_leads_back(
    app: Flask, browser: Browser, code: str
):
    change(app, own(GTIN))
    path, token = record(app, code)
    assert token_on(browser, path) == token


def test_any_codes_of_one_product_lead_each_to_its_own_lot(app: Flask, browser: Browser):
    change(app, own(GTIN))
    made: dict[str, tuple[str, str]] = {}

    @hypothesis.settings(max_examples=25)
    @hypothesis.given(CODES)
    def leads_back(code: str) -> None:
        if code not in made:
            made[code] = record(app, code)
        for path, token in list(made.values())[-3:]:
            assert token_on(browser, path) == token

    leads_back()
    assert len({path for path, _token in made.values()}) == len(made)


def test_a_number_taken_over_by_its_owner_asks_whose_goods_somebody_holds(
    app: Flask, browser: Browser
):
    change(app, own(GTIN))
    path = print_lot_labels(app)
    change(app, own(OTHER_GTIN))
    take_over(app)
    record(app, world.LOT_A, world.PRODUCT_B)
    change(app, lambda lot: recalls.begin(SYSTEM, lot, "Có mùi lạ", "").id)
    asked = browser.open(path, status=300)
    assert world.NAME_A in asked.main
    assert world.NAME_B in asked.main
    assert asked.main.count("Lô hàng này đã bị thu hồi") == 1
    assert asked.response.headers["Cache-Control"] == "no-store"
    for name, product in ((world.NAME_A, "Vải thiều"), (world.NAME_B, "Mỳ Chũ")):
        assert product in browser.open(asked.link(name)).texts("h1")[0]
    asked = browser.open(f"/01/{GTIN}", status=300)
    assert "Có lô của sản phẩm này đang bị thu hồi" in asked.main
    for name, product in ((world.NAME_A, "Vải thiều"), (world.NAME_B, "Mỳ Chũ")):
        assert product in browser.open(asked.link(name)).texts("h1")[0]


def test_a_lot_of_a_number_taken_over_stays_what_was_printed(app: Flask, browser: Browser):
    change(app, own(GTIN))
    path, item = print_lot_labels(app), printed(app)
    change(app, own(OTHER_GTIN))
    take_over(app)
    theirs, _token = record(app, "LO-B-02", world.PRODUCT_B)
    for each, name in ((path, "Vải thiều"), (item, "Vải thiều"), (theirs, "Mỳ Chũ")):
        assert name in browser.open(each).texts("h1")[0]


def test_whoever_only_typed_a_number_once_stands_in_nobodys_way(app: Flask, browser: Browser):
    change(app, own(GTIN))
    change(app, own(OTHER_GTIN))
    take_over(app)
    path, _token = record(app, world.LOT_A, world.PRODUCT_B)
    for each in (path, f"/01/{GTIN}"):
        assert browser.open(each).texts("h1") == ["Mỳ Chũ Nam Dương"]


def test_a_number_taken_back_with_a_change_stays_on_the_labels(
    app: Flask, browser: Browser, as_manager: Browser
):
    change(app, drop_second_pack)
    page = as_manager.open(f"/products/{world.PRODUCT_A}/edit")
    as_manager.submit(
        page,
        "Lưu",
        packs__0__gtin=GTIN[1:],
        packs__0__gtin_owner="HTX Giáp Sơn",
        packs__0__has_gtin_right="y",
        lands="/products/",
    )
    change(app, approve)
    item = printed(app)
    assert item.startswith(f"/01/{GTIN}/")
    with app.app_context(), writing():
        product = product_of(world.PRODUCT_A)
        [version] = [
            each
            for each in versions.page("product", product.id).items
            if any(field.startswith("packs/") and each.before[field] for field in each.before)
        ]
        history.undo(SYSTEM, version)
        db.session.commit()
    assert lot_code(app).startswith("/t/")
    assert browser.open(item).texts("h1") == ["Vải thiều Lục Ngạn"]


def drop_second_pack(lot: Lot) -> None:
    lot.product.packs[:] = lot.product.packs[:1]


def approve(lot: Lot) -> None:
    lot.product.state = "approved"


def test_a_serial_belongs_to_its_number_and_its_lot(app: Flask, browser: Browser):
    change(app, own(GTIN))
    item = printed(app)
    token, _other = item[-18:], record(app, "LO-9")
    browser.open(item)
    browser.open(f"/01/{GTIN}/21/{token}")
    for path in (
        f"/01/{OTHER_GTIN}/10/{world.LOT_A}/21/{token}",
        f"/01/{GTIN}/10/LO-9/21/{token}",
        f"/01/{GTIN}/10/{world.LOT_A}/21/{new_label_token()}",
        f"/01/{GTIN}/21/{change(app, lambda lot: lot.token)}",
    ):
        assert "không có trong hệ thống" in browser.open(path, status=404).main


def test_another_spelling_keeps_what_else_was_asked(app: Flask, browser: Browser):
    change(app, own(GTIN))
    answer = browser.open(f"/01/{GTIN[1:]}?lang=en&linkType=gs1:pip", status=301)
    place = urlsplit(answer.response.headers["Location"])
    assert (place.netloc, place.path) == ("", f"/01/{GTIN}")
    assert place.query == "lang=en&linkType=gs1:pip"


def test_caches_tell_pages_from_lists_of_links(app: Flask, browser: Browser):
    change(app, own(GTIN))
    for accept in ("text/html", "application/linkset+json"):
        answer = browser.client.get(f"/01/{GTIN}", headers={"Accept": accept})
        assert "Accept" in {each.strip() for each in answer.headers["Vary"].split(",")}
    mark = browser.client.get(f"/01/{GTIN}").headers["ETag"]
    again = browser.client.get(f"/01/{GTIN}", headers={"If-None-Match": mark})
    assert again.status_code == 304
    assert "Accept" in again.headers["Vary"]


def test_a_slash_at_the_end_changes_nothing(app: Flask, browser: Browser):
    path = f"/t/{change(app, lambda lot: lot.token)}"
    assert browser.open(f"{path}/").main == browser.open(path).main
    assert browser.open("/t/").main == browser.open("/t").main
    change(app, own(GTIN))
    assert browser.open(f"{lot_code(app)}/").texts("h1") == ["Vải thiều Lục Ngạn"]


def test_wrong_codes_of_one_line_keep_nobody_from_genuine_ones(app: Flask):
    path = lot_code(app)
    instance, database = Path(app.config["INSTANCE"]), app.config["SQLALCHEMY_DATABASE_URI"]
    limited = settings.Testing(instance, SQLALCHEMY_DATABASE_URI=database, RATELIMIT_ENABLED=True)
    busy = create_app(limited)
    browser = Browser(busy)
    for _ in range(30):
        browser.open(f"/t/{new_label_token()}", status=404)
    browser.open(f"/t/{new_label_token()}", status=429)
    browser.open("/t/SAI", status=429)
    assert browser.open(path).texts("h1") == ["Vải thiều Lục Ngạn"]
    with busy.app_context():
        db.engine.dispose()
