"""People and those who answer for them: roles, suspension, a forgotten password."""

import re
from datetime import timedelta

import pyotp
import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.accounts import Account, PasswordLink
from shop_onboard.models.clock import utc_now
from shop_onboard.queries.accounts import account_by_phone
from tests import world
from tests.pages import Browser, Page

NEW = "mat khau moi tinh"


def page_of(app: Flask, name: str) -> str:
    with app.app_context():
        return f"/people/{account_by_phone(world.PHONES[name]).id}"


def link_for(app: Flask, officer: Browser, name: str = "volunteer") -> str:
    page = officer.open(page_of(app, name))
    made = officer.submit(page, "Tạo đường dẫn đặt lại mật khẩu", status=200)
    assert made.response.headers["Referrer-Policy"] == "no-referrer"
    found = re.search(r"/login/new-password/[\w-]{20,}", made.soup.find(id="address")["value"])
    assert found
    return found[0]


def sign_in(app: Flask, name: str, password: str) -> Page:
    browser = Browser(app)
    page = browser.open("/login")
    return browser.submit(page, "Đăng nhập", phone=world.PHONES[name], password=password, lands="/")


def test_an_officer_sees_the_people_of_their_area_alone(as_officer: Browser, as_province: Browser):
    own = as_officer.open("/people").main
    assert "Lê Tình Nguyện" in own
    assert "Chủ Nhiệm Giáp Sơn" in own
    assert "Cán Bộ Nam Dương" not in own
    assert "Cán Bộ Nam Dương" in as_province.open("/people").main
    found = as_officer.open("/people?q=le tinh").main
    assert "Lê Tình Nguyện" in found
    assert "Chủ Nhiệm" not in found
    assert "Lê Tình Nguyện" in as_officer.open("/people?q=0510 000 054").main


def test_a_forgotten_password_is_solved_by_a_link_of_the_officer(
    app: Flask, browser: Browser, as_officer: Browser, as_volunteer: Browser
):
    address = link_for(app, as_officer)
    page = browser.open(address)
    assert page.response.headers["Referrer-Policy"] == "no-referrer"
    assert "ít nhất 8" in browser.submit(page, "Đặt mật khẩu", password="ngan").error_beside(
        "password"
    )
    assert "số 05•• ••• 054" in page.main
    easy = browser.submit(page, "Đặt mật khẩu", password="matkhau2026")
    assert "dễ đoán quá" in easy.error_beside("password")
    inside = browser.submit(page, "Đặt mật khẩu", password=NEW, lands="/")
    assert "Đã đặt mật khẩu mới và vào tài khoản." in inside.text
    own = browser.open("/account").soup.find(id="name")
    assert own["value"] == "Lê Tình Nguyện"
    as_volunteer.open("/account", status=302)
    sign_in(app, "volunteer", NEW)
    browser.open(address, status=410)


def test_a_new_password_does_not_pass_by_the_second_factor(
    app: Flask, browser: Browser, as_officer: Browser, as_volunteer: Browser
):
    page = as_volunteer.open("/account/second-factor")
    page = as_volunteer.submit(page, "Bắt đầu", lands="/account/second-factor")
    factor = pyotp.TOTP(page.soup.find(id="key")["value"])
    as_volunteer.submit(page, "Bật mã thứ hai", code=factor.now(), status=200)
    page = browser.open(link_for(app, as_officer))
    asked = browser.submit(page, "Đặt mật khẩu", password=NEW, lands="/login/code")
    assert "Còn một bước" in asked.text
    browser.open("/account", status=302)


@pytest.mark.parametrize("what", ["another link", "an hour", "new phone", "new password", "used"])
def test_a_password_link_ends(app: Flask, browser: Browser, as_officer: Browser, what: str):
    address = link_for(app, as_officer)
    if what == "another link":
        link_for(app, as_officer)
    elif what == "new password":
        second = Browser(app)
        second.sign_in(world.PHONES["volunteer"], world.PASSWORD)
        second.submit(
            second.open("/account"),
            "Đổi mật khẩu",
            old_password=world.PASSWORD,
            password=NEW,
            lands="/account",
        )
    elif what == "used":
        browser.submit(browser.open(address), "Đặt mật khẩu", password=NEW, lands="/")
    else:
        with app.app_context(), writing():
            if what == "an hour":
                past = utc_now() - timedelta(minutes=1)
                db.session.execute(sa.update(PasswordLink).values(expires_at=past))
            else:
                phone = sa.update(Account).where(Account.phone == world.PHONES["volunteer"])
                db.session.execute(phone.values(phone="+84510000098"))
            db.session.commit()
    assert "không còn dùng được" in browser.open(address, status=410).main


