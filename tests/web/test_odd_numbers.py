"""Numbers of rows and versions that somebody made up: never more than a refusal."""

import pytest
from flask import Flask

from shop_onboard.values.row_numbers import MOST, row_number
from tests import world
from tests.pages import Browser
from tests.web.test_codes import printed
from tests.web.test_feedback import reference_of, report
from tests.web.test_sales import record

ODD = ["²", "٣", "9" * 5_000, str(10**20), "-1", "1.0", "", "x"]
EDITS = [
    f"/lots/{world.LOT_A}/edit",
    f"/products/{world.PRODUCT_A}/edit",
    f"/cooperatives/{world.COOPERATIVE_A}/edit",
]


@pytest.mark.parametrize("odd", ODD)
def test_what_is_no_plain_number_is_no_row(odd: str):
    assert row_number(odd) == 0


@pytest.mark.parametrize("number", [0, 7, MOST])
def test_a_number_is_read_as_it_is_written(number: int):
    assert row_number(str(number)) == number


def test_a_number_beyond_what_all_databases_tell_apart_is_no_row():
    assert row_number(MOST + 1) == 0


@pytest.mark.parametrize("path", EDITS)
@pytest.mark.parametrize("odd", ["²", "9" * 5_000])
def test_a_form_with_an_odd_version_is_an_old_form(as_manager: Browser, path: str, odd: str):
    as_manager.submit(as_manager.open(path), "Lưu", version=odd, status=409)


def test_a_sale_a_grower_and_an_answer_take_no_odd_version_either(
    app: Flask, browser: Browser, as_manager: Browser
):
    sale = record(as_manager)
    as_manager.submit(as_manager.open(f"{sale.path}/edit"), "Lưu", version="²", status=409)
    path = f"/growers/{world.COOPERATIVE_A}"
    as_manager.submit(as_manager.open(f"{path}/new"), "Lưu", name="Vi Thị Năm", lands=path)
    edit = as_manager.open(as_manager.open(path).link("Vi Thị Năm"))
    as_manager.submit(edit, "Lưu", version="²", status=409)
    reference = reference_of(report(browser, printed(app)))
    page = as_manager.open(f"/feedback/{reference}")
    typed = {"state": "answered", "words": "Đã xem.", "version": "²"}
    as_manager.submit(page, "Gửi trả lời", status=409, **typed)


@pytest.mark.parametrize(
    "path",
    [
        "/history/storefront/²",
        f"/lots/{world.LOT_A}/events/{10**20}/correct",
        f"/growers/{world.COOPERATIVE_A}/{10**20}/edit",
        f"/labels/stocks/own-{10**20}",
        "/labels/stocks/own-²",
    ],
)
def test_an_odd_number_in_an_address_leads_nowhere(as_manager: Browser, path: str):
    as_manager.open(path, status=404)


@pytest.mark.parametrize("odd", ["²", "9" * 5_000, "0", "-1"])
def test_an_odd_page_is_the_first(as_manager: Browser, odd: str):
    as_manager.open(f"/lots/?page={odd}")
