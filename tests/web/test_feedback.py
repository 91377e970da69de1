"""What a buyer reports reaches the cooperative and the union, and its answer the buyer."""

from flask import Flask

from shop_onboard.models.lots import Lot
from shop_onboard.values.codes import new_label_token
from tests import world
from tests.pages import Browser, Page
from tests.web.test_codes import GTIN, change, lot_code, own, printed, product_code


def report(browser: Browser, path: str, **typed: str) -> Page:
    page = browser.open(browser.open(path).link("Phản ánh sản phẩm"))
    told = {"kind": "fake", "words": "Tem bị dán đè lên tem khác."} | typed
    return browser.submit(page, "Gửi phản ánh", lands="/feedback/told/PA-", **told)


def reference_of(page: Page) -> str:
    return page.texts(".reference")[0]


def test_a_report_has_a_number_and_stands_in_both_lists(
    app: Flask, browser: Browser, as_manager: Browser, as_officer: Browser
):
    page = report(browser, printed(app), contact="0901 234 567")
    reference = reference_of(page)
    assert "Tem bị dán đè" not in page.main
    for person in (as_manager, as_officer):
        listed = person.open("/feedback/")
        assert reference in listed.main
        shown = person.open(f"/feedback/{reference}")
        assert "Tem bị dán đè lên tem khác." in shown.main
        assert "0901 234 567" in shown.main
        assert world.LOT_A in shown.main


def test_an_answer_is_read_by_whoever_holds_the_number(
    app: Flask, browser: Browser, as_manager: Browser, as_officer: Browser
):
    reference = reference_of(report(browser, lot_code(app)))
    page = as_manager.open(f"/feedback/{reference}")
    nothing = as_manager.submit(page, "Gửi trả lời", state="answered")
    assert "Hãy ghi câu trả lời" in nothing.main
    late = as_officer.open(f"/feedback/{reference}")
    as_manager.submit(
        page, "Gửi trả lời", state="answered", words="Đã đổi hàng.", lands="/feedback/"
    )
    lost = as_officer.submit(late, "Gửi trả lời", state="closed", words="Xong.", status=409)
    assert "Đã đổi hàng." in lost.main
    assert "Xong." in str(lost.soup.find("textarea", id="words"))
    told = browser.open(f"/feedback/told/{reference.lower()}")
    assert "Đã đổi hàng." in told.main
    assert "Nơi sản xuất" in told.main
    assert "Chủ Nhiệm" not in told.main
    browser.open("/feedback/told/PA-2222222222", status=404)


def test_a_forged_code_can_be_reported_and_goes_to_who_sees_all(
    browser: Browser, as_admin: Browser, as_officer: Browser
):
    token = new_label_token()
    page = browser.open(f"/t/{token}", status=404)
    form = browser.open(page.link("Phản ánh sản phẩm"))
    told = browser.submit(
        form, "Gửi phản ánh", kind="fake", words="Mua ở chợ.", lands="/feedback/told/"
    )
    reference = reference_of(told)
    shown = as_admin.open(f"/feedback/{reference}")
    assert token in shown.main
    assert "không có trong hệ thống" in shown.main
    as_officer.open(f"/feedback/{reference}", status=404)
    assert reference not in as_officer.open("/feedback/").main


def test_a_code_is_read_however_it_was_typed(
    app: Flask, browser: Browser, as_manager: Browser, as_officer: Browser
):
    change(app, own(GTIN))
    item, lot, product = printed(app), lot_code(app), product_code(app)
    token = item[-18:]
    typed = [
        token.lower(),
        f"/t/{token}",
        f"t/{token}/",
        f"lensan.example.vn/t/{token}?lang=en",
        f"https://lensan.example.vn/with/a/long/path/before{'/x' * 20}{item}",
        item.replace("-", "%2D"),
        lot,
        lot[1:],
        product,
        f"01/{GTIN}",
        GTIN[1:],
        f"https://lensan.example.vn/shop/{world.COOPERATIVE_A}/{world.PRODUCT_A}",
    ]
    for number, code in enumerate(typed):
        page = browser.open("/feedback/new")
        told = browser.submit(
            page, "Gửi phản ánh", kind="other", words=f"Lời {number}.", code=code, lands="/feedback"
        )
        for person in (as_manager, as_officer):
            shown = person.open(f"/feedback/{reference_of(told)}")
            assert f"Lời {number}." in shown.main
            assert "Vải thiều" in shown.main, code


def test_other_words_in_the_place_of_a_code_are_taken_as_they_are(
    browser: Browser, as_admin: Browser
):
    for code in (
        "không rõ",
        "t/",
        "01/",
        "/shop//",
        "/shop/a/%00",
        "https://lensan.example.vn/",
        "%00%ff",
    ):
        page = browser.open("/feedback/new")
        told = browser.submit(
            page, "Gửi phản ánh", kind="other", words="Lạ.", code=code, lands="/feedback"
        )
        assert "không có trong hệ thống" in as_admin.open(f"/feedback/{reference_of(told)}").main


def test_a_report_says_something(browser: Browser):
    page = browser.open("/feedback/new")
    refused = browser.submit(page, "Gửi phản ánh")
    assert "Hãy kể bạn đã thấy gì." in refused.error_beside("words")
    assert page.texts("#kind option")[0] == "– chọn –"
    refused = browser.submit(page, "Gửi phản ánh", words="Mốc.")
    assert "Hãy chọn chuyện" in refused.error_beside("kind")


def test_the_number_of_a_report_is_all_that_its_answer_takes(
    app: Flask, browser: Browser, as_officer: Browser
):
    page = report(browser, lot_code(app))
    reference = reference_of(page)
    assert "localhost/t" in page.main
    assert "đã thấy" not in page.main
    assert "gọi" not in page.main
    shown = as_officer.open(f"/feedback/{reference}")
    shown = as_officer.submit(shown, "Gửi trả lời", words="Đã đổi hàng.", lands="/feedback/")
    assert "đã trả lời" in shown.main
    assert reference not in as_officer.open("/feedback/?state=open").main
    look_up = browser.open("/t")
    for typed in (
        reference,
        reference.lower().replace("-", " "),
        f" {reference[:7]} {reference[7:]}",
    ):
        told = browser.open(f"/t?code={typed}", status=302)
        found = browser.open(told.response.headers["Location"])
        assert "Đã đổi hàng." in found.main
    other = "2" if reference[-1] != "2" else "3"
    wrong = browser.submit(look_up, "Xem", code=reference[:-1] + other, status=422)
    assert "Số phản ánh này gõ chưa đúng" in wrong.main


def test_a_report_names_a_phone_only_where_one_may_be_called(app: Flask, browser: Browser):
    def agree(lot: Lot) -> None:
        owner = lot.product.cooperative
        owner.shown_phone = owner.phone

    change(app, agree)
    assert "Hoặc gọi nơi sản xuất" in report(browser, lot_code(app)).main


def test_what_machines_fill_in_goes_nowhere(browser: Browser, as_admin: Browser):
    page = browser.open("/feedback/new")
    browser.client.post(
        "/feedback/new",
        data={
            "csrf_token": page.soup.find("input", attrs={"name": "csrf_token"})["value"],
            "kind": "other",
            "words": "Mua rẻ",
            "website": "https://spam.example",
        },
    )
    assert "Chưa có phản ánh nào" in as_admin.open("/feedback/").main
