"""What a product's fields and its pack sizes may hold."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FieldList, FormField, HiddenField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice

from shop_onboard.models.products import PackSize, Product
from shop_onboard.services.products import OcopData, PackData, ProductData
from shop_onboard.values import ocop
from shop_onboard.values.codes import parse_code, parse_gtin
from shop_onboard.values.dates import format_date, parse_date, parse_season_end, parse_season_start
from shop_onboard.values.mass import format_mass, parse_mass
from shop_onboard.values.money import format_vnd, parse_vnd_typed
from shop_onboard.values.sizes import Sides, format_sides, parse_sides
from shop_onboard.values.text import N_
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
from shop_onboard.web.language import chosen

MIN_PACKS = 3
# The button offers so many; what a spreadsheet brought beyond stays editable.
MAX_PACKS = 10


def _day_month(value: str) -> str:
    month, day = value.split("-")
    return f"{int(day)}/{int(month)}"


class PackForm(PlainForm):
    """One pack size; a row left wholly empty is no pack."""

    label = CleanField(_l("Quy cách"), validators=[AtMost(100)])
    net_mass_g = ParsedField(_l("Khối lượng tịnh"), parse_mass, format_mass)
    price_vnd = ParsedField(
        _l("Giá bán một gói"), parse_vnd_typed, format_vnd, render_kw={"inputmode": "text"}
    )
    gross_mass_g = ParsedField(_l("Khối lượng cả bì"), parse_mass, format_mass)
    stock = ParsedField(_l("Tồn kho"), whole_number(0, 999_999), render_kw={"inputmode": "numeric"})
    gtin = ParsedField(_l("Mã vạch (GTIN)"), parse_gtin, render_kw={"inputmode": "numeric"})
    parcel = ParsedField(_l("Kiện hàng dài × rộng × cao (cm)"), parse_sides, format_sides)
    gtin_owner = CleanField(_l("Mã vạch cấp cho ai"), validators=[AtMost(200)])
    has_gtin_right = YesField(_l("Mã của HTX, hoặc HTX được chủ mã ủy quyền dùng"))

    @property
    def is_empty(self) -> bool:
        return not any(str((field.raw_data or [""])[0]).strip() for field in self)

    def validate(self, extra_validators: Any = None) -> bool:
        if self.is_empty:
            return True
        is_right = super().validate(extra_validators)
        for field in (self.label, self.net_mass_g, self.price_vnd):
            if not field.errors and not str((field.raw_data or [""])[0]).strip():
                field.errors = [*field.errors, str(_l("Hãy điền vào chỗ này."))]
                is_right = False
        return self._says_whose() and is_right

    def _says_whose(self) -> bool:
        """A number that codes may carry names the firm that GS1 gave it to."""
        if not self.has_gtin_right.data or not self.gtin.data or self.gtin_owner.data:
            return True
        sentence = _l("Hãy ghi tên cơ sở được cấp mã vạch, như trên giấy chứng nhận mã số mã vạch.")
        self.gtin_owner.errors = [*self.gtin_owner.errors, str(sentence)]
        return False

    def to_data(self) -> PackData:
        """The typed pack."""
        length_mm, width_mm, height_mm = self.parcel.data or (None, None, None)
        return PackData(
            label=self.label.data,
            net_mass_g=self.net_mass_g.data,
            price_vnd=self.price_vnd.data,
            gross_mass_g=self.gross_mass_g.data,
            stock=self.stock.data,
            gtin=self.gtin.data,
            length_mm=length_mm,
            width_mm=width_mm,
            height_mm=height_mm,
            gtin_owner=self.gtin_owner.data if self.gtin.data else "",
            has_gtin_right=bool(self.gtin.data and self.has_gtin_right.data),
        )


class ProductForm(Form):
    """A product with its pack sizes."""

    name = CleanField(
        _l("Tên sản phẩm"), validators=[Needed(N_("Hãy ghi tên sản phẩm.")), AtMost(200)]
    )
    packs = FieldList(FormField(PackForm), min_entries=MIN_PACKS, max_entries=20)
    description = ParagraphField(_l("Mô tả"), validators=[AtMost(10_000)], render_kw={"rows": 6})
    ocop_set = ChoiceField(_l("Nhóm OCOP"), coerce=int)
    name_en = CleanField(_l("Tên tiếng Anh"), validators=[AtMost(200)])
    code = ParsedField(_l("Mã SP"), parse_code)
    shelf_life_days = ParsedField(
        _l("Hạn sử dụng (số ngày)"), whole_number(1, 5000), render_kw={"inputmode": "numeric"}
    )
    storage = CleanField(_l("Bảo quản"), validators=[AtMost(300)])
    season_from = ParsedField(_l("Mùa vụ từ"), parse_season_start, _day_month)
    season_to = ParsedField(_l("Mùa vụ đến"), parse_season_end, _day_month)
    ocop_stars = ParsedField(_l("Sao OCOP"), whole_number(1, 5), render_kw={"inputmode": "numeric"})
    ocop_number = CleanField(_l("Số quyết định OCOP"), validators=[AtMost(100)])
    ocop_issued_on = ParsedField(_l("Ngày cấp OCOP"), parse_date, format_date)
    version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ocop_set.choices = [
            SelectChoice(0, _l("chưa xếp nhóm")),
            *(
                SelectChoice(row.number, f"{row.number}. {row.name_in(chosen())}")
                for row in ocop.all_ocop_sets()
            ),
        ]

    @property
    def takes_more_packs(self) -> bool:
        """Whether the button for one more pack is still offered."""
        return len(self.packs) < MAX_PACKS

    def add_pack(self) -> None:
        """One more empty pack; nothing is judged before people say they are done."""
        if self.takes_more_packs:
            self.packs.append_entry()

    @property
    def problems(self) -> list[tuple[str, str]]:
        """As of every form, with the errors of the packs spread out."""
        found: list[tuple[str, str]] = []
        for field in self:
            if field is self.packs:
                for entry in self.packs:
                    found += [(part.id, str(e)) for part in entry.form for e in part.errors]
                found += [("packs-0-label", e) for e in field.errors if isinstance(e, str)]
            else:
                found += [(field.id, str(error)) for error in field.errors]
        return found + [("", str(error)) for error in self.form_errors]

    def to_data(self) -> ProductData:
        """The typed values as the service takes them."""
        has_ocop = any((self.ocop_stars.data, self.ocop_number.data, self.ocop_issued_on.data))
        return ProductData(
            name=self.name.data,
            code=self.code.data or "",
            name_en=self.name_en.data,
            packs=tuple(e.form.to_data() for e in self.packs if not e.form.is_empty),
            ocop_set=self.ocop_set.data or None,
            description=self.description.data,
            shelf_life_days=self.shelf_life_days.data,
            storage=self.storage.data,
            season_from=self.season_from.data,
            season_to=self.season_to.data,
            ocop=OcopData(self.ocop_stars.data, self.ocop_number.data, self.ocop_issued_on.data)
            if has_ocop
            else None,
        )


def values_of(product: Product) -> dict[str, Any]:
    """What the form shows of a stored product."""
    names = (
        "name",
        "name_en",
        "code",
        "description",
        "shelf_life_days",
        "storage",
        "season_from",
        "season_to",
        "version",
    )
    paper = next((row for row in product.certificates if row.kind == "ocop"), None)
    pack_names = (
        *("label", "net_mass_g", "price_vnd", "gross_mass_g", "stock", "gtin"),
        *("gtin_owner", "has_gtin_right"),
    )
    return {name: getattr(product, name) for name in names} | {
        "ocop_set": product.ocop_set or 0,
        "ocop_stars": paper.stars if paper else None,
        "ocop_number": paper.number if paper else "",
        "ocop_issued_on": paper.issued_on if paper else None,
        "packs": [
            {name: getattr(pack, name) for name in pack_names} | {"parcel": _parcel(pack)}
            for pack in product.packs
        ],
    }


def _parcel(pack: PackSize) -> Sides | None:
    if pack.length_mm is None or pack.width_mm is None or pack.height_mm is None:
        return None
    return pack.length_mm, pack.width_mm, pack.height_mm
