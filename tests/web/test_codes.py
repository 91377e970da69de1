"""What a printed code opens, for life: under every form, after every change, and when wrong."""

import json
import re
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.jobs import sweeper
from shop_onboard.models.clock import utc_now
from shop_onboard.models.codes import FormerGtin
from shop_onboard.models.labels import Label, LabelBatch
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import PackSize, Product
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import codes as queries
from shop_onboard.queries import lots
from shop_onboard.services import codes, labels, recycling, samples
from shop_onboard.values.codes import new_label_token
from shop_onboard.values.label_stock import get_label_stock
from tests import world
from tests.pages import Browser

GTIN = "09521234543213"
OTHER_GTIN = "09506000134352"
BASE = "https://lensan.example.vn"


def change(app: Flask, what: Callable[[Lot], object]) -> object:
    """Do something to A's lot (product, packs, cooperative loaded) behind the pages."""
    with app.app_context(), writing():
        found = what(lots.called(SYSTEM, world.LOT_A)[0])
        db.session.commit()
        return found


def own(gtin: str) -> Callable[[Lot], None]:
    """Leave the product one pack, which bears the number with right."""

    def set_gtin(lot: Lot) -> None:
        before = codes.owned(lot.product)
        lot.product.packs[:] = lot.product.packs[:1]
        pack = lot.product.packs[0]
        pack.gtin, pack.gtin_owner, pack.has_gtin_right = gtin, "HTX Giáp Sơn", True
        db.session.flush()
        codes.keep_former(lot.product, before)

    return set_gtin


def printed(app: Flask, *, is_active: bool = True, is_trial: bool = False) -> str:
    """The address in the code of a new sticker of A's lot, without its host."""

    def make(lot: Lot) -> str:
        pack = lot.product.packs[0].label
        stock = get_label_stock()
        batch = labels.make(SYSTEM, lot, 1, stock, is_trial=is_trial, pack_label=pack)
        if is_active:
            codes.activate(SYSTEM, batch)
        label = db.session.scalars(sa.select(Label).where(Label.batch_id == batch.id)).one()
        return queries.item_address("", lot, label.token, batch)

    return str(change(app, make))


def lot_code(app: Flask) -> str:
    return str(change(app, lambda lot: queries.lot_address("", lot)))


def product_code(app: Flask) -> str:
    return str(change(app, lambda lot: queries.product_address("", lot.product)))


def linked(page) -> dict[str, object]:
    return json.loads(page.soup.find("script", type="application/ld+json").string)


def test_a_sticker_of_a_product_with_a_number_of_its_own_carries_a_gs1_address(
    app: Flask, browser: Browser
):
    assert printed(app).startswith("/t/")
    change(app, own(GTIN))
    item, lot, product = printed(app), lot_code(app), product_code(app)
    assert re.fullmatch(rf"/01/{GTIN}/10/{world.LOT_A}/21/[2-9A-Z]{{18}}", item)
    assert (lot, product) == (f"/01/{GTIN}/10/{world.LOT_A}", f"/01/{GTIN}")
    for path in (item, lot, product):
        page = browser.open(path)
        assert page.texts("h1") == ["Vải thiều Lục Ngạn"]
        assert linked(page)["gtin14"] == GTIN
    assert world.LOT_A in browser.open(lot).main
    assert world.LOT_A not in browser.open(product).main


def test_a_number_that_nobody_may_use_is_in_no_code(app: Flask):
    def without_right(lot: Lot) -> None:
        own(GTIN)(lot)
        lot.product.packs[0].has_gtin_right = False

    change(app, without_right)
    assert printed(app).startswith("/t/")
    assert "893" not in printed(app)[:8]


def test_a_number_is_asked_whose_it_is_and_kept_from_others(
    app: Flask, as_manager: Browser, as_manager_b: Browser
):
    page = as_manager.open(f"/products/{world.PRODUCT_A}/edit")
    asked = as_manager.submit(page, "Lưu", packs__0__gtin=GTIN[1:], packs__0__has_gtin_right="y")
    assert "Hãy ghi tên cơ sở được cấp mã vạch" in asked.error_beside("packs-0-gtin_owner")
    as_manager.submit(
        page,
        "Lưu",
        packs__0__gtin=GTIN[1:],
        packs__0__gtin_owner="HTX Giáp Sơn",
        packs__0__has_gtin_right="y",
        lands="/products/",
    )
    theirs = as_manager_b.open(f"/products/{world.PRODUCT_B}/edit")
    refused = as_manager_b.submit(theirs, "Lưu", packs__0__gtin=GTIN)
    assert "đang ở sản phẩm của một cơ sở khác" in refused.main
    wrong = as_manager_b.submit(theirs, "Lưu", packs__0__gtin="09521234543214")
    assert "sai chữ số kiểm tra" in wrong.error_beside("packs-0-gtin")
    twice = as_manager.open(f"/products/{world.PRODUCT_A}/edit")
    refused = as_manager.submit(twice, "Lưu", packs__1__gtin=GTIN)
    assert "Hai quy cách trùng mã vạch" in refused.main


