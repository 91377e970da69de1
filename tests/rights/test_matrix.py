"""The matrix of rights: route × role × own or foreign, each outcome written down in matrix.csv.

A cell says what happens to A's object: "yes" (a page, a file, a redirect, or the form once more),
"403" for who knows of it and may not, "404" for who may not know of it, "login" for who has to
sign in first, "400" where an empty body is refused before anybody is asked. A route without an
object has no foreign side: "-".
"""

import csv
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule

import config as settings
from shop_onboard.app import create_app
from tests.rights import people
from tests.rights.site import Person, Site
from tests.rights.things import ASKED_FOR

TABLE = Path(__file__).parent / "matrix.csv"
COLUMNS = (*people.PHONES, people.NOBODY)
WORDS = {"yes", "400", "403", "404", "login", "-"}


def table() -> dict[str, dict[str, str]]:
    """Endpoint → column → outcome."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        return {row.pop("endpoint"): row for row in csv.DictReader(lines)}


def routes(app: Flask) -> dict[str, Rule]:
    found = {rule.endpoint: rule for rule in app.url_map.iter_rules()}
    found.pop("static")
    return found


@pytest.fixture(scope="module")
def site(
    sqlite_template: Path,
    tmp_path_factory: pytest.TempPathFactory,
    compiled_templates: FileSystemBytecodeCache,
) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("rights") / "instance"
    shutil.copytree(sqlite_template, folder)
    app = create_app(settings.Testing(folder))
    app.jinja_env.bytecode_cache = compiled_templates
    made = Site(app)
    yield made
    made.put_back()


def test_every_route_has_a_row_and_every_row_a_route(site: Site):
    rows = table()
    assert sorted(rows) == sorted(routes(site.app))
    assert list(rows) == sorted(rows)
    for endpoint, row in rows.items():
        assert tuple(row) == COLUMNS, endpoint
        assert set(row.values()) <= WORDS, endpoint


def test_only_a_route_without_an_object_has_no_foreign_side(site: Site):
    rows = table()
    for endpoint, rule in routes(site.app).items():
        sides = {rows[endpoint][name] for name in people.FOREIGN}
        names_one = bool(rule.arguments) or endpoint in ASKED_FOR
        assert ("-" in sides) == (not names_one), endpoint
        assert sides == {"-"} or "-" not in rows[endpoint].values(), endpoint


@pytest.mark.parametrize("name", COLUMNS)
def test_each_person_gets_what_the_table_says(site: Site, name: str):
    person, wrong, rows = Person(site, name), [], table()
    for endpoint, rule in sorted(routes(site.app).items()):
        wanted = rows[endpoint][name]
        found = "-" if wanted == "-" else person.ask(rule)
        if found != wanted:
            wrong.append(f"{endpoint}: {found}, not {wanted}")
    assert wrong == []
