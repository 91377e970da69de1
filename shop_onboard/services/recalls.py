"""Recalling a lot with all that was made of it, telling people, and ending a recall."""

from datetime import datetime

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.lots import Lot
from shop_onboard.models.recalls import Recall, RecalledLot, RecallNotice
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import recalls as queries
from shop_onboard.services import audit, changes
from shop_onboard.values.recalls import WAYS
from shop_onboard.values.text import N_


def begin(actor: Actor, lot: Lot, reason: str, contact: str = "") -> Recall:
    """Recall a lot and every lot made of it: none can be labelled or sold, every code says so.

    Lot, product and cooperative are loaded. Raises DomainError without a reason, or when the lot
    is recalled already.
    """
    changes.check_may(actor, Action.LOT_RECALL, lot.product.cooperative)
    if not reason:
        raise DomainError(N_("Hãy ghi lý do thu hồi để người mua biết."), "reason")
    if queries.running(lot.id) is not None:
        raise DomainError(N_("Lô này đã được thu hồi rồi."))
    recall = Recall(
        lot_id=lot.id,
        reason=reason,
        contact=contact,
        begun_at=utc_now(),
        begun_by_id=actor.account_id,
        begun_by_name=actor.name,
        is_sample=lot.is_sample,
    )
    db.session.add(recall)
    db.session.flush()
    touched = queries.touched(lot.id)
    for each in touched:
        db.session.add(RecalledLot(recall_id=recall.id, lot_id=each.id))
        if each.recalled_at is None:
            each.recalled_at, each.recall_reason = recall.begun_at, reason
    db.session.flush()
    audit.record(
        actor,
        "lot.recalled",
        "lot",
        lot.id,
        lot.product.cooperative_id,
        reason=reason,
        lots=len(touched),
    )
    return recall


def tell(actor: Actor, recall: Recall, told: str, way: str, told_at: datetime) -> RecallNotice:
    """Record that somebody was told. The recall's lot, product and cooperative are loaded.

    Raises DomainError for an unknown way, or a moment before the recall or in the future.
    """
    changes.check_may(actor, Action.LOT_RECALL, recall.lot.product.cooperative)
    if not told:
        raise DomainError(N_("Hãy ghi đã báo cho ai."), "told")
    if way not in WAYS:
        raise DomainError(N_("Hãy chọn cách báo."), "way")
    if told_at > utc_now():
        raise DomainError(N_("Giờ báo chưa tới: hãy ghi giờ đã báo."), "told_at")
    notice = RecallNotice(
        recall_id=recall.id,
        told=told,
        way=way,
        told_at=told_at,
        recorded_by_id=actor.account_id,
        recorded_by_name=actor.name,
    )
    db.session.add(notice)
    db.session.flush()
    audit.record(
        actor,
        "recall.told",
        "lot",
        recall.lot_id,
        recall.lot.product.cooperative_id,
        way=way,
    )
    return notice


def end(actor: Actor, recall: Recall, reason: str) -> None:
    """Take a recall back with a reason; a lot that another recall touches stays recalled.

    Raises DomainError without a reason, or when it has ended already.
    """
    changes.check_may(actor, Action.LOT_RECALL, recall.lot.product.cooperative)
    if not reason:
        raise DomainError(N_("Hãy ghi lý do hủy lệnh thu hồi."), "reason")
    if recall.ended_at is not None:
        raise DomainError(N_("Lệnh thu hồi này đã được hủy rồi."))
    recall.ended_at, recall.end_reason = utc_now(), reason
    recall.ended_by_id, recall.ended_by_name = actor.account_id, actor.name
    db.session.flush()
    for lot in queries.all_lots_of(recall.id):
        other = queries.touching(lot.id)
        lot.recalled_at = other.begun_at if other else None
        lot.recall_reason = other.reason if other else ""
    db.session.flush()
    audit.record(
        actor,
        "recall.ended",
        "lot",
        recall.lot_id,
        recall.lot.product.cooperative_id,
        reason=reason,
    )
