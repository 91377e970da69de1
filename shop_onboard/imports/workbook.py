"""A spreadsheet that somebody sent → typed rows of every sheet it holds, and what is wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TypeVar

from shop_onboard.errors import DomainError
from shop_onboard.imports.both_rows import read_both
from shop_onboard.imports.headers import (
    Header,
    find_header,
    is_own_sheet,
    sheet_by_header,
    sheet_by_name,
)
from shop_onboard.imports.layouts import BOTH, MAKER, PLACES, Layout
from shop_onboard.imports.readers import RawFile, RawTable, read_tables
from shop_onboard.imports.rows import CooperativeRow, Row
from shop_onboard.imports.table_rows import (
    TableRows,
    drop_totals,
    filled_rows,
    header_of,
    places_down,
    read_rows,
)
from shop_onboard.values.text import N_, Message
from shop_onboard.values.workbook import (
    SHEETS,
    Cell,
    FailedRow,
    RowError,
    Sheet,
    get_sheet,
)

R = TypeVar("R")


@dataclass(frozen=True)
class SheetRows:
    """What one sheet held. `name` is its name in the file, `key` that of `values.workbook`.

    `names` maps a column's key to its header as the file writes it.
    `raw` has the cells of every row that holds something, by its number in the file;
    `row_count` = `len(rows)` + the rows with errors. `encoding` names the legacy encoding that
    the texts came in; `filled` are the keys of the columns that the file has. With
    `is_draft` a new record may wait for what the file does not tell. With `is_beside` its rows
    stand in those of another sheet and are counted there; `folded` are rows that were left for an
    earlier one of the same record, behind that one.
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
    filled: frozenset[str]
    is_draft: bool = False
    is_beside: bool = False
    folded: tuple[tuple[CooperativeRow, CooperativeRow], ...] = ()


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
        return sum(sheet.row_count for sheet in self._counted)

    @property
    def failed_count(self) -> int:
        """Rows that did not become typed rows."""
        return self.row_count - sum(len(sheet.rows) for sheet in self._counted)

    @property
    def _counted(self) -> Sequence[SheetRows]:
        return [sheet for sheet in self.sheets.values() if not sheet.is_beside]

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

        Takes the errors of reading and those found later alike. An error of a header is one of
        every row below it; one that names no row at all is left out.
        """
        problems: dict[tuple[str, int], list[RowError]] = {}
        for error in errors:
            if error.row is not None:
                problems.setdefault((error.sheet, error.row), []).append(error)
        return tuple(
            FailedRow(sheet.name, row, sheet.headers, sheet.raw[row], tuple(found))
            for sheet in self.sheets.values()
            for above in [_above(sheet, problems)]
            for row in sheet.raw
            if (found := problems.get((sheet.name, row), above))
        )


def _above(sheet: SheetRows, problems: Mapping[tuple[str, int], list[RowError]]) -> list[RowError]:
    """What is wrong with the header, where that kept every row of the sheet out."""
    found = [
        error
        for (name, row), errors in problems.items()
        if name == sheet.name and row not in sheet.raw
        for error in errors
    ]
    return [] if sheet.rows else found


def read_workbook(content: bytes, filename: str) -> Workbook:
    """Read an uploaded .xlsx, .xls, .ods or CSV.

    Good rows come out whatever is wrong with others. Raises DomainError where nothing of the
    file can be used: it cannot be read (see `read_tables`) or no sheet of it is known.
    """
    return read_own(read_tables(content, filename))


def read_file(content: bytes, filename: str, layout: Layout | None) -> tuple[Workbook, RawFile]:
    """A file read as somebody has laid down; a layout without tables is that of our workbook.

    Raises DomainError as `read_workbook` does.
    """
    if layout is None:
        raw = read_tables(content, filename)
    else:
        raw = read_tables(content, filename, layout.encoding, layout.delimiter)
    if layout is None or not layout.tables:
        return read_own(raw), raw
    return read_with(raw, layout), raw


def read_own(raw: RawFile) -> Workbook:
    """As `read_workbook`, of tables in the layout of our own workbook."""
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
    raw = filled_rows(table, 0 if header is None else header.index + 1)
    totals = drop_totals(table, raw)
    if header is not None and not missing:
        read = read_rows(table.name, sheet, header, raw)
        return (
            _sheet_rows(table, sheet.key, header, read.rows, raw),
            read.errors,
            totals + read.notes,
        )
    errors = []
    if raw or header is not None:
        names = ", ".join(f"«{column.name}»" for column in missing)
        row = None if header is None else header.index + 1
        errors.append(RowError(table.name, row, None, _missing(names)))
    return _sheet_rows(table, sheet.key, header, (), raw), errors, []


def _sheet_rows(
    table: RawTable,
    key: str,
    header: Header | None,
    rows: Iterable[Row],
    raw: Mapping[int, tuple[Cell, ...]],
    row_count: int | None = None,
    prefix: str = "",
) -> SheetRows:
    sheet = get_sheet(key)
    filled = header.filled if header else frozenset()
    texts = header.headers if header else ()
    places = header.columns if header else {}
    return SheetRows(
        key=key,
        name=table.name,
        headers=texts,
        names={
            column.key: texts[places[prefix + column.key]]
            if prefix + column.key in places
            else column.name
            for column in sheet.columns
        },
        rows=tuple(rows),
        row_count=len(raw) if row_count is None else row_count,
        raw=raw,
        unknown_columns=header.unknown if header else (),
        encoding=table.encoding,
        filled=frozenset(column.key for column in sheet.columns if prefix + column.key in filled),
    )


def _missing(names: str) -> Message:
    return N_(
        "Thiếu cột %(columns)s nên trang này chưa đọc được: hãy thêm cột vào dòng tiêu đề.",
        columns=names,
    )


def read_with(raw: RawFile, layout: Layout) -> Workbook:
    """As `read_workbook`, of tables whose columns somebody has named."""
    sheets: dict[str, SheetRows] = {}
    errors: list[RowError] = []
    notes: list[Message] = []
    for table in raw.tables:
        own = layout.table(table.name)
        if own is None or not own.kind or own.kind == PLACES or own.missing():
            continue
        header = header_of(table, own)
        cells = filled_rows(table, header.index + 1, places_down(own))
        notes += [*table.notes, *drop_totals(table, cells)]
        if own.kind == BOTH:
            makers, goods, read = _both(table, header, cells)
            _add(sheets, replace(makers, is_draft=own.is_draft))
            _add(sheets, replace(goods, is_draft=own.is_draft))
        else:
            read = read_rows(table.name, get_sheet(own.kind), header, cells)
            found = _sheet_rows(table, own.kind, header, read.rows, cells)
            _add(sheets, replace(found, is_draft=own.is_draft))
        errors += read.errors
        notes += read.notes
    ignored = tuple(
        table.name
        for table in raw.tables
        if table.rows and not is_own_sheet(table.name) and not _is_read(layout, table.name)
    )
    ordered = {key: sheets[key] for key in sorted(sheets, key=_place_of)}
    return Workbook(ordered, tuple(errors), tuple(notes), ignored, raw.delimiter, raw.encoding)


def _both(
    table: RawTable, header: Header, cells: dict[int, tuple[Cell, ...]]
) -> tuple[SheetRows, SheetRows, TableRows]:
    """The makers and the products of one table, which are in the same rows."""
    read = read_both(table.name, header, cells)
    rows, folded = read.makers, tuple(read.folded)
    makers = _sheet_rows(table, "cooperatives", header, rows, {}, len(rows), MAKER)
    goods = _sheet_rows(table, "products", header, read.goods.rows, cells)
    named = {**goods.names, "cooperative_code": makers.names["name"]}
    return (
        replace(makers, is_beside=True, folded=folded),
        replace(goods, names=named),
        read.goods,
    )


def _is_read(layout: Layout, name: str) -> bool:
    own = layout.table(name)
    return own is not None and bool(own.kind)


def _add(sheets: dict[str, SheetRows], sheet: SheetRows) -> None:
    """Several tables may be of one kind: a sheet a month."""
    key, number = sheet.key, 2
    while key in sheets:
        key, number = f"{sheet.key}:{number}", number + 1
    sheets[key] = sheet


def _place_of(key: str) -> tuple[int, str]:
    return [sheet.key for sheet in SHEETS].index(key.split(":")[0]), key
