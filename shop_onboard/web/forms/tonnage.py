"""Which sales the tonnage page sums."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError

from shop_onboard.values.dates import format_date, parse_date
from shop_onboard.web.forms.fields import ChoiceField, Form, ParsedField

VIEWS = [
    SelectChoice("", _l("Mùa vụ và sàn")),
    SelectChoice("marketplace", _l("Sàn, kênh bán")),
    SelectChoice("season", _l("Mùa vụ")),
    SelectChoice("month", _l("Tháng")),
    SelectChoice("product", _l("Sản phẩm")),
    SelectChoice("cooperative", _l("Hợp tác xã")),
    SelectChoice("commune", _l("Xã, phường")),
    SelectChoice("union", _l("Đơn vị Đoàn")),
]


class TonnageForm(Form):
    """A form that is read from the address, so that a page can be sent on as a link."""

    class Meta:
        csrf = False

    by = ChoiceField(_l("Chia theo"), choices=VIEWS)
    campaign = ChoiceField(_l("Thuộc chương trình"))
    first_day = ParsedField(_l("Từ ngày"), parse_date, format_date, name="from", id="from_day")
    last_day = ParsedField(_l("Đến ngày"), parse_date, format_date, name="to", id="to_day")

    def offer(self, campaigns: list[tuple[str, str]]) -> None:
        """Fill the list of programmes."""
        self.campaign.choices = [
            SelectChoice("", str(_l("tất cả"))),
            *(SelectChoice(code, name) for code, name in campaigns),
        ]

    def validate_last_day(self, field: Any) -> None:
        """The range must not be turned round."""
        if field.data and self.first_day.data and field.data < self.first_day.data:
            raise ValidationError(str(_l("Ngày cuối không thể trước ngày đầu.")))

    @property
    def dimensions(self) -> tuple[str, ...]:
        """What the sums are split by."""
        return (self.by.data,) if self.by.data else ("season", "marketplace")
