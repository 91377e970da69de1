"""Cooperatives and the other producers that sell: groups, households, farms, enterprises."""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.accounts import Account
from shop_onboard.models.columns import Named, Sampled, Stamped, UtcDateTime, Versioned, one_of
from shop_onboard.models.organisations import Union
from shop_onboard.models.places import Commune
from shop_onboard.models.recycling import Recyclable, in_bin, unique_outside_bin

COOPERATIVE_KINDS = (
    "cooperative",
    "cooperative_group",
    "household_business",
    "household",
    "farm",
    "enterprise",
)
REVIEW_STATES = ("draft", "submitted", "returned", "approved")


class Reviewed:
    """Goes draft → submitted → approved, or back with a note."""

    state: Mapped[str] = mapped_column(sa.String(20), default="draft", index=True)
    review_note: Mapped[str] = mapped_column(sa.String(1000), default="")
    reviewed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Cooperative(Named, Reviewed, Stamped, Sampled, Recyclable, Versioned, Model):
    """A producer. `code` is unique within the union that gave it, `slug` in addresses."""

    __tablename__ = "cooperatives"
    __table_args__ = (
        in_bin("cooperatives"),
        unique_outside_bin("ix_cooperatives_code", "code_union_id", "code"),
        one_of("kind", COOPERATIVE_KINDS),
        one_of("state", REVIEW_STATES),
        sa.CheckConstraint("member_count IS NULL OR member_count > 0", name="members_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(sa.String(40))
    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    union_id: Mapped[int] = mapped_column(sa.ForeignKey("unions.id"), index=True)
    code_union_id: Mapped[int] = mapped_column(sa.ForeignKey("unions.id"))
    kind: Mapped[str] = mapped_column(sa.String(30))
    tax_code: Mapped[str | None] = mapped_column(sa.String(14), index=True)
    representative: Mapped[str] = mapped_column(sa.String(120))
    phone: Mapped[str] = mapped_column(sa.String(20), index=True)
    commune_id: Mapped[int] = mapped_column(sa.ForeignKey("communes.id"), index=True)
    former_district: Mapped[str | None] = mapped_column(sa.String(100))
    # The commune of before 1 July 2025 that the address was given in, with district and province.
    former_place: Mapped[str] = mapped_column(sa.String(200), default="")
    address: Mapped[str] = mapped_column(sa.String(300), default="")
    founded_year: Mapped[int | None]
    member_count: Mapped[int | None]
    is_youth_led: Mapped[bool] = mapped_column(default=False)
    bank: Mapped[str] = mapped_column(sa.String(100), default="")
    bank_account: Mapped[str] = mapped_column(sa.String(30), default="", index=True)
    account_holder: Mapped[str] = mapped_column(sa.String(120), default="")
    typed_consent: Mapped[str] = mapped_column(sa.String(100), default="")
    story: Mapped[str] = mapped_column(sa.Text, default="")
    # What the representative's consent opens: the very values they agreed to. Set with consents
    # alone, so that taking one back closes every page at once.
    shown_phone: Mapped[str] = mapped_column(sa.String(20), default="")
    shown_representative: Mapped[str] = mapped_column(sa.String(120), default="")
    shown_name: Mapped[str] = mapped_column(sa.String(200), default="")
    shows_people: Mapped[bool] = mapped_column(default=False)
    registered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    reviewed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))

    union: Mapped[Union] = relationship(foreign_keys=[union_id], lazy="raise_on_sql")
    commune: Mapped[Commune] = relationship(lazy="raise_on_sql")
    registered_by: Mapped[Account | None] = relationship(
        foreign_keys=[registered_by_id], lazy="raise_on_sql"
    )
