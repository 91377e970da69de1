"""Every route says who may, and keeps to it: role by role, and for what is somebody else's."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from werkzeug.routing import IntegerConverter, Rule

from shop_onboard.extensions import csrf
from shop_onboard.policy import MAY, Action, Role
from shop_onboard.values.row_numbers import MOST
from tests import world
from tests.pages import Browser
from tests.shape import objects
from tests.shape.source import PACKAGE

ROLES = {
    "volunteer": Role.VOLUNTEER,
    "manager": Role.MANAGER,
    "officer": Role.OFFICER,
    "admin": Role.ADMINISTRATOR,
}
# Known to everybody who is signed in; who may change one is tested with its feature.
SHARED = {"campaigns", "listing_limits", "marketplaces", "settings"}
_KEBAB = re.compile(r"\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+)?")
_PARAMETER = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")

only_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


def _rules(app: Flask) -> Iterator[Rule]:
    for rule in app.url_map.iter_rules():
        if rule.endpoint != "static":
            yield rule


def _access(app: Flask, rule: Rule) -> Action | str | None:
    return getattr(app.view_functions[rule.endpoint], "access", None)


def _is_webhook(rule: Rule) -> bool:
    return rule.rule.startswith("/webhooks/")


def _address(rule: Rule, code: str) -> str:
    """The rule with one value in its first place and 1 in the others."""
    values = iter([code])

    def fill(found: re.Match[str]) -> str:
        value = next(values, "1")
        return "1" if found[1] == "int" and not value.isdigit() else value

    return _PARAMETER.sub(fill, rule.rule)


@only_sqlite
def test_every_route_declares_who_may(app: Flask):
    silent = [rule.rule for rule in _rules(app) if _access(app, rule) is None]
    assert silent == []
    for rule in _rules(app):
        access = _access(app, rule)
        assert access == "public" or isinstance(access, Action), rule.rule


@only_sqlite
def test_addresses_are_kebab_case(app: Flask):
    for rule in _rules(app):
        for part in _PARAMETER.sub("", rule.rule).strip("/").split("/"):
            assert not part or _KEBAB.fullmatch(part), rule.rule


@only_sqlite
def test_reading_and_changing_are_separate_functions(app: Flask):
    for rule in _rules(app):
        methods = set(rule.methods or ()) - {"HEAD", "OPTIONS"}
        assert len(methods) == 1, f"{rule.rule}: {methods}"


@only_sqlite
def test_only_webhooks_do_without_a_form_token(app: Flask):
    for rule in _rules(app):
        view = app.view_functions[rule.endpoint]
        is_exempt = f"{view.__module__}.{view.__name__}" in csrf._exempt_views
        assert is_exempt == _is_webhook(rule), rule.rule
    assert not csrf._exempt_blueprints


@only_sqlite
@pytest.mark.parametrize("person", ROLES)
def test_no_form_is_taken_without_its_token(app: Flask, person: str):
    browser = Browser(app).sign_in(world.PHONES[person], world.PASSWORD)
    for rule in _rules(app):
        access = _access(app, rule)
        if "POST" not in (rule.methods or ()) or _is_webhook(rule):
            continue
        answer = browser.client.post(_address(rule, "x"))
        may = access == "public" or ROLES[person] in MAY[Action(access)]
        assert answer.status_code == (400 if may else 403), rule.rule
        assert browser.client.get("/help").status_code == 200


@only_sqlite
@pytest.mark.parametrize("person", [*ROLES, None])
def test_each_role_opens_what_it_may_and_nothing_else(app: Flask, person: str | None):
    browser = Browser(app)
    if person is not None:
        browser.sign_in(world.PHONES[person], world.PASSWORD)
    for rule in _rules(app):
        if "GET" not in (rule.methods or ()) or _PARAMETER.search(rule.rule):
            continue
        access = _access(app, rule)
        answer = browser.client.get(rule.rule)
        if access == "public":
            assert answer.status_code in (200, 302, 503), rule.rule
        elif person is None:
            assert answer.status_code == 302, rule.rule
            assert answer.headers["Location"].startswith("/login"), rule.rule
        elif ROLES[person] in MAY[Action(access)]:
            assert answer.status_code in (200, 302), f"{rule.rule}: {answer.status_code}"
            assert not answer.headers.get("Location", "").startswith("/login"), rule.rule
        else:
            assert answer.status_code == 403, rule.rule


@only_sqlite
@pytest.mark.parametrize(
    ("person", "role"), [("foreigner", Role.OFFICER), ("manager_b", Role.MANAGER)]
)
def test_what_is_somebody_elses_does_not_exist(app: Flask, person: str, role: Role):
    theirs = objects.make(app)
    browser = Browser(app).sign_in(world.PHONES[person], world.PASSWORD)
    token = browser.open("/help").soup.find("input", attrs={"name": "csrf_token"})["value"]
    for rule in _rules(app):
        access, feature = _access(app, rule), rule.endpoint.split(".")[0]
        if access == "public" or not _PARAMETER.search(rule.rule) or feature in SHARED:
            continue
        assert feature in theirs, f"{rule.rule}: whose is it? say so in tests/shape/objects.py"
        wanted = 404 if role in MAY[Action(access)] else 403
        for code in (theirs[feature], "99999999"):
            address = _address(rule, code)
            if "GET" in (rule.methods or ()):
                answer = browser.client.get(address)
            else:
                answer = browser.client.post(address, data={"csrf_token": token})
            assert answer.status_code == wanted, f"{person} {address}: {answer.status_code}"
            text = answer.get_data(as_text=True)
            assert world.NAME_A not in text, address


@only_sqlite
def test_nothing_changes_by_reading(app: Flask, as_officer: Browser):
    for rule in _rules(app):
        if rule.methods and "POST" in rule.methods:
            readable = any(
                "GET" in (other.methods or ()) and other.rule == rule.rule for other in _rules(app)
            )
            if not readable:
                answer = as_officer.client.get(_address(rule, "x"))
                assert answer.status_code in (404, 405), rule.rule


@only_sqlite
def test_no_number_in_an_address_is_larger_than_a_database_takes(app: Flask):
    numbers = [
        (rule.rule, converter)
        for rule in _rules(app)
        for converter in rule._converters.values()
        if isinstance(converter, IntegerConverter)
    ]
    assert numbers
    for address, converter in numbers:
        assert converter.max is not None, address
        assert converter.max <= MOST, address


def test_numbers_of_rows_are_read_by_one_function():
    for file in (PACKAGE / "web").rglob("*.py"):
        assert "isdigit" not in file.read_text(encoding="utf-8"), f"{file}: values.row_numbers"
