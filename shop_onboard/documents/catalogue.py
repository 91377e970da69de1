"""A catalogue as PDF, A4: cover, contents with page numbers, one section a cooperative."""

import base64
import io
from dataclasses import dataclass
from datetime import date

from babel.support import NullTranslations
from PIL import Image, ImageOps

from shop_onboard.documents.drawing import draw
from shop_onboard.documents.qr_svg import qr_png_uri
from shop_onboard.documents.rendering import render_html

# Longest side of an embedded picture by how many there are, so that the file stays below the
# 20 MB that a phone or a mailbox takes; the picture is 50 mm wide, so 600 px are 300 dpi.
_EDGE_PX = ((40, 900), (150, 600), (500, 420))
# A picture full of leaves or grains may take less quality rather than more than its share.
_JPEG_QUALITIES = (80, 65, 50, 35)
_PICTURES_BYTES = 17_000_000
_COVER_PICTURES = 4


@dataclass(frozen=True)
class CataloguePack:
    """One pack size: its label, its net mass in words and its price in đồng."""

    label: str
    net_mass: str
    price_vnd: int


@dataclass(frozen=True)
class CatalogueClaim:
    """A statement about the product and whose it is («HTX khai», «theo giấy chứng nhận số …»)."""

    text: str
    source: str


@dataclass(frozen=True)
class CatalogueEntry:
    """One product. `photo` is PNG or JPEG; `is_drawing` marks it as not being a photograph.

    `qr_address` is printed as a code; None prints none. Empty texts are left out.
    """

    name: str
    name_en: str
    description: str
    photo: bytes | None
    is_drawing: bool
    packs: tuple[CataloguePack, ...]
    qr_address: str | None
    claims: tuple[CatalogueClaim, ...]
    season: str
    storage: str


@dataclass(frozen=True)
class CatalogueSection:
    """One cooperative; `heading` is the line above its name, such as commune and province."""

    heading: str
    cooperative: str
    story: str
    address: str
    phone: str | None
    entries: tuple[CatalogueEntry, ...]


@dataclass(frozen=True)
class Catalogue:
    """`is_sample` marks every page, `is_trial` every code (addresses that nobody else reaches)."""

    title: str
    subtitle: str
    issuer: str
    made_on: date
    is_sample: bool
    is_trial: bool
    lang: str
    sections: tuple[CatalogueSection, ...]


@dataclass(frozen=True)
class _Shown:
    """An entry as the template takes it: its pictures as `data:` addresses."""

    entry: CatalogueEntry
    anchor: str
    picture: str | None
    code: str | None
    title: str
    second_title: str


def build(catalogue: Catalogue, translations: NullTranslations) -> bytes:
    """The PDF in `catalogue.lang`; the same catalogue gives the same bytes.

    Raises PIL.UnidentifiedImageError for a picture that is none, ValueError for an address too
    long for a code.
    """
    room = _room(catalogue)
    sections = [
        (section, f"s{number}", _shown(section, number, room, catalogue.lang))
        for number, section in enumerate(catalogue.sections, 1)
    ]
    pictured = [shown for _, _, entries in sections for shown in entries if shown.picture]
    html = render_html(
        "documents/catalogue.html",
        catalogue.lang,
        translations,
        catalogue=catalogue,
        sections=sections,
        cover=_cover(pictured),
    )
    return draw(html, sum(len(entries) for _, _, entries in sections))


def _cover(pictured: list[_Shown]) -> list[_Shown]:
    """The first products whose pictures differ."""
    different = {shown.picture: shown for shown in reversed(pictured)}
    return [shown for shown in pictured if different[shown.picture] is shown][:_COVER_PICTURES]


@dataclass(frozen=True)
class _Room:
    """What one picture may take: pixels a side, and bytes where quality can still give way."""

    edge_px: int
    most_bytes: int


def _room(catalogue: Catalogue) -> _Room:
    pictures = sum(bool(entry.photo) for section in catalogue.sections for entry in section.entries)
    steps = (step for step in _EDGE_PX if pictures <= step[0])
    most, edge_px = next(steps, (pictures, _EDGE_PX[-1][1]))
    return _Room(edge_px, _PICTURES_BYTES // most)


def _shown(section: CatalogueSection, number: int, room: _Room, lang: str) -> list[_Shown]:
    return [
        _Shown(
            entry=entry,
            anchor=f"s{number}p{position}",
            picture=_picture_uri(entry.photo, room) if entry.photo else None,
            code=qr_png_uri(entry.qr_address, 1) if entry.qr_address else None,
            title=_titles(entry, lang)[0],
            second_title=_titles(entry, lang)[1],
        )
        for position, entry in enumerate(section.entries, 1)
    ]


def _titles(entry: CatalogueEntry, lang: str) -> tuple[str, str]:
    """The name in the reader's language first, the other one below."""
    if lang == "en" and entry.name_en:
        return entry.name_en, entry.name
    return entry.name, entry.name_en


def _picture_uri(photo: bytes, room: _Room) -> str:
    """The picture upright, on white, within its room, as JPEG."""
    with Image.open(io.BytesIO(photo)) as opened:
        opened.draft("RGB", (room.edge_px, room.edge_px))
        upright = ImageOps.exif_transpose(opened)
    small = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    small.thumbnail((room.edge_px, room.edge_px), reducing_gap=2.0)
    page = Image.new("RGB", small.size, "white")
    page.paste(small, mask=small.getchannel("A") if small.mode == "RGBA" else None)
    made = b""
    for quality in _JPEG_QUALITIES:
        made = _jpeg(page, quality)
        if len(made) <= room.most_bytes:
            break
    return "data:image/jpeg;base64," + base64.b64encode(made).decode()


def _jpeg(picture: Image.Image, quality: int) -> bytes:
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
