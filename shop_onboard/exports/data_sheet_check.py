"""What keeps a listing off the data sheet, and the gaps that a portal may ask about."""

from shop_onboard.exports import checks
from shop_onboard.exports.listing import Limit, Limits, Listing, Problem
from shop_onboard.values.numbers import format_number
from shop_onboard.values.text import N_, Figure

# What one cell of a workbook can hold (ECMA-376, as Excel enforces it).
LIMITS = {
    "description": Limit(0, 32_767, "format", N_("một ô của Excel chứa nhiều nhất chừng ấy ký tự"))
}


def check(listing: Listing, limits: Limits = LIMITS) -> list[Problem]:
    """What the sheet itself needs; gaps that the portal may ask about are remarks."""
    problems = checks.check_price(listing)
    if not limits["description"].admits(len(listing.description)):
        sentence = N_(
            "Phần mô tả dài %(length)s ký tự; phiếu chứa nhiều nhất %(most)s. Hãy viết gọn lại.",
            length=Figure(format_number, len(listing.description)),
            most=Figure(format_number, limits["description"].most),
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
