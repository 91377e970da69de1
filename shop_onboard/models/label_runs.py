"""What was printed when: runs of labels in parts, links to their files, papers of one's own."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.accounts import Account
from shop_onboard.models.columns import Stamped, UtcDateTime, one_of
from shop_onboard.models.labels import LabelBatch

PART_STATES = ("waiting", "printed", "spoilt")
PURPOSES = ("first", "again")


class LabelRun(Stamped, Model):
    """One asking for labels of a batch on paper: all of them first, or some again.

    `serials` are their numbers as people write them («5, 8-12»).
    """

    __tablename__ = "label_runs"
    __table_args__ = (
        one_of("purpose", PURPOSES),
        sa.CheckConstraint("label_count > 0", name="count_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    batch_id: Mapped[int] = mapped_column(
        sa.ForeignKey("label_batches.id", ondelete="CASCADE"), index=True
    )
    purpose: Mapped[str] = mapped_column(sa.String(10))
    reason: Mapped[str] = mapped_column(sa.String(200), default="")
    stock_key: Mapped[str] = mapped_column(sa.String(40), index=True)
    first_cell: Mapped[int]
    label_count: Mapped[int]
    sheet_count: Mapped[int]
    serials: Mapped[str] = mapped_column(sa.Text)
    lang: Mapped[str] = mapped_column(sa.String(5))
    asked_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )

    batch: Mapped[LabelBatch] = relationship(lazy="raise_on_sql")
    asked_by: Mapped[Account | None] = relationship(lazy="raise_on_sql")
    parts: Mapped[list["LabelPart"]] = relationship(
        lazy="raise_on_sql", order_by="LabelPart.number", back_populates="run"
    )


class LabelPart(Model):
    """Some pages of a run, printed together; `pdf_key` is its file once it is made."""

    __tablename__ = "label_parts"
    __table_args__ = (sa.UniqueConstraint("run_id", "number"), one_of("state", PART_STATES))

    id: Mapped[int] = mapped_column(primary_key=True)
    run_id: Mapped[int] = mapped_column(sa.ForeignKey("label_runs.id", ondelete="CASCADE"))
    number: Mapped[int]
    first_cell: Mapped[int]
    first_sheet: Mapped[int]
    last_sheet: Mapped[int]
    serials: Mapped[str] = mapped_column(sa.Text)
    state: Mapped[str] = mapped_column(sa.String(10), default="waiting")
    marked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    marked_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )
    pdf_key: Mapped[str | None] = mapped_column(sa.String(64))

    run: Mapped[LabelRun] = relationship(lazy="raise_on_sql", back_populates="parts")
    marked_by: Mapped[Account | None] = relationship(lazy="raise_on_sql")
    links: Mapped[list["LabelLink"]] = relationship(lazy="raise_on_sql", order_by="LabelLink.id")


class LabelLink(Stamped, Model):
    """Opens one part's file without an account until it ends; only the token's hash is kept."""

    __tablename__ = "label_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    part_id: Mapped[int] = mapped_column(
        sa.ForeignKey("label_parts.id", ondelete="CASCADE"), index=True
    )
    token_hash: Mapped[str] = mapped_column(sa.String(64), unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    made_by_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL")
    )

    part: Mapped[LabelPart] = relationship(lazy="raise_on_sql", overlaps="links")


class OwnLabelStock(Stamped, Model):
    """Paper by somebody's own measures, in micrometres; never changed, since runs name it.

    It belongs to a cooperative, or to a union and all of its cooperatives.
    """

    __tablename__ = "own_label_stocks"
    __table_args__ = (
        sa.CheckConstraint("(cooperative_id IS NULL) <> (union_id IS NULL)", name="one_owner"),
        one_of("kind", ("cut", "die", "roll")),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cooperative_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE"), index=True
    )
    union_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("unions.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(sa.String(100))
    kind: Mapped[str] = mapped_column(sa.String(10))
    page_w_um: Mapped[int]
    page_h_um: Mapped[int]
    columns: Mapped[int]
    rows: Mapped[int]
    label_w_um: Mapped[int]
    label_h_um: Mapped[int]
    margin_left_um: Mapped[int]
    margin_top_um: Mapped[int]
    gap_x_um: Mapped[int]
    gap_y_um: Mapped[int]
    removed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PrinterSetting(Model):
    """How one person's printer misses on one paper, and when they proved it on a test page."""

    __tablename__ = "printer_settings"
    __table_args__ = (sa.UniqueConstraint("account_id", "stock_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    account_id: Mapped[int] = mapped_column(sa.ForeignKey("accounts.id", ondelete="CASCADE"))
    stock_key: Mapped[str] = mapped_column(sa.String(40))
    shift_x_um: Mapped[int] = mapped_column(default=0)
    shift_y_um: Mapped[int] = mapped_column(default=0)
    tested_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
