"""Spreadsheets that came in, how their columns were read, and what became of their rows."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.accounts import Account
from shop_onboard.models.columns import Sampled, Stamped, UtcDateTime, one_of
from shop_onboard.models.organisations import Union

IMPORT_STATES = (
    "received",
    "checking",
    "checked",
    "waiting",
    "running",
    "done",
    "refused",
    "undoing",
    "undone",
)


class Import(Stamped, Sampled, Model):
    """One file: rows read = created + updated + unchanged + failed.

    received → checking → checked → waiting → running → done → undoing → undone, or refused where
    nothing of it can be read. `sketch` are its first rows, `layout` how its columns are read (None:
    as our own workbook), `trial` what would happen, `undo` what was taken back. `problem_count`
    counts what is wrong; `errors` keeps no more than can be shown.
    """

    __tablename__ = "imports"
    __table_args__ = (one_of("state", IMPORT_STATES),)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(24), unique=True)
    file_name: Mapped[str] = mapped_column(sa.String(200))
    storage_key: Mapped[str] = mapped_column(sa.String(64))
    photos_key: Mapped[str | None] = mapped_column(sa.String(64))
    photos_name: Mapped[str] = mapped_column(sa.String(200), default="")
    # Somebody may be recognised in a picture unless the sender says that nobody can.
    photos_show_people: Mapped[bool] = mapped_column(default=True)
    union_id: Mapped[int] = mapped_column(sa.ForeignKey("unions.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"), index=True)
    state: Mapped[str] = mapped_column(sa.String(20), default="waiting")
    sketch: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    layout: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    trial: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    undo: Mapped[dict[str, Any] | None] = mapped_column(sa.JSON)
    row_count: Mapped[int] = mapped_column(default=0)
    created_count: Mapped[int] = mapped_column(default=0)
    updated_count: Mapped[int] = mapped_column(default=0)
    unchanged_count: Mapped[int] = mapped_column(default=0)
    failed_count: Mapped[int] = mapped_column(default=0)
    problem_count: Mapped[int] = mapped_column(default=0)
    errors: Mapped[list[dict[str, Any]]] = mapped_column(sa.JSON, default=list)
    finished_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    union: Mapped[Union] = relationship(lazy="raise_on_sql")
    account: Mapped[Account | None] = relationship(lazy="raise_on_sql")


class ColumnMemory(Model):
    """How a union reads tables with these headers; see `imports.remembering`."""

    __tablename__ = "column_memories"
    __table_args__ = (sa.UniqueConstraint("union_id", "signature"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    union_id: Mapped[int] = mapped_column(sa.ForeignKey("unions.id", ondelete="CASCADE"))
    signature: Mapped[str] = mapped_column(sa.String(64))
    columns: Mapped[dict[str, Any]] = mapped_column(sa.JSON)
    account_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("accounts.id", ondelete="SET NULL"), index=True
    )
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
