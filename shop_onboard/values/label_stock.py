"""Sheets and rolls of stickers: how many on a page, how large, where each one lies."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from shop_onboard.values.text import N_, Unreadable, clean

DEFAULT_KEY = "cut-24"
KINDS = {
    "cut": N_("Giấy trơn hoặc đề-can nguyên tờ, cắt theo đường kẻ"),
    "die": N_("Giấy tem cắt sẵn"),
    "roll": N_("Cuộn tem, mỗi trang một tem"),
}
# A run is printed in parts: after a paper jam only one part is in doubt.
_PART_SHEETS = {"cut": 25, "die": 25, "roll": 500}
# As many trial labels as fit on one sheet are for looking at and asked nobody about. A page of a
# roll is a single sticker: there it is what one sheet of the default paper holds.
_TRIAL_SHEETS = {"cut": 1, "die": 1, "roll": 24}
_SMALLEST_UM = (30_000, 18_000)
_LARGEST_UM = (330_000, 480_000)
_MOST_CELLS = 200
# What most printers leave blank at the edge of a sheet.
_LEAST_EDGE_UM = 5_000


@dataclass(frozen=True)
class LabelStock:
    """One kind of paper; all sizes in micrometres (0.001 mm).

    `kind` is a key of KINDS; `source` says where the sizes are from.
    """

    key: str
    name: str
    name_en: str
    kind: str
    page_w_um: int
    page_h_um: int
    columns: int
    rows: int
    label_w_um: int
    label_h_um: int
    margin_left_um: int
    margin_top_um: int
    gap_x_um: int
    gap_y_um: int
    source: str

    def name_in(self, lang: str = "vi") -> str:
        """Paper, stickers on it and their size, as readers of `lang` write numbers."""
        return self.name_en if lang == "en" else self.name

    @property
    def capacity(self) -> int:
        """Stickers on one page."""
        return self.columns * self.rows

    @property
    def margin_right_um(self) -> int:
        return (
            self.page_w_um
            - self.margin_left_um
            - _span(self.columns, self.label_w_um, self.gap_x_um)
        )

    @property
    def margin_bottom_um(self) -> int:
        return (
            self.page_h_um - self.margin_top_um - _span(self.rows, self.label_h_um, self.gap_y_um)
        )

    @property
    def part_sheets(self) -> int:
        """Pages of one part of a long run."""
        return _PART_SHEETS[self.kind]

    @property
    def trial_sheets(self) -> int:
        """Pages of labels that no shopper can use which are printed without asking."""
        return _TRIAL_SHEETS[self.kind]

    def sheets(self, count: int, first_cell: int = 1) -> int:
        """Pages that `count` stickers take when the first lies in this cell, counted from 1."""
        return -(-(first_cell - 1 + count) // self.capacity)

    def next_cell(self, count: int, first_cell: int = 1) -> int:
        """The first cell that is still free after that, 1 when the last page is full."""
        return (first_cell - 1 + count) % self.capacity + 1

    def cells(self) -> Iterator[tuple[int, int]]:
        """Left and top edge of each sticker from the page's top left corner, row by row."""
        for row in range(self.rows):
            for column in range(self.columns):
                yield (
                    self.margin_left_um + column * (self.label_w_um + self.gap_x_um),
                    self.margin_top_um + row * (self.label_h_um + self.gap_y_um),
                )


def _span(count: int, size_um: int, gap_um: int) -> int:
    return count * size_um + (count - 1) * gap_um


@lru_cache(maxsize=1)
def all_label_stocks() -> tuple[LabelStock, ...]:
    """Every stock that ships, the default first."""
    text = files("shop_onboard").joinpath("data", "label_stock.toml").read_text(encoding="utf-8")
    return tuple(_stock(row) for row in tomllib.loads(text)["stock"])


def get_label_stock(key: str = DEFAULT_KEY) -> LabelStock:
    """The stock with this key; KeyError when there is none."""
    return {stock.key: stock for stock in all_label_stocks()}[key]


def find_label_stock(text: str) -> LabelStock:
    """The stock whose key a person typed. Raises Unreadable, naming the keys there are."""
    try:
        return get_label_stock(clean(text).lower())
    except KeyError:
        raise Unreadable(
            N_(
                "Không có khổ giấy tem «%(text)s». Hãy chọn một trong: %(keys)s.",
                text=clean(text),
                keys=", ".join(stock.key for stock in all_label_stocks()),
            )
        ) from None


def checked_stock(stock: LabelStock) -> LabelStock:
    """A stock of somebody's own measures that can be printed; a roll's page is its sticker.

    Raises Unreadable with a sentence when a sticker is too small for a code that phones read, or
    when the stickers do not lie on the page.
    """
    if stock.kind == "roll":
        stock = replace(
            stock,
            page_w_um=stock.label_w_um,
            page_h_um=stock.label_h_um,
            columns=1,
            rows=1,
            margin_left_um=0,
            margin_top_um=0,
            gap_x_um=0,
            gap_y_um=0,
        )
    if stock.label_w_um < _SMALLEST_UM[0] or stock.label_h_um < _SMALLEST_UM[1]:
        raise Unreadable(
            N_("Tem nhỏ nhất là 30 × 18 mm: nhỏ hơn thì điện thoại không đọc được mã QR.")
        )
    if stock.page_w_um > _LARGEST_UM[0] or stock.page_h_um > _LARGEST_UM[1]:
        raise Unreadable(N_("Giấy lớn nhất là 330 × 480 mm."))
    if not 1 <= stock.capacity <= _MOST_CELLS:
        raise Unreadable(N_("Mỗi tờ có từ 1 đến 200 tem: hãy xem lại số cột và số hàng."))
    if min(stock.margin_left_um, stock.margin_top_um, stock.gap_x_um, stock.gap_y_um) < 0:
        raise Unreadable(N_("Lề và khe là số không âm."))
    _check_room(stock)
    _check_edges(stock)
    return stock


def _check_room(stock: LabelStock) -> None:
    for room_um, words in (
        (stock.margin_right_um, N_("Các tem rộng hơn tờ giấy: xem lại số cột, bề ngang, lề, khe.")),
        (stock.margin_bottom_um, N_("Các tem cao hơn tờ giấy: xem lại số hàng, chiều cao, lề.")),
    ):
        if room_um < 0:
            raise Unreadable(words)


def _check_edges(stock: LabelStock) -> None:
    # Stickers that are cut by hand come with lines and words up to their edge.
    edges = (stock.margin_left_um, stock.margin_top_um)
    others = (stock.margin_right_um, stock.margin_bottom_um)
    if stock.kind == "cut" and min(*edges, *others) < _LEAST_EDGE_UM:
        raise Unreadable(
            N_("Giấy tự cắt cần chừa lề ít nhất 5 mm cả bốn phía: máy in không in sát mép giấy.")
        )


def _stock(row: dict[str, Any]) -> LabelStock:
    sizes = {
        f"{name}_um": round(size * 1000)
        for names, key in (
            (("page_w", "page_h"), "page"),
            (("label_w", "label_h"), "label"),
            (("margin_left", "margin_top"), "margin"),
            (("gap_x", "gap_y"), "gap"),
        )
        for name, size in zip(names, row[key], strict=True)
    }
    columns, rows = row["grid"]
    words = {name: row[name] for name in ("key", "name", "name_en", "kind", "source")}
    return LabelStock(columns=columns, rows=rows, **words, **sizes)
