"""Sheets of QR labels: one sticker is laid out, then stamped as often as there are codes.

Laying out thousands of stickers that differ in a code and a short number would take minutes. One
sticker is laid out with an empty box for its code and empty places for its numbers, becomes a
form of the PDF, and each page paints the form and stamps codes and numbers where the layout put
the box and the baselines.
"""

import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import islice
from urllib.parse import urlsplit

import numpy as np
import pikepdf
from babel.support import NullTranslations

from shop_onboard.documents.label_signs import check_signs
from shop_onboard.documents.label_sticker import Label, LabelSheet, Line, Sticker, lay_out
from shop_onboard.documents.qr_batch import QUIET_MODULES, Modules, qr_matrices, smallest_version
from shop_onboard.documents.stamp_font import StampFont, printable, stamp_font
from shop_onboard.errors import DomainError
from shop_onboard.values.label_face import SMALLEST_PT
from shop_onboard.values.text import N_

__all__ = ["Label", "LabelSheet", "build", "check_fit"]

_PT_PER_UM = 72 / 25_400
# Codes are made for about this many stickers at a time, so that memory stays flat.
_STICKERS_AT_ONCE = 2_400
_NOTE_PT = 6.5
# Where most printers begin to print, and what a line of words needs.
_NOTE_EDGE_UM, _NOTE_ROOM_UM = 5_400, 8_000


@dataclass(frozen=True)
class _Stamps:
    """The font of all stamps, where their two lines lie, and whether the domain is on them."""

    font: StampFont
    sticker: Sticker
    sizes: tuple[float, float]
    texts: tuple[tuple[str, str], ...]


def build(sheet: LabelSheet, translations: NullTranslations) -> bytes:
    """A PDF of as many pages as the labels need; cells without a label stay empty.

    Raises DomainError when there are no labels, `start` is not a cell of the stock or the words
    do not fit, ValueError when a code has characters that cannot be stamped or an address is too
    long for a code.
    """
    _check(sheet)
    sticker = _sticker_of(sheet, translations)
    notes = _notes(sheet)
    stamps = _stamps_of(sheet, sticker, notes)
    with pikepdf.open(io.BytesIO(sticker.pdf)) as pdf:
        form = pdf.make_indirect(pdf.pages[0].as_form_xobject())
        resources = pdf.make_indirect(
            pikepdf.Dictionary(
                XObject=pikepdf.Dictionary(Sticker=form),
                Font=pikepdf.Dictionary(Code=stamps.font.embed(pdf)),
            )
        )
        page_size = (sheet.stock.page_w_um * _PT_PER_UM, sheet.stock.page_h_um * _PT_PER_UM)
        for note, content in zip(notes, _page_contents(sheet, stamps), strict=True):
            page = pdf.add_blank_page(page_size=page_size)
            page.Resources = resources
            shifted = _shift(sheet) + content + _note_stamp(sheet, note, stamps.font)
            page.Contents = pikepdf.Stream(
                pdf, zlib.compress(shifted, 1), Filter=pikepdf.Name.FlateDecode
            )
        del pdf.pages[0]
        file = io.BytesIO()
        pdf.save(file, object_stream_mode=pikepdf.ObjectStreamMode.generate, deterministic_id=True)
    return file.getvalue()


def check_fit(sheet: LabelSheet, translations: NullTranslations) -> None:
    """Raises DomainError as `build`, without making the file."""
    _check(sheet)
    _sticker_of(sheet, translations)


def _sticker_of(sheet: LabelSheet, translations: NullTranslations) -> Sticker:
    """The sticker of a sheet, laid out once for the parts of a run."""
    alike = replace(
        sheet, labels=(), start=1, first_page=1, page_count=0, shift_x_um=0, shift_y_um=0
    )
    return _laid_out(alike, _modules(sheet), translations)


@lru_cache(maxsize=16)
def _laid_out(sheet: LabelSheet, modules: int, translations: NullTranslations) -> Sticker:
    return lay_out(sheet, modules, translations)


def _check(sheet: LabelSheet) -> None:
    if not sheet.labels:
        raise DomainError(N_("Chưa có tem nào để in."), field="count")
    check_signs(sheet)
    if not 1 <= sheet.start <= sheet.stock.capacity:
        raise DomainError(
            N_(
                "Ô bắt đầu phải là số từ 1 đến %(count)s.",
                count=sheet.stock.capacity,
            ),
            field="start",
        )


def _modules(sheet: LabelSheet) -> int:
    """The side of the largest code of the sheet."""
    longest = max(len(label.address.encode()) for label in sheet.labels)
    return smallest_version(longest) * 4 + 17


def _notes(sheet: LabelSheet) -> list[str]:
    """What stands outside the stickers of each page: which one it is, and how to print it."""
    here = sheet.stock.sheets(len(sheet.labels), sheet.start)
    count = sheet.page_count or sheet.first_page - 1 + here
    lot = printable(sheet.lot_code)
    return [
        f"tờ {number}/{count} · lô {lot} · In 100 % – không chọn «Vừa trang»"
        for number in range(sheet.first_page, sheet.first_page + here)
    ]


