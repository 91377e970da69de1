"""The first administrator is invited at the machine itself."""

from urllib.parse import urlsplit

import config as settings
from shop_onboard.app import create_app
from tests.cli.terminal import Terminal
from tests.pages import Browser

NEW = "051 000 0095"


def browser_of(copy: Terminal) -> Browser:
    places = {
        "SQLALCHEMY_DATABASE_URI": copy.environment["SHOP_ONBOARD_DATABASE_URL"],
        "STORAGE_URL": copy.environment["SHOP_ONBOARD_STORAGE_URL"],
    }
    return Browser(create_app(settings.Testing(copy.folder / "elsewhere", **places)))


def take_up(browser: Browser, link: str) -> None:
    page = browser.open(urlsplit(link).path)
    browser.submit(
        page,
        "Nhận lời mời và vào",
        lands="/",
        phone=NEW,
        password="mat khau moi nhat",
    )


def test_whoever_is_invited_becomes_administrator_and_the_link_ends(copy: Terminal):
    assert copy.run("sample", "remove").exit_code == 0
    invited = copy.ask("invite-administrator", NEW, "Lò Thị Mới")
    assert invited["days"] == 7
    browser = browser_of(copy)
    take_up(browser, invited["link"])
    browser.open("/admin/")
    stranger = browser_of(copy)
    stranger.open(urlsplit(invited["link"]).path, status=410)
    assert "đã là tài khoản quản trị" in copy.refused("invite-administrator", NEW, "Lò Thị Mới")
    assert "invite-administrator" not in copy.run("prepare").stderr


def test_the_link_is_printed_with_how_long_it_holds(copy: Terminal):
    done = copy.run("invite-administrator", NEW, "Lò Thị Mới")
    assert done.exit_code == 0, done.output
    link, told = done.stdout.splitlines()
    assert link.startswith("http://127.0.0.1:8000/invitations/accept/")
    assert "một lần" in told
    assert "7 ngày" in told


def test_a_bad_number_or_name_is_refused_with_a_sentence(copy: Terminal):
    assert "số" in copy.refused("invite-administrator", "12", "Lò Thị Mới")
    assert "họ tên" in copy.refused("invite-administrator", NEW, "  ")
    assert "đã là tài khoản quản trị" in copy.refused(
        "invite-administrator", "051 000 0020", "Ai Đó"
    )
    assert "tài khoản mẫu" in copy.refused("invite-administrator", "051 000 0024", "Ai Đó")
