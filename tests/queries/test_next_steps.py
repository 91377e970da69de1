"""The next step on a record: decided from its state and from what the reader may do."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask, url_for

from shop_onboard.exports.registry import get_marketplace
from shop_onboard.models.campaigns import Campaign, Target
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.jobs import Job
from shop_onboard.models.labels import LabelBatch
from shop_onboard.models.listings import Storefront
from shop_onboard.models.lots import Lot
from shop_onboard.models.organisations import Union
from shop_onboard.models.payments import Order
from shop_onboard.models.products import Certificate, PackSize, Product, ProductPhoto
from shop_onboard.models.sales import Sale
from shop_onboard.policy import Actor, Grant, Role
from shop_onboard.queries.next_steps import goods, reviewed, selling, work
from shop_onboard.queries.next_steps.step import Goal, act, wait
from shop_onboard.queries.tonnage import TonnageRow
from shop_onboard.values.text import N_
from shop_onboard.web.next_steps import PLACES, addressed

TODAY = date(2026, 11, 22)
UNION = frozenset({7})
VOLUNTEER = Actor(1, "Tình nguyện viên", (Grant(Role.VOLUNTEER, UNION),))
OFFICER = Actor(2, "Cán bộ", (Grant(Role.OFFICER, UNION),))
MANAGER = Actor(3, "Chủ nhiệm", (Grant(Role.MANAGER, cooperative_id=5),))
ADMIN = Actor(4, "Quản trị", (Grant(Role.ADMINISTRATOR),))
SOLD = reviewed.Goods(lots=1, running=1, is_listed=True)
WORDS = "Chọn từng chùm vào buổi sáng, đóng gói ngay tại vườn. " * 3


def cooperative(**columns: object) -> Cooperative:
    held = {"state": "approved", "slug": "htx", "story": "Có câu chuyện.", "review_note": ""}
    union = Union(id=7, name="Đoàn xã Lục Ngạn")
    return Cooperative(id=5, union_id=7, commune_id=9, union=union, **(held | columns))


def product(owner: Cooperative | None = None, **columns: object) -> Product:
    held = {
        "state": "approved",
        "slug": "vai",
        "name": "Vải thiều",
        "description": WORDS,
        "photos": [ProductPhoto()],
        "packs": [PackSize(label="Hộp", stock=9)],
    }
    return Product(cooperative=owner or cooperative(), **(held | columns))


def lot(**columns: object) -> Lot:
    held = {"slug": "lo-1", "token": "T", "expires_on": TODAY + timedelta(days=90)}
    return Lot(**({"product": product()} | held | columns))


def sale(**columns: object) -> Sale:
    held = {"code": "TT-1", "evidence": "Sổ trang 3", "recorded_by_id": 1}
    return Sale(cooperative=cooperative(), **(held | columns))


@pytest.mark.parametrize(
    ("actor", "columns", "products", "goal"),
    [
        (VOLUNTEER, {"state": "draft"}, [], Goal.PRODUCT_NEW),
        (VOLUNTEER, {"state": "draft"}, ["draft"], Goal.COOPERATIVE_SUBMIT),
        (VOLUNTEER, {"state": "returned", "review_note": "Thiếu xã"}, [], Goal.COOPERATIVE_EDIT),
        (ADMIN, {"state": "draft"}, [], None),
        (VOLUNTEER, {"state": "submitted"}, [], None),
        (OFFICER, {"state": "submitted"}, [], Goal.COOPERATIVE_APPROVE),
        (OFFICER, {"state": "submitted", "registered_by_id": 2}, [], None),
        (OFFICER, {"state": "submitted", "changed_by_id": 2}, [], None),
        (OFFICER, {}, ["approved", "submitted"], Goal.PRODUCT),
        (MANAGER, {}, ["approved", "submitted"], Goal.STOREFRONT_NEW),
        (MANAGER, {}, ["returned"], Goal.PRODUCT),
        (MANAGER, {}, [], Goal.PRODUCT_NEW),
        (ADMIN, {}, [], None),
    ],
)
def test_a_cooperative_leads_each_person_to_their_own_step(
    actor: Actor, columns: dict, products: list[str], goal: Goal | None
):
    found = reviewed.of_cooperative(
        actor, cooperative(**columns), [product(state=state) for state in products], 0
    )
    assert found.goal == goal
    assert (found.words is None) == (goal is None)


def test_who_may_not_approve_sees_whom_the_record_waits_for():
    waiting = cooperative(state="submitted")
    for actor in (VOLUNTEER, MANAGER, ADMIN):
        said = str(reviewed.of_cooperative(actor, waiting, [], 0).message)
        assert said == "Đang chờ cán bộ Đoàn xã Lục Ngạn duyệt."
    said = str(reviewed.of_product(MANAGER, product(state="submitted"), SOLD, TODAY).message)
    assert said == "Đang chờ cán bộ Đoàn xã Lục Ngạn duyệt."


def test_a_complete_cooperative_is_asked_for_its_story_and_then_for_its_sales():
    held = [product()]
    told = reviewed.of_cooperative(MANAGER, cooperative(story=""), held, 1)
    assert (told.goal, told.anchor) == (Goal.COOPERATIVE_EDIT, "story")
    assert reviewed.of_cooperative(MANAGER, cooperative(), held, 1).goal is Goal.SALE_NEW


@pytest.mark.parametrize(
    ("columns", "goal", "anchor"),
    [
        ({"state": "draft", "photos": []}, Goal.PRODUCT, "photo"),
        ({"state": "draft", "description": "Ngon."}, Goal.PRODUCT_EDIT, "description"),
        ({"state": "draft", "packs": [PackSize(label="Hộp")]}, Goal.PRODUCT_SUBMIT, ""),
        ({"state": "returned", "photos": [], "review_note": "Ảnh mờ"}, Goal.PRODUCT_EDIT, ""),
        ({"state": "submitted", "photos": []}, None, ""),
        ({"photos": []}, Goal.PRODUCT, "photo"),
        ({"packs": [PackSize(stock=1), PackSize(label="Thùng")]}, Goal.PRODUCT_EDIT,
         "packs-1-stock"),
        ({}, Goal.SALE_NEW, ""),
    ],
)  # fmt: skip
def test_a_product_leads_to_the_very_field_that_is_missing(
    columns: dict, goal: Goal | None, anchor: str
):
    found = reviewed.of_product(VOLUNTEER, product(**columns), SOLD, TODAY)
    assert (found.goal, found.anchor) == (goal, anchor)


def test_an_officer_approves_the_cooperative_before_its_product():
    owner = cooperative(state="submitted")
    first = reviewed.of_product(OFFICER, product(owner, state="submitted"), SOLD, TODAY)
    assert (first.goal, first.code) == (Goal.COOPERATIVE, "htx")
    then = reviewed.of_product(OFFICER, product(state="submitted"), SOLD, TODAY)
    assert (then.goal, then.code) == (Goal.PRODUCT_APPROVE, "vai")


@pytest.mark.parametrize(
    ("held", "goal"),
    [
        (reviewed.Goods(0, 0, False), Goal.LOT_NEW),
        (reviewed.Goods(2, 2, False), Goal.READINESS),
        (reviewed.Goods(2, 0, True), Goal.LOT_NEW),
        (SOLD, Goal.SALE_NEW),
    ],
)
def test_an_approved_product_goes_from_its_first_lot_to_its_sales(held: reviewed.Goods, goal: Goal):
    assert reviewed.of_product(MANAGER, product(), held, TODAY).goal is goal
    assert reviewed.of_product(ADMIN, product(), held, TODAY).goal is None


@pytest.mark.parametrize(
    ("days_left", "anchor"), [(-1, "ocop_number"), (119, ""), (120, "papers"), (180, "papers"),
                              (181, "")]
)  # fmt: skip
def test_a_certificate_is_renewed_180_to_120_days_before_its_end(days_left: int, anchor: str):
    paper = Certificate(kind="ocop", stars=4, expires_on=TODAY + timedelta(days=days_left))
    found = reviewed.of_product(MANAGER, product(certificates=[paper]), SOLD, TODAY)
    assert found.anchor == anchor
    older = Certificate(kind="ocop", stars=3, expires_on=TODAY - timedelta(days=400))
    both = product(certificates=[paper, older])
    assert reviewed.of_product(MANAGER, both, SOLD, TODAY).anchor == anchor, "the latest counts"


@pytest.mark.parametrize(
    ("columns", "batches", "goal"),
    [
        ({"recalled_at": datetime(2026, 11, 1, tzinfo=UTC)}, 1, Goal.LOT_PAGE),
        ({"expires_on": TODAY - timedelta(days=1)}, 1, Goal.LOT_NEW),
        ({"expires_on": None}, 1, Goal.LOT_EDIT),
        ({}, 0, Goal.LABELS_NEW),
        ({}, 1, Goal.SALE_OF_LOT),
    ],
)
def test_a_lot_is_labelled_sold_and_replaced(columns: dict, batches: int, goal: Goal):
    facts = goods.LotFacts([LabelBatch()] * batches)
    assert goods.of_lot(MANAGER, lot(**columns), facts, TODAY).goal is goal


def test_what_tracing_needs_comes_before_the_first_labels_and_not_after():
    missing = goods.LotFacts([], "ảnh")
    found = goods.of_lot(MANAGER, lot(), missing, TODAY)
    assert (found.goal, found.anchor) == (Goal.HERE, "items")
    assert "ảnh" in str(found.message)
    printed = replace(missing, batches=[LabelBatch()])
    assert goods.of_lot(MANAGER, lot(), printed, TODAY).goal is Goal.SALE_OF_LOT


def test_a_recalled_lot_leads_to_who_has_to_be_told():
    held = lot(recalled_at=datetime(2026, 11, 1, tzinfo=UTC))
    found = goods.of_lot(MANAGER, held, goods.LotFacts([], recall_id=7), TODAY)
    assert (found.goal, found.code) == (Goal.RECALL, "7")


def test_a_lot_that_ends_soon_says_in_how_many_days():
    soon = lot(expires_on=TODAY + timedelta(days=14))
    said = str(goods.of_lot(MANAGER, soon, goods.LotFacts([LabelBatch()]), TODAY).message)
    assert "còn 14 ngày" in said
    assert goods.of_lot(ADMIN, soon, goods.LotFacts([]), TODAY).goal is None


def test_labels_are_only_sold_with_while_their_lot_is():
    held = lot()
    assert goods.of_batch(LabelBatch(lot=held, is_trial=False), can_be_sold=True).goal
    for batch, can_be_sold in (
        (LabelBatch(lot=held, is_trial=True), True),
        (LabelBatch(lot=held, is_trial=False), False),
        (LabelBatch(lot=lot(recalled_at=datetime(2026, 11, 1, tzinfo=UTC))), False),
    ):
        assert goods.of_batch(batch, can_be_sold=can_be_sold).goal is None


@pytest.mark.parametrize(
    ("columns", "goal", "anchor"),
    [
        ({"channel_key": "sendo"}, Goal.HERE, "closed_on"),
        ({"channel_key": "sendo", "closed_on": date(2025, 4, 15)}, None, ""),
        ({"channel_key": "postmart"}, Goal.HERE, "url"),
        ({"channel_key": "postmart", "url": "https://a.vn"}, Goal.HERE, "opened_on"),
        ({"channel_key": "postmart", "url": "https://a.vn", "opened_on": TODAY},
         Goal.MARKETPLACE, ""),
        ({"channel_key": "direct", "opened_on": TODAY}, Goal.SALE_NEW, ""),
    ],
)  # fmt: skip
def test_a_storefront_is_filled_in_and_then_filled_with_goods(
    columns: dict, goal: Goal | None, anchor: str
):
    found = goods.of_storefront(Storefront(cooperative=cooperative(), **columns), TODAY)
    assert (found.goal, found.anchor) == (goal, anchor)


def test_a_marketplace_that_has_ended_sends_people_to_one_that_runs():
    ended = goods.of_marketplace(MANAGER, get_marketplace("sendo"), [], may_make=True)
    assert ended.goal is Goal.MARKETPLACES
    empty = goods.of_marketplace(MANAGER, get_marketplace("postmart"), [], may_make=True)
    assert empty.goal is Goal.PRODUCT_NEW
    assert goods.of_marketplace(ADMIN, get_marketplace("postmart"), [], may_make=False).goal is None


@pytest.mark.parametrize(
    ("actor", "columns", "goal"),
    [
        (VOLUNTEER, {"evidence": ""}, Goal.SALE_EDIT),
        (VOLUNTEER, {}, None),
        (OFFICER, {}, Goal.SALE_CONFIRM),
        (OFFICER, {"evidence": ""}, Goal.SALE_CONFIRM),
        (OFFICER, {"recorded_by_id": 2}, None),
        (OFFICER, {"changed_by_id": 2}, None),
        (OFFICER, {"recorded_by_id": 2, "evidence": ""}, Goal.SALE_EDIT),
        (ADMIN, {}, None),
        (OFFICER, {"confirmed_at": datetime(2026, 11, 1, tzinfo=UTC)}, Goal.SALES_UNCONFIRMED),
        (MANAGER, {"confirmed_at": datetime(2026, 11, 1, tzinfo=UTC)}, Goal.SALE_NEW),
        (ADMIN, {"confirmed_at": datetime(2026, 11, 1, tzinfo=UTC)}, None),
    ],
)
def test_a_sale_goes_from_its_papers_to_somebody_else_who_compares_them(
    actor: Actor, columns: dict, goal: Goal | None
):
    assert selling.of_sale(actor, sale(**columns), None).goal == goal


def test_a_sale_that_looks_recorded_twice_leads_to_the_other_one():
    twin = sale(code="TT-2")
    for actor in (OFFICER, MANAGER):
        found = selling.of_sale(actor, sale(), twin)
        assert (found.goal, found.code) == (Goal.SALE, "TT-2")
    assert selling.may_confirm(OFFICER, sale()), "the officer may still find that both are right"
    assert not selling.may_confirm(OFFICER, sale(changed_by_id=2))
    assert not selling.may_confirm(MANAGER, sale())


@pytest.mark.parametrize(
    ("actor", "masses", "target", "days", "goal"),
    [
        (OFFICER, (0, 0), None, 0, Goal.CAMPAIGN_EDIT),
        (OFFICER, (0, 0), 9, -30, None),
        (OFFICER, (5, 3), 9, 0, Goal.SALES_UNCONFIRMED),
        (OFFICER, (5, 5), 9, 0, Goal.HERE),
        (OFFICER, (0, 0), 9, 0, Goal.SALE_NEW),
        (MANAGER, (5, 3), 9, 0, Goal.SALE_NEW),
        (MANAGER, (5, 3), 9, 30, Goal.BOARD),
        (ADMIN, (5, 3), 9, 0, Goal.BOARD),
    ],
)
def test_a_programme_asks_for_target_sales_comparison_and_report_in_turn(
    actor: Actor, masses: tuple[int, int], target: int | None, days: int, goal: Goal | None
):
    targets = [Target(metric="mass_g", value=target)] if target else []
    campaign = Campaign(
        code="CT",
        starts_on=TODAY - timedelta(days=9),
        ends_on=TODAY + timedelta(days=9),
        targets=targets,
    )
    found = selling.of_campaign(
        actor,
        campaign,
        TonnageRow((), *masses, 0),
        TODAY + timedelta(days=days),
        may_edit=actor is OFFICER,
    )
    assert found.goal == goal


@pytest.mark.parametrize(
    ("state", "problem", "goal"),
    [
        ("awaiting", None, Goal.HERE),
        ("awaiting", N_("Chưa ghi ngân hàng."), Goal.COOPERATIVE_EDIT),
        ("needs_review", None, Goal.HERE),
        ("paid", None, Goal.ORDER_NEW),
        ("refunded", None, Goal.ORDER_NEW),
        ("cancelled", None, Goal.ORDER_NEW),
    ],
)
def test_an_order_is_paid_looked_at_or_over(state: str, problem: object, goal: Goal):
    order = Order(cooperative=cooperative(), state=state)
    assert selling.of_order(order, problem).goal is goal


@pytest.mark.parametrize(
    ("columns", "goal"),
    [
        ({"state": "running"}, None),
        ({"state": "done", "result_key": "k", "result_name": "tem.pdf"}, Goal.JOB_FILE),
        ({"state": "done"}, Goal.MARKETPLACE),
        ({"state": "done", "kind": "import", "params": {}}, None),
        ({"state": "failed"}, Goal.MARKETPLACE),
        ({"state": "cancelled", "kind": "labels"}, Goal.LABELS),
    ],
)
def test_work_leads_to_its_file_or_to_where_it_is_asked_for_again(columns: dict, goal: Goal | None):
    job = Job(
        **({"code": "j", "kind": "listings", "params": {"marketplace": "postmart"}} | columns)
    )
    found = work.of_job(MANAGER, job)
    assert (found.goal if found else None) == goal


def test_an_import_is_opened_by_those_who_may_bring_spreadsheets_in():
    job = Job(code="j", kind="import", params={"import_code": "i"}, state="done")
    found = work.of_job(VOLUNTEER, job)
    assert found is not None
    assert (found.goal, found.code) == (Goal.IMPORT, "i")
    assert work.of_job(ADMIN, job) == wait(N_("Đã xong, không cần làm gì thêm."))


def test_whoever_may_not_ask_for_the_work_is_told_who_can():
    job = Job(code="j", kind="labels", params={}, state="failed")
    found = work.of_job(ADMIN, job)
    assert found == wait(N_("Người đã yêu cầu việc này có thể làm lại."))


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_every_goal_has_an_address_and_buttons_are_told_from_links(app: Flask):
    methods = {rule.endpoint: rule.methods for rule in app.url_map.iter_rules()}
    with app.test_request_context():
        for goal in Goal:
            shown = addressed(act(N_("Đi tiếp"), N_("Đi"), goal, "7" * 12, "noi-nay"))
            assert shown is not None
            if goal is Goal.HERE:
                assert shown.address == "#noi-nay"
                continue
            assert shown.address.startswith("/"), goal
            assert shown.address.endswith("#noi-nay"), goal
            assert shown.is_post == ("POST" in (methods[PLACES[goal].endpoint] or ())), goal
        edited = addressed(act(N_("Sửa"), N_("Sửa"), Goal.PRODUCT_EDIT, "vai", "packs-0-stock"))
        assert edited is not None
        assert edited.address == url_for("products.edit", code="vai") + "#packs-0-stock"
