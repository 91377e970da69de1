"""Two records of one cooperative become one and, undone, are exactly what they were."""

from collections.abc import Iterator
from typing import Any

import hypothesis.strategies as st
import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.accounts import RoleGrant
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.history import FormerAddress, RecordVersion
from shop_onboard.models.listings import Storefront
from shop_onboard.models.lots import Lot
from shop_onboard.models.payments import Order, OrderLine
from shop_onboard.models.products import PackSize, Product
from shop_onboard.models.sales import Sale
from shop_onboard.policy import SYSTEM, Actor
from shop_onboard.queries import codes, cooperatives, lots, products
from shop_onboard.queries.accounts import account_by_phone, actor_of
from shop_onboard.services import history, merges, recycling, storefronts
from shop_onboard.services import sales as sale_services
from tests import world

# What counts changes, and who made them: not what a record says.
_UNCOUNTED = {"version", "changed_by_id", "deleted_by_id"}
_TABLES = (Cooperative, Product, PackSize, Lot, Storefront, Sale, Order, RoleGrant, FormerAddress)


@pytest.fixture
def at_work(app: Flask) -> Iterator[Flask]:
    with app.app_context(), writing():
        yield app
        db.session.rollback()


def _person(name: str) -> Actor:
    account = account_by_phone(world.PHONES[name])
    assert account is not None
    actor = actor_of(account.id, world.TODAY)
    assert actor is not None
    return actor


def _pair() -> tuple[Cooperative, Cooperative]:
    """A and its double: another record of the same commune, with as much of its own."""
    a = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
    double = world.cooperative("HTX-A2", "HTX vải Giáp Sơn", a.union, "07582", "+84510000099")
    product = world.product(double, world.PRODUCT_A, "Vải thiều loại hai")
    world.lot(product, "LO-2")
    world.sale(double, product, 70_000)
    storefronts.save(SYSTEM, double, storefronts.StorefrontData("postmart", "Vải Giáp Sơn"))
    return a, double


def _everything() -> dict[str, list[dict[str, Any]]]:
    db.session.flush()
    return {
        table.__tablename__: [
            {name: value for name, value in row._mapping.items() if name not in _UNCOUNTED}
            for row in db.session.execute(sa.select(table.__table__).order_by(table.__table__.c.id))
        ]
        for table in _TABLES
    }


def _owned(table: Any, owner: Cooperative) -> int:
    query = sa.select(sa.func.count(table.id)).where(table.cooperative_id == owner.id)
    return db.session.scalar(query) or 0


@pytest.mark.usefixtures("at_work")
def test_everything_goes_over_and_printed_codes_still_open():
    a, double = _pair()
    token = lots.called(SYSTEM, "LO-2")[0].token
    merges.merge(_person("officer"), a, double, frozenset({"representative"}))
    assert [_owned(table, a) for table in (Product, Sale, Storefront)] == [2, 2, 2]
    assert a.phone == "+84510000099"
    assert a.state == "submitted"
    assert codes.by_token(token).product.cooperative is a
    assert cooperatives.by_code(SYSTEM, "HTX-A2", a.code_union_id) is a
    assert cooperatives.has_code(a.code_union_id, "HTX-A2")
    assert products.by_code(a.id, f"{world.PRODUCT_A}-HTX-A2") is not None


@pytest.mark.usefixtures("at_work")
def test_products_bring_their_history_along():
    a, double = _pair()
    merges.merge(_person("officer"), a, double, frozenset())
    owners = db.session.scalars(
        sa.select(RecordVersion.cooperative_id).where(RecordVersion.subject_type != "cooperative")
    )
    assert double.id not in set(owners)


@pytest.mark.usefixtures("at_work")
def test_either_record_leads_back_to_two():
    a, double = _pair()
    officer = _person("officer")
    before = _everything()
    merges.merge(officer, a, double, frozenset({"name", "bank_account"}))
    history.fetch_back(officer, "cooperative", double.id)
    assert _everything() == before
    again = merges.merge(officer, a, double, frozenset())
    history.undo(officer, again)
    assert _everything() == before
    with pytest.raises(DomainError, match="đã được hoàn tác rồi"):
        history.undo(officer, again)


