"""Drops the copies of public pages whenever something is committed that may stand on one."""

from typing import Any

from flask import current_app
from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, Session

from shop_onboard.extensions import db
from shop_onboard.gateways import copies

# Tables that no page of a lot or product shows anything of. Every other one, and one to come, may
# be on such a page: what is dropped in vain is rendered anew, what is kept in vain misleads buyers.
UNSHOWN = frozenset(
    {
        "accounts",
        "audit_events",
        "campaigns",
        "channel_photos",
        "clone_flags",
        "column_memories",
        "consent_links",
        "export_items",
        "export_runs",
        "feedback",
        "feedback_answers",
        "feeds",
        "imports",
        "invitations",
        "jobs",
        "join_requests",
        "kept_apart",
        "label_batches",
        "label_links",
        "label_parts",
        "label_runs",
        "label_scans",
        "labels",
        "link_checks",
        "listing_changes",
        "listing_results",
        "listing_templates",
        "listings",
        "lot_scans",
        "ocop_dossiers",
        "ocop_evidence",
        "ocop_scores",
        "ocop_sheets",
        "order_lines",
        "orders",
        "own_label_stocks",
        "password_links",
        "payment_notices",
        "printer_settings",
        "product_scans",
        "published_figures",
        "recall_notices",
        "record_versions",
        "recovery_codes",
        "registration_drafts",
        "result_mappings",
        "review_remarks",
        "role_grants",
        "sales",
        "scan_batches",
        "second_steps",
        "sessions",
        "shop_papers",
        "sign_in_attempts",
        "targets",
        "template_answers",
        "template_mappings",
    }
)
_MARK = "concerns_buyers"


def watch() -> None:
    """Look at every commit of this process from now on; asking again changes nothing."""
    for name, listener in (
        ("after_flush", _flushed),
        ("do_orm_execute", _executed),
        ("after_commit", _committed),
        ("after_rollback", _rolled_back),
    ):
        if not event.contains(db.session, name, listener):
            event.listen(db.session, name, listener)


def _flushed(session: Session, _context: Any) -> None:
    if not session.info.get(_MARK):
        changed = (*session.new, *session.dirty, *session.deleted)
        session.info[_MARK] = any(row.__tablename__ not in UNSHOWN for row in changed)


def _executed(state: ORMExecuteState) -> None:
    if state.is_insert or state.is_update or state.is_delete:
        table: Any = getattr(state.statement, "table", None)
        if getattr(table, "name", "") not in UNSHOWN:
            state.session.info[_MARK] = True


def _committed(session: Session) -> None:
    # A savepoint's end is seen by nobody else yet.
    if not session.in_nested_transaction() and session.info.pop(_MARK, False):
        copies.drop_all(current_app.config["INSTANCE"])


def _rolled_back(session: Session) -> None:
    if not session.in_nested_transaction():
        session.info.pop(_MARK, None)
