"""Listings as a cooperative would have them, for the tests of this folder."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

from PIL import Image

from shop_onboard.exports.listing import ExportOptions, Listing, ListingPhoto

OPTIONS = ExportOptions(
    made_at=datetime(2026, 11, 22, 18, 30, tzinfo=UTC),
    site_name="Lên Sàn",
    site_url="https://lensan.example.vn",
)
DESCRIPTION = (
    "Vải thiều chín đỏ, cùi dày, hạt nhỏ, vị ngọt đậm. Hái lúc sáng sớm, phân loại bằng tay và "
    "đóng hộp ngay trong ngày.\n"
    "- Ngon nhất khi giữ lạnh và dùng trong ba ngày.\n"
    "- Giao tận nhà trong tỉnh; các tỉnh khác gửi xe lạnh."
)


def photo(width: int = 320, height: int = 240, color: str = "#B3202A") -> ListingPhoto:
    """A JPEG of one color."""
    output = io.BytesIO()
    Image.new("RGB", (width, height), color).save(output, "JPEG")
    return ListingPhoto("vai.jpg", output.getvalue(), "image/jpeg")


LYCHEE = Listing(
    sku="VT-2KG",
    product_code="VT",
    group_code="vai-thieu-hong-giang",
    name="Vải thiều Hồng Giang",
    name_en="Hồng Giang lychee",
    description=DESCRIPTION,
    cooperative_name="Hợp tác xã Nông nghiệp thanh niên Hồng Giang",
    brand="HTX Hồng Giang",
    cooperative_address="Tổ dân phố Kép, phường Chũ, tỉnh Bắc Ninh",
    pack_label="Hộp 2 kg",
    price_vnd=150_000,
    stock=120,
    net_mass_g=2_000,
    gross_mass_g=2_350,
    page_url="https://lensan.example.vn/shop/hong-giang",
    category=1,
    ocop_set="Rau, củ, quả, hạt tươi",
    ocop_stars=4,
    ocop_decision="Quyết định số 00/QĐ-MẪU",
    shelf_life_days=7,
    storage="Giữ lạnh 4–8 °C, tránh nắng.",
    origin="Phường Chũ, tỉnh Bắc Ninh",
    lot_code="VT-0606",
    lot_expires_on=date(2026, 6, 13),
    image_urls=(
        "https://lensan.example.vn/photos/vai-1.jpg",
        "https://lensan.example.vn/photos/vai-2.jpg",
    ),
    images=(photo(), photo(240, 320, "#7B1E3A")),
)


def lychee(**changes: Any) -> Listing:
    """The box of lychee, with some fields changed."""
    return replace(LYCHEE, **changes)
