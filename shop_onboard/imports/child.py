"""Reads one workbook in a process of its own: `python -I child.py < file > rows`.

A file of 5 kB can make the reader ask for half a terabyte and abort its whole process, so it gets
one to itself, with limits. It is started by its path and imports nothing of the package, which
keeps its start-up short. It answers in JSON lines:

    {"sheet": name}                    a sheet begins
    [cell, …]                          a row: text, number, true/false, null,
                                       {"d"|"t"|"h": ISO date, moment or time}, {"e": text} no value
    {"blank_after": row}               reading stopped there: only blank rows for a long way
    {"cut_columns": count}             the sheet has more columns than are read
    {"merged": [[top, left, bottom, right], …]}  cells that are one, counted from 0
    {"refused": reason}                nothing of the file may be used
    {"done": true}                     the answer is whole
"""

import contextlib
import datetime
import io
import json
import math
import re
import resource
import sys
import zipfile
from collections.abc import Iterator
from typing import Any, NoReturn
from xml.parsers import expat

import python_calamine

MEMORY_BYTES = 768 * 1024 * 1024
CPU_SECONDS = 20
MOST_ROWS = 100_000
MOST_COLUMNS = 200
MOST_CHARACTERS = 32_767
MOST_BLANK_ROWS = 1_000
MOST_OUTPUT_CHARACTERS = 150_000_000
MOST_MERGED = 5_000
NO_VALUE = "?"
TOO_LONG = "…"

_CELL_NAME = re.compile(r"([A-Z]{1,3})([0-9]{1,7})")
_WITHOUT_VALUE = re.compile(rb"<(?:\w+:)?f[ />]|\bt=[\"']e[\"']")
# An .xls keeps errors as BOOLERR records and as formula results ([MS-XLS] 2.4.24, 2.5.133).
_XLS_ERROR = re.compile(
    rb"\x05\x02\x08\x00.{6}[\x00\x07\x0f\x17\x1d\x24\x2a]\x01"
    rb"|\x06\x00..(?:.{6})\x02\x00[\x00\x07\x0f\x17\x1d\x24\x2a]\x00\x00\x00\xff\xff",
    re.DOTALL,
)
_ODS_ERROR = b'calcext:value-type="error"'

Broken = dict[tuple[int, int], str]


class Answer:
    """Standard output, one JSON line a message, up to a length."""

    def __init__(self) -> None:
        self.left = MOST_OUTPUT_CHARACTERS

    def say(self, message: object) -> None:
        line = json.dumps(message, ensure_ascii=False, separators=(",", ":")) + "\n"
        self.left -= len(line)
        if self.left < 0:
            self.refuse("large")
        sys.stdout.write(line)

    def refuse(self, reason: str) -> NoReturn:
        sys.stdout.write("\n" + json.dumps({"refused": reason}) + "\n")
        sys.stdout.flush()
        sys.exit(0)


