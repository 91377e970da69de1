"""What a watcher of the server asks."""

import shutil
from pathlib import Path

import pytest
from flask import Flask

from shop_onboard.gateways import disk
from tests.pages import Browser


def test_a_living_server_says_so_without_the_database(browser: Browser):
    answer = browser.download("/health/live")
    assert answer.get_json() == {"status": "ok"}
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("host", ["10.0.0.7:8000", "evil.example"])
def test_a_watcher_asks_by_any_address_and_hears_nothing_of_it(browser: Browser, host: str):
    for path in ("/health/live", "/health/ready"):
        answer = browser.client.get(path, headers={"Host": host})
        assert answer.status_code in (200, 503)
        assert host not in answer.get_data(as_text=True) + str(answer.headers)


def test_ready_means_that_database_storage_and_disk_will_do(app: Flask, browser: Browser):
    has_room = disk.free_bytes(app.config["INSTANCE"]) >= disk.NEEDED_BYTES
    answer = browser.client.get("/health/ready")
    assert answer.get_json()["checks"] == {"database": True, "storage": True, "disk": has_room}
    assert answer.status_code == (200 if has_room else 503)
    assert answer.get_json()["disk_free_mb"] > 0


def test_not_ready_when_files_cannot_be_kept(app: Flask, browser: Browser):
    folder = Path(app.config["INSTANCE"]) / "files"
    shutil.rmtree(folder)
    folder.write_text("in the way")
    answer = browser.client.get("/health/ready")
    assert answer.status_code == 503
    assert answer.get_json()["checks"]["storage"] is False


def test_not_ready_without_tables(app: Flask, browser: Browser):
    database = Path(app.config["INSTANCE"]) / "lensan.sqlite3"
    if not app.config["SQLALCHEMY_DATABASE_URI"].startswith("sqlite"):
        database = None
    if database is not None:
        database.write_bytes(b"")
        answer = browser.client.get("/health/ready")
        assert answer.status_code == 503
        assert answer.get_json()["checks"]["database"] is False
