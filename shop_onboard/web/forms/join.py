"""Asking to join, and turning somebody down."""

from flask_babel import lazy_gettext as _l
from wtforms.fields.choices import SelectChoice

from shop_onboard.services.invitations import JoinData
from shop_onboard.values.phones import format_phone, parse_phone
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import (
    AtMost,
    ChoiceField,
    CleanField,
    Form,
    Needed,
    ParagraphField,
    ParsedField,
)
from shop_onboard.web.forms.places import PlaceForm

WANTED_ROLES = [
    SelectChoice("manager", _l("Hợp tác xã, hộ sản xuất")),
    SelectChoice("volunteer", _l("Tình nguyện viên")),
]


class JoinForm(PlaceForm):
    """Who wants to join, as what and where."""

    name = CleanField(
        _l("Họ và tên"),
        validators=[Needed(N_("Hãy ghi họ và tên của bạn.")), AtMost(120)],
        render_kw={"autocomplete": "name"},
    )
    phone = ParsedField(
        _l("Số điện thoại"),
        parse_phone,
        format_phone,
        validators=[Needed(N_("Hãy ghi số điện thoại, ví dụ 0912 345 678."))],
        render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "tel"},
    )
    wanted_role = ChoiceField(_l("Bạn muốn tham gia với vai"), choices=WANTED_ROLES)
    cooperative_name = CleanField(
        _l("Tên hợp tác xã hoặc cơ sở"),
        validators=[AtMost(200)],
        render_kw={"autocomplete": "organization"},
    )
    province = CleanField(
        _l("Tỉnh, thành phố"),
        validators=[Needed(N_("Hãy ghi tên tỉnh, ví dụ Bắc Ninh."))],
        render_kw={"list": "provinces"},
    )
    commune = CleanField(_l("Xã, phường"), validators=[Needed(N_("Hãy ghi tên xã hoặc phường."))])
    note = ParagraphField(_l("Lời nhắn"), validators=[AtMost(1000)], render_kw={"rows": 3})
    # People do not see this field; programs that fill in everything do.
    website = CleanField(_l("Để trống ô này"), render_kw={"autocomplete": "off", "tabindex": "-1"})

    def to_data(self, commune_id: int) -> JoinData:
        """The typed values as the service takes them."""
        return JoinData(
            name=self.name.data,
            phone=self.phone.data,
            wanted_role=self.wanted_role.data,
            commune_id=commune_id,
            cooperative_name=self.cooperative_name.data,
            note=self.note.data,
        )


class DeclineForm(Form):
    """Why somebody cannot come in now."""

    answer = ParagraphField(
        _l("Câu trả lời"),
        validators=[Needed(N_("Hãy ghi một câu trả lời.")), AtMost(500)],
        render_kw={"rows": 2},
    )
