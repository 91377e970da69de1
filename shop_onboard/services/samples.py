"""The sample seasons as records: who signs in, what gets approved, and how all of it goes again."""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from datetime import date, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from shop_onboard.extensions import db
from shop_onboard.imports.samples import SampleAccount, SampleTask
from shop_onboard.models.accounts import Account, RoleGrant, SignInSession
from shop_onboard.models.audit import AuditEvent
from shop_onboard.models.campaigns import Campaign, PublishedFigure
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.history import FormerAddress, RecordVersion
from shop_onboard.models.imports import Import
from shop_onboard.models.invitations import Invitation, JoinRequest
from shop_onboard.models.jobs import Job
from shop_onboard.models.labels import LabelBatch
from shop_onboard.models.lots import Lot
from shop_onboard.models.organisations import (
    CommuneGroup,
    CommuneGroupMember,
    Union,
    UnionSuccession,
)
from shop_onboard.models.payments import Order
from shop_onboard.models.products import Product
from shop_onboard.models.sales import Sale
from shop_onboard.policy import SYSTEM, Actor, Role
from shop_onboard.queries import cooperatives as cooperative_queries
from shop_onboard.queries import lots as lot_queries
from shop_onboard.queries import organisations
from shop_onboard.queries import products as product_queries
from shop_onboard.services import (
    accounts,
    audit,
    changes,
    cooperatives,
    ocop,
    products,
    recalls,
    recycling,
    sales,
)
from shop_onboard.services.cooperatives import CooperativeData

# Told to everybody who starts the sample: nothing real may be behind it.
PASSWORD = "vaithieu-mau"  # noqa: S105


_UNCHECKED = timedelta(days=7)

_PEOPLE = (
    AuditEvent.account_id,
    Job.account_id,
    Import.account_id,
    Cooperative.registered_by_id,
    Cooperative.changed_by_id,
    Cooperative.reviewed_by_id,
    Product.registered_by_id,
    Product.changed_by_id,
    Product.reviewed_by_id,
    Sale.recorded_by_id,
    Sale.changed_by_id,
    Sale.confirmed_by_id,
    LabelBatch.made_by_id,
    Order.created_by_id,
    JoinRequest.answered_by_id,
    Invitation.invited_by_id,
    Invitation.account_id,
)


def create_accounts(actor: Actor, people: Sequence[SampleAccount]) -> list[Account]:
    """The sample's people with their roles; managers need their cooperatives to be there."""
    return [_create_account(actor, person) for person in people]


def approve_all(actor: Actor, checker: Actor, tasks: Sequence[SampleTask]) -> tuple[int, int]:
    """Approve what waits for review, as `checker`, and send back what `tasks` name; the counts.

    `actor` sees everything; `checker` is a union officer who registered none of it.
    """
    notes = {(row.cooperative_code, row.code): row.note for row in tasks if row.kind == "return"}
    query = sa.select(Cooperative.slug).where(Cooperative.state == "submitted")
    slugs = list(db.session.scalars(query))
    for slug in slugs:
        cooperatives.approve(checker, cooperative_queries.one(actor, slug))
    waiting = product_queries.visible(actor).where(Product.state == "submitted")
    found = list(db.session.scalars(waiting).unique())
    for product in found:
        note = notes.get((product.cooperative.code, product.code))
        if note is None:
            products.approve(checker, product)
        else:
            products.send_back(checker, product, note)
    return len(slugs), len(found)


def tell_stories(actor: Actor, stories: Mapping[str, str]) -> None:
    """Give the cooperatives of these codes their stories, where they have none yet."""
    names = [field.name for field in fields(CooperativeData)]
    for code, story in stories.items():
        row = cooperative_queries.by_code(SYSTEM, code)
        if row is not None and not row.story:
            data = CooperativeData(**{name: getattr(row, name) for name in names})
            cooperatives.update(actor, row, cooperatives.with_story(data, story), None)


def date_certificates(actor: Actor, tasks: Sequence[SampleTask]) -> None:
    """Keep the last day that is printed on certificates which no rule dates."""
    for row in tasks:
        product = _product(row)
        if row.kind != "certificate" or row.day is None or product is None:
            continue
        if any(paper.expires_on is None for paper in product.certificates):
            ocop.set_certificate_end(actor, product, row.day, product.version)


def recall_lots(actor: Actor, tasks: Sequence[SampleTask]) -> None:
    """Recall the lots that `tasks` name, with their reasons."""
    for row in tasks:
        if row.kind == "recall":
            for lot in lot_queries.called(actor, row.code):
                recalls.begin(actor, lot, row.note)


