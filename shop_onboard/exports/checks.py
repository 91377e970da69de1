"""Faults that several marketplaces find in a listing, each said in one way."""

import ipaddress
from collections.abc import Iterable
from functools import lru_cache
from urllib.parse import urlsplit

from stdnum import ean

from shop_onboard.exports.listing import BULLET, Limit, Listing, Problem
from shop_onboard.values.numbers import format_number
from shop_onboard.values.text import N_, Figure, Message

_FORMULA_STARTS = ("=", "+", "-", "@")
_PICTURES = (".jpg", ".jpeg", ".webp", ".png", ".gif", ".bmp", ".tif", ".tiff")


def check_price(listing: Listing) -> list[Problem]:
    """A price that is nothing."""
    if listing.price_vnd > 0:
        return []
    return [Problem("price_vnd", N_("Hãy ghi giá bán lớn hơn 0 đồng."))]


def check_stock(listing: Listing) -> list[Problem]:
    """A stock that nobody counted."""
    if listing.stock is not None:
        return []
    return [Problem("stock", N_("Hãy ghi tồn kho; nếu đang hết hàng thì ghi 0."))]


def check_gtin(listing: Listing) -> list[Problem]:
    """A bar code whose check digit is wrong."""
    if listing.gtin is None or ean.is_valid(listing.gtin):
        return []
    return [Problem("gtin", N_("Mã vạch chưa đúng số kiểm tra. Hãy xem lại, hoặc để trống."))]


def check_sku(listing: Listing, limit: Limit) -> list[Problem]:
    """A code of the wrong length."""
    if limit.admits(len(listing.sku)):
        return []
    sentence = N_(
        "Mã hàng dài %(length)s ký tự; phải có từ %(least)s đến %(most)s.",
        length=len(listing.sku),
        least=limit.least,
        most=limit.most,
    )
    return [Problem("sku", sentence)]


def check_title(listing: Listing, limit: Limit, place: str) -> list[Problem]:
    """A title too long for `place`, which is a marketplace's name; it is never cut."""
    return _name_problems(listing, listing.title, limit, place)


def check_shared_title(listing: Listing, limit: Limit, place: str) -> list[Problem]:
    """As `check_title`, where the packs of a product have one name and columns of their own."""
    return _name_problems(listing, listing.shared_title, limit, place)


def name_counted(listing: Listing, text: str) -> Message:
    """What `text`, a name of this listing as it is sent, is made of."""
    return N_("Tên sản phẩm") if text == listing.name else N_("Tên kèm quy cách")


def _name_problems(listing: Listing, text: str, limit: Limit, place: str) -> list[Problem]:
    if limit.admits(len(text)):
        return []
    what, length = name_counted(listing, text), Figure(format_number, len(text))
    if len(text) < limit.least:
        sentence = N_(
            "%(what)s dài %(length)s ký tự; %(place)s cần ít nhất %(least)s. Hãy ghi tên rõ hơn.",
            what=what,
            length=length,
            place=place,
            least=Figure(format_number, limit.least),
        )
    else:
        sentence = N_(
            "%(what)s dài %(length)s ký tự; %(place)s nhận nhiều nhất %(most)s. Hãy rút gọn tên.",
            what=what,
            length=length,
            place=place,
            most=Figure(format_number, limit.most),
        )
    return [Problem("name", sentence)]


def check_description(listing: Listing, text: str, limit: Limit, place: str) -> list[Problem]:
    """No description, or `text`, which is what is sent of it, too long for `place`."""
    if not listing.description:
        sentence = N_("Hãy viết vài câu mô tả: hương vị, cách trồng, cách dùng.")
        return [Problem("description", sentence)]
    if limit.admits(len(text)):
        return []
    sentence = N_(
        "Phần mô tả dài %(length)s ký tự; %(place)s nhận nhiều nhất %(most)s. Hãy viết gọn lại.",
        length=Figure(format_number, len(text)),
        place=place,
        most=Figure(format_number, limit.most),
    )
    return [Problem("description", sentence)]


