"""Whoever reads English meets English: on every page, whoever they are, whatever goes wrong.

What people typed stays as they typed it (names, places, descriptions); so do proper names, and
words quoted from Vietnamese sites and files. Everything else is in English, and written as English
writes numbers and days.
"""

import re
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urljoin, urlsplit

import pytest
import sqlalchemy as sa
from bs4 import BeautifulSoup, Tag
from flask import Flask
from werkzeug.routing import Rule

import config as settings
from shop_onboard.app import create_app
from shop_onboard.exports.marketplaces import sendo
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.campaigns import Campaign
from shop_onboard.models.imports import Import
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Certificate, Product
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives
from shop_onboard.services import campaigns, storefronts
from shop_onboard.services.imports import stored_error
from shop_onboard.values.text import N_
from shop_onboard.values.union_sheets import UNION_SHEETS
from shop_onboard.values.workbook import SHEETS, RowError
from shop_onboard.web.access import public
from tests import world
from tests.pages import Browser, Page, check_page
from tests.shape import objects

ROLES = ("admin", "province", "officer", "volunteer", "manager")
# Proper names, and words of Vietnamese sites and files that a reader has to look for there.
NAMES = (
    "Lên Sàn",
    "Vỏ Sò",
    "Tiếng Việt",
    "Bán hàng cùng Postmart",
    "Đăng ký doanh nghiệp",
    "Đăng ký cá nhân",
    *(sheet.name for sheet in SHEETS),
    *(f"“{sheet.name}”" for sheet in UNION_SHEETS),
    "“Ảnh”",
    "QĐ-TTg",
    # Somebody's hamlet and shops in examples.
    "Tân Trung",
    "Hòa's shop",
    "the Chũ farm shop",
    ", ".join(sendo.UNITS),
)
# Their keys or codes are shown in words, so that what stands in them excuses nothing.
CODED = {"unit", "kind", "state", "qualifier", "channel_key", "certainty", "event", "how"}
VIETNAMESE = re.compile(
    "[àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ]", re.IGNORECASE
)
# «1.200», «1,5 kg», «05/06/2026», «25.000 đ» – but not an address or a version.
FOREIGN = re.compile(
    r"(?<![\w./])\d{1,3}(?:\.\d{3})+(?![\w.])|\d,\d{1,2}(?!\d)|\b\d{2}/\d{2}(?:/\d{4})?\b"
)
_PARAMETER = re.compile(r"<(?:(\w+)(?:\([^)]*\))?:)?(\w+)>")

only_sqlite = pytest.mark.parametrize("database_kind", ["sqlite"], indirect=True)


@pytest.fixture
def theirs(app: Flask) -> dict[str, str]:
    """One record of each kind, with what makes pages say more than usual."""
    found = objects.make(app)
    with app.app_context(), writing():
        a = cooperatives.one(SYSTEM, world.COOPERATIVE_A)
        campaign = db.session.scalars(sa.select(Campaign)).one()
        figure = campaigns.FigureData(
            scope="Cả huyện",
            value=1_200,
            unit="tấn",
            source="Báo Tỉnh",
            published_on=date(2022, 6, 5),
            channel_key="direct",
            qualifier="more_than",
        )
        campaigns.record_figure(SYSTEM, campaign, figure)
        old = storefronts.StorefrontData(
            "sendo", "Gian cũ", opened_on=date(2021, 5, 1), closed_on=date(2022, 8, 1)
        )
        storefronts.save(SYSTEM, a, old)
        product = db.session.scalars(sa.select(Product).where(Product.slug == "VAI-A")).one()
        product.season_from, product.season_to = "05-15", "07-20"
        paper = {"kind": "ocop", "number": "12/QĐ", "stars": 4, "issued_on": date(2026, 6, 1)}
        db.session.add(Certificate(product_id=product.id, **paper))
        refused = db.session.scalars(sa.select(Import)).one()
        refused.state, refused.failed_count = "done", 1
        refused.errors = [stored_error(RowError("Tiêu thụ", 3, "Ngày", N_("Hãy chọn kênh bán.")))]
        db.session.commit()
        token = db.session.scalars(sa.select(Lot.token).where(Lot.code == world.LOT_A)).one()
    return found | {
        "codes.scan": token,
        "shops.shop": world.COOPERATIVE_A,
        "boards.show": world.CAMPAIGN,
        "campaigns": world.CAMPAIGN,
        "marketplaces": "sendo",
    }


