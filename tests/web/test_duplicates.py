"""The same cooperative from two people: asked about before saving, told apart, or merged."""

from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives
from tests import world
from tests.pages import Browser, Page
from tests.web.registering import doubted, registered, sent_apart

_NAME = "HTX vải thiều Giáp Sơn"
_ELSEWHERE = {"province": "Lào Cai", "commune": "xã Trấn Yên"}


def _register(person: Browser, **typed: str) -> Page:
    """The page that asks, once the representative is named."""
    usual = {
        "name": _NAME,
        "phone": "051 000 0071",
        "province": "Bắc Ninh",
        "commune": "xã Lục Ngạn",
    }
    return doubted(person, **(usual | typed))


def test_a_like_name_in_the_commune_is_asked_about_and_opened(as_volunteer: Browser):
    asked = _register(as_volunteer)
    assert f"Có phải «{world.NAME_A}»?" in asked.main
    assert "Hợp tác xã Vải thiều Giáp Sơn – giống" in asked.main
    opened = as_volunteer.submit(asked, "Đúng là một – mở hồ sơ đó", lands="/cooperatives/")
    assert opened.texts("h1") == [world.NAME_A]


def test_what_a_volunteer_calls_different_is_saved_and_waits_for_an_officers_word(
    as_volunteer: Browser, as_officer: Browser
):
    asked = _register(as_volunteer)
    receipt = sent_apart(as_volunteer, asked)
    said = "Người đăng ký cho là hai nơi khác nhau (Lê Tình Nguyện"
    record = receipt.link(_NAME)
    pages = [as_officer.open(path).main for path in ("/duplicates/", record)]
    for page in pages:
        assert said in page
    assert "1 hợp tác xã có thể trùng" in as_officer.open("/").main
    listed = as_officer.open("/reviews/")
    found = as_officer.open(listed.link("Xem hồ sơ có thể trùng"))
    pair = as_officer.open(found.soup.select_one("main li h2 a")["href"])
    assert said in pair.main
    as_officer.submit(pair, "Đây là hai nơi khác nhau", lands="/duplicates/")
    assert as_officer.open("/duplicates/").texts("main li h2") == []
    assert "Có thể trùng" not in as_officer.open(record).main
    assert "có thể trùng" not in as_officer.open("/").main
    assert "có thể trùng" not in as_officer.open("/reviews/").main


def test_an_officer_who_registers_and_calls_two_different_has_said_so(as_officer: Browser):
    asked = _register(as_officer)
    sent_apart(as_officer, asked)
    assert as_officer.open("/duplicates/").texts("main li h2") == []


def test_the_same_number_is_asked_about_whatever_the_name(as_volunteer: Browser):
    asked = _register(as_volunteer, name="Tên hoàn toàn khác", phone="051 000 0060")
    assert f"Có phải «{world.NAME_A}»?" in asked.main


def test_the_same_bank_account_is_noticed_once_it_is_added(
    as_volunteer: Browser, as_officer: Browser
):
    shown = registered(as_volunteer)
    assert "Có thể trùng" not in as_officer.open(shown.path).main
    edit = as_volunteer.open(f"{shown.path}/edit")
    typed = {"bank": "ACB", "bank_account": "257678859"}
    as_volunteer.submit(edit, "Lưu", lands="/cooperatives/", **typed)
    assert f"Có thể trùng với «{world.NAME_A}»" in as_officer.open(shown.path).main


def test_of_another_units_record_nothing_is_told_but_that_it_may_exist(as_foreigner: Browser):
    asked = _register(as_foreigner, **_ELSEWHERE, phone="051 000 0060")
    assert "có thể đã được đơn vị khác đăng ký" in asked.main
    for word in (world.NAME_A, "Nguyễn Đại Diện", world.COOPERATIVE_A, "Giáp Sơn –"):
        assert word not in asked.main
    sent_apart(as_foreigner, asked)


def test_an_id_from_elsewhere_in_the_answer_reveals_and_changes_nothing(as_foreigner: Browser):
    asked = _register(as_foreigner, **_ELSEWHERE, phone="051 000 0060")
    asked.soup.find("button", attrs={"name": "apart"})["value"] = "0 1 2 999"
    receipt = sent_apart(as_foreigner, asked)
    assert world.NAME_A not in receipt.main


def _double(app: Flask) -> None:
    with app.app_context(), writing():
        a = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
        world.cooperative("HTX-A2", "HTX Vải thiều Giáp Sơn", a.union, "07582", "+84510000099")
        db.session.commit()


def test_an_officer_merges_two_and_takes_it_back(app: Flask, as_officer: Browser):
    _double(app)
    page = as_officer.open("/duplicates/")
    pair = as_officer.open(page.link(f"{world.NAME_A} – HTX Vải thiều Giáp Sơn"))
    assert "0510 000 060" in pair.main
    assert "Địa chỉ Thôn Bí Mật 7 – giống" in pair.texts(".merge tbody tr")
    merged = as_officer.submit(
        pair, "Gộp thành một", **{"keep-representative": "second"}, lands="/cooperatives/HTX-A"
    )
    assert "Đã gộp" in merged.main
    assert "0510 000 099" in merged.main
    assert as_officer.open("/duplicates/").texts("main li h2") == []
    moved = as_officer.client.get("/cooperatives/HTX-A2")
    assert moved.headers["Location"].endswith("/cooperatives/HTX-A")
    shop = Browser(app).client.get("/shop/HTX-A2")
    assert shop.headers["Location"].endswith("/shop/HTX-A")
    thrown = as_officer.open("/bin/")
    assert f"Đã gộp vào «{world.NAME_A}»" in thrown.main
    assert thrown.form("Hoàn tác việc gộp")
    as_officer.submit(merged, "Hoàn tác", lands="/history/cooperative/HTX-A")
    as_officer.open("/cooperatives/HTX-A2")
    assert "0510 000 060" in as_officer.open("/cooperatives/HTX-A").main


def test_a_merge_is_taken_back_from_the_bin_as_well(app: Flask, as_officer: Browser):
    _double(app)
    as_officer.submit(as_officer.open("/duplicates/HTX-A/HTX-A2"), "Gộp thành một", lands="/")
    back = as_officer.submit(as_officer.open("/bin/"), "Hoàn tác việc gộp", lands="/history/")
    assert "tách lại thành hai hồ sơ" in back.main
    as_officer.open("/cooperatives/HTX-A2")


def test_two_that_are_two_leave_the_list(app: Flask, as_officer: Browser):
    _double(app)
    pair = as_officer.open("/duplicates/HTX-A/HTX-A2")
    as_officer.submit(pair, "Đây là hai nơi khác nhau", lands="/duplicates/")
    assert as_officer.open("/duplicates/").texts("main li h2") == []


def test_merging_is_for_who_reviews_both(
    app: Flask, as_officer_b: Browser, as_volunteer: Browser, as_foreigner: Browser
):
    _double(app)
    as_officer_b.open("/duplicates/HTX-A/HTX-A2", status=404)
    as_foreigner.open("/duplicates/HTX-A/HTX-A2", status=404)
    as_volunteer.open("/duplicates/HTX-A/HTX-A2", status=403)
    assert as_officer_b.open("/duplicates/").texts("main li h2") == []
