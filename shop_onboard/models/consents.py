"""What a producer's representative has agreed to have shown, how, and when it was taken back."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.accounts import Account
from shop_onboard.models.columns import Sampled, Stamped, UtcDateTime, one_of
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.values.consents import CHANNEL_WORDS, PURPOSES


class ConsentLink(Stamped, Sampled, Model):
    """A page for the representative alone, without an account; only the token's hash is kept.

    Unanswered it ends at `expires_at`; once answered it stays open for taking consent back.
    """

    __tablename__ = "consent_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    cooperative_id: Mapped[int] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    made_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )
    # Who the link was made for: after a change of either it answers for nobody.
    representative: Mapped[str] = mapped_column(sa.String(120))
    phone: Mapped[str] = mapped_column(sa.String(20))
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    answered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    refused_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    cooperative: Mapped[Cooperative] = relationship(lazy="raise_on_sql")


class Consent(Sampled, Model):
    """One purpose that the representative agreed to, in the words of `text_version`.

    `shown_value` is what they agreed to show: a name or number typed later is not covered.
    """

    __tablename__ = "consents"
    __table_args__ = (
        one_of("purpose", PURPOSES),
        one_of("channel", tuple(CHANNEL_WORDS)),
        sa.Index(
            "ix_consents_standing",
            "cooperative_id",
            "purpose",
            unique=True,
            sqlite_where=sa.text("withdrawn_at IS NULL"),
            postgresql_where=sa.text("withdrawn_at IS NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cooperative_id: Mapped[int] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[str] = mapped_column(sa.String(30))
    text_version: Mapped[str] = mapped_column(sa.String(20))
    shown_value: Mapped[str] = mapped_column(sa.String(200), default="")
    given_by: Mapped[str] = mapped_column(sa.String(120))
    given_at: Mapped[datetime] = mapped_column(UtcDateTime)
    channel: Mapped[str] = mapped_column(sa.String(20))
    link_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("consent_links.id", ondelete="SET NULL")
    )
    recorded_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )
    # The photograph of the signed paper, for the union's people alone.
    storage_key: Mapped[str | None] = mapped_column(sa.String(64))
    media_type: Mapped[str] = mapped_column(sa.String(50), default="")
    signed_on: Mapped[date | None]
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_by: Mapped[str] = mapped_column(sa.String(120), default="")

    recorded_by: Mapped[Account | None] = relationship(lazy="raise_on_sql")
