"""What a representative agrees to: each purpose a tick of its own, none set beforehand."""

from flask_babel import lazy_gettext as _l

from shop_onboard.values.consents import PURPOSES
from shop_onboard.values.dates import format_date, parse_date
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import Form, Needed, ParsedField, YesField


class PurposesForm(Form):
    """The ticks; the page puts the sentence of today's text beside each."""

    contact = YesField(_l("Số điện thoại liên hệ"))
    representative = YesField(_l("Họ tên người đại diện"))
    producer_name = YesField(_l("Tên của hộ"))
    people_in_photos = YesField(_l("Ảnh có người"))

    @property
    def purposes(self) -> frozenset[str]:
        """The purposes that are ticked."""
        return frozenset(name for name in PURPOSES if self[name].data)


class PaperForm(PurposesForm):
    """What stands on the signed form."""

    signed_on = ParsedField(
        _l("Ngày ký trên phiếu"),
        parse_date,
        format_date,
        validators=[Needed(N_("Hãy ghi ngày ký."))],
        render_kw={"inputmode": "numeric"},
    )
