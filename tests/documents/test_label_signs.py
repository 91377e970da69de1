"""E7: what a label's font cannot draw is refused by its name and its signs, never left out."""

from itertools import pairwise

import pytest
from babel.support import NullTranslations
from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.documents.label_signs import check_signs
from shop_onboard.documents.labels import check_fit
from shop_onboard.errors import DomainError
from shop_onboard.values.label_face import label_face
from shop_onboard.values.label_stock import all_label_stocks
from tests.documents.label_samples import a_sheet

VOWELS = "AĂÂEÊIOÔƠUƯYaăâeêioôơuưy"
VIETNAMESE = VOWELS + "BCDĐGHKLMNPQRSTVXbcdđghklmnpqrstvx"
TONES = ("\u0300", "\u0301", "\u0303", "\u0309", "\u0323")


def refused(**texts: str) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        check_fit(a_sheet(1, **texts), NullTranslations())
    return refusal.value


@pytest.mark.parametrize(
    ("field", "words"),
    [
        ("product_name", "Tên sản phẩm"),
        ("producer_name", "Tên nơi sản xuất"),
        ("address", "Địa chỉ"),
        ("lot_code", "Mã lô"),
    ],
)
def test_signs_without_a_letter_in_the_font_are_refused_with_their_field(field: str, words: str):
    refusal = refused(**{field: "Gạo 米 กข 🍋❤️ 米"})
    assert refusal.field == field
    assert str(refusal).startswith(f"{words} có ký tự không in được lên tem: 米 ก ข 🍋 ❤.")


def test_an_english_name_is_looked_at_where_it_is_printed():
    assert refused(lang="en", name_en="Rice 米").field == "name_en"
    check_fit(a_sheet(1, name_en="Rice 米"), NullTranslations())


def test_a_letter_under_a_heap_of_marks_is_refused():
    refusal = refused(product_name="Vải" + "\u0301" * 40)
    assert str(refusal).startswith("Tên sản phẩm có chữ mang quá nhiều dấu: í")
    assert len(str(refusal)) < 120


@given(st.text(st.sampled_from([*VIETNAMESE, *TONES, *" 0123456789.,-–/()«»%"]), max_size=60))
def test_whatever_is_written_in_vietnamese_is_printed(text: str):
    name = "".join(
        char for before, char in pairwise(f" {text}") if char not in TONES or before in VOWELS
    )
    check_signs(a_sheet(1, product_name=name))


def test_what_a_small_sticker_leaves_to_its_page_may_have_any_sign():
    small = next(stock for stock in all_label_stocks() if "address" in label_face(stock).left_out)
    check_signs(a_sheet(1, stock=small, address="Khu 3 米"))
