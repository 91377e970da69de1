"""How much of a cooperative's products goes into a file."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import ImmutableMultiDict
from wtforms import SelectMultipleField
from wtforms.fields.choices import SelectChoice

from shop_onboard.models.products import Product
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import ChoiceField, Form
from shop_onboard.web.language import say

SCOPES = {
    "all": N_("Mọi sản phẩm đủ thông tin"),
    "changes": N_("Chỉ những gì đã đổi từ lần trước"),
    "chosen": N_("Chỉ những sản phẩm đánh dấu dưới đây"),
}
# The same of a file that was made.
HELD = {
    "all": N_("mọi sản phẩm đủ thông tin"),
    "changes": N_("chỉ phần đã đổi"),
    "chosen": N_("những sản phẩm được chọn"),
}


class ExportForm(Form):
    """All, what changed, or what is ticked."""

    scope = ChoiceField(_l("Đưa vào tệp"))
    product = SelectMultipleField(_l("Sản phẩm"))

    def __init__(self, products: Sequence[Product], *, has_last: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scope.choices = [
            SelectChoice(key, say(words))
            for key, words in SCOPES.items()
            if has_last or key != "changes"
        ]
        self.product.choices = [SelectChoice(row.slug, row.name) for row in products]

    def check_chosen(self) -> bool:
        """Whether something is ticked exactly where ticks count; says so beside the field if not.

        A tick is never passed over: it is the person's own word as much as the choice above is.
        """
        if self.scope.data != "chosen" and self.product.data:
            self.scope.errors = [
                _(
                    "Bạn đã đánh dấu %(count)s sản phẩm: hãy chọn «%(chosen)s», hoặc bỏ dấu.",
                    count=len(self.product.data),
                    chosen=say(SCOPES["chosen"]),
                )
            ]
            return False
        if self.scope.data != "chosen":
            return True
        if self.product.data:
            return True
        self.product.errors = [say(N_("Hãy đánh dấu ít nhất một sản phẩm."))]
        return False

    @property
    def chosen(self) -> tuple[str, ...]:
        """The products that count; none where the scope needs none."""
        return tuple(self.product.data or ()) if self.scope.data == "chosen" else ()


def ticked(sent: ImmutableMultiDict[str, str]) -> set[str]:
    """The products that are ticked in what was sent."""
    return set(sent.getlist("product"))
