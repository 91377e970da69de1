"""Pages that anybody reads, signed in or not."""

import re

import pytest
from babel.messages.pofile import read_po
from PIL import Image

from shop_onboard.web.guides import GUIDES
from tests.pages import Browser
from tests.shape.source import PACKAGE, ROOT

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


@pytest.mark.parametrize(("path", "quoted"), [("/help", "«(.+?)»"), ("/help?lang=en", "“(.+?)”")])
def test_help_calls_buttons_and_pages_as_they_are_called(browser: Browser, path: str, quoted: str):
    with (PACKAGE / "translations/en/LC_MESSAGES/messages.po").open("rb") as file:
        words = {str(text) for each in read_po(file) for text in (each.id, each.string)}
    examples = {"vai thieu luc ngan", "trồng tại xã …", "grown in …"}
    told = set(re.findall(quoted, browser.open(path).main)) - examples
    assert len(told) > 8
    assert {name for name in told if not any(each.startswith(name) for each in words)} == set()


def test_joining_says_whom_to_meet_and_where_to_sign_in(browser: Browser):
    page = browser.open("/join")
    assert "Gặp Đoàn xã, phường" in page.main
    browser.open(page.link("Đăng nhập"))


def test_privacy_names_how_long_a_sign_in_lasts(browser: Browser):
    assert "30 ngày" in browser.open("/privacy").main


@pytest.mark.parametrize("guide", GUIDES, ids=lambda guide: guide.key)
def test_a_guide_tells_each_step_with_a_picture_that_is_there(browser: Browser, guide):
    page = browser.open(f"/help/{guide.key}")
    assert page.texts("ol.guide h2") == [step.title.msgid for step in guide.steps]
    pictures = page.soup.select("ol.guide img")
    assert len(pictures) == sum(1 for step in guide.steps if step.picture)
    for picture in pictures:
        path = ROOT / str(picture["src"]).split("?")[0].lstrip("/")
        assert path.is_file()
        with Image.open(path) as held:
            assert (picture["width"], picture["height"]) == (str(held.width), str(held.height))


def test_a_guide_offers_its_start_to_those_who_may(browser: Browser, as_manager: Browser):
    assert browser.open("/help/register").link("Đăng ký hợp tác xã") == "/register/"
    held = as_manager.open("/help/register").texts("main .actions a")
    assert "Đăng ký hợp tác xã" not in held


def test_a_guide_that_is_not_there_is_said_so(browser: Browser):
    assert "Không có bài hướng dẫn này" in browser.open("/help/nothing", status=404).main
