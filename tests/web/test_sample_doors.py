"""One tap signs in as the sample's people, where nobody relies on the records, and nowhere else."""

import shutil
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

import config as settings
from shop_onboard.app import create_app
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.accounts import Account
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.campaigns import Campaign
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.organisations import Union
from shop_onboard.models.sales import Sale
from shop_onboard.policy import SYSTEM
from shop_onboard.queries.accounts import account_by_phone
from shop_onboard.services import samples
from tests import world
from tests.pages import Browser
from tests.web.test_invitations import NEW_PASSWORD, PHONE, invite, link_of, take_up

DOORS = {
    "tình nguyện viên": ("Chào Lê Tình Nguyện", "/register/"),
    "hợp tác xã": ("Chào Chủ Nhiệm Giáp Sơn", "/orders/"),
    "cán bộ Đoàn": ("Chào Cán Bộ Tỉnh", "/audit/"),
    "quản trị": ("Chào Quản Trị", "/admin/"),
}
ROLES = ("volunteer", "manager", "officer", "administrator")


def make_sample(app: Flask) -> None:
    """Everybody and everything of the small world came with the sample."""
    with app.app_context(), writing():
        for model in (Account, Cooperative, Union, Campaign, Sale):
            db.session.execute(sa.update(model).values(is_sample=True))
        db.session.commit()


def knock(app: Flask, role: str) -> int:
    """The answer to the form of somebody who made it up."""
    browser = Browser(app)
    token = browser.open("/join").soup.find("input", attrs={"name": "csrf_token"})["value"]
    data = {"csrf_token": token, "role": role}
    return browser.client.post("/login/sample", data=data).status_code


@pytest.mark.parametrize("door", DOORS)
@pytest.mark.parametrize("path", ["/", "/login"])
def test_one_tap_shows_the_desk_of_a_role(app: Flask, browser: Browser, door: str, path: str):
    make_sample(app)
    greeting, place = DOORS[door]
    page = browser.submit(browser.open(path), door, lands="/")
    assert greeting in page.main
    browser.open(place)


def test_the_door_and_who_went_through_are_in_the_log(app: Flask, browser: Browser):
    make_sample(app)
    browser.submit(browser.open("/"), "quản trị", lands="/")
    with app.app_context():
        event = db.session.scalars(
            sa.select(AuditEvent).where(AuditEvent.event == "account.sample_opened")
        ).one()
        assert event.account_id == account_by_phone(world.PHONES["admin"]).id
        assert event.data == {"role": "administrator"}


def test_going_through_another_door_ends_the_first_session(app: Flask, browser: Browser):
    make_sample(app)
    browser.submit(browser.open("/"), "quản trị", lands="/")
    kept = browser.client.get_cookie("lensan").value
    token = browser.open("/").soup.find("input", attrs={"name": "csrf_token"})["value"]
    browser.client.post("/login/sample", data={"csrf_token": token, "role": "volunteer"})
    browser.open("/admin/", status=403)
    old = Browser(app)
    old.client.set_cookie("lensan", kept)
    old.open("/admin/", status=302)


def test_real_accounts_have_no_door(app: Flask, browser: Browser):
    for path in ("/", "/login"):
        assert "Xem với vai" not in browser.open(path).main
    for role in (*ROLES, "system", "", "x"):
        assert knock(app, role) == 404


def test_only_what_is_sample_and_not_suspended_opens(app: Flask, browser: Browser):
    with app.app_context(), writing():
        account_by_phone(world.PHONES["volunteer"]).is_sample = True
        account_by_phone(world.PHONES["officer"]).is_sample = True
        account_by_phone(world.PHONES["officer"]).is_suspended = True
        db.session.commit()
    assert browser.open("/").texts(".doors button") == ["tình nguyện viên"]
    assert [knock(app, role) for role in ROLES] == [302, 404, 404, 404]


def test_who_chose_a_password_is_nobodys_door(app: Flask, as_officer: Browser):
    with app.app_context(), writing():
        account_by_phone(world.PHONES["officer"]).is_sample = True
        db.session.commit()
    take_up(app, link_of(invite(as_officer)), PHONE, NEW_PASSWORD)
    assert knock(app, "volunteer") == 404


def test_where_people_rely_on_the_records_there_is_no_door(tmp_path: Path, sqlite_template: Path):
    shutil.copytree(sqlite_template, tmp_path / "instance")
    app = create_app(settings.Production(tmp_path / "instance", WTF_CSRF_ENABLED=False))
    make_sample(app)
    client = app.test_client()
    for path in ("/", "/login"):
        assert "Xem với vai" not in client.get(path).get_data(as_text=True)
    for role in ROLES:
        assert client.post("/login/sample", data={"role": role}).status_code == 404
    with app.app_context():
        db.engine.dispose()


def test_the_doors_go_with_the_sample(app: Flask, browser: Browser, as_officer: Browser):
    make_sample(app)
    made = link_of(invite(as_officer))
    take_up(app, made)
    invite(as_officer, phone="051 000 0081")
    with app.app_context(), writing():
        samples.remove(SYSTEM)
        db.session.commit()
    assert "Xem với vai" not in browser.open("/").main
    assert [knock(app, role) for role in ROLES] == [404] * 4
    Browser(app).open(made, status=404)
    with app.app_context():
        assert account_by_phone("+84510000080") is None


def test_a_form_of_another_site_opens_no_door(app: Flask, browser: Browser):
    make_sample(app)
    assert browser.client.post("/login/sample", data={"role": "officer"}).status_code == 400
