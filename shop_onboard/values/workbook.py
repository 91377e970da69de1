"""The workbook: its sheets and columns, defined once for the importer, the template and the export.

The columns are the rows of `data/workbook.csv`. Names are the Vietnamese ones that people see, keys
are what the code says.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time

from shop_onboard.values.facts import fact_rows
from shop_onboard.values.text import N_, Message, fold


@dataclass(frozen=True)
class CellError:
    """A cell that holds no value: `text` is what the spreadsheet shows there («#REF!»)."""

    text: str


Cell = str | int | float | bool | date | datetime | time | CellError | None


@dataclass(frozen=True)
class Column:
    """One column of a sheet.

    `form` is text, digits, code, date, year, season, mass, money, whole, choice or link.
    `longest` is the most characters a text may have; None where the form itself sets a limit.
    `choices` names the list of a `choice` column: kinds, certainties, qualifiers, yes_no (here),
    channels, provinces, ocop_sets (their own modules). `example` ends a sentence that begins
    «hãy ghi …»; `note` stands in the template beside the cell.
    """

    name: str
    key: str
    form: str
    required: bool
    longest: int | None
    choices: str
    aliases: tuple[str, ...]
    example: str
    note: str


@dataclass(frozen=True)
class Sheet:
    """One sheet, its columns in the order in which they are written."""

    name: str
    key: str
    columns: tuple[Column, ...]
    aliases: tuple[str, ...]


@dataclass(frozen=True)
class RowError:
    """What is wrong in one cell or row.

    `sheet` is the sheet's name in the file, `row` its number there (the first row is 1),
    `column` the header as the file writes it; None where the whole row or sheet is meant.
    """

    sheet: str
    row: int | None
    column: str | None
    message: Message


@dataclass(frozen=True)
class FailedRow:
    """A row that did not go in, with its cells as they were and what is wrong with them."""

    sheet: str
    row: int
    headers: tuple[str, ...]
    cells: tuple[Cell, ...]
    problems: tuple[RowError, ...]


COOPERATIVE_KINDS: Mapping[str, Message] = {
    "cooperative": N_("Hợp tác xã"),
    "cooperative_group": N_("Tổ hợp tác"),
    "household_business": N_("Hộ kinh doanh"),
    "household": N_("Hộ sản xuất"),
    "farm": N_("Trang trại"),
    "enterprise": N_("Doanh nghiệp"),
}

CERTAINTIES: Mapping[str, Message] = {
    "actual": N_("thực tế"),
    "declared": N_("HTX khai"),
    "estimated": N_("ước tính"),
}

QUALIFIERS: Mapping[str, Message] = {
    "more_than": N_("hơn"),
    "nearly": N_("gần"),
    "exactly": N_("đúng"),
}

YES_NO = ("có", "không")

_SHEETS = (
    ("cooperatives", "Hợp tác xã", ("HTX", "Danh sách HTX", "Danh sách hợp tác xã")),
    ("products", "Sản phẩm", ("SP", "Danh sách sản phẩm")),
    ("lots", "Lô hàng", ("Lô", "Danh sách lô hàng")),
    ("storefronts", "Gian hàng", ("Gian hàng trên sàn",)),
    ("sales", "Tiêu thụ", ("Doanh số", "Bán hàng")),
    ("campaigns", "Chương trình", ("Chiến dịch",)),
    ("figures", "Số công bố", ("Số liệu công bố",)),
)


def columns_of(facts: str, sheet_key: str) -> tuple[Column, ...]:
    """The columns of a sheet, from `data/<facts>.csv`."""
    return tuple(
        Column(
            name=row["name"],
            key=row["key"],
            form=row["form"],
            required=row["required"] == "*",
            longest=int(row["longest"]) if row["longest"] else None,
            choices=row["choices"],
            aliases=tuple(alias for alias in row["aliases"].split("|") if alias),
            example=row["example"],
            note=row["note"],
        )
        for row in fact_rows(facts)
        if row["sheet"] == sheet_key
    )


SHEETS = tuple(
    Sheet(name, key, columns_of("workbook", key), aliases) for key, name, aliases in _SHEETS
)

# Written by the template for the person; they hold no rows to read.
GUIDE_SHEET = "Hướng dẫn"
LISTS_SHEET = "Danh mục"
# Added before the rows that are sent back; passed over when they come in again.
ERROR_COLUMN = "Lỗi"
ROW_COLUMN = "Dòng trong tệp"


def get_sheet(key: str) -> Sheet:
    """The sheet with this key; KeyError when there is none."""
    return {sheet.key: sheet for sheet in SHEETS}[key]


def name_key(text: str) -> str:
    """What two spellings of a header or sheet name share.

    Case, marks, spaces, `*`, punctuation and Unicode form do not count.
    """
    return "".join(char for char in fold(text) if char.isalnum())
