"""The protected area of the geographical indication "Lục Ngạn" for vải thiều.

The list of communes is from one secondary source (`data/gi.csv`): it is good enough to ask a person
back, and not to state on a public page that a product bears the indication.
"""

import re
from functools import lru_cache

from shop_onboard.values.facts import fact_rows
from shop_onboard.values.places import Commune, predecessors
from shop_onboard.values.text import fold

_KIND = re.compile(r"^(?:xa|phuong|thi tran|tt|x|p)\b[. ]*(?=.)")


@lru_cache(maxsize=1)
def lucngan_area() -> tuple[str, ...]:
    """Names of the communes of the area as they were before 1 July 2025, without their kinds."""
    return tuple(
        row["former_commune"] for row in fact_rows("gi") if row["indication"] == "Lục Ngạn"
    )


def may_name_lucngan(former_commune_name: str) -> bool:
    """Whether fresh vải thiều of this former commune of Lục Ngạn may be called "Lục Ngạn".

    With or without marks and kind ("xã Giáp Sơn"). Names are those of before 1 July 2025.
    """
    area = {fold(name) for name in lucngan_area()}
    name = fold(former_commune_name)
    # The name as a whole first: "Phượng Sơn" folds to what looks like a phường.
    return name in area or _KIND.sub("", name) in area


def commune_in_lucngan_area(current: Commune) -> bool | None:
    """Whether a commune of today lies in the area; None where only a part of it does.

    A name alone is not enough, since other districts have communes of the same names.
    """
    inside = {
        may_name_lucngan(former.name)
        and former.former_district in ("Huyện Lục Ngạn", "Thị xã Chũ")
        and former.province_code == "24"
        for former in predecessors(current)
    }
    return None if len(inside) > 1 else inside == {True}
