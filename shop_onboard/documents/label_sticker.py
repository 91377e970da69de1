"""One sticker, laid out: its words as a PDF, and the places that are stamped from code to code.

The type shrinks in steps until all words fit. What does not fit in letters of 1.2 mm is refused
with the name of the field: a label is read in a market, and half a name is no name.
"""

import re
from dataclasses import dataclass
from datetime import date

import weasyprint
from babel.support import NullTranslations

from shop_onboard.documents import rendering
from shop_onboard.documents.stamp_font import printable
from shop_onboard.errors import DomainError
from shop_onboard.values.label_face import SMALLEST_PT, LabelFace, label_face
from shop_onboard.values.label_stock import LabelStock
from shop_onboard.values.text import N_, Message

_PT_PER_PX = 0.75
_PT_PER_UM = 72 / 25_400
# Capitals of 1.2 mm with the marks of «Ữ» and «Ẫ» above them, as .notice of the style says.
_NOTICE_UM = 2_610
_NOTICE_SHARE = 0.7
_ROUNDING_PX = 0.5
_UM_PER_PX = 25_400 / 96
# Names and facts lie this far apart where there is room; what is left goes above and below them.
_APART_UM = 2_000
# The lines that a text may take in the smallest type before it is the one that is too long.
_FAIR_LINES = {"product_name": 2, "producer_name": 2, "address": 3, "lot_code": 1}
# The width of an ordinary character, of its size.
_CHARACTER = 0.58
_TOO_LONG: dict[str, Message] = {
    "product_name": N_(
        "Tên sản phẩm dài quá khổ tem này: hãy viết ngắn lại, hoặc chọn khổ tem lớn hơn."
    ),
    "producer_name": N_(
        "Tên nơi sản xuất dài quá khổ tem này: hãy viết ngắn lại, hoặc chọn khổ tem lớn hơn."
    ),
    "address": N_("Địa chỉ dài quá khổ tem này: hãy viết ngắn lại, hoặc chọn khổ tem lớn hơn."),
    "lot_code": N_("Mã lô dài quá khổ tem này: hãy đặt mã ngắn hơn, hoặc chọn khổ tem lớn hơn."),
}


@dataclass(frozen=True)
class Label:
    """One sticker: `address` is what the code says, `code` the short text under it.

    `code` holds characters of Be Vietnam Pro only (letters, digits, punctuation), in groups.
    `serial` counts within the lot; None when all stickers say the same.
    """

    address: str
    code: str
    serial: int | None = None


@dataclass(frozen=True)
class LabelSheet:
    """Labels of one lot on one stock.

    Texts that are "" and days that are None are left out; `net_mass` and `ocop` are in words
    («500 g», «OCOP 4 sao»). `lang` "vi" is Vietnamese alone, another stands beside Vietnamese.
    `start` is the first free cell of the first page, from 1. Pages count from `first_page` to
    `page_count`, 0 meaning just these. The shifts correct a printer, to the right and downwards.
    """

    stock: LabelStock
    lang: str
    product_name: str
    producer_name: str
    lot_code: str
    net_mass: str
    harvested_on: date | None
    packed_on: date | None
    expires_on: date | None
    is_sample: bool
    is_trial: bool
    labels: tuple[Label, ...]
    start: int = 1
    name_en: str = ""
    address: str = ""
    origin: str = ""
    ocop: str = ""
    first_page: int = 1
    page_count: int = 0
    shift_x_um: int = 0
    shift_y_um: int = 0


@dataclass(frozen=True)
class Line:
    """A place for a text that is stamped, in points from the sticker's lower left corner."""

    left: float
    width: float
    is_centred: bool
    baseline: float
    font_size: float


@dataclass(frozen=True)
class Sticker:
    """The laid-out sticker: its PDF, and in points from its lower left corner the places."""

    pdf: bytes
    box_x: float
    box_y: float
    box_side: float
    lines: tuple[Line, Line]


def lay_out(sheet: LabelSheet, modules: int, translations: NullTranslations) -> Sticker:
    """The sticker in the roomiest type that shows everything; codes have `modules` a side.

    Raises DomainError, naming the field, when the words do not fit in the smallest.
    """
    face, strip_um = face_of(sheet, modules)
    for sizes in face.steps:
        room_um = _room_um(_document(sheet, face, strip_um, sizes, translations))
        if room_um >= 0:
            inset_um = max(0, room_um - _APART_UM) // 2
            return _sticker(_document(sheet, face, strip_um, sizes, translations, inset_um))
    raise _refusal(sheet, face)


