"""Recording what happened to a lot; what was wrong is answered by a later event, never changed."""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.lot_events import LotEvent
from shop_onboard.models.lots import Lot
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import lot_events as queries
from shop_onboard.services import audit, changes, lot_balance, lots
from shop_onboard.services.doubles import RECENT
from shop_onboard.values.dates import format_date, local_date
from shop_onboard.values.lot_events import BACK, FORWARD, RECORDED_KINDS
from shop_onboard.values.mass import format_mass
from shop_onboard.values.recalls import is_after_recall
from shop_onboard.values.text import N_, Figure

HANDED_TO = N_("Hãy ghi giao hàng cho ai, để còn lần theo được.")
HANDED_MASS = N_("Hãy ghi đã xuất bao nhiêu, ví dụ 200 kg.")
_TOLD = (
    "kind",
    "happened_on",
    "happened_at",
    "commune_id",
    "place",
    "done_by",
    "mass_g",
    "partner",
    "note",
)
# What decides whether goods went out before a recall.
_WHEN = ("kind", "happened_on", "happened_at")


@dataclass(frozen=True)
class EventData:
    """What a form says of a step: `happened_at` is aware and on `happened_on`; mass in grams."""

    kind: str
    happened_on: date
    happened_at: datetime | None = None
    commune_id: int | None = None
    place: str = ""
    done_by: str = ""
    mass_g: int | None = None
    partner: str = ""
    note: str = ""


def record(actor: Actor, lot: Lot, data: EventData) -> LotEvent:
    """A new step of the lot.

    Raises DomainError for a day that has not come or lies before the harvest, goods handed on to
    nobody or after the lot was recalled, and more mass than the lot has. A packing gives a lot
    without one its packing day.
    """
    changes.check_may(actor, Action.LOT_EDIT, lot.product.cooperative)
    _check(lot, data)
    _check_recall(lot, data)
    if _was_just_made(actor, lot, data):
        raise DomainError(N_("Bạn vừa ghi đúng công đoạn này rồi."))
    return _write(actor, lot, asdict(data), "lot.event_recorded")


def correct(actor: Actor, lot: Lot, event: LotEvent, data: EventData) -> LotEvent:
    """What really happened, instead of `event`, which stays to be read. Raises as `record` does.

    Raises DomainError too when the event has been corrected already.
    """
    changes.check_may(actor, Action.LOT_EDIT, lot.product.cooperative)
    _check_standing(event)
    _check(lot, data)
    if any(getattr(event, name) != getattr(data, name) for name in _WHEN):
        _check_recall(lot, data)
    told = asdict(data)
    if all(getattr(event, name) == told[name] for name in _TOLD):
        return event
    return _write(actor, lot, told, "lot.event_corrected", event)


def withdraw(actor: Actor, lot: Lot, event: LotEvent) -> LotEvent:
    """The step did not happen. Raises DomainError when it has been corrected already."""
    changes.check_may(actor, Action.LOT_EDIT, lot.product.cooperative)
    _check_standing(event)
    if event.is_void:
        raise DomainError(N_("Công đoạn này đã được hủy rồi."))
    return _write(actor, lot, _told(event) | {"is_void": True}, "lot.event_withdrawn", event)


def take_back(actor: Actor, lot: Lot, event: LotEvent) -> LotEvent:
    """Undo a correction or a withdrawal: what it corrected is said again, by an event of its own.

    Raises DomainError for an event that corrects nothing or has been corrected already.
    """
    changes.check_may(actor, Action.LOT_EDIT, lot.product.cooperative)
    _check_standing(event)
    if event.corrects_id is None:
        raise DomainError(N_("Công đoạn này chưa được sửa lần nào nên không có gì để hoàn tác."))
    before = db.session.get_one(LotEvent, event.corrects_id)
    told = _told(before) | {"is_void": before.is_void}
    return _write(actor, lot, told, "lot.event_taken_back", event)


