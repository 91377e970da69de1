"""Orders typed in by a manager, and the notices that say they were paid."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Sampled, Stamped, UtcDateTime, Versioned, one_of
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import PackSize

ORDER_STATES = ("awaiting", "paid", "needs_review", "refunded", "cancelled")


class Order(Stamped, Sampled, Versioned, Model):
    """An order. The amount is the server's own sum; paid is what a notice or a person says."""

    __tablename__ = "orders"
    __table_args__ = (
        one_of("state", ORDER_STATES),
        sa.CheckConstraint("amount_vnd > 0", name="amount_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(20), unique=True)
    cooperative_id: Mapped[int] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE"), index=True
    )
    buyer: Mapped[str] = mapped_column(sa.String(120), default="")
    buyer_folded: Mapped[str] = mapped_column(sa.String(120), default="")
    amount_vnd: Mapped[int] = mapped_column(sa.BigInteger)
    state: Mapped[str] = mapped_column(sa.String(20), default="awaiting", index=True)
    paid_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    paid_how: Mapped[str] = mapped_column(sa.String(30), default="")
    paid_word_of: Mapped[str] = mapped_column(sa.String(120), default="")
    card_session: Mapped[str | None] = mapped_column(sa.String(100), unique=True)
    card_link: Mapped[str] = mapped_column(sa.String(2000), default="")
    card_payment: Mapped[str | None] = mapped_column(sa.String(100))
    created_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))

    cooperative: Mapped[Cooperative] = relationship(lazy="raise_on_sql")
    lines: Mapped[list["OrderLine"]] = relationship(
        lazy="raise_on_sql", cascade="all, delete-orphan", order_by="OrderLine.id"
    )


class OrderLine(Model):
    """So many packs at the price of that day."""

    __tablename__ = "order_lines"
    __table_args__ = (
        sa.CheckConstraint("quantity > 0", name="quantity_positive"),
        sa.CheckConstraint("unit_price_vnd >= 0", name="price_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    order_id: Mapped[int] = mapped_column(
        sa.ForeignKey("orders.id", ondelete="CASCADE"), index=True
    )
    pack_size_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("pack_sizes.id", ondelete="SET NULL")
    )
    label: Mapped[str] = mapped_column(sa.String(320))
    quantity: Mapped[int]
    unit_price_vnd: Mapped[int] = mapped_column(sa.BigInteger)
    mass_g: Mapped[int] = mapped_column(sa.BigInteger)

    pack: Mapped[PackSize | None] = relationship(lazy="raise_on_sql")

    @property
    def amount_vnd(self) -> int:
        """What the line costs; `mass_g` is the whole line's too."""
        return self.quantity * self.unit_price_vnd


class PaymentNotice(Model):
    """A signed notice as it came in; its id is taken once, which is what stops a replay."""

    __tablename__ = "payment_notices"
    __table_args__ = (sa.UniqueConstraint("gateway", "event_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gateway: Mapped[str] = mapped_column(sa.String(20))
    event_id: Mapped[str] = mapped_column(sa.String(120))
    kind: Mapped[str] = mapped_column(sa.String(80))
    # The gateway's own id of the payment: notices of one payment come in any order.
    payment: Mapped[str] = mapped_column(sa.String(255), default="", index=True)
    order_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("orders.id", ondelete="SET NULL"), index=True
    )
    received_at: Mapped[datetime] = mapped_column(UtcDateTime)
    outcome: Mapped[str] = mapped_column(sa.String(40))
