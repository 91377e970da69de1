"""What may be written into a template's column: the fields of a listing, with their units."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from shop_onboard.exports.listing import Listing
from shop_onboard.values.dates import format_date
from shop_onboard.values.facts import fact_rows
from shop_onboard.values.text import N_, Message
from shop_onboard.values.workbook import name_key

CellValue = str | int | Decimal
MOST_IMAGES = 9

# Divided by, for a number in that unit; prices, masses and sides are whole đồng, grams and mm.
UNITS: Mapping[str, Mapping[str, int]] = {
    "mass": {"g": 1, "kg": 1_000},
    "length": {"mm": 1, "cm": 10, "m": 1_000},
    "money": {"đồng": 1, "nghìn đồng": 1_000},
}
_VARIANT_KIND = "Quy cách"
COUNTRY = "Việt Nam"
# What is said only of packs that stand beside others.
OF_VARIANTS = frozenset({"variant_group", "variant_kind", "variant_value"})
# How drop-downs spell it otherwise.
SPELLINGS: Mapping[str, tuple[str, ...]] = {COUNTRY: ("Vietnam",)}


@dataclass(frozen=True)
class TemplateField:
    """One thing that a column may hold.

    `form` is "text", "number", or "mass", "length" or "money" (with a unit of `UNITS`); `source`
    the field of `Listing` to mend when it is missing; `same` is what it says of all goods, "" where
    it depends.
    """

    key: str
    name: Message
    form: str
    source: str
    read: Callable[[Listing], str | int | None]
    same: str = ""


def _plain(name: str) -> Callable[[Listing], str | int | None]:
    def read(listing: Listing) -> str | int | None:
        value: str | int | None = getattr(listing, name)
        return value

    return read


def _image(number: int) -> Callable[[Listing], str | None]:
    def read(listing: Listing) -> str | None:
        urls = listing.image_urls
        return urls[number - 1] if len(urls) >= number else None

    return read


def _of_variant(read: Callable[[Listing], str]) -> Callable[[Listing], str]:
    def value(listing: Listing) -> str:
        return read(listing) if listing.is_one_of_several else ""

    return value


def _expiry(listing: Listing) -> str | None:
    day = listing.lot_expires_on
    return format_date(day) if day else None


_ROWS: tuple[tuple[str, Message, str, str, Callable[[Listing], str | int | None]], ...] = (
    ("title", N_("Tên kèm quy cách"), "text", "name", _plain("title")),
    ("name", N_("Tên sản phẩm"), "text", "name", _plain("name")),
    ("group_title", N_("Tên chung của các quy cách"), "text", "name", _plain("shared_title")),
    ("name_en", N_("Tên tiếng Anh"), "text", "name_en", _plain("name_en")),
    ("description", N_("Mô tả"), "text", "description", _plain("plain_description")),
    ("sku", N_("Mã từng quy cách (SKU)"), "text", "sku", _plain("sku")),
    ("product_code", N_("Mã sản phẩm"), "text", "product_code", _plain("product_code")),
    ("pack_label", N_("Quy cách"), "text", "pack_label", _plain("pack_label")),
    (
        "variant_group",
        N_("Mã nhóm, khi có nhiều quy cách"),
        "text",
        "group_code",
        _of_variant(lambda listing: listing.group_code),
    ),
    (
        "variant_kind",
        N_("Chữ «Quy cách», khi có nhiều quy cách"),
        "text",
        "pack_label",
        _of_variant(lambda _listing: _VARIANT_KIND),
    ),
    (
        "variant_value",
        N_("Quy cách, khi có nhiều quy cách"),
        "text",
        "pack_label",
        _of_variant(lambda listing: listing.pack_label),
    ),
    ("price_vnd", N_("Giá bán"), "money", "price_vnd", _plain("price_vnd")),
    ("stock", N_("Tồn kho"), "number", "stock", _plain("stock")),
    ("net_mass_g", N_("Khối lượng tịnh"), "mass", "net_mass_g", _plain("net_mass_g")),
    ("gross_mass_g", N_("Khối lượng cả bì"), "mass", "gross_mass_g", _plain("gross_mass_g")),
    ("length_mm", N_("Chiều dài kiện hàng"), "length", "length_mm", _plain("length_mm")),
    ("width_mm", N_("Chiều rộng kiện hàng"), "length", "width_mm", _plain("width_mm")),
    ("height_mm", N_("Chiều cao kiện hàng"), "length", "height_mm", _plain("height_mm")),
    ("brand", N_("Thương hiệu"), "text", "brand", _plain("brand")),
    (
        "cooperative_name",
        N_("Nơi sản xuất"),
        "text",
        "cooperative_name",
        _plain("cooperative_name"),
    ),
    (
        "cooperative_address",
        N_("Địa chỉ nơi sản xuất"),
        "text",
        "cooperative_address",
        _plain("cooperative_address"),
    ),
    ("origin", N_("Xuất xứ"), "text", "origin", _plain("origin")),
    # Every commune that goods come from here is one of Vietnam's.
    ("country", N_("Quốc gia xuất xứ"), "text", "origin", lambda _listing: COUNTRY),
    ("storage", N_("Bảo quản"), "text", "storage", _plain("storage")),
    (
        "shelf_life_days",
        N_("Hạn sử dụng (số ngày)"),
        "number",
        "shelf_life_days",
        _plain("shelf_life_days"),
    ),
    ("gtin", N_("Mã vạch (GTIN)"), "text", "gtin", _plain("gtin")),
    ("ocop_set", N_("Nhóm OCOP"), "text", "ocop_set", _plain("ocop_set")),
    ("ocop_stars", N_("Sao OCOP"), "number", "ocop_stars", _plain("ocop_stars")),
    ("ocop_decision", N_("Số quyết định OCOP"), "text", "ocop_decision", _plain("ocop_decision")),
    ("lot_code", N_("Mã lô"), "text", "lot_code", _plain("lot_code")),
    ("lot_expires_on", N_("Hạn sử dụng của lô"), "text", "lot_expires_on", _expiry),
    ("page_url", N_("Địa chỉ trang sản phẩm"), "text", "page_url", _plain("page_url")),
    ("image_1", N_("Địa chỉ ảnh bìa"), "text", "images", _image(1)),
)

FIELDS: Mapping[str, TemplateField] = {
    row[0]: TemplateField(*row, same=COUNTRY if row[0] == "country" else "") for row in _ROWS
} | {
    f"image_{number}": TemplateField(
        f"image_{number}",
        N_("Địa chỉ ảnh %(number)s", number=number),
        "text",
        "images",
        _image(number),
    )
    for number in range(2, MOST_IMAGES + 1)
}


def value_of(field: TemplateField, listing: Listing, unit: str) -> CellValue | None:
    """What goes into the cell: text, a whole number, or an exact decimal; None for nothing."""
    value = field.read(listing)
    if value is None or value == "":
        return None
    if isinstance(value, int):
        divisor = UNITS.get(field.form, {}).get(unit, 1)
        return value // divisor if value % divisor == 0 else Decimal(value) / divisor
    return value


@lru_cache(maxsize=1)
def synonyms() -> Mapping[str, str]:
    """What headers call a field → its key."""
    return {
        name_key(name): row["field"]
        for row in fact_rows("template_fields")
        for name in row["synonyms"].split("|")
    }
