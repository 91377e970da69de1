"""Asking whether storefronts' addresses can be opened, and keeping the answers."""

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.gateways.links import LinkAnswer
from shop_onboard.models.clock import utc_now
from shop_onboard.models.jobs import Job
from shop_onboard.models.listings import LinkCheck, Storefront
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import storefronts as queries
from shop_onboard.services import audit, changes, jobs
from shop_onboard.values.text import N_

KIND = "link-check"


@dataclass(frozen=True)
class Opened:
    """An address as it was opened, and what it answered."""

    url: str
    answer: LinkAnswer


def ask_one(actor: Actor, storefront: Storefront, title: str, lang: str) -> Job:
    """The job that opens one storefront's address. Raises Forbidden; DomainError without one."""
    changes.check_may(actor, Action.LISTING_EXPORT, storefront.cooperative)
    if not storefront.url:
        raise DomainError(N_("Gian hàng này chưa có đường dẫn để kiểm tra."), "url")
    params = {"storefront": storefront.id, "lang": lang}
    return jobs.ask(actor, KIND, title, params, f"{KIND}:{storefront.id}:{actor.account_id}")


def ask_all(actor: Actor, title: str, lang: str) -> Job:
    """The job that opens every address in the actor's reach; DomainError where there is none."""
    if not queries.count_to_check(actor, None):
        raise DomainError(N_("Chưa gian hàng nào có đường dẫn để kiểm tra."))
    return jobs.ask(actor, KIND, title, {"lang": lang}, f"{KIND}:all:{actor.account_id}")


def keep(actor: Actor, answers: Mapping[int, Opened]) -> None:
    """Keep the answers by storefront; one that is gone meanwhile is passed over."""
    ids = list(answers)
    alive = set(db.session.scalars(sa.select(Storefront.id).where(Storefront.id.in_(ids))))
    held = {
        row.storefront_id: row
        for row in db.session.scalars(sa.select(LinkCheck).where(LinkCheck.storefront_id.in_(ids)))
    }
    now = utc_now()
    for number in sorted(alive):
        row = held.get(number)
        if row is None:
            row = LinkCheck(storefront_id=number)
            db.session.add(row)
        opened = answers[number]
        row.url, row.checked_at = opened.url, now
        row.outcome, row.status = opened.answer.outcome, opened.answer.status
    db.session.flush()
    found = [opened.answer.outcome for opened in answers.values()]
    audit.record(
        actor,
        "storefront.links_opened",
        "storefront",
        None,
        links=len(found),
        opens=found.count("opens"),
        missing=found.count("missing"),
    )
