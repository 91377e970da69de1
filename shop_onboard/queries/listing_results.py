"""Marketplaces' files of what became of listings, and how such files were read before."""

from collections.abc import Collection
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import contains_eager, defer, joinedload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.listing_results import ListingResult, ResultMapping
from shop_onboard.policy import Actor
from shop_onboard.queries.paging import Page, page_of
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.text import N_


def page(actor: Actor, *, number: int = 1) -> Page[ListingResult]:
    """The files in sight, the newest first; not what is in them."""
    query = (
        _visible(actor)
        .options(defer(ListingResult.sketch), defer(ListingResult.layout))
        .order_by(ListingResult.id.desc())
    )
    return page_of(query, number)


def one(actor: Actor, code: str) -> ListingResult:
    """The file of this address; NotFound when unknown or not for the actor's eyes."""
    found: ListingResult | None = db.session.scalar(
        _visible(actor).where(ListingResult.code == code)
    )
    if found is None:
        raise NotFound(N_("Không tìm thấy tệp kết quả này."))
    return found


def mapping(marketplace_key: str, signatures: Collection[str]) -> ResultMapping | None:
    """How such a file of this marketplace was read the last time."""
    query = (
        sa.select(ResultMapping)
        .where(
            ResultMapping.marketplace_key == marketplace_key,
            ResultMapping.signature.in_(signatures),
        )
        .order_by(ResultMapping.confirmed_at.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def _visible(actor: Actor) -> sa.Select[Any]:
    return (
        sa.select(ListingResult)
        .join(ListingResult.cooperative)
        .where(cooperatives_seen(actor))
        .options(
            contains_eager(ListingResult.cooperative).joinedload(Cooperative.union),
            joinedload(ListingResult.account),
        )
    )
