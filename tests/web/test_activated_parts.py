"""Which stickers of a long run are on goods: those of the parts that were printed."""

import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.models.labels import Label
from tests import world
from tests.pages import Browser, Page
from tests.web.work import finished

WAITS = "Tem này chưa được kích hoạt"


def long_run(app: Flask, person: Browser) -> Page:
    """A run of two parts, 600 stickers and 50."""
    app.config["PUBLIC_URL"] = "https://lensan.example.vn"
    told = {"pack": world.PACK_A, "count": "650", "first_cell": "1"}
    asked = person.submit(person.open("/labels/new"), "Tạo tờ tem", **told)
    going = person.submit(asked, "Tạo tờ tem", pack=world.PACK_A, knows_test="y", lands="/jobs/")
    return person.open(finished(app, person, going).link("Mở sổ in"))


def mark(person: Browser, ledger: Page, part: int, state: str) -> Page:
    """Tap a button of a part, counted from 0, as it stands on the page."""
    forms = [form for form in ledger.soup.select("form") if form["action"].endswith("/mark")]
    actions = list(dict.fromkeys(form["action"] for form in forms))
    token = forms[0].find("input", {"name": "csrf_token"})
    data = {"state": state} | ({"csrf_token": token["value"]} if token else {})
    answer = person.client.post(actions[part], data=data)
    assert answer.status_code == 302
    return person.open(ledger.path)


def waits(app: Flask, browser: Browser, serial: int) -> bool:
    """Whether the page of a sticker says that it is on no goods yet."""
    with app.app_context():
        token = db.session.scalar(sa.select(Label.token).where(Label.serial == serial))
    return WAITS in browser.open(f"/t/{token}").main


def test_only_the_stickers_of_a_printed_part_are_on_goods(
    app: Flask, as_manager: Browser, browser: Browser
):
    ledger = long_run(app, as_manager)
    ledger = mark(as_manager, ledger, 0, "spoilt")
    ledger = mark(as_manager, ledger, 1, "printed")
    assert [waits(app, browser, serial) for serial in (1, 600, 601, 650)] == [
        True,
        True,
        False,
        False,
    ]
    assert "Kích hoạt tem" in as_manager.open("/lots/LO-A-01").texts("main button")
    mark(as_manager, ledger, 0, "printed")
    assert not waits(app, browser, 1)
    assert "Kích hoạt tem" not in as_manager.open("/lots/LO-A-01").texts("main button")


def test_a_tap_that_is_taken_back_leaves_its_stickers_waiting(
    app: Flask, as_manager: Browser, browser: Browser
):
    ledger = long_run(app, as_manager)
    for part, state in ((0, "printed"), (1, "printed"), (0, "waiting")):
        ledger = mark(as_manager, ledger, part, state)
    assert [waits(app, browser, serial) for serial in (600, 601)] == [True, False]
    assert "Kích hoạt tem" in as_manager.open("/lots/LO-A-01").texts("main button")
