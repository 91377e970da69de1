"""A spreadsheet of a union's units and people → typed rows, and what is wrong in the others."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Generic, TypeVar

from shop_onboard.errors import DomainError
from shop_onboard.imports import cells
from shop_onboard.imports.headers import Header, find_header
from shop_onboard.imports.readers import RawTable, read_tables
from shop_onboard.imports.row_cells import RowCells
from shop_onboard.values.codes import parse_code
from shop_onboard.values.percent import parse_share
from shop_onboard.values.place_search import find_place, find_province
from shop_onboard.values.text import N_, Message, Unreadable
from shop_onboard.values.union_sheets import UNION_KIND_WORDS, UNION_ROLE_WORDS, UNION_SHEETS
from shop_onboard.values.workbook import Cell, FailedRow, RowError, Sheet, name_key

_MOST_COUNT = 10_000_000
_TOTALS = {"tong", "tongcong", "cong", "tongso"}


@dataclass(frozen=True)
class UnionRow:
    """A unit. `kind` is a key of UNION_KIND_WORDS; a blank cell is None, which changes nothing.

    `commune_code` and `province_code` are of today; `gathered_permille` are thousandths.
    """

    row: int
    code: str
    name: str
    kind: str
    parent_code: str | None
    commune_code: str | None
    province_code: str | None
    valid_from: date | None
    valid_to: date | None
    successor_codes: tuple[str, ...]
    declared_unit_count: int | None
    declared_branch_count: int | None
    declared_member_count: int | None
    gathered_permille: int | None
    declared_on: date | None


@dataclass(frozen=True)
class PersonRow:
    """Somebody who gets a role in a unit; `phone` is E.164, `role` a key of UNION_ROLE_WORDS."""

    row: int
    name: str
    phone: str
    role: str
    union_code: str
    valid_from: date | None
    valid_to: date | None


R = TypeVar("R")


@dataclass
class SheetRead(Generic[R]):
    """What one sheet held: its good rows, and the cells of every row by its number in the file.

    `names` maps a column's key to its header as the file writes it.
    """

    name: str = ""
    headers: tuple[str, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)
    rows: list[R] = field(default_factory=list)
    raw: dict[int, tuple[Cell, ...]] = field(default_factory=dict)

    @property
    def unread(self) -> int:
        """How many rows did not become typed ones."""
        return len(self.raw) - len(self.rows)

    def error(self, row: int, key: str, message: Message) -> RowError:
        """A problem in a column of a row."""
        return RowError(self.name, row, self.names.get(key), message)


@dataclass
class UnionFile:
    """A file as read; `errors` are those of reading, `notes` say what was left out."""

    unions: SheetRead[UnionRow]
    people: SheetRead[PersonRow]
    errors: list[RowError]
    notes: list[Message]

    def failed_rows(self, errors: Iterable[RowError]) -> tuple[FailedRow, ...]:
        """The rows that the errors name, for the file that is sent back."""
        problems: dict[tuple[str, int], list[RowError]] = {}
        for error in errors:
            if error.row is not None:
                problems.setdefault((error.sheet, error.row), []).append(error)
        sheets: tuple[SheetRead[Any], ...] = (self.unions, self.people)
        return tuple(
            FailedRow(sheet.name, row, sheet.headers, sheet.raw[row], tuple(found))
            for sheet in sheets
            for row in sheet.raw
            if (found := problems.get((sheet.name, row)))
        )


def read_union_file(content: bytes, filename: str) -> UnionFile:
    """Read an uploaded .xlsx, .xls, .ods or CSV; good rows come out whatever is wrong with others.

    Raises DomainError where nothing of the file can be used.
    """
    file = UnionFile(SheetRead(), SheetRead(), [], [])
    unions, people = UNION_SHEETS
    tables = read_tables(content, filename).tables
    chosen = {sheet.key: _table_of(sheet, tables) for sheet in UNION_SHEETS}
    if not any(chosen.values()):
        raise DomainError(
            N_(
                "Không nhận ra trang nào: hãy đặt tên trang «Đơn vị», «Người» và giữ nguyên dòng"
                " tiêu đề như tệp mẫu."
            )
        )
    _read(chosen["unions"], unions, _union_row, file.unions, file)
    _read(chosen["people"], people, _person_row, file.people, file)
    return file


def _table_of(sheet: Sheet, tables: Sequence[RawTable]) -> RawTable | None:
    names = {name_key(name) for name in (sheet.name, *sheet.aliases)}
    for table in tables:
        if name_key(table.name) in names:
            return table
    for table in tables:
        header = find_header(table.rows, sheet)
        if header is not None and not header.missing(sheet):
            return table
    return None


def _read(
    table: RawTable | None,
    sheet: Sheet,
    read: Callable[[RowCells], R],
    found: SheetRead[R],
    file: UnionFile,
) -> None:
    if table is None:
        return
    found.name = table.name
    file.notes += table.notes
    header = find_header(table.rows, sheet)
    if header is None or header.missing(sheet):
        if any(table.rows):
            file.errors.append(_missing(table.name, sheet, header))
        return
    found.headers = header.headers
    found.names = {column.key: header.text_of(column) for column in sheet.columns}
    for number, row in enumerate(table.rows[header.index + 1 :], start=header.index + 2):
        if all(cells.is_blank(cell) for cell in row):
            continue
        row_cells = RowCells(sheet, table.name, header, number, row)
        typed = read(row_cells)
        if row_cells.problems and name_key(cells.as_text(row[0] or "")) in _TOTALS:
            continue
        found.raw[number] = tuple(row)
        if row_cells.problems:
            file.errors += row_cells.problems
        else:
            found.rows.append(typed)


def _missing(name: str, sheet: Sheet, header: Header | None) -> RowError:
    columns = header.missing(sheet) if header else [c for c in sheet.columns if c.required]
    return RowError(
        name,
        None,
        None,
        N_(
            "Thiếu cột %(columns)s nên trang này chưa đọc được: hãy thêm cột vào dòng tiêu đề.",
            columns=", ".join(f"«{column.name}»" for column in columns),
        ),
    )


def _union_row(row: RowCells) -> UnionRow:
    commune_code, province_code = _place(row)
    valid_from, valid_to = row.maybe("valid_from", cells.day), row.maybe("valid_to", cells.day)
    _check_days(row, valid_from, valid_to)
    return UnionRow(
        row=row.number,
        code=row.need("code", cells.code),
        name=row.needed_text("name"),
        kind=row.need("kind", _kind),
        parent_code=row.maybe("parent_code", cells.code),
        commune_code=commune_code,
        province_code=province_code,
        valid_from=valid_from,
        valid_to=valid_to,
        successor_codes=row.maybe("successor_codes", _codes) or (),
        declared_unit_count=row.maybe("declared_unit_count", cells.whole(0, _MOST_COUNT)),
        declared_branch_count=row.maybe("declared_branch_count", cells.whole(0, _MOST_COUNT)),
        declared_member_count=row.maybe("declared_member_count", cells.whole(0, _MOST_COUNT)),
        gathered_permille=row.maybe("gathered_permille", _share),
        declared_on=row.maybe("declared_on", cells.day),
    )


def _person_row(row: RowCells) -> PersonRow:
    valid_from, valid_to = row.maybe("valid_from", cells.day), row.maybe("valid_to", cells.day)
    _check_days(row, valid_from, valid_to)
    return PersonRow(
        row=row.number,
        name=row.needed_text("name"),
        phone=row.need("phone", cells.phone),
        role=row.need("role", _role),
        union_code=row.need("union_code", cells.code),
        valid_from=valid_from,
        valid_to=valid_to,
    )


def _check_days(row: RowCells, first: date | None, last: date | None) -> None:
    if first is not None and last is not None and last < first:
        row.refuse("valid_to", N_("Ngày kết thúc sớm hơn ngày bắt đầu."))


def _place(row: RowCells) -> tuple[str | None, str | None]:
    """Codes of today: of the commune, or of the province where no commune is written."""
    province, commune = row.text("province"), row.text("commune")
    try:
        if commune:
            return _commune_code(province, commune), None
        return None, _province_code(province) if province else None
    except Unreadable as unreadable:
        is_province = not commune or unreadable.message.params.get("text") == province
        row.refuse("province" if is_province else "commune", unreadable.message)
        return None, None


@lru_cache(maxsize=4_000)
def _commune_code(province: str, commune: str) -> str:
    if not province:
        raise Unreadable(N_("Hãy ghi cả tỉnh của xã này."))
    return find_place(province, commune).commune.code


@lru_cache(maxsize=200)
def _province_code(province: str) -> str:
    return find_province(province).code


def _codes(cell: Cell) -> tuple[str, ...]:
    parts = cells.as_text(cell).replace(",", ";").split(";")
    return tuple(dict.fromkeys(parse_code(part) for part in parts if part.strip()))


def _share(cell: Cell) -> int:
    """A cell that a spreadsheet shows as 82% holds 0.82."""
    if isinstance(cell, float) and 0 < cell <= 1:
        return parse_share(cells.as_text(round(cell * 1000) / 10))
    if cell == 1 and not isinstance(cell, str):
        raise Unreadable(
            N_("Số 1 có thể là một hay một trăm phần trăm: hãy ghi dạng chữ, cả dấu phần trăm.")
        )
    return parse_share(cells.as_text(cell))


_kind = cells.choice(
    UNION_KIND_WORDS,
    {
        "trunguong": "central",
        "tw": "central",
        "tinhdoan": "province",
        "thanhdoan": "province",
        "captinh": "province",
        "tinh": "province",
        "huyendoan": "district",
        "quandoan": "district",
        "thidoan": "district",
        "caphuyen": "district",
        "captrunggian": "district",
        "doanxa": "commune",
        "doanphuong": "commune",
        "doanthitran": "commune",
        "doandackhu": "commune",
        "capxa": "commune",
        "xa": "commune",
        "phuong": "commune",
        "doantruong": "attached",
        "doancoquan": "attached",
        "doancoso": "attached",
        "tructhuoc": "attached",
        "chidoancoquan": "branch",
        "chidoancoso": "branch",
    },
)
_role = cells.choice(
    UNION_ROLE_WORDS,
    {
        "tnv": "volunteer",
        "canbo": "officer",
        "bithu": "officer",
        "phobithu": "officer",
        "bithudoanxa": "officer",
    },
)
