"""A template's columns, and what is to be written into each."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field, replace
from typing import Any

from shop_onboard.exports.templates.fields import FIELDS
from shop_onboard.exports.templates.places import column_letter
from shop_onboard.exports.templates.sketch import Bound, SheetSketch, TemplateSketch
from shop_onboard.values.text import N_, Message, fold
from shop_onboard.values.workbook import name_key

_HINT_ROWS = 4
_LONGEST_KEY = 200
_REQUIRED = frozenset({"bat buoc", "required", "mandatory", "bat buoc nhap"})
_CONDITIONAL = frozenset(
    {"bat buoc co dieu kien", "conditional mandatory", "conditionally required", "conditional"}
)
_KILOGRAMS = re.compile(r"\b(kg|kilogram|kilograms|kilogam|ki-lo-gam|ky)\b")
_GRAMS = re.compile(r"\b(g|gr|gram|grams|gam)\b")
_LENGTHS = {
    "mm": re.compile(r"\b(mm|mili-?met|mi-li-met|millimet(?:er|re)s?)\b"),
    "cm": re.compile(r"\b(cm|centi-?met|xang-?ti-?met|xen-?ti-?met|centimet(?:er|re)s?)\b"),
    "m": re.compile(r"\b(m|met|met(?:er|re)s?)\b"),
}
_THOUSANDS = re.compile(r"nghin dong|ngan dong|1\.?000 ?(d|dong|vnd)\b")
_BETWEEN = re.compile(r"\b(\d+)\s*(?:-|–|den|to)\s*(\d[\d.,]*)\s*(?:ky tu|chars?|characters?)\b")
_AT_MOST = re.compile(
    r"(<=?|toi da|nhieu nhat|khong qua|max(?:imum)?:?|up to|duoi)\s*(\d[\d.,]*)\s*"
    r"(?:ky tu|chars?|characters?)\b"
)
_NUMBER = re.compile(r"\d+(?:[.,]\d+)?")
# Packed goods that are sent by parcel weigh more than this in grams, and less in kilograms.
_FEW = 10


@dataclass(frozen=True)
class Source:
    """What fills a column: a key of `FIELDS` (with the unit of its numbers), the same text for
    every product, or an answer that is asked for each product. Nothing: the column stays blank.
    """

    field: str = ""
    unit: str = ""
    constant: str = ""
    asks: bool = False

    @property
    def is_blank(self) -> bool:
        return not (self.field or self.constant or self.asks)


@dataclass(frozen=True)
class TemplateLayout:
    """How one template is filled; rows and columns count from 0.

    The labels stand in `header_row`, products begin at `data_row`. In a template that names its
    columns by keys they stand in row 0, `has_keys` says so.
    """

    sheet: str
    header_row: int
    data_row: int
    sources: Mapping[int, Source] = field(default_factory=dict)
    has_keys: bool = False


@dataclass(frozen=True)
class TemplateColumn:
    """One column: `key` is its own in every version of the template, `hints` stand under it.

    `bound` is the length or number that the file itself sets; `said_unit` the unit it names, ""
    where it names none or contradicts itself. `is_conditional` when the file says that it is
    required of some goods; `is_unread` when it has a drop-down that hangs on another cell.
    """

    place: int
    key: str
    header: str
    is_required: bool
    hints: tuple[str, ...]
    options: tuple[str, ...]
    bound: Bound | None
    said_unit: str
    last_row: int
    source: Source
    is_conditional: bool = False
    is_unread: bool = False

    @property
    def letter(self) -> str:
        return column_letter(self.place)


@dataclass(frozen=True)
class LayoutProblem:
    """What a person has to settle, and in which column; None where it is about all of them."""

    message: Message
    place: int | None = None


def columns(sketch: TemplateSketch, layout: TemplateLayout) -> tuple[TemplateColumn, ...]:
    """The columns that have a header, from left to right."""
    sheet = sketch.sheet(layout.sheet)
    last_hint = min(layout.data_row, layout.header_row + 1 + _HINT_ROWS)
    found = []
    for place, key in enumerate(header_keys(sheet, 0 if layout.has_keys else layout.header_row)):
        header = sheet.cell(layout.header_row, place) or key
        if not key:
            continue
        under = (sheet.cell(row, place) for row in range(layout.header_row + 1, last_hint))
        hints = tuple(text for text in under if text)
        found.append(
            TemplateColumn(
                place,
                key,
                header,
                "*" in header or any(fold(hint) in _REQUIRED for hint in hints),
                hints,
                sheet.options.get(place, ()),
                sheet.bounds.get(place) or _said_bound(hints),
                _said_unit(header, hints),
                sheet.last_rows[place] if place < len(sheet.last_rows) else -1,
                layout.sources.get(place, Source()),
                any(fold(hint) in _CONDITIONAL for hint in hints),
                place in sheet.unread,
            )
        )
    return tuple(found)


def header_keys(sheet: SheetSketch, row: int) -> tuple[str, ...]:
    """A key for each column of a row of headers, "" for a blank; twins are told apart by number.

    Of «ps_price|1|0» the key is «ps_price».
    """
    cells = sheet.head[row] if row < len(sheet.head) else ()
    counts: Counter[str] = Counter()
    keys = []
    for cell in cells:
        key = cell.partition("|")[0].strip() if "_" in cell and " " not in cell else name_key(cell)
        key = key[:_LONGEST_KEY]
        if key:
            counts[key] += 1
            key = key if counts[key] == 1 else f"{key}#{counts[key]}"
        keys.append(key)
    return tuple(keys)


def fingerprint(keys: tuple[str, ...]) -> str:
    """The same for every template with these headers, in whatever order."""
    told = "\n".join(sorted(key for key in keys if key))
    return hashlib.sha256(told.encode()).hexdigest()


def headers_of(sketch: TemplateSketch) -> Iterator[tuple[str, SheetSketch, int]]:
    """(fingerprint, sheet, row) of every row that may be the header, of the visible sheets."""
    for sheet in sketch.sheets:
        for row, cells in enumerate(sheet.head):
            if not sheet.is_hidden and any(cells):
                yield fingerprint(header_keys(sheet, row)), sheet, row


def kept(sketch: TemplateSketch, layout: TemplateLayout) -> dict[str, Any]:
    """The layout by header, as it fits every template with these headers."""
    return {
        column.key: asdict(column.source)
        for column in columns(sketch, layout)
        if not column.source.is_blank
    }


def shared(sketch: TemplateSketch, layout: TemplateLayout) -> dict[str, Any]:
    """As `kept`, for other sellers: of a text that the template does not offer, nothing."""
    own = {
        column.place
        for column in columns(sketch, layout)
        if column.source.constant and column.source.constant not in column.options
    }
    sources = {place: each for place, each in layout.sources.items() if place not in own}
    return kept(sketch, replace(layout, sources=sources))


def recalled(
    sketch: TemplateSketch, layout: TemplateLayout, sources: Mapping[str, Any]
) -> TemplateLayout:
    """The layout with what was kept by header; columns that nobody has named stay as they are."""
    held = {
        column.place: Source(**sources[column.key])
        for column in columns(sketch, layout)
        if column.key in sources
    }
    named = {
        place: source for place, source in {**layout.sources, **held}.items() if not source.is_blank
    }
    return replace(layout, sources=named)


def with_data_row(sketch: TemplateSketch, layout: TemplateLayout) -> TemplateLayout:
    """The layout whose products begin under the last text of the columns that are filled."""
    last_rows = sketch.sheet(layout.sheet).last_rows
    used = [last_rows[place] for place in layout.sources if place < len(last_rows)]
    last = max([layout.header_row, *used]) if used else max([layout.header_row, *last_rows])
    return replace(layout, data_row=max(last + 1, layout.data_row))


def doubts_unit(sketch: TemplateSketch, layout: TemplateLayout) -> bool:
    """Whether a column is filled in another unit than its own header names."""
    return any(
        column.said_unit and column.source.unit not in ("", column.said_unit)
        for column in columns(sketch, layout)
    )


def stored_layout(layout: TemplateLayout) -> dict[str, Any]:
    """The layout as JSON keeps it."""
    return asdict(layout) | {
        "sources": {str(place): asdict(source) for place, source in layout.sources.items()}
    }


def loaded_layout(held: Mapping[str, Any]) -> TemplateLayout:
    """The layout that `stored_layout` gave."""
    sources = {int(place): Source(**each) for place, each in held["sources"].items()}
    return TemplateLayout(**{**held, "sources": sources})


def layout_problems(
    found: tuple[TemplateColumn, ...], layout: TemplateLayout
) -> list[LayoutProblem]:
    """What a person still has to settle before products can be written; empty when nothing is."""
    problems = []
    if not any(column.source.field for column in found):
        sentence = N_("Hãy chọn ít nhất một cột nhận thông tin của sản phẩm.")
        problems.append(LayoutProblem(sentence))
    if layout.data_row <= layout.header_row:
        sentence = N_("Dòng sản phẩm đầu tiên phải ở dưới dòng tiêu đề.")
        problems.append(LayoutProblem(sentence))
    for column in found:
        said = _column_problems(column, layout)
        problems += [LayoutProblem(each, column.place) for each in said]
    return problems


def _mass_unit_missing(column: str) -> Message:
    return N_("Cột «%(column)s»: hãy chọn số ghi bằng gam hay ki-lô-gam.", column=column)


def _length_unit_missing(column: str) -> Message:
    return N_(
        "Cột «%(column)s»: hãy chọn số ghi bằng mi-li-mét, xăng-ti-mét hay mét.", column=column
    )


_UNIT_ASKED = {"mass": _mass_unit_missing, "length": _length_unit_missing}


def _column_problems(column: TemplateColumn, layout: TemplateLayout) -> list[Message]:
    source, name = column.source, column.header
    if source.is_blank:
        if not column.is_required:
            return []
        sentence = N_(
            "Cột «%(column)s» bắt buộc: hãy chọn thông tin, ghi giá trị chung, hoặc chọn «hỏi từng"
            " sản phẩm».",
            column=name,
        )
        return [sentence]
    problems = []
    form = FIELDS[source.field].form if source.field else ""
    if form in _UNIT_ASKED and not source.unit:
        problems.append(_UNIT_ASKED[form](name))
    if source.constant and column.options and source.constant not in column.options:
        problems.append(
            N_(
                "Cột «%(column)s»: «%(text)s» không có trong danh sách chọn của tệp mẫu.",
                column=name,
                text=source.constant,
            )
        )
    if column.last_row >= layout.data_row:
        problems.append(
            N_(
                "Cột «%(column)s» đã có chữ ở dòng %(row)s: hãy chọn dòng sản phẩm đầu tiên ở dưới,"
                " hoặc tải tệp mẫu trắng.",
                column=name,
                row=str(column.last_row + 1),
            )
        )
    return problems


def _said_unit(header: str, hints: tuple[str, ...]) -> str:
    """A unit of `UNITS` where the texts agree on one and sample numbers do not object; or ""."""
    text = fold(" ".join((header, *hints)))
    if _THOUSANDS.search(text):
        return "nghìn đồng"
    # «ki-lô-gam» ends like «gam».
    is_kg, is_g = bool(_KILOGRAMS.search(text)), bool(_GRAMS.search(_KILOGRAMS.sub("", text)))
    if not (is_kg or is_g):
        return _said_length(text)
    if is_kg == is_g:
        return ""
    samples = [float(hint.replace(",", ".")) for hint in hints if _NUMBER.fullmatch(hint)]
    agree = all((sample < _FEW) == is_kg for sample in samples)
    return ("kg" if is_kg else "g") if agree else ""


def _said_length(text: str) -> str:
    # «xăng-ti-mét» ends like «mét»: what has been understood is taken away.
    said = []
    for unit, names in _LENGTHS.items():
        if names.search(text):
            said.append(unit)
        text = names.sub("", text)
    return said[0] if len(said) == 1 else ""


def _said_bound(hints: tuple[str, ...]) -> Bound | None:
    text = fold(" ".join(hints))
    if between := _BETWEEN.search(text):
        return Bound(True, float(between[1]), _whole(between[2]))
    if most := _AT_MOST.search(text):
        strict = 1 if most[1] in ("<", "duoi") else 0
        return Bound(True, None, _whole(most[2]) - strict)
    return None


def _whole(text: str) -> float:
    return float(text.replace(".", "").replace(",", ""))
