"""What is asked before labels are made, or made again."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from shop_onboard.models.lots import Lot
from shop_onboard.services.labels import MAX_LABELS
from shop_onboard.values.label_stock import LabelStock, get_label_stock
from shop_onboard.values.serials import format_serials, parse_serials
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import (
    AtMost,
    ChoiceField,
    CleanField,
    Form,
    Needed,
    ParsedField,
    YesField,
    whole_number,
)
from shop_onboard.web.language import chosen

_MOST_CELLS = 200


class LabelsForm(Form):
    """Labels of a running lot; the ticks are shown when what they say has to be known."""

    # Which lots may be printed is the service's to say, with its own sentence.
    lot = ChoiceField(_l("Lô cần in tem"), validate_choice=False)
    content = ChoiceField(_l("Mã QR trên tem"))
    count = ParsedField(
        _l("Số tem"),
        whole_number(1, MAX_LABELS),
        default=get_label_stock().capacity,
        validators=[Needed(N_("Hãy ghi số tem cần in, ví dụ 24."))],
        render_kw={"inputmode": "numeric"},
    )
    stock = ChoiceField(_l("Khổ giấy tem"))
    first_cell = ParsedField(
        _l("Ô trống đầu tiên"), whole_number(1, _MOST_CELLS), render_kw={"inputmode": "numeric"}
    )
    lang = ChoiceField(_l("Chữ trên tem"))
    knows_trial = YesField(_l("Tôi biết đây là tem thử"))
    knows_test = YesField(_l("Tôi đã in tờ thử, đo đúng thước và quét được mã"))

    def __init__(self, lots: list[Lot], stocks: Sequence[LabelStock], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stocks = stocks
        self.lot.choices = [
            SelectChoice(
                lot.slug, f"{lot.product.name} – {lot.code} – {lot.product.cooperative.name}"
            )
            for lot in lots
        ]
        self.stock.choices = _papers(stocks)
        self.content.choices = [
            SelectChoice("item", _("Mỗi tem một mã riêng (nên dùng)")),
            SelectChoice("lot", _("Cả lô chung một mã")),
            SelectChoice("product", _("Cả sản phẩm chung một mã, không theo lô")),
        ]
        self.lang.choices = [
            SelectChoice("vi", _("Tiếng Việt")),
            SelectChoice("en", _("Tiếng Việt và tiếng Anh")),
        ]


class AgainForm(Form):
    """The numbers that were damaged, and the paper that they go on now."""

    serials = ParsedField(
        _l("Số của những tem cần in lại"),
        parse_serials,
        format_serials,
        validators=[Needed(N_("Hãy ghi số của những tem cần in lại, ví dụ 5, 8-12."))],
    )
    reason = CleanField(_l("Lý do"), validators=[AtMost(200)])
    stock = ChoiceField(_l("Khổ giấy tem"))
    first_cell = ParsedField(
        _l("Ô trống đầu tiên"), whole_number(1, _MOST_CELLS), render_kw={"inputmode": "numeric"}
    )

    def __init__(self, stocks: Sequence[LabelStock], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.stock.choices = _papers(stocks)


def _papers(stocks: Sequence[LabelStock]) -> list[SelectChoice]:
    return [SelectChoice(stock.key, stock.name_in(chosen())) for stock in stocks]