def main() -> None:
    """Answer for the file on standard input."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY_BYTES, MEMORY_BYTES))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    answer = Answer()
    content = sys.stdin.buffer.read()
    try:
        broken = _broken_cells(content, answer)
        book = python_calamine.load_workbook(io.BytesIO(content))
        _say_sheets(book, broken, answer)
    except python_calamine.PasswordError:
        answer.refuse("password")
    except (python_calamine.CalamineError, zipfile.BadZipFile, expat.ExpatError, KeyError):
        answer.refuse("unreadable")
    answer.say({"done": True})


def _say_sheets(
    book: python_calamine.CalamineWorkbook, broken: dict[str, Broken], answer: Answer
) -> None:
    rows_left = MOST_ROWS
    for sheet in book.sheets_metadata:
        if sheet.typ is python_calamine.SheetTypeEnum.WorkSheet:
            answer.say({"sheet": sheet.name})
            table = book.get_sheet_by_name(sheet.name)
            rows_left -= _say_rows(table, broken.get(sheet.name, {}), rows_left, answer)
            merged = [[*first, *last] for first, last in table.merged_cell_ranges or ()]
            if merged:
                answer.say({"merged": merged[:MOST_MERGED]})


def _say_rows(
    table: python_calamine.CalamineSheet, broken: Broken, rows_left: int, answer: Answer
) -> int:
    """Say the rows down to the last that holds something; the number of rows that do."""
    if table.total_width > MOST_COLUMNS:
        answer.say({"cut_columns": table.total_width})
    filled = blank = 0
    for index, cells in enumerate(_all_rows(table, broken)):
        row = [
            {"e": broken[index, column]} if (index, column) in broken else _plain(cell)
            for column, cell in enumerate(cells[:MOST_COLUMNS])
        ]
        while row and row[-1] is None:
            row.pop()
        if not row:
            blank += 1
            if blank > MOST_BLANK_ROWS:
                answer.say({"blank_after": index + 1 - blank})
                return filled
            continue
        for _ in range(blank):
            answer.say([])
        blank = 0
        filled += 1
        if filled > rows_left:
            answer.refuse("rows")
        answer.say(row)
    return filled


def _all_rows(table: python_calamine.CalamineSheet, broken: Broken) -> Iterator[list[Any]]:
    """The rows of a sheet, and those beyond its last value that hold a broken cell alone."""
    last_row = max((row for row, _ in broken), default=-1)
    widths: dict[int, int] = {}
    for row, column in broken:
        widths[row] = max(widths.get(row, 0), column + 1)
    index = -1
    for index, cells in enumerate(table.iter_rows()):
        yield cells + [""] * (widths.get(index, 0) - len(cells))
    for row in range(index + 1, last_row + 1):
        yield [""] * widths.get(row, 0)


def _plain(cell: Any) -> Any:
    """A cell as JSON says it; a number that is whole is an int, as the spreadsheet shows it."""
    if cell == "" or cell is None:
        return None
    if isinstance(cell, str):
        return cell if len(cell) <= MOST_CHARACTERS else {"e": TOO_LONG}
    if isinstance(cell, float):
        if not math.isfinite(cell):
            return {"e": "#NUM!"}
        return int(cell) if cell.is_integer() and abs(cell) < 1e15 else cell
    if isinstance(cell, datetime.datetime):
        return {"t": cell.isoformat()}
    if isinstance(cell, datetime.date):
        return {"d": cell.isoformat()}
    if isinstance(cell, datetime.time):
        return {"h": cell.isoformat()}
    if isinstance(cell, datetime.timedelta):
        return str(cell)
    return cell


def _broken_cells(content: bytes, answer: Answer) -> dict[str, Broken]:
    """Sheet → place → what an .xlsx shows where a formula has no value («#REF!»).

    The reader gives such cells as empty text, and an empty cell would pass for «nothing known».
    In an .xls or .ods they are seen but not placed: the file is refused.
    """
    if not content.startswith(b"PK"):
        if _XLS_ERROR.search(content):
            answer.refuse("errors")
        return {}
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        for name in names:
            if name.endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(name):
                answer.refuse("unreadable")
        if "xl/workbook.xml" not in names:
            if _ODS_ERROR in archive.read("content.xml"):
                answer.refuse("errors")
            return {}
        found = {}
        for sheet, part in _sheet_parts(archive):
            with contextlib.suppress(KeyError):
                xml = archive.read(part)
                if _WITHOUT_VALUE.search(xml):
                    found[sheet] = _Scan().cells(xml)
        return found


def _sheet_parts(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    targets = {
        attributes["Id"]: attributes["Target"]
        for tag, attributes in _tags(archive.read("xl/_rels/workbook.xml.rels"))
        if tag == "Relationship"
    }
    for tag, attributes in _tags(archive.read("xl/workbook.xml")):
        if tag == "sheet":
            target = targets[attributes["id"]]
            yield attributes["name"], target.lstrip("/") if target[0] == "/" else f"xl/{target}"


def _tags(xml: bytes) -> list[tuple[str, dict[str, str]]]:
    found: list[tuple[str, dict[str, str]]] = []
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.StartElementHandler = lambda tag, attributes: found.append(
        (_local(tag), {_local(name): value for name, value in attributes.items()})
    )
    parser.Parse(xml, True)
    return found


def _local(name: str) -> str:
    return name.rpartition(" ")[2]


class _Scan:
    """Walks one sheet's XML and keeps the cells whose formula gave an error or no value."""

    def __init__(self) -> None:
        self.found: Broken = {}
        self.row = self.column = -1
        self.type = ""
        self.text: list[str] = []
        self.in_value = self.has_formula = False

    def cells(self, xml: bytes) -> Broken:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.Parse(xml, True)
        return self.found

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = _local(tag)
        if name == "row":
            self.row = int(attributes["r"]) - 1 if "r" in attributes else self.row + 1
            self.column = -1
        elif name == "c":
            self.column += 1
            if place := _CELL_NAME.fullmatch(attributes.get("r", "")):
                self.column, self.row = _column_index(place[1]), int(place[2]) - 1
            self.type = attributes.get("t", "n")
            self.text, self.has_formula = [], False
        elif name == "f":
            self.has_formula = True
        elif name == "v":
            self.in_value = True

    def _characters(self, text: str) -> None:
        if self.in_value:
            self.text.append(text)

    def _end(self, tag: str) -> None:
        name = _local(tag)
        if name == "v":
            self.in_value = False
        elif name == "c":
            value = "".join(self.text)
            if self.type == "e":
                self.found[self.row, self.column] = value or NO_VALUE
            elif self.has_formula and not value and self.type != "str":
                self.found[self.row, self.column] = NO_VALUE


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - ord("A") + 1
    return index - 1


if __name__ == "__main__":
    main()
