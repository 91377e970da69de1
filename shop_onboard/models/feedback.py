"""Reports from people who scanned a code, and the answers of cooperative and union."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Sampled, Stamped, UtcDateTime, Versioned, one_of
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.values.feedback import KINDS, STATES


class Feedback(Stamped, Sampled, Versioned, Model):
    """One report. `cooperative_id` is None for a code that nobody here ever made.

    `contact` is what the person left to be answered at, for the people who answer alone.
    """

    __tablename__ = "feedback"
    __table_args__ = (one_of("kind", tuple(KINDS)), one_of("state", tuple(STATES)))

    id: Mapped[int] = mapped_column(primary_key=True)
    reference: Mapped[str] = mapped_column(sa.String(20), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    words: Mapped[str] = mapped_column(sa.String(2000))
    contact: Mapped[str] = mapped_column(sa.String(120), default="")
    # The code as it was scanned or typed: a forged one has nothing else.
    code: Mapped[str] = mapped_column(sa.String(100), default="")
    state: Mapped[str] = mapped_column(sa.String(20), default="new", index=True)
    cooperative_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE"), index=True
    )
    product_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("products.id", ondelete="SET NULL"), index=True
    )
    lot_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("lots.id", ondelete="SET NULL"), index=True
    )
    label_id: Mapped[int | None] = mapped_column(sa.ForeignKey("labels.id", ondelete="SET NULL"))

    cooperative: Mapped[Cooperative | None] = relationship(lazy="raise_on_sql")
    product: Mapped[Product | None] = relationship(lazy="raise_on_sql")
    lot: Mapped[Lot | None] = relationship(lazy="raise_on_sql")
    answers: Mapped[list["FeedbackAnswer"]] = relationship(
        lazy="raise_on_sql", order_by="FeedbackAnswer.id", cascade="all, delete-orphan"
    )


class FeedbackAnswer(Model):
    """What somebody of the cooperative or the union answered; the reporter may read it."""

    __tablename__ = "feedback_answers"
    __table_args__ = (one_of("state", tuple(STATES)),)

    id: Mapped[int] = mapped_column(primary_key=True)
    about_id: Mapped[int] = mapped_column(
        sa.ForeignKey("feedback.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )
    actor_name: Mapped[str] = mapped_column(sa.String(120))
    # Whose answer it is: "cooperative", "union", or "site" of who keeps the installation.
    side: Mapped[str] = mapped_column(sa.String(20))
    words: Mapped[str] = mapped_column(sa.String(1000), default="")
    state: Mapped[str] = mapped_column(sa.String(20))
