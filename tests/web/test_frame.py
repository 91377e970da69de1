"""What every page shares: the menu of the role, static files that are kept, compressed answers."""

import gzip
import re

import pytest
from flask import Flask

from shop_onboard.web.in_app import is_in_app
from shop_onboard.web.presentation import _padding
from tests import world
from tests.pages import Browser, Page
from tests.shape.source import ROOT, TEMPLATES

ZALO = (
    "Mozilla/5.0 (Linux; Android 13; SM-A135F Build/TP1A.220624.014; wv) AppleWebKit/537.36 "
    "(KHTML, like Gecko) Version/4.0 Chrome/119.0.6045.163 Mobile Safari/537.36 "
    "Zalo android/12110632 ZaloTheme/light ZaloLanguage/vn"
)
INSIDE = [
    ZALO,
    "Mozilla/5.0 (iPhone; CPU iPhone OS 16_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Mobile/15E148 Zalo iOS/482 ZaloTheme/light ZaloLanguage/vn",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Mobile/21B74 [FBAN/FBIOS;FBAV/438.0.0.33.118;FBDV/iPhone12,1;FBLC/vi_VN]",
    "Mozilla/5.0 (Linux; Android 12; CPH2239; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/118.0.5993.112 Mobile Safari/537.36 [FB_IAB/FB4A;FBAV/440.0.0.31.105;]",
    "Mozilla/5.0 (Linux; Android 11; vivo 1904; wv) AppleWebKit/537.36 (KHTML, like Gecko) "
    "Version/4.0 Chrome/117.0.0.0 Mobile Safari/537.36 [FB_IAB/Orca-Android;FBAV/430.0.0.20.109;]",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 15_7 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Mobile/19H12 [FBAN/MessengerForiOS;FBAV/430.0.0.25.108]",
]
OUTSIDE = [
    "",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 "
    "Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like "
    "Gecko) Version/17.1 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 13; SAMSUNG SM-A135F) AppleWebKit/537.36 (KHTML, like Gecko) "
    "SamsungBrowser/23.0 Chrome/115.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
    "coc_coc_browser/117.0.0 Chrome/111.0.0.0 Safari/537.36",
]
_ADVICE = "Mở bằng Chrome để chụp ảnh và không mất bản nháp"


def test_the_menu_is_grouped_and_says_where_one_is(as_officer: Browser):
    page = as_officer.open(f"/products/{world.PRODUCT_A}")
    assert page.texts("nav.menu summary") == ["Hồ sơ", "Bán hàng", "Kết quả", "Đoàn", "Hệ thống"]
    assert page.texts("nav.menu summary[aria-current]") == ["Hồ sơ"]
    assert page.texts("nav.menu a[aria-current]") == ["Sản phẩm"]
    assert as_officer.open("/sales/").soup.select_one("nav.menu a[aria-current=page]") is not None


def test_the_bar_under_the_thumb_holds_what_the_role_opens_most(
    as_officer: Browser, as_manager: Browser, as_volunteer: Browser, browser: Browser
):
    for person, wanted in (
        (as_officer, ["Trang chủ", "Hợp tác xã", "Tiêu thụ", "Sản lượng", "Trình đơn"]),
        (as_manager, ["Trang chủ", "Sản phẩm", "Lên sàn", "Tiêu thụ", "Trình đơn"]),
        (as_volunteer, ["Trang chủ", "Hợp tác xã", "Sản phẩm", "Tiêu thụ", "Trình đơn"]),
    ):
        page = person.open("/")
        assert page.texts("nav.thumb > ul > li > a, nav.thumb summary") == wanted
        assert page.texts("nav.thumb > ul > li > a[aria-current=page]") == ["Trang chủ"]
        # One's own account stands beside the menu in the head.
        head = page.soup.select("nav.menu a, .tools a.desk")
        in_the_head = [each["href"] for each in head]
        assert [each["href"] for each in page.soup.select("nav.thumb .all a")] == in_the_head
    assert not browser.open("/").soup.select("nav.thumb, nav.menu")


