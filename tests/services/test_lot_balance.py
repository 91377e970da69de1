"""What goes out of a lot never exceeds what came in, whatever is done and in whatever order."""

import threading
from datetime import timedelta

import hypothesis
import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.clock import utc_now
from shop_onboard.models.history import RecordVersion
from shop_onboard.models.lot_events import LotInput
from shop_onboard.models.lots import Lot
from shop_onboard.models.sales import Sale
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import lot_balance, lots, products
from shop_onboard.services import history, lot_events, lot_making, recycling, sales
from shop_onboard.services import lots as lot_services
from tests import world

WHOLE_G = 1_200_000
DAY = world.TODAY - timedelta(days=2)


def _lot(code: str = world.LOT_A) -> Lot:
    return lots.called(SYSTEM, code)[0]


def _sell(lot: Lot, mass_g: int) -> Sale:
    data = sales.SaleData(DAY, "postmart", mass_g, product_id=lot.product_id, lot_id=lot.id)
    return sales.record(SYSTEM, lot.product.cooperative, data)


def _make(parts: list[tuple[Lot, int]], how: str = "split", quantity_g: int | None = None) -> Lot:
    data = lot_making.MakingData(how, DAY, quantity_g)
    return lot_making.make(SYSTEM, parts[0][0].product, parts, data)


def _resize(lot: Lot, quantity_g: int) -> None:
    data = lot_services.LotData(
        harvested_on=lot.harvested_on,
        quantity_g=quantity_g,
        packed_on=lot.packed_on,
        expires_on=lot.expires_on,
    )
    lot_services.update(SYSTEM, lot, data, None)


@pytest.fixture
def at_work(app: Flask):
    with app.app_context(), writing():
        yield
        db.session.rollback()


@pytest.mark.usefixtures("at_work")
def test_no_more_is_sold_than_the_lot_holds():
    lot = _lot()
    _sell(lot, WHOLE_G - 1)
    with pytest.raises(DomainError, match="nhiều hơn 1 g") as refusal:
        _sell(lot, 2)
    assert refusal.value.field == "mass_g"


@pytest.mark.usefixtures("at_work")
def test_what_was_made_into_another_lot_cannot_be_sold_again():
    lot = _lot()
    made = _make([(lot, 1_000_000)])
    assert made.quantity_g == 1_000_000
    assert lot_balance.of_one(lot.id).left_g == 200_000
    with pytest.raises(DomainError, match="bán và làm lô khác"):
        _sell(lot, 200_001)


@pytest.mark.usefixtures("at_work")
def test_a_lot_made_of_others_is_no_heavier_than_they_were():
    with pytest.raises(DomainError, match="không thể nặng hơn"):
        _make([(_lot(), 1_000)], "process", 1_001)


@pytest.mark.usefixtures("at_work")
def test_a_lot_does_not_shrink_below_what_went_out():
    lot = _lot()
    _sell(lot, 500_000)
    with pytest.raises(DomainError, match="là 500 kg") as refusal:
        _resize(lot, 499_999)
    assert refusal.value.field == "quantity_g"


@pytest.mark.usefixtures("at_work")
def test_no_more_is_handed_on_than_the_lot_holds():
    lot = _lot()
    lot_events.record(SYSTEM, lot, _shipping(WHOLE_G))
    with pytest.raises(DomainError, match="tổng cộng xuất"), db.session.begin_nested():
        lot_events.record(SYSTEM, lot, _shipping(1, "Người khác"))
    # What was handed on is sold by whoever has it now: one mass, told twice.
    _sell(lot, WHOLE_G)


def _shipping(mass_g: int, partner: str = "Kho Hà Nội") -> lot_events.EventData:
    return lot_events.EventData("shipping", DAY, mass_g=mass_g, partner=partner)


@pytest.mark.usefixtures("at_work")
def test_a_lot_out_of_the_bin_takes_its_mass_again_or_stays_there():
    lot = _lot()
    made = _make([(lot, 1_000_000)])
    fall = recycling.throw_away(SYSTEM, made)
    assert lot_balance.of_one(lot.id).left_g == WHOLE_G
    _sell(lot, 300_000)
    with pytest.raises(DomainError, match="bán và làm lô khác"):
        history.undo(SYSTEM, fall)


@pytest.mark.usefixtures("at_work")
def test_a_lot_that_others_were_made_of_is_not_thrown_away():
    lot = _lot()
    _make([(lot, 1_000)])
    with pytest.raises(DomainError, match="Đã có lô khác làm từ lô này"):
        recycling.throw_away(SYSTEM, lot)


@pytest.mark.usefixtures("at_work")
def test_a_split_is_undone_like_any_new_record():
    lot = _lot()
    made = _make([(lot, 1_000_000)])
    version = db.session.scalars(
        sa.select(RecordVersion).where(
            RecordVersion.subject_type == "lot", RecordVersion.subject_id == made.id
        )
    ).one()
    history.undo(SYSTEM, version)
    assert lot_balance.of_one(lot.id).used_g == 0


@pytest.mark.usefixtures("at_work")
def test_a_merged_lot_keeps_what_its_lots_share_and_the_earliest_days():
    first = _lot()
    second = world.lot(products.one(SYSTEM, world.PRODUCT_A), "LO-A-02")
    second.standard, second.expires_on = "GlobalGAP", first.expires_on - timedelta(days=3)
    made = _make([(first, 100_000), (second, 50_000)], "merge")
    assert made.quantity_g == 150_000
    assert made.standard == ""
    assert made.expires_on == second.expires_on
    with pytest.raises(DomainError, match="ít nhất hai lô"):
        _make([(first, 1), (first, 1)], "merge")


