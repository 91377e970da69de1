"""The guided registration: one group of questions a page, read from what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import MultiDict
from wtforms.fields.choices import SelectChoice

from shop_onboard.services.cooperatives import CooperativeData
from shop_onboard.services.products import PackData, ProductData
from shop_onboard.values import ocop
from shop_onboard.values.mass import format_mass, parse_mass
from shop_onboard.values.money import format_vnd, parse_vnd_typed
from shop_onboard.values.phones import format_phone, parse_phone
from shop_onboard.values.place_search import Place
from shop_onboard.values.text import N_, Message
from shop_onboard.web.forms.cooperatives import KINDS
from shop_onboard.web.forms.fields import (
    AtMost,
    ChoiceField,
    CleanField,
    Form,
    Needed,
    ParsedField,
)
from shop_onboard.web.forms.places import PlaceForm


class ProducerForm(Form):
    """Who makes it."""

    name = CleanField(
        _l("Tên hợp tác xã hoặc cơ sở"),
        validators=[
            Needed(N_("Hãy ghi tên như trên giấy đăng ký hoặc tên bà con vẫn gọi.")),
            AtMost(200),
        ],
        render_kw={"autocomplete": "organization"},
    )
    kind = ChoiceField(_l("Loại hình"), choices=KINDS)


class WhereForm(PlaceForm):
    """In which commune."""

    commune = CleanField(
        _l("Xã, phường"), validators=[Needed(N_("Hãy ghi tên xã hoặc phường.")), AtMost(200)]
    )
    address = CleanField(_l("Thôn, xóm, số nhà"), validators=[AtMost(300)])


class ContactForm(Form):
    """Who speaks for it."""

    representative = CleanField(
        _l("Họ tên người đại diện"),
        validators=[Needed(N_("Hãy ghi họ tên người đại diện.")), AtMost(120)],
        render_kw={"autocomplete": "name"},
    )
    phone = ParsedField(
        _l("Điện thoại của người đại diện"),
        parse_phone,
        format_phone,
        validators=[Needed(N_("Hãy ghi số điện thoại, ví dụ 0912 345 678."))],
        render_kw={"type": "tel", "inputmode": "tel", "autocomplete": "tel"},
    )


class FirstProductForm(Form):
    """What it sells first."""

    product_name = CleanField(
        _l("Tên sản phẩm"),
        validators=[Needed(N_("Hãy ghi tên sản phẩm, ví dụ Vải thiều sấy.")), AtMost(200)],
        render_kw={"autocomplete": "off"},
    )
    ocop_set = ChoiceField(_l("Nhóm OCOP"), coerce=int)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ocop_set.choices = [
            SelectChoice(0, _l("chưa xếp nhóm")),
            *(
                SelectChoice(row.number, f"{row.number}. {row.name}")
                for row in ocop.all_ocop_sets()
            ),
        ]


class FirstPackForm(Form):
    """In which pack and at what price."""

    pack_label = CleanField(
        _l("Quy cách"),
        validators=[Needed(N_("Hãy ghi quy cách, ví dụ Hộp 2 kg.")), AtMost(100)],
        render_kw={"autocomplete": "off"},
    )
    net_mass_g = ParsedField(
        _l("Khối lượng tịnh một gói"),
        parse_mass,
        format_mass,
        validators=[Needed(N_("Hãy ghi khối lượng, ví dụ 500 g hoặc 2 kg."))],
        render_kw={"autocomplete": "off", "data-echo": "mass"},
    )
    price_vnd = ParsedField(
        _l("Giá bán một gói (đồng)"),
        parse_vnd_typed,
        format_vnd,
        validators=[Needed(N_("Hãy ghi giá bán, ví dụ 70.000."))],
        render_kw={"autocomplete": "off", "inputmode": "decimal", "data-echo": "money"},
    )


@dataclass(frozen=True)
class Step:
    """A page of the registration: its address, heading and questions."""

    key: str
    heading: Message
    form: type[Form]

    @property
    def names(self) -> tuple[str, ...]:
        """Of its fields."""
        return tuple(self.form(formdata=None, meta={"csrf": False})._fields)

    def read(self, typed: Mapping[str, str]) -> Any:
        """The form as typed, not yet checked; untouched when nothing of it was typed."""
        held = {name: typed[name] for name in self.names if name in typed}
        return self.form(formdata=MultiDict(held) if held else None, meta={"csrf": False})


STEPS = (
    Step("producer", N_("Ai làm ra?"), ProducerForm),
    Step("place", N_("Ở đâu?"), WhereForm),
    Step("contact", N_("Người đại diện"), ContactForm),
    Step("product", N_("Sản phẩm đầu tiên"), FirstProductForm),
    Step("pack", N_("Quy cách và giá"), FirstPackForm),
)


def step_of(key: str) -> Step | None:
    """The step of this address."""
    return next((step for step in STEPS if step.key == key), None)


def is_right(form: Form) -> bool:
    """Whether every question of a step has a readable answer; errors are on the form."""
    if not any(field.raw_data for field in form):
        return False
    checked = form.validate()
    if isinstance(form, PlaceForm):
        return checked and form.read_place() is not None
    return checked


@dataclass(frozen=True)
class Answers:
    """Every step's form, and whether it is right, in the order of the pages."""

    forms: dict[str, Any]
    right: dict[str, bool]

    @property
    def is_complete(self) -> bool:
        return all(self.right.values())

    @property
    def has_product(self) -> bool:
        """Whether the product with its pack could be saved."""
        return self.right["product"] and self.right["pack"]

    @property
    def first_open(self) -> Step | None:
        return next((step for step in STEPS if not self.right[step.key]), None)

    @property
    def place(self) -> Place | None:
        """The commune that was meant, once it is clear."""
        form: PlaceForm = self.forms["place"]
        return form.read_place() if self.right["place"] else None

    def cooperative(self, commune_id: int, former_place: str) -> CooperativeData:
        """As the service takes it; call it when complete."""
        producer, contact = self.forms["producer"], self.forms["contact"]
        return CooperativeData(
            name=producer.name.data,
            kind=producer.kind.data,
            representative=contact.representative.data,
            phone=contact.phone.data,
            commune_id=commune_id,
            former_place=former_place,
            address=self.forms["place"].address.data,
        )

    def product(self) -> ProductData:
        """As the service takes it; call it when complete."""
        form, pack = self.forms["product"], self.forms["pack"]
        packs = (PackData(pack.pack_label.data, pack.net_mass_g.data, pack.price_vnd.data),)
        return ProductData(
            name=form.product_name.data, packs=packs, ocop_set=form.ocop_set.data or None
        )


def answers(typed: Mapping[str, str]) -> Answers:
    """What a draft holds, step by step."""
    forms = {step.key: step.read(typed) for step in STEPS}
    return Answers(forms, {key: is_right(form) for key, form in forms.items()})
