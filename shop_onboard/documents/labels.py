"""Sheets of QR labels: one sticker is laid out, then stamped as often as there are codes.

Laying out thousands of stickers that differ in a code and a short number would take minutes. One
sticker is laid out with an empty box for its code and an empty place for its number, becomes a
form of the PDF, and each page paints the form and stamps codes and numbers where the layout put
the box and the baseline.
"""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import islice
from urllib.parse import urlsplit

import numpy as np
import pikepdf
import weasyprint
from babel.support import NullTranslations

from shop_onboard.documents import rendering
from shop_onboard.documents.qr_batch import QUIET_MODULES, Modules, qr_matrices
from shop_onboard.documents.stamp_font import StampFont, printable, stamp_font
from shop_onboard.errors import DomainError
from shop_onboard.values.label_stock import LabelStock
from shop_onboard.values.text import N_

_PT_PER_PX = 0.75
_PT_PER_UM = 72 / 25_400
# The steps of static/css/label-sheet.css: up to the third each holds more of a long name.
_STEPS = 5
_LAST_LARGER_STEP = 2
_FEWEST_FOR_PAIR = 4
_LONGEST_PAIR = 14
# Codes are made for about this many stickers at a time, so that memory stays flat.
_STICKERS_AT_ONCE = 2_400


@dataclass(frozen=True)
class Label:
    """One sticker: `address` is what the code says, `code` the short text under it.

    `code` holds characters of Be Vietnam Pro only (letters, digits, punctuation).
    """

    address: str
    code: str


