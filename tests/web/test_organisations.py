"""The union's tree as its people see it."""

from datetime import date

from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.imports.samples import SampleUnion
from shop_onboard.policy import SYSTEM, Role
from shop_onboard.queries import organisations as queries
from shop_onboard.queries import places
from shop_onboard.services import accounts, commune_groups, organisations
from tests import world
from tests.pages import Browser


def _add_ended_district(app: Flask) -> None:
    rows = [
        SampleUnion(
            code="HD-CU",
            name="Huyện đoàn Cũ",
            kind="district",
            parent_code="",
            province_code="",
            commune_code="",
            valid_from=None,
            valid_to=date(2025, 6, 30),
            successor_codes=("DX-MOI",),
        ),
        SampleUnion(
            code="DX-MOI",
            name="Đoàn xã Mới",
            kind="commune",
            parent_code="",
            province_code="",
            commune_code="",
            valid_from=date(2025, 7, 1),
            valid_to=None,
            successor_codes=(),
        ),
    ]
    with app.app_context(), writing():
        organisations.load_tree(SYSTEM, rows, is_sample=True)
        db.session.commit()


def test_the_list_is_a_tree_with_parents_right_before_their_children(as_admin: Browser):
    page = as_admin.open("/organisations/")
    names = page.texts("main .tree a")
    assert names[0] == "Trung ương Đoàn"
    assert names.index("Tỉnh đoàn Bắc Ninh") + 1 == names.index("Đoàn xã Lục Ngạn")
    assert names.index("Đoàn xã Nam Dương") < names.index("Tỉnh đoàn Lào Cai")
    assert page.texts(".tree .depth-2 a") == [
        "Đoàn xã Lục Ngạn",
        "Đoàn xã Nam Dương",
        "Đoàn xã Trấn Yên",
    ]


def test_search_needs_no_marks_and_names_the_parent(as_admin: Browser):
    page = as_admin.open("/organisations/?q=luc+ngan")
    assert page.texts("main .tree a") == ["Đoàn xã Lục Ngạn"]
    assert "thuộc Tỉnh đoàn Bắc Ninh" in page.main
    assert "Không có đơn vị nào khớp" in as_admin.open("/organisations/?q=%25").main


def test_a_unit_shows_what_is_below_it_and_how_many_cooperatives(as_province: Browser):
    page = as_province.open("/organisations/TD-BN")
    assert page.texts("main h2 + ul a") == ["Đoàn xã Lục Ngạn", "Đoàn xã Nam Dương"]
    assert "Hợp tác xã phụ trách 2" in page.main
    # The unit above is named, but it is not theirs to open.
    assert "Trung ương Đoàn" in page.main
    as_province.open("/organisations/TW", status=404)


def test_an_ended_unit_stays_and_names_who_carries_on(app: Flask, as_admin: Browser):
    _add_ended_district(app)
    page = as_admin.open("/organisations/HD-CU")
    assert "đã kết thúc ngày 30/06/2025" in page.main
    assert page.link("Đoàn xã Mới") == "/organisations/DX-MOI"
    assert "DỮ LIỆU MẪU" in page.main
    later = as_admin.open("/organisations/DX-MOI")
    assert "Tiếp nhận công việc của" in later.main
    assert "đến hết 30/06/2025" in as_admin.open("/organisations/?q=huyen+doan+cu").main


def test_people_see_their_own_branch_only(as_officer: Browser, as_manager: Browser):
    page = as_officer.open("/organisations/")
    assert page.texts("main .tree a") == ["Đoàn xã Lục Ngạn"]
    assert page.texts(".tree .depth-0 a") == ["Đoàn xã Lục Ngạn"]
    as_officer.open("/organisations/DX-C", status=404)
    as_manager.open("/organisations/", status=403)


def test_an_officer_of_a_group_is_offered_no_unit_to_add(app: Flask, browser: Browser):
    with app.app_context(), writing():
        communes = frozenset({places.commune_id("07582") or 0})
        kept = commune_groups.GroupData("Khu vực", communes)
        group = commune_groups.create(SYSTEM, queries.required("TD-BN"), "KV", kept)
        accounts.create(
            SYSTEM,
            phone="+84510000071",
            name="Cán Bộ Khu Vực",
            password=world.PASSWORD,
            grants=[accounts.GrantData(Role.OFFICER, group_id=group.id)],
        )
        db.session.commit()
    page = browser.signed_in_as("+84510000071").open("/organisations/")
    assert "phụ trách một nhóm xã" in page.main
    assert not page.soup.select("main a[href='/organisations/new']")


def test_sample_and_real_cooperatives_are_counted_apart(app: Flask):
    with app.app_context():
        held = queries.cooperatives_held(SYSTEM, queries.required("TD-BN"))
        assert (held.real, held.sample) == (2, 0)
