"""One's own account: the password, the devices, the second factor."""

import re

import pyotp
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.queries.accounts import account_by_phone
from shop_onboard.values.phones import format_phone
from tests import world
from tests.pages import Browser, Page

PHONE = world.PHONES["manager"]
NEW = "mat khau moi tinh"


def sign_in(browser: Browser, password: str = world.PASSWORD, lands: str = "/") -> Page:
    page = browser.open("/login")
    return browser.submit(page, "Đăng nhập", phone=PHONE, password=password, lands=lands)


def forget_last_code(app: Flask) -> None:
    with app.app_context(), writing():
        account_by_phone(PHONE).totp_last_step = None
        db.session.commit()


def turn_on(person: Browser) -> tuple[pyotp.TOTP, list[str]]:
    page = person.open("/account/second-factor")
    page = person.submit(page, "Bắt đầu", lands="/account/second-factor")
    factor = pyotp.TOTP(page.soup.find(id="key")["value"])
    shown = person.submit(page, "Bật mã thứ hai", code=factor.now(), status=200)
    return factor, shown.texts("main code")


def test_a_new_password_ends_every_other_session(app: Flask, as_manager: Browser):
    other = Browser(app).signed_in_as(PHONE)
    page = as_manager.open("/account")
    wrong = as_manager.submit(page, "Đổi mật khẩu", old_password="khong phai", password=NEW)
    assert "Mật khẩu hiện tại chưa đúng." in wrong.error_beside("old_password")
    short = as_manager.submit(page, "Đổi mật khẩu", old_password=world.PASSWORD, password="ngan")
    assert "ít nhất 8 ký tự" in short.error_beside("password")
    for guess in (format_phone(PHONE), "87654321", "00000000"):
        easy = as_manager.submit(page, "Đổi mật khẩu", old_password=world.PASSWORD, password=guess)
        assert "dễ đoán quá" in easy.error_beside("password")
    as_manager.submit(
        page, "Đổi mật khẩu", old_password=world.PASSWORD, password=NEW, lands="/account"
    )
    other.open("/account", status=302)
    sign_in(Browser(app), NEW)


def test_a_device_is_signed_out_from_another(app: Flask, as_manager: Browser):
    other = Browser(app).signed_in_as(PHONE)
    page = as_manager.open("/account")
    as_manager.submit(page, "Đăng xuất máy số 1", lands="/account")
    other.open("/account", status=302)
    as_manager.open("/account")


def test_the_app_of_the_same_phone_takes_the_key_by_a_tap_or_by_hand(as_manager: Browser):
    page = as_manager.open("/account/second-factor")
    page = as_manager.submit(page, "Bắt đầu", lands="/account/second-factor")
    key = page.soup.find(id="key")["value"]
    assert pyotp.parse_uri(page.link("Mở ứng dụng tạo mã")).secret == key
    groups = page.texts("main code")[0].split()
    assert "".join(groups) == key
    assert {len(group) for group in groups} == {4}


def test_each_device_has_the_number_by_which_it_is_signed_out(app: Flask, as_manager: Browser):
    Browser(app).signed_in_as(PHONE)
    page = as_manager.open("/account")
    other = next(card for card in page.soup.select("ul.cards li") if "máy này" not in card.text)
    number = other.find("strong").get_text().rstrip(":")
    assert other.find("button").get_text() == f"Đăng xuất {number.replace('Máy', 'máy')}"


def test_a_name_is_changed_and_the_role_is_not(as_manager: Browser):
    page = as_manager.open("/account")
    page = as_manager.submit(page, "Lưu tên", name="Tên Mới", lands="/account")
    assert page.soup.find(id="name")["value"] == "Tên Mới"
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    data = {"csrf_token": token, "name": "X", "role": "administrator", "is_suspended": "0"}
    assert as_manager.client.post("/account/name", data=data).status_code == 302
    as_manager.open("/admin/", status=403)


def test_the_cookie_comes_only_after_the_code(app: Flask, as_manager: Browser):
    factor, _codes = turn_on(as_manager)
    forget_last_code(app)
    browser = Browser(app)
    page = sign_in(browser, lands="/login/code")
    browser.open("/account", status=302)
    assert browser.client.get_cookie("lensan") is None
    browser.submit(page, "Vào", code=factor.now(), lands="/")
    browser.open("/account")


def test_a_code_is_good_once(app: Flask, as_manager: Browser):
    factor, _codes = turn_on(as_manager)
    forget_last_code(app)
    code = factor.now()
    first, second = Browser(app), Browser(app)
    first.submit(sign_in(first, lands="/login/code"), "Vào", code=code, lands="/")
    page = second.submit(sign_in(second, lands="/login/code"), "Vào", code=code)
    assert "đã dùng rồi" in page.error_beside("code")


def test_ten_wrong_codes_have_to_wait(app: Flask, as_manager: Browser):
    factor, _codes = turn_on(as_manager)
    forget_last_code(app)
    browser = Browser(app)
    page = sign_in(browser, lands="/login/code")
    for _number in range(10):
        page = browser.submit(page, "Vào", code="000000x")
    waits = browser.submit(page, "Vào", code=factor.now(), status=429)
    assert "đợi 5 phút" in waits.main


def test_a_recovery_code_signs_in_once(app: Flask, as_manager: Browser):
    _factor, codes = turn_on(as_manager)
    assert len(set(codes)) == 10
    first, second = Browser(app), Browser(app)
    page = sign_in(first, lands="/login/code")
    first.submit(page, "Vào", code=codes[0].upper(), lands="/")
    page = second.submit(sign_in(second, lands="/login/code"), "Vào", code=codes[0])
    assert "đã dùng rồi" in page.error_beside("code")


def test_the_secret_is_not_in_the_database_as_it_is(app: Flask, as_manager: Browser):
    factor, codes = turn_on(as_manager)
    with app.app_context():
        assert factor.secret not in account_by_phone(PHONE).totp_secret
    page = as_manager.open("/account/second-factor")
    assert factor.secret not in page.response.get_data(as_text=True)
    assert not re.search(codes[0], page.response.get_data(as_text=True))


def test_turning_it_off_asks_for_the_password(app: Flask, as_manager: Browser):
    turn_on(as_manager)
    page = as_manager.open("/account/second-factor")
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    off = "/account/second-factor/off"
    data = {"csrf_token": token, "password": "sai roi nhe"}
    wrong = as_manager.client.post(off, data=data)
    assert wrong.status_code == 422
    assert "Mật khẩu chưa đúng." in wrong.get_data(as_text=True)
    nothing = as_manager.client.post(off, data=data | {"password": ""})
    assert "Hãy ghi mật khẩu." in nothing.get_data(as_text=True)
    data["password"] = world.PASSWORD
    assert as_manager.client.post(off, data=data).status_code == 302
    sign_in(Browser(app))
