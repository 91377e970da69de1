"""OCOP: the self-assessment by criteria, what the dossier says besides, and its evidence.

Of criterion 3.2 (who the representative is) the score alone is kept, never a reason for it.
"""

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Stamped, UtcDateTime, Versioned, one_of

# "ABC": a set whose criteria are not known here, scored by part totals on one page.
SHEET_PARTS = ("A", "B", "C", "ABC")
ROUNDS = ("first", "upgrade", "renewal")
EVIDENCE_STATES = ("missing", "have", "not_applicable")
EVIDENCE_KINDS = (
    "business-registration",
    "production-conditions",
    "materials",
    "environment",
    "local-labour",
    "growth",
    "intellectual-property",
    "market",
    "promotion",
    "story",
    "declaration",
    "test-report",
    "traceability",
    "quality-system",
    "awards",
)


class OcopSheet(Versioned, Model):
    """One page of a product's self-assessment by one set; pages do not disturb each other."""

    __tablename__ = "ocop_sheets"
    __table_args__ = (
        sa.UniqueConstraint("product_id", "set_number", "part"),
        sa.CheckConstraint("set_number BETWEEN 1 AND 26", name="set_known"),
        one_of("part", SHEET_PARTS),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(
        sa.ForeignKey("products.id", ondelete="CASCADE"), index=True
    )
    set_number: Mapped[int]
    part: Mapped[str] = mapped_column(sa.String(3))
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)

    scores: Mapped[list["OcopScore"]] = relationship(
        lazy="raise_on_sql", order_by="OcopScore.code", cascade="all, delete-orphan"
    )


class OcopScore(Model):
    """Points of a criterion, or of a part on an "ABC" page, in tenths of a point."""

    __tablename__ = "ocop_scores"
    __table_args__ = (sa.CheckConstraint("tenths BETWEEN 0 AND 1000", name="tenths_range"),)

    sheet_id: Mapped[int] = mapped_column(
        sa.ForeignKey("ocop_sheets.id", ondelete="CASCADE"), primary_key=True
    )
    code: Mapped[str] = mapped_column(sa.String(5), primary_key=True)
    tenths: Mapped[int]


class OcopDossier(Stamped, Versioned, Model):
    """What forms 01 and 02 ask for and no other record holds.

    `commune_number` counts within the commune and a year: with both the product has its code.
    """

    __tablename__ = "ocop_dossiers"
    __table_args__ = (
        one_of("round", ROUNDS),
        sa.CheckConstraint("commune_number IS NULL OR commune_number > 0", name="number_positive"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(
        sa.ForeignKey("products.id", ondelete="CASCADE"), unique=True
    )
    round: Mapped[str] = mapped_column(sa.String(10), default="first")
    position: Mapped[str] = mapped_column(sa.String(100), default="")
    email: Mapped[str] = mapped_column(sa.String(200), default="")
    registration_number: Mapped[str] = mapped_column(sa.String(60), default="")
    commune_number: Mapped[int | None]
    commune_year: Mapped[int | None]
    structure: Mapped[str] = mapped_column(sa.Text, default="")
    results: Mapped[str] = mapped_column(sa.Text, default="")
    plan: Mapped[str] = mapped_column(sa.Text, default="")


class OcopEvidence(Stamped, Versioned, Model):
    """One kind of paper of the dossier: there or not, where it is, or the file itself (private)."""

    __tablename__ = "ocop_evidence"
    __table_args__ = (
        sa.UniqueConstraint("product_id", "kind"),
        one_of("kind", EVIDENCE_KINDS),
        one_of("state", EVIDENCE_STATES),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(
        sa.ForeignKey("products.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(sa.String(30))
    state: Mapped[str] = mapped_column(sa.String(20), default="missing")
    note: Mapped[str] = mapped_column(sa.String(500), default="")
    storage_key: Mapped[str | None] = mapped_column(sa.String(64))
    file_name: Mapped[str] = mapped_column(sa.String(200), default="")
    media_type: Mapped[str] = mapped_column(sa.String(50), default="")
