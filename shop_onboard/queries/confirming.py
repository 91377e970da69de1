"""Many sales at once, before an officer says that they agree with their papers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.sales import Sale
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import sales
from shop_onboard.queries.scope import may_for
from shop_onboard.values.text import N_, Message

# Four pages of the list: what a person can still look through.
MOST_SALES = 100


@dataclass(frozen=True)
class CooperativeSum:
    """What would be confirmed of one cooperative; grams."""

    cooperative: Cooperative
    count: int
    mass_g: int


@dataclass(frozen=True)
class Confirming:
    """`ready` may be confirmed now; `left_out` may not, each with the reason."""

    ready: Sequence[Sale]
    left_out: Sequence[tuple[Sale, Message]]

    @property
    def sums(self) -> list[CooperativeSum]:
        """What is ready, a line a cooperative; sample and real ones are never added up."""
        rows: dict[int, list[Sale]] = {}
        for sale in self.ready:
            rows.setdefault(sale.cooperative_id, []).append(sale)
        return [
            CooperativeSum(own[0].cooperative, len(own), sum(sale.mass_g for sale in own))
            for own in rows.values()
        ]


def confirming(actor: Actor, chosen: Mapping[str, int | None]) -> Confirming:
    """The sales of these codes in sight, at most `MOST_SALES`; unknown codes are passed over.

    `chosen` maps a code to the version that the person saw, None where they saw none yet.
    """
    rows = sales.of_codes(actor, list(chosen)[:MOST_SALES])
    doubles = {row.id for group in sales.suspected_doubles(actor) for row in group}
    ready: list[Sale] = []
    left_out: list[tuple[Sale, Message]] = []
    for sale in rows:
        reason = _reason(actor, sale, is_double=sale.id in doubles)
        seen = chosen[sale.code]
        if reason is None and seen is not None and seen != sale.version:
            reason = N_("Vừa có người sửa lần bán này: hãy xem lại rồi mới xác nhận.")
        if reason is None:
            ready.append(sale)
        else:
            left_out.append((sale, reason))
    return Confirming(ready, left_out)


def _reason(actor: Actor, sale: Sale, *, is_double: bool) -> Message | None:
    if not may_for(actor, Action.SALE_CONFIRM, sale.cooperative):
        return N_("Cán bộ của đơn vị khác đối chiếu lần bán này.")
    if sale.confirmed_at is not None:
        return N_("Lần bán này đã được đối chiếu rồi.")
    if actor.account_id in (sale.recorded_by_id, sale.changed_by_id):
        return N_("Bạn đã ghi hoặc sửa lần bán này, nên một cán bộ khác sẽ đối chiếu.")
    if is_double:
        return N_("Nghi ghi trùng: hãy mở ra so hai lần bán trước khi đối chiếu.")
    return None
