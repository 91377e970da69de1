"""Products written into a template: its sheet's XML is edited in place, nothing else is touched."""

import csv
import io
import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from decimal import Decimal
from xml.sax.saxutils import escape, quoteattr

from shop_onboard.errors import DomainError
from shop_onboard.exports.templates.columns import TemplateLayout
from shop_onboard.exports.templates.fields import CellValue
from shop_onboard.exports.templates.package import SheetPart, sheet_parts, table_parts
from shop_onboard.exports.templates.places import LAST_ROW, Area, column_letter
from shop_onboard.exports.templates.sheet_scan import (
    CellSpan,
    RowSpan,
    SheetScan,
    check_whole,
    scan,
    tag_end,
)
from shop_onboard.exports.templates.zip_parts import ZipParts, unreadable
from shop_onboard.values.text import N_

Row = Mapping[int, CellValue]
Edit = tuple[int, int, bytes]

_SPANS = re.compile(rb"""\s+spans\s*=\s*("[^"]*"|'[^']*')""")
_REF = re.compile(rb"""(\sref\s*=\s*)("[^"]*"|'[^']*')""")
_TABLE_TAG = re.compile(rb"<(?:\w+:)?(?:table|autoFilter)\s")
# Excel reads «_x0041_» in a text as the letter A.
_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_ENCODINGS = ("utf-8", "utf-16-le", "utf-16-be")


def fill_workbook(
    content: bytes, layout: TemplateLayout, places: Collection[int], rows: Sequence[Row]
) -> bytes:
    """The .xlsx with the rows written from `layout.data_row` on, into the columns of `places`.

    Texts are inline strings and numbers numeric cells; styles are those of the cells there, or of
    the first row to fill. Only the sheet, and a table or filter that has to grow, are changed.
    Raises DomainError when something stands there already, or the file cannot be edited.
    """
    if not rows:
        return content
    parts = ZipParts(content)
    sheet = next((each for each in sheet_parts(parts) if each.name == layout.sheet), None)
    if sheet is None:
        raise unreadable()
    area = _area(layout, places, len(rows))
    xml = parts.read(sheet.part)
    found = scan(xml)
    _check_free(found, layout, places, area)
    changed = {sheet.part: _edited(xml, _sheet_edits(xml, found, layout, area, rows))}
    changed |= _grown_tables(parts, sheet, layout, area)
    filled = parts.with_parts(changed)
    check_whole(ZipParts(filled).read(sheet.part))
    return filled


def fill_csv(
    content: bytes, delimiter: str, encoding: str, width: int, rows: Sequence[Row]
) -> bytes:
    """The CSV with the rows added under it, in its own encoding, delimiter and line ends."""
    if encoding not in _ENCODINGS:
        raise DomainError(
            N_(
                "Tệp mẫu này dùng bảng mã cũ: hãy mở bằng Excel, chọn Lưu thành, kiểu «CSV UTF-8»,"
                " rồi gửi lại."
            )
        )
    line_end = "\r\n" if "\r\n".encode(encoding) in content else "\n"
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    for row in rows:
        writer.writerow([_plain(row.get(place)) for place in range(width)])
    gap = b"" if content.endswith("\n".encode(encoding)) else line_end.encode(encoding)
    return content + gap + text.getvalue().encode(encoding)


def _plain(value: CellValue | None) -> str | int | None:
    return _decimal(value) if isinstance(value, Decimal) else value


def _decimal(value: Decimal) -> str:
    return f"{value.normalize():f}"


def _area(layout: TemplateLayout, places: Collection[int], count: int) -> Area:
    last = layout.data_row + count - 1
    if last >= LAST_ROW:
        raise DomainError(N_("Tệp mẫu không đủ dòng cho chừng này sản phẩm."))
    return Area(layout.data_row, min(places), last, max(places))


def _check_free(
    found: SheetScan, layout: TemplateLayout, places: Collection[int], area: Area
) -> None:
    for row in found.rows:
        for cell in row.cells:
            if row.row >= layout.data_row and cell.column in places and cell.is_filled:
                raise DomainError(
                    N_(
                        "Ô %(cell)s của tệp mẫu đã có chữ: hãy tải tệp mẫu trắng, hoặc chọn dòng"
                        " sản phẩm đầu tiên ở dưới.",
                        cell=f"{column_letter(cell.column)}{row.row + 1}",
                    )
                )
    for merged in found.merged:
        if merged.meets(area):
            raise DomainError(
                N_(
                    "Tệp mẫu có ô gộp %(cells)s ở chỗ cần điền: hãy bỏ gộp ô rồi gửi lại.",
                    cells=str(merged),
                )
            )


def _edited(content: bytes, edits: Sequence[Edit]) -> bytes:
    out = []
    place = 0
    for start, end, text in sorted(edits, key=lambda each: each[:2]):
        out += [content[place:start], text]
        place = end
    return b"".join([*out, content[place:]])


