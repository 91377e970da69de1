"""The recycle bin: thrown away with what is below it, fetched back, gone after thirty days."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.models.campaigns import Campaign
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.history import FormerAddress, RecordVersion
from shop_onboard.models.listings import Storefront
from shop_onboard.models.lot_events import LotInput
from shop_onboard.models.lots import Lot
from shop_onboard.models.products import Product
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import former_addresses, scope
from shop_onboard.queries import recycling as queries
from shop_onboard.services import audit, changes, lot_balance, versions
from shop_onboard.services.snapshots import difference, snapshot
from shop_onboard.values.text import N_

KEPT_FOR = timedelta(days=30)
_ACTIONS: dict[str, Action] = {
    "cooperative": Action.COOPERATIVE_EDIT,
    "product": Action.PRODUCT_EDIT,
    "lot": Action.LOT_EDIT,
    "storefront": Action.COOPERATIVE_EDIT,
    "sale": Action.SALE_EDIT,
    "campaign": Action.CAMPAIGN_EDIT,
    "published_figure": Action.CAMPAIGN_EDIT,
}


def may_change(actor: Actor, row: Any) -> bool:
    """Whether the actor may change the record, and so throw it away or take a change back."""
    action = _ACTIONS[versions.SUBJECTS[type(row)]]
    cooperative = queries.owner(row)
    if cooperative is not None:
        return scope.may_for(actor, action, cooperative)
    campaign = row if isinstance(row, Campaign) else db.session.get_one(Campaign, row.campaign_id)
    return scope.may_for_union(actor, action, campaign.union_id)


def check_may(actor: Actor, row: Any) -> None:
    """Raises Forbidden unless the actor may."""
    if not may_change(actor, row):
        raise Forbidden(N_("Bạn không có quyền làm việc này với hồ sơ này."))


def throw_away(actor: Actor, row: Any, undoes: RecordVersion | None = None) -> RecordVersion:
    """Into the bin, with what is below it. The row comes as `queries.recycling.record` loads it.

    Raises Forbidden; DomainError for what was printed, sold, recalled or stands for money.
    """
    check_may(actor, row)
    if row.deleted_at is not None:
        raise DomainError(N_("Hồ sơ này đang ở thùng rác rồi."))
    reason = queries.tie(row)
    if reason is not None:
        raise DomainError(reason)
    before, moment = snapshot(row), utc_now()
    for statement in _below(row, None):
        db.session.execute(statement.values(deleted_at=moment, deleted_by_id=actor.account_id))
    row.deleted_at, row.deleted_by_id = moment, actor.account_id
    db.session.flush()
    return _told(actor, row, before, "deleted", undoes)


def fetch_back(actor: Actor, row: Any, undoes: RecordVersion) -> RecordVersion:
    """Out of the bin, with what fell with it. Raises DomainError when its code is taken."""
    check_may(actor, row)
    if row.deleted_at is None:
        raise DomainError(N_("Hồ sơ này không còn ở thùng rác."))
    _check_parents(row)
    before, moment = snapshot(row), row.deleted_at
    try:
        with db.session.begin_nested():
            for statement in _below(row, moment):
                db.session.execute(statement.values(deleted_at=None, deleted_by_id=None))
            row.deleted_at = row.deleted_by_id = None
            db.session.flush()
    except IntegrityError as refusal:
        raise DomainError(
            N_("Mã hay tên này nay đã có hồ sơ khác dùng nên không khôi phục được.")
        ) from refusal
    lot_balance.check_returned(row)
    return _told(actor, row, before, "restored", undoes)


def _told(
    actor: Actor, row: Any, before: dict[str, Any], event: str, undoes: RecordVersion | None
) -> RecordVersion:
    subject = versions.SUBJECTS[type(row)]
    code = getattr(row, "code", None) or row.name
    audit.record(actor, f"{subject}.{event}", subject, row.id, versions.owner_id(row), code=code)
    kind = "deleted" if undoes is None else "undone"
    version = versions.keep(actor, row, kind, *difference(before, snapshot(row)), undoes)
    db.session.flush()
    return version


def _below(row: Any, fallen_at: datetime | None) -> Iterator[sa.Update]:
    """What goes and comes with a record: what is live, or what fell at that very moment."""
    lots = Lot.product_id == row.id
    if isinstance(row, Cooperative):
        lots = Lot.product_id.in_(sa.select(Product.id).where(Product.cooperative_id == row.id))
        for table in (Product, Storefront):
            yield _fallen(table, fallen_at).where(table.cooperative_id == row.id)
    if isinstance(row, Cooperative | Product):
        yield _fallen(Lot, fallen_at).where(lots)


def _fallen(table: Any, fallen_at: datetime | None) -> sa.Update:
    return (
        sa.update(table)
        .where(table.deleted_at.is_not_distinct_from(fallen_at))
        .execution_options(synchronize_session=False)
    )


def keep_addresses(table: type[Any], where: sa.ColumnElement[bool]) -> None:
    """Remember what led to these cooperatives, products or lots: it says then that it is gone."""
    for query in former_addresses.leading_to(table, where):
        db.session.execute(sa.insert(FormerAddress).from_select(["address"], query))
    if table is Lot:
        db.session.add_all(
            FormerAddress(address=address) for address in former_addresses.of_lots(where)
        )
    db.session.flush()


def _check_parents(row: Any) -> None:
    parents = (("cooperative_id", Cooperative), ("product_id", Product), ("lot_id", Lot))
    for column, table in parents:
        wanted = getattr(row, column, None)
        if wanted is None:
            continue
        if db.session.scalar(sa.select(table.id).where(table.id == wanted)) is None:
            raise DomainError(
                N_("Hãy khôi phục hợp tác xã, sản phẩm hay lô hàng của hồ sơ này trước.")
            )
    if isinstance(row, Lot):
        sources = sa.select(LotInput.parent_id).where(LotInput.child_id == row.id)
        live = sa.select(sa.func.count(Lot.id)).where(Lot.id.in_(sources))
        if (db.session.scalar(live) or 0) < len(db.session.scalars(sources).all()):
            raise DomainError(N_("Hãy khôi phục lô mà lô này làm từ đó trước."))


def empty(actor: Actor, now: datetime) -> int:
    """Remove for good what was thrown away more than thirty days before `now`; how many records.

    What was public once keeps its address, which then says that it is gone.
    """
    removed = 0
    for table in queries.BINNED:
        old = sa.and_(table.deleted_at.is_not(None), table.deleted_at < now - KEPT_FOR)
        ids = sa.select(table.id).where(old)
        keep_addresses(table, old)
        changes.count_changed(
            sa.delete(RecordVersion).where(
                RecordVersion.subject_type == versions.SUBJECTS[table],
                RecordVersion.subject_id.in_(ids),
            )
        )
        removed += changes.count_changed(
            sa.delete(table).where(old).execution_options(synchronize_session=False)
        )
    if removed:
        audit.record(actor, "bin.emptied", "bin", None, rows=removed)
    db.session.flush()
    return removed
