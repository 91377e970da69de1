"""Other sites, other people's addresses, roles of yesterday, fields that no form has."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.accounts import Account, RoleGrant
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Product
from shop_onboard.models.sales import Sale
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives, organisations, products
from tests import world
from tests.pages import Browser, Page, _filled
from tests.web.spreadsheets import counts, good, look, worked
from tests.web.work import finished

A = f"/cooperatives/{world.COOPERATIVE_A}"
LYCHEE = f"/products/{world.PRODUCT_A}"
FORGED = {
    "state": "approved",
    "status": "published",
    "is_verified": "1",
    "is_sample": "1",
    "ocop_stars": "5",
    "stars": "5",
    "confirmed_at": "2026-01-01",
    "role": "administrator",
    "union_id": "1",
    "cooperative_id": "1",
    "coop_id": "1",
    "commune_id": "1",
    "registered_by_id": "1",
    "version_id": "99",
}

only_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def move_volunteer(app: Flask) -> None:
    """From today the volunteer of Đoàn xã A works in another province."""
    with app.app_context(), writing():
        phone = Account.phone == world.PHONES["volunteer"]
        grant = db.session.scalars(sa.select(RoleGrant).join(RoleGrant.account).where(phone)).one()
        there = RoleGrant(account_id=grant.account_id, role=grant.role)
        there.union_id = organisations.required("DX-C").id
        grant.valid_to = world.TODAY - timedelta(days=1)
        db.session.add(there)
        db.session.commit()


def typed(page: Page, button: str, **changed: str) -> dict[str, str]:
    """What the form of this button would send."""
    return _filled(page.form(button), changed)


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "http://localhost.evil.example", "http://127.0.0.1:666"]
)
def test_a1_a_form_of_another_site_changes_nothing_even_with_a_good_key(
    as_manager: Browser, origin: str
):
    page = as_manager.open(f"{A}/edit")
    data = typed(page, "Lưu", name="Tên Bị Đổi")
    for headers in ({"Origin": origin}, {"Origin": origin, "HX-Request": "true"}):
        answer = as_manager.client.post(page.path, data=data, headers=headers)
        assert answer.status_code == 400
    assert world.NAME_A in as_manager.open(A).main
    answer = as_manager.client.post(page.path, data=data, headers={"Origin": "http://localhost"})
    assert answer.status_code == 302


def test_a1_the_public_address_is_our_own_behind_a_proxy(app: Flask, as_manager: Browser):
    app.config["PUBLIC_URL"] = "https://lensan.example.vn"
    page = as_manager.open(f"{A}/edit")
    headers = {"Origin": "https://lensan.example.vn"}
    answer = as_manager.client.post(page.path, data=typed(page, "Lưu"), headers=headers)
    assert answer.status_code == 302


@only_sqlite
@pytest.mark.parametrize("path", ["/labels/new", "/catalogues/new"])
def test_b2_an_object_of_others_in_a_field_is_no_choice(as_manager_b: Browser, path: str):
    page = as_manager_b.open(path)
    foreign = {"lot": world.LOT_A, "subject": f"cooperative:{world.COOPERATIVE_A}", "count": "24"}
    held = page.soup.find("input", attrs={"name": "csrf_token"})
    answer = as_manager_b.client.post(path, data={"csrf_token": held["value"], **foreign})
    assert answer.status_code in (404, 422)
    assert world.NAME_A not in answer.get_data(as_text=True)


@only_sqlite
def test_b3_no_folder_lies_open_and_no_file_is_named_by_its_key(
    app: Flask, as_manager: Browser, browser: Browser
):
    key = app.extensions["storage"].put(b"private")
    for path in ("/static/", "/static/css/", f"/files/{key}", f"/static/{key}", "/instance/files/"):
        for person in (as_manager, browser):
            answer = person.client.get(path)
            assert answer.status_code == 404, path
            assert b"private" not in answer.data


def test_b4_a_form_opened_before_a_move_is_refused_after_it(app: Flask, as_volunteer: Browser):
    page = as_volunteer.open(f"{A}/edit")
    product = as_volunteer.open(f"/products/new?cooperative={world.COOPERATIVE_A}")
    move_volunteer(app)
    as_volunteer.submit(page, "Lưu", status=404, name="Tên Bị Đổi")
    data = typed(product, "Lưu", name="Sản phẩm lén")
    assert as_volunteer.client.post(product.path, data=data).status_code == 404
    with app.app_context():
        names = set(db.session.scalars(sa.select(Cooperative.name)))
        assert world.NAME_A in names
        assert "Tên Bị Đổi" not in names
        assert "Sản phẩm lén" not in set(db.session.scalars(sa.select(Product.name)))


@only_sqlite
def test_b4_a_file_confirmed_before_a_move_brings_nothing_in_after_it(
    app: Flask, as_volunteer: Browser, as_officer: Browser
):
    page = look(app, as_volunteer, good())
    waiting = as_volunteer.submit(page, "Xác nhận nhập", lands="/imports/")
    move_volunteer(app)
    done = worked(app, as_volunteer, waiting)
    assert counts(done) == [0, 0, 0, 3]
    assert "HTX Mới" not in as_officer.open("/cooperatives/").main


@only_sqlite
@pytest.mark.parametrize(
    "path",
    [A, LYCHEE, f"{LYCHEE}/ocop", f"{A}/consent", f"{A}/consent/form.pdf", f"/lots/{world.LOT_A}"],
)
def test_b5_a_private_answer_is_kept_by_nobody_and_given_to_nobody_else(
    as_manager: Browser, as_manager_b: Browser, browser: Browser, path: str
):
    answer = as_manager.client.get(path)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    known = {"If-None-Match": answer.headers.get("ETag", "*")}
    assert as_manager_b.client.get(path, headers=known).status_code == 404
    assert browser.client.get(path, headers=known).status_code == 302


@only_sqlite
def test_b5_what_a_job_made_is_for_who_asked_for_it(
    app: Flask, as_manager: Browser, as_manager_b: Browser, as_officer: Browser
):
    page = as_manager.open("/catalogues/new")
    made = finished(app, as_manager, as_manager.submit(page, "Tạo ca-ta-lô", lands="/jobs/"))
    file = f"{made.path}/file"
    assert as_manager.download(file).headers["Cache-Control"] == "no-store"
    for somebody_else in (as_manager_b, as_officer):
        somebody_else.open(made.path, status=404)
        somebody_else.open(file, status=404)


def test_b8_a_product_takes_no_field_that_its_form_has_not(app: Flask, as_manager: Browser):
    page = as_manager.open(f"{LYCHEE}/edit")
    data = FORGED | typed(page, "Lưu", storage="Nơi mát")
    answer = as_manager.client.post(page.path, data=data)
    assert answer.status_code == 302, Page(answer, page.path).main
    with app.app_context():
        row = products.one(SYSTEM, world.PRODUCT_A)
        assert (row.state, row.storage, row.is_sample) == ("submitted", "Nơi mát", False)
        assert row.cooperative.slug == world.COOPERATIVE_A
        assert [paper.kind for paper in row.certificates] == ["gi"]


def test_b8_a_sale_is_not_confirmed_by_a_field(app: Flask, as_manager: Browser):
    page = as_manager.open(f"/sales/new?cooperative={world.COOPERATIVE_A}")
    data = FORGED | typed(page, "Lưu", channel_key="postmart", mass_g="12 kg")
    answer = as_manager.client.post(page.path, data=data)
    assert answer.status_code == 302, Page(answer, page.path).main
    with app.app_context():
        row = db.session.scalars(sa.select(Sale).order_by(Sale.id.desc())).first()
        assert row is not None
        assert (row.mass_g, row.confirmed_at, row.is_sample) == (12_000, None, False)
        assert row.cooperative_id == cooperatives.one(SYSTEM, world.COOPERATIVE_A).id


def test_b8_nobody_makes_themselves_more_than_they_are(app: Flask, as_volunteer: Browser):
    page = as_volunteer.open("/account")
    data = FORGED | typed(page, "Lưu tên", name="Tên Mới")
    assert as_volunteer.client.post("/account/name", data=data).status_code == 302
    as_volunteer.open("/admin/", status=403)
    as_volunteer.open("/reviews/", status=403)
