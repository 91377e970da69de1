"""A spreadsheet that somebody sent → typed rows of every sheet it holds, and what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from shop_onboard.errors import DomainError
from shop_onboard.imports.cells import is_blank
from shop_onboard.imports.headers import (
    Header,
    find_header,
    is_own_sheet,
    sheet_by_header,
    sheet_by_name,
)
from shop_onboard.imports.readers import RawTable, read_tables
from shop_onboard.imports.row_cells import RowCells
from shop_onboard.imports.rows import READERS, Row
from shop_onboard.values.text import N_, Message
from shop_onboard.values.workbook import (
    SHEETS,
    Cell,
    FailedRow,
    RowError,
    Sheet,
    name_key,
)

R = TypeVar("R")

_TOTALS = {"tong", "tongcong", "cong", "tongso", "congdon"}


@dataclass(frozen=True)
class SheetRows:
    """What one sheet held. `name` is its name in the file, `key` that of `values.workbook`.

    `names` maps a column's key to its header as the file writes it.
    `raw` has the cells of every row that holds something, by its number in the file;
    `row_count` = `len(rows)` + the rows with errors. `encoding` names the legacy encoding that
    the texts came in.
    """

    key: str
    name: str
    headers: tuple[str, ...]
    names: Mapping[str, str]
    rows: tuple[Row, ...]
    row_count: int
    raw: Mapping[int, tuple[Cell, ...]]
    unknown_columns: tuple[str, ...]
    encoding: str | None


@dataclass(frozen=True)
class Workbook:
    """A file as read: `sheets` by key in the order in which they must go in.

    `notes` are sentences on what was left out; `ignored` the sheets that mean nothing here.
    `delimiter` and `encoding` are those of a CSV.
    """

    sheets: Mapping[str, SheetRows]
    errors: tuple[RowError, ...]
    notes: tuple[Message, ...]
    ignored: tuple[str, ...]
    delimiter: str | None
    encoding: str | None

    @property
    def row_count(self) -> int:
        """Rows that hold something, good and bad."""
        return sum(sheet.row_count for sheet in self.sheets.values())

    @property
    def failed_count(self) -> int:
        """Rows that did not become typed rows."""
        return self.row_count - sum(len(sheet.rows) for sheet in self.sheets.values())

    def rows_of(self, row_class: type[R]) -> tuple[R, ...]:
        """The good rows of one class (`CooperativeRow`, …); () where the file has no such sheet."""
        return tuple(
            row
            for sheet in self.sheets.values()
            for row in sheet.rows
            if isinstance(row, row_class)
        )

    def failed_rows(self, errors: Iterable[RowError]) -> tuple[FailedRow, ...]:
        """The rows that the errors name, in the file's order, for the file that is sent back.

        Takes the errors of reading and those found later alike; an error of a whole sheet names
        no row and is left out.
        """
        problems: dict[tuple[str, int], list[RowError]] = {}
        for error in errors:
            if error.row is not None:
                problems.setdefault((error.sheet, error.row), []).append(error)
        return tuple(
            FailedRow(sheet.name, row, sheet.headers, sheet.raw[row], tuple(found))
            for sheet in self.sheets.values()
            for row in sheet.raw
            if (found := problems.get((sheet.name, row)))
        )


def read_workbook(content: bytes, filename: str) -> Workbook:
    """Read an uploaded .xlsx, .xls, .ods or CSV.

    Good rows come out whatever is wrong with others. Raises DomainError where nothing of the
    file can be used: it cannot be read (see `read_tables`) or no sheet of it is known.
    """
    raw = read_tables(content, filename)
    chosen, ignored, errors = _choose(raw.tables)
    if not chosen and not errors:
        raise _nothing_known(raw.tables)
    notes = [note for table in chosen.values() for note in table.notes]
    sheets = {}
    for sheet in SHEETS:
        if sheet.key in chosen:
            read, problems, skipped = _read_sheet(chosen[sheet.key], sheet)
            sheets[sheet.key] = read
            errors += problems
            notes += skipped
    return Workbook(sheets, tuple(errors), tuple(notes), ignored, raw.delimiter, raw.encoding)


def _choose(
    tables: Sequence[RawTable],
) -> tuple[dict[str, RawTable], tuple[str, ...], list[RowError]]:
    """Which table is which sheet: by their names first, then by the headers of the others."""
    chosen: dict[str, RawTable] = {}
    others: list[RawTable] = []
    errors: list[RowError] = []
    for table in tables:
        sheet = sheet_by_name(table.name)
        if sheet is None:
            others.append(table)
        elif sheet.key in chosen:
            errors.append(
                RowError(table.name, None, None, _twice(table.name, chosen[sheet.key].name))
            )
        else:
            chosen[sheet.key] = table
    ignored = []
    for table in others:
        sheet = sheet_by_header(table.rows)
        if sheet is not None and sheet.key not in chosen:
            chosen[sheet.key] = table
        elif table.rows and not is_own_sheet(table.name):
            ignored.append(table.name)
    return chosen, tuple(ignored), errors


def _twice(name: str, other: str) -> Message:
    return N_(
        "Trang «%(sheet)s» cùng loại với trang «%(other)s»: hãy gộp hai trang làm một.",
        sheet=name,
        other=other,
    )


def _nothing_known(tables: Sequence[RawTable]) -> DomainError:
    if not any(table.rows for table in tables):
        return DomainError(N_("Tệp này không có dòng nào: hãy kiểm tra rồi chọn lại tệp."))
    return DomainError(
        N_(
            "Không nhận ra trang nào trong tệp: hãy đặt tên trang như tệp mẫu (%(sheets)s)"
            " và giữ nguyên dòng tiêu đề.",
            sheets=", ".join(sheet.name for sheet in SHEETS),
        )
    )


def _read_sheet(table: RawTable, sheet: Sheet) -> tuple[SheetRows, list[RowError], list[Message]]:
    header = find_header(table.rows, sheet)
    missing = sheet.columns if header is None else header.missing(sheet)
    missing = tuple(column for column in missing if column.required)
    start = 0 if header is None else header.index + 1
    raw = {
        number: tuple(row)
        for number, row in enumerate(table.rows[start:], start=start + 1)
        if not all(is_blank(cell) for cell in row)
    }
    errors: list[RowError] = []
    notes: list[Message] = []
    rows: list[Row] = []
    if header is None or missing:
        if raw or header is not None:
            names = ", ".join(f"«{column.name}»" for column in missing)
            row = None if header is None else header.index + 1
            errors.append(RowError(table.name, row, None, _missing(names)))
    else:
        rows, errors, notes = _read_rows(table, sheet, header, raw)
    return (
        SheetRows(
            key=sheet.key,
            name=table.name,
            headers=header.headers if header else (),
            names={c.key: header.text_of(c) for c in sheet.columns} if header else {},
            rows=tuple(rows),
            row_count=len(raw),
            raw=raw,
            unknown_columns=header.unknown if header else (),
            encoding=table.encoding,
        ),
        errors,
        notes,
    )


def _missing(names: str) -> Message:
    return N_(
        "Thiếu cột %(columns)s nên trang này chưa đọc được: hãy thêm cột vào dòng tiêu đề.",
        columns=names,
    )


def _read_rows(
    table: RawTable, sheet: Sheet, header: Header, raw: dict[int, tuple[Cell, ...]]
) -> tuple[list[Row], list[RowError], list[Message]]:
    """The typed rows; a row of totals leaves `raw` and becomes a note."""
    read = READERS[sheet.key]
    rows: list[Row] = []
    errors: list[RowError] = []
    notes: list[Message] = []
    for number, cells in list(raw.items()):
        row_cells = RowCells(sheet, table.name, header, number, cells)
        row = read(row_cells)
        if not row_cells.problems:
            rows.append(row)
        elif _is_total(cells):
            del raw[number]
            notes.append(_total_left_out(table.name, number))
        else:
            errors += row_cells.problems
    return rows, errors, notes


def _is_total(cells: Sequence[Cell]) -> bool:
    first = next((cell for cell in cells if isinstance(cell, str) and not is_blank(cell)), "")
    return name_key(first) in _TOTALS


def _total_left_out(name: str, row: int) -> Message:
    return N_(
        "Trang «%(sheet)s»: dòng %(row)s là dòng tổng nên được bỏ qua.",
        sheet=name,
        row=str(row),
    )
