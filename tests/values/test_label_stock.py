"""The stocks that ship are sheets that exist: everything lies on the paper, nothing overlaps."""

from dataclasses import fields
from itertools import pairwise

import pytest

from shop_onboard.values.label_stock import (
    DEFAULT_KEY,
    all_label_stocks,
    find_label_stock,
    get_label_stock,
)
from shop_onboard.values.text import Unreadable

STOCKS = all_label_stocks()
A4_UM = (210_000, 297_000)


def test_twenty_four_on_a4_is_what_one_gets_without_asking():
    stock = get_label_stock()
    assert stock == STOCKS[0] == get_label_stock(DEFAULT_KEY)
    assert (stock.capacity, stock.label_w_um, stock.label_h_um) == (24, 70_000, 37_000)


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
def test_a_sheet_is_cut_with_equal_margins_on_both_sides(stock):
    used_w = stock.columns * stock.label_w_um + (stock.columns - 1) * stock.gap_x_um
    used_h = stock.rows * stock.label_h_um + (stock.rows - 1) * stock.gap_y_um
    assert (stock.page_w_um, stock.page_h_um) == A4_UM
    assert stock.page_w_um - used_w == 2 * stock.margin_left_um
    assert stock.page_h_um - used_h == 2 * stock.margin_top_um


@pytest.mark.parametrize("stock", STOCKS, ids=lambda stock: stock.key)
def test_sizes_are_whole_micrometres_and_every_stock_names_its_source(stock):
    sizes = [field.name for field in fields(stock) if field.name.endswith("_um")]
    assert all(type(getattr(stock, size)) is int for size in sizes)
    assert stock.source
    assert stock.layout in {"large", "medium", "small"}


def test_a_stock_is_found_by_its_key_as_typed():
    assert find_label_stock(" A4-65 ") == get_label_stock("a4-65")


def test_an_unknown_stock_is_answered_with_the_ones_there_are():
    with pytest.raises(Unreadable) as refusal:
        find_label_stock("a4-99")
    assert "a4-24, a4-40, a4-65" in str(refusal.value)


@pytest.mark.parametrize(
    ("count", "first_cell", "sheets"),
    [(1, 1, 1), (24, 1, 1), (24, 2, 2), (1, 24, 1), (48, 1, 2), (10_000, 5, 417)],
)
def test_used_cells_count_when_sheets_are_counted(count, first_cell, sheets):
    assert get_label_stock().sheets(count, first_cell) == sheets


def test_a_stock_is_named_with_the_readers_decimal_mark() -> None:
    stock = get_label_stock("a4-40")
    assert stock.name_in() == "A4 – 4 × 10 – 52,5 × 29,7 mm"
    assert stock.name_in("en") == "A4 – 4 × 10 – 52.5 × 29.7 mm"