def test_a_code_outlives_a_corrected_number(app: Flask, browser: Browser, as_manager: Browser):
    change(app, own(GTIN))
    item, lot, product = printed(app), lot_code(app), product_code(app)
    page = as_manager.open(f"/products/{world.PRODUCT_A}/edit")
    as_manager.submit(page, "Lưu", packs__0__gtin=OTHER_GTIN, lands="/products/")
    with app.app_context():
        assert db.session.scalars(sa.select(FormerGtin.gtin)).all() == [GTIN]
    for path in (item, lot, product):
        assert browser.open(path).texts("h1") == ["Vải thiều Lục Ngạn"]


def test_a_former_number_stays_with_its_lots_when_its_owner_takes_it_up(
    app: Flask, browser: Browser
):
    change(app, own(GTIN))
    lot, product = lot_code(app), product_code(app)
    change(app, own(OTHER_GTIN))
    with app.app_context(), writing():
        pack = db.session.scalars(
            sa.select(PackSize).join(PackSize.product).where(Product.slug == world.PRODUCT_B)
        ).first()
        pack.gtin, pack.gtin_owner, pack.has_gtin_right = GTIN, "THT Nam Dương", True
        db.session.commit()
    assert browser.open(product).texts("h1") == ["Mỳ Chũ Nam Dương"]
    assert browser.open(lot).texts("h1") == ["Vải thiều Lục Ngạn"]


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        (f"/01/{GTIN[:-1]}4", 400, "sai chữ số kiểm tra"),
        (f"/10/LO-A-01/01/{GTIN}", 400, "sai thứ tự"),
        (f"/01/{GTIN}/21/ABC/10/LO", 400, "sai thứ tự"),
        (f"/01/{GTIN}/10/{'A' * 21}", 400, "20 ký tự"),
        (f"/01/{OTHER_GTIN}", 404, "không có trong hệ thống"),
        (f"/01/{GTIN}/10/KHONG-CO", 404, "không có trong hệ thống"),
        (f"/01/{GTIN}/21/KHONG-CO", 404, "không có trong hệ thống"),
    ],
)
def test_a_wrong_gs1_address_is_told_so(
    app: Flask, browser: Browser, path: str, status: int, words: str
):
    change(app, own(GTIN))
    page = browser.open(path, status=status)
    assert words in page.main
    assert "Vải thiều" not in page.main


def test_other_spellings_of_an_address_are_one_address(app: Flask, browser: Browser):
    change(app, own(GTIN))
    for path in (f"/01/{GTIN[1:]}", f"/01/{GTIN[1:]}/10/{world.LOT_A}"):
        answer = browser.open(path, status=301)
        place = urlsplit(answer.response.headers["Location"])
        assert (place.scheme, place.netloc) == ("", "")
        assert place.path.startswith(f"/01/{GTIN}")
    item = printed(app)
    assert browser.open(item[:-18] + item[-18:].lower()).texts("h1") == ["Vải thiều Lục Ngạn"]


def test_nothing_leads_to_another_host(app: Flask, browser: Browser):
    token = lot_code(app)
    for path in (
        f"{token}?url=https://evil.example",
        f"{token}?next=//evil.example",
        "/01/https://evil.example",
        "/t/https://evil.example",
        f"/01//evil.example/{GTIN}",
        "/t?code=https://evil.example",
    ):
        answer = browser.client.get(path)
        place = urlsplit(answer.headers.get("Location", ""))
        assert place.netloc in ("", "localhost"), path
        assert not re.search(rb'(href|src|action)="(https?:)?//evil', answer.data)


def test_a_resolver_describes_itself_and_its_links(app: Flask, browser: Browser):
    change(app, own(GTIN))
    told = browser.client.get("/.well-known/gs1resolver")
    assert told.get_json()["resolverRoot"] == "http://localhost"
    assert told.get_json()["supportedPrimaryKeys"] == ["01"]
    assert told.headers["Access-Control-Allow-Origin"] == "*"
    for ask in ({"path": f"/01/{GTIN}?linkType=all"}, {"path": f"/01/{GTIN}?linkType=linkset"}):
        answer = browser.client.get(**ask)
        assert answer.mimetype == "application/linkset+json"
        (links,) = answer.get_json()["linkset"]
        assert links["anchor"] == f"http://localhost/01/{GTIN}"
        targets = [link["href"] for link in links["https://ref.gs1.org/voc/pip"]]
        assert [urlsplit(target).netloc for target in targets] == ["localhost"] * 2
        for target in targets:
            browser.open(target.removeprefix("http://localhost"))
    accept = {"Accept": "application/linkset+json"}
    assert browser.client.get(f"/01/{GTIN}", headers=accept).mimetype == accept["Accept"]
    browser.open(f"/01/{GTIN}?linkType=gs1:traceability")
    browser.open(f"/01/{GTIN}?linkType=gs1:recallStatus", status=404)


