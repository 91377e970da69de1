"""Products, their pack sizes, pictures and certificates."""

from datetime import date, datetime

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Named, Sampled, Stamped, UtcDateTime, Versioned, one_of
from shop_onboard.models.cooperatives import REVIEW_STATES, Cooperative, Reviewed
from shop_onboard.models.recycling import Recyclable, in_bin, unique_outside_bin

CERTIFICATE_KINDS = ("ocop", "vietgap", "globalgap", "organic", "gi", "food_safety", "other")


class Product(Named, Reviewed, Stamped, Sampled, Recyclable, Versioned, Model):
    """What a cooperative sells; prices and masses are the pack sizes'."""

    __tablename__ = "products"
    __table_args__ = (
        in_bin("products"),
        unique_outside_bin("ix_products_own_code", "cooperative_id", "code"),
        one_of("state", REVIEW_STATES),
        sa.CheckConstraint("ocop_set IS NULL OR ocop_set BETWEEN 1 AND 26", name="ocop_set_known"),
        sa.CheckConstraint("shelf_life_days IS NULL OR shelf_life_days > 0", name="shelf_life"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cooperative_id: Mapped[int] = mapped_column(
        sa.ForeignKey("cooperatives.id", ondelete="CASCADE"), index=True
    )
    code: Mapped[str] = mapped_column(sa.String(40))
    slug: Mapped[str] = mapped_column(sa.String(60), unique=True)
    name_en: Mapped[str] = mapped_column(sa.String(200), default="")
    ocop_set: Mapped[int | None]
    description: Mapped[str] = mapped_column(sa.Text, default="")
    shelf_life_days: Mapped[int | None]
    storage: Mapped[str] = mapped_column(sa.String(300), default="")
    season_from: Mapped[str | None] = mapped_column(sa.String(5))
    season_to: Mapped[str | None] = mapped_column(sa.String(5))
    registered_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    changed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))
    reviewed_by_id: Mapped[int | None] = mapped_column(sa.ForeignKey("accounts.id"))

    cooperative: Mapped[Cooperative] = relationship(lazy="raise_on_sql")
    packs: Mapped[list["PackSize"]] = relationship(
        lazy="raise_on_sql",
        order_by="PackSize.position",
        cascade="all, delete-orphan",
        back_populates="product",
    )
    photos: Mapped[list["ProductPhoto"]] = relationship(
        lazy="raise_on_sql", order_by="ProductPhoto.position", cascade="all, delete-orphan"
    )
    certificates: Mapped[list["Certificate"]] = relationship(
        lazy="raise_on_sql", order_by="Certificate.id", cascade="all, delete-orphan"
    )


class PackSize(Model):
    """A pack with its own price: what a marketplace lists and a shopper buys.

    The gross mass, length, width and height are those of the packed parcel.
    """

    __tablename__ = "pack_sizes"
    __table_args__ = (
        sa.UniqueConstraint("product_id", "label"),
        sa.CheckConstraint("net_mass_g > 0", name="net_positive"),
        sa.CheckConstraint("gross_mass_g IS NULL OR gross_mass_g >= net_mass_g", name="gross_net"),
        sa.CheckConstraint("length_mm IS NULL OR length_mm > 0", name="length_positive"),
        sa.CheckConstraint("width_mm IS NULL OR width_mm > 0", name="width_positive"),
        sa.CheckConstraint("height_mm IS NULL OR height_mm > 0", name="height_positive"),
        sa.CheckConstraint("price_vnd >= 0", name="price_not_negative"),
        sa.CheckConstraint("stock IS NULL OR stock >= 0", name="stock_not_negative"),
        sa.CheckConstraint("NOT has_gtin_right OR gtin IS NOT NULL", name="right_to_a_gtin"),
        # Two products cannot both be what one printed number stands for.
        sa.Index(
            "ix_pack_sizes_own_gtin",
            "gtin",
            unique=True,
            sqlite_where=sa.text("has_gtin_right"),
            postgresql_where=sa.text("has_gtin_right"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(
        sa.ForeignKey("products.id", ondelete="CASCADE"), index=True
    )
    label: Mapped[str] = mapped_column(sa.String(100))
    sku: Mapped[str] = mapped_column(sa.String(45), unique=True)
    net_mass_g: Mapped[int] = mapped_column(sa.BigInteger)
    gross_mass_g: Mapped[int | None] = mapped_column(sa.BigInteger)
    price_vnd: Mapped[int] = mapped_column(sa.BigInteger)
    stock: Mapped[int | None]
    gtin: Mapped[str | None] = mapped_column(sa.String(14))
    length_mm: Mapped[int | None]
    width_mm: Mapped[int | None]
    height_mm: Mapped[int | None]
    # In whose name GS1 gave the number, and whether somebody said that it may be used here: only
    # then does a printed code carry it.
    gtin_owner: Mapped[str] = mapped_column(sa.String(200), default="")
    has_gtin_right: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int] = mapped_column(default=0)

    product: Mapped[Product] = relationship(back_populates="packs", lazy="raise_on_sql")


class ProductPhoto(Model):
    """A picture, kept in storage under its hash; `is_drawing` says it is no photograph.

    `shows_people`: somebody in it can be recognised, so that their consent is needed to show it.
    """

    __tablename__ = "product_photos"
    __table_args__ = (sa.UniqueConstraint("product_id", "storage_key"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(
        sa.ForeignKey("products.id", ondelete="CASCADE"), index=True
    )
    storage_key: Mapped[str] = mapped_column(sa.String(64))
    file_name: Mapped[str] = mapped_column(sa.String(200))
    media_type: Mapped[str] = mapped_column(sa.String(50))
    width_px: Mapped[int]
    height_px: Mapped[int]
    position: Mapped[int] = mapped_column(default=0)
    is_drawing: Mapped[bool] = mapped_column(default=False)
    shows_people: Mapped[bool] = mapped_column(default=False)


class Certificate(Stamped, Sampled, Model):
    """A paper somebody issued: shown with its number and whose it is, never as a seal.

    `storage_key` is its photograph, for the union's people alone. Of kind "gi": the commune it
    grows in with its name of today ("xã Lục Ngạn"), the former one that was given, and when an
    officer approved the product with the paper as it stands (None: not yet).
    """

    __tablename__ = "certificates"
    __table_args__ = (
        one_of("kind", CERTIFICATE_KINDS),
        sa.CheckConstraint("stars IS NULL OR stars BETWEEN 1 AND 5", name="stars_range"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    product_id: Mapped[int] = mapped_column(
        sa.ForeignKey("products.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(sa.String(20))
    number: Mapped[str] = mapped_column(sa.String(100), default="")
    stars: Mapped[int | None]
    issued_on: Mapped[date | None]
    expires_on: Mapped[date | None]
    storage_key: Mapped[str | None] = mapped_column(sa.String(64))
    media_type: Mapped[str] = mapped_column(sa.String(50), default="")
    growing_commune_id: Mapped[int | None] = mapped_column(sa.ForeignKey("communes.id"))
    checked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    growing_place: Mapped[str] = mapped_column(sa.String(200), default="")
    growing_former_place: Mapped[str] = mapped_column(sa.String(200), default="")
