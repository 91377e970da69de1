"""Nothing new happens on a marketplace that has ended; what was sold there can still be told."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.errors import DomainError
from shop_onboard.exports.registry import get_marketplace
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.listings import Listing, Storefront
from shop_onboard.models.products import Product
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import catalogues, cooperatives, products, readiness
from shop_onboard.queries import listings as queries
from shop_onboard.services import listings, sales, storefronts
from shop_onboard.values.channels import all_channels, get_channel
from tests import world

ENDED = date(2025, 4, 15)
AFTER = date(2025, 4, 16)
AT_TET = date(2027, 2, 1)


@pytest.fixture(autouse=True)
def at_work(app: Flask):
    with app.app_context(), writing():
        yield
        db.session.rollback()


def _own():
    found = cooperatives.by_code(SYSTEM, world.COOPERATIVE_A)
    assert found is not None
    return found


def _products() -> list[Product]:
    return list(db.session.scalars(products.visible(SYSTEM)).unique())


def _sell_lychee_on_sendo() -> Product:
    """The lychee has a season now, and was sold on Sendo while that was open."""
    own = _own()
    lychee = products.by_code(own.id, world.PRODUCT_A)
    assert lychee is not None
    lychee.season_from, lychee.season_to = "06-01", "07-20"
    sales.record(SYSTEM, own, sales.SaleData(ENDED, "sendo", 5_000, product_id=lychee.id))
    return lychee


def _shop(**dates: date) -> storefronts.StorefrontData:
    return storefronts.StorefrontData("sendo", "Gian vải", **dates)


def test_the_channel_says_since_when():
    assert get_channel("sendo").closed_on == ENDED
    assert {row.key for row in all_channels() if row.state != "open"} == {"sendo", "voso"}


@pytest.mark.parametrize("door", ["typed", "file"])
def test_a_shop_is_not_opened_there_after_the_end(door: str):
    put = storefronts.open_new if door == "typed" else storefronts.save
    with pytest.raises(DomainError, match="15/04/2025"):
        put(SYSTEM, _own(), _shop(opened_on=AFTER))
    with pytest.raises(DomainError, match="15/04/2025"):
        put(SYSTEM, _own(), _shop(opened_on=date(2022, 5, 1), closed_on=AFTER))
    put(SYSTEM, _own(), _shop(opened_on=date(2022, 5, 1), closed_on=ENDED))


def test_a_shop_does_not_move_there():
    shop = db.session.scalars(sa.select(Storefront)).one()
    shop = queries.storefront(SYSTEM, shop.id)
    with pytest.raises(DomainError, match="15/04/2025"):
        storefronts.update(SYSTEM, shop, _shop(), shop.version)


def test_nothing_is_sold_there_after_the_end():
    sales.record(SYSTEM, _own(), sales.SaleData(ENDED, "sendo", 5_000))
    with pytest.raises(DomainError, match="15/04/2025"):
        sales.record(SYSTEM, _own(), sales.SaleData(AFTER, "sendo", 5_000))


def test_its_files_hold_what_was_sold_there_out_of_season_too():
    lychee = _sell_lychee_on_sendo()
    assert lychee not in catalogues.on_sale(_products(), AT_TET)
    assert [row.code for row in queries.to_export(_products(), "sendo", AT_TET)] == [lychee.code]
    live = {row.code for row in queries.to_export(_products(), "postmart", AT_TET)}
    assert live == {world.PRODUCT_B}
    feed = {row.code for row in queries.to_export(_products(), None, AT_TET)}
    assert feed == {world.PRODUCT_B}


def test_its_page_tells_what_goes_into_its_files():
    _sell_lychee_on_sendo()
    rows = readiness.checked(_products(), get_marketplace("sendo"), "https://a.vn", AT_TET)
    assert {row.product.code: row.is_taken for row in rows} == {
        world.PRODUCT_A: True,
        world.PRODUCT_B: False,
    }
    assert {row.product.code: row.is_in_season for row in rows} == {
        world.PRODUCT_A: False,
        world.PRODUCT_B: True,
    }


@pytest.mark.parametrize(("key", "is_listed"), [("sendo", False), ("postmart", True)])
def test_only_files_of_a_live_marketplace_list_anything(key: str, is_listed: bool):
    outlines = queries.outlines(_products(), "https://a.vn", world.TODAY)
    listings.keep_exported(SYSTEM, key, outlines)
    held = set(db.session.scalars(sa.select(Listing.marketplace_key)))
    assert held == ({key} if is_listed else set())