def check_starts(listing: Listing) -> list[Problem]:
    """Texts of a feed for machines, where nothing may be put in front of a formula's sign.

    A description that is a list is none: its points lose their dashes in a table. What is after
    the first dash must not begin like a formula then.
    """
    texts = {"name": listing.title, "sku": listing.sku, "cooperative_name": listing.brand}
    texts["pack_label"] = listing.pack_label
    problems = [
        Problem(field, N_("Hãy bắt đầu bằng chữ hoặc số, không phải dấu = + - @."))
        for field, text in texts.items()
        if starts_as_formula(text)
    ]
    if starts_as_formula(BULLET.sub("", listing.description)):
        sentence = N_("Hãy bắt đầu phần mô tả bằng chữ hoặc số, không phải dấu = + - @.")
        problems.append(Problem("description", sentence))
    return problems


def starts_as_formula(text: str) -> bool:
    """Whether a spreadsheet would run the text."""
    return text.startswith(_FORMULA_STARTS)


def check_pictures(listing: Listing, limit: Limit, place: str) -> list[Problem]:
    """No picture, or an address that a reader of feeds does not take."""
    if not listing.image_urls:
        return [Problem("images", N_("Hãy thêm ít nhất một ảnh sản phẩm."))]
    if all(_is_picture(url, limit) for url in listing.image_urls):
        return []
    sentence = N_(
        "%(place)s chỉ nhận ảnh JPG, PNG, WebP, GIF, BMP hoặc TIFF. Hãy thay ảnh khác.",
        place=place,
    )
    return [Problem("images", sentence)]


def check_page(listing: Listing, place: str) -> list[Problem]:
    """A remark when the product's page cannot be opened from the Internet."""
    if _is_public(listing.page_url):
        return []
    sentence = N_(
        "Địa chỉ %(url)s chưa mở được từ Internet, nên %(place)s chưa đọc được tệp này. "
        "Hãy nhờ người quản trị đặt tên miền công khai (https) trước khi nộp.",
        url=listing.page_url,
        place=place,
    )
    return [Problem("page_url", sentence, blocking=False)]


def check_picture_addresses(listing: Listing, place: str) -> list[Problem]:
    """A remark when `place` is told of pictures that it cannot fetch from the Internet."""
    closed = closed_site(listing.image_urls)
    if closed is None:
        return []
    return [Problem("page_url", pictures_closed(closed, place), blocking=False)]


def pictures_closed(site: str, place: str) -> Message:
    """That `place` cannot fetch from an address like `https://lensan.local`."""
    return N_(
        "Địa chỉ ảnh và trang bắt đầu bằng %(url)s, chưa mở được từ Internet, nên %(place)s chưa "
        "lấy được ảnh. Hãy nhờ người quản trị đặt tên miền công khai (https) trước khi nộp tệp.",
        url=site,
        place=place,
    )


def closed_site(urls: Iterable[str]) -> str | None:
    """Scheme and host of the first address that cannot be opened from the Internet, if any."""
    closed = next((url for url in urls if not _is_public(url)), None)
    return None if closed is None else "{0.scheme}://{0.netloc}".format(urlsplit(closed))


def _is_picture(url: str, limit: Limit) -> bool:
    parts = urlsplit(url)
    last = parts.path.rpartition("/")[2].lower()
    return (
        parts.scheme in ("http", "https")
        and url.isascii()
        and limit.admits(len(url))
        and ("." not in last or last.endswith(_PICTURES))
    )


def _is_public(url: str) -> bool:
    parts = urlsplit(url)
    return parts.scheme == "https" and _is_public_host(parts.hostname or "")


# A whole season's pictures lie at one or two hosts.
@lru_cache(maxsize=64)
def _is_public_host(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_global
    except ValueError:
        return "." in host and not host.endswith((".local", ".test"))
