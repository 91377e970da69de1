"""Google Merchant Center: a product feed as TSV, and the same products as RSS 2.0."""

import hashlib
import ipaddress
import re
from collections import Counter
from collections.abc import Sequence
from urllib.parse import urlsplit
from xml.etree import ElementTree

from stdnum import ean

from shop_onboard.exports.listing import (
    SAMPLE_MARK,
    ExportFile,
    ExportOptions,
    Listing,
    Problem,
)
from shop_onboard.exports.marketplace import Limit
from shop_onboard.exports.tables import guard, tsv_bytes
from shop_onboard.values.numbers import format_number
from shop_onboard.values.text import N_, Figure

key = "google"
name = "Google Merchant Center"
kind = "feed"
channel_key: str | None = None
status = N_("Đang nhận; người mua được dẫn về trang công khai của chính hợp tác xã.")
source = N_("Trung tâm trợ giúp của Google Merchant Center, xem ngày 22/11/2026.")
confidence = "official"
accepts_template = False

LIMITS = {
    "sku": Limit(1, 50, "official", "support.google.com/merchants/answer/7052112"),
    "group_code": Limit(1, 50, "official", "support.google.com/merchants/answer/6324507"),
    "title": Limit(1, 150, "official", "support.google.com/merchants/answer/6324415"),
    "description": Limit(1, 5_000, "inferred", "the limit was not on the pages that were read"),
    "image_url": Limit(1, 2_000, "official", "support.google.com/merchants/answer/6324350"),
    "more_images": Limit(0, 10, "official", "support.google.com/merchants/answer/6324370"),
}
_PICTURES = (".jpg", ".jpeg", ".webp", ".png", ".gif", ".bmp", ".tif", ".tiff")

COLUMNS = (
    "id",
    "title",
    "description",
    "link",
    "image_link",
    "additional_image_link",
    "availability",
    "price",
    "condition",
    "brand",
    "gtin",
    "identifier_exists",
    "product_type",
    "item_group_id",
    "size",
    "unit_pricing_measure",
    "unit_pricing_base_measure",
    "shipping_weight",
)
_NAMESPACE = "http://base.google.com/ns/1.0"
_BULLET = re.compile(r"^[-+*•]\s+")


def check(listing: Listing) -> list[Problem]:
    """Google's required fields and lengths; a private address is a remark, not a refusal."""
    problems = _check_texts(listing)
    if listing.price_vnd <= 0:
        problems.append(Problem("price_vnd", N_("Hãy ghi giá bán lớn hơn 0 đồng.")))
    if listing.stock is None:
        problems.append(Problem("stock", N_("Hãy ghi tồn kho; nếu đang hết hàng thì ghi 0.")))
    if listing.gtin is not None and not ean.is_valid(listing.gtin):
        problems.append(
            Problem("gtin", N_("Mã vạch chưa đúng số kiểm tra. Hãy xem lại, hoặc để trống."))
        )
    return [*problems, *_check_addresses(listing)]


def _check_texts(listing: Listing) -> list[Problem]:
    problems: list[Problem] = []
    if not LIMITS["sku"].admits(len(listing.sku)):
        problems.append(
            Problem("sku", N_("Mã hàng phải có từ 1 đến %(most)s ký tự.", most=_most("sku")))
        )
    elif guard(listing.sku) != listing.sku:
        problems.append(
            Problem("sku", N_("Mã hàng phải bắt đầu bằng chữ hoặc số, không phải dấu = + - @."))
        )
    if not LIMITS["title"].admits(len(listing.title)):
        sentence = N_(
            "Tên cùng quy cách dài %(length)s ký tự; Google nhận nhiều nhất %(most)s. "
            "Hãy rút gọn tên.",
            length=Figure(format_number, len(listing.title)),
            most=_most("title"),
        )
        problems.append(Problem("name", sentence))
    return [*problems, *_check_description(listing)]


def _check_description(listing: Listing) -> list[Problem]:
    if not listing.description:
        sentence = N_("Hãy viết vài câu mô tả: hương vị, cách trồng, cách dùng.")
        return [Problem("description", sentence)]
    length = len(_description(listing))
    if LIMITS["description"].admits(length):
        return []
    sentence = N_(
        "Phần mô tả dài %(length)s ký tự; Google nhận nhiều nhất %(most)s. Hãy viết gọn lại.",
        length=Figure(format_number, length),
        most=_most("description"),
    )
    return [Problem("description", sentence)]


def _most(limit: str) -> Figure:
    return Figure(format_number, LIMITS[limit].most)


