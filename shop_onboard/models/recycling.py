"""The recycle bin: what lies in it is hidden from every query that does not ask for it."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import (
    Mapped,
    ORMExecuteState,
    Session,
    declared_attr,
    mapped_column,
    with_loader_criteria,
)

from shop_onboard.models.columns import UtcDateTime

# An execution option: `select.execution_options(**WITH_BIN)` sees what was thrown away too.
WITH_BIN: dict[str, Any] = {"with_bin": True}


class Recyclable:
    """Can be thrown away and fetched back for thirty days."""

    deleted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @declared_attr
    def deleted_by_id(cls) -> Mapped[int | None]:  # noqa: N805
        return mapped_column(sa.ForeignKey("accounts.id", ondelete="SET NULL"))


_LIVE = with_loader_criteria(Recyclable, lambda cls: cls.deleted_at.is_(None), include_aliases=True)


def unique_outside_bin(name: str, *columns: str) -> sa.Index:
    """A unique index that lets a code be used again while its former holder lies in the bin."""
    live = sa.text("deleted_at IS NULL")
    return sa.Index(name, *columns, unique=True, sqlite_where=live, postgresql_where=live)


def in_bin(table: str) -> sa.Index:
    """An index of what lies in the bin alone: there is little of it among many."""
    fallen = sa.text("deleted_at IS NOT NULL")
    return sa.Index(
        f"ix_{table}_in_bin", "deleted_at", sqlite_where=fallen, postgresql_where=fallen
    )


@sa.event.listens_for(Session, "do_orm_execute")
def _hide_bin(state: ORMExecuteState) -> None:
    # A relationship carries the options of the query that loaded its owner.
    if (
        state.is_select
        and not state.is_column_load
        and not state.is_relationship_load
        and not state.execution_options.get("with_bin")
    ):
        state.statement = state.statement.options(_LIVE)
