"""Shopee Vietnam: the mass upload workbook of the seller's own shop, filled in."""

import re
from collections.abc import Sequence
from datetime import date

from shop_onboard.exports import checks
from shop_onboard.exports.data_sheet_files import sheet_and_photos
from shop_onboard.exports.listing import (
    ExportFile,
    ExportOptions,
    Limit,
    Limits,
    Listing,
    PhotoTypes,
    Problem,
)
from shop_onboard.exports.photos import photo_rules
from shop_onboard.exports.templates.keyed import KeyedTemplate, keys_of
from shop_onboard.values.channels import get_channel
from shop_onboard.values.money import format_vnd
from shop_onboard.values.numbers import format_number
from shop_onboard.values.text import N_, Figure, Message

_CHANNEL = get_channel("shopee")

key = "shopee"
name = _CHANNEL.name
kind = "template"
channel_key: str | None = _CHANNEL.key
status = N_("Đang hoạt động. Lên Sàn điền vào tệp mẫu mà bạn tải từ gian hàng của mình.")
source = N_(
    "Bản mẫu đăng hàng loạt của Shopee Việt Nam tải ngày 08/06/2026 (qua bên thứ ba). Xem thông"
    " tin về sàn ngày 22/11/2026."
)
confidence = "official_copy"
rules_on = date(2026, 11, 22)
accepts_template = True
hosts_photos = False

_COPY = N_("tệp mẫu %(name)s", name="Shopee_mass_upload_2026-06-08")
LIMITS = {
    "sku": Limit(1, 100, "official_copy", _COPY),
    "price_vnd": Limit(1_000, 120_000_000, "third_party", "powersell.com"),
    "stock": Limit(0, 999_999, "third_party", "powersell.com"),
    # 2.0 MB, in the smaller of the two ways to count.
    "photo_bytes": Limit(1, 2_000_000, "official_copy", _COPY),
}
PHOTO_TYPES: PhotoTypes | None = PhotoTypes(("image/jpeg", "image/png"), "official_copy", _COPY)
_SIGNATURE = re.compile(r"[0-9A-Za-z+/=_-]{16,}")


def _check_marks(marks: Sequence[str]) -> Message | None:
    """Row 2 says «basic» and carries the signature of the shop that downloaded the file."""
    if not any(_SIGNATURE.fullmatch(mark) for mark in marks):
        return N_(
            "Tệp mẫu thiếu chữ ký của Shopee ở dòng 2: hãy tải lại tệp mẫu từ gian hàng, không xóa"
            " dòng nào."
        )
    if "basic" not in marks:
        return N_(
            "Tệp này không phải mẫu đăng sản phẩm cơ bản (dòng 2 không ghi «basic»): hãy tải mẫu"
            " «Đăng tải sản phẩm – thông tin cơ bản»."
        )
    return None


template = KeyedTemplate(key, keys_of(key), _check_marks, 6, "channel_id.")


def check(listing: Listing, limits: Limits = LIMITS) -> list[Problem]:
    """What the workbook needs of every product; the limits in the seller's file come on top."""
    problems: list[Problem] = []
    if not limits["price_vnd"].admits(listing.price_vnd):
        sentence = N_(
            "Shopee nhận giá từ %(least)s đến %(most)s.",
            least=Figure(format_vnd, limits["price_vnd"].least),
            most=Figure(format_vnd, limits["price_vnd"].most),
        )
        problems.append(Problem("price_vnd", sentence))
    if not limits["sku"].admits(len(listing.sku)):
        sentence = N_(
            "Mã hàng dài %(length)s ký tự; Shopee nhận nhiều nhất %(most)s.",
            length=len(listing.sku),
            most=limits["sku"].most,
        )
        problems.append(Problem("sku", sentence))
    if not listing.description:
        problems.append(Problem("description", N_("Shopee bắt buộc có mô tả. Hãy viết vài câu.")))
    if listing.gross_mass_g is None:
        sentence = N_("Shopee bắt buộc có cân nặng. Hãy ghi khối lượng cả bì.")
        problems.append(Problem("gross_mass_g", sentence))
    if not listing.image_urls:
        sentence = N_("Shopee bắt buộc có ảnh bìa. Hãy thêm ít nhất một ảnh rõ sản phẩm.")
        problems.append(Problem("images", sentence))
    problems += _stock_problems(listing, limits["stock"])
    return [*problems, *checks.check_picture_addresses(listing, name)]


def _stock_problems(listing: Listing, limit: Limit) -> list[Problem]:
    if listing.stock is None:
        return [Problem("stock", N_("Shopee bắt buộc có tồn kho. Hãy ghi số gói đang có."))]
    if limit.admits(listing.stock):
        return []
    sentence = N_(
        "Shopee nhận tồn kho nhiều nhất %(most)s.",
        most=Figure(format_number, limit.most),
    )
    return [Problem("stock", sentence)]


def build(listings: Sequence[Listing], options: ExportOptions) -> list[ExportFile]:
    """Our own data sheet, to type from while the shop's workbook is not at hand."""
    rules = photo_rules({**LIMITS, **options.limits}, PHOTO_TYPES)
    return sheet_and_photos(listings, name, options, rules)
