"""A form that comes too late waits on a page, whole but for its secrets."""

import pytest

from tests import world
from tests.pages import Browser, Page

_OURS = {"Origin": "http://localhost"}
_PATH = f"/lots/new?product={world.PRODUCT_A}"
_TYPED = {"code": "LO-GIU-01", "harvested_on": "05/06/2026", "quantity_g": "1,2 tấn"}


def _late(person: Browser, headers: dict[str, str], **typed: str) -> Page:
    return Page(person.client.post(_PATH, data=_TYPED | typed, headers=headers), _PATH)


def test_a_form_sent_without_its_key_is_sent_again_with_one_tap(as_manager: Browser):
    page = _late(as_manager, _OURS, csrf_token="cũ")
    assert page.status == 400
    shown = as_manager.submit(page, "Gửi lại", lands="/lots/")
    assert "1,2 tấn" in shown.main


def test_what_a_signed_out_person_typed_waits_for_them(browser: Browser):
    page = _late(browser, _OURS)
    assert page.status == 401
    assert page.link("Đăng nhập ở thẻ mới") == "/login"
    browser.signed_in_as(world.PHONES["manager"])
    shown = browser.submit(page, "Gửi lại", lands="/lots/")
    assert "1,2 tấn" in shown.main


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://other.example"}])
def test_what_another_site_put_into_a_form_is_not_held(
    as_manager: Browser, browser: Browser, headers: dict[str, str]
):
    page = _late(as_manager, headers)
    assert page.status == 400
    assert "LO-GIU-01" not in str(page.soup)
    answer = _late(browser, headers)
    assert answer.status == 302
    assert answer.response.headers["Location"] == "/login"


def test_a_password_is_never_held(browser: Browser):
    data = {"phone": "0510000054", "password": world.PASSWORD}
    page = Page(browser.client.post("/login", data=data, headers=_OURS), "/login")
    assert page.status == 400
    assert "0510000054" in str(page.soup)
    assert world.PASSWORD not in str(page.soup)
