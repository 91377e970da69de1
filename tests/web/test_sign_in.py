"""Attacks on signing in, with the outcome each must have."""

from pathlib import Path

import pytest
from flask import Flask

import config as settings
from shop_onboard.gateways.vault import Vault
from tests import world
from tests.pages import Browser

OWNER = world.PHONES["manager"]
LONG_KEY = "k3y-Of-Before-q8Zr1xPv7mWc5nTb2Ls"


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


def test_the_configured_host_is_known(tmp_path: Path):
    hosts = settings.Testing(tmp_path, PUBLIC_URL="https://lensan.example.vn").HOSTS
    assert "lensan.example.vn" in hosts


@pytest.mark.parametrize(
    "key", ["short", "a" * 40, "changeme-changeme-changeme-changeme-1", "dev-secret-" * 4]
)
@pytest.mark.parametrize("name", ["SECRET_KEY", "SECRET_KEY_FALLBACKS"])
def test_a_key_that_is_short_or_known_stops_the_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, key: str
):
    monkeypatch.setenv(f"SHOP_ONBOARD_{name}", key)
    with pytest.raises(SystemExit):
        settings.Testing(tmp_path)


def test_a_key_is_changed_without_losing_what_the_old_one_sealed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    sealed = Vault([LONG_KEY]).seal("bí mật")
    monkeypatch.setenv("SHOP_ONBOARD_SECRET_KEY_FALLBACKS", f"{LONG_KEY}, ")
    made = settings.Testing(tmp_path)
    assert made.SECRET_KEY_FALLBACKS == [LONG_KEY]
    assert Vault([made.SECRET_KEY, *made.SECRET_KEY_FALLBACKS]).open(sealed) == "bí mật"
    assert Vault([made.SECRET_KEY]).open(sealed) is None


def test_there_is_no_way_to_look_through_somebody_elses_account(app: Flask):
    names = [f"{rule.rule} {rule.endpoint}" for rule in app.url_map.iter_rules()]
    for word in ("impersonat", "view-as", "view_as", "login-as", "sign-in-as", "become"):
        assert not [name for name in names if word in name]
