"""States that are ticked in a list, many at once."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from werkzeug.datastructures import ImmutableMultiDict

from shop_onboard.errors import DomainError
from shop_onboard.models.listings import LISTING_STATES
from shop_onboard.models.products import PackSize
from shop_onboard.services.listing_states import Wanted
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.text import N_, clean

_PACK = "pack-"
_MOST = 500


@dataclass(frozen=True)
class Typed:
    """What was sent: the state, the reason, and pack → the state that the page showed."""

    state: str
    reason: str
    seen: Mapping[int, str]


def typed(sent: ImmutableMultiDict[str, str]) -> Typed:
    """What stands in the form; packs that are not ticked are not in it."""
    seen: dict[int, str] = {}
    for name in sent:
        number = row_number(name.removeprefix(_PACK))
        if name.startswith(_PACK) and number and len(seen) < _MOST:
            seen[number] = sent.get(f"seen-{number}", "draft")
    state = sent.get("state", "")
    return Typed(state if state in LISTING_STATES else "", clean(sent.get("reason", "")), seen)


def chosen(sent: Typed, packs: Sequence[PackSize]) -> list[Wanted]:
    """As the service takes them. Raises DomainError for nothing ticked or no state."""
    if not packs:
        raise DomainError(N_("Hãy đánh dấu ít nhất một quy cách."), "packs")
    if not sent.state:
        raise DomainError(N_("Hãy chọn trạng thái."), "state")
    return [
        Wanted(pack, sent.state, sent.reason[:500], sent.seen.get(pack.id, "draft"))
        for pack in packs
    ]
