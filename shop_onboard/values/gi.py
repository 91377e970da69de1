"""The protected area of the geographical indication "Lục Ngạn" for vải thiều.

The list of communes is from one secondary source (`data/gi.csv`): it is good enough to ask a person
back, and not to state on a public page that a product bears the indication.
"""

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from shop_onboard.values.facts import fact_rows
from shop_onboard.values.places import Commune, predecessors
from shop_onboard.values.text import fold


@dataclass(frozen=True)
class Indication:
    """A protected geographical indication and the product it is protected for."""

    name: str
    product: str
    registration: str
    decision: str
    registered_on: date


# What joins a place to a name, and is left over without it.
_JOINTS = " ,.;:–-"
_SIGNS = "(),.;:–-\"“”'"
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
    inside = {_was_in_area(former) for former in predecessors(current)}
    return None if len(inside) > 1 else inside == {True}


def place_in_area(current: Commune, former: Commune | None) -> bool | None:
    """As `commune_in_lucngan_area`; the former commune, where it is known, decides."""
    return commune_in_lucngan_area(current) if former is None else _was_in_area(former)


def _was_in_area(former: Commune) -> bool:
    return (
        may_name_lucngan(former.name)
        and former.former_district in ("Huyện Lục Ngạn", "Thị xã Chũ")
        and former.province_code == "24"
    )


@lru_cache(maxsize=1)
def all_indications() -> tuple[Indication, ...]:
    """Every indication of the data, once."""
    found = {
        row["indication"]: Indication(
            row["indication"],
            row["product"],
            row["registration"],
            row["decision"],
            date.fromisoformat(row["registered_on"]),
        )
        for row in fact_rows("gi")
    }
    return tuple(found.values())


def named_indication(product_name: str) -> Indication | None:
    """The protected indication that a product's name bears: "Vải thiều Lục Ngạn", not "Mỳ …".

    Words count as wholes, without marks. The first word of the protected product suffices, since
    "Vải Lục Ngạn" says the same to a shopper.
    """
    words = fold(product_name).split()
    for each in all_indications():
        if fold(each.product).split()[0] in words and _place_in(words, each) is not None:
            return each
    return None


def without_indication(product_name: str, indication: Indication) -> str:
    """The name without the protected place: "Vải thiều Lục Ngạn loại 1" → "Vải thiều loại 1"."""
    words = product_name.split()
    start = _place_in([fold(word).strip(_SIGNS) for word in words], indication)
    if start is None:
        return product_name
    rest = words[:start] + words[start + len(indication.name.split()) :]
    return " ".join(rest).strip(_JOINTS)


def plain_name(product_name: str, indication: Indication, growing_place: str) -> str:
    """What a product without the right is called: "Vải thiều trồng tại xã Lục Ngạn"."""
    return f"{without_indication(product_name, indication)} trồng tại {growing_place}"


def _place_in(words: list[str], indication: Indication) -> int | None:
    place = fold(indication.name).split()
    bare = [word.strip(_SIGNS) for word in words]
    for start in range(len(bare) - len(place) + 1):
        if bare[start : start + len(place)] == place:
            return start
    return None
