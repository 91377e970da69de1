"""The youth union's tree, with dates and successors, and named groups of communes."""

from datetime import date

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Named, Sampled, Stamped, Versioned, one_of

UNION_KINDS = ("central", "province", "district", "commune", "attached", "branch")


class Union(Named, Stamped, Sampled, Versioned, Model):
    """A unit of the youth union; a district unit ended on 30 June 2025 and stays as history."""

    __tablename__ = "unions"
    __table_args__ = (
        one_of("kind", UNION_KINDS),
        sa.CheckConstraint(
            "valid_to IS NULL OR valid_from IS NULL OR valid_from <= valid_to",
            name="dates_in_order",
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

    parent: Mapped["Union | None"] = relationship(remote_side=[id], lazy="raise_on_sql")


class UnionSuccession(Model):
    """The later unit carries on the work of the earlier one."""

    __tablename__ = "union_successions"

    predecessor_id: Mapped[int] = mapped_column(sa.ForeignKey("unions.id"), primary_key=True)
    successor_id: Mapped[int] = mapped_column(
        sa.ForeignKey("unions.id"), primary_key=True, index=True
    )


class CommuneGroup(Named, Sampled, Model):
    """A named set of communes, such as the area of a district that has ended."""

    __tablename__ = "commune_groups"

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40), unique=True)
    valid_from: Mapped[date | None]
    valid_to: Mapped[date | None]


class CommuneGroupMember(Model):
    """A commune belongs to a group."""

    __tablename__ = "commune_group_members"

    group_id: Mapped[int] = mapped_column(
        sa.ForeignKey("commune_groups.id", ondelete="CASCADE"), primary_key=True
    )
    commune_id: Mapped[int] = mapped_column(sa.ForeignKey("communes.id"), primary_key=True)