@pytest.mark.usefixtures("at_work")
def test_nothing_is_made_of_a_recalled_or_a_foreign_lot():
    own, foreign = _lot(), _lot(world.LOT_B)
    with pytest.raises(DomainError, match="của chính hợp tác xã"):
        _make([(own, 1), (foreign, 1)], "merge")
    own.recalled_at = utc_now()
    with pytest.raises(DomainError, match="đã thu hồi"):
        _make([(own, 1)])


class Season(RuleBasedStateMachine):
    """Lots split, merged, sold, thrown away and resized at random: each refusal changes nothing."""

    app: Flask

    @initialize()
    def begin(self) -> None:
        self.context = self.app.app_context()
        self.context.push()
        self.mode = writing()
        self.mode.__enter__()
        self.codes = [world.LOT_A]

    def teardown(self) -> None:
        db.session.rollback()
        self.mode.__exit__(None, None, None)
        self.context.pop()

    def _try(self, act: object) -> object:
        try:
            with db.session.begin_nested():
                return act()  # type: ignore[operator]
        except DomainError:
            return None

    def _mine(self) -> list[Lot]:
        found = db.session.scalars(lots.visible(SYSTEM)).unique().all()
        return [lot for lot in found if lot.product.code == world.PRODUCT_A]

    def _any(self, index: int) -> Lot:
        mine = self._mine()
        return mine[index % len(mine)]

    # The only lot may have gone with what undid its making.
    @precondition(_mine)
    @rule(index=st.integers(0, 9), mass_g=st.integers(1, WHOLE_G))
    def sell(self, index: int, mass_g: int) -> None:
        lot = self._any(index)
        self._try(lambda: _sell(lot, mass_g))

    @precondition(_mine)
    @rule(
        first=st.integers(0, 9),
        second=st.integers(0, 9),
        mass_g=st.integers(1, WHOLE_G),
        lost_g=st.integers(-1, 5),
        how=st.sampled_from(["split", "merge", "process", "pack"]),
    )
    def make(self, first: int, second: int, mass_g: int, lost_g: int, how: str) -> None:
        parts = [(self._any(first), mass_g)]
        if how == "merge":
            parts.append((self._any(second), mass_g // 2 + 1))
        whole = sum(mass for _lot, mass in parts)
        self._try(lambda: _make(parts, how, max(1, whole - lost_g)))

    @precondition(_mine)
    @rule(index=st.integers(0, 9), quantity_g=st.integers(1, 2 * WHOLE_G))
    def resize(self, index: int, quantity_g: int) -> None:
        lot = self._any(index)
        self._try(lambda: _resize(lot, quantity_g))

    @precondition(_mine)
    @rule(index=st.integers(0, 9))
    def throw_away(self, index: int) -> None:
        lot = self._any(index)
        if lot.code != world.LOT_A:
            self._try(lambda: recycling.throw_away(SYSTEM, lot))

    @rule(number=st.integers(0, 30))
    def undo_something(self, number: int) -> None:
        query = sa.select(RecordVersion).where(RecordVersion.subject_type.in_(("lot", "sale")))
        found = db.session.scalars(query.order_by(RecordVersion.id.desc())).all()
        if number < len(found):
            self._try(lambda: history.undo(SYSTEM, found[number]))

    @invariant()
    def nothing_comes_out_of_nothing(self) -> None:
        rows = db.session.execute(sa.select(Lot.id, Lot.quantity_g)).all()
        live = {lot_id for lot_id, _mass in rows}
        inputs = db.session.scalars(sa.select(LotInput)).all()
        sold = db.session.execute(sa.select(Sale.lot_id, Sale.mass_g)).all()
        for lot_id, quantity_g in rows:
            used = sum(
                each.mass_g for each in inputs if each.parent_id == lot_id and each.child_id in live
            )
            gone = sum(mass_g for of, mass_g in sold if of == lot_id)
            assert used + gone <= quantity_g
            made_of = [each.mass_g for each in inputs if each.child_id == lot_id]
            assert not made_of or quantity_g <= sum(made_of)
            assert all(each.parent_id in live for each in inputs if each.child_id == lot_id)


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_the_balance_holds_whatever_is_done(app: Flask):
    season = type("OneSeason", (Season,), {"app": app})
    settings = hypothesis.settings(max_examples=15, stateful_step_count=20, deadline=None)
    hypothesis.stateful.run_state_machine_as_test(season, settings=settings)


def test_two_people_cannot_sell_the_same_kilograms(app: Flask):
    """Both look before either has written; the second waits, and is then told what is left."""
    start, outcomes = threading.Barrier(2), []

    def sell() -> None:
        with app.app_context(), writing():
            start.wait()
            lot = _lot()
            try:
                _sell(lot, 700_000)
                db.session.commit()
                outcomes.append("sold")
            except DomainError:
                db.session.rollback()
                outcomes.append("refused")

    threads = [threading.Thread(target=sell) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["refused", "sold"]
    with app.app_context():
        assert lot_balance.of_one(_lot().id).sold_g == 700_000
