"""What a sale's fields may hold."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from shop_onboard.models.sales import Sale
from shop_onboard.queries.sales import Choice, SaleChoices
from shop_onboard.services.sales import SaleData
from shop_onboard.values import channels
from shop_onboard.values.dates import format_date, parse_date
from shop_onboard.values.mass import format_mass, parse_mass_kg
from shop_onboard.values.money import format_number, parse_vnd_typed
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import (
    AtMost,
    ChoiceField,
    CleanField,
    EchoField,
    Form,
    Needed,
    ParsedField,
)
from shop_onboard.web.language import chosen

CERTAINTIES = [
    SelectChoice("declared", _l("HTX khai")),
    SelectChoice("actual", _l("thực tế, có chứng từ")),
    SelectChoice("estimated", _l("ước tính")),
]


class SaleForm(Form):
    """A sale of one cooperative; call `offer` with what it can name before reading it."""

    sold_on = ParsedField(
        _l("Ngày bán"),
        parse_date,
        format_date,
        validators=[Needed(N_("Hãy ghi ngày bán, ví dụ 05/06/2026."))],
        render_kw={"inputmode": "text", "autocomplete": "off"},
    )
    channel_key = ChoiceField(_l("Kênh bán"))
    mass_g = EchoField(
        _l("Khối lượng đã bán"),
        parse_mass_kg,
        format_mass,
        validators=[Needed(N_("Hãy ghi khối lượng, ví dụ 120 kg hoặc 1,2 tấn."))],
        render_kw={"autocomplete": "off"},
    )
    product_code = ChoiceField(_l("Sản phẩm đã bán"))
    lot_code = ChoiceField(_l("Lấy từ lô"))
    revenue_vnd = EchoField(
        _l("Doanh thu (đồng)"),
        parse_vnd_typed,
        format_number,
        render_kw={"autocomplete": "off"},
    )
    campaign_code = ChoiceField(_l("Thuộc chương trình"))
    order_ref = CleanField(_l("Mã đơn hàng"), validators=[AtMost(80)])
    evidence = CleanField(_l("Chứng từ"), validators=[AtMost(300)])
    certainty = ChoiceField(_l("Mức độ"), choices=CERTAINTIES)
    version = HiddenField()

    def offer(self, choices: SaleChoices) -> None:
        """Fill the lists with what this cooperative's sale can name."""
        self.channel_key.choices = [
            SelectChoice("", _("– chọn kênh –")),
            *(SelectChoice(row.key, _channel_words(row)) for row in channels.all_channels()),
        ]
        self.product_code.choices = _options(choices.products, _("không ghi riêng"))
        self.lot_code.choices = _options(choices.lots, _("không rõ lô"))
        self.campaign_code.choices = _options(choices.campaigns, _("không thuộc chương trình nào"))

    def validate_channel_key(self, field: Any) -> None:
        """The empty first choice is no channel."""
        if not field.data:
            raise ValidationError(_("Hãy chọn kênh bán."))

    def to_data(self, choices: SaleChoices) -> SaleData:
        """The typed values as the service takes them."""
        return SaleData(
            sold_on=self.sold_on.data,
            channel_key=self.channel_key.data,
            mass_g=self.mass_g.data,
            product_id=_row_id(choices.products, self.product_code.data),
            lot_id=_row_id(choices.lots, self.lot_code.data),
            campaign_id=_row_id(choices.campaigns, self.campaign_code.data),
            revenue_vnd=self.revenue_vnd.data,
            order_ref=self.order_ref.data,
            evidence=self.evidence.data,
            certainty=self.certainty.data,
        )


def values_of(sale: Sale) -> dict[str, Any]:
    """What the form shows of a stored sale."""
    names = (
        "sold_on",
        "channel_key",
        "mass_g",
        "revenue_vnd",
        "order_ref",
        "evidence",
        "certainty",
        "version",
    )
    return {name: getattr(sale, name) for name in names} | {
        "product_code": sale.product.slug if sale.product else "",
        "lot_code": sale.lot.slug if sale.lot else "",
        "campaign_code": sale.campaign.code if sale.campaign else "",
    }


def _options(rows: Any, nothing: str) -> list[SelectChoice]:
    return [SelectChoice("", nothing), *(SelectChoice(row.key, _words(row)) for row in rows)]


def _words(row: Choice) -> str:
    return f"{row.label} ({_('đã thu hồi')})" if row.is_recalled else row.label


def _row_id(rows: Any, key: str) -> int | None:
    found: Choice | None = next((row for row in rows if row.key == key), None)
    return found.row_id if found else None


def _channel_words(channel: channels.Channel) -> str:
    name = channel.name_in(chosen())
    if channel.closed_on is not None:
        return _(
            "%(name)s (đã dừng %(day)s)", name=name, day=format_date(channel.closed_on, chosen())
        )
    if channel.state == "reported_closed":
        return _("%(name)s (được cho là đã dừng)", name=name)
    return name
