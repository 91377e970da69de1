"""Pages that are given again without asking: for how long, after what change, under whose name."""

import json
import re
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways import copies, copy_watch
from shop_onboard.gateways.database import writing
from shop_onboard.jobs.sweeper import count_scans
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.policy import SYSTEM
from shop_onboard.services import codes, recycling
from tests import world
from tests.pages import Browser
from tests.web.test_codes import change, lot_code, printed


def test_a_lot_is_shown_out_of_its_copy_when_the_database_is_away(app: Flask, browser: Browser):
    path, sticker = lot_code(app), printed(app)
    before = browser.open(path).main
    browser.open(sticker)
    take_database_away(app)
    away = browser.open(path)
    assert re.fullmatch(r"Bản lưu lúc \d\d/\d\d/\d{4} \d\d:\d\d: .*", away.texts(".alert")[0])
    assert away.main == f"{away.texts('.alert')[0]} {before}"
    browser.open(sticker, status=503)


def test_a_copy_of_yesterday_is_given_to_nobody(app: Flask, browser: Browser):
    path = lot_code(app)
    browser.open(path)
    instance = Path(app.config["INSTANCE"])
    [file] = (instance / "copies").iterdir()
    head, _line, body = file.read_bytes().partition(b"\n")
    told = json.loads(head)
    file.write_bytes(json.dumps(told | {"at": told["at"] - copies.KEPT_S}).encode() + b"\n" + body)
    take_database_away(app)
    browser.open(path, status=503)


def take_database_away(app: Flask) -> None:
    with app.app_context():
        engine = db.engine
    if engine.dialect.name == "sqlite":
        with app.app_context(), writing(), engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE lots RENAME TO lots_away")
        return
    server = sa.create_engine(engine.url.set(database="postgres"), isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        name = engine.url.database
        connection.exec_driver_sql(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
        connection.execute(
            sa.text("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = :name"),
            {"name": name},
        )
    server.dispose()


def withdraw(lot: Lot) -> None:
    lot.product.cooperative.shown_phone = ""


def take_approval(lot: Lot) -> None:
    lot.product.state = "submitted"


def throw_away(lot: Lot) -> None:
    recycling.throw_away(SYSTEM, lot)


def rename_in_bulk(lot: Lot) -> None:
    db.session.execute(sa.update(Product).values(description="Lời khác"))


@pytest.mark.parametrize("what", [withdraw, take_approval, throw_away, rename_in_bulk])
def test_what_has_changed_does_not_come_back_when_the_database_is_away(
    app: Flask, browser: Browser, what: Callable[[Lot], None]
):
    change(app, lambda lot: setattr(lot.product.cooperative, "shown_phone", "+84510000060"))
    path = lot_code(app)
    assert browser.open(path).link("Gọi 0510 000 060")
    change(app, what)
    take_database_away(app)
    browser.open(path, status=503)


def test_what_no_buyer_sees_leaves_the_copies(app: Flask, browser: Browser, as_manager: Browser):
    path = lot_code(app)
    browser.open(path)
    page = browser.open(browser.open(path).link("Phản ánh sản phẩm"))
    browser.submit(page, "Gửi phản ánh", kind="other", words="Ngon.", lands="/feedback/told/")
    count_scans(app)
    take_database_away(app)
    browser.open(path)


def test_a_page_begun_before_a_change_is_not_kept(app: Flask):
    instance = app.config["INSTANCE"]
    begun = copies.generation(instance)
    copies.drop_all(instance)
    told = {"etag": "e", "policy": "", "at": time.time(), "product_id": 1, "lot_id": None}
    copies.keep(instance, "trang", copies.Copy(body=b"cu", generation=begun, **told))
    assert copies.kept(instance, "trang") is None
    now = copies.generation(instance)
    copies.keep(instance, "trang", copies.Copy(body=b"moi", generation=now, **told))
    held = copies.kept(instance, "trang")
    assert held is not None
    assert held.body == b"moi"


def test_every_table_that_is_on_no_page_is_one_of_ours():
    assert set(db.metadata.tables) >= copy_watch.UNSHOWN


def test_a_fresh_copy_is_given_without_asking_and_a_recall_is_seen_at_once(
    app: Flask, browser: Browser, as_officer: Browser
):
    app.config["COPY_SECONDS"] = 30
    path = lot_code(app)
    first = browser.open(path)

    with app.app_context(), writing(), db.engine.begin() as connection:
        # Behind the application's back: a change of its own would end the copies.
        connection.execute(sa.text("UPDATE lots SET standard = 'KHAC'"))
    assert browser.open(path).main == first.main
    page = as_officer.open(f"/recalls/new?lot={world.LOT_A}")
    as_officer.submit(
        page, "Thu hồi lô hàng này", reason="Có mùi lạ", confirm="lo-a-01", lands="/recalls/"
    )
    assert browser.open(path).main.startswith("Lô hàng này đã bị thu hồi")


PUBLIC = ("/shop", "/feedback/new", "/t", "/.well-known/gs1resolver")


def test_another_host_is_refused_before_any_address_was_ever_stored(app: Flask, browser: Browser):
    for path in (lot_code(app), *PUBLIC):
        for host in ("evil.example", "evil.example:80", "localhost.evil.example"):
            answer = browser.client.get(path, headers={"Host": host})
            assert answer.status_code == 400, (path, host)
            assert b"evil" not in answer.data
    assert not list(Path(app.config["INSTANCE"]).glob("copies/*"))


def test_ports_that_somebody_made_up_are_no_more_pages_to_keep(app: Flask, browser: Browser):
    path = lot_code(app)
    browser.open(path)
    for port in range(10_000, 10_005):
        assert browser.client.get(path, headers={"Host": f"localhost:{port}"}).status_code == 200
    assert len(list(Path(app.config["INSTANCE"]).glob("copies/*"))) == 1


def test_a_former_name_is_answered_and_called_true_by_nobody(app: Flask, browser: Browser):
    with app.app_context(), writing():
        codes.remember_address("https://ten-cu.vn")
        db.session.commit()
    for public_url, domain in ((None, "localhost:443"), ("https://ten-moi.vn", "ten-moi.vn")):
        app.config["PUBLIC_URL"] = public_url
        for path in (lot_code(app), *PUBLIC):
            answer = browser.client.get(path, base_url="https://ten-cu.vn")
            assert answer.status_code == 200, path
            assert b"ten-cu" not in answer.data, path
        told = browser.client.get(PUBLIC[-1], base_url="https://ten-cu.vn").get_json()
        assert told["resolverRoot"].endswith(f"//{domain}")