def face_of(sheet: LabelSheet, modules: int) -> tuple[LabelFace, int]:
    """The sticker's division, and the height of the strip that notices take on small ones."""
    face = label_face(sheet.stock, modules)
    notices = sheet.is_trial + sheet.is_sample
    strip_um = notices * _NOTICE_UM if face.left_out else 0
    return label_face(sheet.stock, modules, strip_um), strip_um


def _document(
    sheet: LabelSheet,
    face: LabelFace,
    strip_um: int,
    sizes: tuple[float, float],
    translations: NullTranslations,
    inset_um: int = 0,
) -> weasyprint.Document:
    html = rendering.render_html(
        "documents/label_sheet.html",
        sheet.lang,
        translations,
        sheet=sheet,
        stock=sheet.stock,
        face=face,
        strip_um=strip_um,
        inset_um=inset_um,
        notice_pt=SMALLEST_PT if strip_um else max(SMALLEST_PT, sizes[0] * _NOTICE_SHARE),
        size_pt=sizes[0],
        name_pt=sizes[1],
        texts=_texts(sheet, face),
        days=_days(sheet, face),
        lot_parts=re.findall(r"[^-_./ ]+[-_./ ]*", printable(sheet.lot_code)),
    )
    return rendering.layout(html)


def _room_um(document: weasyprint.Document) -> int:
    """What is free between the names and the facts; negative when they do not fit."""
    anchors = document.pages[0].anchors
    free_px: float = anchors["foot"][1] + _ROUNDING_PX - anchors["names"][3]
    return int(free_px * _UM_PER_PX)


def _texts(sheet: LabelSheet, face: LabelFace) -> dict[str, str]:
    """What is printed of the sheet's texts, "" for what the page behind the code says alone."""
    keys = {"product_name": "", "name_en": "address", "producer_name": "producer"}
    keys |= {name: name for name in ("address", "origin", "net_mass", "ocop")}
    shown = {
        name: "" if key in face.left_out else printable(getattr(sheet, name))
        for name, key in keys.items()
    }
    return shown | ({"name_en": ""} if sheet.lang == "vi" else {})


def _days(sheet: LabelSheet, face: LabelFace) -> dict[str, date | None]:
    """The day of packing is when the good was made; without one it is the harvest's."""
    if "days" in face.left_out:
        return {"harvested": None, "made": None, "expires": None}
    shows_harvest = sheet.packed_on is not None and "harvested" not in face.left_out
    return {
        "harvested": sheet.harvested_on if shows_harvest else None,
        "made": sheet.packed_on or sheet.harvested_on,
        "expires": sheet.expires_on,
    }


def _sticker(document: weasyprint.Document) -> Sticker:
    page = document.pages[0]
    left, top, right, bottom = page.anchors["code"]
    return Sticker(
        pdf=document.write_pdf(),
        box_x=left * _PT_PER_PX,
        box_y=(page.height - bottom) * _PT_PER_PX,
        box_side=min(right - left, bottom - top) * _PT_PER_PX,
        lines=(_line(page, "first"), _line(page, "second")),
    )


def _line(page: weasyprint.document.Page, name: str) -> Line:
    # A box as high as the type and without a width stands where the text begins, or, in centred
    # text, in the middle: its foot is the baseline.
    left, _, right, _ = page.anchors[f"{name}-line"]
    mark_x, letter_top, _, baseline = page.anchors[f"{name}-base"]
    return Line(
        left=left * _PT_PER_PX,
        width=(right - left) * _PT_PER_PX,
        is_centred=mark_x > left + 1,
        baseline=(page.height - baseline) * _PT_PER_PX,
        font_size=(baseline - letter_top) * _PT_PER_PX,
    )


def _refusal(sheet: LabelSheet, face: LabelFace) -> DomainError:
    """Of the text that takes the most lines beyond its fair share."""
    texts = _texts(sheet, face) | {"lot_code": sheet.lot_code}
    size_pt, name_pt = face.steps[-1]
    column_pt = face.column_w_um * _PT_PER_UM
    surplus = {
        field: len(texts[field]) * _CHARACTER * size / column_pt - _FAIR_LINES[field]
        for field, size in (
            ("product_name", name_pt),
            ("producer_name", size_pt),
            ("address", size_pt),
            ("lot_code", size_pt),
        )
    }
    field = max(surplus, key=lambda field: surplus[field])
    return DomainError(_TOO_LONG[field], field=field)
