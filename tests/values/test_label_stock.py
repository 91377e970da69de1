"""The stocks that ship are sheets that exist: everything lies on the paper, nothing overlaps."""

from dataclasses import fields, replace
from itertools import pairwise

import pytest

from shop_onboard.values.label_stock import (
    DEFAULT_KEY,
    KINDS,
    all_label_stocks,
    checked_stock,
    find_label_stock,
    get_label_stock,
)
from shop_onboard.values.text import Unreadable

STOCKS = all_label_stocks()
A4_UM = (210_000, 297_000)


def test_twenty_four_on_plain_a4_is_what_one_gets_without_asking():
    stock = get_label_stock()
    assert stock == STOCKS[0] == get_label_stock(DEFAULT_KEY)
    assert (stock.kind, stock.capacity) == ("cut", 24)


def test_plain_sheets_of_24_40_and_8_leave_what_printers_cannot_reach():
    plain = [stock for stock in STOCKS if stock.kind == "cut"]
    assert [stock.capacity for stock in plain] == [24, 40, 8]
    for stock in plain:
        assert (stock.gap_x_um, stock.gap_y_um) == (0, 0)
        edges = (stock.margin_left_um, stock.margin_top_um)
        assert min(*edges, stock.margin_right_um, stock.margin_bottom_um) >= 5_000


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.key)
def test_a_sheet_lies_in_the_middle_and_a_roll_is_its_sticker(stock):
    if stock.kind == "roll":
        assert (stock.page_w_um, stock.page_h_um) == (stock.label_w_um, stock.label_h_um)
        return
    assert (stock.page_w_um, stock.page_h_um) == A4_UM
    assert stock.margin_left_um == stock.margin_right_um
    assert stock.kind == "cut" or stock.margin_top_um == stock.margin_bottom_um


@pytest.mark.parametrize("key", [stock.key for stock in STOCKS])
def test_what_ships_passes_the_checks_of_ones_own(key):
    assert checked_stock(get_label_stock(key)) == get_label_stock(key)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"label_w_um": 20_000}, "nhỏ nhất"),
        ({"page_w_um": 400_000}, "lớn nhất"),
        ({"columns": 0}, "từ 1 đến 200"),
        ({"gap_x_um": -1}, "không âm"),
        ({"columns": 4}, "rộng hơn"),
        ({"rows": 9}, "cao hơn"),
    ],
)
def test_paper_on_which_nothing_can_be_printed_is_refused_with_the_reason(changes, words):
    with pytest.raises(Unreadable) as refusal:
        checked_stock(replace(get_label_stock(), **changes))
    assert words in str(refusal.value)


@pytest.mark.parametrize(("count", "first_cell", "cell"), [(1, 1, 2), (24, 1, 1), (10, 20, 6)])
def test_a_part_used_sheet_goes_on_behind_the_last_label(count, first_cell, cell):
    assert get_label_stock().next_cell(count, first_cell) == cell


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.key)
def test_the_cells_lie_on_the_page_row_by_row_without_touching_each_other(stock):
    cells = list(stock.cells())
    assert len(cells) == stock.capacity == len(set(cells))
    assert cells == sorted(cells, key=lambda cell: (cell[1], cell[0]))
    for left, top in cells:
        assert left >= 0
        assert top >= 0
        assert left + stock.label_w_um <= stock.page_w_um
        assert top + stock.label_h_um <= stock.page_h_um
    for (left, top), (next_left, next_top) in pairwise(cells):
        assert next_left >= left + stock.label_w_um or next_top >= top + stock.label_h_um


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.key)
def test_sizes_are_whole_micrometres_and_every_stock_names_its_source(stock):
    sizes = [field.name for field in fields(stock) if field.name.endswith("_um")]
    assert all(type(getattr(stock, size)) is int for size in sizes)
    assert stock.source
    assert stock.kind in KINDS


def test_a_stock_is_found_by_its_key_as_typed():
    assert find_label_stock(" A4-65 ") == get_label_stock("a4-65")


def test_an_unknown_stock_is_answered_with_the_ones_there_are():
    with pytest.raises(Unreadable) as refusal:
        find_label_stock("a4-99")
    assert "cut-24, cut-40, cut-8, a4-24" in str(refusal.value)


@pytest.mark.parametrize(
    ("count", "first_cell", "sheets"),
    [(1, 1, 1), (24, 1, 1), (24, 2, 2), (1, 24, 1), (48, 1, 2), (10_000, 5, 417)],
)
def test_used_cells_count_when_sheets_are_counted(count, first_cell, sheets):
    assert get_label_stock().sheets(count, first_cell) == sheets


def test_a_stock_is_named_with_the_readers_decimal_mark() -> None:
    stock = get_label_stock("a4-40")
    assert stock.name_in() == "40 tem 52,5 × 29,7 mm – A4 cắt sẵn"
    assert stock.name_in("en") == "40 labels of 52.5 × 29.7 mm – A4 die-cut"
