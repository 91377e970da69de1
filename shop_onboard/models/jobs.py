"""Background work. The row is the record; the queue only rings a bell."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.accounts import Account
from shop_onboard.models.columns import Stamped, UtcDateTime, one_of

JOB_STATES = ("waiting", "running", "done", "failed", "cancelled")


class Job(Stamped, Model):
    """A piece of work with a lease, so that a killed worker's work is taken up again."""

    __tablename__ = "jobs"
    __table_args__ = (
        one_of("state", JOB_STATES),
        sa.Index("ix_jobs_state_lease", "state", "lease_until"),
        # Only work still to be done is deduplicated: a finished job may be asked for again.
        sa.Index(
            "uq_jobs_dedupe_open",
            "dedupe_key",
            unique=True,
            sqlite_where=sa.text("state IN ('waiting', 'running')"),
            postgresql_where=sa.text("state IN ('waiting', 'running')"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(24), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(30))
    title: Mapped[str] = mapped_column(sa.String(300))
    params: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    dedupe_key: Mapped[str | None] = mapped_column(sa.String(120))
    state: Mapped[str] = mapped_column(sa.String(20), default="waiting")
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    attempts: Mapped[int] = mapped_column(default=0)
    lease_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    lease_token: Mapped[str | None] = mapped_column(sa.String(40))
    done_count: Mapped[int] = mapped_column(default=0)
    total_count: Mapped[int] = mapped_column(default=0)
    position: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    error: Mapped[str] = mapped_column(sa.String(1000), default="")
    result_key: Mapped[str | None] = mapped_column(sa.String(64), index=True)
    result_name: Mapped[str] = mapped_column(sa.String(200), default="")
    result_media_type: Mapped[str] = mapped_column(sa.String(100), default="")
    result_note: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)

    account: Mapped[Account | None] = relationship(lazy="raise_on_sql")
