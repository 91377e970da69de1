"""Signing in."""

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField

from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import AtMost, CleanField, Form, Needed


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


class CodeForm(Form):
    """Six digits from the app, or a recovery code."""

    code = CleanField(
        _l("Mã"),
        validators=[Needed(N_("Hãy ghi mã.")), AtMost(20)],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none"},
    )


class NameForm(Form):
    """How somebody is called."""

    name = CleanField(
        _l("Họ và tên"),
        validators=[Needed(N_("Hãy ghi họ và tên.")), AtMost(120)],
        render_kw={"autocomplete": "name"},
    )


class NewPasswordForm(Form):
    """A new password."""

    password = PasswordField(
        _l("Mật khẩu mới"),
        validators=[Needed(N_("Hãy ghi mật khẩu mới."))],
        render_kw={"autocomplete": "new-password"},
    )


class OwnPasswordForm(Form):
    """The password typed again before something weighty."""

    password = PasswordField(
        _l("Mật khẩu của bạn"),
        validators=[Needed(N_("Hãy ghi mật khẩu."))],
        render_kw={"autocomplete": "current-password"},
    )


class ChangePasswordForm(NewPasswordForm):
    """A new password, and the one that is being left."""

    old_password = PasswordField(
        _l("Mật khẩu hiện tại"),
        validators=[Needed(N_("Hãy ghi mật khẩu hiện tại."))],
        render_kw={"autocomplete": "current-password"},
    )
