"""Sheets of labels as a printer, a phone and a person get them."""

import io
import re
import unicodedata
from datetime import date
from pathlib import Path

import numpy as np
import pikepdf
import pytest
import zxingcpp
from babel.support import NullTranslations
from pikepdf import Pdf
from PIL import ImageFilter

from shop_onboard.documents.labels import Label, build
from shop_onboard.documents.qr_batch import qr_matrix
from shop_onboard.errors import DomainError
from shop_onboard.values.label_face import FACTS, label_face
from shop_onboard.values.label_stock import all_label_stocks, get_label_stock
from tests.documents.label_samples import (
    MM_PER_INCH,
    a_sheet,
    cell_picture,
    make_pages,
    read_cells,
    some_labels,
)

STOCKS = [stock.key for stock in all_label_stocks()]
# There is nothing outside these stickers: the note runs up the blank edge of the second column.
EDGE_TO_EDGE = {"a4-24", "a4-40"}
LETTERS = "aăâeêioôơuưy"
TONES = "\u0300\u0301\u0303\u0309\u0323"
TRIAL = "TEM THỬ – chưa dùng được"
SAMPLE = "DỮ LIỆU MẪU – minh họa"


def addresses(count: int) -> list[str]:
    return [label.address for label in some_labels(count)]


@pytest.mark.parametrize("key", STOCKS)
@pytest.mark.parametrize("dpi", [150, 300])
def test_every_code_of_a_full_sheet_says_its_own_address_in_its_own_cell(key, dpi, tmp_path):
    stock = get_label_stock(key)
    pages = make_pages(a_sheet(stock.capacity, stock=stock), tmp_path).rasters(dpi)
    assert len(pages) == 1
    assert read_cells(pages[0], stock, dpi) == addresses(stock.capacity)


def test_a_sheet_begun_before_leaves_its_used_cells_and_the_rest_of_the_last_page_empty(tmp_path):
    stock = get_label_stock()
    first, second = make_pages(a_sheet(30, start=5), tmp_path).rasters(150)
    assert read_cells(first, stock, 150) == [None] * 4 + addresses(30)[:20]
    assert read_cells(second, stock, 150) == addresses(30)[20:] + [None] * 14


def test_the_numbers_under_the_codes_are_those_of_the_addresses_in_reading_order(tmp_path):
    text = make_pages(a_sheet(30, start=24), tmp_path).text()
    numbers = re.findall(r"K7QF2M X9WT00 \d{3}ABC", text)
    assert numbers == [label.code for label in some_labels(30)]


@pytest.mark.parametrize(("labels", "start", "pages"), [(1, 1, 1), (24, 1, 1), (24, 2, 2)])
def test_there_are_as_many_pages_as_needed_and_each_is_exactly_a4(labels, start, pages):
    with Pdf.open(io.BytesIO(build(a_sheet(labels, start=start), NullTranslations()))) as pdf:
        assert len(pdf.pages) == pages
        for page in pdf.pages:
            width, height = (float(edge) / 72 * MM_PER_INCH for edge in page.mediabox[2:])
            assert (round(width, 2), round(height, 2)) == (210, 297)


@pytest.mark.parametrize("key", STOCKS)
@pytest.mark.parametrize("notices", [0, 1, 2])
def test_four_light_modules_surround_every_code(key, notices, tmp_path):
    stock = get_label_stock(key)
    sheet = a_sheet(1, stock=stock, is_trial=notices > 0, is_sample=notices > 1)
    page = make_pages(sheet, tmp_path).rasters(600)[0]
    picture = cell_picture(page, stock, 1, 600)
    corners = zxingcpp.read_barcode(picture).position
    left, top, right = corners.top_left.x, corners.top_left.y, corners.bottom_right.x
    modules = len(qr_matrix(addresses(1)[0]))
    quiet = round((right - left) / modules * 4) - 4
    dark = np.array(picture) < 250
    bottom = corners.bottom_right.y
    area = dark[max(top - quiet, 0) : bottom + quiet, left - quiet : right + quiet].copy()
    inner_top = min(quiet, top)
    area[inner_top - 4 : inner_top + bottom - top + 4, quiet - 4 : quiet + right - left + 4] = False
    assert not area.any()


@pytest.mark.parametrize(
    ("key", "least_mm"), [(key, 14.0 if key == "a4-65" else 20.0) for key in STOCKS]
)
def test_codes_are_printed_as_large_as_the_stock_allows(key, least_mm, tmp_path):
    stock = get_label_stock(key)
    page = make_pages(a_sheet(1, stock=stock), tmp_path).rasters(600)[0]
    corners = zxingcpp.read_barcode(cell_picture(page, stock, 1, 600)).position
    width_mm = (corners.top_right.x - corners.top_left.x + 1) / 600 * MM_PER_INCH
    assert width_mm >= least_mm - 0.05


