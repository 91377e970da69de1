"""The guided registration, as a volunteer does it without JavaScript."""

import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.models.registrations import RegistrationDraft
from tests import world
from tests.pages import Browser
from tests.web.registering import (
    ANSWERS,
    answered,
    doubted,
    registered,
    sent_apart,
    started,
)


def test_from_the_first_page_to_the_reference_number_with_at_most_twelve_answers(
    as_volunteer: Browser, as_officer: Browser
):
    page = as_volunteer.open(as_volunteer.open("/").link("Đăng ký một hợp tác xã"))
    page = as_volunteer.submit(page, "Bắt đầu đăng ký", lands="/register/")
    asked = 0
    for typed in ANSWERS:
        asked += len(page.soup.select("main form [required]")) + len(
            page.soup.select("main form #kind")
        )
        page = as_volunteer.submit(page, "Tiếp tục", lands="/register/", **typed)
    assert asked <= 12
    assert "xã Lục Ngạn, Bắc Ninh" in page.main
    assert "150.000 đ" in page.main
    receipt = as_volunteer.submit(page, "Gửi để duyệt", lands="/register/DK-")
    assert receipt.texts(".reference")[0].startswith("DK-")
    for later in ("Thêm mã số thuế", "Thêm tài khoản ngân hàng", "Thêm ảnh sản phẩm"):
        assert later in receipt.main
    made = as_volunteer.open(receipt.link("Hợp tác xã Cam Đồng Cốc"))
    assert "chờ duyệt" in made.main
    assert "trước 01/7/2025: xã Đồng Cốc" in made.main
    assert as_officer.open("/products/?state=submitted&q=cam+ngot").texts("main li h2")


def test_a_draft_is_kept_from_the_first_field_and_taken_up_at_any_step(as_volunteer: Browser):
    answered(as_volunteer, 2)
    listed = as_volunteer.open("/register/")
    assert "Đã xong 2/5 phần" in listed.main
    tasks = as_volunteer.open(listed.link("Hợp tác xã Cam Đồng Cốc"))
    assert tasks.texts(".tasks .state") == ["đã xong"] * 2 + ["chưa điền"] * 3
    page = as_volunteer.open(tasks.link("Ở đâu?"))
    assert page.soup.find(id="commune")["value"] == ANSWERS[1]["commune"]
    back = as_volunteer.submit(page, "Tiếp tục", lands="/register/")
    assert "Người đại diện" in back.texts("h1")


def test_what_cannot_be_read_is_kept_too_and_said(as_volunteer: Browser):
    page = answered(as_volunteer, 4)
    wrong = as_volunteer.submit(page, "Tiếp tục", pack_label="Túi", net_mass_g="5", price_vnd="x")
    assert wrong.error_beside("net_mass_g")
    again = as_volunteer.open(page.path)
    assert again.soup.find(id="net_mass_g")["value"] == "5"
    assert again.soup.find(id="price_vnd")["value"] == "x"
    tasks = as_volunteer.open(again.link("Xem các phần"))
    assert tasks.texts(".tasks .state")[-1] == "cần xem lại"


def test_the_page_saves_by_itself_what_is_half_typed(as_volunteer: Browser):
    page = started(as_volunteer)
    form = page.form("Tiếp tục")
    token = form.find("input", attrs={"name": "csrf_token"})["value"]
    said = as_volunteer.client.post(
        form["data-autosave"], data={"csrf_token": token, "name": "Hợp tác xã Dở D"}
    )
    assert said.json["saved"].startswith("Đã lưu lúc ")
    assert as_volunteer.open(page.path).soup.find(id="name")["value"] == "Hợp tác xã Dở D"
    assert "Hợp tác xã Dở D" in as_volunteer.open("/register/").main


