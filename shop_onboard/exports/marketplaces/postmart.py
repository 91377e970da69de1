"""Buudien.vn (Postmart): our own «phiếu thông tin đăng bán», since no template is published."""

from collections.abc import Sequence

from shop_onboard.exports.data_sheet_files import sheet_and_photos
from shop_onboard.exports.listing import ExportFile, ExportOptions, Listing, Problem
from shop_onboard.exports.marketplace import Limit
from shop_onboard.values.channels import get_channel
from shop_onboard.values.numbers import format_number
from shop_onboard.values.text import N_, Figure

_CHANNEL = get_channel("postmart")

key = "postmart"
name = _CHANNEL.name
kind = "sheet"
channel_key: str | None = _CHANNEL.key
status = N_("Đang hoạt động; chưa thấy sàn công bố tệp mẫu để tải lên hàng loạt.")
source = N_(
    "Các dòng trên phiếu do Lên Sàn đặt ra, không phải mẫu của sàn. Xem thông tin về sàn ngày "
    "22/11/2026."
)
confidence = "own"
accepts_template = True

# What one cell of a workbook can hold (ECMA-376, as Excel enforces it).
LIMITS = {"description": Limit(0, 32_767, "official", "Excel specifications and limits")}


def check(listing: Listing) -> list[Problem]:
    """What the sheet itself needs; gaps that the portal may ask about are remarks."""
    problems: list[Problem] = []
    if listing.price_vnd <= 0:
        problems.append(Problem("price_vnd", N_("Hãy ghi giá bán lớn hơn 0 đồng.")))
    if not LIMITS["description"].admits(len(listing.description)):
        sentence = N_(
            "Phần mô tả dài quá %(most)s ký tự, phiếu không chứa hết. Hãy viết gọn lại.",
            most=Figure(format_number, LIMITS["description"].most),
        )
        problems.append(Problem("description", sentence))
    return [*problems, *_gaps(listing)]


def _gaps(listing: Listing) -> list[Problem]:
    gaps: list[Problem] = []
    if not listing.description:
        sentence = N_("Chưa có mô tả. Nên viết vài câu: hương vị, cách trồng, cách dùng.")
        gaps.append(Problem("description", sentence, blocking=False))
    if not listing.images:
        sentence = N_("Chưa có ảnh. Nên chụp ít nhất một ảnh rõ sản phẩm.")
        gaps.append(Problem("images", sentence, blocking=False))
    if listing.stock is None:
        gaps.append(Problem("stock", N_("Chưa ghi tồn kho."), blocking=False))
    if listing.gross_mass_g is None:
        sentence = N_("Chưa ghi khối lượng cả bì; nên cân để biết phí giao hàng.")
        gaps.append(Problem("gross_mass_g", sentence, blocking=False))
    return gaps


def build(listings: Sequence[Listing], options: ExportOptions) -> list[ExportFile]:
    """`phieu-thong-tin-dang-ban.xlsx`, and the photos in `anh-san-pham/<sku>/`."""
    return sheet_and_photos(listings, name, options)
