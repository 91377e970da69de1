"""Masses: whole grams inside, «500 g», «1,5 kg», «2,5 tấn» as people write and read them.

Units after shop practice in Vietnam: 1 lạng = 100 g, 1 cân = 1 kg, 1 yến = 10 kg, 1 tạ = 100 kg,
1 tấn = 1.000 kg.
"""

from collections.abc import Sequence
from decimal import Decimal

from shop_onboard.values.numbers import Measure, Unit, format_number, read_quantity
from shop_onboard.values.text import N_, Message, Unreadable, clean

G_PER_KG = 1_000
G_PER_TONNE = 1_000_000
_G_PER_QUINTAL = 100_000
# One million tonnes: five times a good season of a whole province; beyond it is a slip of the hand.
LARGEST_MASS_G = 1_000_000 * G_PER_TONNE

# «can» without its mark is left out: it is also a jerrycan.
_KG = Unit("kg", Decimal(G_PER_KG))
_SPELLINGS = {
    Unit("g", Decimal(1)): ("g", "gr", "gam", "gram"),
    Unit("lạng", Decimal(100)): ("lạng", "lang"),
    _KG: ("kg", "cân", "kí", "ký", "ki", "ky", "kilo", "kilogam", "kilogram"),
    Unit("yến", Decimal(10 * G_PER_KG)): ("yến", "yen"),
    Unit("tạ", Decimal(100 * G_PER_KG)): ("tạ", "ta"),
    Unit("tấn", Decimal(G_PER_TONNE)): ("tấn", "tan", "tonne", "tonnes"),
}
_UNITS = {spelling: unit for unit, names in _SPELLINGS.items() for spelling in names}


def _refuse(text: str) -> Message:
    return N_(
        "Không đọc được khối lượng «%(text)s»: hãy ghi số kèm g, lạng, kg, yến, tạ hoặc tấn,"
        " ví dụ 500 g, 2 kg hoặc 1,2 tấn.",
        text=text,
    )


_WITH_UNIT = Measure(_UNITS, None, _refuse)
_KG_BY_DEFAULT = Measure(_UNITS, _KG, _refuse)


def parse_mass(text: str) -> int:
    """Grams of «2 kg», «500g», «12 tạ», «1,2 tấn», «1.200 kg», «2 tạ rưỡi», «1 tấn 2».

    A unit is required. One dot and three digits is thousands; «1,200 tấn» can be read in two
    ways and is asked back. From 1 g to `LARGEST_MASS_G`. Raises Unreadable.
    """
    return _grams(text, _WITH_UNIT)


def parse_mass_kg(text: str) -> int:
    """As `parse_mass`, but a number without a unit is kilograms.

    For the columns `Khối lượng` and `Sản lượng`, whose sheets count in kilograms.
    """
    return _grams(text, _KG_BY_DEFAULT)


def _grams(text: str, measure: Measure) -> int:
    if text.strip().startswith(("-", "−", "–")):
        raise Unreadable(N_("Khối lượng phải lớn hơn 0: hãy ghi như 2 kg hoặc 1,2 tấn."))
    mass = read_quantity(text, measure)
    if mass == 0:
        raise Unreadable(N_("Khối lượng phải lớn hơn 0: hãy ghi như 2 kg hoặc 1,2 tấn."))
    if mass > LARGEST_MASS_G:
        raise Unreadable(
            N_(
                "«%(text)s» quá lớn: hãy kiểm tra lại số và đơn vị (nhiều nhất %(most)s).",
                text=clean(text),
                most=format_mass(LARGEST_MASS_G),
            )
        )
    if mass != int(mass):
        raise Unreadable(
            N_("«%(text)s» lẻ dưới 1 gam: hãy ghi tròn đến gam, ví dụ 250 g.", text=clean(text))
        )
    return int(mass)


def format_mass(mass_g: int, lang: str = "vi") -> str:
    """«500 g», «1,5 kg», «2,5 tấn»: exact, in the largest unit that stays easy to read.

    `parse_mass` reads every positive result back to the same grams: three decimals are written
    only where they cannot be taken for thousands. English uses the same unit for the same mass:
    "500 g", "1.5 kg", "2.5 tonnes".
    """
    size = abs(mass_g)
    if size >= G_PER_TONNE and size % 10_000 == 0:
        return _in_tonnes(Decimal(mass_g) / G_PER_TONNE, lang)
    if size >= G_PER_TONNE or (size >= G_PER_KG and size % 10 == 0) or size == 0:
        return format_kg(mass_g, lang)
    return f"{format_number(mass_g, lang=lang)} g"


def format_kg(mass_g: int, lang: str = "vi") -> str:
    """«1.200 kg», «0,5 kg»: exact, always in kilograms, for columns of figures."""
    return f"{format_number(Decimal(mass_g) / G_PER_KG, lang=lang)} kg"


def echo_mass(text: str) -> str:
    """How a typed mass was read: «200 kg = 2 tạ», «1.234,5 kg ≈ 12,3 tạ», «500 g = 0,5 kg».

    In kilograms, and in grams or the larger unit people speak in. Raises Unreadable.
    """
    mass_g = parse_mass(text)
    kilograms = format_kg(mass_g)
    if mass_g < G_PER_KG:
        return f"{format_number(mass_g)} g = {kilograms}"
    if mass_g < _G_PER_QUINTAL:
        return kilograms
    unit_g, name = (_G_PER_QUINTAL, "tạ") if mass_g < 2 * G_PER_TONNE else (G_PER_TONNE, "tấn")
    tenths = (mass_g * 10 + unit_g // 2) // unit_g
    sign = "=" if tenths * unit_g == mass_g * 10 else "≈"
    return f"{kilograms} {sign} {format_number(Decimal(tenths) / 10)} {name}"


def format_alike(masses_g: Sequence[int], lang: str = "vi") -> list[str]:
    """Masses that are read beside each other, in one unit, exact: that of the largest.

    Kilograms where tonnes would need more than two decimals: «0,8 tấn» beside «2 tấn»,
    «22 kg» beside «2.000 kg».
    """
    if max(masses_g, default=0) < G_PER_TONNE or any(mass_g % 10_000 for mass_g in masses_g):
        return [format_kg(mass_g, lang) for mass_g in masses_g]
    return [_in_tonnes(Decimal(mass_g) / G_PER_TONNE, lang) for mass_g in masses_g]


def format_about_tonnes(mass_g: int, lang: str = "vi") -> str:
    """«≈ 1.102,3 tấn», to one decimal, beside a mass that is shown in kilograms; "" below 1 tấn."""
    if mass_g < G_PER_TONNE:
        return ""
    tenths = (mass_g * 10 + G_PER_TONNE // 2) // G_PER_TONNE
    return f"≈ {_in_tonnes(Decimal(tenths) / 10, lang)}"


def _in_tonnes(tonnes: Decimal, lang: str) -> str:
    if lang == "en":
        return f"{format_number(tonnes, lang=lang)} {'tonne' if abs(tonnes) == 1 else 'tonnes'}"
    return f"{format_number(tonnes)} tấn"
