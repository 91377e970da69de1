"""What a lot's fields may hold."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from shop_onboard.models.lots import Lot
from shop_onboard.services.lots import LotData
from shop_onboard.values.codes import parse_code
from shop_onboard.values.dates import format_date, parse_date
from shop_onboard.values.mass import format_mass, parse_mass
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import AtMost, CleanField, Form, Needed, ParsedField


class LotForm(Form):
    """A lot of one product; the code is asked for a new lot only."""

    harvested_on = ParsedField(
        _l("Ngày thu hoạch"),
        parse_date,
        format_date,
        validators=[Needed(N_("Hãy ghi ngày thu hoạch, ví dụ 05/06/2026."))],
    )
    quantity_g = ParsedField(
        _l("Sản lượng của lô"),
        parse_mass,
        format_mass,
        validators=[Needed(N_("Hãy ghi sản lượng cả đơn vị, ví dụ 1,2 tấn."))],
    )
    packed_on = ParsedField(_l("Ngày đóng gói"), parse_date, format_date)
    expires_on = ParsedField(_l("Hạn sử dụng"), parse_date, format_date)
    code = ParsedField(_l("Mã lô"), parse_code)
    growing_area_code = CleanField(_l("Mã số vùng trồng"), validators=[AtMost(60)])
    standard = CleanField(
        _l("Tiêu chuẩn"), validators=[AtMost(100)], render_kw={"list": "standards"}
    )
    certificate_number = CleanField(_l("Số chứng nhận"), validators=[AtMost(100)])
    version = HiddenField()

    def to_data(self) -> LotData:
        """The typed values as the service takes them."""
        return LotData(
            harvested_on=self.harvested_on.data,
            quantity_g=self.quantity_g.data,
            code=self.code.data or "",
            packed_on=self.packed_on.data,
            expires_on=self.expires_on.data,
            growing_area_code=self.growing_area_code.data,
            standard=self.standard.data,
            certificate_number=self.certificate_number.data,
        )


_NAMES = (
    "harvested_on",
    "quantity_g",
    "packed_on",
    "expires_on",
    "growing_area_code",
    "standard",
    "certificate_number",
    "version",
)


def values_of(lot: Lot) -> dict[str, Any]:
    """What the form is filled with for a stored lot."""
    return {name: getattr(lot, name) for name in _NAMES}
