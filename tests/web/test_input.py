"""Whatever is typed into any form is kept as text or refused with a sentence: never run."""

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import quote

import pytest
from bs4 import Tag
from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives, products
from shop_onboard.values import codes, dates, mass, money, phones, place_search, tax_codes
from shop_onboard.values.text import Unreadable
from tests import world
from tests.pages import Browser, Page, _filled, check_page
from tests.shape import objects

only_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)
LONG = 50_000
NASTY = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "{{7*7}}{% raw %}",
    '<b hx-get="/logout" hx-on:load="alert(1)">HTX</b>',
    "javascript:alert(1)",
    "' OR 1=1; DROP TABLE products; --",
    "{0.__class__} %(name)s %s",
)
ODD = {
    "long": "a" * LONG,
    "digits": "9" * LONG,
    "dots": "1." * (LONG // 2),
    "newline": "Tên\r\nSet-Cookie: a=b",
    "backwards": "Tên \u202egnort nert",
    "quotes": "'\"`\\",
    "wild": "%_\\",
    "emoji": "🍋" * 300,
    "combining": "e" + "\u0301" * 500,
}
_TYPED = {"text", "search", "tel", "", None}
_PARAMETER = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")


def pages(app: Flask, person: Browser, theirs: dict[str, str]) -> Iterator[Page]:
    """Every page the person can open, of cooperative A where a page is of something."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "static":
            continue
        code = theirs.get(rule.endpoint.split(".")[0], "1")
        address = _PARAMETER.sub(lambda found, code=code: code, rule.rule)
        if address.startswith(("/webhooks", "/health")):
            continue
        answer = person.client.get(address)
        assert answer.status_code < 500, address
        if answer.status_code == 200 and answer.mimetype == "text/html":
            yield Page(answer, address)


def forms(page: Page) -> Iterator[tuple[Tag, list[str]]]:
    """The page's forms that somebody types into, with the names of those fields."""
    for form in page.soup.select("main form[method=post]"):
        names = [
            str(field["name"])
            for field in form.find_all(["input", "textarea"])
            if field.get("name") and (field.name == "textarea" or field.get("type") in _TYPED)
        ]
        if names:
            yield form, names


def send(person: Browser, page: Page, form: Tag, typed: dict[str, Any]) -> Page:
    """The answer to the form, every field of which was overlaid."""
    address = str(form.get("action") or page.path)
    answer = person.client.post(address, data=_filled(form, {}) | typed)
    return Page(answer, address)


def check_inert(page: Page) -> None:
    source = page.response.get_data(as_text=True)
    assert "<script>alert" not in source, page.path
    assert not page.soup.select("[onerror], [hx-get], img[src=x], b"), page.path
    assert not page.soup.select("a[href^='javascript:']"), page.path


@only_sqlite
@pytest.mark.parametrize("typed", NASTY)
def test_i1_i2_i3_what_is_stored_from_any_form_is_text_on_every_page(
    app: Flask, as_officer: Browser, typed: str
):
    theirs = objects.make(app)
    sent = 0
    for page in list(pages(app, as_officer, theirs)):
        for form, names in forms(page):
            answer = send(as_officer, page, form, dict.fromkeys(names, typed))
            assert answer.status < 500, f"{page.path}: {answer.main[:300]}"
            sent += 1
            if answer.status not in (301, 302, 303):
                check_page(answer)
                check_inert(answer)
    assert sent > 15
    for page in pages(app, as_officer, theirs):
        check_inert(page)


@only_sqlite
@pytest.mark.parametrize("typed", ODD.values(), ids=ODD.keys())
def test_i6_i8_over_long_and_odd_input_gets_a_page_never_a_failure(
    app: Flask, as_officer: Browser, typed: str
):
    theirs = objects.make(app)
    for page in list(pages(app, as_officer, theirs)):
        for form, names in forms(page):
            for name in names[:1] + names[-1:]:
                answer = send(as_officer, page, form, {name: typed})
                assert answer.status < 500, f"{page.path} {name}: {answer.main[:300]}"
                assert "a=b" not in str(answer.response.headers)
                if answer.status >= 400:
                    assert answer.main, page.path


@only_sqlite
def test_a_character_of_no_keyboard_is_refused_by_every_form(app: Flask, as_officer: Browser):
    theirs = objects.make(app)
    for page in list(pages(app, as_officer, theirs)):
        for form, names in forms(page):
            answer = send(as_officer, page, form, dict.fromkeys(names, "Tên\0"))
            assert answer.status == 400, page.path
            assert answer.texts("h1"), page.path


@pytest.mark.parametrize(
    "typed",
    ["dong thap", "ĐỒNG THÁP", unicodedata.normalize("NFD", "Đồng Tháp"), "gạo  hữu   cơ", "THAP"],
)
def test_i7_search_finds_a_name_however_it_is_typed(app: Flask, as_officer: Browser, typed: str):
    with app.app_context(), writing():
        owner = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
        world.product(owner, "GAO", "Gạo hữu cơ Đồng Tháp")
        db.session.commit()
    found = as_officer.open(f"/products/?q={quote(typed)}")
    assert found.texts("main li h2") == ["Gạo hữu cơ Đồng Tháp"]


@only_sqlite
@pytest.mark.parametrize("typed", ["%", "_", "\\", "'", 'gao"', "NEAR(", "*", ";--", "a" * LONG])
def test_i3_i4_i5_every_list_takes_a_search_literally(app: Flask, as_officer: Browser, typed: str):
    searched = 0
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or "<" in rule.rule or rule.endpoint == "static":
            continue
        answer = as_officer.client.get(
            rule.rule, query_string={"q": typed, "state": typed, "page": typed, "sort": typed}
        )
        assert answer.status_code < 500, rule.rule
        if answer.mimetype != "text/html":
            continue
        page = Page(answer, rule.rule)
        if page.soup.find("input", id="q"):
            searched += 1
            assert world.NAME_A not in page.texts("main li h2"), rule.rule
    assert searched > 5


PARSERS: dict[str, Callable[[str], Any]] = {
    "phone": phones.parse_phone,
    "tax code": tax_codes.parse_tax_code,
    "mass": mass.parse_mass,
    "money": money.parse_vnd_typed,
    "date": dates.parse_date,
    "gtin": codes.parse_gtin,
    "code": codes.parse_code,
    "place": lambda text: place_search.find_place("", text),
}


@pytest.mark.parametrize("piece", ["a", "1", "1.", "0 ", "-", "1,", "(", "é", "xã "])
@pytest.mark.parametrize("parse", PARSERS.values(), ids=PARSERS.keys())
def test_i6_readers_refuse_what_is_far_too_long(parse: Callable[[str], Any], piece: str):
    with pytest.raises(Unreadable):
        parse(piece * LONG)


@only_sqlite
def test_a_name_is_no_formula_in_a_table_that_excel_opens(app: Flask, as_province: Browser):
    with app.app_context(), writing():
        products.one(SYSTEM, world.PRODUCT_A).name = '=HYPERLINK("http://evil","x")'
        cooperatives.one(SYSTEM, world.COOPERATIVE_A).name = "+1+1"
        db.session.commit()
    table = as_province.download("/tonnage/table?by=product&by=cooperative")
    text = table.get_data(as_text=True).lstrip("\ufeff")
    cells = [cell for row in csv.reader(io.StringIO(text)) for cell in row]
    assert any("HYPERLINK" in cell for cell in cells)
    assert not [cell for cell in cells if cell.startswith(("=", "+", "@"))]
