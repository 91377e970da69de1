"""Signing in and out, and the language of the pages."""

import pytest
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.queries.accounts import account_by_phone
from tests import world
from tests.pages import Browser


def _refusal(browser: Browser, phone: str, password: str) -> str:
    page = browser.open("/login")
    return browser.submit(page, "Đăng nhập", phone=phone, password=password).main


def test_a_wrong_password_and_an_unknown_number_get_the_same_answer(browser: Browser):
    known = _refusal(browser, "051 000 0055", "sai mat khau")
    unknown = _refusal(browser, "051 000 0099", "sai mat khau")
    unreadable = _refusal(browser, "abc", "sai mat khau")
    assert "Số điện thoại hoặc mật khẩu chưa đúng." in known
    assert known == unknown == unreadable


@pytest.mark.parametrize("phone", ["051 000 0055", "0510000055", "+84 51 000 0055", "84510000055"])
def test_a_number_may_be_written_in_any_usual_way(browser: Browser, phone: str):
    page = browser.open("/login")
    browser.submit(page, "Đăng nhập", phone=phone, password=world.PASSWORD, lands="/")


def test_empty_fields_are_asked_for_beside_the_field(browser: Browser):
    answer = browser.submit(browser.open("/login"), "Đăng nhập")
    assert answer.error_beside("phone") == "Hãy ghi số điện thoại."
    assert answer.error_beside("password") == "Hãy ghi mật khẩu."


def test_a_password_is_never_shown_again(browser: Browser):
    page = browser.open("/login")
    answer = browser.submit(page, "Đăng nhập", phone="051 000 0055", password="khong-dung-dau")
    assert "khong-dung-dau" not in answer.response.get_data(as_text=True)


def test_signing_in_leads_to_the_page_that_was_wanted(browser: Browser):
    asked = browser.open("/products/?q=vai", status=302)
    login = browser.open(asked.response.headers["Location"])
    page = browser.submit(
        login,
        "Đăng nhập",
        phone=world.PHONES["manager"],
        password=world.PASSWORD,
        lands="/products",
    )
    assert page.texts("main h1") == ["Sản phẩm"]
    assert "q=vai" in page.path


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example",
        "/\\evil.example",
        "https://evil.example/",
        "https:evil.example",
        "javascript:alert(1)",
        "\\\\evil.example",
        "/%09/evil.example",
        " //evil.example",
    ],
)
def test_signing_in_never_leads_to_another_host(browser: Browser, wanted: str):
    page = browser.open("/login")
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    answer = browser.client.post(
        "/login",
        query_string={"next": wanted},
        data={
            "csrf_token": token,
            "phone": world.PHONES["manager"],
            "password": world.PASSWORD,
        },
    )
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/" or answer.headers["Location"].startswith("/%09")
    assert not answer.headers["Location"].startswith(("//", "/\\"))


def test_a_cookie_kept_from_before_signing_out_is_worth_nothing(as_manager: Browser):
    kept = as_manager.client.get_cookie("lensan")
    page = as_manager.open("/")
    as_manager.submit(page, "Đăng xuất", lands="/")
    assert as_manager.client.get_cookie("lensan") is None
    thief = Browser(as_manager.app)
    thief.client.set_cookie("lensan", kept.value)
    answer = thief.open("/products/", status=302)
    assert answer.response.headers["Location"].startswith("/login")


def test_signing_out_needs_a_form(as_manager: Browser):
    as_manager.open("/logout", status=405)
    as_manager.open("/products/")


def test_a_cookie_set_before_signing_in_is_not_taken_over(app: Flask):
    browser = Browser(app)
    browser.client.set_cookie("lensan", "chosen-by-somebody-else")
    browser.sign_in(world.PHONES["manager"], world.PASSWORD)
    mine = browser.client.get_cookie("lensan").value
    assert mine != "chosen-by-somebody-else"
    assert len(mine) >= 40
    other = Browser(app)
    other.client.set_cookie("lensan", "chosen-by-somebody-else")
    other.open("/products/", status=302)


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(app: Flask):
    browser = Browser(app).sign_in(world.PHONES["manager"], world.PASSWORD)
    cookie = browser.client.get_cookie("lensan")
    assert cookie.http_only
    assert cookie.same_site == "Lax"
    assert cookie.path == "/"


def test_suspending_an_account_ends_its_sessions_at_once(app: Flask, as_manager: Browser):
    as_manager.open("/products/")
    with app.app_context(), writing():
        account_by_phone(world.PHONES["manager"]).is_suspended = True
        db.session.commit()
    as_manager.open("/products/", status=302)
    assert "chưa đúng" in _refusal(Browser(app), world.PHONES["manager"], world.PASSWORD)


