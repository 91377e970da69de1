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
    "union.changed": frozenset({"code", "fields"}),
    "union.moved": frozenset({"code", "before", "after"}),
    "union.ended": frozenset({"code", "last_day", "successors", "cooperatives", "people"}),
    "union_sheet.imported": frozenset({"created", "updated", "unchanged", "failed"}),
    "people_sheet.imported": frozenset({"created", "updated", "unchanged", "failed"}),
    "people_sheet.links_made": frozenset({"links"}),
    "commune_group.created": frozenset({"code", "name", "communes"}),
    "commune_group.changed": frozenset({"code", "fields"}),
    "places.loaded": frozenset({"communes"}),
    "sample.removed": frozenset({"rows"}),
    "job.asked": frozenset({"kind"}),
    "job.cancelled": frozenset(),
    "backup.made": frozenset({"bytes"}),
    "registration.started": frozenset({"reference"}),
    "registration.discarded": frozenset({"reference"}),
    "registration.sent": frozenset({"reference", "product"}),
    "product.photos_arranged": frozenset({"storage_keys"}),
    "product.photo_marked": frozenset({"storage_key", "shows_people"}),
    "product.gi_right_kept": frozenset({"indication", "number", "commune"}),
    "ocop.scored": frozenset({"set", "part", "codes"}),
    "ocop.dossier_changed": frozenset({"fields"}),
    "ocop.evidence_changed": frozenset({"kind", "fields"}),
    "cooperative.deleted": frozenset({"code"}),
    "cooperative.restored": frozenset({"code"}),
    "product.deleted": frozenset({"code"}),
    "product.restored": frozenset({"code"}),
    "lot.deleted": frozenset({"code"}),
    "lot.restored": frozenset({"code"}),
    "storefront.deleted": frozenset({"code"}),
    "storefront.restored": frozenset({"code"}),
    "sale.deleted": frozenset({"code"}),
    "sale.restored": frozenset({"code"}),
    "campaign.deleted": frozenset({"code"}),
    "published_figure.deleted": frozenset({"code"}),
    "cooperative.change_undone": frozenset({"fields"}),
    "product.change_undone": frozenset({"fields"}),
    "lot.change_undone": frozenset({"fields"}),
    "storefront.change_undone": frozenset({"fields"}),
    "sale.change_undone": frozenset({"fields"}),
    "campaign.change_undone": frozenset({"fields"}),
    "bin.emptied": frozenset({"rows"}),
    "cooperative.merged": frozenset({"code", "fields", "moved"}),
    "cooperative.merge_undone": frozenset({"code", "moved"}),
    "cooperative.kept_apart": frozenset({"code", "other"}),
    "import.undone": frozenset({"undone", "kept"}),
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
