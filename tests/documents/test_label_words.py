"""Words on labels: what does not fit is refused by its name, what fits is whole."""

import io
import re
import unicodedata

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.support import NullTranslations, Translations
from bs4 import BeautifulSoup

from shop_onboard.documents.labels import build
from shop_onboard.errors import DomainError
from shop_onboard.values.label_face import label_face
from shop_onboard.values.label_stock import all_label_stocks, get_label_stock
from tests.documents.label_samples import Pages, a_sheet, make_pages

STOCKS = [stock.key for stock in all_label_stocks()]
LONG_NAME = unicodedata.normalize(
    "NFD", ("Bưởi đặc sản vùng Đoan Hùng loại một, quả to, cùi mỏng " * 9)[:400]
)
LONG_PRODUCER = (
    "Hợp tác xã Nông nghiệp Dịch vụ Tổng hợp Thanh niên Khởi nghiệp Chí Đám, Đoan Hùng, Phú Thọ"
)
LONGEST_CODE = "LO/2026-06/ĐOAN-HÙNG/CHÍ-ĐÁM/0001-ABCDEF"


@pytest.mark.parametrize("key", STOCKS)
@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("product_name", LONG_NAME * 4),
        ("product_name", "A" * 1_200),
        ("producer_name", LONG_PRODUCER * 40),
        ("address", "Khu 3, thôn Đồng Cốc, " * 180),
        ("lot_code", LONGEST_CODE * 100),
    ],
)
def test_a_text_that_does_not_fit_in_the_smallest_letters_is_refused_by_its_name(key, field, text):
    stock = get_label_stock(key)
    fact = {"producer_name": "producer", "address": "address"}.get(field)
    sheet = a_sheet(2, stock=stock, **{field: text})
    if fact in label_face(stock).left_out:
        assert build(sheet, NullTranslations())
        return
    with pytest.raises(DomainError) as refusal:
        build(sheet, NullTranslations())
    assert refusal.value.field == field
    assert "dài quá khổ tem này" in str(refusal.value)


@pytest.mark.parametrize("name", ["Chè", "Ổi lê Đông Dư ruột hồng không hạt", "\u202eCam\u202c"])
@pytest.mark.parametrize("key", ["cut-24", "cut-40", "a4-24", "roll-100x70"])
def test_names_that_fit_are_whole_and_touch_nothing(name, key, tmp_path):
    stock = get_label_stock(key)
    pages = make_pages(
        a_sheet(1, stock=stock, product_name=name, lot_code=LONGEST_CODE[:24]), tmp_path
    )
    assert_no_words_overlap(pages)
    text = pages.text()
    assert "HSD: 05/09/26" in text
    assert "…" not in text
    assert "\u202e" not in text
    for word in name.split():
        assert word in text or not word.isalpha()
    assert all("Vietnam" in font for font in pages.fonts())


def test_markup_in_a_name_is_printed_as_it_was_typed(tmp_path):
    text = make_pages(a_sheet(1, product_name="Chè <b>xanh</b> {{ 1 }} & búp"), tmp_path).text()
    assert "<b>xanh</b>" in re.sub(r"\s+", " ", text)


def test_a_bilingual_label_says_both_the_vietnamese_word_first(tmp_path):
    catalogue = Catalog(locale="en")
    catalogue.add("Lô", "Lot")
    catalogue.add("HSD", "EXP")
    file = io.BytesIO()
    write_mo(file, catalogue)
    file.seek(0)
    pdf = tmp_path / "english.pdf"
    pdf.write_bytes(build(a_sheet(1, lang="en"), Translations(file)))
    text = Pages(pdf).text()
    assert "Lô / Lot: BDH-2026-06-01" in text
    assert "HSD / EXP: 05/09/26" in text
    assert "Bưởi Đoan Hùng" in text
    assert "Doan Hung pomelo" in text


def boxes_of(pages: Pages) -> list[tuple[str, float, float, float, float]]:
    return [
        (word.text, *(float(word[edge]) for edge in ("xmin", "ymin", "xmax", "ymax")))
        for word in BeautifulSoup(pages.words(), "html.parser").find_all("word")
    ]


def assert_no_words_overlap(pages: Pages) -> None:
    """Words above each other are at least two thirds of the smaller one's height apart."""
    boxes = boxes_of(pages)
    for number, (word, left, top, right, bottom) in enumerate(boxes):
        for other, other_left, other_top, other_right, other_bottom in boxes[number + 1 :]:
            if min(right, other_right) - max(left, other_left) > 0.2:
                height = min(bottom - top, other_bottom - other_top)
                middles = abs((top + bottom) - (other_top + other_bottom)) / 2
                assert middles > height * 0.66, (word, other)
