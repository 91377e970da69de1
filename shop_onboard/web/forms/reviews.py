"""What a reviewer says."""

from flask_babel import lazy_gettext as _l

from shop_onboard.web.forms.fields import AtMost, Form, ParagraphField


class ReturnForm(Form):
    """Why a record goes back."""

    note = ParagraphField(_l("Cần sửa điều gì"), validators=[AtMost(1000)], render_kw={"rows": 3})