def _write(
    actor: Actor, lot: Lot, told: dict[str, Any], said: str, corrects: LotEvent | None = None
) -> LotEvent:
    packed_before = queries.packing_days(lot.id)
    event = LotEvent(
        lot_id=lot.id,
        corrects_id=corrects.id if corrects else None,
        recorded_by_id=actor.account_id,
        is_sample=lot.is_sample,
        **told,
    )
    db.session.add(event)
    lot_balance.check([lot.id], "mass_g")
    _follow_packing(actor, lot, packed_before)
    facts: dict[str, Any] = {"step": event.id, "kind": event.kind}
    if corrects is not None:
        facts["corrects"] = corrects.id
    audit.record(actor, said, "lot", lot.id, lot.product.cooperative_id, **facts)
    return event


def _follow_packing(actor: Actor, lot: Lot, before: set[date]) -> None:
    """The lot's packing day is what its steps say, unless somebody typed another one."""
    after = queries.packing_days(lot.id)
    if after != before and (lot.packed_on is None or lot.packed_on in before - after):
        lots.pack_on(actor, lot, max(after, default=None))


def _told(event: LotEvent) -> dict[str, Any]:
    return {name: getattr(event, name) for name in _TOLD}


def _check_standing(event: LotEvent) -> None:
    if queries.is_corrected(event.id):
        raise DomainError(
            N_("Có người vừa sửa công đoạn này. Hãy mở lại trang lô hàng để xem bản mới.")
        )


def _check(lot: Lot, data: EventData) -> None:
    if data.kind not in RECORDED_KINDS:
        raise DomainError(N_("Hãy chọn một công đoạn."), "kind")
    if data.happened_on > local_date(utc_now()):
        raise DomainError(N_("Ngày này chưa tới. Hãy ghi ngày đã làm."), "happened_on")
    if data.happened_on < lot.harvested_on:
        raise DomainError(
            N_(
                "Lô này thu hoạch ngày %(day)s nên công đoạn không thể trước đó.",
                day=Figure(format_date, lot.harvested_on),
            ),
            "happened_on",
        )
    if data.kind == FORWARD and not data.partner:
        raise DomainError(HANDED_TO, "partner")
    if data.kind == BACK and not data.partner:
        raise DomainError(N_("Hãy ghi nhận hàng từ ai, để còn lần theo được."), "partner")
    if data.kind == FORWARD and data.mass_g is None:
        raise DomainError(HANDED_MASS, "mass_g")
    if data.mass_g is not None and data.mass_g > lot.quantity_g:
        raise DomainError(
            N_("Cả lô chỉ có %(mass)s.", mass=Figure(format_mass, lot.quantity_g)), "mass_g"
        )


def _check_recall(lot: Lot, data: EventData) -> None:
    recalled_at = lot.recalled_at
    if (
        data.kind == FORWARD
        and recalled_at is not None
        and is_after_recall(recalled_at, data.happened_on, data.happened_at)
    ):
        raise DomainError(
            N_(
                "Lô này đã thu hồi ngày %(day)s nên không xuất hàng nữa. Nếu hàng đã xuất trước "
                "đó, hãy ghi đúng ngày giờ đã xuất.",
                day=Figure(format_date, local_date(recalled_at)),
            ),
            "happened_on",
        )


def _was_just_made(actor: Actor, lot: Lot, data: EventData) -> bool:
    """Whether the same person has said exactly this a moment ago: a double tap, a retry."""
    if actor.account_id is None:
        return False
    same = [
        getattr(LotEvent, name).is_not_distinct_from(value) for name, value in asdict(data).items()
    ]
    query = sa.select(LotEvent.id).where(
        LotEvent.lot_id == lot.id,
        LotEvent.recorded_by_id == actor.account_id,
        LotEvent.created_at > utc_now() - RECENT,
        *same,
    )
    return db.session.scalar(query.limit(1)) is not None
