"""One number of this installation."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from shop_onboard.queries.settings import SETTINGS
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import Form, Needed, ParsedField, whole_number


class SettingForm(Form):
    """A whole number between the setting's ends."""

    number = ParsedField(
        _l("Số ngày"),
        whole_number(0, 100_000),
        validators=[Needed(N_("Hãy ghi một số."))],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    version = HiddenField()

    def __init__(self, key: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.number.parse = whole_number(SETTINGS[key].least, SETTINGS[key].most)
