"""What a programme's fields may hold."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from shop_onboard.models.campaigns import Campaign
from shop_onboard.queries.campaigns import target_mass_g
from shop_onboard.services.campaigns import CampaignData
from shop_onboard.values.codes import parse_code
from shop_onboard.values.dates import format_date, parse_date
from shop_onboard.values.mass import format_mass, parse_mass
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import AtMost, CleanField, EchoField, Form, Needed, ParsedField


class CampaignForm(Form):
    """A programme; its code is chosen once and then stays."""

    name = CleanField(
        _l("Tên chương trình"), validators=[Needed(N_("Hãy ghi tên chương trình.")), AtMost(200)]
    )
    code = ParsedField(
        _l("Mã chương trình"),
        parse_code,
        validators=[Needed(N_("Hãy đặt một mã ngắn, ví dụ VAI-2026.")), AtMost(40)],
        render_kw={"autocomplete": "off"},
    )
    starts_on = ParsedField(
        _l("Từ ngày"),
        parse_date,
        format_date,
        validators=[Needed(N_("Hãy ghi ngày bắt đầu, ví dụ 20/05/2026."))],
    )
    ends_on = ParsedField(
        _l("Đến ngày"),
        parse_date,
        format_date,
        validators=[Needed(N_("Hãy ghi ngày kết thúc, ví dụ 20/07/2026."))],
    )
    target_mass_g = EchoField(_l("Chỉ tiêu khối lượng"), parse_mass, format_mass)
    version = HiddenField()

    def to_data(self, code: str | None = None) -> CampaignData:
        """The typed values as the service takes them; `code` where it is settled already."""
        return CampaignData(
            code=code or self.code.data,
            name=self.name.data,
            starts_on=self.starts_on.data,
            ends_on=self.ends_on.data,
            target_mass_g=self.target_mass_g.data,
        )


def values_of(campaign: Campaign) -> dict[str, Any]:
    """What the form shows of a stored programme."""
    return {
        "name": campaign.name,
        "code": campaign.code,
        "starts_on": campaign.starts_on,
        "ends_on": campaign.ends_on,
        "target_mass_g": target_mass_g(campaign),
        "version": campaign.version,
    }