@pytest.mark.parametrize("user_agent", INSIDE)
def test_inside_another_app_the_page_says_how_to_open_it_in_a_browser(
    browser: Browser, user_agent: str
):
    assert is_in_app(user_agent)
    answer = browser.client.get("/login?next=/sales/", headers={"User-Agent": user_agent})
    page = Page(answer, "/login")
    assert page.texts(".in-app strong") == [_ADVICE]
    shown = page.soup.select_one(".in-app input")
    assert shown is not None
    assert str(shown["value"]).endswith("/login?next=/sales/")


@pytest.mark.parametrize("user_agent", OUTSIDE)
def test_a_browser_is_left_in_peace(browser: Browser, user_agent: str):
    assert not is_in_app(user_agent)
    answer = browser.client.get("/login", headers={"User-Agent": user_agent})
    assert _ADVICE not in answer.get_data(as_text=True)


def test_a_page_that_caches_may_keep_is_the_same_inside_another_app(browser: Browser):
    path = f"/shop/{world.COOPERATIVE_A}"
    plain = browser.client.get(path)
    assert "public" in plain.headers["Cache-Control"]
    assert browser.client.get(path, headers={"User-Agent": ZALO}).data == plain.data


def test_static_files_carry_the_mark_of_their_content_and_are_kept_a_year(browser: Browser):
    page = browser.open("/login")
    addresses = [each["href"] for each in page.soup.select("link[rel=stylesheet]")]
    assert len(addresses) >= 3
    for address in addresses:
        assert re.search(r"\?v=[0-9a-f]{10}$", address)
        kept = browser.client.get(address, buffered=True).headers["Cache-Control"]
        assert kept == "public, max-age=31536000, immutable"


@pytest.mark.parametrize(
    ("asked", "kept"), [("", "public, max-age=86400"), ("?v=0123456789", "no-cache")]
)
def test_another_address_of_a_static_file_is_not_kept_for_ever(
    browser: Browser, asked: str, kept: str
):
    answer = browser.client.get(f"/static/css/app.css{asked}", buffered=True)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == kept


def test_answers_are_compressed_for_who_asks_and_differ_for_caches(browser: Browser):
    for path in ("/login", "/static/css/app.css", f"/shop/{world.COOPERATIVE_A}"):
        plain = browser.client.get(path, buffered=True)
        assert "Content-Encoding" not in plain.headers
        packed = browser.client.get(
            path, headers={"Accept-Encoding": "gzip, deflate"}, buffered=True
        )
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in packed.headers["Vary"]
        unpacked = gzip.decompress(packed.data)
        assert abs(len(unpacked) - len(plain.data)) < 500
        assert len(packed.data) < len(unpacked) * 0.7


def test_a_kept_file_is_not_sent_again(browser: Browser):
    asked = {"Accept-Encoding": "br"}
    first = browser.client.get("/static/css/app.css", headers=asked, buffered=True)
    again = browser.client.get(
        "/static/css/app.css",
        headers=asked | {"If-None-Match": first.headers["ETag"]},
        buffered=True,
    )
    assert (again.status_code, again.data) == (304, b"")


def test_the_length_of_a_page_tells_nothing_about_its_secrets(app: Flask, as_manager: Browser):
    assert len({len(_padding()) for _try in range(60)}) > 10
    page = as_manager.client.get("/sales/?q=csrf", headers={"Accept-Encoding": "br"})
    assert page.headers["Content-Encoding"] == "br"
    assert page.headers["Cache-Control"] == "no-store"
    for base in ("base.html", "shops/base.html"):
        text = (TEMPLATES / base).read_text()
        assert "{{ padding }}" in text or "csrf" not in text


def test_every_drawing_that_an_empty_list_names_exists():
    named = {
        name
        for path in TEMPLATES.rglob("*.html")
        for name in re.findall(r'drawing="(\w+)"', path.read_text())
    }
    drawn = {path.stem for path in (ROOT / "static" / "images" / "empty").glob("*.svg")}
    assert named
    assert named <= drawn
