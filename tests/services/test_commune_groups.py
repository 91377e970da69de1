"""Whoever works in a group of communes alone has a unit to work for."""

import pytest
from flask import Flask

from shop_onboard.errors import Forbidden, NotFound
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.policy import SYSTEM, Actor, Role
from shop_onboard.queries import accounts as account_queries
from shop_onboard.queries import cooperatives as cooperatives_queries
from shop_onboard.queries import organisations, places
from shop_onboard.services import accounts, commune_groups, cooperatives
from shop_onboard.services.cooperatives import CooperativeData
from tests import world


def _officer_of_a_group(keeper: str, commune: str) -> Actor:
    data = commune_groups.GroupData("Khu vực", frozenset({places.commune_id(commune) or 0}))
    group = commune_groups.create(SYSTEM, organisations.required(keeper), "KV", data)
    account = accounts.create(
        SYSTEM,
        phone="+84510000071",
        name="Cán Bộ Khu Vực",
        password=world.PASSWORD,
        grants=[accounts.GrantData(Role.OFFICER, group_id=group.id)],
    )
    actor = account_queries.actor_of(account.id, world.TODAY)
    assert actor is not None
    return actor


def _data(commune: str) -> CooperativeData:
    return CooperativeData(
        name="Tổ hợp tác Rau sạch",
        kind="cooperative",
        representative="Nguyễn Đại Diện",
        phone="+84510000081",
        commune_id=places.commune_id(commune) or 0,
    )


def test_what_they_register_is_the_communes_own(app: Flask):
    with app.app_context(), writing():
        actor = _officer_of_a_group("TD-BN", "07582")
        home = organisations.home_union(actor)
        assert home.code == "TD-BN"
        made = cooperatives.create(actor, _data("07582"), home)
        assert made.union_id == organisations.required("DX-A").id
        with pytest.raises(Forbidden, match="ngoài địa bàn"):
            cooperatives.create(actor, _data("07603"), home)
        db.session.rollback()


def test_the_unit_that_keeps_the_group_is_not_in_their_sight(app: Flask):
    with app.app_context(), writing():
        actor = _officer_of_a_group("TD-BN", "07582")
        found = cooperatives_queries.page(actor)
        assert [row.name for row in found.items] == [world.NAME_A]
        with pytest.raises(NotFound):
            organisations.one(actor, "TD-BN")
        db.session.rollback()
