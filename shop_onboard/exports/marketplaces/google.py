"""Google Merchant Center: a product feed as TSV, and the same products as RSS 2.0."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from xml.sax.saxutils import escape

from shop_onboard.exports import checks
from shop_onboard.exports.categories import google_category, own_path
from shop_onboard.exports.listing import (
    BULLET,
    OPEN_END,
    SAMPLE_MARK,
    ExportFile,
    ExportOptions,
    Limit,
    Limits,
    Listing,
    PhotoTypes,
    Problem,
)
from shop_onboard.exports.tables import feed_tsv_bytes
from shop_onboard.values.text import N_

key = "google"
name = "Google Merchant Center"
kind = "feed"
channel_key: str | None = None
status = N_("Đang nhận; người mua được dẫn về trang công khai của chính hợp tác xã.")
source = N_("Trung tâm trợ giúp của Google Merchant Center, xem ngày 22/11/2026.")
confidence = "official"
rules_on = date(2026, 11, 22)
accepts_template = False
hosts_photos = True

_IMAGE_LINK = "support.google.com/merchants/answer/6324350"
_ELEMENT = N_("%(site)s, mục %(item)s", site="help.mergado.com", item="g:image_link")
LIMITS = {
    "sku": Limit(1, 50, "official", "support.google.com/merchants/answer/7052112"),
    "group_code": Limit(1, 50, "official", "support.google.com/merchants/answer/6324507"),
    "title": Limit(1, 150, "official", "support.google.com/merchants/answer/6324415"),
    "description": Limit(1, 5_000, "inferred", N_("các trang đã đọc không ghi giới hạn này")),
    "image_url": Limit(1, 2_000, "official", _IMAGE_LINK),
    "more_images": Limit(0, 10, "official", "support.google.com/merchants/answer/6324370"),
    "photo_side_px": Limit(100, OPEN_END, "third_party", _ELEMENT),
    "photo_bytes": Limit(1, 16_000_000, "third_party", _ELEMENT),
}
PHOTO_TYPES: PhotoTypes | None = PhotoTypes(
    ("image/jpeg", "image/webp", "image/png", "image/gif", "image/bmp", "image/tiff"),
    "official",
    _IMAGE_LINK,
)
FEEDS = {"rss": "google.xml", "tsv": "google.tsv"}

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
    "google_product_category",
    "product_type",
    "item_group_id",
    "size",
    "unit_pricing_measure",
    "unit_pricing_base_measure",
    "shipping_weight",
)
Item = dict[str, str | list[str]]
_NAMESPACE = "http://base.google.com/ns/1.0"


def check(listing: Listing, limits: Limits = LIMITS) -> list[Problem]:
    """Google's required fields and lengths; a private address is a remark, not a refusal."""
    text = listing.plain_description
    return [
        *checks.check_sku(listing, limits["sku"]),
        *checks.check_title(listing, limits["title"], "Google"),
        *checks.check_starts(listing),
        *checks.check_description(listing, text, limits["description"], "Google"),
        *checks.check_price(listing),
        *checks.check_stock(listing),
        *checks.check_gtin(listing),
        *checks.check_pictures(listing, limits["image_url"], "Google"),
        *checks.check_page(listing, "Google"),
    ]


def build(listings: Sequence[Listing], options: ExportOptions) -> list[ExportFile]:
    """`google.tsv` and `google.xml` with the same items: one is uploaded, not both."""
    items = items_of(listings, {**LIMITS, **options.limits})
    return [
        ExportFile("google.tsv", "text/tab-separated-values", tsv(items)),
        ExportFile("google.xml", "application/rss+xml", _rss(items, listings, options)),
    ]


def items_of(listings: Sequence[Listing], limits: Limits) -> list[Item]:
    """Each listing as column → value."""
    packs = Counter(listing.group_code for listing in listings)
    return [_item(listing, packs[listing.group_code] > 1, limits) for listing in listings]


def _item(listing: Listing, is_one_of_several: bool, limits: Limits) -> Item:
    """Column → value; an empty value is left out. Repeated columns hold a list."""
    item: Item = {
        "id": listing.sku,
        "title": listing.title,
        "description": listing.plain_description,
        "link": listing.page_url,
        "image_link": listing.image_urls[0],
        "additional_image_link": list(listing.image_urls[1 : 1 + limits["more_images"].most]),
        "availability": "in_stock" if listing.stock else "out_of_stock",
        "price": f"{listing.price_vnd} VND",
        "condition": "new",
        "brand": listing.brand,
        "gtin": listing.gtin or "",
        "identifier_exists": "" if listing.gtin else "no",
        "google_product_category": google_category(listing),
        "product_type": " > ".join(own_path(listing)) or listing.ocop_set or "",
        "unit_pricing_measure": _measure(listing.net_mass_g),
        "unit_pricing_base_measure": "1kg",
        "shipping_weight": f"{listing.gross_mass_g} g" if listing.gross_mass_g else "",
    }
    if is_one_of_several:
        item |= {
            "item_group_id": _group_id(listing.group_code, limits["group_code"]),
            "size": listing.pack_label,
        }
    return item


def _measure(mass_g: int) -> str:
    return f"{mass_g}g" if mass_g % 1000 else f"{mass_g // 1000}kg"


def _group_id(code: str, limit: Limit) -> str:
    if limit.admits(len(code)):
        return code
    return f"{code[: limit.most - 9]}-{hashlib.sha256(code.encode()).hexdigest()[:8]}"


def tsv(items: list[Item]) -> bytes:
    """The items as a table, one line each."""
    rows = (
        [_cell(item[column]) if column in item else None for column in COLUMNS] for item in items
    )
    return feed_tsv_bytes(COLUMNS, rows)


def _cell(value: str | list[str]) -> str:
    """One line: several addresses by comma, a list's points without their dashes."""
    if isinstance(value, list):
        return ",".join(address.replace(",", "%2C") for address in value)
    if "\n" not in value and value[:1].isalnum():
        return value
    return " ".join(BULLET.sub("", line) for line in value.splitlines())


def _rss(items: list[Item], listings: Sequence[Listing], options: ExportOptions) -> bytes:
    about = options.site_name
    if any(listing.is_sample for listing in listings):
        about = f"{about} – {SAMPLE_MARK}"
    head = (("title", about), ("link", options.site_url), ("description", about))
    lines = [
        "<?xml version='1.0' encoding='utf-8'?>",
        f'<rss xmlns:g="{_NAMESPACE}" version="2.0">',
        "  <channel>",
        *(f"    <{tag}>{escape(text)}</{tag}>" for tag, text in head),
    ]
    for item in items:
        lines += ["    <item>", *_elements(item), "    </item>"]
    return "\n".join([*lines, "  </channel>", "</rss>", ""]).encode()


def _elements(item: Item) -> Iterator[str]:
    for column in COLUMNS:
        value = item.get(column)
        if isinstance(value, str) and value:
            yield f"      <g:{column}>{escape(value)}</g:{column}>"
        elif value:
            yield from (f"      <g:{column}>{escape(text)}</g:{column}>" for text in value if text)
