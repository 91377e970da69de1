"""Imports as their people see them."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.imports import Import
from shop_onboard.models.jobs import Job
from shop_onboard.policy import Actor
from shop_onboard.queries.paging import Page, page_of
from shop_onboard.values.text import N_


def page(actor: Actor, *, number: int = 1) -> Page[Import]:
    """The actor's own imports and those of unions in reach, the newest first."""
    return page_of(_visible(actor).order_by(Import.id.desc()), number)


def one(actor: Actor, code: str) -> Import:
    """The import of this address; NotFound when unknown or not for the actor's eyes."""
    found: Import | None = db.session.scalar(_visible(actor).where(Import.code == code))
    if found is None:
        raise NotFound(N_("Không tìm thấy lần nhập này."))
    return found


def by_id(import_id: int) -> Import:
    """The import with its union; the caller has asked for the right already."""
    return db.session.scalars(
        sa.select(Import).where(Import.id == import_id).options(joinedload(Import.union))
    ).one()


def job_of(import_code: str) -> Job | None:
    """The job that brings an import in."""
    return db.session.scalars(
        sa.select(Job).where(Job.dedupe_key == f"import:{import_code}").order_by(Job.id.desc())
    ).first()


def _visible(actor: Actor) -> sa.Select[Any]:
    query = sa.select(Import).options(joinedload(Import.union), joinedload(Import.account))
    if actor.sees_everything:
        return query
    unions = frozenset().union(*(grant.union_ids for grant in actor.grants))
    return query.where(sa.or_(Import.account_id == actor.account_id, Import.union_id.in_(unions)))