@pytest.mark.parametrize("key", STOCKS)
def test_f10_every_printed_code_bears_a_scratch(key, tmp_path):
    stock = get_label_stock(key)
    page = make_pages(a_sheet(1, stock=stock), tmp_path).rasters(600)[0]
    assert zxingcpp.read_barcode(cell_picture(page, stock, 1, 600)).ec_level == "M"


# On the two narrowest the code alone takes both lines; the form says that the page names it.
@pytest.mark.parametrize("key", [key for key in STOCKS if key not in ("a4-40", "a4-65")])
def test_f5_labels_with_room_for_it_name_the_official_domain(key, tmp_path):
    stock = get_label_stock(key)
    text = make_pages(a_sheet(2, stock=stock), tmp_path).text()
    assert text.count("lensan.example") == 2


@pytest.mark.parametrize("key", STOCKS)
def test_prints_that_are_faint_and_blurred_by_a_third_of_a_module_are_still_read(key, tmp_path):
    stock = get_label_stock(key)
    sheet = a_sheet(stock.capacity, stock=stock, is_trial=True, is_sample=True)
    page = make_pages(sheet, tmp_path).rasters(300)[0]
    module_px = 300 / MM_PER_INCH * 0.39
    blurred = page.filter(ImageFilter.GaussianBlur(0.3 * module_px))
    faint = blurred.point([round(255 - (255 - level) * 0.4) for level in range(256)])
    assert read_cells(faint, stock, 300) == addresses(stock.capacity)


def test_a_label_says_what_it_is_in_vietnamese_that_can_be_searched(tmp_path):
    text = make_pages(a_sheet(24), tmp_path).text()
    for words in (
        "Bưởi Đoan Hùng",
        "đặc sản",
        "HTX Nông nghiệp Thanh niên",
        "Lô: BDH-2026-06-01",
        "2 kg",
        "OCOP 4 sao",
        "Xuất xứ: Việt Nam",
        "Khu 3, xã Chí Đám",
        "Thu hoạch: 05/06/26",
        "NSX: 06/06/26",
        "HSD: 05/09/26",
        "lensan.example · Nº",
    ):
        assert text.count(words) == 24, words
    assert TRIAL not in text
    assert SAMPLE not in text


@pytest.mark.parametrize("key", STOCKS)
@pytest.mark.parametrize(("is_trial", "is_sample"), [(True, False), (False, True), (True, True)])
def test_every_trial_or_sample_label_says_so(key, is_trial, is_sample, tmp_path):
    sheet = a_sheet(3, stock=get_label_stock(key), is_trial=is_trial, is_sample=is_sample)
    text = make_pages(sheet, tmp_path).text()
    assert text.count(TRIAL) == 3 * is_trial
    assert text.count(SAMPLE) == 3 * is_sample


def test_what_is_not_known_is_left_out(tmp_path):
    sheet = a_sheet(1, net_mass="", harvested_on=None, packed_on=None, expires_on=None)
    text = make_pages(sheet, tmp_path).text()
    for word in ("Khối lượng tịnh", "Thu hoạch", "NSX", "HSD", "None"):
        assert word not in text


def test_without_a_day_of_packing_the_good_was_made_at_harvest(tmp_path):
    text = make_pages(a_sheet(1, packed_on=None), tmp_path).text()
    assert "NSX: 05/06/26" in text
    assert "Thu hoạch" not in text


@pytest.mark.parametrize("key", STOCKS)
def test_what_a_small_label_leaves_to_the_page_is_what_its_face_says(key, tmp_path):
    stock = get_label_stock(key)
    text = " ".join(make_pages(a_sheet(1, stock=stock), tmp_path).text().split())
    marks = {
        "address": "Chí Đám, tỉnh",
        "origin": "Xuất xứ",
        "ocop": "OCOP",
        "harvested": "Thu hoạch",
        "net_mass": "tịnh",
        "producer": "HTX",
        "days": "NSX",
    }
    assert set(marks) == set(FACTS)
    printed = {fact for fact, words in marks.items() if words in text}
    assert printed == set(FACTS) - set(label_face(stock).left_out)


@pytest.mark.parametrize("key", STOCKS)
@pytest.mark.parametrize("has_notices", [False, True])
def test_digits_and_capitals_are_at_least_1_2_mm_high(key, has_notices, tmp_path):
    sheet = a_sheet(
        1, stock=get_label_stock(key), lang="en", is_trial=has_notices, is_sample=has_notices
    )
    file = make_pages(sheet, tmp_path).file
    capital = 0.7 / 72 * MM_PER_INCH
    assert min(type_sizes(file)) * capital >= 1.2 - 0.005


@pytest.mark.parametrize("key", [key for key in STOCKS if not key.startswith("roll")])
def test_each_page_says_which_it_is_of_how_many_and_how_to_print_it(key, tmp_path):
    stock = get_label_stock(key)
    sheet = a_sheet(stock.capacity + 1, stock=stock, first_page=26, page_count=125)
    text = make_pages(sheet, tmp_path).text()
    whole = re.sub(r"\s+", "", text)
    for page in (26, 27):
        said = f"tờ{page}/125·lôBDH-2026-06-01·In100%–khôngchọn«Vừatrang»"
        assert said in whole or key in EDGE_TO_EDGE


