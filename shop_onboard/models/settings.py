"""Numbers of this installation that an administrator may set; without a row the default holds."""

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from shop_onboard.extensions import Model
from shop_onboard.models.columns import Stamped, Versioned


class Setting(Stamped, Versioned, Model):
    """One number; what it counts is in its key ("dormant_days")."""

    __tablename__ = "settings"

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(sa.String(40), unique=True)
    number: Mapped[int]
