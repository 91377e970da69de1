"""How pages look on a phone and a desk, in light and dark, to eyes, thumbs and keyboards."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.browser.conftest import AXE, Visitor

VOLUNTEER, OFFICER, MANAGER, ADMIN = "0510000024", "0510000021", "0510000026", "0510000020"
PAGES = {
    VOLUNTEER: ["/", "/cooperatives/", "/register/", "/imports/new", "/products/?q=zzz"],
    MANAGER: ["/", "/products/MY-CHU", "/products/MY-CHU/edit", "/listings/", "/orders/"],
    OFFICER: ["/", "/sales/", "/tonnage/", "/campaigns/", "/organisations/", "/audit/"],
    ADMIN: ["/", "/admin/", "/admin/roles", "/jobs/"],
    "": ["/", "/login", "/join", "/help", "/shop", "/shop/HTX08", "/board/LN-2022"],
}
_SMALL_BUTTONS = """() => [...document.querySelectorAll(
    'main button, main [role=button], nav.thumb > ul > li > *, header summary')]
  .filter(each => each.checkVisibility() && !each.matches('.plain'))
  .filter(each => each.getBoundingClientRect().height < 47.5)
  .map(each => each.outerHTML.slice(0, 120) + ' ' + each.getBoundingClientRect().height)"""
# A link inside a sentence may be as high as its line (WCAG 2.5.8, inline exception).
_SMALL_TARGETS = """() => [...document.querySelectorAll(
    'a:not(.skip), button, input:not([type=hidden]), select, summary')]
  .filter(each => each.checkVisibility() && getComputedStyle(each).display !== 'inline')
  .filter(each => {
    const box = each.getBoundingClientRect();
    return box.height < 23.5 || box.width < 23.5;
  })
  .map(each => each.outerHTML.slice(0, 120))"""
_TOO_WIDE = "document.documentElement.scrollWidth - window.innerWidth"
_FOCUS = """() => {
  const focused = document.activeElement, bar = document.querySelector('nav.thumb');
  if (!focused || focused === document.body || bar.contains(focused)) return '';
  const one = focused.getBoundingClientRect(), other = bar.getBoundingClientRect();
  const words = focused.outerHTML.slice(0, 120);
  if (one.bottom > other.top + 1 && one.height < other.top) return 'hidden: ' + words;
  return getComputedStyle(focused).outlineStyle === 'none' ? 'no ring: ' + words : '';
}"""


def _violations(page: Page) -> list[Any]:
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
    return [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in found]


def _check_sizes(page: Page) -> None:
    assert page.evaluate(_SMALL_BUTTONS) == [], page.url
    assert page.evaluate(_SMALL_TARGETS) == [], page.url
    for width in (360, 320):
        page.set_viewport_size({"width": width, "height": 640})
        assert page.evaluate(_TOO_WIDE) <= 0, f"{page.url} at {width} px"
    for width in (360, 1280):
        page.set_viewport_size({"width": width, "height": 800})
        page.evaluate("document.documentElement.style.fontSize = '200%'")
        assert page.evaluate(_TOO_WIDE) <= 0, f"{page.url} at {width} px with letters twice as big"
        page.evaluate("document.documentElement.style.fontSize = ''")
    page.set_viewport_size({"width": 360, "height": 640})


@pytest.mark.parametrize(
    "number", list(PAGES), ids=["volunteer", "manager", "officer", "admin", "-"]
)
def test_pages_fit_and_can_be_read_and_touched(phone: Callable[..., Visitor], number: str):
    visitor = phone(reduced_motion="reduce")
    if number:
        visitor.sign_in(number)
    for path in PAGES[number]:
        # In the light every page of the menu is walked by the test of the main job.
        visitor.page.emulate_media(color_scheme="dark")
        visitor.page.goto(path)
        assert _violations(visitor.page) == [], f"{path} in the dark"
        _check_sizes(visitor.page)
    assert not visitor.complaints


def test_the_keyboard_reaches_everything_and_nothing_hides_what_it_reached(
    phone: Callable[..., Visitor],
):
    visitor = phone().sign_in(MANAGER)
    visitor.open("/products/MY-CHU")
    page = visitor.page
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = 0
    for _step in range(40):
        page.keyboard.press("Tab")
        assert page.evaluate(_FOCUS) == ""
        reached += page.evaluate("document.activeElement !== document.body")
    assert reached >= 15


def test_the_menu_opens_by_key_in_one_line_of_a_desk(phone: Callable[..., Visitor]):
    visitor = phone(viewport={"width": 1280, "height": 800}).sign_in(OFFICER)
    page = visitor.page
    tops = page.eval_on_selector_all(
        "nav.menu > ul > li", "found => found.map(each => each.getBoundingClientRect().top)"
    )
    assert len(set(tops)) == 1
    page.locator("nav.menu summary", has_text="Kết quả").focus()
    page.keyboard.press("Enter")
    assert page.locator("nav.menu a", has_text="Sản lượng").is_visible()
    page.keyboard.press("Escape")
    assert not page.locator("nav.menu a", has_text="Sản lượng").is_visible()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    visitor.check()
    assert page.url.endswith("/tonnage/")


def test_the_menu_under_the_thumb_works_without_script(phone: Callable[..., Visitor]):
    visitor = phone(java_script_enabled=False)
    page = visitor.page
    page.goto("/login")
    page.fill("#phone", VOLUNTEER)
    page.fill("#password", "vaithieu-mau")
    page.locator("main").get_by_role("button", name="Đăng nhập", exact=True).click()
    page.locator("nav.thumb summary").click()
    page.locator("nav.thumb .all a", has_text="Lô hàng").click()
    assert page.locator("h1").inner_text() == "Lô hàng"


@pytest.mark.parametrize("width", [360, 1280])
def test_the_choices_of_a_criterion_lie_within_its_frame(phone: Callable[..., Visitor], width: int):
    visitor = phone(viewport={"width": width, "height": 800}).sign_in(OFFICER)
    visitor.open("/products/VT01/ocop/scores/a")
    outside = """() => [...document.querySelectorAll('.criterion input[type=radio]')]
      .filter(each => {
        const own = each.getBoundingClientRect();
        const frame = each.closest('fieldset').getBoundingClientRect();
        return own.left < frame.left || own.right > frame.right;
      }).length"""
    assert visitor.page.locator(".criterion input[type=radio]").count() > 20
    assert visitor.page.evaluate(outside) == 0


def test_a_password_can_be_read_before_it_is_sent(phone: Callable[..., Visitor]):
    visitor = phone().sign_in(VOLUNTEER)
    visitor.open("/account")
    page = visitor.page
    page.fill("#password", "ba tu khong lien quan")
    page.get_by_role("button", name="Hiện mật khẩu").click()
    assert page.get_attribute("#password", "type") == "text"
    page.get_by_role("button", name="Ẩn mật khẩu").click()
    assert page.get_attribute("#password", "type") == "password"