def confirm_with_papers(checker: Actor, today: date) -> int:
    """Confirm the sample's sales whose certainty is «thực tế» and that name their papers.

    Those of the last week still wait for somebody.
    """
    query = (
        sa.select(Sale)
        .where(
            Sale.is_sample,
            Sale.certainty == "actual",
            Sale.evidence != "",
            Sale.sold_on < today - _UNCHECKED,
        )
        .options(joinedload(Sale.cooperative))
    )
    found = [row for row in db.session.scalars(query) if row.confirmed_at is None]
    for sale in found:
        sales.confirm(checker, sale, sale.cooperative)
    return len(found)


def is_loaded() -> bool:
    """Whether sample records are there."""
    return bool(db.session.scalar(sa.select(sa.exists().where(Cooperative.is_sample))))


def was_removed() -> bool:
    """Whether somebody took the sample away here; nothing brings it back unasked."""
    query = sa.select(sa.exists().where(AuditEvent.event == "sample.removed"))
    return bool(db.session.scalar(query))


def remove(actor: Actor) -> int:
    """Delete every sample record; returns how many rows went. Real records stay untouched."""
    # What sample people did stays as history, without the person.
    sample_accounts = sa.select(Account.id).where(Account.is_sample)
    for column in _PEOPLE:
        db.session.execute(
            sa.update(column.class_).where(column.in_(sample_accounts)).values({column: None})
        )
    # A sticker of the sample may lie on somebody's desk: it says that it is gone.
    recycling.keep_addresses(Lot, Lot.is_sample.is_(True))
    rows = sum(changes.count_changed(step) for step in _steps_of_removal())
    audit.record(actor, "sample.removed", "sample", None, rows=rows)
    return rows


def _steps_of_removal() -> list[sa.Update | sa.Delete]:
    """What goes, in an order in which nothing names what went before it."""
    sample_accounts = sa.select(Account.id).where(Account.is_sample)
    sample_unions = sa.select(Union.id).where(Union.is_sample)
    sample_groups = sa.select(CommuneGroup.id).where(CommuneGroup.is_sample)
    sample_cooperatives = sa.select(Cooperative.id).where(Cooperative.is_sample)
    return [
        sa.delete(RecordVersion).where(RecordVersion.is_sample),
        sa.delete(FormerAddress).where(FormerAddress.cooperative_id.in_(sample_cooperatives)),
        sa.delete(Import).where(Import.is_sample),
        sa.delete(Sale).where(Sale.is_sample),
        sa.delete(PublishedFigure).where(PublishedFigure.is_sample),
        sa.delete(Campaign).where(Campaign.is_sample),
        sa.delete(Invitation).where(Invitation.is_sample),
        sa.delete(Cooperative).where(Cooperative.is_sample),
        sa.delete(Invitation).where(Invitation.is_sample),
        sa.delete(SignInSession).where(SignInSession.account_id.in_(sample_accounts)),
        sa.delete(RoleGrant).where(
            sa.or_(
                RoleGrant.account_id.in_(sample_accounts),
                RoleGrant.union_id.in_(sample_unions),
                RoleGrant.group_id.in_(sample_groups),
            )
        ),
        sa.delete(Account).where(Account.is_sample),
        sa.delete(CommuneGroupMember).where(CommuneGroupMember.group_id.in_(sample_groups)),
        sa.delete(CommuneGroup).where(CommuneGroup.is_sample),
        sa.delete(UnionSuccession).where(UnionSuccession.predecessor_id.in_(sample_unions)),
        sa.update(Union).where(Union.is_sample).values(parent_id=None),
        sa.delete(Union).where(Union.is_sample),
    ]


def _product(task: SampleTask) -> Product | None:
    cooperative = cooperative_queries.by_code(SYSTEM, task.cooperative_code)
    return product_queries.by_code(cooperative.id, task.code) if cooperative else None


def _create_account(actor: Actor, person: SampleAccount) -> Account:
    union = organisations.by_code(person.union_code) if person.union_code else None
    group = organisations.group_by_code(person.group_code) if person.group_code else None
    cooperative = None
    if person.cooperative_code:
        cooperative = cooperative_queries.by_code(SYSTEM, person.cooperative_code)
    grant = accounts.GrantData(
        Role(person.role),
        union_id=union.id if union else None,
        group_id=group.id if group else None,
        cooperative_id=cooperative.id if cooperative else None,
    )
    return accounts.create(
        actor,
        phone=person.phone,
        name=person.name,
        password=PASSWORD,
        grants=[grant],
        is_sample=True,
    )