def test_the_eleventh_wrong_password_waits_and_others_do_not(app: Flask, browser: Browser):
    for _attempt in range(10):
        _refusal(browser, world.PHONES["manager"], "sai")
    page = browser.open("/login")
    # Even the right one: whoever guesses must not learn that it was.
    answer = browser.submit(
        page,
        "Đăng nhập",
        phone=world.PHONES["manager"],
        password=world.PASSWORD,
        status=429,
    )
    assert "đợi 5 phút" in answer.main
    assert int(answer.response.headers["Retry-After"]) > 0
    Browser(app).sign_in(world.PHONES["manager_b"], world.PASSWORD)


def test_an_unknown_number_waits_just_as_a_known_one(browser: Browser):
    for _attempt in range(10):
        _refusal(browser, "051 000 0099", "sai")
    page = browser.open("/login")
    browser.submit(page, "Đăng nhập", phone="051 000 0099", password="sai", status=429)


def test_an_invented_forwarded_address_does_not_escape_the_count(app: Flask):
    browser = Browser(app)
    token = browser.open("/login").soup.find("input", attrs={"name": "csrf_token"})["value"]
    seen = []
    for number in range(52):
        answer = browser.client.post(
            "/login",
            data={"csrf_token": token, "phone": f"051 000 1{number:03}", "password": "sai"},
            headers={"X-Forwarded-For": f"203.0.113.{number}"},
        )
        seen.append(answer.status_code)
    assert seen[:50] == [422] * 50
    assert seen[50:] == [429, 429]


def test_a_language_is_remembered_signed_out_and_signed_in(app: Flask, browser: Browser):
    page = browser.open("/login")
    answer = browser.open(page.link("English"), status=302)
    assert answer.response.headers["Location"] == "/login"
    for path in ("/login", "/help", "/nowhere"):
        answer = browser.open(path, status=404 if path == "/nowhere" else 200)
        assert answer.soup.html["lang"] == "en"

    person = Browser(app).sign_in(world.PHONES["manager"], world.PASSWORD)
    english = person.submit(person.open("/products/?q=vai"), "English", lands="/products/")
    assert english.path == "/products/?q=vai"
    left = person.submit(english, "Sign out", lands="/")
    assert left.soup.html["lang"] == "en"
    person.submit(
        person.open("/login"),
        "Sign in",
        phone=world.PHONES["manager"],
        password=world.PASSWORD,
        lands="/",
    )
    assert person.open("/products/").soup.html["lang"] == "en"
    # The choice belongs to the person, so it is there on another device as well.
    other = Browser(app)
    page = other.open("/login")
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    sign_in = {"csrf_token": token, "phone": world.PHONES["manager"], "password": world.PASSWORD}
    other.client.post("/login", data=sign_in)
    assert other.open("/products/").soup.html["lang"] == "en"
    other.submit(other.open("/products/"), "Tiếng Việt", lands="/products/")
    assert person.open("/products/").soup.html["lang"] == "vi"


def test_an_unknown_language_is_refused(browser: Browser):
    token = browser.open("/login").soup.find("input", attrs={"name": "csrf_token"})["value"]
    answer = browser.client.post("/language", data={"csrf_token": token, "language": "xx"})
    assert answer.status_code == 400
    browser.open("/language/xx", status=404)


def test_switching_leads_nowhere_else(browser: Browser):
    for address in ("https://evil.example/", "//evil.example", "/\\evil.example"):
        answer = browser.client.get("/language/en", query_string={"next": address})
        assert answer.headers["Location"] == "/"
        assert answer.headers["Cache-Control"] == "no-store"


def test_an_address_may_ask_for_a_language_and_changes_nobodys_choice(browser: Browser):
    page = browser.open("/help?lang=en")
    assert page.soup.html["lang"] == "en"
    assert "Set-Cookie" not in page.response.headers or "language" not in str(
        page.response.headers.getlist("Set-Cookie")
    )
    assert browser.open("/help").soup.html["lang"] == "vi"
    switched = browser.open(page.link("Tiếng Việt"), status=302)
    assert switched.response.headers["Location"] == "/help"


def test_what_the_phone_says_it_accepts_is_no_choice(browser: Browser):
    answer = browser.client.get("/help", headers={"Accept-Language": "en-GB,en"})
    assert b'<html lang="vi">' in answer.data


def test_a_refused_form_leads_back_to_its_own_page(app: Flask, as_officer: Browser):
    refused = as_officer.submit(as_officer.open("/campaigns/new"), "Lưu", name="")
    english = as_officer.submit(refused, "English", lands="/campaigns/new")
    assert english.soup.html["lang"] == "en"
