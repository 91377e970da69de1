"""Inviting somebody, and taking an invitation up."""

from collections.abc import Sequence

from flask_babel import lazy_gettext as _l
from wtforms import PasswordField
from wtforms.fields.choices import SelectChoice

from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.organisations import Union
from shop_onboard.policy import Actor, Role
from shop_onboard.services.invitations import InvitationData
from shop_onboard.values.dates import format_date, parse_date
from shop_onboard.values.phones import format_phone, parse_phone
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import AtMost, ChoiceField, CleanField, Form, Needed, ParsedField
from shop_onboard.web.language import say
from shop_onboard.web.presentation import ROLE_WORDS

_ROLES = (Role.VOLUNTEER, Role.MANAGER, Role.OFFICER, Role.ADMINISTRATOR)
_NONE = SelectChoice("", _l("– chưa chọn –"))


class InvitationForm(Form):
    """Whom to invite to what: a union for volunteers and officers, a cooperative for managers."""

    name = CleanField(
        _l("Họ và tên"),
        validators=[Needed(N_("Hãy ghi họ và tên người được mời.")), AtMost(120)],
        render_kw={"autocomplete": "off"},
    )
    phone = ParsedField(
        _l("Số điện thoại"),
        parse_phone,
        format_phone,
        validators=[Needed(N_("Hãy ghi số điện thoại, ví dụ 0912 345 678."))],
        render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "off"},
    )
    role = ChoiceField(_l("Vai trò"))
    union = ChoiceField(_l("Đơn vị Đoàn"))
    cooperative = ChoiceField(_l("Tên hợp tác xã"))
    valid_from = ParsedField(
        _l("Giữ vai trò từ ngày"), parse_date, format_date, render_kw={"placeholder": "01/07/2026"}
    )
    valid_to = ParsedField(
        _l("Đến hết ngày"), parse_date, format_date, render_kw={"placeholder": "31/08/2026"}
    )

    def offer(
        self, actor: Actor, unions: Sequence[Union], cooperatives: Sequence[tuple[str, str]]
    ) -> "InvitationForm":
        """Fill the lists with what this actor may give; returns the form."""
        roles = [role for role in _ROLES if actor.may_give(role)]
        if not cooperatives and Role.MANAGER in roles:
            roles.remove(Role.MANAGER)
        self.role.choices = [SelectChoice(role.value, say(ROLE_WORDS[role])) for role in roles]
        self.union.choices = [_NONE, *(SelectChoice(row.code, row.name) for row in unions)]
        self.cooperative.choices = [
            _NONE,
            *(SelectChoice(slug, name) for slug, name in cooperatives),
        ]
        return self

    def to_data(self, union: Union | None, cooperative: Cooperative | None) -> InvitationData:
        """The typed values as the service takes them; what the role has no use for is left out."""
        role = Role(self.role.data)
        return InvitationData(
            name=self.name.data,
            phone=self.phone.data,
            role=role,
            union=union if role in (Role.VOLUNTEER, Role.OFFICER) else None,
            cooperative=cooperative if role is Role.MANAGER else None,
            valid_from=self.valid_from.data,
            valid_to=self.valid_to.data,
        )


class AcceptForm(Form):
    """The invited number and its password: a new one, or the one of the account that is there."""

    phone = ParsedField(
        _l("Số điện thoại"),
        parse_phone,
        format_phone,
        validators=[Needed(N_("Hãy ghi số điện thoại đã nhận lời mời."))],
        render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "username"},
    )
    password = PasswordField(_l("Mật khẩu"), validators=[Needed(N_("Hãy ghi mật khẩu."))])
