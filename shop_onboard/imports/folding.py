"""Rows that go into the record of an earlier row although they say something else of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from shop_onboard.imports.echo import said
from shop_onboard.imports.rows import ProductRow, Row
from shop_onboard.imports.workbook import SheetRows, Workbook
from shop_onboard.values.text import fold
from shop_onboard.values.workbook import Column, get_sheet

# Each row of a product tells its own pack, and rows of a name may write it in capitals.
_OF_A_PACK = {
    "code",
    "pack_label",
    "net_mass_g",
    "gross_mass_g",
    "price_vnd",
    "stock",
    "gtin",
    "photos",
}
# A maker is one because its code and its commune are, under whatever name of either.
_SAME_PLACE = {"code", "province", "former_district", "commune"}


@dataclass(frozen=True)
class Difference:
    """A column that two rows of one record fill otherwise, as its header says, and both values."""

    column: str
    kept: str
    other: str


@dataclass(frozen=True)
class Fold:
    """Row `row` went into the record `name` of row `into`, whose values stay."""

    sheet: str
    kind: str
    name: str
    row: int
    into: int
    differences: tuple[Difference, ...]


def folds(workbook: Workbook) -> tuple[Fold, ...]:
    """Every row that was left for an earlier one and differs from it, in the file's order."""
    found = [fold for sheet in workbook.sheets.values() for fold in _folds(sheet)]
    return tuple(sorted(found, key=lambda each: (each.sheet, each.row, each.kind)))


def _folds(sheet: SheetRows) -> Iterator[Fold]:
    columns = [column for column in get_sheet(sheet.key).columns if column.key in sheet.filled]
    for kept, other in (*sheet.folded, *_of_one_product(sheet.rows)):
        differences = tuple(_differences(sheet, columns, kept, other))
        if differences:
            name = getattr(kept, "name", "")
            yield Fold(sheet.name, sheet.key, name, other.row, kept.row, differences)


def _of_one_product(rows: Sequence[Row]) -> Iterator[tuple[Row, Row]]:
    first: dict[tuple[str, str], Row] = {}
    for row in rows:
        if isinstance(row, ProductRow):
            kept = first.setdefault((row.cooperative_code, row.code), row)
            if kept is not row:
                yield kept, row


def _differences(
    sheet: SheetRows, columns: Sequence[Column], kept: Row, other: Row
) -> Iterator[Difference]:
    """A blank says nothing: the other rows of a maker need not repeat it."""
    for column in columns:
        if column.key in (_OF_A_PACK if sheet.key == "products" else _SAME_PLACE):
            continue
        here, there = said(column, other), said(column, kept)
        if getattr(other, column.key, "") not in (None, "", False) and fold(here) != fold(there):
            yield Difference(sheet.names[column.key], there, here)
