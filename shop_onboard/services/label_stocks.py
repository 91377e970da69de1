"""Papers of one's own, and how a person's printer misses on each."""

from dataclasses import dataclass

from shop_onboard.documents.label_trial import check_room
from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.label_runs import OwnLabelStock, PrinterSetting
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import label_stocks as queries
from shop_onboard.queries.scope import may_for_union
from shop_onboard.services import audit, changes
from shop_onboard.values.label_stock import LabelStock, checked_stock
from shop_onboard.values.text import N_, Unreadable

MOST_SHIFT_UM = 5_000


@dataclass(frozen=True)
class Owner:
    """Whose paper it is: a cooperative's, or a union's for all of its cooperatives."""

    cooperative: Cooperative | None = None
    union_id: int | None = None


def add(actor: Actor, owner: Owner, stock: LabelStock) -> OwnLabelStock:
    """A paper by its measures. Raises DomainError when nothing can be printed on it."""
    if owner.cooperative is not None:
        changes.check_may(actor, Action.LABEL_MAKE, owner.cooperative)
    else:
        _check_union(actor, owner.union_id)
    try:
        fit = checked_stock(stock)
    except Unreadable as problem:
        raise DomainError(problem.message) from problem
    check_room(fit)
    row = OwnLabelStock(
        cooperative_id=owner.cooperative.id if owner.cooperative else None,
        union_id=owner.union_id,
        name=fit.name,
        kind=fit.kind,
        **{name: getattr(fit, name) for name in queries.SIZES},
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        actor, "label_stock.added", "label_stock", row.id, row.cooperative_id, name=row.name
    )
    return row


def remove(actor: Actor, row: OwnLabelStock) -> None:
    """Offer the paper no more; what was printed on it keeps its measures."""
    if row.cooperative_id is not None:
        owner = db.session.get_one(Cooperative, row.cooperative_id)
        changes.check_may(actor, Action.LABEL_MAKE, owner)
    else:
        _check_union(actor, row.union_id)
    row.removed_at = utc_now()
    audit.record(
        actor, "label_stock.removed", "label_stock", row.id, row.cooperative_id, name=row.name
    )


def shift(actor: Actor, key: str, x_um: int, y_um: int) -> None:
    """Print so much further to the right and down on this paper; a test page is due again.

    Raises DomainError beyond 5 mm: then the paper is another one.
    """
    for field, distance in (("shift_x", x_um), ("shift_y", y_um)):
        if abs(distance) > MOST_SHIFT_UM:
            raise DomainError(
                N_("Chỉnh nhiều nhất 5 mm. Lệch hơn nữa thì xem lại khổ giấy và «In 100 %»."),
                field,
            )
    row = _setting(actor, key)
    if (row.shift_x_um, row.shift_y_um) != (x_um, y_um):
        row.shift_x_um, row.shift_y_um, row.tested_at = x_um, y_um, None
        audit.record(
            actor, "label_stock.shifted", "label_stock", None, None, stock=key, x_um=x_um, y_um=y_um
        )


def note_tested(actor: Actor, key: str) -> None:
    """A test page came out right and its code was read."""
    row = _setting(actor, key)
    if row.tested_at is None:
        row.tested_at = utc_now()
        audit.record(actor, "label_stock.tested", "label_stock", None, None, stock=key)


def check_tested(actor: Actor, stock: LabelStock, sheet_count: int) -> None:
    """Raises DomainError when a run of several parts was not tried on one page first."""
    if (
        sheet_count > stock.part_sheets
        and not queries.setting(actor.account_id, stock.key).is_tested
    ):
        raise DomainError(
            N_(
                "Lần in này dài %(sheets)s tờ. Hãy in một tờ thử ở mục «Giấy tem», đo thước và quét"
                " mã trên đó, rồi đánh dấu vào ô này.",
                sheets=sheet_count,
            ),
            "knows_test",
        )


def _setting(actor: Actor, key: str) -> PrinterSetting:
    row = queries.setting_row(actor.account_id, key)
    if row is None:
        row = PrinterSetting(account_id=actor.account_id, stock_key=key, shift_x_um=0, shift_y_um=0)
        db.session.add(row)
        db.session.flush()
    return row


def _check_union(actor: Actor, union_id: int | None) -> None:
    if not may_for_union(actor, Action.LABEL_MAKE, union_id):
        raise Forbidden(N_("Việc này do đơn vị Đoàn có khổ giấy ấy làm."))
