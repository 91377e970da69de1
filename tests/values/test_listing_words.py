"""Words that a marketplace refuses or that need proof: found as typed, and only those."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shop_onboard.values.listing_words import all_listing_words, find_words


def kinds(text: str, *papers: str) -> set[str]:
    return {found.word.key for found in find_words(text, papers)}


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("Mật ong chữa bệnh dạ dày", "cure"),
        ("MẬT ONG CHỮA BỆNH", "cure"),
        ("mat ong chua benh da day", "cure"),
        ("Trà đặc-trị mất ngủ", "cure"),
        ("Vải ngon, chất lượng tốt nhất Bắc Ninh", "best"),
        ("Vải thiều số 1 Lục Ngạn", "number-one"),
        ("Vai thieu so 1 Viet Nam", "number-one"),
        ("Gạo hữu cơ", "organic"),
        ("Organic rice", "organic"),
        ("Hàng chính hãng", "genuine"),
        ("Trồng theo VietGAP", "vietgap"),
        ("Đạt GlobalG.A.P. từ 2022", "globalgap"),
        ("OCOP 4 sao", "ocop"),
        ("Gọi 0912 345 678 để đặt", "phone"),
        ("SĐT: 0912.345.678", "phone"),
        ("Zalo +84 912 345 678", "phone"),
        ("Hotline 1900 6035", "phone"),
        ("Xem https://vuon.example/vai", "link"),
        ("Mua tại vuonvai.vn", "link"),
        ("zalo.me/vuonvai", "link"),
        ("Thư: vuon@vai.com.vn", "link"),
    ],
)
def test_what_is_written_is_found_with_and_without_marks(text: str, key: str):
    assert key in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Vải lô số 1 hái sáng 5/6",
        "Đóng tại thôn số 1, xã Lục Ngạn",
        "Số 1/2026/QĐ-UBND",
        "Thùng số 1: 10 kg",
        "Hàm lượng đường số 1,5",
        "Giữ số 10 quả mỗi khay",
        "Sử dụng tốt nhất trước 7 ngày",
        "Dùng ngon nhất khi để lạnh",
        "Ngon nhất trong 3 ngày",
        "Bón phân hữu cơ, không phun thuốc cỏ",
        "Bón phân hữu cơ vi sinh hoai mục",
        "Cây chưa bệnh, lá xanh",
        "Sản phẩm không phải là thuốc, không thay thế thuốc chữa bệnh",
        "Không có tác dụng chữa bệnh",
        "Phòng trị bệnh cho cây bằng tỏi ớt",
        "Trồng theo hướng VietGAP",
        "Mã vạch 8936012345678, mã lô 20260605-01",
        "Mã số thuế 0100233488",
        "Giá 70.000 đồng một hộp 2.5kg",
        "Giao trong 24 giờ. Vườn ở Kép.",
        "Vải nhất làng",
        "",
    ],
)
def test_what_only_looks_alike_is_left_alone(text: str):
    assert kinds(text) == set()


def test_a_certificate_that_holds_makes_its_word_true():
    assert kinds("Gạo hữu cơ, OCOP 4 sao", "organic", "ocop") == set()
    assert kinds("Gạo hữu cơ, OCOP 4 sao", "organic") == {"ocop"}


def test_what_was_found_is_shown_as_it_was_typed():
    assert [found.text for found in find_words("Trà ĐẶC TRỊ ho")] == ["ĐẶC TRỊ"]
    assert [found.text for found in find_words("gọi 0912.345.678 nhé")] == ["0912.345.678"]
    assert [found.text for found in find_words("ở VuonVai.vn/Hop.")] == ["VuonVai.vn/Hop"]


def test_nothing_is_called_forbidden_without_a_source_and_a_day():
    for word in all_listing_words():
        assert all((*word.names, *word.reasons, *word.rewritings)), word.key
        for rule in word.rules:
            assert all((rule.source, rule.source_en, rule.checked_on)), word.key
    forbidden = {word.key for word in all_listing_words() if word.rules}
    assert forbidden == {"phone", "link"}


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str):
    for found in find_words(text):
        assert found.text in text


@given(
    st.sampled_from(["chữa bệnh", "chính hãng", "hữu cơ"]), st.text(alphabet="aăđ .", max_size=9)
)
def test_a_word_is_found_wherever_it_stands(word: str, around: str):
    assert kinds(f"{around} {word} {around}")