@pytest.mark.usefixtures("at_work")
def test_what_was_sold_of_both_since_keeps_them_together():
    a, double = _pair()
    officer = _person("officer")
    version = merges.merge(officer, a, double, frozenset())
    product = products.by_code(a.id, f"{world.PRODUCT_A}-HTX-A2")
    assert product is not None
    data = sale_services.SaleData(world.TODAY, "direct", 1_000, product_id=product.id)
    sale = sale_services.record(SYSTEM, a, data)
    with pytest.raises(DomainError, match="không tách ra được nữa"):
        history.undo(officer, version)
    recycling.throw_away(SYSTEM, sale)
    with pytest.raises(DomainError, match="không tách ra được nữa"):
        history.undo(officer, version)


@pytest.mark.usefixtures("at_work")
def test_a_later_change_of_a_chosen_field_stands_in_the_way():
    a, double = _pair()
    officer = _person("officer")
    version = merges.merge(officer, a, double, frozenset({"name"}))
    second = world.cooperative("HTX-A3", "HTX khác", a.union, "07582", "+84510000098")
    merges.merge(_person("province"), a, second, frozenset({"name"}))
    with pytest.raises(DomainError, match="Cán Bộ Tỉnh đã sửa tiếp"):
        history.undo(officer, version)


@pytest.mark.usefixtures("at_work")
def test_only_who_reviews_both_merges_them():
    a, double = _pair()
    b = cooperatives.one(SYSTEM, world.COOPERATIVE_B)
    for name in ("volunteer", "manager", "foreigner", "admin"):
        with pytest.raises(Forbidden):
            merges.merge(_person(name), a, double, frozenset())
    with pytest.raises(Forbidden):
        merges.merge(_person("officer"), a, b, frozenset())
    with pytest.raises(DomainError, match="hai hồ sơ khác nhau"):
        merges.merge(_person("officer"), a, a, frozenset())


@pytest.mark.usefixtures("at_work")
def test_every_table_that_belongs_to_a_cooperative_goes_over_or_stays_on_purpose():
    pointing = {
        table.name
        for table in db.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name == "cooperatives"
    }
    moved = {table.__tablename__ for table in merges.MOVED}
    assert pointing == moved | merges.STAYING


_CODES = st.lists(st.sampled_from(["P1", "P2", world.PRODUCT_A]), unique=True, max_size=3)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    mine=_CODES,
    theirs=_CODES,
    shops=st.lists(st.sampled_from(["Vải Giáp Sơn", "Shop 1", "Shop 2"]), unique=True),
    sold=st.integers(0, 3),
    has_order=st.booleans(),
    kept=st.frozensets(st.sampled_from(sorted(merges.CHOICES))),
    goes_back=st.booleans(),
)
def test_undone_everything_is_as_it_was(
    at_work, mine, theirs, shops, sold, has_order, kept, goes_back
):
    a = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
    double = world.cooperative("HTX-A2", "HTX vải Giáp Sơn", a.union, "07582", "+84510000099")
    for code in set(mine) - {world.PRODUCT_A}:
        world.product(a, code, f"Của A {code}")
    for code in theirs:
        product = world.product(double, code, f"Của kia {code}")
        world.lot(product, f"LO-{code}")
        for number in range(sold):
            world.sale(double, product, 1_000 + number)
        if has_order:
            line = OrderLine(
                pack_size_id=product.packs[0].id, label="x", quantity=1, unit_price_vnd=1, mass_g=1
            )
            db.session.add(
                Order(code=f"DH-{code}", cooperative_id=double.id, amount_vnd=1, lines=[line])
            )
    for name in shops:
        storefronts.save(SYSTEM, double, storefronts.StorefrontData("postmart", name))
    officer = _person("province")
    stays, goes = (double, a) if goes_back else (a, double)
    before = _everything()
    version = merges.merge(officer, stays, goes, kept)
    assert all(_owned(table, goes) == 0 for table in (Product, Sale, Order, Storefront, RoleGrant))
    history.undo(officer, version)
    assert _everything() == before
    db.session.rollback()
    db.session.expunge_all()
