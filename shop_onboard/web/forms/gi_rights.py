"""The paper of the right to a protected geographical indication."""

from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import HiddenField

from shop_onboard.values.dates import format_date, parse_date
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import AtMost, CleanField, Needed, ParsedField
from shop_onboard.web.forms.places import PlaceForm


class GiRightForm(PlaceForm):
    """Number, days, where it grows, and a photograph of the paper."""

    version = HiddenField()
    number = CleanField(
        _l("Số giấy được quyền sử dụng"),
        validators=[Needed(N_("Hãy ghi số trên giấy.")), AtMost(100)],
    )
    issued_on = ParsedField(_l("Ngày cấp"), parse_date, format_date)
    expires_on = ParsedField(_l("Có giá trị đến hết ngày"), parse_date, format_date)
    commune = CleanField(
        _l("Xã, phường nơi trồng"),
        validators=[Needed(N_("Hãy ghi tên xã hoặc phường nơi trồng.")), AtMost(200)],
    )
    paper = FileField(
        _l("Ảnh chụp giấy"),
        render_kw={"accept": "image/jpeg,image/png,image/webp,image/heic,image/heif"},
    )
