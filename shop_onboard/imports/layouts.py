"""How a file that is not ours is to be read: which table is what, which column holds what."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from shop_onboard.values.text import N_, Message
from shop_onboard.values.workbook import SHEETS, Column, Sheet, columns_of, get_sheet

# A product and its maker in one row, as published lists have them.
BOTH = "both"
# The state's tables of communes before and after 1 July 2025: compared, never stored.
PLACES = "places"
MAKER = "maker."

# What a record can do without until somebody adds it; it waits as a draft meanwhile.
MAY_WAIT = ("phone", "representative", "pack_label", "net_mass_g", "price_vnd")


@dataclass(frozen=True)
class Source:
    """Where the values of one column come from.

    `place` counts the file's columns from 0; None: the file has none. `unit` is that of numbers
    which name none. `constant` stands for every cell that is blank. With `is_name` a code is made
    from the name that stands there. `words` maps what the file says to what is meant by it.
    """

    place: int | None = None
    unit: str = ""
    constant: str = ""
    is_name: bool = False
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class TableLayout:
    """How one table is read; `kind` is a sheet's key, BOTH, PLACES or "" to leave it out.

    The header stands in `header_rows` rows from `first_row` on, counted from 0. `sources` are by
    column key. `is_draft`: what MAY_WAIT may be missing. `fills_down`: a blank cell means what
    stands above it, as in cells that were one.
    """

    name: str
    kind: str = ""
    first_row: int = 0
    header_rows: int = 1
    sources: Mapping[str, Source] = field(default_factory=dict)
    is_draft: bool = False
    fills_down: bool = False

    def missing(self) -> tuple[Column, ...]:
        """The required columns that nothing fills."""
        if not self.kind:
            return ()
        return tuple(
            column
            for column in kind_of(self.kind).columns
            if column.required
            and column.key not in self.sources
            and not (self.is_draft and bare_key(column.key) in MAY_WAIT)
        )


@dataclass(frozen=True)
class Layout:
    """How a whole file is read; encoding and delimiter are those chosen by hand, else None."""

    tables: tuple[TableLayout, ...]
    encoding: str | None = None
    delimiter: str | None = None

    def table(self, name: str) -> TableLayout | None:
        """The layout of the table of this name."""
        return next((table for table in self.tables if table.name == name), None)

    def with_table(self, changed: TableLayout) -> "Layout":
        """The layout with one table read otherwise."""
        tables = tuple(changed if t.name == changed.name else t for t in self.tables)
        return replace(self, tables=tables)

    @property
    def is_complete(self) -> bool:
        """Whether something is read and nothing required is missing."""
        return any(t.kind for t in self.tables) and not any(t.missing() for t in self.tables)

    def as_json(self) -> dict[str, Any]:
        """What is kept of it; `layout_from` reads it back."""
        return asdict(self)


def layout_from(stored: Mapping[str, Any]) -> Layout:
    """The layout again."""
    tables = tuple(
        TableLayout(
            **{
                **table,
                "sources": {key: Source(**source) for key, source in table["sources"].items()},
            }
        )
        for table in stored["tables"]
    )
    return Layout(tables, stored["encoding"], stored["delimiter"])


def bare_key(key: str) -> str:
    """The key of a maker's column without what tells it from the product's."""
    return key.removeprefix(MAKER)


def _both() -> Sheet:
    makers = (
        replace(column, key=f"{MAKER}{column.key}") for column in get_sheet("cooperatives").columns
    )
    goods = (
        replace(column, required=column.required and column.key != "code")
        for column in get_sheet("products").columns
        if column.key != "cooperative_code"
    )
    return Sheet("Sản phẩm kèm nơi sản xuất", BOTH, (*makers, *goods), ())


_MORE = {
    BOTH: _both(),
    PLACES: Sheet("Đối chiếu xã cũ – mới", PLACES, columns_of("workbook_places", PLACES), ()),
}
KIND_NAMES: Mapping[str, Message] = {
    "cooperatives": N_("Hợp tác xã"),
    "products": N_("Sản phẩm"),
    BOTH: N_("Sản phẩm kèm nơi sản xuất trên cùng dòng"),
    "lots": N_("Lô hàng"),
    "storefronts": N_("Gian hàng"),
    "sales": N_("Tiêu thụ"),
    "campaigns": N_("Chương trình"),
    "figures": N_("Số công bố"),
    PLACES: N_("Đối chiếu xã cũ – mới"),
}


def kind_of(key: str) -> Sheet:
    """The columns of a kind of table; KeyError when there is none."""
    return _MORE[key] if key in _MORE else get_sheet(key)


def kinds() -> Iterator[Sheet]:
    """Every kind of table, the workbook's own first."""
    yield from SHEETS
    yield from _MORE.values()