def english(app: Flask, role: str | None) -> Browser:
    """Somebody who chose English before they signed in."""
    person = Browser(app)
    person.client.get("/language/en")
    return person.signed_in_as(world.PHONES[role]) if role else person


def addresses(app: Flask, theirs: dict[str, str]) -> Iterator[str]:
    """Every page that can be opened, with the record of its kind."""
    for rule in app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint in (
            "static",
            "accounts.switch_language",
        ):
            continue
        address = _filled(rule, theirs)
        if address is not None:
            yield address


def _filled(rule: Rule, theirs: dict[str, str]) -> str | None:
    if not _PARAMETER.search(rule.rule):
        return rule.rule
    code = theirs.get(rule.endpoint) or theirs.get(rule.endpoint.split(".")[0])
    if code is None or len(_PARAMETER.findall(rule.rule)) > 1:
        return None
    return _PARAMETER.sub(code, rule.rule)


def typed(app: Flask) -> list[str]:
    """Whatever people typed that holds Vietnamese letters, the longest first."""
    found: set[str] = set()
    with app.app_context():
        for table in db.metadata.sorted_tables:
            columns = [
                column
                for column in table.columns
                if isinstance(column.type, sa.String | sa.JSON) and column.name not in CODED
            ]
            for row in db.session.execute(sa.select(*columns)) if columns else ():
                for value in row:
                    found.update(_texts(value))
    return sorted((" ".join(text.split()) for text in found), key=len, reverse=True)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        if VIETNAMESE.search(value) and len(value) > 3:
            yield value
            yield from value.splitlines()
    elif isinstance(value, dict):
        for name, part in value.items():
            # A kept sentence is still to be translated.
            yield from () if name == "msgid" else _texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from _texts(part)


def shown(page: Page) -> Iterator[str]:
    """Each piece of text that a person sees or hears, without what is marked as Vietnamese."""
    soup = BeautifulSoup(str(page.soup), "html5lib")
    for marked in soup.select('[lang="vi"]'):
        marked.decompose()
    for element in soup.find_all(True):
        for name in ("title", "alt", "aria-label", "placeholder"):
            if element.get(name):
                yield str(element[name])
        if element.name in ("script", "style"):
            continue
        own = "".join(part for part in element.find_all(string=True, recursive=False))
        if own.strip():
            yield own


def left_over(page: Page, data: list[str]) -> list[str]:
    """The pieces of a page that are not English."""
    found = []
    for piece in shown(page):
        text = " ".join(piece.split())
        if not VIETNAMESE.search(text):
            continue
        if VIETNAMESE.search(_without((*data, *NAMES), text)):
            found.append(" ".join(piece.split()))
    return found


def in_vietnamese_form(page: Page, data: list[str]) -> list[str]:
    """Numbers and days of a page that are not written the English way; forms are typed in so."""
    soup = BeautifulSoup(str(page.soup.find("main") or ""), "html5lib")
    for typed_in in soup.select(
        '[lang="vi"], form small, [role=alert], input, textarea, option, code, kbd'
    ):
        typed_in.decompose()
    return [piece for piece in soup.stripped_strings if FOREIGN.search(_without(data, piece))]


def _without(known: Iterable[str], text: str) -> str:
    for words in known:
        text = text.replace(words, "")
    return text


def read(person: Browser, path: str) -> Page | None:
    """The page at this address, an error page too; None for files and for ways on."""
    response = person.client.get(path)
    is_page = response.mimetype == "text/html" and response.status_code not in (301, 302, 303)
    return Page(response, path) if is_page else None


def complaints(page: Page, data: list[str]) -> list[str]:
    """What an English reader would say of the page; nothing when it is as it should be."""
    check_page(page)
    found = [*left_over(page, data), *in_vietnamese_form(page, data)]
    html = page.soup.html
    if not isinstance(html, Tag) or html["lang"] != "en":
        found.append("the page says that it is not English")
    if not page.soup.find(lang="vi", string=re.compile("Tiếng Việt")):
        found.append("no switch")
    return [f"{page.path}: {complaint}" for complaint in found]


@only_sqlite
@pytest.mark.parametrize("role", [*ROLES, None])
def test_every_page_is_in_english(app: Flask, theirs: dict[str, str], role: str | None):
    person, data = english(app, role), typed(app)
    pages = [page for path in addresses(app, theirs) if (page := read(person, path))]
    assert len(pages) > (40 if role else 8)
    assert [complaint for page in pages for complaint in complaints(page, data)] == []


