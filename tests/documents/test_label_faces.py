"""How stickers look: bands in which no mark is cut, codes and words that grow with the paper."""

from itertools import pairwise

import numpy as np
import pytest
import zxingcpp
from bs4 import BeautifulSoup

from shop_onboard.values.label_stock import all_label_stocks, get_label_stock
from tests.documents.label_samples import MM_PER_INCH, a_sheet, cell_picture, make_pages

STOCKS = [stock.key for stock in all_label_stocks()]


def longest_run(row: np.ndarray) -> tuple[int, int]:
    """Where the most dark dots lie side by side: the first, and the one behind the last."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], row, [False]]).astype(int)))
    runs = list(zip(edges[::2], edges[1::2], strict=True))
    return max(runs, key=lambda run: run[1] - run[0], default=(0, 0))


@pytest.mark.parametrize("key", STOCKS)
@pytest.mark.parametrize(("is_trial", "is_sample"), [(True, False), (False, True), (True, True)])
def test_no_mark_of_a_notice_is_cut_at_the_edge_of_its_band(key, is_trial, is_sample, tmp_path):
    stock = get_label_stock(key)
    sheet = a_sheet(1, stock=stock, is_trial=is_trial, is_sample=is_sample)
    page = make_pages(sheet, tmp_path).rasters(600)[0]
    dark = np.array(cell_picture(page, stock, 1, 600)) < 128
    # The lowest of what is mostly dark from side to side.
    left, right = max(map(longest_run, dark), key=lambda run: run[1] - run[0])
    whole = np.flatnonzero(dark[:, left:right].mean(axis=1) > 0.5)
    bottom = whole[-1]
    top = (
        bottom
        - int(np.argmin(np.append(dark[bottom::-1, left:right].mean(axis=1) > 0.5, False)))
        + 1
    )
    assert (bottom - top + 1) / 600 * MM_PER_INCH >= 2.5 * (is_trial + is_sample)
    assert dark[top, left + 1 : right - 1].all()
    assert dark[bottom, left + 1 : right - 1].all()


@pytest.mark.parametrize(
    ("key", "least_mm"), [("cut-8", 39.5), ("roll-100x70", 39.5), ("avery-l4785", 28)]
)
def test_the_code_of_a_large_label_is_large(key, least_mm, tmp_path):
    stock = get_label_stock(key)
    page = make_pages(a_sheet(1, stock=stock, is_trial=True), tmp_path).rasters(300)[0]
    corners = zxingcpp.read_barcode(cell_picture(page, stock, 1, 300)).position
    width_mm = (corners.top_right.x - corners.top_left.x + 1) / 300 * MM_PER_INCH
    assert least_mm <= width_mm <= 40.5


@pytest.mark.parametrize("key", STOCKS)
@pytest.mark.parametrize("name", ["Chè", "Bưởi Đoan Hùng đặc sản"])
def test_words_stand_together_on_every_label(key, name, tmp_path):
    stock = get_label_stock(key)
    pages = make_pages(a_sheet(1, stock=stock, product_name=name), tmp_path)
    middle = (stock.margin_left_um + stock.label_w_um / 2) / 1000 / MM_PER_INCH * 72
    foot = (stock.margin_top_um + stock.label_h_um) / 1000 / MM_PER_INCH * 72
    lines = sorted(
        (float(word["ymin"]), float(word["ymax"]))
        for word in BeautifulSoup(pages.words(), "html.parser").find_all("word")
        if float(word["xmin"]) < middle and float(word["ymax"]) < foot
    )
    holes = [below - above for (_top, above), (below, _foot) in pairwise(lines)]
    assert max(holes) / 72 * MM_PER_INCH <= 3
