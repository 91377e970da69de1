"""Pictures of products: which anybody may see, and how many somebody has sent of late."""

from collections.abc import Collection
from datetime import datetime

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Product, ProductPhoto
from shop_onboard.policy import Actor
from shop_onboard.queries.scope import cooperatives_seen


def public(product: Product) -> list[ProductPhoto]:
    """Those that pages, files and catalogues may show; its cooperative must be loaded.

    One in which people can be recognised only while the representative's consent stands.
    """
    may_show = product.cooperative.shows_people
    return [photo for photo in product.photos if may_show or not photo.shows_people]


def names_held(actor: Actor, names: Collection[str]) -> set[str]:
    """Those of the file names under which a product in sight has a picture."""
    query = (
        sa.select(ProductPhoto.file_name)
        .join(Product, Product.id == ProductPhoto.product_id)
        .join(Cooperative, Cooperative.id == Product.cooperative_id)
        .where(ProductPhoto.file_name.in_(names), cooperatives_seen(actor))
    )
    return set(db.session.scalars(query))


def sent_since(actor: Actor, moment: datetime) -> int:
    """How many pictures a person has added since, removed ones too."""
    query = sa.select(sa.func.count(AuditEvent.id)).where(
        AuditEvent.account_id == actor.account_id,
        AuditEvent.event == "product.photo_added",
        AuditEvent.at >= moment,
    )
    return db.session.scalar(query) or 0
