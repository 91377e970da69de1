"""What is typed from the «phiếu thông tin đăng bán»: its sections, and the lines in each."""

import textwrap
from dataclasses import dataclass

from shop_onboard.exports.listing import Listing, ListingCertificate
from shop_onboard.values.dates import format_date
from shop_onboard.values.sizes import format_sides

PHOTO_EXTENSIONS = {
    "image/jpeg": "jpg",
    "image/png": "png",
    "image/webp": "webp",
    "image/gif": "gif",
}
PHOTO_FOLDER = "anh-san-pham"
_LONGEST_CELL = 1_000


@dataclass(frozen=True)
class Line:
    """One thing to type: what it is and its value. None says that there is none yet."""

    label: str
    value: str | int | None


def photo_names(listing: Listing, stem: str) -> list[str]:
    """`<stem>-1.jpg`, … as the photos of a listing are called in `PHOTO_FOLDER`.

    No two stems give one name: what follows the last hyphen is the number alone.
    """
    return [
        f"{stem}-{number}.{PHOTO_EXTENSIONS.get(photo.media_type, 'bin')}"
        for number, photo in enumerate(listing.images, start=1)
    ]


def sections(listing: Listing, stem: str) -> list[tuple[str, list[Line]]]:
    """Title → lines, in the order in which a portal asks; `stem` begins the names of its photos.

    A line without a label goes across the page.
    """
    return [
        ("Sản phẩm", _product(listing)),
        ("Giá, kho và quy cách", _pack(listing)),
        ("Nguồn gốc và bảo quản", _origin(listing)),
        (f"Ảnh trong thư mục {PHOTO_FOLDER}", _photos(listing, stem)),
        ("Mô tả", [Line("", text) for text in _paragraphs(listing.description)]),
    ]


def _product(listing: Listing) -> list[Line]:
    ocop = None
    if listing.ocop_stars:
        claim = f"theo {listing.ocop_decision}" if listing.ocop_decision else "HTX khai"
        ocop = f"{listing.ocop_stars} sao ({claim})"
    return [
        Line("Tên sản phẩm", listing.title),
        Line("Tên tiếng Anh", listing.name_en or None),
        Line("Mã hàng (SKU)", listing.sku),
        Line("Mã vạch (GTIN)", listing.gtin),
        Line("Thương hiệu", listing.brand or None),
        Line("Nhóm sản phẩm OCOP", listing.ocop_set),
        Line("Hạng OCOP", ocop),
    ]


def _pack(listing: Listing) -> list[Line]:
    return [
        Line("Giá bán một quy cách (đ)", listing.price_vnd),
        Line("Tồn kho", listing.stock),
        Line("Quy cách", listing.pack_label),
        Line("Khối lượng tịnh (g)", listing.net_mass_g),
        Line("Khối lượng cả bì (g)", listing.gross_mass_g),
        Line("Dài × rộng × cao", _size(listing)),
    ]


def _size(listing: Listing) -> str | None:
    length, width, height = listing.length_mm, listing.width_mm, listing.height_mm
    if length is None or width is None or height is None:
        return None
    return format_sides((length, width, height))


def _paper(paper: ListingCertificate) -> str:
    end = f", đến {format_date(paper.expires_on)}" if paper.expires_on else ""
    return f"{paper.name} số {paper.number}{end}"


def _origin(listing: Listing) -> list[Line]:
    expires_on = format_date(listing.lot_expires_on) if listing.lot_expires_on else None
    return [
        Line("Nơi sản xuất", listing.origin or None),
        Line("Đơn vị chịu trách nhiệm", listing.cooperative_name),
        Line("Địa chỉ", listing.cooperative_address or None),
        Line("Hạn sử dụng (ngày)", listing.shelf_life_days),
        Line("Lô hàng đang bán", listing.lot_code),
        Line("HSD của lô", expires_on),
        Line("Bảo quản", listing.storage or None),
        Line("Giấy chứng nhận", "; ".join(_paper(each) for each in listing.certificates) or None),
        Line("Trang giới thiệu", listing.page_url),
    ]


def _photos(listing: Listing, stem: str) -> list[Line]:
    names = photo_names(listing, stem)
    return [
        Line("Ảnh bìa", names[0] if names else None),
        Line("Các ảnh khác", ", ".join(names[1:]) or None),
    ]


def _paragraphs(description: str) -> list[str | None]:
    """Pieces that fit a row of the greatest height; none is cut within a word."""
    paragraphs = [line for line in description.split("\n") if line]
    pieces = [piece for line in paragraphs for piece in textwrap.wrap(line, _LONGEST_CELL)]
    return [*pieces] or [None]
