"""Scans are counted by day and by nothing else; odd stickers wait for a person."""

from datetime import timedelta
from pathlib import Path

import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways import scan_buffer
from shop_onboard.gateways.database import writing
from shop_onboard.jobs.sweeper import count_scans
from shop_onboard.models.clock import utc_now
from shop_onboard.models.labels import Label
from shop_onboard.models.lots import Lot
from shop_onboard.models.scans import CloneFlag, LabelScans, LotScans, ProductScans
from shop_onboard.services import scans
from shop_onboard.values.dates import local_date
from shop_onboard.values.scans import MOST_A_DAY, MOST_OF_A_LINE, Seen
from tests import world
from tests.pages import Browser
from tests.web.test_codes import GTIN, change, lot_code, own, printed, product_code


def counts(app: Flask) -> tuple[int, int, int]:
    """All scans of products, of lots, of stickers."""
    with app.app_context():
        columns = (ProductScans.scan_count, LotScans.scan_count, LabelScans.scan_count)
        sums = [db.session.scalar(sa.select(sa.func.sum(column))) or 0 for column in columns]
    return sums[0], sums[1], sums[2]


def sticker(app: Flask, path: str) -> tuple[int, int, int]:
    """(product, lot, sticker) ids behind an address."""
    with app.app_context():
        query = (
            sa.select(Lot.product_id, Lot.id, Label.id)
            .join(Label, Label.lot_id == Lot.id)
            .where(Label.token == path[-18:])
        )
        row = db.session.execute(query).one()
    return row[0], row[1], row[2]


def scanned_on(app: Flask, path: str, days_ago: int, times: int) -> None:
    """Count so many scans of a sticker on one day."""
    line = Seen(world.TODAY - timedelta(days=days_ago), *sticker(app, path)).line()
    with app.app_context(), writing():
        scans.count(f"full-{days_ago}-{times}.txt", [line] * times)
        db.session.commit()


def test_a_scan_is_counted_for_sticker_lot_and_product(app: Flask, browser: Browser):
    path, lot = printed(app), lot_code(app)
    for _ in range(3):
        browser.open(path)
    browser.open(lot)
    assert counts(app) == (0, 0, 0)
    assert count_scans(app) == 4
    assert counts(app) == (4, 4, 3)
    assert count_scans(app) == 0


def test_the_first_scan_is_told_on_the_sticker_alone(app: Flask, browser: Browser):
    path, lot = printed(app), lot_code(app)
    first = "Tem này được quét lần đầu"
    assert first not in browser.open(path).main
    count_scans(app)
    assert f"{first} {local_date(utc_now()):%d/%m/%Y}." in browser.open(path).main
    assert first not in browser.open(lot).main


def test_a_sticker_that_is_not_on_goods_counts_nothing(app: Flask, browser: Browser):
    browser.open(printed(app, is_active=False))
    count_scans(app)
    assert counts(app)[2] == 0


def test_people_who_work_here_and_machines_are_not_counted(
    app: Flask, browser: Browser, as_manager: Browser
):
    path = printed(app)
    as_manager.open(path)
    browser.client.get(path, headers={"User-Agent": "Googlebot/2.1"})
    browser.client.head(path)
    assert count_scans(app) == 0


def test_what_waits_to_be_counted_says_nothing_of_who_scanned(app: Flask, browser: Browser):
    path = printed(app)
    browser.client.get(
        path, headers={"User-Agent": "Redmi"}, environ_overrides={"REMOTE_ADDR": "203.0.113.9"}
    )
    text = (Path(app.config["INSTANCE"]) / "scans" / "open.txt").read_text()
    numbers = " ".join(str(number) for number in sticker(app, path))
    assert text == f"{local_date(utc_now()):%Y-%m-%d} {numbers}\n"


def test_a_batch_counts_once_even_after_a_crash(app: Flask, browser: Browser):
    browser.open(printed(app))
    instance = app.config["INSTANCE"]
    ((name, lines),) = scan_buffer.take(instance)
    with app.app_context(), writing():
        scans.count(name, lines)
        db.session.commit()
    # The power fails here: the file is still there at the next start.
    assert count_scans(app) == 0
    assert counts(app) == (1, 1, 1)
    assert scan_buffer.take(instance) == []


