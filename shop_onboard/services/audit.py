"""Writes what was done. Each event has exact keys; a wrong set is a programming error."""

from typing import Any

from shop_onboard.extensions import db
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Actor

EVENTS: dict[str, frozenset[str]] = {
    "account.created": frozenset({"roles"}),
    "account.signed_in": frozenset({"device"}),
    "account.signed_out": frozenset(),
    "account.language_chosen": frozenset({"language"}),
    "account.sample_opened": frozenset({"role"}),
    "account.role_added": frozenset({"role"}),
    "join.requested": frozenset({"role"}),
    "join.declined": frozenset(),
    "join.forgotten": frozenset({"count"}),
    "invitation.made": frozenset({"role"}),
    "invitation.revoked": frozenset(),
    "invitation.accepted": frozenset({"role"}),
    "account.tour_closed": frozenset(),
    "account.tour_reopened": frozenset(),
    "cooperative.created": frozenset({"code", "name"}),
    "cooperative.changed": frozenset({"fields"}),
    "cooperative.submitted": frozenset(),
    "cooperative.approved": frozenset(),
    "cooperative.returned": frozenset({"note"}),
    "product.created": frozenset({"code", "name"}),
    "product.changed": frozenset({"fields"}),
    "product.submitted": frozenset(),
    "product.approved": frozenset(),
    "product.returned": frozenset({"note"}),
    "product.photo_added": frozenset({"storage_key"}),
    "product.photo_removed": frozenset({"storage_key"}),
    "lot.created": frozenset({"code", "quantity_g"}),
    "lot.changed": frozenset({"fields"}),
    "lot.recalled": frozenset({"reason"}),
    "label_batch.made": frozenset({"lot", "count", "stock"}),
    "catalogue.made": frozenset({"products"}),
    "listing.exported": frozenset({"marketplace", "listings"}),
    "storefront.created": frozenset({"channel", "name"}),
    "storefront.changed": frozenset({"fields"}),
    "sale.recorded": frozenset({"mass_g", "channel", "sold_on"}),
    "sale.changed": frozenset({"fields"}),
    "sale.confirmed": frozenset({"mass_g"}),
    "sale.withdrawn": frozenset({"mass_g", "order"}),
    "campaign.created": frozenset({"code", "name"}),
    "campaign.changed": frozenset({"fields"}),
    "figure.recorded": frozenset({"campaign", "value", "unit", "qualifier"}),
    "report.made": frozenset({"campaign", "format"}),
    "order.created": frozenset({"amount_vnd"}),
    "order.card_link_made": frozenset({"session"}),
    "order.card_link_expired": frozenset({"session"}),
    "order.paid": frozenset({"amount_vnd", "how", "word_of"}),
    "order.needs_review": frozenset({"reason"}),
    "order.refunded": frozenset({"amount_vnd"}),
    "order.cancelled": frozenset(),
    "import.received": frozenset({"file_name"}),
    "import.batch": frozenset({"sheet", "created", "updated", "unchanged", "failed"}),
    "import.finished": frozenset({"rows", "created", "updated", "unchanged", "failed"}),
    "union.created": frozenset({"code", "name"}),
    "places.loaded": frozenset({"communes"}),
    "sample.removed": frozenset({"rows"}),
    "job.asked": frozenset({"kind"}),
    "job.cancelled": frozenset(),
    "backup.made": frozenset({"bytes"}),
}


def record(
    actor: Actor,
    event: str,
    subject_type: str,
    subject_id: int | None,
    cooperative_id: int | None = None,
    **data: Any,
) -> None:
    """Add one event to the current transaction.

    Raises ValueError when the event is unknown or its keys are not exactly the declared ones.
    """
    if EVENTS.get(event) != frozenset(data):
        raise ValueError(f"audit event {event!r} does not take the keys {sorted(data)}")
    db.session.add(
        AuditEvent(
            at=utc_now(),
            account_id=actor.account_id,
            actor_name=actor.name,
            event=event,
            subject_type=subject_type,
            subject_id=subject_id,
            cooperative_id=cooperative_id,
            data=data,
        )
    )
