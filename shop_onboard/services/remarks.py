"""What a reviewer asks to be mended: a remark is ticked off when its field changes."""

from collections.abc import Collection, Mapping
from datetime import datetime

import sqlalchemy as sa

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.history import ReviewRemark
from shop_onboard.policy import Actor
from shop_onboard.values.review_fields import REVIEW_FIELDS, answered
from shop_onboard.values.text import N_


def ask(
    actor: Actor,
    subject: str,
    subject_id: int,
    cooperative_id: int,
    notes: Mapping[str, str],
    at: datetime,
) -> None:
    """Field → what is wrong with it. Raises DomainError for a field that nobody can mend."""
    known = {field.key for field in REVIEW_FIELDS[subject]}
    if notes.keys() - known:
        raise DomainError(N_("Hãy chọn một mục trong danh sách."))
    for field, note in notes.items():
        db.session.add(
            ReviewRemark(
                subject_type=subject,
                subject_id=subject_id,
                cooperative_id=cooperative_id,
                field=field,
                note=note,
                at=at,
                account_id=actor.account_id,
            )
        )


def tick_off(subject: str, subject_id: int, changed: Collection[str]) -> None:
    """These fields of a version changed."""
    keys = answered(subject, changed)
    if keys:
        _settle(subject, subject_id, ReviewRemark.field.in_(keys))


def settle(subject: str, subject_id: int) -> None:
    """The record is approved: nothing is left to mend."""
    _settle(subject, subject_id, sa.true())


def _settle(subject: str, subject_id: int, which: sa.ColumnElement[bool]) -> None:
    db.session.execute(
        sa.update(ReviewRemark)
        .where(
            ReviewRemark.subject_type == subject,
            ReviewRemark.subject_id == subject_id,
            ReviewRemark.resolved_at.is_(None),
            which,
        )
        .values(resolved_at=utc_now())
    )
