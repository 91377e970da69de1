"""A lot that is taken back."""

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.audit import AuditEvent
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import lots as queries
from shop_onboard.queries.accounts import account_by_phone, actor_of
from shop_onboard.services import recalls
from tests import world
from tests.pages import Browser

REASON = "Nắp chai chưa kín, nước có mùi chua."


def _person(key: str):
    account = account_by_phone(world.PHONES[key])
    assert account is not None
    return actor_of(account.id, world.TODAY)


@pytest.fixture
def at_work(app: Flask):
    with app.app_context(), writing():
        yield
        db.session.rollback()


@pytest.mark.usefixtures("at_work")
def test_a_recalled_lot_cannot_be_sold_and_the_log_says_why():
    lot = queries.called(SYSTEM, world.LOT_A)[0]
    assert queries.can_be_sold(lot, world.TODAY)
    recalls.begin(_person("manager"), lot, REASON)
    assert not queries.can_be_sold(lot, world.TODAY)
    assert lot not in queries.running(SYSTEM, world.TODAY)
    event = db.session.scalar(sa.select(AuditEvent).where(AuditEvent.event == "lot.recalled"))
    assert event is not None
    assert event.data == {"reason": REASON, "lots": 1}
    assert (event.subject_id, event.actor_name) == (lot.id, "Chủ Nhiệm Giáp Sơn")


@pytest.mark.usefixtures("at_work")
def test_a_recall_has_a_reason_and_happens_once():
    lot = queries.called(SYSTEM, world.LOT_A)[0]
    with pytest.raises(DomainError, match="lý do thu hồi"):
        recalls.begin(_person("manager"), lot, "")
    recalls.begin(_person("manager"), lot, REASON)
    with pytest.raises(DomainError, match="đã được thu hồi"):
        recalls.begin(_person("manager"), lot, REASON)


@pytest.mark.usefixtures("at_work")
@pytest.mark.parametrize("key", ["manager_b", "foreigner", "admin"])
def test_who_may_not_change_a_lot_may_not_recall_it(key: str):
    lot = queries.called(SYSTEM, world.LOT_A)[0]
    with pytest.raises(Forbidden):
        recalls.begin(_person(key), lot, REASON)


def test_whoever_looks_at_a_recalled_lot_reads_why(app: Flask, as_manager: Browser):
    with app.app_context(), writing():
        lot = queries.called(SYSTEM, world.LOT_A)[0]
        slug, token = lot.slug, lot.token
        recalls.begin(SYSTEM, lot, REASON)
        db.session.commit()
    assert REASON in as_manager.open(f"/lots/{slug}").main
    assert REASON in as_manager.open(f"/t/{token}").main
