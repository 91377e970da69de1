"""Sheets of stickers as they are sold: how many on a page, how large, where each one lies."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from shop_onboard.values.facts import fact_rows
from shop_onboard.values.text import N_, Unreadable, clean

DEFAULT_KEY = "a4-24"


@dataclass(frozen=True)
class LabelStock:
    """One row of `data/label_stock.csv`; all sizes in micrometres (0.001 mm).

    `layout` says how much a sticker of this size carries: large, medium or small.
    """

    key: str
    name: str
    name_en: str
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
    layout: str
    source: str

    def name_in(self, lang: str = "vi") -> str:
        """Paper, stickers on it and their size, as readers of `lang` write numbers."""
        return self.name_en if lang == "en" else self.name

    @property
    def capacity(self) -> int:
        """Stickers on one page."""
        return self.columns * self.rows

    def sheets(self, count: int, first_cell: int = 1) -> int:
        """Pages that `count` stickers take when the first lies in this cell, counted from 1."""
        return -(-(first_cell - 1 + count) // self.capacity)

    def cells(self) -> Iterator[tuple[int, int]]:
        """Left and top edge of each sticker from the page's top left corner, row by row."""
        for row in range(self.rows):
            for column in range(self.columns):
                yield (
                    self.margin_left_um + column * (self.label_w_um + self.gap_x_um),
                    self.margin_top_um + row * (self.label_h_um + self.gap_y_um),
                )


@lru_cache(maxsize=1)
def all_label_stocks() -> tuple[LabelStock, ...]:
    """Every stock, the default first."""
    return tuple(_stock(row) for row in fact_rows("label_stock"))


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


def _stock(row: dict[str, str]) -> LabelStock:
    sizes = {name: int(row[name]) for name in row if name.endswith("_um")}
    return LabelStock(
        key=row["key"],
        name=row["name"],
        name_en=row["name_en"],
        columns=int(row["columns"]),
        rows=int(row["rows"]),
        layout=row["layout"],
        source=row["source"],
        **sizes,
    )
