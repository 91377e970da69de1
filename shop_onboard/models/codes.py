"""What keeps printed codes alive: numbers and addresses that were printed once."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Stamped


class FormerGtin(Stamped, Model):
    """A number that a product's pack bore with right before it was corrected.

    Two products may have borne it one after the other: the lot tells which was printed.
    """

    __tablename__ = "former_gtins"
    __table_args__ = (sa.UniqueConstraint("gtin", "product_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    gtin: Mapped[str] = mapped_column(sa.String(14))
    product_id: Mapped[int] = mapped_column(
        sa.ForeignKey("products.id", ondelete="CASCADE"), index=True
    )


class PublicAddress(Stamped, Model):
    """An address of this installation that labels were printed with, the present one too.

    `host` is its name in small letters, without port: requests under it are answered for good.
    """

    __tablename__ = "public_addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    url: Mapped[str] = mapped_column(sa.String(300), unique=True)
    host: Mapped[str] = mapped_column(sa.String(253))
