"""The size of a parcel: whole millimetres inside, «30 × 20,5 × 15 cm» as people write it."""

import re

from shop_onboard.values.text import N_, Unreadable, clean

Sides = tuple[int, int, int]
# Longer than any parcel that a carrier takes; beyond it is a slip of the hand.
LARGEST_SIDE_MM = 5_000

_UNITS_MM = {"mm": 1, "cm": 10, "m": 1_000}
_SIDE = "[0-9]{1,5}(?:,[0-9]{1,3})?"
_TYPED = re.compile(f"(?P<sides>{_SIDE}(?: ?[x×*] ?{_SIDE}){{2}}) ?(?P<unit>mm|cm|m)?")


def parse_sides(text: str) -> Sides:
    """Length, width and height in millimetres; a number without a unit is centimetres.

    Raises Unreadable for another number of sides, a part of a millimetre, or a side that is
    nothing or longer than `LARGEST_SIDE_MM`.
    """
    match = _TYPED.fullmatch(clean(text).lower())
    if match is None:
        raise Unreadable(
            N_(
                "Không đọc được «%(text)s»: hãy ghi dài × rộng × cao, ví dụ 30 x 20 x 15.",
                text=text,
            )
        )
    unit_mm = _UNITS_MM[match["unit"] or "cm"]
    length, width, height = (_side(side, unit_mm) for side in re.split(" ?[x×*] ?", match["sides"]))
    return length, width, height


def _side(typed: str, unit_mm: int) -> int:
    whole, _comma, part = typed.partition(",")
    thousandths = int(whole) * 1_000 + int(part.ljust(3, "0"))
    side_mm, rest = divmod(thousandths * unit_mm, 1_000)
    if rest or not 1 <= side_mm <= LARGEST_SIDE_MM:
        raise Unreadable(
            N_(
                "Mỗi cạnh của kiện từ 1 mm đến 5 m, đo tới mi-li-mét: hãy xem lại «%(side)s».",
                side=typed,
            )
        )
    return side_mm


def format_sides(sides: Sides) -> str:
    """«30 × 20,5 × 15 cm»."""
    return " × ".join(_centimetres(side) for side in sides) + " cm"


def _centimetres(side_mm: int) -> str:
    whole, rest = divmod(side_mm, 10)
    return f"{whole},{rest}" if rest else str(whole)