def test_an_unclear_commune_is_chosen_once_and_stays_chosen(as_volunteer: Browser):
    page = answered(as_volunteer, 1)
    asked = as_volunteer.submit(page, "Tiếp tục", commune="Lục Ngạn", province="Bắc Giang")
    choices = asked.soup.select(".offered input")
    chosen = next(each for each in choices if "Lục Ngạn" in each.find_parent("label").get_text(" "))
    after = as_volunteer.submit(asked, "Tiếp tục", lands="/register/", place=chosen["value"])
    assert "Người đại diện" in after.texts("h1")
    again = as_volunteer.open(after.link("← Ở đâu?"))
    as_volunteer.submit(again, "Tiếp tục", lands="/register/")


def test_the_province_is_filled_in_for_who_works_in_one(
    as_volunteer: Browser, as_foreigner: Browser
):
    for person, name in ((as_volunteer, "Bắc Ninh"), (as_foreigner, "Lào Cai")):
        page = answered(person, 1)
        assert page.soup.find(id="province")["value"] == name
        wrong = person.submit(page, "Tiếp tục", province="Cà Mau", commune="khong co")
        assert wrong.soup.find(id="province")["value"] == "Cà Mau"
        assert person.open(page.path).soup.find(id="province")["value"] == "Cà Mau"


def test_what_is_begun_waits_on_the_first_page(as_volunteer: Browser, as_officer: Browser):
    started(as_volunteer)
    assert "Không còn bản nháp nào" in as_volunteer.open("/").main
    answered(as_volunteer, 2)
    desk = as_volunteer.open("/")
    assert "Hợp tác xã Cam Đồng Cốc Đăng ký chưa gửi" in desk.main
    tasks = as_volunteer.open(desk.link("Điền tiếp"))
    assert as_volunteer.open(tasks.link("Điền tiếp")).texts("h1") == ["Người đại diện"]
    assert "Cam Đồng Cốc" not in as_officer.open("/").main


def test_the_address_of_new_cooperatives_leads_to_the_registration(
    as_volunteer: Browser, as_manager: Browser
):
    asked = as_volunteer.open("/cooperatives/new", status=302)
    assert asked.response.headers["Location"] == "/register/"
    as_manager.open("/cooperatives/new", status=403)


def test_what_is_registered_waits_for_review_with_both_names_of_its_commune(
    as_volunteer: Browser,
):
    shown = registered(as_volunteer, commune="giap son", province="bac giang")
    assert "chờ duyệt" in shown.main
    assert "xã Lục Ngạn, Bắc Ninh" in shown.main
    assert "trước 01/7/2025: xã Giáp Sơn" in shown.main
    assert shown.texts("main ul.cards h3") == ["Cam ngọt"]


def test_nobody_else_sees_a_draft(as_volunteer: Browser, as_officer: Browser, as_manager: Browser):
    page = answered(as_volunteer, 1)
    as_officer.open(page.path, status=404)
    reference = page.path.split("/")[2]
    as_officer.open(f"/register/{reference}", status=404)
    as_manager.open("/register/", status=403)
    assert "Đồng Cốc" not in as_officer.open("/register/").main


def test_a_draft_that_is_thrown_away_can_be_taken_back(as_volunteer: Browser, as_officer: Browser):
    page = answered(as_volunteer, 1)
    reference = page.path.split("/")[2]
    listed = as_volunteer.open("/register/")
    after = as_volunteer.submit(listed, "Xóa bản nháp", lands="/register/")
    assert "Đã xóa bản nháp." in after.main
    assert "Bản nháp của bạn" not in after.main
    as_volunteer.open(f"/register/{reference}", status=404)
    token = as_officer.open("/register/").soup.find("input", attrs={"name": "csrf_token"})["value"]
    theirs = as_officer.client.post(f"/register/{reference}/restore", data={"csrf_token": token})
    assert theirs.status_code == 404
    back = as_volunteer.submit(after, "Lấy lại", lands="/register/DK-")
    assert "Đã lấy lại bản nháp." in back.main
    assert ANSWERS[0]["name"] in as_volunteer.open("/register/").main


def test_an_untouched_draft_leaves_nothing_behind(as_volunteer: Browser):
    started(as_volunteer)
    after = as_volunteer.submit(as_volunteer.open("/register/"), "Xóa bản nháp", lands="/register/")
    assert "Bản nháp đã xóa" not in after.main


