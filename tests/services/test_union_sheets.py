"""A tree and its people from a sheet: any order, errors by row, the same file twice is nothing."""

import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.imports.union_sheet import UnionFile, read_union_file
from shop_onboard.models.accounts import Account
from shop_onboard.models.invitations import Invitation
from shop_onboard.models.organisations import Union
from shop_onboard.policy import SYSTEM, Actor
from shop_onboard.queries import accounts as account_queries
from shop_onboard.queries import organisations
from shop_onboard.services import union_people, union_sheets
from tests import world
from tests.union_files import PEOPLE, UNITS, book, province


def _read(*units: tuple[object, ...], people: tuple[tuple[object, ...], ...] = ()) -> UnionFile:
    return read_union_file(book(units=[UNITS, *units], people=[PEOPLE, *people]), "a.xlsx")


def _actor(key: str) -> Actor:
    account = account_queries.account_by_phone(world.PHONES[key])
    actor = account_queries.actor_of(account.id, world.TODAY) if account else None
    assert actor is not None
    return actor


def _said(errors: list) -> dict[int | None, str]:
    return {error.row: f"{error.column}: {error.message}" for error in errors}


def test_a_whole_province_comes_in_once(app: Flask):
    """Reference facts TN-SIZE: 484 units and 2,500 people."""
    file = read_union_file(province(), "tn.xlsx")
    with app.app_context(), writing():
        before = db.session.scalar(sa.select(sa.func.count(Union.id)))
        units = union_sheets.put_in(SYSTEM, file.unions)
        people = union_people.put_in(SYSTEM, file.people)
        db.session.commit()
        assert (len(units.created), units.failed, units.errors) == (484, 0, [])
        assert (len(people.created), people.failed, people.errors) == (2_500, 0, [])
        assert db.session.scalar(sa.select(sa.func.count(Union.id))) == (before or 0) + 484
        assert db.session.scalar(sa.select(sa.func.count(Invitation.id))) == 2_500
        # No password was made: nobody has an account yet.
        assert db.session.scalar(sa.select(sa.func.count(Account.id))) == len(world.PHONES)
    with app.app_context(), writing():
        units = union_sheets.put_in(SYSTEM, file.unions)
        people = union_people.put_in(SYSTEM, file.people)
        assert (len(units.unchanged), units.order) == (484, [])
        assert (len(people.unchanged), people.created, people.updated) == (2_500, [], [])
        assert not db.session.dirty
        assert not db.session.new


def test_parents_come_in_any_order_and_places_by_their_names(app: Flask):
    file = _read(
        ("CD-1", "Chi đoàn thôn Bãi Bông", "Chi đoàn", "DX-9", "", "", ""),
        ("DX-9", "Đoàn xã Lục Ngạn", "Đoàn xã", "CUM-9", "Bắc Giang", "xã Giáp Sơn", "01/07/2025"),
        ("CUM-9", "Cụm Lục Ngạn", "Cấp trung gian", "TD-BN", "", "", ""),
    )
    with app.app_context(), writing():
        made = union_sheets.put_in(_actor("province"), file.unions)
        db.session.commit()
        assert made.errors == []
        leaf = organisations.required("CD-1")
        above = db.session.get_one(Union, leaf.parent_id)
        assert above.code == "DX-9"
        assert organisations.place_of(leaf) == "Bắc Ninh"


def test_every_wrong_row_says_what_and_the_others_go_in(app: Flask):
    file = _read(
        ("OK-1", "Đoàn xã A", "Đoàn xã", "TD-BN", "", "", ""),
        ("", "Không mã", "Đoàn xã", "TD-BN", "", "", ""),
        ("A-1", "Vòng một", "Đoàn trực thuộc", "A-2", "", "", ""),
        ("A-2", "Vòng hai", "Đoàn trực thuộc", "A-1", "", "", ""),
        ("OK-1", "Trùng", "Đoàn xã", "TD-BN", "", "", ""),
        ("B-1", "Con của lỗi", "Chi đoàn", "A-1", "", "", ""),
        ("C-1", "Lạc loài", "Tỉnh đoàn", "DX-A", "", "", ""),
        ("C-2", "Không cha", "Đoàn xã", "KHONG-CO", "", "", ""),
        ("C-3", "Sai loại", "Phường đoàn gì đó", "TD-BN", "", "", ""),
        ("C-4", "Sai xã", "Đoàn xã", "TD-BN", "Bắc Ninh", "xã Không Có", ""),
        ("DX-C", "Của tỉnh khác", "Đoàn xã", "TD-BN", "", "", ""),
        ("C-5", "Mồ côi", "Đoàn xã", "", "", "", ""),
    )
    with app.app_context(), writing():
        made = union_sheets.put_in(_actor("province"), file.unions)
        said = _said([*file.errors, *made.errors])
        assert [row.code for row in made.created] == ["OK-1"]
        assert made.failed == 11
        assert set(said) == set(range(3, 14))
        assert said[3].startswith("Mã: Cột «Mã» còn trống")
        assert "lấy nhau làm cấp trên" in said[4]
        assert said[6] == "Mã: Mã này đã có ở dòng 2."
        assert "(dòng 4) còn lỗi" in said[7]
        assert "không đặt dưới đơn vị mã «DX-A»" in said[8]
        assert said[9] == "Đơn vị cấp trên: Không có đơn vị cấp trên mã «KHONG-CO»."
        assert "không có trong danh sách" in said[10]
        assert said[11].startswith("Xã: Không thấy xã, phường")
        assert said[12] == "Mã: Mã «DX-C» đã dùng cho đơn vị khác."
        assert said[13] == "Đơn vị cấp trên: Hãy ghi mã đơn vị cấp trên."
        assert len(file.failed_rows([*file.errors, *made.errors])) == 11


