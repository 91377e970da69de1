"""What is asked before labels are made, or made again."""

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from shop_onboard.models.lots import Lot
from shop_onboard.models.products import PackSize, Product
from shop_onboard.services.labels import MAX_LABELS
from shop_onboard.values.label_stock import LabelStock, get_label_stock
from shop_onboard.values.mass import format_mass
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
    # By its SKU. A pack of another product than the lot's is the service's to refuse as well.
    pack = ChoiceField(_l("Quy cách"), validate_choice=False)
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
                lot.slug, f"{lot.code} – {lot.product.name} – {lot.product.cooperative.name}"
            )
            for lot in lots
        ]
        self.pack.choices = _packs(lots)
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

    @property
    def asks_for_pack(self) -> bool:
        """Whether any of the lots is of a product with several pack sizes."""
        return len(self.pack.choices) > 1

    def pack_of(self, lot: Lot) -> str:
        """The label of the pack that was chosen for this lot; "" when none was, or another's."""
        chosen_one = (pack.label for pack in lot.product.packs if pack.sku == self.pack.data)
        return next(chosen_one, "")


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


def _packs(lots: Sequence[Lot]) -> list[SelectChoice]:
    """The packs of each product that has several, under its name; nobody guesses one first."""
    products = {lot.product_id: lot.product for lot in lots if len(lot.product.packs) > 1}
    owners = {product.cooperative_id for product in products.values()}
    return [
        SelectChoice("", _("– Chọn quy cách –")),
        *(
            SelectChoice(pack.sku, _pack_name(pack), optgroup=_group_name(product, len(owners)))
            for product in products.values()
            for pack in product.packs
        ),
    ]


def _group_name(product: Product, owner_count: int) -> str:
    return product.name if owner_count == 1 else f"{product.name} – {product.cooperative.name}"


def _pack_name(pack: PackSize) -> str:
    net_mass = format_mass(pack.net_mass_g, chosen())
    return pack.label if net_mass in pack.label else f"{pack.label} ({net_mass})"


def _papers(stocks: Sequence[LabelStock]) -> list[SelectChoice]:
    return [SelectChoice(stock.key, stock.name_in(chosen())) for stock in stocks]
