"""What no sticker can show: signs that its font does not draw, letters under a heap of marks."""

import unicodedata
from collections.abc import Iterable, Iterator

from shop_onboard.documents.label_sticker import LabelSheet
from shop_onboard.documents.stamp_font import characters
from shop_onboard.errors import DomainError
from shop_onboard.values.label_face import label_face
from shop_onboard.values.text import N_, Message, clean

_FIELDS: dict[str, Message] = {
    "product_name": N_("Tên sản phẩm"),
    "name_en": N_("Tên tiếng Anh"),
    "producer_name": N_("Tên nơi sản xuất"),
    "address": N_("Địa chỉ"),
    "lot_code": N_("Mã lô"),
}
# What goes with each when a small sticker has no room for it.
_FACT_OF = {"name_en": "address", "producer_name": "producer", "address": "address"}
# «ệ», «ở»: no Vietnamese letter bears more.
_MOST_MARKS = 2
_MOST_NAMED = 8
# They only tell how the sign before them is drawn.
_SELECTORS = frozenset(map(chr, range(0xFE00, 0xFE10)))


def check_signs(sheet: LabelSheet) -> None:
    """Raises DomainError, naming the field and the signs: a name is printed whole or not at all."""
    left_out = label_face(sheet.stock).left_out
    for field, words in _FIELDS.items():
        if _FACT_OF.get(field) in left_out or (field == "name_en" and sheet.lang == "vi"):
            continue
        text = clean(getattr(sheet, field))
        strange = _first_ones(char for char in text if char not in characters() | _SELECTORS)
        heaped = _first_ones(_heaped(text))
        if heaped:
            raise DomainError(
                N_(
                    "%(field)s có chữ mang quá nhiều dấu: %(signs)s. Hãy gõ lại chữ ấy rồi in tem.",
                    field=words,
                    signs=heaped,
                ),
                field,
            )
        if strange:
            raise DomainError(
                N_(
                    "%(field)s có ký tự không in được lên tem: %(signs)s. Hãy bỏ đi hoặc viết bằng"
                    " chữ Việt rồi in tem.",
                    field=words,
                    signs=strange,
                ),
                field,
            )


def _heaped(text: str) -> Iterator[str]:
    """The letters that bear too many marks, each with as many as tell it."""
    letter, marks = "", 0
    for char in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(char):
            letter, marks = char, 0
            continue
        letter, marks = letter + char, marks + 1
        if marks == _MOST_MARKS + 1:
            yield unicodedata.normalize("NFC", letter)


def _first_ones(signs: Iterable[str]) -> str:
    return " ".join(list(dict.fromkeys(signs))[:_MOST_NAMED])
