"""Goods of which every lot is past its day, as marketplaces are told of them."""

from datetime import timedelta

import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.lots import Lot
from tests import world
from tests.pages import Browser
from tests.web.feeding import TSV, add_photo, made


def test_when_the_last_lot_has_ended_there_is_no_stock(app: Flask, as_manager: Browser):
    add_photo(app)
    machine = app.test_client()
    path = made(app, as_manager, TSV)
    assert "in_stock" in machine.get(path).get_data(as_text=True)
    with app.app_context(), writing():
        past = world.TODAY - timedelta(days=1)
        db.session.execute(
            sa.update(Lot).values(harvested_on=past, packed_on=past, expires_on=past)
        )
        db.session.commit()
    text = machine.get(path).get_data(as_text=True)
    assert ("out_of_stock" in text, "in_stock" in text) == (True, False)
    page = as_manager.open(f"/listings/products/{world.PRODUCT_A}")
    assert "Mọi lô đã ghi của sản phẩm này đã hết hạn" in page.main
