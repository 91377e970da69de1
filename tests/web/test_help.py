"""Pages that anybody reads, signed in or not."""

import pytest

from tests.pages import Browser

PAGES = {
    "/help": "Trợ giúp",
    "/about": "Giới thiệu",
    "/privacy": "Quyền riêng tư",
    "/join": "Đăng ký tham gia",
}


@pytest.mark.parametrize("path", PAGES)
def test_anybody_may_read(browser: Browser, path: str):
    page = browser.open(path)
    assert page.texts("h1") == [PAGES[path]]
    assert "lensan" not in browser.client.get(path).headers.get("Set-Cookie", "").split("=")[0:1]


def test_help_leads_to_the_other_pages_from_every_footer(browser: Browser, as_manager: Browser):
    for person in (browser, as_manager):
        page = person.open("/help")
        assert page.link("Giới thiệu") == "/about"
        assert page.link("Quyền riêng tư") == "/privacy"
    assert as_manager.open("/help").link("Ai được làm gì") == "/admin/roles"


def test_joining_says_whom_to_meet_and_where_to_sign_in(browser: Browser):
    page = browser.open("/join")
    assert "Gặp Đoàn xã, phường" in page.main
    browser.open(page.link("Đăng nhập"))


def test_privacy_names_how_long_a_sign_in_lasts(browser: Browser):
    assert "30 ngày" in browser.open("/privacy").main
