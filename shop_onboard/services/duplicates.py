"""Asking before the same cooperative is saved twice, and remembering what people said."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.history import KeptApart
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import duplicates as queries
from shop_onboard.queries.duplicates import Found, Told
from shop_onboard.queries.scope import cooperatives_seen, may_for
from shop_onboard.services import audit
from shop_onboard.values.text import N_, fold

# Among those told apart: somebody out of sight, of whom nothing more is said.
ELSEWHERE = 0


class PossibleDouble(DomainError):
    """There is one like it already: a person must look at `found` and say which it is."""

    def __init__(self, found: Found) -> None:
        super().__init__(
            N_("Có hợp tác xã giống thế này rồi. Hãy xem bên dưới rồi chọn là một hay là hai.")
        )
        self.found = found

    @property
    def ids(self) -> list[int]:
        """Whom to call different from it, to save all the same."""
        ids = [candidate.cooperative.id for candidate in self.found.candidates]
        return ids + [ELSEWHERE] * self.found.is_elsewhere


def told(of: Any) -> Told:
    """What is looked for of a record, stored or about to be."""
    return Told(fold(of.name), of.commune_id, of.phone, of.tax_code, of.bank_account)


def check(actor: Actor, told: Told, *, is_sample: bool, apart: frozenset[int]) -> None:
    """Raises PossibleDouble unless all that are alike were said to be somebody else."""
    possible = PossibleDouble(queries.find(actor, told, is_sample=is_sample))
    if set(possible.ids) - apart:
        raise possible


def keep_apart(actor: Actor, one: Cooperative, others: Iterable[int]) -> None:
    """Remember that these were looked at and are different; said twice is once.

    The word of who reviews both closes the question, anybody else's is shown to them.
    """
    wanted = set(others) - {ELSEWHERE, one.id}
    if not wanted:
        return
    seen = sa.select(Cooperative).where(Cooperative.id.in_(wanted), cooperatives_seen(actor))
    for other in db.session.scalars(seen.order_by(Cooperative.id)).all():
        if not _said(actor, one, other):
            continue
        audit.record(
            actor,
            "cooperative.kept_apart",
            "cooperative",
            one.id,
            one.id,
            code=one.code,
            other=other.code,
        )
    db.session.flush()


def _said(actor: Actor, one: Cooperative, other: Cooperative) -> bool:
    """Whether this says anything that was not said before."""
    first_id, second_id = sorted((one.id, other.id))
    row = db.session.scalar(
        sa.select(KeptApart).where(KeptApart.first_id == first_id, KeptApart.second_id == second_id)
    )
    closes = all(may_for(actor, Action.COOPERATIVE_REVIEW, each) for each in (one, other))
    if row is not None and (row.settled_at is not None or not closes):
        return False
    if row is None:
        row = KeptApart(first_id=first_id, second_id=second_id, account_id=actor.account_id)
        db.session.add(row)
    if closes:
        row.settled_at, row.settled_by_id = utc_now(), actor.account_id
    return True
