"""How transactions begin and end, seen from outside."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pysqlite3.dbapi2 as sqlite
import pytest
import sqlalchemy as sa
from flask import Flask

import config as settings
from shop_onboard.app import create_app
from shop_onboard.extensions import db
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives
from shop_onboard.web.access import public
from tests import world
from tests.conftest import Cluster
from tests.pages import Browser, Page

only_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
only_postgres = pytest.mark.parametrize("database_kind", ["postgresql"], indirect=True)


@contextmanager
def _statements(app: Flask) -> Iterator[list[str]]:
    seen: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        seen.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def _begun(statements: list[str]) -> list[str]:
    return [statement for statement in statements if statement.startswith("BEGIN")]


@only_sqlite
def test_reading_begins_lightly_and_writing_takes_its_lock_before_the_first_select(
    app: Flask, as_volunteer: Browser
):
    with _statements(app) as reading:
        page = as_volunteer.open("/products/new")
    assert set(_begun(reading)) == {"BEGIN"}
    with _statements(app) as writing:
        as_volunteer.submit(page, "Lưu")
    assert _begun(writing)[0] == "BEGIN IMMEDIATE"
    assert writing[0] == "BEGIN IMMEDIATE"
    with _statements(app) as again:
        as_volunteer.client.head("/cooperatives/")
    assert set(_begun(again)) == {"BEGIN"}


@only_sqlite
def test_two_people_writing_at_once_wait_for_each_other(app: Flask):
    people = [
        Browser(app).sign_in(world.PHONES[name], world.PASSWORD) for name in ("manager", "officer")
    ]
    answers: list[int] = []

    def work(person: Browser) -> None:
        # The same record again and again: one of the two is often late, and is told so.
        path = f"/cooperatives/{world.COOPERATIVE_A}/edit"
        for number in range(6):
            page = person.open(path)
            data = {
                field["name"]: field.get("value", "")
                for field in page.form("Lưu").find_all("input")
            }
            data |= {"representative": f"Người {number}", "kind": "cooperative"}
            answers.append(person.client.post(path, data=data).status_code)

    threads = [threading.Thread(target=work, args=(person,)) for person in people]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 12
    assert set(answers) <= {302, 409}
    assert answers.count(302) >= 6


@only_sqlite
def test_a_writer_waits_while_another_process_holds_the_lock(app: Flask, as_volunteer: Browser):
    page = as_volunteer.open("/products/new")
    path = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    other = sqlite.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    # Reading goes on meanwhile.
    as_volunteer.open("/cooperatives/")

    def let_go() -> None:
        time.sleep(0.3)
        other.execute("COMMIT")

    holder = threading.Thread(target=let_go)
    holder.start()
    answer = as_volunteer.submit(page, "Lưu")
    holder.join()
    other.close()
    assert answer.status == 422


@only_sqlite
def test_a_lock_that_lasts_is_a_page_that_says_to_try_again(app: Flask, as_volunteer: Browser):
    page = as_volunteer.open("/products/new")
    path = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    with app.app_context():
        db.engine.dispose()
        # Only so that this test need not wait the ten seconds that people do.
        sa.event.listen(
            db.engine, "connect", lambda made, _record: made.execute("PRAGMA busy_timeout=50")
        )
    other = sqlite.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    busy = as_volunteer.submit(page, "Lưu", name="HTX Không Được Mất", status=503)
    other.execute("ROLLBACK")
    other.close()
    assert busy.texts("h1") == ["Máy chủ đang bận"]
    assert busy.response.headers["Retry-After"] == "5"
    assert as_volunteer.submit(page, "Lưu").status == 422


@only_postgres
def test_a_database_that_is_away_is_a_page_that_says_to_try_again(
    app: Flask, as_manager: Browser, cluster: Cluster
):
    cluster.run("ALTER DATABASE one_test ALLOW_CONNECTIONS false")
    cluster.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'one_test'")
    away = as_manager.open("/products/", status=503)
    assert away.texts("h1") == ["Máy chủ đang bận"]
    assert as_manager.client.get("/health/live").status_code == 200
    ready = as_manager.client.get("/health/ready")
    assert (ready.status_code, ready.get_json()["checks"]["database"]) == (503, False)
    cluster.run("ALTER DATABASE one_test ALLOW_CONNECTIONS true")
    as_manager.open("/products/")


def test_what_a_view_forgets_to_commit_is_seen_by_nobody(app: Flask, as_manager: Browser):
    @public
    def forgetful() -> str:
        cooperatives.one(SYSTEM, world.COOPERATIVE_A).name = "Tên Quên Ghi"
        db.session.flush()
        return "done"

    app.view_functions["accounts.language"] = forgetful
    page = as_manager.open("/cooperatives/")
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    assert as_manager.client.post("/language", data={"csrf_token": token}).status_code == 200
    assert "Tên Quên Ghi" not in as_manager.open("/cooperatives/").text


def test_a_refused_change_leaves_nothing_behind(app: Flask, as_officer: Browser):
    with app.app_context():
        before = db.session.scalar(sa.text("SELECT count(*) FROM audit_events"))
    page = as_officer.open(f"/cooperatives/{world.COOPERATIVE_A}/edit")
    as_officer.submit(page, "Lưu", name="Tên Mới Hẳn", version="0", status=409)
    with app.app_context():
        after = db.session.scalar(sa.text("SELECT count(*) FROM audit_events"))
        assert cooperatives.one(SYSTEM, world.COOPERATIVE_A).name == world.NAME_A
    assert after == before


@only_sqlite
def test_the_running_sqlite_may_use_its_log_and_checks_foreign_keys(app: Flask):
    with app.app_context():
        settings_of = {
            name: db.session.scalar(sa.text(f"PRAGMA {name}"))
            for name in ("journal_mode", "foreign_keys", "busy_timeout", "synchronous")
        }
    assert settings_of == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "busy_timeout": 10_000,
        "synchronous": 2,
    }


def test_a_short_or_absent_key_is_never_used(tmp_path: Path):
    with pytest.raises(SystemExit, match="quá ngắn"):
        create_app(settings.Testing(tmp_path, SECRET_KEY="dev"))
    first = settings.Testing(tmp_path).SECRET_KEY
    assert first == settings.Testing(tmp_path).SECRET_KEY
    assert first != settings.Testing(tmp_path / "other").SECRET_KEY
    assert (tmp_path / "secret_key").stat().st_mode & 0o077 == 0


@only_sqlite
def test_a_slow_body_does_not_hold_the_lock(app: Flask, as_volunteer: Browser):
    page = as_volunteer.open("/products/new")
    token = page.soup.find("input", attrs={"name": "csrf_token"})["value"]
    path = app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///")
    body = f"csrf_token={token}&name=HTX".encode()
    locked: list[bool] = []

    class Slow(BytesIO):
        """A form that trickles in while somebody else writes."""

        def readinto(self, into: bytearray) -> int:
            with sqlite.connect(path, isolation_level=None) as other:
                other.execute("PRAGMA busy_timeout=0")
                other.execute("BEGIN IMMEDIATE")
                locked.append(True)
                other.execute("ROLLBACK")
            other.close()
            return super().readinto(memoryview(into)[:5])

    answer = as_volunteer.client.post(
        "/products/new",
        input_stream=Slow(body),
        content_type="application/x-www-form-urlencoded",
        content_length=len(body),
    )
    assert Page(answer, "/products/new").status == 422
    assert locked
