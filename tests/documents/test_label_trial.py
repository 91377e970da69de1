"""Paper on which not even the shortest words fit is refused before anybody prints on it."""

from dataclasses import replace

import pytest

from shop_onboard.documents.label_trial import check_room
from shop_onboard.errors import DomainError
from shop_onboard.values.label_stock import all_label_stocks, get_label_stock


@pytest.mark.parametrize("stock", all_label_stocks(), ids=lambda stock: stock.key)
def test_what_ships_has_room_for_a_sticker(stock):
    check_room(stock)


@pytest.mark.parametrize(("width", "height", "fits"), [(30, 18, False), (40, 30, True)])
def test_a_roll_is_large_enough_for_a_code_that_phones_read(width, height, fits):
    size = {"label_w_um": width * 1000, "label_h_um": height * 1000}
    page = {"page_w_um": width * 1000, "page_h_um": height * 1000}
    roll = replace(get_label_stock("roll-50x30"), **size, **page)
    if fits:
        check_room(roll)
        return
    with pytest.raises(DomainError, match="không đủ chỗ cho mã QR"):
        check_room(roll)
