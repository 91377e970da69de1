"""The 30 points by which forms for the field are compared, walked by their numbers.

What is proved elsewhere is not walked twice: 15 (old names without marks) and 16 («150k» comes
back as «150.000 đ») by `test_main_job`; 24, 25 and the reflow of 27 by `test_look`; the bytes of 28
by `test_weight`; both versions of 8 by `tests/web/test_cooperatives`, the next step of 14 by
`tests/web/test_next_steps`, the wrong rows of 19 by `tests/web/test_wrong_rows`, the stopped job of
20 by `tests/services/test_jobs`, the code on every label of 21 by `tests/web/test_labels`;
registering without script (29) by `test_registration`.
"""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
from babel.messages.pofile import read_po
from playwright.sync_api import Browser, Page

from shop_onboard.web.forms.registrations import STEPS
from tests.browser.conftest import AXE, PASSWORD, ROOT, Visitor
from tests.imports.files import xlsx

VOLUNTEER, OFFICER, MANAGER = "0510000024", "0510000021", "0510000026"
LOT = "/lots/new?product=MY-CHU"
FORMS = {
    "": ["/login", "/join"],
    VOLUNTEER: ["/register/", "/imports/new"],
    OFFICER: ["/campaigns/new", "/invitations/new"],
    MANAGER: [LOT, "/sales/new", "/orders/new", "/labels/new"],
}
_VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.I
)
_FOREIGN = re.compile(
    r"\b(submit|sync|null|none|undefined|invalid|token|upload|download|login|logout|"
    r"loading|click|form|input|required|cancel|save|delete|edit)\b",
    re.IGNORECASE,
)
# Each sentence of the summary, where it leads, and what stands beside the field it leads to.
_SUMMARY = """() => [...document.querySelectorAll('#summary li')].map(each => {
  const link = each.querySelector('a'), id = link ? link.hash.slice(1) : '';
  const field = id && document.getElementById(id), beside = document.getElementById(id + '-error');
  const points = field && (field.getAttribute('aria-describedby') || '').split(' ');
  return {said: each.innerText.trim(), id: id, has_field: !!field, beside: beside?.innerText ?? '',
          points: !!points && points.includes(id + '-error')};
})"""
_KEYBOARDS = """() => [...document.querySelectorAll('main input')].map(each =>
  [each.name, each.type, each.getAttribute('inputmode'), each.autocomplete])"""
_ASKED = """() => [...document.querySelectorAll('main form .field label')]
  .filter(each => each.checkVisibility() && !each.querySelector('.optional, input'))
  .filter(each => document.getElementById(each.htmlFor).tagName !== 'SELECT')
  .map(each => each.htmlFor)"""
_PASTE_IS_TAKEN = """each => each.dispatchEvent(
  new ClipboardEvent('paste', {bubbles: true, cancelable: true}))"""
_NEAR = "axe.run({runOnly: ['color-contrast-enhanced']})"


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, server: str) -> dict[str, Any]:
    """What the browsers of a volunteer, an officer and a manager keep; no sign-in twice."""
    states: dict[str, Any] = {"": None}
    for number in (VOLUNTEER, OFFICER, MANAGER):
        context = chromium.new_context(base_url=server)
        page = context.new_page()
        page.goto("/login")
        _enter(page, number)
        states[number] = context.storage_state()
        context.close()
    return states


def _enter(page: Page, number: str) -> None:
    page.fill("#phone", number)
    page.fill("#password", PASSWORD)
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Đăng nhập", exact=True).click()


def _send(page: Page) -> None:
    """Press the button of the page's own form."""
    with page.expect_navigation():
        page.locator("main form[novalidate] > button").first.click()


def _forms(page: Page, number: str) -> list[str]:
    """The addresses of a person's forms; a registration has one for each group of questions."""
    paths = list(FORMS[number])
    if "/register/" in paths:
        paths.remove("/register/")
        paths += _registration(page)
    return paths


def _registration(page: Page) -> list[str]:
    page.goto("/register/")
    with page.expect_navigation():
        page.get_by_role("button", name="Bắt đầu đăng ký").click()
    begun = urlsplit(page.url).path.rsplit("/", 1)[0]
    return [f"{begun}/{step.key}" for step in STEPS]


def _fill_lot(page: Page, code: str) -> None:
    page.fill("#code", code)
    page.fill("#harvested_on", "20/11/2026")
    page.fill("#expires_on", "31/12/2030")
    page.fill("#quantity_g", "3 tạ")


