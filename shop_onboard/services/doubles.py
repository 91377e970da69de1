"""The same form sent twice: a double tap, a retry on a weak network, the Back button."""

from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative

# Longer than a retry takes, shorter than the next customer at a stall.
RECENT = timedelta(seconds=15)


def was_just_made(row_class: Any, cooperative_id: int, **told: Any) -> bool:
    """Whether a cooperative's row that tells exactly this was stored just now.

    Holds the cooperative until the transaction ends, so that two of the same cannot both look
    before either has written (SQLite writes one at a time anyway).
    """
    db.session.execute(
        sa.select(Cooperative.id).where(Cooperative.id == cooperative_id).with_for_update()
    )
    columns = [getattr(row_class, name) == value for name, value in told.items()]
    theirs = row_class.cooperative_id == cooperative_id
    recent = row_class.created_at > utc_now() - RECENT
    return bool(db.session.scalar(sa.select(sa.exists().where(theirs, recent, *columns))))
