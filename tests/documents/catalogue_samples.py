"""A small catalogue to try the document on: two cooperatives, drawings for pictures."""

import io
from datetime import date

from PIL import Image, ImageDraw

from shop_onboard.documents.catalogue import (
    Catalogue,
    CatalogueClaim,
    CatalogueEntry,
    CataloguePack,
    CatalogueSection,
)

ADDRESS = "https://lensan.example/t/K7QF2M4X9B"


def drawing(red: int, green: int, blue: int, size: tuple[int, int] = (1600, 1200)) -> bytes:
    image = Image.new("RGB", size, (250, 246, 236))
    draw = ImageDraw.Draw(image)
    width, height = size
    for column in range(3):
        for row in range(2):
            x, y = width * (column + 1) // 4, height * (row + 1) // 3
            draw.ellipse((x - 180, y - 180, x + 180, y + 180), fill=(red, green, blue))
            draw.ellipse((x - 90, y - 120, x - 30, y - 60), fill=(255, 235, 220))
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def entry(name: str, name_en: str = "", photo: bytes | None = None) -> CatalogueEntry:
    return CatalogueEntry(
        name=name,
        name_en=name_en,
        description="Quả chín đỏ, cùi dày, hạt nhỏ, hái buổi sáng và đóng gói ngay tại vườn.",
        photo=photo,
        is_drawing=photo is not None,
        packs=(
            CataloguePack("Giỏ 2 kg", "2 kg", 90_000),
            CataloguePack("Thùng xốp 10 kg", "10 kg", 400_000),
        ),
        qr_address=ADDRESS,
        claims=(
            CatalogueClaim("OCOP 4 sao", "theo giấy chứng nhận số 12/QĐ-UBND, cấp 05/06/2026"),
            CatalogueClaim("Trồng theo VietGAP", "HTX khai"),
        ),
        season="từ 20/05 đến 30/07",
        storage="nơi khô mát, tốt nhất ở 4–7 °C",
    )


NAMES = (
    ("Vải thiều Lục Ngạn", "Luc Ngan lychee"),
    ("Vải u hồng chín sớm", "U Hong early lychee"),
    ("Mật ong hoa vải", "Lychee blossom honey"),
    ("Mỳ Chũ", "Chu rice noodles"),
    ("Cam đường canh", "Duong Canh mandarin"),
    ("Bưởi da xanh", ""),
    ("Vải sấy khô nguyên quả", "Dried lychee"),
)


def sample_catalogue(lang: str = "vi", is_trial: bool = True, photos: int = 7) -> Catalogue:
    colours = ((190, 30, 45), (214, 72, 80), (214, 150, 30), (222, 205, 160), (235, 120, 20))
    entries = tuple(
        entry(vi, en, drawing(*colours[index % 5]) if index < photos else None)
        for index, (vi, en) in enumerate(NAMES)
    )
    return Catalogue(
        title="Nông sản thanh niên Lục Ngạn",
        subtitle="Mùa vụ 2026",
        issuer="Đoàn TNCS Hồ Chí Minh tỉnh Bắc Ninh",
        made_on=date(2026, 11, 22),
        is_sample=True,
        is_trial=is_trial,
        lang=lang,
        sections=(
            CatalogueSection(
                "Xã Lục Ngạn, tỉnh Bắc Ninh",
                "HTX Thanh niên Vải thiều Giáp Sơn",
                "Mười hai thanh niên góp vườn làm chung từ năm 2019.\nMỗi lô quả đều ghi ngày hái.",
                "Thôn Lim, xã Lục Ngạn, tỉnh Bắc Ninh",
                "051 000 0012",
                entries[:5],
            ),
            CatalogueSection(
                "Phường Chũ, tỉnh Bắc Ninh",
                "Tổ hợp tác Mỳ và trái cây Phường Chũ",
                "",
                "Tổ dân phố Trường Chinh, phường Chũ, tỉnh Bắc Ninh",
                None,
                entries[5:],
            ),
        ),
    )
