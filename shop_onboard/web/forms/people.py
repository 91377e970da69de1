"""One more role for somebody."""

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from shop_onboard.policy import Role
from shop_onboard.values.dates import format_date, parse_date
from shop_onboard.web.forms.fields import ChoiceField, CleanField, Form, ParsedField


class GrantForm(Form):
    """A role, where it holds, and until when."""

    role = ChoiceField(
        _l("Vai trò"),
        choices=[
            SelectChoice(Role.VOLUNTEER.value, _l("tình nguyện viên")),
            SelectChoice(Role.OFFICER.value, _l("cán bộ Đoàn")),
            SelectChoice(Role.MANAGER.value, _l("quản lý hợp tác xã")),
        ],
    )
    target = CleanField(_l("Đơn vị Đoàn hoặc hợp tác xã"))
    valid_to = ParsedField(_l("Đến hết ngày"), parse_date, format_date)
