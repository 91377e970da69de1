"""What a record was before and after each change, what a reviewer asked for, who is not whom."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Sampled, Stamped, UtcDateTime, one_of

SUBJECTS = ("cooperative", "product", "lot", "storefront", "sale", "campaign", "published_figure")
VERSION_KINDS = (
    "created",
    "changed",
    "deleted",
    "merged",
    "undone",
    "approved",
    "returned",
    "confirmed",
)


class RecordVersion(Sampled, Model):
    """One change of one record: the fields that changed, as they were and as they became.

    `number` is the record's own version after the change. Rows are only ever added; `is_undone`
    alone turns when the change is taken back or made again.
    """

    __tablename__ = "record_versions"
    __table_args__ = (
        sa.Index("ix_record_versions_subject", "subject_type", "subject_id"),
        one_of("subject_type", SUBJECTS),
        one_of("kind", VERSION_KINDS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_type: Mapped[str] = mapped_column(sa.String(20))
    subject_id: Mapped[int]
    number: Mapped[int]
    # Whose record it is; a programme and what is said of it belong to no cooperative.
    cooperative_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE"), index=True
    )
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )
    actor_name: Mapped[str] = mapped_column(sa.String(120))
    kind: Mapped[str] = mapped_column(sa.String(20))
    before: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    after: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    import_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("imports.id", ondelete="SET NULL"), index=True
    )
    undoes_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("record_versions.id", ondelete="SET NULL"), index=True
    )
    is_undone: Mapped[bool] = mapped_column(default=False)


class ReviewRemark(Model):
    """What a reviewer asks to be mended in one field; ticked off when the field changes."""

    __tablename__ = "review_remarks"
    __table_args__ = (
        sa.Index("ix_review_remarks_subject", "subject_type", "subject_id"),
        one_of("subject_type", SUBJECTS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_type: Mapped[str] = mapped_column(sa.String(20))
    subject_id: Mapped[int]
    cooperative_id: Mapped[int] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE"), index=True
    )
    field: Mapped[str] = mapped_column(sa.String(40))
    note: Mapped[str] = mapped_column(sa.String(500))
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    account_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )
    resolved_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class KeptApart(Stamped, Model):
    """Somebody looked at two cooperatives that look alike and said that they are two.

    Whoever registers one may say so and go on; the question is closed only by an officer of both,
    at `settled_at`.
    """

    __tablename__ = "kept_apart"
    __table_args__ = (
        sa.UniqueConstraint("first_id", "second_id"),
        sa.CheckConstraint("first_id < second_id", name="in_order"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    first_id: Mapped[int] = mapped_column(sa.ForeignKey("cooperatives.id", ondelete="CASCADE"))
    second_id: Mapped[int] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE"), index=True
    )
    account_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )
    settled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    settled_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )


class FormerAddress(Model):
    """A public address that was printed once: it leads to who took it over, or says it is gone.

    `address` is the path without the first slash: "shop/<slug>", "t/<token>", "01/<GTIN>" or
    "01/<GTIN>/10/<lot>".
    """

    __tablename__ = "former_addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    address: Mapped[str] = mapped_column(sa.String(100), unique=True)
    cooperative_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="SET NULL"), index=True
    )
