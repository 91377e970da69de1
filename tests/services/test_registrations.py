"""Drafts of registrations: kept while somebody works on them, and not for ever."""

from datetime import timedelta

import pytest
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.clock import utc_now
from shop_onboard.queries import registrations as queries
from shop_onboard.queries.accounts import account_by_phone, actor_of
from shop_onboard.services import registrations
from tests import world


@pytest.fixture(autouse=True)
def _inside(app: Flask):
    with app.app_context(), writing():
        yield
        db.session.rollback()


def test_a_draft_that_nobody_touches_for_half_a_year_goes():
    account = account_by_phone(world.PHONES["volunteer"])
    assert account is not None
    actor = actor_of(account.id, world.TODAY)
    assert actor is not None
    registrations.keep(registrations.start(actor), {"name": "Tổ hợp tác Vải"})
    assert registrations.forget(utc_now() + timedelta(days=179)) == 0
    assert len(queries.drafts(actor)) == 1
    assert registrations.forget(utc_now() + timedelta(days=181)) == 1
    assert queries.drafts(actor) == []