def test_an_empty_draft_is_taken_up_instead_of_a_second_one(as_volunteer: Browser):
    assert started(as_volunteer).path == started(as_volunteer).path


def test_a_second_tap_on_send_registers_once(as_volunteer: Browser, app: Flask):
    page = answered(as_volunteer)
    first = as_volunteer.submit(page, "Gửi để duyệt", lands="/register/DK-")
    second = as_volunteer.submit(page, "Gửi để duyệt", lands="/register/DK-")
    assert first.texts(".reference") == second.texts(".reference")
    assert len(as_volunteer.open("/cooperatives/?q=cam+dong+coc").texts("main li h2")) == 1
    with app.app_context():
        assert db.session.scalar(sa.select(RegistrationDraft.data)) == {}
        db.session.remove()


def test_a_commune_out_of_reach_stops_on_its_page_with_whose_it_is_and_the_draft_stays(
    as_volunteer: Browser, as_officer_b: Browser
):
    page = answered(as_volunteer, 1)
    assert "Địa bàn của bạn: xã Lục Ngạn." in page.main
    refused = as_volunteer.submit(page, "Tiếp tục", commune="nam duong", province="Bắc Ninh")
    said = refused.error_beside("commune")
    assert "Ngoài địa bàn của bạn (xã Lục Ngạn): xã Nam Dương, Bắc Ninh" in said
    assert "do Đoàn xã Nam Dương phụ trách" in said
    elsewhere = as_volunteer.submit(page, "Tiếp tục", commune="Sa Pa", province="Lào Cai")
    assert "Đoàn xã, phường ở đó phụ trách" in elsewhere.error_beside("commune")
    assert "Hợp tác xã Cam Đồng Cốc" in as_volunteer.open("/register/").main
    # Who skips the page is stopped on the next one.
    contact = as_volunteer.open(page.path.replace("place", "contact"))
    stopped = as_volunteer.submit(contact, "Tiếp tục", **ANSWERS[2])
    assert "ngoài địa bàn" in stopped.main.lower()


def test_what_the_commune_was_read_as_stands_on_the_next_page(as_volunteer: Browser):
    page = answered(as_volunteer, 2, commune="giap son", province="Bắc Ninh")
    assert "Địa bàn: xã Lục Ngạn, Bắc Ninh (trước 01/7/2025: xã Giáp Sơn, Huyện Lục Ngạn" in (
        page.main
    )


def test_a_name_that_says_its_kind_chooses_it_once(as_volunteer: Browser):
    page = answered(as_volunteer, 1, name="Tổ hợp tác Mỳ Chũ Xuân")
    assert "loại hình được ghi là «tổ hợp tác»" in page.text
    back = as_volunteer.open(page.link("← Ai làm ra?"))
    assert back.soup.select_one("#kind option[selected]")["value"] == "cooperative_group"
    page = as_volunteer.submit(back, "Tiếp tục", lands="/register/", kind="cooperative")
    assert "loại hình được ghi" not in page.text
    back = as_volunteer.open(page.link("← Ai làm ra?"))
    assert back.soup.select_one("#kind option[selected]")["value"] == "cooperative"


def test_the_last_look_names_the_group_and_wonders_at_a_price_without_its_zeros(
    as_volunteer: Browser,
):
    page = answered(as_volunteer)
    assert "bất thường" not in page.main
    edit = as_volunteer.open(page.link("Sửa").rpartition("/")[0] + "/pack")
    page = as_volunteer.submit(edit, "Tiếp tục", lands="/register/", price_vnd="175")
    assert "Giá thấp bất thường: 175 đ một gói 5 kg?" in page.main
    edit = as_volunteer.open(f"{page.path.rpartition('/')[0]}/product")
    page = as_volunteer.submit(edit, "Tiếp tục", lands="/register/", ocop_set="1")
    assert "Nhóm OCOP 1. " in page.main
    as_volunteer.submit(page, "Gửi để duyệt", lands="/register/DK-")


