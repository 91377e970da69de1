"""The cells of one row by column key, with what is wrong in them."""

import re
from collections.abc import Callable, Sequence
from copy import copy
from typing import TypeVar, cast

from shop_onboard.imports.cells import (
    as_paragraphs,
    as_text,
    check,
    code_of_name,
    is_blank,
)
from shop_onboard.imports.headers import Header
from shop_onboard.values.numbers import number_text
from shop_onboard.values.text import N_, Message, Unreadable
from shop_onboard.values.workbook import Cell, RowError, Sheet, name_key

T = TypeVar("T")

_BARE_NUMBER = re.compile(r"[0-9][0-9.,]*")


class RowCells:
    """Reads one row and collects its problems instead of stopping at the first.

    `number` is the row's in the file. While `problems` is not empty, what `need` and `maybe`
    gave must not be used.
    """

    def __init__(
        self, sheet: Sheet, sheet_name: str, header: Header, number: int, cells: Sequence[Cell]
    ) -> None:
        self.number = number
        self.problems: list[RowError] = []
        self._misread: list[RowError] = []
        self._columns = {column.key: column for column in sheet.columns}
        self._sheet_name = sheet_name
        self._header = header
        self._cells = cells
        self._prefix = ""

    def under(self, prefix: str) -> "RowCells":
        """The same row, its columns called without the prefix; problems are kept together."""
        part = copy(self)
        part._prefix = prefix
        return part

    def need(self, key: str, parse: Callable[[Cell], T]) -> T:
        """The value of a required column; None stands in where there is a problem."""
        value = self.maybe(key, parse)
        column = self._columns[self._prefix + key]
        if value is None and column.key not in self._header.optional and not self._failed(key):
            self.problems.append(
                self._problem(
                    key,
                    N_(
                        "Cột «%(column)s» còn trống: hãy ghi %(example)s.",
                        column=column.name,
                        example=column.example,
                    ),
                )
            )
        return cast(T, value)

    def maybe(self, key: str, parse: Callable[[Cell], T]) -> T | None:
        """The value of a column; None where the cell is blank or there is a problem."""
        cell = self._cell(key)
        try:
            check(cell)
            return None if is_blank(cell) else parse(cell)
        except Unreadable as unreadable:
            self.refuse(key, unreadable.message)
            return None

    def text(self, key: str) -> str:
        """The text of an optional column, within its length; "" where it is blank."""
        return self.maybe(key, self._within(key, as_text)) or ""

    def needed_text(self, key: str) -> str:
        """The text of a required column, within its length."""
        return self.need(key, self._within(key, as_text)) or ""

    def paragraphs(self, key: str) -> str:
        """As `text`, with its line breaks."""
        return self.maybe(key, self._within(key, as_paragraphs)) or ""

    def is_blank(self, *keys: str) -> bool:
        """Whether nothing is written in any of these columns."""
        return all(is_blank(self._cell(key)) for key in keys)

    def is_made(self, key: str) -> bool:
        """Whether a code is made from a name."""
        return self._prefix + key in self._header.named

    def refuse(self, key: str, message: Message) -> None:
        """Note a problem in what is written in a column."""
        problem = self._problem(key, message)
        self.problems.append(problem)
        self._misread.append(problem)

    @property
    def is_misread(self) -> bool:
        """Whether something is written that cannot be read, rather than nothing at all."""
        return bool(self._misread)

    def _problem(self, key: str, message: Message) -> RowError:
        return RowError(self._sheet_name, self.number, self.name_of(key), message)

    def name_of(self, key: str) -> str:
        """The header of a column as the file writes it."""
        return self._header.text_of(self._columns[self._prefix + key])

    def _within(self, key: str, read: Callable[[Cell], str]) -> Callable[[Cell], str]:
        longest = self._columns[self._prefix + key].longest

        def parse(cell: Cell) -> str:
            text = read(cell)
            if longest is not None and len(text) > longest:
                raise Unreadable(
                    N_(
                        "Ô này dài %(length)s ký tự, nhiều nhất là %(longest)s: hãy viết gọn lại.",
                        length=str(len(text)),
                        longest=str(longest),
                    )
                )
            return text

        return parse

    def _cell(self, key: str) -> Cell:
        key = self._prefix + key
        header = self._header
        place = header.columns.get(key)
        cell = None if place is None or place >= len(self._cells) else self._cells[place]
        if header.constants and key in header.constants and is_blank(cell):
            return header.constants[key]
        if key in header.named and isinstance(cell, str):
            return code_of_name(cell)
        if key in header.words and not is_blank(cell):
            cell = header.words[key].get(name_key(as_text(cell)), cell)
        unit = header.units.get(key)
        return cell if unit is None else _with_unit(cell, unit)

    def _failed(self, key: str) -> bool:
        name = self.name_of(key)
        return any(problem.column == name for problem in self.problems)


def _with_unit(cell: Cell, unit: str) -> Cell:
    """A number under «Khối lượng (tấn)» is tonnes; a cell that names its unit keeps it."""
    if isinstance(cell, bool):
        return cell
    if isinstance(cell, int | float):
        return f"{number_text(cell)} {unit}"
    if isinstance(cell, str) and _BARE_NUMBER.fullmatch(cell.strip()):
        return f"{cell.strip()} {unit}"
    return cell
