"""What strangers try, and what they get."""

import logging

import pytest
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives, products
from shop_onboard.web.access import public
from tests import world
from tests.pages import Browser, Page

NASTY = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}{% raw %}",
    '<b hx-get="/logout" hx-on:load="alert(1)">HTX</b>',
    "' OR 1=1 --",
    "{0.__class__} %(name)s %s",
]
PAGES = ["/", "/login", "/help", "/khong-co", "/health/live", "/products/"]


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_carries_the_security_headers(as_manager: Browser, path: str):
    headers = as_manager.client.get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "style-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["X-Frame-Options"] == "DENY"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_a_form_without_its_token_changes_nothing(as_manager: Browser):
    path = f"/cooperatives/{world.COOPERATIVE_A}/edit"
    form = as_manager.open(path)
    data = {"name": "Tên Bị Đổi", "csrf_token": ""}
    page = Page(as_manager.client.post(path, data=data), path)
    assert page.status == 400
    assert "Biểu mẫu đã mở quá lâu" in page.main
    assert page.texts("h1") == ["Yêu cầu chưa đúng"]
    assert "Tên Bị Đổi" not in as_manager.open(path).text
    assert form.soup.find("input", attrs={"name": "csrf_token"})["value"]


def test_a_token_of_another_session_is_worth_nothing(as_manager: Browser, as_officer: Browser):
    page = as_officer.open(f"/cooperatives/{world.COOPERATIVE_A}/edit")
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    answer = as_manager.client.post(page.path, data={"csrf_token": token, "name": "Đổi"})
    assert answer.status_code == 400


def test_hidden_fields_that_a_form_has_not_are_ignored(as_manager: Browser, app: Flask):
    path = f"/cooperatives/{world.COOPERATIVE_A}/edit"
    page = as_manager.open(path)
    form = page.form("Lưu")
    data = {field["name"]: field.get("value", "") for field in form.find_all("input")}
    for area in form.find_all(["select", "textarea"]):
        chosen = area.find("option", selected=True)
        data[area["name"]] = chosen["value"] if chosen else area.get_text().lstrip("\n")
    data |= {
        "state": "approved",
        "role": "administrator",
        "union_id": "1",
        "is_sample": "1",
        "slug": "cua-toi",
        "representative": "Người Mới",
    }
    answer = as_manager.client.post(path, data=data)
    assert answer.status_code == 302, Page(answer, path).main
    with app.app_context():
        row = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
        assert (row.state, row.is_sample, row.slug) == ("submitted", False, world.COOPERATIVE_A)
        assert row.union.code == "DX-A"
    as_manager.open("/admin/", status=403)


def test_a_spoofed_host_appears_nowhere(app: Flask, as_manager: Browser):
    for path in ("/login", "/products/", f"/products/{world.PRODUCT_A}", "/khong-co"):
        answer = as_manager.client.get(path, headers={"Host": "evil.example"})
        assert b"evil.example" not in answer.data, path
        assert "evil.example" not in str(answer.headers), path


def test_an_unknown_address_is_a_page_in_vietnamese(browser: Browser, as_manager: Browser):
    for person in (browser, as_manager):
        page = person.open("/khong-co-trang-nay", status=404)
        assert page.texts("h1") == ["Không tìm thấy trang này"]
        assert page.link("Về trang chủ") == "/"


@pytest.mark.parametrize(
    "path",
    [
        "/products/..%2f..%2fetc%2fpasswd",
        "/static/../config.py",
        "/static/..%2fconfig.py",
        "/products/%00",
        "/products/" + "a" * 8_000,
        "/products/?state=%00",
        "/products/%ff%fe",
        "/cooperatives/?q=%ff%fe%00&page=-1&state=%27",
        "/products/?page=99999999999999999999",
        "/%2e%2e/secret_key",
    ],
)
def test_odd_addresses_are_refused_or_found_empty(as_manager: Browser, path: str):
    answer = as_manager.client.get(path)
    assert answer.status_code in (200, 302, 308, 400, 404), answer.status_code
    assert b"Traceback" not in answer.data
    assert b"import os" not in answer.data


def test_a_body_larger_than_allowed_is_refused_in_a_sentence(app: Flask, as_volunteer: Browser):
    app.config["MAX_CONTENT_LENGTH"] = 100_000
    path = "/products/new"
    answer = as_volunteer.client.post(path, data={"name": "a" * 200_000})
    page = Page(answer, path)
    assert page.status == 413
    assert page.texts("h1") == ["Tệp quá lớn"]


