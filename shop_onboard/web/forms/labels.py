"""What is asked before labels are made."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from shop_onboard.models.lots import Lot
from shop_onboard.services.labels import MAX_LABELS
from shop_onboard.values.label_stock import all_label_stocks, get_label_stock
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import (
    ChoiceField,
    Form,
    Needed,
    ParsedField,
    YesField,
    whole_number,
)
from shop_onboard.web.language import chosen


class LabelsForm(Form):
    """Labels of a running lot; the tick is shown when trial labels fill more than a sheet."""

    # Which lots may be printed is the service's to say, with its own sentence.
    lot = ChoiceField(_l("Lô cần in tem"), validate_choice=False)
    count = ParsedField(
        _l("Số tem"),
        whole_number(1, MAX_LABELS),
        default=get_label_stock().capacity,
        validators=[Needed(N_("Hãy ghi số tem cần in, ví dụ 24."))],
        render_kw={"inputmode": "numeric"},
    )
    stock = ChoiceField(_l("Khổ giấy tem"))
    first_cell = ParsedField(
        _l("Ô trống đầu tiên"),
        whole_number(1, max(stock.capacity for stock in all_label_stocks())),
        default=1,
        render_kw={"inputmode": "numeric"},
    )
    lang = ChoiceField(_l("Chữ trên tem"))
    knows_trial = YesField(_l("Tôi biết đây là tem thử"))

    def __init__(self, lots: list[Lot], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.lot.choices = [
            SelectChoice(
                lot.slug, f"{lot.product.name} – {lot.code} – {lot.product.cooperative.name}"
            )
            for lot in lots
        ]
        self.stock.choices = [
            SelectChoice(stock.key, stock.name_in(chosen())) for stock in all_label_stocks()
        ]
        self.lang.choices = [
            SelectChoice("vi", "Tiếng Việt"),
            SelectChoice("en", "English"),
        ]