def _sheet_edits(
    xml: bytes, found: SheetScan, layout: TemplateLayout, area: Area, rows: Sequence[Row]
) -> list[Edit]:
    edits = list(_row_edits(xml, found, layout, rows))
    if found.dimension is not None:
        start, end, held = found.dimension
        edits.append((start, end, _with_ref(xml[start:end], held.around(area) if held else area)))
    if found.filter is not None:
        start, end, held = found.filter
        if held is not None and (grown := _grown(held, layout, area)):
            edits.append((start, end, _with_ref(xml[start:end], grown)))
    return edits


def _with_ref(tag: bytes, area: Area) -> bytes:
    return _REF.sub(lambda match: match[1] + f'"{area}"'.encode(), tag, count=1)


def _row_edits(
    xml: bytes, found: SheetScan, layout: TemplateLayout, rows: Sequence[Row]
) -> Iterator[Edit]:
    by_row = {row.row: row for row in found.rows}
    pattern = by_row.get(layout.data_row)
    maker = _Maker(xml, found, pattern)
    later = [row for row in found.rows if row.row >= layout.data_row]
    added: dict[int, list[bytes]] = {}
    for number, cells in enumerate(rows, layout.data_row):
        held = by_row.get(number)
        if held is not None:
            yield held.start, held.end, maker.changed(held, cells)
            continue
        place = next((row.start for row in later if row.row > number), found.rows_end)
        added.setdefault(place, []).append(maker.added(number, cells))
    for place, texts in added.items():
        yield place, place, b"".join(texts)


class _Maker:
    """Rows in the words of one sheet: its prefix, and the styles of its first row to fill."""

    def __init__(self, xml: bytes, found: SheetScan, pattern: RowSpan | None) -> None:
        self.xml = xml
        self.prefix = found.prefix
        self.columns = found.column_styles
        self.styles = {cell.column: cell.style for cell in pattern.cells} if pattern else {}
        kept = pattern.attributes.items() if pattern else ()
        self.attributes = "".join(
            f" {name}={quoteattr(value)}" for name, value in kept if name not in ("r", "spans")
        )

    def changed(self, held: RowSpan, cells: Row) -> bytes:
        """A row of the file with some cells written; the others keep their bytes."""
        tag = _SPANS.sub(b"", self.xml[held.start : held.tag_end])
        if held.is_empty_tag:
            tag = tag[: tag.rindex(b"/")].rstrip() + b">"
        spans = {cell.column: cell for cell in held.cells}
        body = b"".join(
            self._cell(held.row, column, cells[column], spans.get(column))
            if column in cells
            else self.xml[spans[column].start : spans[column].end]
            for column in sorted({*spans, *cells})
        )
        return tag + body + f"</{self.prefix}row>".encode()

    def added(self, row: int, cells: Row) -> bytes:
        """A new row that looks like the first one to fill."""
        body = b"".join(
            self._cell(row, column, cells.get(column), None)
            for column in sorted({*self.styles, *cells})
        )
        tag = f'<{self.prefix}row r="{row + 1}"{self.attributes}>'.encode()
        return tag + body + f"</{self.prefix}row>".encode()

    def _cell(self, row: int, column: int, value: CellValue | None, held: CellSpan | None) -> bytes:
        style = held.style if held else self.styles.get(column, self.columns.get(column, ""))
        name = f'{self.prefix}c r="{column_letter(column)}{row + 1}"'
        name += f' s="{style}"' if style else ""
        p = self.prefix
        if value is None:
            return f"<{name}/>".encode()
        if isinstance(value, str):
            text = escape(_ESCAPED.sub("_x005F_", value))
            inner = f'<{p}is><{p}t xml:space="preserve">{text}</{p}t></{p}is>'
            return f'<{name} t="inlineStr">{inner}</{p}c>'.encode()
        number = _decimal(value) if isinstance(value, Decimal) else str(value)
        return f"<{name}><{p}v>{number}</{p}v></{p}c>".encode()


def _grown(held: Area, layout: TemplateLayout, area: Area) -> Area | None:
    """A list that begins at the header grows with its rows; None when it need not."""
    covers = held.top <= layout.data_row and held.bottom >= layout.header_row
    is_over = held.left <= area.right and held.right >= area.left
    if not (covers and is_over and held.bottom < area.bottom):
        return None
    return Area(held.top, held.left, area.bottom, held.right)


def _grown_tables(
    parts: ZipParts, sheet: SheetPart, layout: TemplateLayout, area: Area
) -> dict[str, bytes]:
    changed = {}
    for part, held, totals in table_parts(parts, sheet):
        grown = _grown(held, layout, area)
        if grown is None:
            continue
        if totals:
            raise DomainError(
                N_("Bảng trong tệp mẫu có dòng tổng: hãy bỏ dòng tổng rồi gửi lại tệp mẫu.")
            )
        xml = parts.read(part)
        edits = []
        for match in _TABLE_TAG.finditer(xml):
            end = tag_end(xml, match.start())
            edits.append((match.start(), end, _with_ref(xml[match.start() : end], grown)))
        changed[part] = _edited(xml, edits)
    return changed
