"""The tour of the first page: there for a new person, gone once closed, back on request."""

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.models.audit import AuditEvent
from tests import world
from tests.pages import Browser

_CLOSE = "Đóng, không hiện lại"


@pytest.mark.parametrize("name", ["volunteer", "manager", "officer", "admin"])
def test_each_role_is_shown_around_by_links_that_open(app: Flask, name: str):
    person = Browser(app).signed_in_as(world.PHONES[name])
    links = [link["href"] for link in person.open("/").soup.select(".tour li a")]
    assert 3 <= len(links) <= 4
    for address in links:
        person.open(address)


def test_a_closed_tour_stays_away_on_every_device_and_comes_back_from_the_help(
    app: Flask, as_manager: Browser
):
    as_manager.submit(as_manager.open("/"), _CLOSE, lands="/")
    other_phone = Browser(app).signed_in_as(world.PHONES["manager"])
    for browser in (as_manager, other_phone):
        assert not browser.open("/").soup.select(".tour")
    helped = as_manager.open("/help")
    back = as_manager.submit(helped, "Xem lại hướng dẫn ở trang đầu", lands="/")
    assert back.soup.select(".tour")
    with app.app_context():
        events = db.session.scalars(
            sa.select(AuditEvent.event)
            .where(AuditEvent.event.startswith("account.tour"))
            .order_by(AuditEvent.id)
        )
        assert list(events) == ["account.tour_closed", "account.tour_reopened"]


def test_closing_twice_is_one_event_and_other_people_keep_their_tour(
    app: Flask, as_manager: Browser, as_manager_b: Browser
):
    page = as_manager.open("/")
    as_manager.submit(page, _CLOSE, lands="/")
    as_manager.submit(page, _CLOSE, lands="/")
    assert as_manager_b.open("/").soup.select(".tour")
    with app.app_context():
        closed = sa.select(sa.func.count()).where(AuditEvent.event == "account.tour_closed")
        assert db.session.scalar(closed) == 1


def test_strangers_have_no_tour_to_open(browser: Browser):
    assert "Xem lại hướng dẫn" not in browser.open("/help").text
    token = browser.open("/login").soup.find("input", attrs={"name": "csrf_token"})["value"]
    answer = browser.client.post("/tour/close", data={"csrf_token": token})
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith("/login")


def test_the_first_page_offers_each_deed_once(as_volunteer: Browser):
    page = as_volunteer.open("/")
    assert page.soup.select(".tour")
    assert not page.soup.select(".deeds")
    closed = as_volunteer.submit(page, _CLOSE, lands="/")
    assert closed.link("Đăng ký hợp tác xã") == "/register/"
