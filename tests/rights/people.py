"""Who asks: each role once at home, where the objects are, and once from elsewhere."""

from dataclasses import dataclass

from shop_onboard.models.organisations import Union
from shop_onboard.policy import SYSTEM, Role
from shop_onboard.queries import organisations, places
from shop_onboard.services import accounts, commune_groups
from tests import world

# Column of the matrix → phone. A subtree officer works above the objects' unit, one of a group in
# none: the group names the commune alone.
PHONES = {
    "volunteer": world.PHONES["volunteer"],
    "manager": world.PHONES["manager"],
    "subtree officer": world.PHONES["province"],
    "group officer": "+84510000071",
    "administrator": world.PHONES["admin"],
    "foreign volunteer": "+84510000072",
    "foreign manager": world.PHONES["manager_b"],
    "foreign subtree officer": world.PHONES["foreigner"],
    "foreign group officer": "+84510000073",
}
AT_HOME = tuple(name for name in PHONES if not name.startswith("foreign"))
FOREIGN = tuple(name for name in PHONES if name.startswith("foreign"))
NOBODY = "nobody"


@dataclass(frozen=True)
class _Group:
    code: str
    name: str
    keeper: str
    commune: str
    officer: str


_GROUPS = (
    _Group("KV-A", "Khu vực Lục Ngạn (huyện cũ)", "DX-A", "07582", "group officer"),
    _Group("KV-C", "Khu vực Trấn Yên (huyện cũ)", "DX-C", "04498", "foreign group officer"),
)


def settle() -> None:
    """Add the people whom the small world lacks; the caller commits."""
    for group in _GROUPS:
        data = commune_groups.GroupData(group.name, frozenset({_commune_id(group.commune)}))
        made = commune_groups.create(SYSTEM, _union(group.keeper), group.code, data)
        _account(group.officer, accounts.GrantData(Role.OFFICER, group_id=made.id))
    union = _union("DX-C")
    _account("foreign volunteer", accounts.GrantData(Role.VOLUNTEER, union_id=union.id))


def _account(name: str, grant: accounts.GrantData) -> None:
    accounts.create(
        SYSTEM, phone=PHONES[name], name="Người Thử", password=world.PASSWORD, grants=[grant]
    )


def _union(code: str) -> Union:
    return organisations.required(code)


def _commune_id(code: str) -> int:
    found = places.commune_id(code)
    assert found is not None, code
    return found
