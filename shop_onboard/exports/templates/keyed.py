"""Templates of marketplaces that name their columns by keys in row 1 and sign them in row 2."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from shop_onboard.errors import DomainError
from shop_onboard.exports.templates.columns import (
    LayoutProblem,
    Source,
    TemplateColumn,
    TemplateLayout,
    columns,
    header_keys,
    with_data_row,
)
from shop_onboard.exports.templates.fields import FIELDS
from shop_onboard.exports.templates.guessing import with_units
from shop_onboard.exports.templates.planning import is_not_offered
from shop_onboard.exports.templates.sketch import SheetSketch, TemplateSketch
from shop_onboard.values.facts import fact_rows
from shop_onboard.values.text import N_, Message, fold

_LABELS = 2
_LEAST_KEYS = 3


@dataclass(frozen=True)
class KeyRow:
    """What is known of one key: a blank `source` where goods from here never need it.

    `label` says which words, in this order, the column's label must have for the key to mean
    that; "" for any. With `only_offered` nothing is written of which the file's own drop-down
    is not known to have it.
    """

    source: Source
    is_essential: bool = False
    label: str = ""
    only_offered: bool = False

    def fits(self, column: TemplateColumn) -> bool:
        """Whether the column may be filled without asking anybody."""
        words = (rf"\b{re.escape(fold(part))}\b" for part in self.label.split("…"))
        if self.label and not re.search(".*".join(words), fold(column.header)):
            return False
        return not (self.only_offered and column.is_unread)


@dataclass(frozen=True)
class KeyedTemplate:
    """One marketplace's own workbook.

    `keys` says what fills the column of a key, and which are essential: without these the file is
    not that workbook. `check_marks` judges row 2 and gives the sentence of its refusal. Products
    begin at `first_row` (from 0) or lower. Of the columns whose key begins with `one_of` at least
    one has to be filled; "" where there are none such.
    """

    key: str
    keys: Mapping[str, KeyRow]
    check_marks: Callable[[Sequence[str]], Message | None]
    first_row: int
    one_of: str = ""

    def lay_out(self, sketch: TemplateSketch) -> TemplateLayout:
        """The layout of such a workbook. Raises DomainError for a file that is none."""
        sheet = self._sheet(sketch)
        keys = header_keys(sheet, 0)
        essential = [key for key, row in self.keys.items() if row.is_essential]
        missing = [key for key in essential if key not in keys]
        if missing:
            raise DomainError(
                N_(
                    "Tệp mẫu thiếu cột «%(key)s»: hãy tải lại tệp mẫu từ gian hàng, không đổi"
                    " dòng 1.",
                    key=missing[0],
                )
            )
        refusal = self.check_marks([text for text in sheet.head[1] if text])
        if refusal is not None:
            raise DomainError(refusal)
        layout = TemplateLayout(sheet.name, _LABELS, self.first_row, has_keys=True)
        sources = {
            column.place: self.keys[column.key].source
            for column in columns(sketch, layout)
            if column.key in self.keys and self._fills(column)
        }
        layout = replace(layout, sources=sources)
        return with_units(sketch, with_data_row(sketch, layout))

    def _fills(self, column: TemplateColumn) -> bool:
        row = self.keys[column.key]
        if row.source.is_blank or not row.fits(column):
            return False
        field = FIELDS.get(row.source.field)
        # What is the same for all goods is either offered or not.
        same = field.same if field and row.only_offered else ""
        return not same or not is_not_offered(column, same)

    def is_needless(self, column: TemplateColumn) -> bool:
        """Whether goods from here never need this column."""
        row = self.keys.get(column.key)
        return row is not None and row.source.is_blank

    def is_to_ask(self, column: TemplateColumn) -> bool:
        """Whether the site has a value for this column, and may not write it by itself."""
        row = self.keys.get(column.key)
        return row is not None and column.source.is_blank and not row.source.is_blank

    def problems(self, found: tuple[TemplateColumn, ...]) -> list[LayoutProblem]:
        """What a person still has to settle, beyond what every template asks."""
        group = [column for column in found if self.one_of and column.key.startswith(self.one_of)]
        if not group or any(not column.source.is_blank for column in group):
            return []
        names = ", ".join(f"«{column.header}»" for column in group)
        sentence = N_("Hãy bật ít nhất một trong các cột: %(columns)s.", columns=names)
        return [LayoutProblem(sentence, group[0].place)]

    def is_one(self, sketch: TemplateSketch) -> bool:
        """Whether a file looks like such a workbook, be it complete or not."""
        return any(self._known(sheet) >= _LEAST_KEYS for sheet in sketch.sheets)

    def _known(self, sheet: SheetSketch) -> int:
        return len(set(header_keys(sheet, 0)) & set(self.keys))

    def _sheet(self, sketch: TemplateSketch) -> SheetSketch:
        # Guides and examples repeat the keys; the sheet to fill is the one that is signed.
        known = [each for each in sketch.sheets if self._known(each) >= _LEAST_KEYS]
        shown = [each for each in known if not each.is_hidden and len(each.head) > _LABELS]
        signed = [
            each for each in shown if self.check_marks([t for t in each.head[1] if t]) is None
        ]
        if not shown:
            raise DomainError(
                N_(
                    "Đây không phải tệp mẫu đăng hàng loạt của sàn này: dòng 1 không có các mã cột."
                    " Hãy tải tệp mẫu trắng từ gian hàng của bạn."
                )
            )
        return (signed or shown)[0]


def keys_of(marketplace: str) -> dict[str, KeyRow]:
    """What is known of the keys of a marketplace's workbook.

    A unit behind the field holds where the file names none.
    """
    return {
        row["key"]: KeyRow(
            _source(row["fills"]), row["essential"] == "*", row["label"], row["only_offered"] == "*"
        )
        for row in fact_rows("template_keys")
        if row["marketplace"] == marketplace
    }


def _source(fills: str) -> Source:
    if fills == "-":
        return Source()
    if fills.startswith("="):
        return Source(constant=fills[1:])
    field, _colon, unit = fills.partition(":")
    return Source(asks=True) if fills == "?" else Source(field, unit)
