"""Column types and mixins that every table shares."""

from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import Mapped, declared_attr, mapped_column

from shop_onboard.models.clock import utc_now


class UtcDateTime(sa.types.TypeDecorator[datetime]):
    """An aware moment, kept in UTC; a naive one is refused rather than guessed."""

    impl = sa.DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone cannot be stored")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def one_of(column: str, values: tuple[str, ...]) -> sa.CheckConstraint:
    """A constraint that a text column holds one of the listed keys (or NULL)."""
    listed = ", ".join(f"'{value}'" for value in values)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


class Stamped:
    """When the row came to be."""

    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=utc_now)


class Versioned:
    """Counts changes, so that a lost update is seen instead of made."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805
        return {"version_id_col": cls.version}


class Sampled:
    """Whether the row belongs to the sample seasons; never added up with real ones."""

    is_sample: Mapped[bool] = mapped_column(default=False)


class Named:
    """A name that can be searched without marks and sorted in Vietnamese order."""

    name: Mapped[str] = mapped_column(sa.String(200))
    name_folded: Mapped[str] = mapped_column(sa.String(200), index=True)
    name_sort: Mapped[str] = mapped_column(sa.String(440), index=True)
