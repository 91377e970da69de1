"""How one sticker is divided: where its code stands, how wide its words run, what it can carry."""

from dataclasses import dataclass
from functools import lru_cache

from shop_onboard.values.label_stock import LabelStock
from shop_onboard.values.text import N_, Message

# Digits and capitals of Be Vietnam Pro are 0.7 of the type size: 1.2 mm high from 4.9 pt on.
SMALLEST_PT = 4.9
LEAST_CODE_UM = 20_000
_LARGEST_PT = 12.0
_QUIET_MODULES = 4
# A code of 50 characters has 33 modules at level M: what a face is planned for.
_MODULES = 33
# From this height on a code grows with its sticker, up to what is read at arm's length.
_GROWING_FROM_UM, _GROWTH, _LARGEST_CODE_UM = 45_000, 0.57, 40_000
_LEAST_COLUMN_UM = 18_000
# Printers leave this much at the edge of the paper blank; cutting by hand strays by less.
_BLANK_EDGE_UM = 4_500
_INSET_UM = 1_500
# A strip across the foot is nearer to the edge than words, and close below them.
_STRIP_LOWER_UM, _STRIP_AIR_UM = 800, 300
_UNDER_UM = 4_800
# A wide sticker keeps the text under its code off the edge.
_WIDE_UM, _SPARE_UM = 60_000, 700
# Words need room: below these areas of their column, in mm², a face leaves more to the page.
_LEVELS_MM2 = (800, 400, 350, 230)
_STEPS = 6
_ROOMY_NAME, _TIGHT_NAME = 1.5, 1.1

# What a sticker may have to leave to the page, in words.
FACTS: dict[str, Message] = {
    "address": N_("địa chỉ nơi chịu trách nhiệm"),
    "origin": N_("xuất xứ"),
    "ocop": N_("sao OCOP"),
    "harvested": N_("ngày thu hoạch"),
    "net_mass": N_("khối lượng tịnh"),
    "producer": N_("tên nơi sản xuất"),
    "days": N_("ngày sản xuất và hạn sử dụng"),
}
# How many of FACTS, from the first on, are left out below each of the areas.
_LEFT_OUT = (4, 5, 6, 7)


@dataclass(frozen=True)
class LabelFace:
    """Places on one sticker in micrometres from its top left corner.

    The code's box holds its quiet zone; `under_in_column` says that the typed code stands below
    the words, there being no room below the box. `foot_um` is how far from the sticker's lower
    edge the words end, `strip_bottom_um` where a strip below them ends. `steps` are pairs of type
    sizes in points, of the words and of the name, the roomiest first. `left_out` are the keys of
    FACTS for which there is no room.
    """

    inset_x_um: int
    inset_y_um: int
    foot_um: int
    strip_bottom_um: int
    column_w_um: int
    box_x_um: int
    box_y_um: int
    box_um: int
    code_um: int
    under_in_column: bool
    steps: tuple[tuple[float, float], ...]
    left_out: tuple[str, ...]


@lru_cache(maxsize=64)
def label_face(stock: LabelStock, modules: int = _MODULES, strip_um: int = 0) -> LabelFace:
    """The face of the stickers of a stock, for codes of so many modules a side.

    `strip_um` is the height of a strip across the foot, 0 for none.
    """
    inset_x = max(_INSET_UM, _BLANK_EDGE_UM - min(stock.margin_left_um, stock.margin_right_um))
    inset_y = max(_INSET_UM, _BLANK_EDGE_UM - min(stock.margin_top_um, stock.margin_bottom_um))
    if stock.kind == "roll":
        inset_x = inset_y = _INSET_UM
    strip_bottom = max(inset_y - _STRIP_LOWER_UM, _STRIP_LOWER_UM)
    height = stock.label_h_um - (strip_um + strip_bottom if strip_um else 0)
    foot = _STRIP_AIR_UM if strip_um else inset_y
    high = height - inset_y - foot
    quiet_share = _QUIET_MODULES / modules
    # The quiet zone ends above a strip, not in it.
    above = height - (_STRIP_AIR_UM if strip_um else 0)
    below_top = (above - inset_y) / (1 + quiet_share) if strip_um else high
    code = _code_um(stock, min(below_top, above / (1 + 2 * quiet_share)), inset_x, quiet_share)
    quiet = round(code * quiet_share)
    spare = _SPARE_UM if stock.label_w_um >= _WIDE_UM else 0
    box_x = stock.label_w_um - max(inset_x, quiet + spare) - code - quiet
    under_below = max(inset_y, quiet) + code + quiet + _UNDER_UM <= height - foot
    taken = code + (quiet + _UNDER_UM if under_below else 0)
    top = max(inset_y, quiet, (height - taken) // 2)
    column = box_x - inset_x
    area_mm2 = column * (high - (0 if under_below else _UNDER_UM)) / 1e6
    return LabelFace(
        inset_x_um=inset_x,
        inset_y_um=inset_y,
        foot_um=stock.label_h_um - height + foot,
        strip_bottom_um=strip_bottom,
        column_w_um=column,
        box_x_um=box_x,
        box_y_um=top - quiet,
        box_um=code + 2 * quiet,
        code_um=code,
        under_in_column=not under_below,
        steps=_steps(area_mm2),
        left_out=_left_out(area_mm2),
    )


def _code_um(stock: LabelStock, high: float, inset_x: int, quiet_share: float) -> int:
    """The side of the code without its quiet zone: as wanted, or what room there is."""
    shorter = min(stock.label_w_um, stock.label_h_um)
    wanted: float = LEAST_CODE_UM
    if shorter >= _GROWING_FROM_UM:
        wanted = min(shorter * _GROWTH, _LARGEST_CODE_UM)
    free = stock.label_w_um - inset_x - _LEAST_COLUMN_UM
    wide = min(free / (1 + 2 * quiet_share), (free - inset_x) / (1 + quiet_share))
    return int(min(wanted, high, wide))


def _steps(area_mm2: float) -> tuple[tuple[float, float], ...]:
    largest = min(_LARGEST_PT, max(SMALLEST_PT, 0.2 * area_mm2**0.5))
    steps = []
    for step in range(_STEPS):
        share = step / (_STEPS - 1)
        words = largest + (SMALLEST_PT - largest) * share
        name = words * (_ROOMY_NAME + (_TIGHT_NAME - _ROOMY_NAME) * share)
        steps.append((round(words, 2), round(name, 2)))
    return tuple(steps)


def _left_out(area_mm2: float) -> tuple[str, ...]:
    lacking = [
        count for level, count in zip(_LEVELS_MM2, _LEFT_OUT, strict=True) if area_mm2 < level
    ]
    return tuple(FACTS)[: lacking[-1]] if lacking else ()