def test_a_code_answers_under_a_former_name_of_the_server(app: Flask, browser: Browser):
    path = lot_code(app)
    with app.app_context(), writing():
        assert codes.remember_address("https://ten-cu.vn/")
        assert not codes.remember_address("https://ten-cu.vn")
        assert not codes.remember_address("http://192.168.1.7:8000")
        db.session.commit()
    old = {"base_url": "https://ten-cu.vn"}
    answer = browser.client.get(path, **old)
    assert answer.status_code == 200
    assert "Location" not in answer.headers
    assert browser.client.get("/login", **old).status_code == 400
    assert browser.client.get(path, base_url="https://ten-la.vn").status_code == 400


def test_a_deleted_code_says_that_it_is_gone(app: Flask, browser: Browser):
    change(app, own(GTIN))
    lot, product = lot_code(app), product_code(app)
    token = f"/t/{change(app, lambda lot: lot.token)}"

    def throw_away(lot: Lot) -> None:
        recycling.throw_away(SYSTEM, lot)

    change(app, throw_away)
    for path in (lot, token):
        page = browser.open(path, status=410)
        assert "không còn dùng nữa" in page.main
        assert page.link("Phản ánh sản phẩm")
    browser.open(product)


def test_a_lot_gone_for_good_says_so_under_every_number_it_was_printed_with(
    app: Flask, browser: Browser
):
    change(app, own(GTIN))
    before = lot_code(app)
    change(app, own(OTHER_GTIN))
    addresses = [before, lot_code(app), f"/t/{change(app, lambda lot: lot.token)}"]
    change(app, lambda lot: recycling.throw_away(SYSTEM, lot).id)
    assert sweeper.empty_bin(app, utc_now() + recycling.KEPT_FOR) == 1
    for path in addresses:
        assert "không còn dùng nữa" in browser.open(path, status=410).main
    browser.open(f"/01/{GTIN}")
    browser.open(f"/01/{GTIN}/10/LO-KHAC", status=404)


def test_what_was_printed_of_the_sample_says_that_it_is_gone(app: Flask, browser: Browser):
    addresses = [printed(app), f"/t/{change(app, lambda lot: lot.token)}"]

    def mark(lot: Lot) -> None:
        lot.is_sample = lot.product.is_sample = lot.product.cooperative.is_sample = True

    change(app, mark)
    with app.app_context(), writing():
        samples.remove(SYSTEM)
        db.session.commit()
    for path in addresses:
        assert "không còn dùng nữa" in browser.open(path, status=410).main


def test_a_mistyped_code_says_where_to_look(browser: Browser):
    token = new_label_token()
    page = browser.open(f"/t/{token[:4]}0{token[5:]}", status=404)
    assert "chữ thứ 5 («0»)" in page.main
    page = browser.open(f"/t/{token[:-1]}", status=404)
    assert "18 chữ và số, bạn đã gõ 17" in page.main
    other = "3" if token[3] == "2" else "2"
    page = browser.open(f"/t/{token[:3]}{other}{token[4:]}", status=404)
    assert "có một chữ sai" in page.main


def test_a_code_can_be_typed_on_the_official_domain(app: Flask, browser: Browser):
    path = lot_code(app)
    page = browser.open("/t")
    assert page.form("Xem")["method"] == "get"
    answer = browser.open(f"/t?code={path.removeprefix('/t/').lower()}", status=302)
    assert answer.response.headers["Location"] == path
    wrong = browser.submit(page, "Xem", code="ABC", status=422)
    assert "bạn đã gõ 3" in wrong.main


def test_a_sticker_not_yet_on_goods_says_so_and_counts_nothing(
    app: Flask, browser: Browser, as_manager: Browser
):
    path = printed(app, is_active=False)
    assert "Tem này chưa được kích hoạt" in browser.open(path).main
    page = as_manager.open(f"/lots/{world.LOT_A}")
    as_manager.submit(page, "Kích hoạt tem", lands=f"/lots/{world.LOT_A}")
    assert "chưa được kích hoạt" not in browser.open(path).main
    with app.app_context():
        assert db.session.scalars(sa.select(LabelBatch.activated_at)).one() is not None


def test_a_trial_sticker_says_so_first(app: Flask, browser: Browser):
    page = browser.open(printed(app, is_trial=True, is_active=False))
    assert "TEM THỬ – chưa dùng được" in page.main
    assert "kích hoạt" not in page.main
