"""The youth union's kinds of units: what they are called and which may stand under which."""

from collections.abc import Mapping

from shop_onboard.values.text import N_, Message

KIND_NAMES: Mapping[str, Message] = {
    "central": N_("Trung ương"),
    "province": N_("Cấp tỉnh, thành phố"),
    "district": N_("Cấp trung gian (huyện, cụm)"),
    "commune": N_("Cấp xã, phường, đặc khu"),
    "attached": N_("Đoàn trực thuộc (trường, cơ quan)"),
    "branch": N_("Chi đoàn"),
}

# A level between province and commune needs no rule of its own: its dates say when there is one.
_ABOVE: Mapping[str, frozenset[str]] = {
    "central": frozenset(),
    "province": frozenset({"central"}),
    "district": frozenset({"province"}),
    "commune": frozenset({"province", "district"}),
    "attached": frozenset({"central", "province", "district", "commune", "attached"}),
    "branch": frozenset({"province", "district", "commune", "attached"}),
}


def may_stand_under(kind: str, parent_kind: str | None) -> bool:
    """Whether a unit of this kind may have one of that kind above it; None is nothing above.

    The top of an installation is whatever its people have: a province alone is a tree too.
    """
    return parent_kind is None or parent_kind in _ABOVE[kind]


def kinds_under(parent_kind: str | None) -> tuple[str, ...]:
    """The kinds that may stand under this one, from the highest down."""
    return tuple(kind for kind in KIND_NAMES if may_stand_under(kind, parent_kind))
