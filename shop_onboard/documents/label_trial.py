"""Whether a paper takes any sticker at all: tried with the shortest words there are."""

from datetime import date

from babel.support import NullTranslations

from shop_onboard.documents.label_sticker import Label, LabelSheet
from shop_onboard.documents.labels import check_fit
from shop_onboard.errors import DomainError
from shop_onboard.values.label_face import label_face
from shop_onboard.values.label_stock import LabelStock
from shop_onboard.values.text import N_

# As on the smallest paper that ships, 65 stickers to a sheet; wanted are 20 mm.
_LEAST_CODE_UM = 14_500
_DAY = date(2026, 6, 2)
# An address of 50 characters, and a code in its three groups.
_LABEL = Label("https://lensan.example.vn/t/K7QF2MX9WT00000ABCDEFG", "K7QF2M X9WT00 000ABC", 1)


def check_room(stock: LabelStock) -> None:
    """Raises DomainError when not even the shortest name fits beside a code that phones read.

    Trial notices are part of it: who begins prints those.
    """
    if label_face(stock).code_um < _LEAST_CODE_UM:
        raise _refusal()
    shortest = LabelSheet(
        stock=stock,
        lang="vi",
        product_name="Vải",
        producer_name="HTX A",
        lot_code="LO-1",
        net_mass="1 kg",
        harvested_on=_DAY,
        packed_on=_DAY,
        expires_on=_DAY,
        is_sample=False,
        is_trial=True,
        labels=(_LABEL,),
    )
    try:
        check_fit(shortest, NullTranslations())
    except DomainError as refusal:
        raise _refusal() from refusal


def _refusal() -> DomainError:
    return DomainError(
        N_(
            "Tem này không đủ chỗ cho mã QR, tên và mã lô, dù viết ngắn nhất. Hãy chọn khổ lớn hơn,"
            " ví dụ 50 × 30 mm."
        ),
        "label_w",
    )
