"""What the keeper of an installation sees, and who may what."""

from flask import Flask

from shop_onboard.policy import MAY, Action
from shop_onboard.web.administration import ACTION_GROUPS, ACTION_WORDS
from tests.pages import Browser


def test_the_administrator_sees_counts_jobs_and_what_it_stands_on(
    app: Flask, as_admin: Browser, database_kind: str
):
    page = as_admin.open("/admin/")
    assert page.texts(".figures strong") == ["2", "2", "2", "1"]
    wanted = "SQLite 3." if database_kind == "sqlite" else "PostgreSQL 1"
    assert wanted in page.main
    assert "Thiết bị đang đăng nhập 1" in page.main
    assert "chưa có – hãy chạy lệnh shop-onboard backup" in page.main
    assert app.config["STORAGE_URL"] not in page.text
    as_admin.open(page.link("Xem từng việc"))


def test_nobody_else_opens_it(as_officer: Browser, as_manager: Browser, browser: Browser):
    as_officer.open("/admin/", status=403)
    as_manager.open("/admin/", status=403)
    browser.open("/admin/", status=302)


def test_everybody_signed_in_may_read_who_may_what(as_volunteer: Browser, browser: Browser):
    page = as_volunteer.open("/admin/roles")
    rows = {row.split(" được")[0].split(" –")[0]: row for row in page.texts("tbody tr")}
    assert rows["Duyệt hợp tác xã"].endswith("– – được –")
    assert len(rows) == len(MAY)
    assert page.texts("main h2")[:2] == ["Hồ sơ", "Duyệt và đối chiếu"]
    browser.open("/admin/roles", status=302)


def test_every_action_has_words_and_stands_in_one_group():
    assert set(ACTION_WORDS) == set(Action)
    grouped = [action for _heading, actions in ACTION_GROUPS for action in actions]
    assert sorted(grouped) == sorted(Action)
