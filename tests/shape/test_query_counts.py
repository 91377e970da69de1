"""A list of fifty rows costs as many statements as a list of one."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import sqlalchemy as sa
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.policy import Action
from tests import world
from tests.pages import Browser
from tests.shape import objects

ROWS = 50
MOST = 25


@contextmanager
def _counting(app: Flask) -> Iterator[list[str]]:
    statements: list[str] = []

    def note(_connection, _cursor, statement, *_rest) -> None:
        statements.append(statement)

    with app.app_context():
        engine = db.engine
    sa.event.listen(engine, "before_cursor_execute", note)
    try:
        yield statements
    finally:
        sa.event.remove(engine, "before_cursor_execute", note)


def _list_rules(app: Flask) -> Iterator[tuple[str, Action]]:
    for rule in app.url_map.iter_rules():
        access = getattr(app.view_functions[rule.endpoint], "access", None)
        is_list = rule.endpoint.endswith(".index") and not rule.arguments
        if is_list and isinstance(access, Action):
            yield rule.rule, access


def _lists(app: Flask, browser: Browser) -> list[str]:
    """Every list page that this person may open, and their first page."""
    rules = [rule for rule, _access in _list_rules(app)]
    return ["/", *(rule for rule in rules if browser.client.get(rule).status_code == 200)]


def _costs(app: Flask, browser: Browser, addresses: list[str]) -> dict[str, int]:
    costs = {}
    for address in addresses:
        with _counting(app) as statements:
            assert browser.client.get(address).status_code == 200, address
        costs[address] = len(statements)
    return costs


@pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
def test_lists_cost_the_same_with_one_row_and_with_fifty(app: Flask):
    people = {
        name: Browser(app).sign_in(world.PHONES[name], world.PASSWORD)
        for name in ("officer", "manager", "admin")
    }
    objects.make(app)
    addresses = {name: _lists(app, browser) for name, browser in people.items()}
    before = {name: _costs(app, people[name], addresses[name]) for name in people}
    objects.multiply(app, ROWS)
    after = {name: _costs(app, people[name], addresses[name]) for name in people}
    opened = {path for paths in addresses.values() for path in paths}
    assert opened == {"/", *(rule for rule, _access in _list_rules(app))}
    assert after == before
    for name, costs in after.items():
        for path, statements in costs.items():
            assert statements <= MOST, f"{name} {path}: {statements} statements"