@pytest.mark.parametrize("number", list(FORMS), ids=["-", "volunteer", "officer", "manager"])
def test_01_02_errors_stand_beside_the_field_and_on_top_focused_and_linked(
    phone: Callable[..., Visitor], signed_in: dict[str, Any], number: str
):
    visitor = phone(storage_state=signed_in[number])
    page = visitor.page
    for path in _forms(page, number):
        page.goto(path)
        title = page.title()
        # A form that knows an answer beforehand is sent without it.
        for field in page.locator("main form[novalidate] input[type=text]:visible").all():
            field.fill("")
        _send(page)
        assert page.title() == f"Lỗi: {title}", path
        assert page.evaluate("document.activeElement.id") == "summary", path
        found = page.evaluate(_SUMMARY)
        assert found, path
        for each in found:
            assert _VIETNAMESE.search(each["said"]), each
            if each["id"]:
                assert each["has_field"], each
        beside = [each for each in found if each["beside"]]
        assert beside or path == "/orders/new", path
        for each in beside:
            assert each["said"] in each["beside"], each
            assert each["points"], each
        if beside:
            page.locator("#summary a").first.click()
            assert page.evaluate("document.activeElement.id") == found[0]["id"], path


def test_03_what_was_typed_outlives_a_refusal_and_the_way_back(
    phone: Callable[..., Visitor], signed_in: dict[str, Any]
):
    page = phone(storage_state=signed_in[MANAGER]).page
    page.goto(LOT)
    _fill_lot(page, "LO-30-LUI")
    page.fill("#harvested_on", "hôm kia")
    _send(page)
    assert page.input_value("#harvested_on") == "hôm kia"
    assert page.input_value("#quantity_g") == "3 tạ"
    page.goto(LOT)
    _fill_lot(page, "LO-30-LUI")
    page.goto("/help")
    page.go_back()
    assert page.input_value("#code") == "LO-30-LUI"
    assert page.input_value("#quantity_g") == "3 tạ"


def test_03_what_was_typed_outlives_the_session(
    phone: Callable[..., Visitor], signed_in: dict[str, Any]
):
    page = phone(storage_state=signed_in[MANAGER]).page
    page.goto(LOT)
    _fill_lot(page, "LO-30-PHIEN")
    page.context.clear_cookies(name="lensan")
    _send(page)
    assert page.locator("h1").inner_text() == "Đã hết phiên đăng nhập"
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Đăng nhập ở thẻ mới").click()
    _enter(opened.value, MANAGER)
    with page.expect_navigation():
        page.get_by_role("button", name="Gửi lại").click()
    assert page.locator("h1").inner_text() == "Lô hàng LO-30-PHIEN"


def test_03_what_was_typed_outlives_the_key_of_the_form(
    phone: Callable[..., Visitor], signed_in: dict[str, Any]
):
    page = phone(storage_state=signed_in[MANAGER]).page
    page.goto(LOT)
    _fill_lot(page, "LO-30-KHOA")
    page.context.clear_cookies(name="lensan_form")
    _send(page)
    assert page.locator("h1").inner_text() == "Yêu cầu chưa đúng"
    with page.expect_navigation():
        page.get_by_role("button", name="Gửi lại").click()
    assert page.locator("h1").inner_text() == "Lô hàng LO-30-KHOA"


def test_12_a_cooperative_and_its_first_product_ask_for_at_most_twelve_answers(
    phone: Callable[..., Visitor], signed_in: dict[str, Any]
):
    page = phone(storage_state=signed_in[VOLUNTEER]).page
    asked = []
    for path in _registration(page):
        page.goto(path)
        asked += page.evaluate(_ASKED)
    assert {"representative", "phone", "commune", "price_vnd"} <= set(asked)
    assert len(asked) <= 12, asked


def test_17_the_phone_shows_the_keys_that_an_answer_needs(
    phone: Callable[..., Visitor], signed_in: dict[str, Any]
):
    numbers = re.compile(r"^(count|first_cell|quantity_[0-9]+|tax_code|founded_year|member_count)$")
    for number in FORMS:
        page = phone(storage_state=signed_in[number]).page
        for path in _forms(page, number):
            page.goto(path)
            for name, kind, mode, completed in page.evaluate(_KEYBOARDS):
                where = f"{path} {name}"
                if name == "phone":
                    assert (kind, mode) == ("tel", "tel"), where
                    assert completed, where
                if kind == "password":
                    assert completed in ("current-password", "new-password"), where
                if numbers.match(name):
                    assert mode == "numeric", where


