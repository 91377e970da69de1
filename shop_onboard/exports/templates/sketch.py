"""What a template shows of itself: its sheets' first rows, drop-downs and limits, to be kept."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Protocol

from shop_onboard.exports.templates.package import SheetPart, defined_names, sheet_parts
from shop_onboard.exports.templates.places import Area, area_of
from shop_onboard.exports.templates.sheet_scan import ValidationSpan, scan
from shop_onboard.exports.templates.zip_parts import ZipParts
from shop_onboard.values.text import clean
from shop_onboard.values.workbook import Cell

HEAD_ROWS = 12
MOST_OPTIONS = 5_000
_LONGEST_TEXT = 300
_SHEET_RANGE = re.compile(r"(?:'((?:[^']|'')+)'|([^'!(]+))!([$A-Za-z0-9:]+)")
# What a spreadsheet counts exactly; beyond it a bound keeps nothing out.
_LARGEST_BOUND = 10**15
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")


class Table(Protocol):
    """A sheet as a reader gives it; the first row is row 1 of the file."""

    name: str
    rows: list[list[Cell]]


@dataclass(frozen=True)
class Bound:
    """How long a text or how large a number may be; None where that end is open."""

    is_length: bool
    least: float | None
    most: float | None


@dataclass(frozen=True)
class SheetSketch:
    """One sheet: rows and columns count from 0.

    `head` holds the texts of the first rows; `last_rows` the last row of each column that holds
    anything, -1 for none; `options` what a drop-down offers, by column; `bounds` likewise;
    `unread` the columns whose drop-down hangs on another cell, so that it is not known.
    """

    name: str
    is_hidden: bool = False
    head: tuple[tuple[str, ...], ...] = ()
    last_rows: tuple[int, ...] = ()
    options: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    bounds: Mapping[int, Bound] = field(default_factory=dict)
    unread: tuple[int, ...] = ()

    def cell(self, row: int, column: int) -> str:
        """The text of a cell of the head; "" where there is none."""
        cells = self.head[row] if row < len(self.head) else ()
        return cells[column] if column < len(cells) else ""


@dataclass(frozen=True)
class TemplateSketch:
    """A whole template; `delimiter` and `encoding` are those of a CSV, "" of a workbook."""

    sheets: tuple[SheetSketch, ...]
    delimiter: str = ""
    encoding: str = ""

    @property
    def is_csv(self) -> bool:
        return bool(self.delimiter)

    def sheet(self, name: str) -> SheetSketch:
        """The sheet of this name; KeyError when there is none."""
        return {each.name: each for each in self.sheets}[name]


def sketch_workbook(content: bytes, tables: Sequence[Table]) -> TemplateSketch:
    """The sketch of an .xlsx whose cells were read into `tables`. Raises DomainError."""
    parts = ZipParts(content)
    names = defined_names(parts)
    sheets = []
    for part in sheet_parts(parts):
        table = next((each for each in tables if each.name == part.name), None)
        if table is not None:
            sheets.append(_sheet(parts, part, table, tables, names))
    return TemplateSketch(tuple(sheets))


def sketch_csv(table: Table, delimiter: str, encoding: str) -> TemplateSketch:
    """The sketch of a CSV, whose one sheet bears the file's name."""
    return TemplateSketch((_plain(table),), delimiter, encoding)


def stored(sketch: TemplateSketch) -> dict[str, Any]:
    """The sketch as JSON keeps it."""
    return asdict(sketch)


def loaded(kept: Mapping[str, Any]) -> TemplateSketch:
    """The sketch that `stored` gave."""
    sheets = tuple(
        SheetSketch(
            each["name"],
            each["is_hidden"],
            tuple(tuple(row) for row in each["head"]),
            tuple(each["last_rows"]),
            {int(place): tuple(texts) for place, texts in each["options"].items()},
            {int(place): Bound(**bound) for place, bound in each["bounds"].items()},
            tuple(each.get("unread", ())),
        )
        for each in kept["sheets"]
    )
    return TemplateSketch(sheets, kept["delimiter"], kept["encoding"])


