"""Registrations on their way: what somebody has typed so far, kept as it was typed."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.clock import utc_now
from shop_onboard.models.columns import Stamped, UtcDateTime
from shop_onboard.models.cooperatives import Cooperative


class RegistrationDraft(Stamped, Model):
    """One person's guided registration; `data` holds field name → text as typed, unread.

    After sending, the row is the receipt: `reference` stays findable, the typed text is gone.
    """

    __tablename__ = "registration_drafts"

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(sa.String(16), unique=True)
    account_id: Mapped[int] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="CASCADE"), index=True
    )
    data: Mapped[dict[str, str]] = mapped_column(sa.JSON, default=dict)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)
    sent_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    discarded_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cooperative_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="SET NULL"), index=True
    )

    cooperative: Mapped[Cooperative | None] = relationship(lazy="raise_on_sql")
