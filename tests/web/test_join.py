"""Anybody asks to join; an officer whose area holds the place answers."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

import config as settings
from shop_onboard.app import create_app
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.clock import utc_now
from shop_onboard.models.invitations import JoinRequest
from shop_onboard.policy import Actor, Grant, Role
from shop_onboard.queries import invitations as queries
from shop_onboard.queries.accounts import account_by_phone, actor_of
from shop_onboard.services import invitations as services
from shop_onboard.values.codes import is_reference
from tests import world
from tests.pages import Browser, Page

TYPED = {
    "name": "Vi Thị Na",
    "phone": "051 000 0090",
    "wanted_role": "manager",
    "cooperative_name": "Tổ hợp tác Na Sa Lý",
    "province": "bac ninh",
    "commune": "luc ngan",
    "note": "Gọi sau 5 giờ chiều",
}


def ask(browser: Browser, **typed: str) -> str:
    """Send the form; the reference that the page shows."""
    page = browser.submit(
        browser.open("/join"), "Gửi đăng ký", lands="/join/received/", **(TYPED | typed)
    )
    (reference,) = page.texts(".reference")
    assert is_reference(reference)
    return reference


def kept(app: Flask) -> list[JoinRequest]:
    with app.app_context():
        return list(db.session.scalars(sa.select(JoinRequest).order_by(JoinRequest.id)))


def request_page(officer: Browser, reference: str) -> Page:
    return officer.open(f"/join/requests/{reference}")


def test_a_stranger_asks_and_gets_a_number_to_keep(app: Flask, browser: Browser):
    reference = ask(browser)
    page = browser.open(f"/join/received/{reference}")
    assert "Cán bộ Đoàn nơi bạn ở gọi cho bạn" in page.main
    (row,) = kept(app)
    assert (row.reference, row.phone, row.state) == (reference, "+84510000090", "waiting")


def test_former_names_of_places_are_understood(app: Flask, browser: Browser, as_officer: Browser):
    page = browser.submit(
        browser.open("/join"), "Gửi đăng ký", **(TYPED | {"commune": "khong co xa nay"})
    )
    assert page.error_beside("commune")
    page = browser.submit(
        page,
        "Gửi đăng ký",
        commune="quy son",
        province="bac giang",
        former_district="luc ngan",
        lands="/join/received/",
    )
    assert page.texts("h1") == ["Đã nhận đăng ký của bạn"]


def test_nothing_typed_is_lost_and_every_gap_is_named(browser: Browser):
    page = browser.submit(
        browser.open("/join"), "Gửi đăng ký", note="Bán na", wanted_role="manager"
    )
    for field in ("name", "phone", "cooperative_name", "province", "commune"):
        assert page.error_beside(field)
    assert page.soup.find(id="note").get_text().strip() == "Bán na"
    page = browser.submit(page, "Gửi đăng ký", **(TYPED | {"phone": "12"}))
    assert page.soup.find(id="name")["value"] == "Vi Thị Na"


def test_a_volunteer_names_no_cooperative(app: Flask, browser: Browser):
    ask(browser, wanted_role="volunteer", cooperative_name="")
    assert kept(app)[0].wanted_role == "volunteer"


def test_asking_twice_is_asking_once_and_tells_nothing(app: Flask, browser: Browser):
    first = ask(browser)
    stranger = Browser(app)
    assert ask(stranger, name="Kẻ Tò Mò", phone="+84 51 000 0090", commune="nam duong") == first
    page = stranger.open(f"/join/received/{first}")
    assert "Na" not in page.main.split("Số của bạn là")[0]
    (row,) = kept(app)
    assert row.name == "Vi Thị Na"


def test_a_number_nobody_got_reads_like_any_other(app: Flask, browser: Browser):
    reference = ask(browser)
    invented = browser.open("/join/received/TG-222222").main
    assert (
        invented.replace("TG-222222", reference) == browser.open(f"/join/received/{reference}").main
    )
    browser.open("/join/received/khong-phai", status=404)


def test_a_program_that_fills_in_everything_is_thanked_and_forgotten(app: Flask, browser: Browser):
    ask(browser, website="http://spam.example")
    assert kept(app) == []


def test_one_address_asks_sixty_times_an_hour(tmp_path: Path, sqlite_template: Path):
    application = create_app(settings.Testing(tmp_path, RATELIMIT_ENABLED=True))
    application.config["WTF_CSRF_ENABLED"] = False
    client = application.test_client()
    answers = [client.post("/join", data={"website": "x"}).status_code for _ in range(61)]
    assert answers == [302] * 60 + [429]


def test_officers_of_the_place_see_it_and_nobody_else(
    browser: Browser,
    as_officer: Browser,
    as_admin: Browser,
    as_officer_b: Browser,
    as_foreigner: Browser,
    as_province: Browser,
):
    reference = ask(browser)
    for person in (as_officer, as_province, as_admin):
        page = person.open("/join/requests")
        assert "Vi Thị Na" in page.main
        page = person.open(page.link("Vi Thị Na"))
        assert "0510 000 090" in page.main.replace("051 000 0090", "0510 000 090")
        assert "Gọi sau 5 giờ chiều" in page.main
    for person in (as_officer_b, as_foreigner):
        assert "Vi Thị Na" not in person.open("/join/requests?state=all").main
        person.open(f"/join/requests/{reference}", status=404)


def test_the_dashboard_counts_what_waits_in_the_area(app: Flask, browser: Browser):
    ask(browser)
    with app.app_context():
        counts = {}
        for name in ("officer", "officer_b", "province", "admin", "volunteer"):
            account = account_by_phone(world.PHONES[name])
            counts[name] = queries.waiting_count(actor_of(account.id, world.TODAY))
        commune_id = kept(app)[0].commune_id
        group = Actor(1, "Khu vực", (Grant(Role.OFFICER, commune_ids=frozenset({commune_id})),))
        counts["group"] = queries.waiting_count(group)
    assert counts == {
        "officer": 1,
        "officer_b": 0,
        "province": 1,
        "admin": 1,
        "volunteer": 0,
        "group": 1,
    }


def test_an_officer_answers_with_an_invitation(app: Flask, browser: Browser, as_officer: Browser):
    reference = ask(browser, cooperative_name="Vai thieu Giap Son")
    page = request_page(as_officer, reference)
    chosen = page.soup.select_one("#cooperative option[selected]")
    assert chosen["value"] == world.COOPERATIVE_A
    made = as_officer.submit(page, "Tạo lời mời", status=200)
    assert "/invitations/accept/" in made.main
    page = request_page(as_officer, reference)
    assert "đã mời" in page.main
    assert page.soup.find("button", string="Tạo lời mời") is None
    assert "Không có ai đang chờ" in as_officer.open("/join/requests").main
    assert "Vi Thị Na" in as_officer.open("/join/requests?state=invited").main


def test_an_officer_declines_with_a_sentence(app: Flask, browser: Browser, as_officer: Browser):
    reference = ask(browser)
    page = request_page(as_officer, reference)
    empty = as_officer.submit(page, "Ghi là chưa nhận")
    assert empty.error_beside("answer") == "Hãy ghi một câu trả lời."
    page = as_officer.submit(
        page, "Ghi là chưa nhận", answer="Đã có tài khoản khác", lands="/join/requests/"
    )
    assert "chưa nhận" in page.main
    assert "Đã có tài khoản khác" in page.main
    assert browser.open(f"/join/received/{reference}").main.count("Đã có tài khoản khác") == 0
    # Whoever was turned down may ask again.
    assert ask(browser) != reference


@pytest.mark.parametrize("button", ["Tạo lời mời", "Ghi là chưa nhận"])
def test_a_request_is_answered_once(browser: Browser, as_officer: Browser, button: str):
    page = request_page(as_officer, ask(browser, wanted_role="volunteer"))
    as_officer.submit(page, "Ghi là chưa nhận", answer="Không", lands="/join/requests/")
    typed = {} if button == "Tạo lời mời" else {"answer": "Lần hai"}
    assert "đã được trả lời rồi" in as_officer.submit(page, button, **typed).main


def test_old_requests_are_forgotten_as_the_privacy_page_says(
    app: Flask, browser: Browser, as_officer: Browser
):
    page = request_page(as_officer, ask(browser, wanted_role="volunteer"))
    as_officer.submit(page, "Tạo lời mời", status=200)
    ask(browser, phone="051 000 0091")
    words = browser.open("/privacy").main
    assert f"sau {services.KEPT_ANSWERED_DAYS} ngày kể từ khi được trả lời" in words
    assert f"sau {services.KEPT_WAITING_DAYS} ngày" in words
    with app.app_context(), writing():
        later = utc_now() + timedelta(days=services.KEPT_ANSWERED_DAYS, minutes=1)
        assert services.forget(utc_now()) == 0
        assert services.forget(later) == 1
        assert services.forget(utc_now() + timedelta(days=366)) == 1
        db.session.commit()
    assert kept(app) == []


def test_an_ambiguous_place_is_chosen_with_one_tap(app: Flask, browser: Browser):
    page = browser.submit(
        browser.open("/join"), "Gửi đăng ký", **(TYPED | {"province": "Bắc Giang"})
    )
    assert page.error_beside("commune")
    assert page.soup.find(id="commune")["value"] == "luc ngan"
    options = page.texts("fieldset label")
    assert options[0].startswith("xã Lục Ngạn, Bắc Ninh")
    code = page.soup.select_one("fieldset input")["value"]
    browser.submit(page, "Gửi đăng ký", place=code, lands="/join/received/")
    assert len(kept(app)) == 1


def test_a_place_that_was_not_offered_is_not_taken(app: Flask, browser: Browser):
    page = browser.submit(
        browser.open("/join"), "Gửi đăng ký", **(TYPED | {"province": "Bắc Giang"})
    )
    browser.submit(page, "Gửi đăng ký", place="00001")
    assert kept(app) == []
