"""Paper for labels by its measures, and how far a printer misses."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from shop_onboard.values.label_stock import KINDS, LabelStock
from shop_onboard.values.millimetres import format_mm, parse_mm
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import (
    AtMost,
    ChoiceField,
    CleanField,
    Form,
    Needed,
    ParsedField,
    whole_number,
)
from shop_onboard.web.language import say

_KEYS = {"inputmode": "decimal"}


def _length(words: Any, default_um: int) -> ParsedField:
    return ParsedField(
        words,
        parse_mm,
        format_mm,
        default=default_um,
        validators=[Needed(N_("Hãy ghi số milimét, ví dụ 52,5."))],
        render_kw=_KEYS,
    )


class OwnStockForm(Form):
    """Measured with a ruler; a roll needs its sticker alone."""

    owner = ChoiceField(_l("Ai dùng giấy này"))
    name = CleanField(
        _l("Tên giấy"),
        validators=[Needed(N_("Hãy đặt tên, ví dụ «Giấy tem cửa hàng Hòa».")), AtMost(100)],
    )
    kind = ChoiceField(_l("Loại giấy"))
    label_w = _length(_l("Tem rộng (mm)"), 60_000)
    label_h = _length(_l("Tem cao (mm)"), 40_000)
    columns = ParsedField(_l("Số cột"), whole_number(1, 20), default=3, render_kw=_KEYS)
    rows = ParsedField(_l("Số hàng"), whole_number(1, 40), default=7, render_kw=_KEYS)
    margin_left = _length(_l("Lề trái (mm)"), 10_000)
    margin_top = _length(_l("Lề trên (mm)"), 8_500)
    gap_x = _length(_l("Khe giữa hai cột (mm)"), 0)
    gap_y = _length(_l("Khe giữa hai hàng (mm)"), 0)
    page_w = _length(_l("Giấy rộng (mm)"), 210_000)
    page_h = _length(_l("Giấy cao (mm)"), 297_000)

    def __init__(self, owners: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.owner.choices = [SelectChoice(key, name) for key, name in owners]
        self.kind.choices = [SelectChoice(key, say(words)) for key, words in KINDS.items()]

    def stock(self) -> LabelStock:
        """The paper as it was typed, not checked yet."""
        lengths = ("page_w", "page_h", "label_w", "label_h", "margin_left", "margin_top")
        return LabelStock(
            key="",
            name=self.name.data,
            name_en=self.name.data,
            kind=self.kind.data,
            columns=self.columns.data or 1,
            rows=self.rows.data or 1,
            source="",
            **{f"{name}_um": self[name].data for name in (*lengths, "gap_x", "gap_y")},
        )


class ShiftForm(Form):
    """Tenths of a millimetre; to the left and up are below zero."""

    shift_x = ParsedField(_l("Sang phải (mm)"), parse_mm, format_mm, default=0, render_kw=_KEYS)
    shift_y = ParsedField(_l("Xuống dưới (mm)"), parse_mm, format_mm, default=0, render_kw=_KEYS)
