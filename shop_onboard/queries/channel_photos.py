"""Pictures at addresses of their own: which are made, which are missing, and who may see one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager

from shop_onboard.errors import NotFound
from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.exports.photos import ENDINGS, PhotoRules
from shop_onboard.exports.registry import all_marketplaces, get_marketplace, rules_of
from shop_onboard.extensions import db
from shop_onboard.models.channel_photos import ChannelPhoto
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Product, ProductPhoto
from shop_onboard.queries import listing_limits, photos
from shop_onboard.values.text import N_


@dataclass(frozen=True)
class Hosted:
    """Picture → its address among the pictures of one marketplace; `names` those that are made."""

    rules: PhotoRules
    public_url: str
    names: Mapping[int, str]

    def address(self, photo: ProductPhoto, otherwise: str) -> str | None:
        """None for a picture that the marketplace refuses; `otherwise` until it is made."""
        if not self.rules.admits(photo.width_px, photo.height_px):
            return None
        name = self.names.get(photo.id)
        return f"{self.public_url}/photos/{name}" if name else otherwise


@dataclass(frozen=True)
class WantedPhoto:
    """A picture that is still to be made for a marketplace."""

    photo_id: int
    storage_key: str


def rules_for(marketplace_key: str) -> PhotoRules:
    """What a marketplace takes, an administrator's limits included; ours where it is unknown."""
    if marketplace_key not in {each.key for each in all_marketplaces()}:
        return rules_of(marketplace_key, {})
    return rules_of(marketplace_key, listing_limits.set_for(get_marketplace(marketplace_key)))


def hosted(
    products: Sequence[Product], marketplace_key: str, rules: PhotoRules, public_url: str
) -> Hosted:
    """The addresses of what is made of these products' pictures."""
    names = {row.photo_id: name_of(row) for row in _made(products, marketplace_key, rules)}
    return Hosted(rules, public_url, names)


def of_files(
    products: Sequence[Product], marketplace: Marketplace, public_url: str
) -> Hosted | None:
    """The addresses for a marketplace's own files; None where those name no picture by one."""
    if not marketplace.hosts_photos:
        return None
    return hosted(products, marketplace.key, rules_for(marketplace.key), public_url)


def missing(
    products: Sequence[Product], marketplace_key: str, rules: PhotoRules
) -> list[WantedPhoto]:
    """The public pictures, large enough, that are not made yet; those of one file together."""
    made = {row.photo_id for row in _made(products, marketplace_key, rules)}
    wanted = [
        WantedPhoto(photo.id, photo.storage_key)
        for product in products
        for photo in photos.public(product)
        if photo.id not in made and rules.admits(photo.width_px, photo.height_px)
    ]
    return sorted(wanted, key=lambda each: (each.storage_key, each.photo_id))


def name_of(row: ChannelPhoto) -> str:
    """The last part of the address, with the ending that its kind asks for."""
    return f"{row.token}.{ENDINGS[row.media_type]}"


def by_name(name: str) -> ChannelPhoto:
    """A picture that anybody may see now.

    NotFound when there never was one, when it was removed, and while its product, its producer or
    the people in it are not public.
    """
    query = (
        sa.select(ChannelPhoto)
        .join(ChannelPhoto.photo)
        .join(Product, Product.id == ProductPhoto.product_id)
        .join(Cooperative, Cooperative.id == Product.cooperative_id)
        .where(
            ChannelPhoto.token == name.partition(".")[0],
            Product.state == "approved",
            Cooperative.state == "approved",
            sa.or_(ProductPhoto.shows_people.is_(False), Cooperative.shows_people),
        )
        .options(contains_eager(ChannelPhoto.photo))
    )
    found: ChannelPhoto | None = db.session.scalar(query)
    if found is None or name_of(found) != name:
        raise NotFound(N_("Không tìm thấy ảnh này."))
    return found


def _made(
    products: Sequence[Product], marketplace_key: str, rules: PhotoRules
) -> Sequence[ChannelPhoto]:
    query = (
        sa.select(ChannelPhoto)
        .join(ChannelPhoto.photo)
        .where(
            ProductPhoto.product_id.in_([product.id for product in products]),
            ChannelPhoto.marketplace_key == marketplace_key,
            ChannelPhoto.rules_mark == rules.mark,
        )
    )
    return db.session.scalars(query).all()
