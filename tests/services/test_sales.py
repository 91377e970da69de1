"""What a sale may say, whichever door it comes through."""

from datetime import timedelta

import pytest
from flask import Flask

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives, lots
from shop_onboard.queries.accounts import account_by_phone, actor_of
from shop_onboard.services import sales
from tests import world


@pytest.fixture
def at_work(app: Flask):
    with app.app_context(), writing():
        yield
        db.session.rollback()


def _sale(**told) -> sales.SaleData:
    day = world.TODAY - timedelta(days=1)
    return sales.SaleData(**({"sold_on": day, "channel_key": "direct", "mass_g": 5_000} | told))


def _manager():
    account = account_by_phone(world.PHONES["manager"])
    assert account is not None
    return actor_of(account.id, world.TODAY)


@pytest.mark.usefixtures("at_work")
def test_the_same_sale_sent_twice_is_asked_back_and_counted_once():
    manager, own = _manager(), cooperatives.by_code(SYSTEM, world.COOPERATIVE_A)
    sales.record(manager, own, _sale())
    with pytest.raises(DomainError, match="vừa ghi đúng lần bán này"):
        sales.record(manager, own, _sale())
    sales.record(manager, own, _sale(order_ref="DON-2"))


@pytest.mark.usefixtures("at_work")
def test_goods_are_not_sold_before_they_are_harvested():
    own = cooperatives.by_code(SYSTEM, world.COOPERATIVE_A)
    lot = lots.called(SYSTEM, world.LOT_A)[0]
    before = _sale(sold_on=lot.harvested_on - timedelta(days=1), lot_id=lot.id)
    with pytest.raises(DomainError, match="không thể bán trước đó"):
        sales.record(_manager(), own, before)


@pytest.mark.usefixtures("at_work")
def test_a_day_that_has_not_come_is_refused():
    own = cooperatives.by_code(SYSTEM, world.COOPERATIVE_A)
    with pytest.raises(DomainError, match="Ngày bán chưa tới"):
        sales.record(_manager(), own, _sale(sold_on=world.TODAY + timedelta(days=2)))
