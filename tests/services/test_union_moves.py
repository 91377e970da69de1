"""Units move, end and merge: every record keeps exactly one owner, and nothing is lost."""

from datetime import date, timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.errors import Conflict, DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.organisations import CommuneGroup, Union, UnionPast
from shop_onboard.policy import SYSTEM, Actor, Role
from shop_onboard.queries import accounts as account_queries
from shop_onboard.queries import organisations, places, union_numbers
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.services import accounts, commune_groups, union_moves
from shop_onboard.services import organisations as services
from shop_onboard.services.organisations import UnionData
from tests import world

LAST_DAY = date(2025, 6, 30)
YESTERDAY = world.TODAY - timedelta(days=1)


def _actor(key: str) -> Actor:
    account = account_queries.account_by_phone(world.PHONES[key])
    actor = account_queries.actor_of(account.id, world.TODAY) if account else None
    assert actor is not None
    return actor


def _names(actor: Actor) -> set[str]:
    return set(db.session.scalars(sa.select(Cooperative.name).where(cooperatives_seen(actor))))


def _rows() -> dict[str, int]:
    tables = ("unions", "cooperatives", "products", "lots", "sales", "accounts", "campaigns")
    return {
        table: db.session.scalar(sa.text(f"SELECT count(*) FROM {table}"))  # noqa: S608
        for table in tables
    }


def _union(code: str, name: str, kind: str, parent: str) -> Union:
    return services.create(SYSTEM, organisations.required(parent), code, kind, UnionData(name))


def test_two_merged_units_leave_each_cooperative_one_owner(app: Flask):
    """Safety case B7: reachable by exactly one unit, and as many rows as before."""
    with app.app_context(), writing():
        assert _names(_actor("officer")) == {world.NAME_A}
        before = _rows()
        merged = _union("DX-AB", "Đoàn xã Lục Nam Ngạn", "commune", "TD-BN")
        province = _actor("province")
        seen = _names(province)
        for code in ("DX-A", "DX-B"):
            old = organisations.required(code)
            done = union_moves.end(province, old, YESTERDAY, [merged], old.version)
            assert done == union_moves.Ended(1, 0)
        person = accounts.GrantData(Role.OFFICER, union_id=merged.id)
        accounts.create(
            SYSTEM, phone="+84510000070", name="Mới", password="mat ong rung moi", grants=[person]
        )
        db.session.commit()
        after = _rows()
        assert after == before | {
            "unions": before["unions"] + 1,
            "accounts": before["accounts"] + 1,
        }
        assert _names(_actor("officer")) == _names(_actor("officer_b")) == set()
        account = account_queries.account_by_phone("+84510000070")
        assert account is not None
        assert _names(account_queries.actor_of(account.id, world.TODAY)) == {
            world.NAME_A,
            world.NAME_B,
        }
        assert _names(_actor("province")) == seen
        family = organisations.family(merged)
        assert {union.code for union in family.predecessors} == {"DX-A", "DX-B"}


def test_people_go_on_in_the_one_successor_when_that_is_said(app: Flask):
    with app.app_context(), writing():
        old, new = organisations.required("DX-A"), organisations.required("DX-B")
        done = union_moves.end(
            _actor("province"), old, YESTERDAY, [new], old.version, carries_people=True
        )
        assert done.people == 2
        db.session.commit()
        assert _names(_actor("officer")) == {world.NAME_A, world.NAME_B}


def test_of_several_successors_each_takes_the_cooperatives_of_its_commune(app: Flask):
    with app.app_context(), writing():
        old = organisations.required("DX-A")
        same = _union("DX-07582", "Đoàn xã Lục Ngạn (mới)", "commune", "TD-BN")
        other = organisations.required("DX-B")
        same.commune_id = places.commune_id("07582")
        union_moves.end(SYSTEM, old, YESTERDAY, [other, same], old.version)
        db.session.commit()
        owner = sa.select(Union.code).join(Cooperative, Cooperative.union_id == Union.id)
        assert db.session.scalars(owner.where(Cooperative.name == world.NAME_A)).all() == [
            "DX-07582"
        ]


def test_a_unit_with_cooperatives_does_not_end_without_somebody_to_take_them(app: Flask):
    with app.app_context(), writing():
        old = organisations.required("DX-A")
        with pytest.raises(DomainError, match="Còn 1 hợp tác xã"):
            union_moves.end(SYSTEM, old, YESTERDAY, [], old.version)
        top = organisations.required("TD-BN")
        with pytest.raises(DomainError, match="cấp dưới chưa có nơi về"):
            union_moves.end(SYSTEM, top, YESTERDAY, [], top.version)
        with pytest.raises(DomainError, match="chưa đến"):
            union_moves.end(SYSTEM, old, world.TODAY + timedelta(days=1), [top], old.version)
        with pytest.raises(Conflict):
            union_moves.end(SYSTEM, old, YESTERDAY, [top], old.version + 1)


def test_nobody_ends_or_moves_their_own_unit(app: Flask):
    with app.app_context(), writing():
        officer, own = _actor("officer"), organisations.required("DX-A")
        with pytest.raises(Forbidden):
            union_moves.end(officer, own, YESTERDAY, [], own.version)
        with pytest.raises(Forbidden):
            union_moves.move(officer, own, organisations.required("TD-BN"), YESTERDAY, own.version)
        # The province's officer may not hand a unit to another province either.
        foreign = organisations.required("TD-LC")
        with pytest.raises(Forbidden):
            union_moves.move(_actor("province"), own, foreign, YESTERDAY, own.version)


