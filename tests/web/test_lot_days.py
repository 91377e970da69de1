"""Days of lots that were made of each other stay in order, whichever of them is changed."""

from datetime import timedelta

import pytest
from flask import Flask

from shop_onboard.models.clock import utc_now
from shop_onboard.values.dates import format_date, local_date
from tests import world
from tests.imports.files import xlsx
from tests.pages import Browser, Page
from tests.services.test_imports import bring_in

LOTS = ["Mã lô*", "Mã SP*", "Ngày thu hoạch*", "Sản lượng*"]
PATH = f"/lots/{world.LOT_A}"


def day(ago: int) -> str:
    return format_date(local_date(utc_now()) - timedelta(days=ago))


def move(person: Browser, path: str, ago: int, *, lands: str | None = None) -> Page:
    edit = person.open(f"{path}/edit")
    typed = {"harvested_on": day(ago), "packed_on": "", "expires_on": ""}
    return person.submit(edit, "Lưu", lands=lands, **typed)


@pytest.fixture
def split(as_manager: Browser) -> Browser:
    """The lot's harvest was six days ago, a part was taken out four days ago."""
    move(as_manager, PATH, 6, lands=PATH)
    page = as_manager.open(f"{PATH}/make")
    typed = {"how": "split", "mass_g": "100 kg", "code": "CON-1", "made_on": day(4)}
    as_manager.submit(page, "Làm lô mới", lands="/lots/", **typed)
    return as_manager


def test_nothing_is_harvested_after_a_lot_was_made_of_it(split: Browser):
    refused = move(split, PATH, 3)
    assert f"CON-1 đã làm từ lô này ngày {day(4)}" in refused.error_beside("harvested_on")


def test_a_lot_is_not_harvested_before_all_that_it_was_made_of(split: Browser):
    refused = move(split, "/lots/CON-1", 7)
    assert f"thu hoạch ngày {day(6)}" in refused.error_beside("harvested_on")
    refused = move(split, PATH, 5)
    assert "Hãy sửa lô đó trước" in refused.error_beside("harvested_on")
    move(split, "/lots/CON-1", 5, lands="/lots/CON-1")
    move(split, PATH, 5, lands=PATH)


def test_a_spreadsheet_moves_no_harvest_behind_what_was_made_of_it(app: Flask, split: Browser):
    late = local_date(utc_now()) - timedelta(days=2)
    row = [world.LOT_A, world.PRODUCT_A, late, "1,2 tấn"]
    assert bring_in(app, xlsx({"Lô hàng": [LOTS, row]})).failed_count == 1
    assert day(6) in split.open(PATH).main
