"""Attacks on signing in, with the outcome each must have."""

import pytest
from flask import Flask

from tests import world
from tests.pages import Browser

OWNER = world.PHONES["manager"]


def guess(browser: Browser, password: str, status: int = 422) -> None:
    page = browser.open("/login")
    browser.submit(page, "Đăng nhập", phone=OWNER, password=password, status=status)


def test_strangers_guesses_do_not_lock_the_owner_out_of_a_known_phone(app: Flask):
    owner, stranger, new_phone = Browser(app), Browser(app), Browser(app)
    owner.sign_in(OWNER, world.PASSWORD)
    owner.submit(owner.open("/help"), "Đăng xuất", lands="/")
    for number in range(10):
        guess(stranger, f"doan mo {number}")
    guess(stranger, world.PASSWORD, status=429)
    guess(new_phone, world.PASSWORD, status=429)
    owner.sign_in(OWNER, world.PASSWORD)


def test_a_known_phone_may_not_guess_for_ever_either(app: Flask):
    thief = Browser(app)
    thief.sign_in(OWNER, world.PASSWORD)
    thief.submit(thief.open("/help"), "Đăng xuất", lands="/")
    for number in range(10):
        guess(thief, f"doan mo {number}")
    guess(thief, world.PASSWORD, status=429)


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "127.0.0.1.evil.test"])
def test_another_host_is_refused(browser: Browser, host: str):
    answer = browser.client.get("/login", headers={"Host": host})
    assert answer.status_code == 400
    assert host.encode() not in answer.data


def test_there_is_no_way_to_look_through_somebody_elses_account(app: Flask):
    names = [f"{rule.rule} {rule.endpoint}" for rule in app.url_map.iter_rules()]
    for word in ("impersonat", "view-as", "view_as", "login-as", "sign-in-as", "become"):
        assert not [name for name in names if word in name]
