"""Signing in."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField

from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import CleanField, Form, Needed


class SignInForm(Form):
    """Phone number and password."""

    phone = CleanField(
        _l("Số điện thoại"),
        validators=[Needed(N_("Hãy ghi số điện thoại."))],
        render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "username"},
    )
    password = PasswordField(
        _l("Mật khẩu"),
        validators=[Needed(N_("Hãy ghi mật khẩu."))],
        render_kw={"autocomplete": "current-password"},
    )
