"""Sales that may be one sale recorded twice."""

from datetime import timedelta

import pytest
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives
from shop_onboard.queries import sales as queries
from shop_onboard.queries.accounts import account_by_phone, actor_of
from shop_onboard.services import sales
from tests import world

DAY = world.TODAY - timedelta(days=2)


@pytest.fixture(autouse=True)
def at_work(app: Flask):
    with app.app_context(), writing():
        yield
        db.session.rollback()


def _record(code: str = world.COOPERATIVE_A, **told):
    own = cooperatives.by_code(SYSTEM, code)
    assert own is not None
    values = {"sold_on": DAY, "channel_key": "shopee", "mass_g": 45_000} | told
    return sales.record(SYSTEM, own, sales.SaleData(**values))


def _codes() -> list[set[str]]:
    return [{row.code for row in group} for group in queries.suspected_doubles(SYSTEM)]


def test_the_same_sale_with_and_without_its_order_code_is_suspected():
    first, second = _record(order_ref="SP-0417"), _record()
    _record(mass_g=46_000)
    _record(channel_key="zalo")
    _record(sold_on=DAY - timedelta(days=1))
    assert _codes() == [{first.code, second.code}]


@pytest.mark.parametrize("other", ["sp 0417", "SP0417"])
def test_an_order_code_written_in_another_way_is_the_same(other: str):
    _record(order_ref="SP-0417")
    _record(order_ref=other)
    assert len(_codes()) == 1


def test_two_orders_with_codes_of_their_own_are_two_sales():
    _record(order_ref="SP-0417")
    _record(order_ref="SP-0418")
    assert _codes() == []


def test_what_was_compared_with_its_papers_is_settled():
    own = cooperatives.by_code(SYSTEM, world.COOPERATIVE_A)
    assert own is not None
    first, second = _record(), _record()
    sales.confirm(SYSTEM, first, own)
    assert len(_codes()) == 1
    sales.confirm(SYSTEM, second, own)
    assert _codes() == []


def test_nobody_sees_the_doubles_of_others():
    _record()
    _record()
    for key, count in (("province", 1), ("manager", 1), ("manager_b", 0), ("foreigner", 0)):
        account = account_by_phone(world.PHONES[key])
        assert account is not None
        actor = actor_of(account.id, world.TODAY)
        assert actor is not None
        assert len(queries.suspected_doubles(actor)) == count, key