def test_a_province_founds_a_level_between_and_takes_it_back(app: Flask):
    with app.app_context(), writing():
        unit = organisations.required("DX-A")
        cluster = _union("CUM-1", "Cụm Lục Ngạn", "district", "TD-BN")
        union_moves.move(SYSTEM, unit, cluster, date(2026, 1, 1), unit.version)
        assert _names(_actor("province")) >= {world.NAME_A}
        with pytest.raises(DomainError, match="sớm hơn lần thay đổi trước"):
            union_moves.move(
                SYSTEM, unit, organisations.required("TD-BN"), date(2025, 12, 1), unit.version
            )
        union_moves.end(
            SYSTEM, cluster, date(2026, 3, 31), [organisations.required("TD-BN")], cluster.version
        )
        db.session.commit()
        assert unit.parent_id == organisations.required("TD-BN").id
        pasts = organisations.family(unit).pasts
        assert [(past.valid_to, past.parent and past.parent.code) for past in pasts] == [
            (date(2026, 3, 31), "CUM-1"),
            (date(2025, 12, 31), "TD-BN"),
        ]
        # On its last day the level still had its unit, and today the province has it again.
        assert union_numbers.numbers(cluster, world.TODAY).units.listed == 1


def test_a_kind_stands_only_where_it_belongs(app: Flask):
    with app.app_context(), writing():
        with pytest.raises(DomainError, match="Loại đơn vị này"):
            _union("X", "Tỉnh đoàn trong xã", "province", "DX-A")
        school = _union("T-1", "Đoàn trường THPT", "attached", "DX-A")
        room = _union("T-1-1", "Đoàn khoa", "attached", "T-1")
        with pytest.raises(DomainError, match="chính nó"):
            union_moves.move(SYSTEM, school, room, YESTERDAY, school.version)
        with pytest.raises(DomainError, match="đã dùng"):
            _union("T-1", "Trùng mã", "branch", "DX-A")
        with pytest.raises(DomainError, match="đã dùng"):
            _union("import", "Che mất trang nhập", "branch", "DX-A")


def test_a_new_name_keeps_the_old_one_findable(app: Flask):
    with app.app_context(), writing():
        unit = organisations.required("DX-A")
        data = UnionData("Đoàn phường Lục Ngạn")
        services.update(SYSTEM, unit, data, unit.version, date(2026, 1, 1))
        db.session.commit()
        found = organisations.page(SYSTEM, search="doan xa luc ngan").items
        assert [union.name for union in found] == ["Đoàn phường Lục Ngạn"]
        assert db.session.scalar(sa.select(UnionPast.name)) == "Đoàn xã Lục Ngạn"


def test_declared_and_listed_numbers_stand_beside_each_other(app: Flask):
    """Reference facts 8.1 TY-ORG: 18 + 11 + 3 units, 35 declared."""
    with app.app_context(), writing():
        district = _union("HD-TY", "Huyện đoàn Trấn Yên", "district", "TD-LC")
        for kind, count in (("commune", 18), ("branch", 11), ("attached", 3)):
            for number in range(count):
                _union(f"TY-{kind}-{number}", f"Đơn vị {kind} {number}", kind, "HD-TY")
        data = UnionData(
            "Huyện đoàn Trấn Yên",
            declared_unit_count=35,
            declared_branch_count=231,
            declared_member_count=2_710,
            gathered_permille=820,
        )
        services.update(SYSTEM, district, data, district.version, None)
        db.session.commit()
        found = union_numbers.numbers(district, world.TODAY)
        assert (found.units.listed, found.units.declared, found.units.difference) == (32, 35, 3)
        assert (found.branches.listed, found.branches.declared) == (11, 231)
        assert found.young_people == 3_305


def test_a_group_reaches_no_further_than_its_maker_and_only_on_its_days(app: Flask):
    with app.app_context(), writing():
        officer, union = _actor("officer"), organisations.required("DX-A")
        here, there = places.commune_id("07582"), places.commune_id("07603")
        assert here is not None
        assert there is not None
        data = commune_groups.GroupData("Khu vực", frozenset({here, there}))
        with pytest.raises(DomainError, match="Ngoài địa bàn"):
            commune_groups.create(officer, union, "KV", data)
        made = commune_groups.create(
            _actor("province"), organisations.required("TD-BN"), "KV", data
        )
        grant = accounts.GrantData(Role.OFFICER, group_id=made.id)
        account = accounts.create(
            SYSTEM, phone="+84510000071", name="Nhóm", password="mat ong rung moi", grants=[grant]
        )
        assert _names(account_queries.actor_of(account.id, world.TODAY)) == {
            world.NAME_A,
            world.NAME_B,
        }
        ended = commune_groups.GroupData("Khu vực", data.commune_ids, None, YESTERDAY)
        commune_groups.update(SYSTEM, made, ended, made.version)
        db.session.commit()
        assert _names(account_queries.actor_of(account.id, world.TODAY)) == set()
        assert db.session.scalar(sa.select(CommuneGroup.version)) > 1
