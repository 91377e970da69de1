"""Templates of marketplaces that name their columns by keys in row 1 and sign them in row 2."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from shop_onboard.errors import DomainError
from shop_onboard.exports.templates.columns import (
    LayoutProblem,
    Source,
    TemplateColumn,
    TemplateLayout,
    header_keys,
    with_data_row,
)
from shop_onboard.exports.templates.guessing import with_units
from shop_onboard.exports.templates.sketch import SheetSketch, TemplateSketch
from shop_onboard.values.facts import fact_rows
from shop_onboard.values.text import N_, Message

_LABELS = 2
_LEAST_KEYS = 3


@dataclass(frozen=True)
class KeyedTemplate:
    """One marketplace's own workbook.

    `sources` says what fills the column of a key, `essential` the keys without which the file is
    not that workbook. `check_marks` judges row 2 and gives the sentence of its refusal. Products
    begin at `first_row` (from 0) or lower. Of the columns whose key begins with `one_of` at least
    one has to be filled; "" where there are none such.
    """

    key: str
    sources: Mapping[str, Source]
    essential: tuple[str, ...]
    check_marks: Callable[[Sequence[str]], Message | None]
    first_row: int
    one_of: str = ""

    def lay_out(self, sketch: TemplateSketch) -> TemplateLayout:
        """The layout of such a workbook. Raises DomainError for a file that is none."""
        sheet = self._sheet(sketch)
        keys = header_keys(sheet, 0)
        missing = [key for key in self.essential if key not in keys]
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
        sources = {
            place: self.sources[key] for place, key in enumerate(keys) if key in self.sources
        }
        layout = TemplateLayout(sheet.name, _LABELS, self.first_row, sources, has_keys=True)
        return with_units(sketch, with_data_row(sketch, layout))

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
        return len(set(header_keys(sheet, 0)) & set(self.sources))

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


def sources_of(key: str) -> tuple[dict[str, Source], tuple[str, ...]]:
    """What fills each key of a marketplace's workbook, and which keys it cannot be without.

    A unit behind the field holds where the file names none.
    """
    rows = [row for row in fact_rows("template_keys") if row["marketplace"] == key]
    sources = {row["key"]: _source(row["fills"]) for row in rows}
    return sources, tuple(row["key"] for row in rows if row["essential"] == "*")


def _source(fills: str) -> Source:
    field, _colon, unit = fills.partition(":")
    return Source(asks=True) if fills == "?" else Source(field, unit)
