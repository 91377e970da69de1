"""What a cooperative's fields may hold."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice

from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.services.cooperatives import CooperativeData
from shop_onboard.values.kinds import KIND_WORDS
from shop_onboard.values.phones import format_phone, parse_phone
from shop_onboard.values.tax_codes import parse_tax_code
from shop_onboard.values.text import N_
from shop_onboard.web.forms.fields import (
    AtMost,
    ChoiceField,
    CleanField,
    Needed,
    ParagraphField,
    ParsedField,
    YesField,
    whole_number,
)
from shop_onboard.web.forms.places import PlaceForm

KINDS = [SelectChoice(key, _l(words.msgid)) for key, words in KIND_WORDS.items()]


class CooperativeForm(PlaceForm):
    """A stored cooperative; its commune is typed, old names too, or chosen from what is offered."""

    name = CleanField(
        _l("Tên"),
        validators=[Needed(N_("Hãy ghi tên hợp tác xã.")), AtMost(200)],
        render_kw={"autocomplete": "organization"},
    )
    kind = ChoiceField(_l("Loại hình"), choices=KINDS)
    representative = CleanField(
        _l("Người đại diện"),
        validators=[Needed(N_("Hãy ghi họ tên người đại diện.")), AtMost(120)],
        render_kw={"autocomplete": "name"},
    )
    phone = ParsedField(
        _l("Điện thoại"),
        parse_phone,
        format_phone,
        validators=[Needed(N_("Hãy ghi số điện thoại, ví dụ 0912 345 678."))],
        render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "tel"},
    )
    commune = CleanField(
        _l("Xã, phường"), validators=[Needed(N_("Hãy ghi tên xã hoặc phường.")), AtMost(200)]
    )
    address = CleanField(_l("Địa chỉ"), validators=[AtMost(300)])
    tax_code = ParsedField(_l("Mã số thuế"), parse_tax_code, render_kw={"inputmode": "numeric"})
    founded_year = ParsedField(
        _l("Năm thành lập"), whole_number(1945, 2100), render_kw={"inputmode": "numeric"}
    )
    member_count = ParsedField(
        _l("Số thành viên"), whole_number(1, 100_000), render_kw={"inputmode": "numeric"}
    )
    is_youth_led = YesField(_l("Thanh niên làm chủ"))
    story = ParagraphField(
        _l("Câu chuyện của hợp tác xã"), validators=[AtMost(3000)], render_kw={"rows": 5}
    )
    bank = CleanField(_l("Ngân hàng"), validators=[AtMost(100)])
    bank_account = CleanField(
        _l("Số tài khoản"), validators=[AtMost(30)], render_kw={"inputmode": "numeric"}
    )
    account_holder = CleanField(_l("Chủ tài khoản"), validators=[AtMost(120)])
    version = HiddenField()

    def to_data(
        self, commune_id: int, held: Cooperative, former_place: str = ""
    ) -> CooperativeData:
        """The typed values as `update` takes them; the code stays."""
        return CooperativeData(
            name=self.name.data,
            kind=self.kind.data,
            representative=self.representative.data,
            phone=self.phone.data,
            commune_id=commune_id,
            tax_code=self.tax_code.data,
            former_district=self.former_district.data or None,
            former_place=former_place,
            address=self.address.data,
            founded_year=self.founded_year.data,
            member_count=self.member_count.data,
            is_youth_led=self.is_youth_led.data,
            bank=self.bank.data,
            bank_account=self.bank_account.data,
            account_holder=self.account_holder.data,
            story=self.story.data,
            typed_consent=held.typed_consent,
        )


def values_of(cooperative: Cooperative) -> dict[str, Any]:
    """What the form shows of a stored cooperative."""
    names = (
        "name",
        "kind",
        "representative",
        "phone",
        "former_district",
        "address",
        "tax_code",
        "founded_year",
        "member_count",
        "is_youth_led",
        "story",
        "bank",
        "bank_account",
        "account_holder",
        "version",
    )
    return {name: getattr(cooperative, name) for name in names} | {
        "province": cooperative.commune.province.name,
        "commune": cooperative.commune.name,
    }
