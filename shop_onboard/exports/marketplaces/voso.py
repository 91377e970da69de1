"""Vỏ Sò: our own «phiếu thông tin đăng bán», kept for the seasons that were sold there."""

from collections.abc import Sequence
from datetime import date

from shop_onboard.exports import data_sheet_check
from shop_onboard.exports.data_sheet_files import sheet_and_photos
from shop_onboard.exports.listing import ExportFile, ExportOptions, Listing, PhotoTypes
from shop_onboard.exports.photos import photo_rules
from shop_onboard.values.channels import get_channel
from shop_onboard.values.text import N_

_CHANNEL = get_channel("voso")

key = "voso"
name = _CHANNEL.name
kind = "archive"
channel_key: str | None = _CHANNEL.key
status = N_(
    "Ngừng hoạt động theo báo chí (được cho là trong năm 2023, chưa có nguồn chính thức); phiếu"
    " được giữ cho các mùa vụ từng bán ở đây."
)
source = N_(
    "Các dòng trên phiếu do Lên Sàn đặt ra, không phải mẫu của sàn. Nguồn về sàn: một "
    "nguồn thứ cấp, xem ngày 22/11/2026."
)
confidence = "own"
rules_on = date(2026, 11, 22)
accepts_template = False
hosts_photos = False

LIMITS = data_sheet_check.LIMITS
# What pictures it takes is not known: ours follow our own default.
PHOTO_TYPES: PhotoTypes | None = None
check = data_sheet_check.check


def build(listings: Sequence[Listing], options: ExportOptions) -> list[ExportFile]:
    """`phieu-thong-tin-dang-ban.xlsx`, and the photos as `anh-san-pham/<sku>-1.jpg`, …"""
    rules = photo_rules({**LIMITS, **options.limits}, PHOTO_TYPES)
    return sheet_and_photos(listings, name, options, rules)
