"""One number of this installation."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import Form, Needed, ParsedField, whole_number


class SettingForm(Form):
    """A whole number; which ones a setting takes, its service says."""

    number = ParsedField(
        _l("Số ngày"),
        whole_number(1, 100_000),
        validators=[Needed(N_("Hãy ghi một số."))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    version = HiddenField()
