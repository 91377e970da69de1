"""A first layout for a template that nobody has mapped yet, from its headers alone."""

import re
from dataclasses import replace

from shop_onboard.exports.templates.columns import (
    Source,
    TemplateLayout,
    columns,
    header_keys,
    with_data_row,
)
from shop_onboard.exports.templates.fields import FIELDS, MOST_IMAGES, UNITS, synonyms
from shop_onboard.exports.templates.sketch import SheetSketch, TemplateSketch
from shop_onboard.values.text import fold
from shop_onboard.values.workbook import name_key

_PICTURE = re.compile(r"(?:hinh\s?)?(?:anh|hinh|image|photo|picture)\D{0,12}(\d)")
_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\*")
# A word this short stands inside many others: «giá» in «giám đốc».
_LEAST_PART = 6


def guess(sketch: TemplateSketch) -> TemplateLayout:
    """The sheet and row that name the most fields; the first row of the first sheet otherwise."""
    best, best_score = TemplateLayout(sketch.sheets[0].name, 0, 1), -1
    for sheet in sketch.sheets:
        for row in range(len(sheet.head)):
            score = 0 if sheet.is_hidden else len(_fields(sheet, row))
            if score > max(best_score, 0):
                best, best_score = TemplateLayout(sheet.name, row, row + 1), score
    return guess_at(sketch, best.sheet, best.header_row)


def guess_at(sketch: TemplateSketch, sheet_name: str, header_row: int) -> TemplateLayout:
    """The layout with this row as the header."""
    sheet = sketch.sheet(sheet_name)
    fields = _fields(sheet, header_row)
    if "pack_label" not in fields.values() and "title" not in fields.values():
        # Two packs of one product have to be told apart somewhere.
        fields = {place: "title" if key == "name" else key for place, key in fields.items()}
    sources = {place: Source(field) for place, field in fields.items()}
    layout = TemplateLayout(sheet_name, header_row, header_row + 1, sources)
    layout = with_data_row(sketch, layout)
    return with_units(sketch, layout)


def with_units(sketch: TemplateSketch, layout: TemplateLayout) -> TemplateLayout:
    """The layout with the units that the file names; prices are in đồng where it names none."""
    sources = dict(layout.sources)
    for column in columns(sketch, layout):
        form = FIELDS[column.source.field].form if column.source.field else ""
        if form in ("mass", "length") and column.said_unit in UNITS[form]:
            sources[column.place] = replace(column.source, unit=column.said_unit)
        elif form == "money":
            unit = column.said_unit if column.said_unit == "nghìn đồng" else "đồng"
            sources[column.place] = replace(column.source, unit=unit)
    return replace(layout, sources=sources)


def is_sure(header: str, field: str) -> bool:
    """Whether the whole header is a known name of the field, not only its beginning."""
    found = _by_number(header) or _by_name(header)
    return found == field or {found, field} == {"name", "title"}


def _fields(sheet: SheetSketch, row: int) -> dict[int, str]:
    """Column → field; each field at most once, whole names before parts of names."""
    cells = sheet.head[row]
    if not any(header_keys(sheet, row)):
        return {}
    found: dict[int, str] = {}
    for known in (_by_number, _by_name, _by_part):
        for place, cell in enumerate(cells):
            field = known(cell) if cell and place not in found else ""
            if field and field not in found.values():
                found[place] = field
    return found


def _by_number(header: str) -> str:
    match = _PICTURE.fullmatch(_BRACKETS.sub("", fold(header)).strip().replace("_", " "))
    number = int(match[1]) if match else 0
    return f"image_{number}" if 1 <= number <= MOST_IMAGES else ""


def _by_name(header: str) -> str:
    known = synonyms()
    return known.get(name_key(header)) or known.get(name_key(_BRACKETS.sub("", header)), "")


def _by_part(header: str) -> str:
    key = name_key(_BRACKETS.sub("", header))
    parts = [name for name in synonyms() if len(name) >= _LEAST_PART and key.startswith(name)]
    return synonyms()[max(parts, key=len)] if parts else ""
