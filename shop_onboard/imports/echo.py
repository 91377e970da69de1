"""Rows as they were read, in words: «1.200 kg», «05/06/2026», today's name of a commune."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from shop_onboard.imports.cells import as_text, code_of_name
from shop_onboard.imports.rows import CooperativeRow, Row
from shop_onboard.imports.workbook import SheetRows, Workbook
from shop_onboard.values.channels import get_channel
from shop_onboard.values.dates import format_date
from shop_onboard.values.mass import format_kg
from shop_onboard.values.money import format_vnd
from shop_onboard.values.numbers import format_number
from shop_onboard.values.phones import format_phone
from shop_onboard.values.place_search import find_place
from shop_onboard.values.text import Unreadable, clean
from shop_onboard.values.workbook import (
    CERTAINTIES,
    COOPERATIVE_KINDS,
    QUALIFIERS,
    YES_NO,
    Column,
    get_sheet,
)

FIRST_ROWS = 20
_LONGEST = 120


@dataclass(frozen=True)
class Echo:
    """The first rows of one sheet as read; each begins with its number in the file."""

    sheet: str
    kind: str
    headers: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def echoes(workbook: Workbook) -> tuple[Echo, ...]:
    """The first rows of every sheet that was read."""
    names = {row.code or "": row.name for row in workbook.rows_of(CooperativeRow)}
    return tuple(_echo(sheet, names) for sheet in workbook.sheets.values() if sheet.rows)


def _echo(sheet: SheetRows, names: Mapping[str, str]) -> Echo:
    columns = [c for c in get_sheet(sheet.key).columns if c.key in sheet.filled]
    if sheet.rows and hasattr(sheet.rows[0], "code") and sheet.filled:
        # A code that was made from a name is shown too: later files name it.
        own = {column.key for column in columns}
        code = [c for c in get_sheet(sheet.key).columns if c.key == "code" and "code" not in own]
        columns = code + columns
    headers = [column.name for column in columns]
    rows = [
        [str(row.row or ""), *(_written(sheet, column, row) for column in columns)]
        for row in sheet.rows[:FIRST_ROWS]
    ]
    if sheet.key == "products" and "cooperative_code" not in sheet.filled:
        headers.insert(1, sheet.names["cooperative_code"])
        for line, row in zip(rows, sheet.rows, strict=False):
            whose = getattr(row, "cooperative_code", "")
            line.insert(2, names.get(whose, whose))
    return Echo(sheet.name, sheet.key, tuple(headers), tuple(map(tuple, rows)))


def _written(sheet: SheetRows, column: Column, row: Row) -> str:
    """As read; whose a row is and what it is of by the name that the file gives, if it does."""
    value = said(column, row)
    header = sheet.names[column.key]
    if column.key not in _NAMED or header not in sheet.headers:
        return value
    cells = sheet.raw.get(row.row, ())
    place = sheet.headers.index(header)
    text = clean(as_text(cells[place])) if place < len(cells) and cells[place] else ""
    return text[:_LONGEST] if text and code_of_name(text) == value else value


def said(column: Column, row: Row) -> str:
    """What a row says in a column, in words; "" where it says nothing."""
    if column.key == "commune":
        return _place(row)
    value = getattr(row, column.key, None)
    if value is None or value == "" or value == ():
        return ""
    by_key = _BY_KEY.get(column.key)
    if by_key is not None:
        return by_key(value)[:_LONGEST]
    return _by_form(column.form, value)[:_LONGEST]


def _by_form(form: str, value: Any) -> str:
    if form == "mass":
        return format_kg(value)
    if form == "money":
        return format_vnd(value)
    if form == "whole":
        return format_number(value)
    if form == "season":
        month, _, day = value.partition("-")
        return f"{day}/{month}"
    return format_date(value) if isinstance(value, date) else str(value)


def _yes_no(value: bool) -> str:
    return YES_NO[0] if value else YES_NO[1]


def _joined(names: Sequence[str]) -> str:
    return "; ".join(names)


_NAMED = ("cooperative_code", "product_code", "lot_code")
_BY_KEY: Mapping[str, Callable[[Any], str]] = {
    "phone": format_phone,
    "kind": lambda key: str(COOPERATIVE_KINDS[key]),
    "channel_key": lambda key: get_channel(key).name,
    "certainty": lambda key: str(CERTAINTIES[key]),
    "qualifier": lambda key: str(QUALIFIERS[key]),
    "is_youth_led": _yes_no,
    "photos": _joined,
    "ocop_set": str,
    "ocop_stars": lambda stars: f"{stars} sao",
}


def _place(row: Any) -> str:
    """Today's name, and the former one where that was written."""
    try:
        place = find_place(row.province, row.commune, row.former_district or None)
    except Unreadable:
        return str(row.commune)
    return f"{place.name} (trước 01/7/2025: {place.before})" if place.before else place.name