def test_somebody_known_is_asked_about_beside_their_number(as_volunteer: Browser):
    asked = doubted(as_volunteer, phone="051 000 0060")
    assert asked.texts("h1") == ["Người đại diện"]
    assert f"Có phải «{world.NAME_A}»?" in asked.main
    # Another number settles it too.
    page = as_volunteer.submit(asked, "Tiếp tục", lands="/register/", **ANSWERS[2])
    assert page.texts("h1") == ["Sản phẩm đầu tiên"]
    back = as_volunteer.open(page.link("← Người đại diện"))
    asked = as_volunteer.submit(back, "Tiếp tục", phone="051 000 0060")
    receipt = sent_apart(as_volunteer, asked)
    assert "Cam Đồng Cốc" in receipt.main


def test_the_same_one_closes_the_draft_and_leads_to_the_record(as_volunteer: Browser):
    asked = doubted(as_volunteer, phone="051 000 0060")
    shown = as_volunteer.submit(asked, "Đúng là một – mở hồ sơ đó", lands="/cooperatives/")
    assert world.NAME_A in shown.texts("h1")[0]
    assert "Đã đóng bản đăng ký" in shown.text
    listed = as_volunteer.open("/register/")
    assert "Bản nháp của bạn" not in listed.main
    assert "Lấy lại" in listed.main


def test_the_same_one_takes_along_the_product_that_was_typed(as_volunteer: Browser):
    page = answered(as_volunteer)
    contact = as_volunteer.open(f"{page.path.rpartition('/')[0]}/contact")
    asked = as_volunteer.submit(contact, "Tiếp tục", phone="051 000 0060")
    made = as_volunteer.submit(
        asked, "Đúng là một – thêm «Cam ngọt» vào hồ sơ đó", lands="/products/"
    )
    assert f"Đã thêm «Cam ngọt» vào «{world.NAME_A}»." in made.text
    assert "Túi 5 kg" in made.main
    assert "chờ duyệt" in made.main
    listed = as_volunteer.open("/register/")
    assert "Bản nháp của bạn" not in listed.main
    assert world.NAME_A in listed.main


def test_a_session_that_ended_gives_back_what_was_typed(app: Flask):
    person = Browser(app).signed_in_as(world.PHONES["volunteer"])
    page = started(person)
    person.client.delete_cookie("lensan")
    # What a browser says by itself of a form that comes from the site's own page.
    person.client.environ_base["HTTP_ORIGIN"] = "http://localhost"
    asked = person.submit(page, "Tiếp tục", status=401, name="Hợp tác xã Giữ Lại")
    assert asked.texts("h1") == ["Đã hết phiên đăng nhập"]
    assert "Những gì bạn vừa gõ còn nguyên ở đây" in asked.main
    held = {field["name"]: field["value"] for field in asked.form("Gửi lại").select("input")}
    assert held.pop("csrf_token")
    assert held["name"] == "Hợp tác xã Giữ Lại"
    person.signed_in_as(world.PHONES["volunteer"])
    assert "Hợp tác xã Giữ Lại" not in person.open("/register/").main
    after = person.submit(asked, "Gửi lại", lands="/register/")
    assert after.texts("h1") == ["Ở đâu?"]
    assert "Hợp tác xã Giữ Lại" in person.open("/register/").main


def test_a_form_of_another_site_is_not_given_back_to_be_sent(browser: Browser):
    answer = browser.client.post("/products/new", data={"name": "<b>x"})
    assert answer.status_code in (302, 400)
    assert b"<b>x" not in answer.data


def test_a_number_is_echoed_as_it_is_read(browser: Browser):
    def echo(kind: str, text: str) -> str:
        return browser.client.get("/numbers", query_string={"kind": kind, "text": text}).json[
            "text"
        ]

    assert echo("mass", "1.234,5 kg") == "1.234,5 kg ≈ 12,3 tạ"
    assert echo("mass", "200kg") == "200 kg = 2 tạ"
    assert echo("mass", "500 g") == "500 g = 0,5 kg"
    assert echo("money", "25k") == "25.000 đ"
    assert "hãy ghi" in echo("mass", "1,234 kg")
    assert echo("password", "x") == ""