def test_a_password_link_is_kept_as_a_hash(app: Flask, as_officer: Browser):
    token = link_for(app, as_officer).rsplit("/", 1)[1]
    with app.app_context():
        assert db.session.scalar(sa.select(PasswordLink.token_hash)) != token


def test_suspension_ends_sessions_at_once(app: Flask, as_officer: Browser, as_volunteer: Browser):
    as_volunteer.open("/account")
    page = as_officer.open(page_of(app, "volunteer"))
    page = as_officer.submit(page, "Tạm khóa tài khoản", lands="/people/")
    as_volunteer.open("/account", status=302)
    browser = Browser(app)
    typed = {"phone": world.PHONES["volunteer"], "password": world.PASSWORD}
    browser.submit(browser.open("/login"), "Đăng nhập", **typed)
    as_officer.submit(page, "Mở khóa tài khoản", lands="/people/")
    sign_in(app, "volunteer", world.PASSWORD)


def test_nobody_acts_on_equals_or_on_those_above(
    app: Flask, as_officer: Browser, as_province: Browser, as_officer_b: Browser
):
    token = as_officer.open("/help").soup.find("input", attrs={"name": "csrf_token"})["value"]
    for name, status in (("province", 404), ("officer", 403), ("admin", 404), ("officer_b", 404)):
        for act in ("suspend", "password-link", "second-factor/off", "roles"):
            data = {"csrf_token": token, "role": "volunteer", "target": "DX-A"}
            address = f"{page_of(app, name)}/{act}"
            answer = as_officer.client.post(address, data=data)
            wanted = 422 if act == "roles" and status == 403 else status
            assert answer.status_code == wanted, (name, act)
    as_province.submit(
        as_province.open(page_of(app, "officer")), "Tạm khóa tài khoản", lands="/people/"
    )


def test_an_officer_of_a_group_answers_for_its_communes_alone(
    app: Flask, as_admin: Browser, as_province: Browser, as_officer_b: Browser
):
    group = as_admin.open("/organisations/groups/new")
    typed = {"name": "Khu vực Lục Ngạn (huyện cũ)", "code": "KV-LN", "keeper": "TD-BN"}
    typed["communes"] = "xã Lục Ngạn, Bắc Ninh"
    as_admin.submit(group, "Lưu", lands="/organisations/groups/KV-LN", **typed)
    helper = page_of(app, "officer_b")
    as_province.submit(
        as_province.open(helper),
        "Giao vai trò",
        lands=helper,
        role="officer",
        target="khu vuc luc ngan (huyen cu)",
        valid_to="31/12/2099",
    )
    assert "Khu vực Lục Ngạn (huyện cũ)" in as_province.open(helper).main
    people = as_officer_b.open("/people").main
    assert "Lê Tình Nguyện" in people
    assert "Cán Bộ Tỉnh" not in people
    assert link_for(app, as_officer_b)
    as_officer_b.open("/organisations/groups/KV-LN")
    assert world.NAME_A in as_officer_b.open("/cooperatives/").main
    as_officer_b.open("/organisations/groups/KV-LN/edit", status=403)


def test_a_role_is_given_within_ones_own_area_and_ended(
    app: Flask, as_officer: Browser, as_province: Browser
):
    path = page_of(app, "volunteer")
    page = as_officer.open(path)
    beyond = as_officer.submit(page, "Giao vai trò", role="volunteer", target="DX-B")
    assert "Lỗi:" in beyond.soup.title.get_text()
    equal = as_officer.submit(page, "Giao vai trò", role="officer", target="DX-A")
    assert "không giao được" in equal.main
    raised = as_officer.submit(page, "Giao vai trò", role="administrator", target="DX-A")
    assert "Hãy chọn một mục" in raised.main
    given = as_province.submit(
        as_province.open(path), "Giao vai trò", role="officer", target="DX-A", lands="/people/"
    )
    assert "cán bộ Đoàn – Đoàn xã Lục Ngạn" in given.main
    ended = as_province.submit(
        given, "Kết thúc vai trò cán bộ Đoàn – Đoàn xã Lục Ngạn", lands="/people/"
    )
    assert "đã kết thúc ngày" in ended.main
