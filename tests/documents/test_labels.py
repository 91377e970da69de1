"""Sheets of labels as a printer, a phone and a person get them."""

import io
import re
import unicodedata
from datetime import date

import numpy as np
import pytest
import zxingcpp
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.support import NullTranslations, Translations
from bs4 import BeautifulSoup
from pikepdf import Pdf
from PIL import ImageFilter

from shop_onboard.documents.labels import Label, build
from shop_onboard.documents.qr_batch import qr_matrix
from shop_onboard.errors import DomainError
from shop_onboard.values.label_stock import all_label_stocks, get_label_stock
from tests.documents.label_samples import (
    MM_PER_INCH,
    Pages,
    a_sheet,
    cell_picture,
    make_pages,
    read_cells,
    some_labels,
)

STOCKS = [stock.key for stock in all_label_stocks()]
LETTERS = "aăâeêioôơuưy"
TONES = "\u0300\u0301\u0303\u0309\u0323"
LONG_NAME = unicodedata.normalize(
    "NFD", ("Bưởi 🍊 đặc sản vùng Đoan Hùng loại một, quả to, cùi mỏng " * 9)[:400]
)
LONG_PRODUCER = (
    "Hợp tác xã Nông nghiệp Dịch vụ Tổng hợp Thanh niên Khởi nghiệp Chí Đám, Đoan Hùng, Phú Thọ"
)
LONGEST_CODE = "LO/2026-06/ĐOAN-HÙNG/CHÍ-ĐÁM/0001-ABCDEF"
TRIAL = "TEM THỬ – chưa dùng được"
SAMPLE = "DỮ LIỆU MẪU – minh họa"


def addresses(count: int) -> list[str]:
    return [label.address for label in some_labels(count)]


@pytest.mark.parametrize("key", STOCKS)
def test_every_code_of_a_full_sheet_says_its_own_address_in_its_own_cell(key, tmp_path):
    stock = get_label_stock(key)
    pages = make_pages(a_sheet(stock.capacity, stock=stock), tmp_path).rasters(150)
    assert len(pages) == 1
    assert read_cells(pages[0], stock, 150) == addresses(stock.capacity)


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


@pytest.mark.parametrize(("key", "least_mm"), [("a4-24", 20.0), ("a4-40", 20.0), ("a4-65", 14.0)])
def test_codes_are_printed_as_large_as_the_stock_allows(key, least_mm, tmp_path):
    stock = get_label_stock(key)
    page = make_pages(a_sheet(1, stock=stock), tmp_path).rasters(600)[0]
    corners = zxingcpp.read_barcode(cell_picture(page, stock, 1, 600)).position
    width_mm = (corners.top_right.x - corners.top_left.x + 1) / 600 * MM_PER_INCH
    assert width_mm >= least_mm - 0.05


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
        "BDH-2026-06-01",
        "2 kg",
        "05/06/2026",
        "06/06/2026",
        "05/09/2026",
        "lensan.example",
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
    for word in ("Khối lượng tịnh", "Thu hoạch", "Đóng gói", "HSD", "None"):
        assert word not in text


def test_small_labels_keep_the_harvest_or_else_the_packing_day(tmp_path):
    stock = get_label_stock("a4-65")
    harvested = make_pages(a_sheet(1, stock=stock), tmp_path).text()
    assert "05/06/2026" in harvested
    assert "06/06/2026" not in harvested
    packed = make_pages(a_sheet(1, stock=stock, harvested_on=None), tmp_path).text()
    assert "06/06/2026" in packed


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


@pytest.mark.parametrize("key", STOCKS)
@pytest.mark.parametrize("has_notices", [False, True])
def test_names_that_are_too_long_end_in_an_ellipsis_and_touch_nothing(key, has_notices, tmp_path):
    sheet = a_sheet(
        2,
        stock=get_label_stock(key),
        product_name=LONG_NAME,
        producer_name=LONG_PRODUCER,
        lot_code=LONGEST_CODE,
        is_trial=has_notices,
        is_sample=has_notices,
    )
    pages = make_pages(sheet, tmp_path)
    text = pages.text()
    assert "Bưởi đặc sản" in text
    assert text.count("…") == 4
    assert "🍊" not in text
    assert_no_words_overlap(pages)
    label_code = re.sub(r"\s", "", "".join(words_of_first_label(pages, sheet.stock)))
    assert LONGEST_CODE in label_code
    assert read_cells(pages.rasters(150)[0], sheet.stock, 150)[:2] == addresses(2)


@pytest.mark.parametrize("name", ["Chè", "Ổi lê Đông Dư ruột hồng không hạt", "A" * 300, "🍊"])
def test_short_long_and_unbroken_names_leave_the_facts_free(name, tmp_path):
    pages = make_pages(a_sheet(1, product_name=name), tmp_path)
    assert_no_words_overlap(pages)
    assert "05/09/2026" in pages.text()


def test_markup_in_a_name_is_printed_as_it_was_typed(tmp_path):
    text = make_pages(a_sheet(1, product_name="Chè <b>xanh</b> {{ 1 }} & búp"), tmp_path).text()
    assert "<b>xanh</b>" in re.sub(r"\s+", " ", text)


def test_english_labels_take_their_words_from_the_catalogue(tmp_path):
    catalogue = Catalog(locale="en")
    catalogue.add("Mã lô", "Lot")
    catalogue.add("HSD", "Best before")
    file = io.BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    pdf = tmp_path / "english.pdf"
    pdf.write_bytes(build(a_sheet(1, lang="en"), Translations(file)))
    text = Pages(pdf).text()
    assert "Lot" in text
    assert "Best before" in text
    assert "Mã lô" not in text


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
    assert "31/01/2027" in text


def boxes_of(pages: Pages) -> list[tuple[str, float, float, float, float]]:
    return [
        (word.text, *(float(word[edge]) for edge in ("xmin", "ymin", "xmax", "ymax")))
        for word in BeautifulSoup(pages.words(), "html.parser").find_all("word")
    ]


def words_of_first_label(pages: Pages, stock) -> list[str]:
    edge_pt = (stock.margin_left_um + stock.label_w_um) / 1000 / MM_PER_INCH * 72
    return [word for word, left, _, _, _ in boxes_of(pages) if left < edge_pt]


def assert_no_words_overlap(pages: Pages) -> None:
    """Words above each other are at least two thirds of the smaller one's height apart."""
    boxes = boxes_of(pages)
    for number, (word, left, top, right, bottom) in enumerate(boxes):
        for other, other_left, other_top, other_right, other_bottom in boxes[number + 1 :]:
            if min(right, other_right) - max(left, other_left) > 0.2:
                height = min(bottom - top, other_bottom - other_top)
                middles = abs((top + bottom) - (other_top + other_bottom)) / 2
                assert middles > height * 0.66, (word, other)