@pytest.mark.parametrize("key", [key for key in STOCKS if key not in ("a4-24", "a4-40")])
def test_nothing_but_the_note_is_outside_the_labels(key, tmp_path):
    stock = get_label_stock(key)
    page = np.array(make_pages(a_sheet(stock.capacity, stock=stock), tmp_path).rasters(150)[0])
    px = 150 / MM_PER_INCH / 1000
    for left, top in stock.cells():
        right, bottom = left + stock.label_w_um, top + stock.label_h_um
        page[int(top * px) : int(bottom * px) + 2, int(left * px) : int(right * px) + 2] = 255
    edge = round(4_500 * px)
    rows = np.flatnonzero((page < 200).any(axis=1))
    if stock.kind == "roll":
        assert not len(rows)
        return
    assert rows.min() > edge
    assert rows.max() < len(page) - edge
    assert rows.max() - rows.min() < 4_000 * px


def test_a_printer_that_misses_is_corrected_by_tenths_of_a_millimetre(tmp_path):
    straight, shifted = tmp_path / "straight", tmp_path / "shifted"
    straight.mkdir()
    shifted.mkdir()
    pages = make_pages(a_sheet(24), straight).rasters(300)
    moved = make_pages(a_sheet(24, shift_x_um=1_200, shift_y_um=-600), shifted).rasters(300)
    places = [zxingcpp.read_barcodes(page[0])[0].position.top_left for page in (pages, moved)]
    assert places[1].x - places[0].x == pytest.approx(1.2 / MM_PER_INCH * 300, abs=2)
    assert places[1].y - places[0].y == pytest.approx(-0.6 / MM_PER_INCH * 300, abs=2)


def test_labels_that_all_say_the_same_have_no_number(tmp_path):
    one = Label("https://lensan.example/t/K7QF2MX9WT00000ABC", "K7QF2M X9WT00 000ABC")
    pages = make_pages(a_sheet(24, labels=(one,) * 24), tmp_path)
    assert set(read_cells(pages.rasters(150)[0], get_label_stock(), 150)) == {one.address}
    assert "Nº" not in pages.text()


def test_the_file_is_sound_and_brings_its_fonts(tmp_path):
    pages = make_pages(a_sheet(48, is_sample=True), tmp_path)
    assert "No syntax or stream encoding errors" in pages.check()
    assert pages.fonts()
    for font in pages.fonts():
        embedded, _subset, has_text = font.split()[-5:-2]
        assert "BeVietnamPro" in font.replace("-", "")
        assert (embedded, has_text) == ("yes", "yes")


def test_every_vietnamese_letter_is_in_the_font(tmp_path):
    letters = [unicodedata.normalize("NFC", x + tone) for x in LETTERS for tone in ["", *TONES]]
    letters += [letter.upper() for letter in letters] + ["đ", "Đ"]
    for first in range(0, len(letters), 40):
        part = letters[first : first + 40]
        name = " ".join("".join(part[at : at + 10]) for at in range(0, len(part), 10))
        pages = make_pages(a_sheet(1, product_name=unicodedata.normalize("NFD", name)), tmp_path)
        text = pages.text()
        assert all(letter in text for letter in part)
        assert all("Vietnam" in font for font in pages.fonts())


def test_the_same_sheet_is_the_same_file():
    sheet = a_sheet(30)
    assert build(sheet, NullTranslations()) == build(sheet, NullTranslations())


@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"labels": ()}, "count", "Chưa có tem nào để in."),
        ({"start": 0}, "start", "Ô bắt đầu phải là số từ 1 đến 24."),
        ({"start": 25}, "start", "Ô bắt đầu phải là số từ 1 đến 24."),
    ],
)
def test_a_sheet_that_cannot_be_printed_is_refused_with_a_sentence(changes, field, sentence):
    with pytest.raises(DomainError) as refusal:
        build(a_sheet(1, **changes), NullTranslations())
    assert refusal.value.field == field
    assert str(refusal.value) == sentence


def test_a_number_that_the_font_cannot_write_is_an_error_not_an_empty_box():
    with pytest.raises(ValueError, match="no glyph"):
        build(a_sheet(1, labels=(Label("https://lensan.example/t/1", "番号"),)), NullTranslations())


def test_dates_are_written_day_first(tmp_path):
    text = make_pages(a_sheet(1, expires_on=date(2027, 1, 31)), tmp_path).text()
    assert "HSD: 31/01/27" in text


def type_sizes(file: Path) -> list[float]:
    """The size of every text that the file shows, those of forms too, in points."""
    with Pdf.open(file) as pdf:
        page = pdf.pages[0]
        shown = [page, *page.get("/Resources").get("/XObject", {}).values()]
        return [
            float(operands[1])
            for content in shown
            for operands, operator in pikepdf.parse_content_stream(content)
            if str(operator) == "Tf"
        ]
