"""Tax codes (mã số thuế)."""

import re

from stdnum.vn import mst

from shop_onboard.values.text import N_, Unreadable, clean

_LONGEST = 30
_DIGITS = re.compile(r"[0-9]{9,13}")
_HOUSEHOLD = re.compile(r"[0-9]{12}")


def parse_tax_code(text: str) -> str:
    """«0100233488», a branch «0100233488-001», or the 12 digits of a household.

    The check digit of the first two is proved by `stdnum.vn.mst`. Since 1/7/2025 a household
    uses its 12-digit personal number, which has no check digit: only its length is looked at.
    A first zero that a spreadsheet dropped is put back where the check digit then fits.
    Raises Unreadable.
    """
    digits = re.sub(r"[ .-]", "", clean(text[: _LONGEST + 1]))
    if len(text) > _LONGEST or _DIGITS.fullmatch(digits) is None:
        raise Unreadable(
            N_(
                "Không đọc được mã số thuế «%(text)s»: mã số thuế có 10 chữ số,"
                " hoặc 10 chữ số kèm -001, hoặc 12 chữ số với hộ kinh doanh.",
                text=clean(text[:_LONGEST]),
            )
        )
    candidates = [digits] if digits.startswith("0") else [digits, f"0{digits}"]
    for candidate in candidates:
        if mst.is_valid(candidate):
            return mst.format(candidate)
    if _HOUSEHOLD.fullmatch(digits):
        return digits
    raise Unreadable(
        N_(
            "Mã số thuế «%(text)s» không đúng: hãy xem lại từng chữ số trên giấy đăng ký,"
            " kể cả số 0 ở đầu.",
            text=clean(text),
        )
    )