@only_sqlite
@pytest.mark.parametrize("role", ["admin", "officer", "manager"])
def test_a_form_sent_empty_answers_in_english(app: Flask, theirs: dict[str, str], role: str):
    person, data = english(app, role), typed(app)
    wrong, answered = [], 0
    for address in addresses(app, theirs):
        page = read(person, address)
        for form in page.soup.select("main form[method=post]") if page else ():
            if not form.select("input[type=text], input[type=tel], textarea"):
                continue
            key = form.select_one("input[name=csrf_token]")
            sent = {"csrf_token": key["value"] if key else ""}
            answer = person.client.post(urljoin(address, form.get("action") or address), data=sent)
            if answer.status_code == 422:
                answered += 1
                wrong += complaints(Page(answer, f"POST {address}"), data)
    assert wrong == []
    assert answered > 3


@only_sqlite
def test_what_goes_wrong_is_said_in_english(app: Flask, browser: Browser):
    app.view_functions["help.about"] = broken
    person = english(app, "volunteer")
    answers = {
        400: person.client.post("/logout"),
        403: person.client.get("/admin/"),
        404: person.client.get("/products/khong-co"),
        405: person.client.get("/logout"),
        500: person.client.get("/about"),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert complaints(Page(answer, str(status)), typed(app)) == []


@public
def broken() -> str:
    """A page with a fault in it."""
    raise RuntimeError("broken on purpose")


def test_who_goes_too_fast_is_told_in_english(tmp_path: Path, sqlite_template: Path):
    application = create_app(settings.Testing(tmp_path, RATELIMIT_ENABLED=True))
    person = Browser(application)
    person.client.get("/language/en")
    pages = [Page(person.client.get(f"/t/{number}"), "/t/") for number in range(121)]
    assert [page.status for page in (pages[0], pages[-1])] == [404, 429]
    assert complaints(pages[0], []) == complaints(pages[-1], []) == []


@only_sqlite
def test_two_versions_of_a_record_are_held_against_each_other_in_english(app: Flask):
    mine, theirs = english(app, "officer"), english(app, "officer")
    path = f"/products/{world.PRODUCT_A}/edit"
    first, second = mine.open(path), theirs.open(path)
    theirs.submit(second, "Save", name="Vải chín sớm", lands="/products/")
    page = mine.submit(first, "Save", name="Vải muộn", status=409)
    assert complaints(page, [*typed(app), "Vải muộn"]) == []


@only_sqlite
def test_a_sale_is_told_in_english_with_english_figures(app: Flask, theirs: dict[str, str]):
    person = english(app, "officer")
    page = person.open(f"/sales/new?cooperative={theirs['cooperatives']}")
    today = f"{world.TODAY:%d/%m/%Y}"
    sold = {"sold_on": today, "channel_key": "direct", "mass_g": "2,26 tonnes"}
    done = person.submit(page, "Save", **sold, lands="/sales/")
    assert "2,260 kg" in done.text
    assert "Direct sales" in done.main
    edit = person.open(person.open(done.path).link("Edit"))
    assert edit.soup.find("input", attrs={"name": "mass_g"})["value"] == "2,26 tonnes"
    closed = person.submit(page, "Save", **sold | {"channel_key": "sendo"})
    assert "Sendo closed on 15 Apr 2025" in closed.main


@only_sqlite
@pytest.mark.parametrize("role", [*ROLES, None])
def test_the_switch_leads_back_to_the_same_page(
    app: Flask, theirs: dict[str, str], role: str | None
):
    """Vietnamese is one tap away from every English page, and English from every Vietnamese one."""
    person = english(app, role)
    for address in addresses(app, theirs):
        page = read(person, address)
        if page is None or page.status != 200:
            continue
        assert where_the_switch_leads(page) == address, address


def where_the_switch_leads(page: Page) -> str:
    """The page that comes after the switch was used on this one."""
    found = page.soup.select_one('[lang="vi"][hreflang], button[name=language]')
    assert isinstance(found, Tag), page.path
    form = found.find_parent("form")
    if isinstance(form, Tag):
        field = form.select_one("input[name=next]")
        return str(field["value"]) if field else ""
    return parse_qs(urlsplit(str(found["href"])).query)["next"][0]