def _check_addresses(listing: Listing) -> list[Problem]:
    problems: list[Problem] = []
    if not listing.image_urls:
        problems.append(Problem("images", N_("Hãy thêm ít nhất một ảnh sản phẩm.")))
    elif not all(_is_picture(url) for url in listing.image_urls):
        sentence = N_("Google chỉ nhận ảnh JPG, PNG, WebP, GIF, BMP hoặc TIFF. Hãy thay ảnh khác.")
        problems.append(Problem("images", sentence))
    if not _is_public(listing.page_url):
        sentence = N_(
            "Địa chỉ %(url)s chưa mở được từ Internet, nên Google chưa đọc được tệp này. "
            "Hãy nhờ người quản trị đặt tên miền công khai (https) trước khi nộp.",
            url=listing.page_url,
        )
        problems.append(Problem("page_url", sentence, blocking=False))
    return problems


def _is_picture(url: str) -> bool:
    parts = urlsplit(url)
    last = parts.path.rpartition("/")[2].lower()
    return (
        parts.scheme in ("http", "https")
        and url.isascii()
        and LIMITS["image_url"].admits(len(url))
        and ("." not in last or last.endswith(_PICTURES))
    )


def _is_public(url: str) -> bool:
    parts = urlsplit(url)
    host = parts.hostname or ""
    try:
        return parts.scheme == "https" and ipaddress.ip_address(host).is_global
    except ValueError:
        return parts.scheme == "https" and "." in host and not host.endswith((".local", ".test"))


def build(listings: Sequence[Listing], options: ExportOptions) -> list[ExportFile]:
    """`google.tsv` and `google.xml` with the same items: one is uploaded, not both."""
    packs = Counter(listing.group_code for listing in listings)
    items = [_item(listing, packs[listing.group_code] > 1) for listing in listings]
    return [
        ExportFile("google.tsv", "text/tab-separated-values", _tsv(items)),
        ExportFile("google.xml", "application/rss+xml", _rss(items, listings, options)),
    ]


def _item(listing: Listing, is_one_of_several: bool) -> dict[str, str | list[str]]:
    """Column → value; an empty value is left out. Repeated columns hold a list."""
    item: dict[str, str | list[str]] = {
        "id": listing.sku,
        "title": listing.title,
        "description": _description(listing),
        "link": listing.page_url,
        "image_link": listing.image_urls[0],
        "additional_image_link": list(listing.image_urls[1 : 1 + LIMITS["more_images"].most]),
        "availability": "in_stock" if listing.stock else "out_of_stock",
        "price": f"{listing.price_vnd} VND",
        "condition": "new",
        "brand": listing.brand,
        "gtin": listing.gtin or "",
        "identifier_exists": "" if listing.gtin else "no",
        "product_type": listing.ocop_set or "",
        "unit_pricing_measure": _measure(listing.net_mass_g),
        "unit_pricing_base_measure": "1kg",
        "shipping_weight": f"{listing.gross_mass_g} g" if listing.gross_mass_g else "",
    }
    if is_one_of_several:
        item |= {"item_group_id": _group_id(listing.group_code), "size": listing.pack_label}
    return item


def _description(listing: Listing) -> str:
    return f"{SAMPLE_MARK}. {listing.description}" if listing.is_sample else listing.description


def _measure(mass_g: int) -> str:
    return f"{mass_g}g" if mass_g % 1000 else f"{mass_g // 1000}kg"


def _group_id(code: str) -> str:
    if LIMITS["group_code"].admits(len(code)):
        return code
    return f"{code[:41]}-{hashlib.sha256(code.encode()).hexdigest()[:8]}"


def _tsv(items: list[dict[str, str | list[str]]]) -> bytes:
    return tsv_bytes(
        COLUMNS, ([_cell(item.get(column, "")) for column in COLUMNS] for item in items)
    )


def _cell(value: str | list[str]) -> str:
    """One line: several addresses by comma, a list's dashes dropped lest `'` be put in front."""
    if isinstance(value, list):
        return ",".join(address.replace(",", "%2C") for address in value)
    return " ".join(_BULLET.sub("", line) for line in value.splitlines())


def _rss(
    items: list[dict[str, str | list[str]]], listings: Sequence[Listing], options: ExportOptions
) -> bytes:
    ElementTree.register_namespace("g", _NAMESPACE)
    rss = ElementTree.Element("rss", {"version": "2.0"})
    channel = ElementTree.SubElement(rss, "channel")
    about = options.site_name
    if any(listing.is_sample for listing in listings):
        about = f"{about} – {SAMPLE_MARK}"
    for tag, text in (("title", about), ("link", options.site_url), ("description", about)):
        ElementTree.SubElement(channel, tag).text = text
    for item in items:
        _add_item(channel, item)
    ElementTree.indent(rss)
    xml: bytes = ElementTree.tostring(rss, encoding="utf-8", xml_declaration=True)
    return xml + b"\n"


def _add_item(channel: ElementTree.Element, item: dict[str, str | list[str]]) -> None:
    element = ElementTree.SubElement(channel, "item")
    for column in COLUMNS:
        value = item.get(column, "")
        for text in value if isinstance(value, list) else [value]:
            if text:
                ElementTree.SubElement(element, f"{{{_NAMESPACE}}}{column}").text = text
