"""Programmes with what was aimed at, what was sold and what was published."""

from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload, selectinload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.campaigns import Campaign, PublishedFigure
from shop_onboard.models.organisations import Union
from shop_onboard.queries.paging import Page, matches, page_of
from shop_onboard.values.text import N_


def page(*, search: str = "", number: int = 1) -> Page[Campaign]:
    """All programmes, the latest first, with union and targets. A programme is no secret."""
    query = _all().order_by(Campaign.starts_on.desc(), Campaign.id)
    if search:
        query = query.where(matches(Campaign.name_folded, search))
    return page_of(query, number)


def one(code: str) -> Campaign:
    """The programme of this code."""
    found: Campaign | None = db.session.scalar(_all().where(Campaign.code == code))
    if found is None:
        raise NotFound(N_("Không tìm thấy chương trình «%(code)s».", code=code))
    return found


def figures(campaign_id: int | None, *, is_sample: bool) -> list[tuple[PublishedFigure, str]]:
    """Published figures with their programme's code, in the order they were kept."""
    query = (
        sa.select(PublishedFigure, Campaign.code)
        .join(Campaign, Campaign.id == PublishedFigure.campaign_id)
        .where(PublishedFigure.is_sample.is_(is_sample))
        .order_by(PublishedFigure.id)
    )
    if campaign_id is not None:
        query = query.where(PublishedFigure.campaign_id == campaign_id)
    return [(row[0], row[1]) for row in db.session.execute(query)]


def choices(*, is_sample: bool | None = None) -> list[tuple[str, str]]:
    """(code, name) of the programmes, the latest first."""
    query = sa.select(Campaign.code, Campaign.name).order_by(Campaign.starts_on.desc())
    if is_sample is not None:
        query = query.where(Campaign.is_sample.is_(is_sample))
    return [(code, f"{name} ({code})") for code, name in db.session.execute(query)]


def running(today: date, *, is_sample: bool) -> list[Campaign]:
    """The programmes of this day, those that end first on top."""
    query = (
        _all()
        .where(
            Campaign.is_sample.is_(is_sample),
            Campaign.starts_on <= today,
            Campaign.ends_on >= today,
        )
        .order_by(Campaign.ends_on, Campaign.id)
    )
    return list(db.session.scalars(query))


def latest(today: date) -> Campaign | None:
    """The programme begun last, a real one before any sample."""
    query = (
        sa.select(Campaign)
        .where(Campaign.starts_on <= today)
        .order_by(Campaign.is_sample, Campaign.starts_on.desc(), Campaign.id)
    )
    return db.session.scalars(query.limit(1)).first()


def last_told(today: date) -> Campaign | None:
    """The programme that ended last of those with published figures, a real one before a sample."""
    told = sa.select(PublishedFigure.campaign_id)
    query = (
        sa.select(Campaign)
        .where(Campaign.ends_on < today, Campaign.id.in_(told))
        .order_by(Campaign.is_sample, Campaign.ends_on.desc(), Campaign.id)
    )
    return db.session.scalars(query.limit(1)).first()


def target_mass_g(campaign: Campaign) -> int | None:
    """The mass a programme set out to sell, in grams."""
    return next((row.value for row in campaign.targets if row.metric == "mass_g"), None)


def _all() -> sa.Select[Any]:
    return sa.select(Campaign).options(
        joinedload(Campaign.union).joinedload(Union.parent), selectinload(Campaign.targets)
    )