def test_15_a_former_district_is_answered_with_the_communes_of_today(
    phone: Callable[..., Visitor], signed_in: dict[str, Any]
):
    page = phone(storage_state=signed_in[VOLUNTEER]).page
    page.goto(next(path for path in _registration(page) if path.endswith("/place")))
    page.fill("#province", "dong thap")
    page.fill("#commune", "huyen cao lanh")
    _send(page)
    assert "xã Mỹ Thọ" in page.locator("#commune-error").inner_text()


def test_26_help_stands_in_one_place_and_nothing_known_is_asked_again(
    phone: Callable[..., Visitor], signed_in: dict[str, Any]
):
    page = phone(storage_state=signed_in[MANAGER]).page
    for path in ("/", LOT, "/sales/", "/join", "/khong-co"):
        page.goto(path)
        assert page.locator("footer a").first.inner_text() == "Trợ giúp", path
    page.goto(LOT)
    # Which product, which cooperative: known from where one came.
    assert page.locator("main form #product, main form #cooperative").count() == 0
    stranger = phone().page
    stranger.goto("/login")
    assert stranger.locator("#password").evaluate(_PASTE_IS_TAKEN)
    assert stranger.locator("main form[novalidate] input:visible").count() == 2


def test_27_body_text_is_read_in_the_sun(phone: Callable[..., Visitor], signed_in: dict[str, Any]):
    for number, path in (
        (MANAGER, "/products/MY-CHU"),
        (VOLUNTEER, "/register/"),
        ("", "/"),
    ):
        page = phone(storage_state=signed_in[number]).page
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            page.goto(path)
            page.evaluate(AXE.read_text())
            answer = page.evaluate(_NEAR)
            assert answer["passes"], path
            assert [each["nodes"] for each in answer["violations"]] == [], f"{path} {scheme}"


def test_29_without_script_one_lists_searches_and_brings_in(
    phone: Callable[..., Visitor], signed_in: dict[str, Any]
):
    page = phone(storage_state=signed_in[VOLUNTEER], java_script_enabled=False).page
    page.goto("/cooperatives/")
    name = page.locator("main ul.cards h2").last.inner_text()
    page.fill("#q", name)
    page.locator("form[role=search] button").click()
    assert page.locator("main ul.cards h2").all_inner_texts() == [name]
    page.goto("/imports/new")
    sheet = ["Mã HTX", "Tên*", "Loại hình*", "Người đại diện*", "SĐT", "Tỉnh*", "Xã/Phường*"]
    row = ["HTX-30", "HTX Bảng Tính", "hợp tác xã", "Lê Thử", "0510000093", "Bắc Ninh", "Lục Ngạn"]
    content = xlsx({"Hợp tác xã": [sheet, row]})
    page.set_input_files("#file", {"name": "30.xlsx", "mimeType": "", "buffer": content})
    _send(page)
    # The page looks again by itself.
    page.get_by_role("button", name="Xác nhận nhập").click(timeout=60_000)
    page.locator("h2", has_text="Kết quả").wait_for(timeout=60_000)
    assert page.locator("ul.figures li").first.inner_text().startswith("1")


def test_29_without_script_one_takes_money_and_reads_a_label(
    phone: Callable[..., Visitor], signed_in: dict[str, Any]
):
    page = phone(storage_state=signed_in[MANAGER], java_script_enabled=False).page
    page.goto("/orders/new")
    page.locator("main form[novalidate] input[inputmode=numeric]").first.fill("2")
    _send(page)
    assert page.locator("main .qr svg").is_visible()
    page.goto("/lots/")
    page.locator("main ul.cards a, main table a").first.click()
    page.get_by_role("link", name="Xem trang người mua thấy").click()
    assert page.locator("h1").count() == 1
    assert "/t/" in page.url


def test_30_a_receipt_carries_a_number_to_read_on_the_phone(phone: Callable[..., Visitor]):
    page = phone().page
    page.goto("/join")
    page.select_option("#wanted_role", "volunteer")
    typed = {"name": "Nông Thị Thử", "phone": "051 000 0094", "province": "Bắc Ninh"}
    for name, text in (typed | {"commune": "luc ngan"}).items():
        page.fill(f"#{name}", text)
    _send(page)
    assert re.fullmatch(r"TG-[0-9A-Z]{6}", page.locator(".reference").inner_text())


def test_30_sentences_are_plain_vietnamese():
    path = ROOT / "shop_onboard" / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        sentences = [str(message.id) for message in read_po(file) if message.id]
    assert len(sentences) > 500
    assert [each for each in sentences if _FOREIGN.search(each)] == []