def test_lines_that_are_no_scans_are_left_out(app: Flask):
    with app.app_context(), writing():
        lines = ["rác\n", "2026-01-01 1 1\n", "2026-01-01 99999 99999 99999\n", "2026-01-01 1 1"]
        assert scans.count("full-x.txt", lines) == 0
        db.session.commit()
    assert counts(app) == (0, 0, 0)


def test_a_scan_farm_moves_neither_figures_nor_the_page(app: Flask, browser: Browser):
    path = printed(app)
    before = browser.open(path).main
    scanned_on(app, path, 0, 5_000)
    assert counts(app) == (MOST_A_DAY, MOST_A_DAY, MOST_A_DAY)
    shown = browser.open(path).main
    assert "sao chép. Hãy so" in before
    assert "Tem này đã bị sao chép" not in shown
    assert str(MOST_A_DAY) not in shown.replace(before, "")


def test_a_scan_farm_on_one_line_moves_no_figures_of_lots_and_products(
    app: Flask, browser: Browser
):
    change(app, own(GTIN))
    paths = [lot_code(app), product_code(app)]
    for number in range(MOST_OF_A_LINE + 15):
        for path in paths:
            line = {"REMOTE_ADDR": f"203.0.113.{number}"}
            assert browser.client.get(path, environ_overrides=line).status_code == 200
    count_scans(app)
    assert counts(app) == (2 * MOST_OF_A_LINE, MOST_OF_A_LINE, 0)
    for line in ("198.51.100.7", "2001:db8:1::7", "2001:db8:1:2::9"):
        browser.client.get(paths[0], environ_overrides={"REMOTE_ADDR": line})
    count_scans(app)
    assert counts(app)[1] == MOST_OF_A_LINE + 3
    for number in range(MOST_OF_A_LINE + 15):
        line = {"REMOTE_ADDR": f"2001:db8:2:{number:x}::1"}
        browser.client.get(paths[0], environ_overrides=line)
    count_scans(app)
    assert counts(app)[1] == 2 * MOST_OF_A_LINE + 3


def test_an_odd_sticker_waits_for_a_person_and_only_then_warns(
    app: Flask, browser: Browser, as_officer: Browser
):
    path = printed(app)
    for days_ago in range(12):
        scanned_on(app, path, days_ago, 1)
    listed = as_officer.open("/scans/flags")
    assert "Một tem được quét ở nhiều ngày khác nhau" in listed.main
    assert "1 tem nghi bị sao chép" in as_officer.open("/scans/").main
    assert "Tem này đã bị sao chép" not in browser.open(path).main
    page = as_officer.open(listed.link(f"Tem số 1, lô {world.LOT_A}"))
    form = page.form("Tem bị sao chép")
    as_officer.client.post(
        form["action"],
        data={
            "csrf_token": form.find("input", attrs={"name": "csrf_token"})["value"],
            "version": "1",
            "state": "confirmed",
            "note": "Đã gọi cửa hàng",
        },
    )
    assert "Tem này đã bị sao chép" in browser.open(path).main
    assert "Tem này đã bị sao chép" not in browser.open(lot_code(app)).main
    with app.app_context():
        assert db.session.scalars(sa.select(CloneFlag.state)).all() == ["confirmed"]


def test_scans_are_drawn_by_day_product_and_lot_for_who_may_see(
    app: Flask, as_manager: Browser, as_manager_b: Browser
):
    path = printed(app)
    scanned_on(app, path, 1, 7)
    page = as_manager.open("/scans/")
    assert "7 lượt trong 30 ngày qua" in page.main
    assert f"khoảng {MOST_OF_A_LINE} lượt từ cùng một đường mạng" in page.main
    assert len(page.soup.select("figure svg")) == 3
    assert "Vải thiều Lục Ngạn : 7" in page.texts("li")
    lot = as_manager.open(page.link(world.LOT_A))
    assert lot.soup.select("figure svg")
    assert "Chưa có lượt quét nào" in as_manager_b.open("/scans/").main
