"""What an order and the word that it was paid may hold."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from shop_onboard.models.products import PackSize
from shop_onboard.services.payments import LineData, OrderData
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

_MOST_PACKS = 9_999


class OrderForm(Form):
    """An order sheet: how many of each pack on offer. `order_form` adds the packs."""

    buyer = CleanField(_l("Ghi nhớ về người mua"), validators=[AtMost(120)])
    packs: Sequence[PackSize] = ()

    def quantity_of(self, pack: PackSize) -> ParsedField:
        """The field in which the number of this pack is typed."""
        return self[_name(pack)]

    def to_data(self) -> OrderData:
        """The typed quantities; what is left empty is not ordered."""
        typed = ((pack.id, self.quantity_of(pack).data) for pack in self.packs)
        return OrderData(
            tuple(LineData(pack_id, number) for pack_id, number in typed if number),
            self.buyer.data,
        )


def order_form(packs: Sequence[PackSize]) -> OrderForm:
    """The sheet of these packs."""
    fields = {
        _name(pack): ParsedField(
            f"{pack.product.name} – {pack.label}",
            whole_number(0, _MOST_PACKS),
            render_kw={"inputmode": "numeric", "autocomplete": "off"},
        )
        for pack in packs
    }
    return type("PackedOrderForm", (OrderForm,), fields | {"packs": packs})()


def _name(pack: PackSize) -> str:
    return f"quantity_{pack.id}"


class PaidForm(Form):
    """A named person says that the money came."""

    how = ChoiceField(
        _l("Khách đã trả bằng"),
        choices=[
            SelectChoice("transfer", _l("Chuyển khoản")),
            SelectChoice("cash", _l("Tiền mặt")),
            SelectChoice("mobile_money", _l("Mobile Money")),
        ],
    )
    word_of = CleanField(
        _l("Người xác nhận"),
        validators=[Needed(N_("Hãy ghi họ tên người xác nhận đã nhận tiền.")), AtMost(120)],
        render_kw={"autocomplete": "name"},
    )
