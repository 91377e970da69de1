"""The youth union's tree, with dates and successors, and named groups of communes."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Named, Sampled, Stamped, Versioned, one_of

UNION_KINDS = ("central", "province", "district", "commune", "attached", "branch")
DECLARED_COUNTS = ("declared_unit_count", "declared_branch_count", "declared_member_count")


class Union(Named, Stamped, Sampled, Versioned, Model):
    """A unit of the youth union; a district unit ended on 30 June 2025 and stays as history."""

    __tablename__ = "unions"
    __table_args__ = (
        one_of("kind", UNION_KINDS),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to",
            name="dates_in_order",
        ),
        *(
            sa.CheckConstraint(f"{column} IS NULL OR {column} >= 0", name=f"{column}_counted")
            for column in DECLARED_COUNTS
        ),
        sa.CheckConstraint(
            "gathered_permille IS NULL OR gathered_permille BETWEEN 1 AND 1000",
            name="gathered_share",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    kind: Mapped[str] = mapped_column(sa.String(20))
    parent_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unions.id"), index=True)
    commune_id: Mapped[int | None] = mapped_column(sa.ForeignKey("communes.id"), index=True)
    province_id: Mapped[int | None] = mapped_column(sa.ForeignKey("provinces.id"))
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]
    # What the unit says of itself; what is listed here is counted, and neither corrects the other.
    declared_unit_count: Mapped[int | None]
    declared_branch_count: Mapped[int | None]
    declared_member_count: Mapped[int | None]
    gathered_permille: Mapped[int | None]
    declared_on: Mapped[date | None]

    parent: Mapped["Union | None"] = relationship(remote_side=[id], lazy="raise_on_sql")


class UnionSuccession(Model):
    """The later unit carries on the work of the earlier one."""

    __tablename__ = "union_successions"

    predecessor_id: Mapped[int] = mapped_column(sa.ForeignKey("unions.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("unions.id"), primary_key=True, index=True
    )


class UnionPast(Named, Model):
    """What a unit was called and where it stood until a day, that day included."""

    __tablename__ = "union_pasts"

    id: Mapped[int] = mapped_column(primary_key=True)
    union_id: Mapped[int] = mapped_column(
        sa.ForeignKey("unions.id", ondelete="CASCADE"), index=True
    )
    parent_id: Mapped[int | None] = mapped_column(
        sa.ForeignKey("unions.id", ondelete="SET NULL"), index=True
    )
    valid_to: Mapped[date]

    parent: Mapped[Union | None] = relationship(foreign_keys=[parent_id], lazy="raise_on_sql")


class CommuneGroup(Named, Sampled, Versioned, Model):
    """A named set of communes, such as the area of a district that has ended.

    The union that keeps it, and those above, may change it.
    """

    __tablename__ = "commune_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    union_id: Mapped[int | None] = mapped_column(sa.ForeignKey("unions.id"), index=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class CommuneGroupMember(Model):
    """A commune belongs to a group."""

    __tablename__ = "commune_group_members"

    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("commune_groups.id", ondelete="CASCADE"), primary_key=True
    )
    commune_id: Mapped[int] = mapped_column(sa.ForeignKey("communes.id"), primary_key=True)
