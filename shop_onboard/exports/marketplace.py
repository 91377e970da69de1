"""The contract that every module in `exports/marketplaces/` keeps."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from shop_onboard.exports.listing import (
    ExportFile,
    ExportOptions,
    Limits,
    Listing,
    PhotoTypes,
    Problem,
)
from shop_onboard.values.text import N_, Message

KINDS: dict[str, Message] = {
    "sheet": N_("Phiếu để gõ hoặc dán vào trang của sàn"),
    "feed": N_("Tệp để tải thẳng lên"),
    "template": N_("Tệp mẫu của chính gian hàng, được điền sẵn"),
    "page": N_("Dữ liệu cho máy tìm kiếm, nằm sẵn trên trang công khai"),
    "archive": N_("Lưu trữ, sàn không còn nhận"),
}

CONFIDENCES: dict[str, Message] = {
    "official": N_("Theo tài liệu của chính sàn"),
    "official_copy": N_("Theo tệp mẫu của sàn, do bên thứ ba giữ"),
    "code": N_("Theo mã nguồn đã kết nối với sàn"),
    "third_party": N_("Theo bên thứ ba"),
    "format": N_("Giới hạn của dạng tệp, không phải của sàn"),
    "inferred": N_("Suy ra, chưa có tài liệu"),
    "own": N_("Mẫu của Lên Sàn"),
}

FEED_FORMATS: dict[str, Message] = {
    "rss": N_("RSS (XML)"),
    "tsv": N_("TSV (bảng cách nhau bằng dấu tab)"),
    "csv": N_("CSV (bảng cách nhau bằng dấu phẩy)"),
}

LIMIT_NAMES: dict[str, Message] = {
    "sku": N_("Mã hàng (ký tự)"),
    "group_code": N_("Mã nhóm các quy cách (ký tự)"),
    "title": N_("Tên đăng bán (ký tự)"),
    "pack_label": N_("Quy cách (ký tự)"),
    "brand": N_("Thương hiệu (ký tự)"),
    "description": N_("Mô tả (ký tự)"),
    "description_images": N_("Số ảnh trong mô tả"),
    "price_vnd": N_("Giá bán (đồng)"),
    "stock": N_("Tồn kho"),
    "image_url": N_("Địa chỉ ảnh (ký tự)"),
    "more_images": N_("Số ảnh phụ"),
    "photo_side_px": N_("Mỗi cạnh của ảnh (điểm ảnh)"),
    "photo_advised_px": N_("Mỗi cạnh của ảnh mà sàn khuyên (điểm ảnh)"),
    "photo_ratio": N_("Chiều rộng chia chiều cao của ảnh (phần nghìn)"),
    "photo_bytes": N_("Dung lượng ảnh (byte)"),
}


class Marketplace(Protocol):
    """A module that knows one marketplace's columns, limits and state.

    `key` is the module's own name; `kind` a key of `KINDS`; `channel_key` the sales channel in
    `values.channels`, None where nothing is sold on the marketplace itself; `status` its state
    in one sentence; `source` and `confidence` (a key of `CONFIDENCES`) where the format is from,
    `rules_on` the day on which it was read; `LIMITS` its bounds then, each a key of `LIMIT_NAMES`;
    `PHOTO_TYPES` the kinds of pictures it takes, None while that is not known, and `hosts_photos`
    whether its files name pictures by addresses; `accepts_template` whether a file downloaded from
    the seller's own shop is filled in. A module whose template names its columns by keys also has
    a `template` (`templates.keyed`), and one whose files a machine fetches from an address has
    `FEEDS`, the name of the file for each format (a key of `FEED_FORMATS`).
    """

    key: str
    name: str
    kind: str
    channel_key: str | None
    status: Message
    source: Message
    confidence: str
    rules_on: date
    accepts_template: bool
    LIMITS: Limits
    PHOTO_TYPES: PhotoTypes | None
    hosts_photos: bool

    def check(self, listing: Listing, limits: Limits = ...) -> list[Problem]:
        """What keeps the listing out of the file, or should be known; empty when all is well.

        `limits` are the module's own unless others are given, with the same keys.
        """
        ...

    def build(self, listings: Sequence[Listing], options: ExportOptions) -> list[ExportFile]:
        """The files for listings without a blocking problem, always the same for the same."""
        ...
