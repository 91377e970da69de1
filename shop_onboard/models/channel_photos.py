"""Pictures as channels take them, each at an address of its own."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column, relationship

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Stamped
from shop_onboard.models.products import ProductPhoto


class ChannelPhoto(Stamped, Model):
    """A picture made for one marketplace's rules; nobody guesses `token`, its address.

    What lies at an address never changes: other rules (`rules_mark`) make another row. It goes
    with its picture.
    """

    __tablename__ = "channel_photos"
    __table_args__ = (sa.UniqueConstraint("photo_id", "marketplace_key", "rules_mark"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    photo_id: Mapped[int] = mapped_column(sa.ForeignKey("product_photos.id", ondelete="CASCADE"))
    marketplace_key: Mapped[str] = mapped_column(sa.String(60))
    rules_mark: Mapped[str] = mapped_column(sa.String(16))
    token: Mapped[str] = mapped_column(sa.String(40), unique=True)
    storage_key: Mapped[str] = mapped_column(sa.String(64))
    media_type: Mapped[str] = mapped_column(sa.String(50))
    width_px: Mapped[int]
    height_px: Mapped[int]

    photo: Mapped[ProductPhoto] = relationship(lazy="raise_on_sql")