def test_a_changed_row_renames_and_moves_and_a_blank_cell_erases_nothing(app: Flask):
    file = _read(("DX-A", "Đoàn phường Lục Ngạn", "Đoàn xã", "", "", "", ""))
    with app.app_context(), writing():
        before = organisations.required("DX-A")
        held = before.parent_id, before.commune_id
        made = union_sheets.put_in(SYSTEM, file.unions)
        db.session.commit()
        assert [row.code for row in made.updated] == ["DX-A"]
        union = organisations.required("DX-A")
        assert (union.name, union.parent_id, union.commune_id) == ("Đoàn phường Lục Ngạn", *held)
        assert [past.name for past in organisations.family(union).pasts] == ["Đoàn xã Lục Ngạn"]


def test_nobody_moves_or_ends_what_others_answer_for(app: Flask):
    file = _read(("DX-A", "Đoàn xã Lục Ngạn", "Đoàn xã", "TD-LC", "", "", ""))
    headed = [
        (*UNITS, "Đến ngày"),
        ("DX-B", "Đoàn xã Nam Dương", "Đoàn xã", *[""] * 4, "30/06/2026"),
    ]
    ended = read_union_file(book(units=headed), "b.xlsx")
    with app.app_context():
        assert "Chỉ cấp trên" in _said(union_sheets.plan(_actor("officer"), file.unions).errors)[2]
        assert (
            "Không có đơn vị cấp trên"
            in (_said(union_sheets.plan(_actor("province"), file.unions).errors)[2])
        )
        assert "còn hợp tác xã" in _said(union_sheets.plan(SYSTEM, ended.unions).errors)[2]


def test_people_are_invited_into_the_units_of_the_same_file_and_no_further(app: Flask):
    file = _read(
        ("DX-9", "Đoàn xã Mới", "Đoàn xã", "TD-BN", "", "", ""),
        people=(
            ("Nguyễn Thị An", "0510000070", "tình nguyện viên", "DX-9"),
            ("Trần Văn Bình", 510000071, "Bí thư", "DX-A"),
            ("Lê Xa", "0510000072", "tình nguyện viên", "DX-C"),
            ("Lê Tình Nguyện", "0510000054", "tình nguyện viên", "DX-A"),
            ("Nguyễn Thị An", "0510000070", "tình nguyện viên", "DX-9"),
            ("Quản Lý", "0510000073", "quản lý hợp tác xã", "DX-A"),
        ),
    )
    with app.app_context(), writing():
        actor = _actor("province")
        units = union_sheets.plan(actor, file.unions)
        people = union_people.plan(actor, file.people, units.codes)
        assert [row.name for row in people.created] == ["Nguyễn Thị An", "Trần Văn Bình"]
        assert [row.name for row in people.unchanged] == ["Lê Tình Nguyện"]
        said = _said([*file.errors, *people.errors])
        assert "Không có đơn vị mã «DX-C»" in said[4]
        assert "đã có ở dòng 2" in said[6]
        assert "không có trong danh sách" in said[7]
        added = union_sheets.put_in(actor, file.unions)
        done = union_people.put_in(actor, file.people, added.codes)
        db.session.commit()
        assert len(done.created) == 2
        links = union_people.new_links(_actor("province"), file.people)
        assert {(link.name, link.union_code) for link in links} == {
            ("Nguyễn Thị An", "DX-9"),
            ("Trần Văn Bình", "DX-A"),
        }
        kept = set(db.session.scalars(sa.select(Invitation.token_hash)))
        assert {account_queries.token_hash(link.token) for link in links} == kept
        assert not {link.token for link in links} & kept
