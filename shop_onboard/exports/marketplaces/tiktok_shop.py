"""TikTok Shop Vietnam: the batch upload workbook of the seller's own shop, filled in."""

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
from shop_onboard.values.text import N_, Message

_CHANNEL = get_channel("tiktok")

key = "tiktok_shop"
name = _CHANNEL.name
kind = "template"
channel_key: str | None = _CHANNEL.key
status = N_("Đang hoạt động. Lên Sàn điền vào tệp mẫu mà bạn tải từ Trung tâm người bán.")
source = N_(
    "Tệp mẫu đăng hàng loạt của TikTok Shop Việt Nam ngày 07/07/2026 (qua bên thứ ba). Xem thông"
    " tin về sàn ngày 22/11/2026."
)
confidence = "official_copy"
rules_on = date(2026, 11, 22)
accepts_template = True
hosts_photos = False

_COPY = N_("tệp mẫu %(name)s", name="Tiktoksellercenter_batchupload_20260707")
LIMITS = {
    "title": Limit(1, 254, "official_copy", _COPY),
    "pack_label": Limit(1, 50, "official_copy", _COPY),
    "photo_side_px": Limit(100, 1_200, "official_copy", _COPY),
    "photo_ratio": Limit(750, 1_333, "official_copy", _COPY),
    # 5 MB, in the smaller of the two ways to count.
    "photo_bytes": Limit(1, 5_000_000, "official_copy", _COPY),
}
PHOTO_TYPES: PhotoTypes | None = PhotoTypes(
    ("image/jpeg", "image/png"), "third_party", "knowledgebase.skuiq.com/knowledge/tts-images"
)
_VERSION = re.compile(r"V\d+(\.\d+)*")


def _check_marks(marks: Sequence[str]) -> Message | None:
    """Row 2 carries the template's version and what it is for, in metric units."""
    if not any(_VERSION.fullmatch(mark) for mark in marks):
        return N_(
            "Tệp mẫu thiếu dòng 2 của TikTok Shop: hãy tải lại tệp mẫu từ Trung tâm người bán,"
            " không xóa dòng nào."
        )
    if not {"create_product", "metric"} <= set(marks):
        return N_(
            "Tệp này không phải mẫu tạo sản phẩm mới, tính bằng gam và xăng-ti-mét: hãy tải mẫu"
            " tạo sản phẩm hàng loạt."
        )
    return None


template = KeyedTemplate(key, keys_of(key), _check_marks, 5)


def check(listing: Listing, limits: Limits = LIMITS) -> list[Problem]:
    """What the workbook needs of every product; the limits in the seller's file come on top."""
    problems: list[Problem] = []
    if listing.price_vnd <= 0:
        problems.append(Problem("price_vnd", N_("Hãy ghi giá bán lớn hơn 0 đồng.")))
    problems += checks.check_shared_title(listing, limits["title"], name)
    if not limits["pack_label"].admits(len(listing.pack_label)):
        sentence = N_(
            "Quy cách dài %(length)s ký tự; TikTok Shop nhận nhiều nhất %(most)s. Hãy viết ngắn"
            " lại.",
            length=len(listing.pack_label),
            most=limits["pack_label"].most,
        )
        problems.append(Problem("pack_label", sentence))
    if not listing.description:
        sentence = N_("TikTok Shop bắt buộc có mô tả. Hãy viết vài câu.")
        problems.append(Problem("description", sentence))
    if listing.gross_mass_g is None:
        sentence = N_("TikTok Shop bắt buộc có khối lượng kiện hàng. Hãy ghi khối lượng cả bì.")
        problems.append(Problem("gross_mass_g", sentence))
    if listing.stock is None:
        sentence = N_("TikTok Shop bắt buộc có số lượng. Hãy ghi tồn kho.")
        problems.append(Problem("stock", sentence))
    if not listing.image_urls:
        sentence = N_("TikTok Shop bắt buộc có ảnh chính. Hãy thêm ít nhất một ảnh.")
        problems.append(Problem("images", sentence))
    return [*problems, *checks.check_picture_addresses(listing, name)]


def build(listings: Sequence[Listing], options: ExportOptions) -> list[ExportFile]:
    """Our own data sheet, to type from while the shop's workbook is not at hand."""
    rules = photo_rules({**LIMITS, **options.limits}, PHOTO_TYPES)
    return sheet_and_photos(listings, name, options, rules)
