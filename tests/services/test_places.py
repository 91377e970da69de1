"""The list of places in the database follows the one that ships."""

from datetime import date

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.places import Commune, CommuneSuccession
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import places as queries
from shop_onboard.services import places


@pytest.fixture(autouse=True)
def _inside(app: Flask):
    with app.app_context(), writing():
        yield
        db.session.rollback()


def _count(model: type) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model)) or 0


def test_a_complete_list_stays_as_it_is():
    assert places.load(SYSTEM) == 0


def test_an_installation_of_before_learns_of_a_new_unit_and_of_one_that_ended():
    before = _count(Commune), _count(CommuneSuccession)
    own = queries.commune_id("07582")
    # As an older version would have it: no Biển Động yet, Lục Ngạn under another name and ended.
    gone = sa.select(Commune.id).where(Commune.name_folded == "xa bien dong")
    for column in (CommuneSuccession.predecessor_id, CommuneSuccession.successor_id):
        db.session.execute(sa.delete(CommuneSuccession).where(column.in_(gone)))
    db.session.execute(sa.delete(Commune).where(Commune.name_folded == "xa bien dong"))
    db.session.execute(
        sa.update(Commune)
        .where(Commune.id == own)
        .values(name="xã Tên Cũ", valid_to=date(2026, 1, 1))
    )
    db.session.expire_all()
    assert places.load(SYSTEM) > 0
    row = db.session.get_one(Commune, own)
    assert (row.name, row.valid_to) == ("xã Lục Ngạn", None)
    assert (_count(Commune), _count(CommuneSuccession)) == before
    assert places.load(SYSTEM) == 0
