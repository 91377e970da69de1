"""Making pictures as a marketplace takes them, each at an address that nobody guesses."""

import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from shop_onboard.exports.photos import FittedPhoto, PhotoRules, fit
from shop_onboard.extensions import db
from shop_onboard.gateways.storage import Storage
from shop_onboard.models.channel_photos import ChannelPhoto
from shop_onboard.models.jobs import Job
from shop_onboard.models.products import Product, ProductPhoto
from shop_onboard.policy import Actor
from shop_onboard.queries import channel_photos as queries
from shop_onboard.queries.channel_photos import WantedPhoto
from shop_onboard.services import jobs

KIND = "channel-photos"
# 128 bits.
_TOKEN_BYTES = 16


@dataclass(frozen=True)
class MadePhoto:
    """A picture that lies in storage and has no row yet."""

    photo_id: int
    storage_key: str
    fitted: FittedPhoto


def draw(wanted: Iterable[WantedPhoto], rules: PhotoRules, storage: Storage) -> list[MadePhoto]:
    """Make the pictures, the same one once, and lay them into storage; no row is written.

    One that cannot be made small enough is left out.
    """
    drawn: dict[str, tuple[str, FittedPhoto] | None] = {}
    made: list[MadePhoto] = []
    for each in wanted:
        if each.storage_key not in drawn:
            fitted = fit(storage.get(each.storage_key), rules)
            drawn[each.storage_key] = (storage.put(fitted.content), fitted) if fitted else None
        found = drawn[each.storage_key]
        if found is not None:
            made.append(MadePhoto(each.photo_id, *found))
    return made


def keep(made: Sequence[MadePhoto], marketplace_key: str, rules: PhotoRules) -> None:
    """Give each picture its address, unless it has one or its original went meanwhile."""
    ids = [each.photo_id for each in made]
    living = set(db.session.scalars(sa.select(ProductPhoto.id).where(ProductPhoto.id.in_(ids))))
    for each in made:
        if each.photo_id in living:
            _keep_one(each, marketplace_key, rules)


def host(
    products: Sequence[Product], marketplace_key: str, public_url: str, storage: Storage
) -> queries.Hosted:
    """Make what is missing of these products' pictures at once; the addresses of all of them."""
    rules = queries.rules_for(marketplace_key)
    wanted = queries.missing(products, marketplace_key, rules)
    keep(draw(wanted, rules, storage), marketplace_key, rules)
    return queries.hosted(products, marketplace_key, rules, public_url)


def ask(actor: Actor, feed_id: int, title: str) -> Job:
    """The job that makes the pictures of what a feed tells of."""
    return jobs.ask(actor, KIND, title, {"feed_id": feed_id}, f"{KIND}:{feed_id}")


def _keep_one(made: MadePhoto, marketplace_key: str, rules: PhotoRules) -> None:
    row = ChannelPhoto(
        photo_id=made.photo_id,
        marketplace_key=marketplace_key,
        rules_mark=rules.mark,
        token=secrets.token_urlsafe(_TOKEN_BYTES),
        storage_key=made.storage_key,
        media_type=made.fitted.media_type,
        width_px=made.fitted.width_px,
        height_px=made.fitted.height_px,
    )
    try:
        with db.session.begin_nested():
            db.session.add(row)
    except IntegrityError:
        # Another job made the same in this very moment.
        return