def _plain(table: Table, is_hidden: bool = False) -> SheetSketch:
    width = max((len(row) for row in table.rows), default=0)
    last_rows = [-1] * width
    for number, row in enumerate(table.rows):
        for place, cell in enumerate(row):
            if _text(cell):
                last_rows[place] = number
    head = tuple(tuple(_text(cell) for cell in row) for row in table.rows[:HEAD_ROWS])
    return SheetSketch(table.name, is_hidden, head, tuple(last_rows))


def _text(cell: Cell) -> str:
    return "" if cell is None else clean(str(cell))[:_LONGEST_TEXT]


def _sheet(
    parts: ZipParts,
    part: SheetPart,
    table: Table,
    tables: Sequence[Table],
    names: Mapping[str, str],
) -> SheetSketch:
    plain = _plain(table, part.is_hidden)
    options: dict[int, tuple[str, ...]] = {}
    bounds: dict[int, Bound] = {}
    lists: set[int] = set()
    # A rule that reaches further down speaks of the rows to fill.
    rules = [
        (area, rule)
        for rule in scan(parts.read(part.part)).validations
        for area in rule.areas
        if area.bottom >= 1
    ]
    for area, rule in sorted(rules, key=lambda each: each[0].bottom):
        offered = _options(rule, part.name, tables, names)
        bound = _bound(rule)
        for place in range(area.left, min(area.right, len(plain.last_rows)) + 1):
            if rule.kind == "list":
                lists.add(place)
            if offered:
                options[place] = offered
            if bound:
                bounds[place] = bound
    unread = tuple(sorted(lists - set(options)))
    return SheetSketch(
        part.name, part.is_hidden, plain.head, plain.last_rows, options, bounds, unread
    )


def _options(
    rule: ValidationSpan, sheet: str, tables: Sequence[Table], names: Mapping[str, str]
) -> tuple[str, ...]:
    """What a list offers; nothing where it depends on another cell, which is not worked out."""
    if rule.kind != "list" or not rule.formulas:
        return ()
    formula = rule.formulas[0].removeprefix("=")
    if formula.startswith('"') and formula.endswith('"'):
        return _unique(formula[1:-1].replace('""', '"').split(","))
    formula = names.get(formula, formula)
    found = _SHEET_RANGE.fullmatch(formula)
    if found:
        sheet, formula = (found[1] or found[2]).replace("''", "'"), found[3]
    area = area_of(formula)
    table = next((each for each in tables if each.name == sheet), None)
    return _unique(_cells(table, area)) if area and table else ()


def _cells(table: Table, area: Area) -> list[str]:
    rows = table.rows[area.top : area.bottom + 1][: MOST_OPTIONS * 2]
    return [_text(cell) for row in rows for cell in row[area.left : area.right + 1]]


def _unique(texts: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(text for text in map(clean, texts) if text))[:MOST_OPTIONS]


def _bound(rule: ValidationSpan) -> Bound | None:
    if rule.kind not in ("textLength", "whole", "decimal"):
        return None
    if not rule.formulas or not all(_NUMBER.fullmatch(each) for each in rule.formulas):
        return None
    first, last = float(rule.formulas[0]), float(rule.formulas[-1])
    if max(abs(first), abs(last)) > _LARGEST_BOUND:
        return None
    step = 0.0 if rule.kind == "decimal" else 1.0
    ends: Mapping[str, tuple[float | None, float | None]] = {
        "between": (first, last),
        "equal": (first, first),
        "greaterThan": (first + step, None),
        "greaterThanOrEqual": (first, None),
        "lessThan": (None, first - step),
        "lessThanOrEqual": (None, first),
    }
    least, most = ends.get(rule.operator, (None, None))
    return Bound(rule.kind == "textLength", least, most)
