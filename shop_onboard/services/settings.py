"""Setting the numbers of this installation."""

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.models.settings import Setting
from shop_onboard.policy import Action, Actor
from shop_onboard.queries.settings import SETTINGS, row_of
from shop_onboard.services import audit, changes
from shop_onboard.values.text import N_


def keep(actor: Actor, key: str, number: int, version: int) -> None:
    """Set the number from now on; `version` is 0 while the default holds.

    Raises Forbidden, Conflict when somebody was faster, DomainError beyond the ends.
    """
    if not actor.may(Action.ADMINISTER):
        raise Forbidden(N_("Chỉ quản trị viên đổi được số này."))
    known = SETTINGS[key]
    if not known.least <= number <= known.most:
        raise DomainError(
            N_("Hãy ghi số từ %(low)s đến %(high)s.", low=known.least, high=known.most), "number"
        )
    row = row_of(key)
    if row is None:
        db.session.add(Setting(key=key, number=number))
    else:
        changes.check_version(row, version)
        if row.number == number:
            return
        row.number = number
    db.session.flush()
    audit.record(actor, "setting.changed", "setting", None, key=key, number=number)