@dataclass(frozen=True)
class LabelSheet:
    """Labels of one lot on one stock.

    `net_mass` is what one pack holds, in words («500 g»); an empty text and a date of None are
    left out. `start` is the first free cell of the first page, from 1.
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


@dataclass(frozen=True)
class _Words:
    """A name, its end apart: two short words stay on one line, being mostly one word of two
    syllables, and whether the end is on the page says whether the name is whole."""

    start: str
    end: str
    is_pair: bool


@dataclass(frozen=True)
class _Sticker:
    """The laid-out sticker: its PDF, and in points from its lower left corner the places."""

    pdf: bytes
    box_x: float
    box_y: float
    box_side: float
    number_left: float
    number_width: float
    is_centred: bool
    baseline_y: float
    font_size: float


def build(sheet: LabelSheet, translations: NullTranslations) -> bytes:
    """A PDF of as many pages as the labels need; cells without a label stay empty.

    Raises DomainError when there are no labels or `start` is not a cell of the stock, ValueError
    when a code has characters that cannot be stamped or an address is too long for a code.
    """
    _check(sheet)
    font = stamp_font(label.code for label in sheet.labels)
    widest = max(font.width(label.code) for label in sheet.labels)
    sticker = _narrowed(_lay_out(sheet, translations), widest)
    with pikepdf.open(io.BytesIO(sticker.pdf)) as pdf:
        form = pdf.make_indirect(pdf.pages[0].as_form_xobject())
        resources = pdf.make_indirect(
            pikepdf.Dictionary(
                XObject=pikepdf.Dictionary(Sticker=form),
                Font=pikepdf.Dictionary(Code=font.embed(pdf)),
            )
        )
        page_size = (sheet.stock.page_w_um * _PT_PER_UM, sheet.stock.page_h_um * _PT_PER_UM)
        for content in _page_contents(sheet, sticker, font):
            page = pdf.add_blank_page(page_size=page_size)
            page.Resources = resources
            page.Contents = pikepdf.Stream(
                pdf, zlib.compress(content, 1), Filter=pikepdf.Name.FlateDecode
            )
        del pdf.pages[0]
        file = io.BytesIO()
        pdf.remove_unreferenced_resources()
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return file.getvalue()


def _check(sheet: LabelSheet) -> None:
    if not sheet.labels:
        raise DomainError(N_("Chưa có tem nào để in."), field="count")
    if not 1 <= sheet.start <= sheet.stock.capacity:
        raise DomainError(
            N_(
                "Ô bắt đầu phải là số từ 1 đến %(count)s.",
                count=sheet.stock.capacity,
            ),
            field="start",
        )


def _lay_out(sheet: LabelSheet, translations: NullTranslations) -> _Sticker:
    """The sticker in the roomiest step that shows the names whole.

    Names too long for any are cut with «…» in the last step that leaves the facts free.
    """
    for step in range(_STEPS):
        document = _document(sheet, translations, step)
        anchors = document.pages[0].anchors
        is_free = anchors["names"][3] <= anchors["facts"][1]
        # A line that is cut away takes the anchors of its words with it.
        is_whole = "name-end" in anchors and "producer-end" in anchors
        if is_free and (is_whole or step >= _LAST_LARGER_STEP):
            break
    return _sticker(document)


def _document(sheet: LabelSheet, translations: NullTranslations, step: int) -> weasyprint.Document:
    html = rendering.render_html(
        "documents/label_sheet.html",
        sheet.lang,
        translations,
        sheet=sheet,
        step=step,
        name=_words(sheet.product_name),
        producer=_words(sheet.producer_name),
        lot_code=printable(sheet.lot_code),
        net_mass=printable(sheet.net_mass),
        domain=urlsplit(sheet.labels[0].address).netloc,
    )
    return rendering.layout(html)


def _sticker(document: weasyprint.Document) -> _Sticker:
    page = document.pages[0]
    left, top, right, bottom = page.anchors["code"]
    place_left, _, place_right, _ = page.anchors["number"]
    # A box as high as the type and without a width stands where the number's text begins, or,
    # in centred text, in the middle.
    mark_x, letter_top, _, baseline = page.anchors["baseline"]
    return _Sticker(
        pdf=document.write_pdf(),
        box_x=left * _PT_PER_PX,
        box_y=(page.height - bottom) * _PT_PER_PX,
        box_side=min(right - left, bottom - top) * _PT_PER_PX,
        number_left=place_left * _PT_PER_PX,
        number_width=(place_right - place_left) * _PT_PER_PX,
        is_centred=mark_x > place_left + 1,
        baseline_y=(page.height - baseline) * _PT_PER_PX,
        font_size=(baseline - letter_top) * _PT_PER_PX,
    )


def _narrowed(sticker: _Sticker, widest: float) -> _Sticker:
    """The sticker with all numbers in one size in which the widest (at size 1) fits its place."""
    fitting = sticker.number_width / widest if widest else sticker.font_size
    return replace(sticker, font_size=min(sticker.font_size, fitting))


def _words(name: str) -> _Words:
    words = printable(name).split(" ")
    pair = " ".join(words[-2:])
    if len(words) < _FEWEST_FOR_PAIR or len(pair) > _LONGEST_PAIR:
        return _Words(" ".join(words[:-1]), words[-1], is_pair=False)
    return _Words(" ".join(words[:-2]), pair, is_pair=True)


def _page_contents(sheet: LabelSheet, sticker: _Sticker, font: StampFont) -> Iterator[bytes]:
    """One content stream a page; the first leaves the used cells empty."""
    page_h = sheet.stock.page_h_um - sheet.stock.label_h_um
    corners = [
        b"q 1 0 0 1 %.3f %.3f cm /Sticker Do " % (x * _PT_PER_UM, (page_h - y) * _PT_PER_UM)
        for x, y in sheet.stock.cells()
    ]
    stamps = _stamps(sheet.labels, sticker, font)
    free = corners[sheet.start - 1 :]
    while content := b"".join(
        corner + stamp for corner, stamp in zip(free, islice(stamps, len(free)), strict=False)
    ):
        yield content
        free = corners


def _stamps(labels: tuple[Label, ...], sticker: _Sticker, font: StampFont) -> Iterator[bytes]:
    """The code and the number of each label, in the coordinates of the sticker."""
    for first in range(0, len(labels), _STICKERS_AT_ONCE):
        part = labels[first : first + _STICKERS_AT_ONCE]
        matrices = qr_matrices([label.address for label in part])
        for label, modules in zip(part, matrices, strict=True):
            yield _code_stamp(modules, sticker) + _number_stamp(label.code, sticker, font)


def _code_stamp(modules: Modules, sticker: _Sticker) -> bytes:
    """The modules as a stencil of one bit each, inside the quiet zone of the box.

    In hexadecimal digits, because raw bytes may look like the end of an inline image to a
    reader; the page's own compression takes the doubling away again.
    """
    count = len(modules)
    module = sticker.box_side / (count + 2 * QUIET_MODULES)
    side, inset = module * count, module * QUIET_MODULES
    return b"q %.4f 0 0 %.4f %.3f %.3f cm BI /W %d /H %d /IM true /D [1 0] /F /AHx ID %s> EI Q " % (
        side,
        side,
        sticker.box_x + inset,
        sticker.box_y + inset,
        count,
        count,
        np.packbits(modules, axis=1).tobytes().hex().encode(),
    )


def _number_stamp(code: str, sticker: _Sticker, font: StampFont) -> bytes:
    free = sticker.number_width - font.width(code) * sticker.font_size
    x = sticker.number_left + (free / 2 if sticker.is_centred else 0)
    return b"BT /Code %.3f Tf %.3f %.3f Td %s Tj ET Q\n" % (
        sticker.font_size,
        x,
        sticker.baseline_y,
        font.hex(code),
    )
