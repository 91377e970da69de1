"""What a unit's fields may hold, and what is asked before it moves or ends."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField
from wtforms.fields.choices import SelectChoice

from shop_onboard.errors import DomainError
from shop_onboard.models.organisations import Union
from shop_onboard.models.places import Commune
from shop_onboard.policy import Actor
from shop_onboard.queries import organisations, places
from shop_onboard.services.organisations import UnionData
from shop_onboard.values.codes import parse_code
from shop_onboard.values.dates import format_date, parse_date
from shop_onboard.values.numbers import format_number
from shop_onboard.values.percent import format_share, parse_share
from shop_onboard.values.place_search import find_province
from shop_onboard.values.text import N_, Unreadable
from shop_onboard.values.unions import KIND_NAMES, kinds_under
from shop_onboard.web.forms.fields import (
    AtMost,
    ChoiceField,
    CleanField,
    Form,
    Needed,
    ParagraphField,
    ParsedField,
    YesField,
    whole_number,
)
from shop_onboard.web.forms.places import PlaceForm
from shop_onboard.web.language import say

_MOST = 10_000_000


def _day(label: Any, **options: Any) -> ParsedField:
    return ParsedField(
        label, parse_date, format_date, render_kw={"placeholder": "01/07/2025"}, **options
    )


def _count(label: Any) -> ParsedField:
    return ParsedField(
        label, whole_number(0, _MOST), format_number, render_kw={"inputmode": "numeric"}
    )


class UnionForm(PlaceForm):
    """A unit; its code and kind are chosen once and then stay."""

    name = CleanField(
        _l("Tên đơn vị"),
        validators=[Needed(N_("Hãy ghi tên đơn vị, ví dụ Đoàn xã Lục Ngạn.")), AtMost(200)],
    )
    code = ParsedField(_l("Mã đơn vị"), parse_code, validators=[AtMost(40)])
    kind = ChoiceField(_l("Loại"), choices=[], validate_choice=False)
    valid_from = _day(_l("Hoạt động từ ngày"))
    renamed_on = _day(_l("Tên mới có từ ngày"))
    declared_unit_count = _count(_l("Số đơn vị trực thuộc"))
    declared_branch_count = _count(_l("Số chi đoàn"))
    declared_member_count = _count(_l("Số đoàn viên"))
    gathered_permille = ParsedField(_l("Tỷ lệ tập hợp thanh niên"), parse_share, format_share)
    declared_on = _day(_l("Số liệu khai ngày"))
    version = HiddenField()

    def offer_kinds(self, parent: Union | None) -> None:
        """The kinds that may stand under this unit."""
        kinds = kinds_under(parent.kind if parent else None)
        self.kind.choices = [SelectChoice(kind, say(KIND_NAMES[kind])) for kind in kinds]

    def to_data(self) -> UnionData | None:
        """The typed values as the service takes them; None with what is wrong on the form."""
        commune_id = province_id = None
        if self.commune.data or self.place.data:
            place = self.read_place()
            if place is None:
                return None
            commune_id = places.commune_id(place.commune.code)
        elif self.province.data:
            try:
                code = find_province(self.province.data).code
            except Unreadable as problem:
                self.refuse(DomainError(problem.message, "province"))
                return None
            province_id = places.province_ids()[code]
        return UnionData(
            name=self.name.data,
            commune_id=commune_id,
            province_id=province_id,
            valid_from=self.valid_from.data,
            declared_unit_count=self.declared_unit_count.data,
            declared_branch_count=self.declared_branch_count.data,
            declared_member_count=self.declared_member_count.data,
            gathered_permille=self.gathered_permille.data,
            declared_on=self.declared_on.data,
        )


def values_of(union: Union, commune: Commune | None, province: str) -> dict[str, Any]:
    """What the form shows of a stored unit."""
    names = (
        "name",
        "code",
        "kind",
        "valid_from",
        "declared_unit_count",
        "declared_branch_count",
        "declared_member_count",
        "gathered_permille",
        "declared_on",
        "version",
    )
    held = {name: getattr(union, name) for name in names}
    return held | {"province": province, "commune": commune.name if commune else ""}


class MoveForm(Form):
    """Where a unit goes, and from when."""

    parent = CleanField(
        _l("Đơn vị cấp trên mới"),
        validators=[Needed(N_("Hãy chọn đơn vị cấp trên."))],
        render_kw={"list": "units", "autocomplete": "off"},
    )
    first_day = _day(_l("Từ ngày"), validators=[Needed(N_("Hãy ghi ngày, ví dụ 01/07/2025."))])
    version = HiddenField()

    def new_parent(self, actor: Actor) -> Union:
        """The unit that was named. Raises DomainError."""
        return _named(actor, self.parent.data, "parent")


class EndForm(Form):
    """The last day of a unit and who carries on its work."""

    last_day = _day(
        _l("Ngày hoạt động cuối cùng"),
        validators=[Needed(N_("Hãy ghi ngày cuối cùng, ví dụ 30/06/2025."))],
    )
    successors = ParagraphField(
        _l("Đơn vị tiếp nhận"), validators=[AtMost(4_000)], render_kw={"rows": 3}
    )
    carries_people = YesField(_l("Cán bộ, tình nguyện viên làm tiếp ở đơn vị tiếp nhận"))
    version = HiddenField()

    def heirs(self, actor: Actor) -> list[Union]:
        """The units that were named, one a line. Raises DomainError."""
        lines = dict.fromkeys(filter(None, (self.successors.data or "").split("\n")))
        found = [_named(actor, line, "successors") for line in lines]
        return list({union.id: union for union in found}.values())


class GroupForm(Form):
    """A named group of communes."""

    name = CleanField(
        _l("Tên nhóm"),
        validators=[
            Needed(N_("Hãy ghi tên nhóm, ví dụ Khu vực Lục Ngạn (huyện cũ).")),
            AtMost(200),
        ],
    )
    code = ParsedField(
        _l("Mã nhóm"),
        parse_code,
        validators=[Needed(N_("Hãy đặt một mã ngắn, ví dụ KV-LN.")), AtMost(40)],
    )
    keeper = CleanField(_l("Đơn vị giữ nhóm"), validators=[AtMost(200)])
    communes = ParagraphField(
        _l("Các xã, phường"),
        validators=[Needed(N_("Hãy ghi ít nhất một xã, phường.")), AtMost(20_000)],
        render_kw={"rows": 8},
    )
    valid_from = _day(_l("Từ ngày"))
    valid_to = _day(_l("Đến hết ngày"))
    version = HiddenField()

    def keeping_union(self, actor: Actor) -> Union:
        """The unit that is named, else the person's own. Raises DomainError."""
        if self.keeper.data:
            return _named(actor, self.keeper.data, "keeper")
        if actor.sees_everything:
            raise DomainError(N_("Hãy ghi mã hoặc tên đơn vị giữ nhóm này."), "keeper")
        return organisations.home_union(actor)


def _named(actor: Actor, text: str, field: str) -> Union:
    try:
        return organisations.named(actor, text)
    except DomainError as refusal:
        raise DomainError(refusal.message, field) from refusal
