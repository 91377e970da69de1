"""Taking goods back: what it touches, who was told, and how it ends."""

import re

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.labels import Label
from shop_onboard.models.lots import Lot
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import lots
from shop_onboard.services import codes, labels, lot_events, lot_making
from shop_onboard.values.label_stock import get_label_stock
from tests import world
from tests.pages import Browser, Page

NEW = f"/recalls/new?lot={world.LOT_A}"
REASON = "Nhãn ghi nhầm hạn sử dụng"


def derive(app: Flask) -> list[str]:
    """Two lots out of A's, the second out of the first; two stickers of each; all addresses."""
    with app.app_context(), writing():
        first = lots.called(SYSTEM, world.LOT_A)[0]
        found = [first]
        for code in ("LO-A-CON", "LO-A-CHAU"):
            data = lot_making.MakingData("split", world.TODAY, code=code)
            found.append(lot_making.make(SYSTEM, first.product, [(found[-1], 1_000)], data))
        tokens = []
        for lot in found:
            stock = get_label_stock()
            batch = labels.make(SYSTEM, lot, 2, stock, is_trial=False, pack_label="Hộp 2 kg")
            codes.activate(SYSTEM, batch)
            tokens += [lot.token, *_stickers(batch.id)]
        db.session.commit()
        return [f"/t/{token}" for token in tokens]


def _stickers(batch_id: int) -> list[str]:
    return list(db.session.scalars(sa.select(Label.token).where(Label.batch_id == batch_id)))


def begin(person: Browser, **typed: str) -> Page:
    page = person.open(NEW)
    told = {"reason": REASON, "contact": "Cửa hàng Chũ", "confirm": world.LOT_A} | typed
    return person.submit(page, "Thu hồi lô hàng này", lands="/recalls/", **told)


def test_a_recall_says_first_what_it_touches_and_then_every_code_says_so(
    app: Flask, browser: Browser, as_officer: Browser
):
    addresses = derive(app)
    page = as_officer.open(NEW)
    assert "6 tem đã in" in page.main
    assert re.search(r"lô này cũng bị thu hồi \(2\): LO-A-CON , LO-A-CHAU", page.main)
    begin(as_officer)
    for address in addresses:
        shown = browser.open(address).main
        assert shown.startswith("Lô hàng này đã bị thu hồi")
        assert REASON in shown
        assert "Hỏi, trả hàng: Cửa hàng Chũ" in shown


def test_a_recall_wants_the_code_of_the_lot_and_a_reason(app: Flask, as_manager: Browser):
    page = as_manager.open(NEW)
    refused = as_manager.submit(page, "Thu hồi lô hàng này", reason=REASON, confirm="LO-B")
    assert "chưa khớp" in refused.error_beside("confirm")
    refused = as_manager.submit(page, "Thu hồi lô hàng này", confirm=world.LOT_A)
    assert "lý do thu hồi" in refused.error_beside("reason")
    with app.app_context():
        assert db.session.scalar(sa.select(Lot.recalled_at).where(Lot.slug == world.LOT_A)) is None


def test_a_volunteer_takes_no_goods_back(as_volunteer: Browser):
    as_volunteer.open(NEW, status=403)
    assert "Thu hồi lô hàng này" not in as_volunteer.open(f"/lots/{world.LOT_A}").main


def test_who_was_told_is_kept_with_the_hour(app: Flask, as_manager: Browser):
    page = begin(as_manager)
    refused = as_manager.submit(page, "Ghi đã báo", told="")
    assert "đã báo cho ai" in refused.error_beside("told")
    page = as_manager.submit(page, "Ghi đã báo", told="Cửa hàng Hoa", way="phone", lands=page.path)
    assert "Cửa hàng Hoa" in page.main
    assert "gọi điện" in page.main
    assert "ghi bởi Chủ Nhiệm Giáp Sơn" in page.main


def test_who_got_goods_is_known_before_and_after_and_leaves_the_list_when_told(
    app: Flask, as_manager: Browser, browser: Browser
):
    with app.app_context(), writing():
        lot = lots.called(SYSTEM, world.LOT_A)[0]
        for mass_g, partner in ((60_000, "Cửa hàng Xanh"), (40_000, "Cửa hàng Xanh"), (7, "Chợ")):
            step = lot_events.EventData("shipping", world.TODAY, mass_g=mass_g, partner=partner)
            lot_events.record(SYSTEM, lot, step)
        db.session.commit()
        token = lot.token
    report = browser.open(browser.open(f"/t/{token}").link("Phản ánh sản phẩm"))
    browser.submit(report, "Gửi phản ánh", kind="quality", words="Mốc", lands="/feedback/told/")
    page = as_manager.open(NEW)
    assert "Cửa hàng Xanh (100 kg)" in page.main
    assert "Mốc" in as_manager.open(_first_report(as_manager.open(_reports(page)))).main
    page = begin(as_manager)
    assert page.texts("dl.facts li") == [
        "Chợ: 7 g · Ghi đã báo",
        "Cửa hàng Xanh: 100 kg · Ghi đã báo",
    ]
    form = as_manager.open(page.soup.select("dl.facts li a")[1]["href"])
    page = as_manager.submit(form, "Ghi đã báo", way="phone", lands="/recalls/")
    assert page.texts("dl.facts li") == ["Chợ: 7 g · Ghi đã báo"]
    assert "Nơi nhận đã báo Cửa hàng Xanh: 100 kg" in page.main
    assert "vẫn để lệnh" in page.main
    page = as_manager.submit(page, "Hủy lệnh thu hồi", end_reason="Đạt", lands="/recalls/")
    assert "Hãy báo lại cho những nơi đã được báo" in page.main


def _reports(page: Page) -> str:
    return page.link("1 phản ánh của người mua về các lô này")


def _first_report(page: Page) -> str:
    return str(page.soup.select("main li h2 a")[0]["href"])


def test_taking_a_recall_back_keeps_what_another_recall_touches(
    app: Flask, browser: Browser, as_officer: Browser
):
    parent, *_rest = addresses = derive(app)
    child = addresses[3]
    of_parent = begin(as_officer)
    page = as_officer.open("/recalls/new?lot=LO-A-CON")
    as_officer.submit(
        page, "Thu hồi lô hàng này", reason="Có mùi lạ", confirm="LO-A-CON", lands="/recalls/"
    )
    refused = as_officer.submit(of_parent, "Hủy lệnh thu hồi")
    assert "lý do hủy" in refused.main
    page = as_officer.submit(
        of_parent, "Hủy lệnh thu hồi", end_reason="Kiểm lại đạt", lands="/recalls/"
    )
    assert "Đã hủy lúc" in page.main
    assert "thu hồi" not in browser.open(parent).main
    shown = browser.open(child).main
    assert shown.startswith("Lô hàng này đã bị thu hồi")
    assert "Có mùi lạ" in shown
    with app.app_context():
        events = db.session.scalars(sa.select(AuditEvent.event).order_by(AuditEvent.id.desc()))
        assert "recall.ended" in list(events)


@pytest.mark.parametrize("path", ["/recalls/1", NEW])
def test_a_recall_of_somebody_else_does_not_exist(
    as_officer: Browser, as_foreigner: Browser, path: str
):
    begin(as_officer)
    as_foreigner.open(path, status=404)
