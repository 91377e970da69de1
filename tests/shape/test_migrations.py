"""Migrations are numbered, reversible, and say what the models say."""

import re

import alembic.command
import flask_migrate
import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from tests.shape.source import ROOT

FILES = sorted((ROOT / "migrations" / "versions").glob("*.py"))


def test_migrations_are_numbered_without_gaps():
    assert [path.stem[:4] for path in FILES] == [f"{n:04}" for n in range(1, len(FILES) + 1)]
    for path in FILES:
        assert re.fullmatch(r"\d{4}_[a-z0-9]+(_[a-z0-9]+)*", path.stem), path.name


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_revision_is_called_as_its_file_and_follows_the_one_before(path):
    text = path.read_text()
    assert f"revision = '{path.stem}'" in text.replace('"', "'")
    index = FILES.index(path)
    before = f"'{FILES[index - 1].stem}'" if index else "None"
    assert f"down_revision = {before}" in text.replace('"', "'")
    assert "def downgrade" in text


def _tables(app: Flask) -> set[str]:
    with app.app_context():
        found = set(sa.inspect(db.engine).get_table_names())
        db.session.remove()
        return found


def test_up_down_up_with_rows_in_the_tables(app: Flask):
    before = _tables(app)
    assert len(before) > 20
    with app.app_context():
        flask_migrate.downgrade(revision="base")
    assert _tables(app) == {"alembic_version"}
    with app.app_context():
        flask_migrate.upgrade()
    assert _tables(app) == before


def _counts(app: Flask) -> dict[str, int]:
    with app.app_context():
        found = {
            table: db.session.scalar(sa.text(f"SELECT count(*) FROM {table}"))  # noqa: S608
            for table in sa.inspect(db.engine).get_table_names()
        }
        db.session.remove()
        return found


def test_a_table_that_is_rebuilt_takes_no_other_rows_with_it(app: Flask):
    before = _counts(app)
    assert before["role_grants"] > 3
    assert before["sales"] > 1
    with app.app_context():
        flask_migrate.downgrade(revision="0001_first_tables")
    kept = _counts(app)
    assert {table: before[table] for table in kept if table != "alembic_version"} == {
        table: count for table, count in kept.items() if table != "alembic_version"
    }
    with app.app_context():
        flask_migrate.upgrade()
    # What a migration itself brought in went with it and comes back empty.
    assert _counts(app) == {table: kept.get(table, 0) for table in before}


def test_models_and_migrations_say_the_same(app: Flask):
    with app.app_context():
        configuration = app.extensions["migrate"].migrate.get_config()
        # Raises when a new migration would hold anything.
        alembic.command.check(configuration)