def test_a_form_with_thousands_of_fields_is_refused(as_volunteer: Browser):
    data = {f"field-{number}": (b"", "") for number in range(10)}
    many = {f"field-{number}": "x" for number in range(2_000)}
    answer = as_volunteer.client.post(
        "/products/new", data=many, content_type="multipart/form-data"
    )
    assert answer.status_code == 413
    assert as_volunteer.client.post("/products/new", data=data).status_code == 400


def test_an_unexpected_failure_shows_a_page_and_no_inner_workings(
    app: Flask, as_manager: Browser, caplog: pytest.LogCaptureFixture
):
    @public
    def broken() -> str:
        raise RuntimeError("secret inner detail")

    app.view_functions["help.about"] = broken
    with caplog.at_level(logging.ERROR):
        page = as_manager.open("/about", status=500)
    assert page.texts("h1") == ["Máy chủ gặp lỗi"]
    assert "secret inner detail" not in page.response.get_data(as_text=True)
    assert "Traceback" not in page.text
    assert "unexpected failure at GET /about" in caplog.text
    assert "secret inner detail" in caplog.text


def test_typed_markup_is_shown_as_text_on_every_page(app: Flask, as_officer: Browser):
    with app.app_context(), writing():
        row = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
        product = products.one(SYSTEM, world.PRODUCT_A)
        row.name = " ".join(NASTY)
        row.story = row.representative = row.address = NASTY[0]
        row.review_note, row.state = NASTY[1], "returned"
        product.name = NASTY[0] + NASTY[1]
        product.description = "\n".join(NASTY)
        product.storage = NASTY[3]
        db.session.commit()
    paths = [
        "/",
        "/cooperatives/",
        f"/cooperatives/{world.COOPERATIVE_A}",
        f"/cooperatives/{world.COOPERATIVE_A}/edit",
        "/products/",
        f"/products/{world.PRODUCT_A}",
        f"/products/{world.PRODUCT_A}/edit",
        "/lots/",
        "/labels/",
        "/sales/",
        "/audit/",
        f"/shop/{world.COOPERATIVE_A}",
    ]
    for path in paths:
        answer = as_officer.client.get(path)
        assert answer.status_code in (200, 404), path
        page = Page(answer, path)
        source = answer.get_data(as_text=True)
        assert "<script>alert" not in source, path
        assert "onerror=alert(1)>" not in source.replace("&gt;", ""), path
        assert not page.soup.select("[onerror], [hx-get], img[src='x']"), path
        assert "49{%" not in page.text, path


@pytest.mark.parametrize("typed", [*NASTY, "%", "_", "\\", 'gao"', "NEAR(", "*", "a" * 50_000])
def test_a_search_takes_anything_literally(as_officer: Browser, typed: str):
    for path in ("/cooperatives/", "/products/"):
        answer = as_officer.client.get(path, query_string={"q": typed})
        assert answer.status_code == 200
        assert Page(answer, path).texts("main li h2") == []


def test_pages_of_signed_in_people_stay_out_of_caches(as_manager: Browser, browser: Browser):
    assert as_manager.client.get("/products/").headers["Cache-Control"] == "no-store"
    assert "no-store" not in browser.client.get("/help").headers.get("Cache-Control", "")


def test_a_newline_in_a_name_cannot_forge_a_log_line_or_a_header(as_manager: Browser):
    answer = as_manager.client.get("/login?next=/%0d%0aSet-Cookie:%20a=b")
    assert "a=b" not in answer.headers.get("Set-Cookie", "")


def test_i8_an_address_of_two_lines_is_one_line_of_the_log(
    app: Flask, browser: Browser, caplog: pytest.LogCaptureFixture
):
    @public
    def broken(slug: str) -> str:
        raise RuntimeError("broken")

    app.view_functions["shops.shop"] = broken
    with caplog.at_level(logging.ERROR):
        browser.open("/shop/a%0d%0aERROR root: forged", status=500)
    told = [record.getMessage() for record in caplog.records]
    assert told == ["unexpected failure at GET /shop/a%0D%0AERROR%20root%3A%20forged"]


def test_a_character_that_nobody_types_is_refused_not_stored(browser: Browser):
    token = browser.open("/login").soup.find("input", attrs={"name": "csrf_token"})["value"]
    data = {"csrf_token": token, "phone": "051\x00", "password": "x"}
    assert browser.client.post("/login", data=data).status_code == 400
