"""Sendo: the body of its documented product call, kept as an archive of a closed marketplace."""

import json
from collections.abc import Sequence
from datetime import date
from importlib.resources import files
from typing import Any

from shop_onboard.exports import checks
from shop_onboard.exports.listing import (
    SAMPLE_MARK,
    ExportFile,
    ExportOptions,
    Limit,
    Limits,
    Listing,
    PhotoTypes,
    Problem,
)
from shop_onboard.exports.names import safe_stems
from shop_onboard.values.channels import get_channel
from shop_onboard.values.dates import format_date, local_date
from shop_onboard.values.numbers import format_number
from shop_onboard.values.text import N_, Figure, fold

_CHANNEL = get_channel("sendo")

key = "sendo"
name = "Sendo"
kind = "archive"
channel_key: str | None = _CHANNEL.key
status = N_(
    "Lưu trữ: sàn đã đóng ngày %(date)s, hiện không nơi nào nhận tệp này.",
    date=Figure(format_date, _CHANNEL.closed_on) if _CHANNEL.closed_on else "–",
)
source = N_(
    "Tài liệu Sendo Open API (help-seller.sendo.vn) và mã nguồn của các phần mềm từng kết nối, "
    "xem ngày 22/11/2026."
)
confidence = "code"
rules_on = date(2026, 11, 22)
accepts_template = False
hosts_photos = True

_ARTICLE = N_("%(site)s, bài %(item)s", site="help-seller.sendo.vn", item="17991973169433")
LIMITS = {
    "sku": Limit(3, 45, "third_party", "powersell.com"),
    "price_vnd": Limit(8_000, 9_999_999_999, "third_party", "powersell.com"),
    "stock": Limit(0, 99_999, "third_party", "powersell.com"),
    "description": Limit(100, 100_000, "official", _ARTICLE),
    "description_images": Limit(0, 20, "official", _ARTICLE),
}
# What pictures it takes is not known: ours follow our own default.
PHOTO_TYPES: PhotoTypes | None = None

# Numbers as two clients of the interface agree on them; Sendo has no unit of mass among them.
UNITS = {
    "Cái": 1,
    "Bộ": 2,
    "Chiếc": 3,
    "Đôi": 4,
    "Hộp": 5,
    "Cuốn": 6,
    "Chai": 7,
    "Thùng": 8,
}

# What a client must send and nobody but the seller, or the closed marketplace, knows.
LEFT_OPEN = ("cat_4_id",)
_JSON = "application/json"
SCHEMA = "sendo_product.schema.json"


def check(listing: Listing, limits: Limits = LIMITS) -> list[Problem]:
    """The documented limits and the packed parcel's weight; a unit that is missing is a remark."""
    problems = [
        *checks.check_sku(listing, limits["sku"]),
        *_check_amounts(listing, limits),
        *_check_description(listing, limits["description"]),
    ]
    if _unit_id(listing.pack_label) is None:
        sentence = N_(
            "Sendo không có đơn vị cho quy cách này (chỉ có %(units)s), nên ô unit_id để trống.",
            units=", ".join(UNITS),
        )
        problems.append(Problem("pack_label", sentence, blocking=False))
    if not listing.image_urls:
        problems.append(Problem("images", N_("Hãy thêm ít nhất một ảnh sản phẩm.")))
    return problems


def _check_amounts(listing: Listing, limits: Limits) -> list[Problem]:
    problems: list[Problem] = []
    if not limits["price_vnd"].admits(listing.price_vnd):
        sentence = N_(
            "Sendo nhận giá từ %(least)s đồng trở lên. Hãy xem lại giá bán.",
            least=Figure(format_number, limits["price_vnd"].least),
        )
        problems.append(Problem("price_vnd", sentence))
    if listing.stock is None:
        problems.append(Problem("stock", N_("Hãy ghi tồn kho; nếu đang hết hàng thì ghi 0.")))
    elif not limits["stock"].admits(listing.stock):
        sentence = N_(
            "Sendo nhận tồn kho từ 0 đến %(most)s. Hãy xem lại tồn kho.",
            most=Figure(format_number, limits["stock"].most),
        )
        problems.append(Problem("stock", sentence))
    if listing.gross_mass_g is None:
        sentence = N_("Hãy cân cả bao bì và ghi khối lượng cả bì, để tính phí giao hàng.")
        problems.append(Problem("gross_mass_g", sentence))
    return problems


def _check_description(listing: Listing, limit: Limit) -> list[Problem]:
    if len(listing.description) < limit.least:
        sentence = N_(
            "Phần mô tả mới có %(length)s ký tự; Sendo cần ít nhất %(least)s. "
            "Hãy kể thêm về hương vị, cách trồng, cách bảo quản.",
            length=len(listing.description),
            least=limit.least,
        )
        return [Problem("description", sentence)]
    if len(listing.html_description) > limit.most:
        sentence = N_(
            "Phần mô tả dài %(length)s ký tự; Sendo nhận nhiều nhất %(most)s. Hãy viết gọn lại.",
            length=Figure(format_number, len(listing.html_description)),
            most=Figure(format_number, limit.most),
        )
        return [Problem("description", sentence)]
    return []


