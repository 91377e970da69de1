"""schema.org: products as JSON-LD, which stands on the public page for search engines to read."""

import json
from collections.abc import Sequence
from datetime import date
from itertools import groupby
from typing import Any

from shop_onboard.exports import checks
from shop_onboard.exports.categories import own_path
from shop_onboard.exports.listing import (
    ExportFile,
    ExportOptions,
    Limit,
    Limits,
    Listing,
    PhotoTypes,
    Problem,
)
from shop_onboard.exports.names import safe_stems
from shop_onboard.values.text import N_

key = "schema_org"
name = "schema.org (JSON-LD)"
kind = "page"
channel_key: str | None = None
status = N_("Đã nằm sẵn trên trang công khai của từng sản phẩm; không phải nộp ở đâu.")
source = N_("Từ vựng schema.org và tài liệu dữ liệu có cấu trúc của Google, xem ngày 22/11/2026.")
confidence = "official"
rules_on = date(2026, 11, 22)
accepts_template = False
hosts_photos = False

LIMITS = {
    "image_url": Limit(
        1, 2_000, "inferred", N_("lấy theo %(page)s", page="support.google.com/merchants/6324350")
    ),
}
# What pictures it takes is not known: ours follow our own default.
PHOTO_TYPES: PhotoTypes | None = None

_JSON_LD = "application/ld+json"
_CONTEXT = "https://schema.org"
_AMOUNTS = (
    ("weight", "gross_mass_g", "GRM"),
    ("depth", "length_mm", "MMT"),
    ("width", "width_mm", "MMT"),
    ("height", "height_mm", "MMT"),
)


def check(listing: Listing, limits: Limits = LIMITS) -> list[Problem]:
    """What a search engine asks of a product on sale; a private address is a remark."""
    return [
        *checks.check_price(listing),
        *checks.check_gtin(listing),
        *checks.check_pictures(listing, limits["image_url"], "Google"),
        *checks.check_page(listing, "Google"),
    ]


def build(listings: Sequence[Listing], options: ExportOptions) -> list[ExportFile]:
    """`<group>.jsonld`, one document a product with all its pack sizes."""
    stems = safe_stems(listing.group_code for listing in listings)
    ordered = sorted(listings, key=lambda listing: listing.group_code)
    return [
        ExportFile(f"{stems[code]}.jsonld", _JSON_LD, document(list(packs)).encode())
        for code, packs in groupby(ordered, key=lambda listing: listing.group_code)
    ]


def document(packs: Sequence[Listing]) -> str:
    """The pack sizes of one product as JSON-LD, safe inside a script element of a page."""
    graph = {"@context": _CONTEXT, "@graph": [_product(pack, len(packs) > 1) for pack in packs]}
    text = json.dumps(graph, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _product(listing: Listing, is_one_of_several: bool) -> dict[str, Any]:
    product: dict[str, Any] = {
        "@type": "Product",
        "name": listing.title,
        "description": listing.plain_description,
        "sku": listing.sku,
        "image": list(listing.image_urls),
        "category": " > ".join(own_path(listing)),
        "brand": {"@type": "Brand", "name": listing.brand} if listing.brand else None,
        "gtin": listing.gtin,
        "size": listing.pack_label,
        "inProductGroupWithID": listing.group_code if is_one_of_several else None,
        "countryOfOrigin": {"@type": "Country", "name": "VN"},
        "offers": _offer(listing),
    }
    for term, source_field, unit in _AMOUNTS:
        amount = getattr(listing, source_field)
        if amount is not None:
            product[term] = {"@type": "QuantitativeValue", "value": amount, "unitCode": unit}
    return {term: value for term, value in product.items() if value not in (None, "", [])}


def _offer(listing: Listing) -> dict[str, Any]:
    """Nothing is said of availability while nobody has counted."""
    offer: dict[str, Any] = {
        "@type": "Offer",
        "url": listing.page_url,
        "price": listing.price_vnd,
        "priceCurrency": "VND",
        "itemCondition": f"{_CONTEXT}/NewCondition",
        "seller": {"@type": "Organization", "name": listing.cooperative_name},
    }
    if listing.stock is not None:
        state = "InStock" if listing.stock else "OutOfStock"
        offer["availability"] = f"{_CONTEXT}/{state}"
    return offer
