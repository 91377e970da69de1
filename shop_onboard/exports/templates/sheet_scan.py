"""One sheet's XML by its bytes: where its rows, cells and ranges stand, and what binds a cell."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from xml.parsers import expat

from shop_onboard.exports.templates.places import Area, area_of
from shop_onboard.exports.templates.zip_parts import unreadable

_OTHER_ENCODING = re.compile(rb"""^<\?xml[^>]*encoding=["'](?!utf-8["'])""", re.IGNORECASE)
_TAG = re.compile(rb"""<(?:[^>"']++|"[^"]*+"|'[^']*+')*+>""")
_MOST_COLUMNS = 500


@dataclass
class CellSpan:
    """A cell's bytes, its column from 0, its style id ("" for none), and whether it holds any."""

    column: int
    start: int
    end: int
    style: str
    is_filled: bool = False


@dataclass
class RowSpan:
    """A row's bytes: its start tag ends at `tag_end`, the row itself at `end`; row 1 is 0."""

    row: int
    start: int
    tag_end: int
    attributes: Mapping[str, str]
    is_empty_tag: bool
    end: int = 0
    cells: list[CellSpan] = field(default_factory=list)


@dataclass
class ValidationSpan:
    """A rule for cells: `kind` is "list", "textLength", "whole", "decimal", …"""

    kind: str
    operator: str
    areas: list[Area] = field(default_factory=list)
    formulas: list[str] = field(default_factory=list)


@dataclass
class SheetScan:
    """What was found; spans are (start, end) of a whole start tag, with the area it names."""

    prefix: str = ""
    rows: list[RowSpan] = field(default_factory=list)
    rows_end: int = -1
    dimension: tuple[int, int, Area | None] | None = None
    filter: tuple[int, int, Area | None] | None = None
    column_styles: dict[int, str] = field(default_factory=dict)
    merged: list[Area] = field(default_factory=list)
    validations: list[ValidationSpan] = field(default_factory=list)


def scan(xml: bytes) -> SheetScan:
    """The sheet; raises DomainError when its XML is damaged, not UTF-8, or leaves places unsaid."""
    if xml.startswith((b"\xff\xfe", b"\xfe\xff")) or _OTHER_ENCODING.match(xml[:200]):
        raise unreadable()
    found = _Scanner(xml).scan()
    if found.rows_end < 0:
        raise unreadable()
    return found


def check_whole(xml: bytes) -> None:
    """Raises DomainError when the XML is not well-formed."""
    try:
        expat.ParserCreate().Parse(xml, True)
    except expat.ExpatError:
        raise unreadable() from None


def tag_end(xml: bytes, start: int) -> int:
    """Where the tag that begins at `start` ends: behind its «>», which attributes may hold too."""
    found = _TAG.match(xml, start)
    if found is None:
        raise unreadable()
    return found.end()


class _Scanner:
    def __init__(self, xml: bytes) -> None:
        self.xml = xml
        self.found = SheetScan()
        self.path: list[str] = []
        self.cell: CellSpan | None = None
        self.text: list[str] = []
        self.parser = expat.ParserCreate()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._characters
        self.parser.StartDoctypeDeclHandler = self._refuse

    def scan(self) -> SheetScan:
        try:
            self.parser.Parse(self.xml, True)
        except (expat.ExpatError, ValueError, OverflowError):
            raise unreadable() from None
        return self.found

    def _refuse(self, *_declaration: object) -> None:
        raise unreadable()

    def _start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        start = self.parser.CurrentByteIndex
        self.path.append(name)
        self.text = []
        if name == "row":
            self._row(start, attributes)
        elif name == "c" and self.path[-2:-1] == ["row"]:
            self._cell(start, attributes)
        elif name == "f" and self.cell is not None:
            self.cell.is_filled = True
        elif name == "sheetData":
            self.found.prefix = tag[: -len(name)]
        elif name in ("dimension", "autoFilter") and len(self.path) == 2:
            span = (start, tag_end(self.xml, start), area_of(attributes.get("ref", "")))
            setattr(self.found, "filter" if name == "autoFilter" else name, span)
        elif name == "col":
            self._column(attributes)
        elif name == "mergeCell" and (area := area_of(attributes.get("ref", ""))):
            self.found.merged.append(area)
        elif name == "dataValidation":
            rule = ValidationSpan(
                attributes.get("type", "none"), attributes.get("operator", "between")
            )
            rule.areas = _areas(attributes.get("sqref", ""))
            self.found.validations.append(rule)

    def _row(self, start: int, attributes: dict[str, str]) -> None:
        if not attributes.get("r", "").isdigit():
            raise unreadable()
        end = tag_end(self.xml, start)
        is_empty = self.xml[end - 2 : end - 1] == b"/"
        row = RowSpan(int(attributes["r"]) - 1, start, end, attributes, is_empty, end)
        if self.found.rows and self.found.rows[-1].row >= row.row:
            raise unreadable()
        self.found.rows.append(row)

    def _cell(self, start: int, attributes: dict[str, str]) -> None:
        area = area_of(attributes.get("r", ""))
        row = self.found.rows[-1]
        if area is None or area.top != row.row:
            raise unreadable()
        if row.cells and row.cells[-1].column >= area.left:
            raise unreadable()
        end = tag_end(self.xml, start)
        self.cell = CellSpan(area.left, start, end, attributes.get("s", ""))
        row.cells.append(self.cell)

    def _column(self, attributes: dict[str, str]) -> None:
        style = attributes.get("style", "")
        first, last = int(attributes.get("min", 1)) - 1, int(attributes.get("max", 0)) - 1
        if style:
            columns = range(first, min(last, first + _MOST_COLUMNS) + 1)
            self.found.column_styles |= dict.fromkeys(columns, style)

    def _characters(self, text: str) -> None:
        if self.cell is not None:
            self.cell.is_filled = self.cell.is_filled or bool(text.strip())
        elif "dataValidation" in self.path:
            self.text.append(text)

    def _end(self, tag: str) -> None:
        name = self.path.pop()
        index = self.parser.CurrentByteIndex
        if name == "c" and self.cell is not None:
            self.cell.end = self._closed(self.cell.start, self.cell.end, index)
            self.cell = None
        elif name == "row":
            row = self.found.rows[-1]
            row.end = self._closed(row.start, row.tag_end, index)
        elif name == "sheetData" and len(self.path) == 1:
            is_closing = self.xml.startswith(f"</{tag}".encode(), index)
            self.found.rows_end = index if is_closing else -1
        elif self.found.validations and "dataValidation" in self.path:
            self._rule_text(name, "".join(self.text))
        self.text = []

    def _closed(self, start: int, tag_end_place: int, index: int) -> int:
        """Where an element ends that began at `start`; a tag without content ends itself."""
        if self.xml[tag_end_place - 2 : tag_end_place - 1] == b"/":
            return tag_end_place
        return tag_end(self.xml, index)

    def _rule_text(self, name: str, text: str) -> None:
        rule = self.found.validations[-1]
        if name == "sqref":
            rule.areas = _areas(text)
        elif name in ("formula1", "formula2", "f") and text.strip():
            rule.formulas.append(text.strip())


def _areas(references: str) -> list[Area]:
    return [area for each in references.split()[:200] if (area := area_of(each))]