def build(listings: Sequence[Listing], options: ExportOptions) -> list[ExportFile]:
    """`san-pham/<sku>.json`, one call's body each; `tat-ca.json` with all of them as a list.

    Beside them the schema of one body, and `GHI-CHU.txt` that explains them.
    """
    stems = safe_stems(listing.sku for listing in listings)
    bodies = [_product(listing) for listing in listings]
    made = [
        ExportFile(f"san-pham/{stems[body['sku']]}.json", _JSON, _written(body)) for body in bodies
    ]
    schema = files("shop_onboard").joinpath("data", SCHEMA).read_bytes()
    note = _note(listings, options).replace("\n", "\r\n").encode()
    return [
        *made,
        ExportFile("tat-ca.json", _JSON, _written(bodies)),
        ExportFile(SCHEMA, "application/schema+json", schema),
        ExportFile("GHI-CHU.txt", "text/plain; charset=utf-8", note),
    ]


def _written(content: object) -> bytes:
    return (json.dumps(content, ensure_ascii=False, indent=2) + "\n").encode()


def _product(listing: Listing) -> dict[str, Any]:
    """One product in the spelling of the single call, which differs from the list call's."""
    pictures = [{"picture_url": url} for url in listing.image_urls]
    return {
        "id": 0,
        "name": listing.title,
        "sku": listing.sku,
        "price": listing.price_vnd,
        "weight": listing.gross_mass_g,
        "stock_availability": bool(listing.stock),
        "stock_quantity": listing.stock,
        "description": listing.html_description,
        "unit_id": _unit_id(listing.pack_label),
        **dict.fromkeys(LEFT_OPEN),
        "height": _centimetres(listing.height_mm),
        "length": _centimetres(listing.length_mm),
        "width": _centimetres(listing.width_mm),
        "avatar": pictures[0],
        "pictures": pictures,
        "attributes": [],
        "is_promotion": False,
        "is_config_variant": False,
        "variants": [],
        "extended_shipping_package": {
            "is_using_instant": False,
            "is_using_in_day": False,
            "is_self_shipping": False,
            "is_using_standard": True,
            "is_using_eco": False,
        },
        "voucher": {
            "product_type": 1,
            "start_date": None,
            "end_date": None,
            "is_check_date": False,
        },
    }


def _centimetres(length_mm: int | None) -> int | float | None:
    if length_mm is None:
        return None
    return length_mm / 10 if length_mm % 10 else length_mm // 10


def _unit_id(pack_label: str) -> int | None:
    first = fold(pack_label).partition(" ")[0]
    return next((number for unit, number in UNITS.items() if fold(unit) == first), None)


def _note(listings: Sequence[Listing], options: ExportOptions) -> str:
    closed = format_date(_CHANNEL.closed_on) if _CHANNEL.closed_on else "–"
    limits = {**LIMITS, **options.limits}
    mark = f"{SAMPLE_MARK}\n\n" if any(listing.is_sample for listing in listings) else ""
    return mark + _NOTE.format(
        made_on=format_date(local_date(options.made_at)),
        site=options.site_name,
        closed=closed,
        count=len(listings),
        units=", ".join(f"{number} {unit}" for unit, number in UNITS.items()),
        **{f"{field}_least": format_number(limit.least) for field, limit in limits.items()},
        **{f"{field}_most": format_number(limit.most) for field, limit in limits.items()},
    )


_NOTE = """\
GHI CHÚ VỀ BỘ TỆP SENDO
{site}, lập ngày {made_on}: {count} tệp, mỗi tệp một quy cách của sản phẩm.

1. SÀN ĐÃ ĐÓNG
Sàn Sendo đã đóng ngày {closed}. Hiện không nơi nào nhận các tệp này. Chúng được giữ làm hồ sơ
và để dùng lại nếu có đơn vị nhận dữ liệu theo cách ghi của Sendo.

2. CÁCH GHI
Mỗi tệp trong thư mục san-pham là nội dung của một lần gọi POST /api/partner/product (Sendo
Open API). tat-ca.json gom mọi tệp đó thành một danh sách; sendo_product.schema.json là lược đồ
JSON của một tệp, do Lên Sàn viết theo tài liệu.
Tên các ô theo tài liệu help-seller.sendo.vn và mã nguồn của các phần mềm từng kết nối với sàn.
- weight: khối lượng cả bì, tính bằng gam (theo mã nguồn).
- price: đồng, số nguyên.
- unit_id: {units} (theo mã nguồn).
- description: từ {description_least} đến {description_most} ký tự, nhiều nhất
  {description_images_most} ảnh (theo tài liệu của sàn). Ở đây chỉ có chữ; ảnh nằm ở ô pictures.
- sku từ {sku_least} đến {sku_most} ký tự, giá từ {price_vnd_least} đồng, tồn kho
  nhiều nhất {stock_most} (theo bên thứ ba).

3. CÁC Ô ĐỂ TRỐNG (null), PHẢI ĐIỀN TRƯỚC KHI GỬI
- cat_4_id: mã ngành hàng. Chưa thấy danh sách mã của ngành thực phẩm, nên không tự đặt ra.
- unit_id: chỉ trống khi quy cách (gói, túi, lọ…) không thuộc các đơn vị trên.
- height, length, width: kích thước kiện hàng (được hiểu là xăng-ti-mét); chỉ trống khi chưa ai đo.
- attributes: để trống, vì thuộc tính bắt buộc tùy theo ngành hàng.

4. CÁC Ô NÊN XEM LẠI
- extended_shipping_package: đang chọn giao tiêu chuẩn.
- name: giới hạn độ dài chưa rõ.
"""