def _stamps_of(sheet: LabelSheet, sticker: Sticker, notes: list[str]) -> _Stamps:
    """The lines under the codes in one size each, in which the widest fits its place."""
    domain = printable(urlsplit(sheet.labels[0].address).netloc)
    serials = [f"{label.serial:n}" if label.serial else "" for label in sheet.labels]
    font = stamp_font([*(label.code for label in sheet.labels), *serials, domain, *notes, " ·-Nº"])
    texts = _texts(sheet.labels, serials, domain)
    sizes = _sizes(font, texts, sticker.lines)
    if sizes[0] < SMALLEST_PT:
        texts = _texts_in_two(sheet.labels, serials)
        sizes = _sizes(font, texts, sticker.lines)
    elif sizes[1] < SMALLEST_PT:
        texts = _texts(sheet.labels, serials, "")
        sizes = _sizes(font, texts, sticker.lines)
    return _Stamps(font, sticker, sizes, texts)


def _texts(
    labels: tuple[Label, ...], serials: list[str], domain: str
) -> tuple[tuple[str, str], ...]:
    """The code, and where it can be typed in with the sticker's number."""
    return tuple(
        (label.code, " · ".join(part for part in (domain, serial and f"Nº {serial}") if part))
        for label, serial in zip(labels, serials, strict=True)
    )


def _texts_in_two(labels: tuple[Label, ...], serials: list[str]) -> tuple[tuple[str, str], ...]:
    """The code in two lines, for stickers too narrow for it."""
    texts = []
    for label, serial in zip(labels, serials, strict=True):
        first, _, last = label.code.rpartition(" ")
        texts.append((first or last, " · ".join(part for part in (first and last, serial) if part)))
    return tuple(texts)


def _sizes(
    font: StampFont, texts: tuple[tuple[str, str], ...], lines: tuple[Line, Line]
) -> tuple[float, float]:
    firsts, seconds = ({text[place] for text in texts} for place in (0, 1))
    return _fitting(font, firsts, lines[0]), _fitting(font, seconds, lines[1])


def _fitting(font: StampFont, texts: set[str], line: Line) -> float:
    widest = max(font.width(text) for text in texts)
    return min(line.font_size, line.width / widest) if widest else line.font_size


def _shift(sheet: LabelSheet) -> bytes:
    x, y = sheet.shift_x_um * _PT_PER_UM, -sheet.shift_y_um * _PT_PER_UM
    return b"1 0 0 1 %.3f %.3f cm " % (x, y) if x or y else b""


def _note_stamp(sheet: LabelSheet, note: str, font: StampFont) -> bytes:
    """The page's note in the wider margin at its foot or head.

    Where the stickers reach the edge there is nothing outside them: it then runs up the blank left
    edge of the second column, which no printer cuts away. A roll has no pages to mix up.
    """
    stock = sheet.stock
    if stock.kind == "roll":
        return b""
    text = font.hex(note)
    left = max(stock.margin_left_um, _NOTE_EDGE_UM) * _PT_PER_UM
    foot = _NOTE_EDGE_UM
    if stock.margin_bottom_um < _NOTE_ROOM_UM and stock.margin_top_um < _NOTE_ROOM_UM:
        column = min(1, stock.columns - 1)
        edge = stock.margin_left_um + column * (stock.label_w_um + stock.gap_x_um)
        x = (edge + 2_600) * _PT_PER_UM
        return b"BT /Code %.3f Tf 0 1 -1 0 %.3f %.3f Tm %s Tj ET\n" % (SMALLEST_PT, x, 20, text)
    if stock.margin_bottom_um < _NOTE_ROOM_UM:
        foot = stock.page_h_um - _NOTE_EDGE_UM - 2_000
    return b"BT /Code %.3f Tf %.3f %.3f Td %s Tj ET\n" % (
        _NOTE_PT,
        left,
        foot * _PT_PER_UM,
        text,
    )


def _page_contents(sheet: LabelSheet, stamps: _Stamps) -> Iterator[bytes]:
    """One content stream a page; the first leaves the used cells empty."""
    page_h = sheet.stock.page_h_um - sheet.stock.label_h_um
    corners = [
        b"q 1 0 0 1 %.3f %.3f cm /Sticker Do " % (x * _PT_PER_UM, (page_h - y) * _PT_PER_UM)
        for x, y in sheet.stock.cells()
    ]
    painted = _painted(sheet.labels, stamps)
    free = corners[sheet.start - 1 :]
    while content := b"".join(
        corner + stamp for corner, stamp in zip(free, islice(painted, len(free)), strict=False)
    ):
        yield content
        free = corners


def _painted(labels: tuple[Label, ...], stamps: _Stamps) -> Iterator[bytes]:
    """The code and the lines of each label, in the coordinates of the sticker."""
    for first in range(0, len(labels), _STICKERS_AT_ONCE):
        part = slice(first, first + _STICKERS_AT_ONCE)
        matrices = qr_matrices([label.address for label in labels[part]])
        for texts, modules in zip(stamps.texts[part], matrices, strict=True):
            yield _code_stamp(modules, stamps.sticker) + _line_stamps(texts, stamps)


def _code_stamp(modules: Modules, sticker: Sticker) -> bytes:
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


def _line_stamps(texts: tuple[str, str], stamps: _Stamps) -> bytes:
    stamped = []
    for text, size, line in zip(texts, stamps.sizes, stamps.sticker.lines, strict=True):
        if text:
            free = line.width - stamps.font.width(text) * size
            stamped.append(
                b"BT /Code %.3f Tf %.3f %.3f Td %s Tj ET "
                % (
                    size,
                    line.left + (free / 2 if line.is_centred else 0),
                    line.baseline,
                    stamps.font.hex(text),
                )
            )
    return b"".join(stamped) + b"Q\n"
