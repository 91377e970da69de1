"""Two records of one cooperative become one: everything moves, and the whole of it can be undone.

The version of the merge keeps which rows came from where, so that taking it back is exact.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.accounts import RoleGrant
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.feedback import Feedback
from shop_onboard.models.feeds import Feed
from shop_onboard.models.growers import Grower
from shop_onboard.models.history import FormerAddress, RecordVersion, ReviewRemark
from shop_onboard.models.invitations import Invitation
from shop_onboard.models.label_runs import OwnLabelStock
from shop_onboard.models.listing_exports import ExportRun
from shop_onboard.models.listing_results import ListingResult
from shop_onboard.models.listing_templates import ListingTemplate
from shop_onboard.models.listings import Storefront
from shop_onboard.models.lots import Lot
from shop_onboard.models.payments import Order, OrderLine
from shop_onboard.models.products import PackSize, Product
from shop_onboard.models.recycling import WITH_BIN
from shop_onboard.models.registrations import RegistrationDraft
from shop_onboard.models.sales import Sale
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import recycling as records
from shop_onboard.services import audit, changes, versions
from shop_onboard.services.snapshots import Snapshot, difference, put_back, snapshot
from shop_onboard.values.text import N_

# What goes over to the record that stays. Consents stay with the record they were given for.
MOVED: tuple[type[Any], ...] = (
    Product,
    Storefront,
    Sale,
    Order,
    RoleGrant,
    Invitation,
    RegistrationDraft,
    ListingTemplate,
    ExportRun,
    ListingResult,
    Grower,
    Feedback,
    OwnLabelStock,
    Feed,
)
# What tells of the record itself and goes with it, or follows from what it tells of.
STAYING = frozenset(
    {
        "audit_events",
        "consents",
        "consent_links",
        "former_addresses",
        "kept_apart",
        "record_versions",
        "review_remarks",
        "shop_papers",
    }
)
# A choice is made for all of a group: half of one bank account and half of another is neither.
CHOICES: dict[str, tuple[str, ...]] = {
    "name": ("name",),
    "kind": ("kind",),
    "representative": ("representative", "phone"),
    "tax_code": ("tax_code",),
    "address": ("address", "former_district", "former_place"),
    "founded_year": ("founded_year",),
    "member_count": ("member_count",),
    "is_youth_led": ("is_youth_led",),
    "bank_account": ("bank", "bank_account", "account_holder"),
    "story": ("story",),
}
_CHUNK = 500


@dataclass(frozen=True)
class Moved:
    """Which rows came over: table → ids; and what had to be called otherwise: id → old name."""

    ids: Mapping[str, Sequence[int]]
    names: Mapping[str, Mapping[str, str]]

    def told(self) -> dict[str, Any]:
        """As a version keeps it."""
        return {"ids": dict(self.ids), "names": dict(self.names)}

    @property
    def count(self) -> int:
        return sum(len(ids) for ids in self.ids.values())


def merge(
    actor: Actor, stays: Cooperative, goes: Cooperative, theirs: frozenset[str]
) -> RecordVersion:
    """One record of two; of the fields in `theirs` (keys of CHOICES) the value of `goes` is kept.

    Raises Forbidden unless the actor reviews both, DomainError for a sample with a real one.
    """
    _check_both(actor, stays, goes)
    before = snapshot(stays)
    put_back(stays, {name: getattr(goes, name) for key in theirs for name in CHOICES[key]})
    if difference(before, snapshot(stays))[1]:
        stays.changed_by_id = actor.account_id
        if stays.state == "approved":
            stays.state = "submitted"
    moved = _move_all(goes, stays)
    _leave_addresses(goes, stays)
    db.session.flush()
    was, became = difference(before, snapshot(stays))
    link = {"id": goes.id, "name": goes.name, "code": goes.code}
    version = versions.keep(
        actor,
        stays,
        "merged",
        was | {"merged": None},
        became | {"merged": link | moved.told()},
    )
    db.session.flush()
    _throw_away(actor, goes, version)
    audit.record(
        actor,
        "cooperative.merged",
        "cooperative",
        stays.id,
        stays.id,
        code=goes.code,
        fields=sorted(became),
        moved=moved.count,
    )
    return version


def _check_both(actor: Actor, stays: Cooperative, goes: Cooperative) -> None:
    for each in (stays, goes):
        changes.check_may(actor, Action.COOPERATIVE_REVIEW, each)
    if stays.id == goes.id:
        raise DomainError(N_("Hãy chọn hai hồ sơ khác nhau."))
    if stays.is_sample != goes.is_sample:
        raise DomainError(N_("Dữ liệu mẫu và dữ liệu thật không gộp được với nhau."))


def _throw_away(actor: Actor, goes: Cooperative, version: RecordVersion) -> None:
    before = snapshot(goes)
    goes.deleted_at, goes.deleted_by_id = utc_now(), actor.account_id
    db.session.flush()
    was, became = difference(before, snapshot(goes))
    into = {"version": version.id}
    versions.keep(
        actor, goes, "merged", was | {"merged_into": None}, became | {"merged_into": into}
    )
    db.session.flush()


def _move_all(goes: Cooperative, stays: Cooperative) -> Moved:
    names = {
        "products": _give_names(Product, "code", goes, stays, f"-{goes.code}"),
        "storefronts": _give_names(Storefront, "name", goes, stays, f" ({goes.code})"),
    }
    ids: dict[str, list[int]] = {}
    for table in MOVED:
        query = sa.select(table.id).where(table.cooperative_id == goes.id).order_by(table.id)
        ids[table.__tablename__] = list(db.session.scalars(query.execution_options(**WITH_BIN)))
        _set_owner(table, ids[table.__tablename__], stays.id)
    _set_told(ids, stays.id)
    _forget_owners()
    return Moved(ids, {table: found for table, found in names.items() if found})


def _set_owner(table: Any, ids: Sequence[int], owner_id: int) -> None:
    for start in range(0, len(ids), _CHUNK):
        db.session.execute(
            sa.update(table)
            .where(table.id.in_(ids[start : start + _CHUNK]))
            .values(cooperative_id=owner_id)
            .execution_options(synchronize_session="fetch")
        )


def _forget_owners() -> None:
    """What this session has loaded must not go on naming the record it belonged to."""
    for row in list(db.session):
        if isinstance(row, MOVED) and "cooperative" in sa.inspect(type(row)).relationships:
            db.session.expire(row, ["cooperative"])


def _set_told(ids: Mapping[str, Sequence[int]], owner_id: int) -> None:
    """Versions and remarks go with the records they tell of."""
    for subject, moved in _subjects(ids):
        for table in (RecordVersion, ReviewRemark):
            for start in range(0, len(moved), _CHUNK):
                db.session.execute(
                    sa.update(table)
                    .where(
                        table.subject_type == subject,
                        table.subject_id.in_(moved[start : start + _CHUNK]),
                    )
                    .values(cooperative_id=owner_id)
                    .execution_options(synchronize_session="fetch")
                )


def _subjects(ids: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, Sequence[int]]]:
    products = ids[Product.__tablename__]
    for table in (Product, Storefront, Sale):
        yield versions.SUBJECTS[table], ids[table.__tablename__]
    for start in range(0, len(products), _CHUNK):
        of_some = sa.select(Lot.id).where(Lot.product_id.in_(products[start : start + _CHUNK]))
        yield "lot", db.session.scalars(of_some.execution_options(**WITH_BIN)).all()


def _give_names(
    table: Any, column: str, goes: Cooperative, stays: Cooperative, ending: str
) -> dict[str, str]:
    """A code or a name that both use gets an ending in the record that goes; id → what it was."""
    held = getattr(table, column)
    length = held.type.length
    theirs = db.session.scalars(sa.select(table).where(table.cooperative_id == goes.id)).all()
    mine = set(db.session.scalars(sa.select(held).where(table.cooperative_id == stays.id)))
    taken = mine | {getattr(row, column) for row in theirs}
    renamed: dict[str, str] = {}
    for row in theirs:
        was = getattr(row, column)
        if was not in mine:
            continue
        wanted, number = f"{was[: length - len(ending)]}{ending}", 2
        while wanted in taken:
            end = f"{ending}-{number}"
            wanted, number = f"{was[: length - len(end)]}{end}", number + 1
        taken.add(wanted)
        renamed[str(row.id)] = was
        put_back(row, {column: wanted})
    db.session.flush()
    return renamed


def _leave_addresses(goes: Cooperative, stays: Cooperative) -> None:
    """What leads to the record that goes, and the code that spreadsheets name, leads on."""
    earlier = sa.update(FormerAddress).where(FormerAddress.cooperative_id == goes.id)
    db.session.execute(earlier.values(cooperative_id=stays.id))
    for address in _addresses(goes):
        db.session.add(FormerAddress(address=address, cooperative_id=stays.id))


def _addresses(goes: Cooperative) -> tuple[str, str]:
    return f"shop/{goes.slug}", records.code_address(goes.code_union_id, goes.code)


def undo(
    actor: Actor, version: RecordVersion, of_goes: RecordVersion, values: Snapshot
) -> RecordVersion:
    """Two records again, each with what was its own, `values` put back into the one that stayed.

    Raises DomainError where that is past.
    """
    told = version.after["merged"]
    stays = records.record("cooperative", version.subject_id)
    goes = records.record("cooperative", told["id"])
    if stays is None or goes is None or stays.deleted_at is not None:
        raise DomainError(N_("Hồ sơ đã được gộp tiếp hoặc xóa nên không tách ra được nữa."))
    for each in (stays, goes):
        changes.check_may(actor, Action.COOPERATIVE_REVIEW, each)
    _check_apart(stays, told["ids"])
    before, gone = snapshot(stays), snapshot(goes)
    try:
        with db.session.begin_nested():
            _give_back(goes, stays, told)
            goes.deleted_at = goes.deleted_by_id = None
            put_back(stays, values)
            db.session.flush()
    except IntegrityError as refusal:
        raise DomainError(
            N_("Mã hay tên cũ nay đã có hồ sơ khác dùng nên không tách ra được.")
        ) from refusal
    _tell_of_goes(actor, goes, gone, of_goes)
    was, became = difference(before, snapshot(stays))
    made = versions.keep(
        actor, stays, "undone", was | {"merged": told}, became | {"merged": None}, version
    )
    count = sum(len(ids) for ids in told["ids"].values())
    event = "cooperative.merge_undone"
    audit.record(actor, event, "cooperative", stays.id, stays.id, code=goes.code, moved=count)
    db.session.flush()
    return made


def _tell_of_goes(actor: Actor, goes: Cooperative, before: Snapshot, undoes: RecordVersion) -> None:
    was, became = difference(before, snapshot(goes))
    into = undoes.after["merged_into"]
    versions.keep(
        actor, goes, "undone", was | {"merged_into": into}, became | {"merged_into": None}, undoes
    )


def _give_back(goes: Cooperative, stays: Cooperative, told: Mapping[str, Any]) -> None:
    for table in MOVED:
        _set_owner(table, told["ids"][table.__tablename__], goes.id)
    _set_told(told["ids"], goes.id)
    _forget_owners()
    for table, column in ((Product, "code"), (Storefront, "name")):
        for row_id, was in told["names"].get(table.__tablename__, {}).items():
            row = records.record(versions.SUBJECTS[table], int(row_id))
            if row is not None:
                put_back(row, {column: was})
    db.session.execute(sa.delete(FormerAddress).where(FormerAddress.address.in_(_addresses(goes))))


def _check_apart(stays: Cooperative, ids: Mapping[str, Sequence[int]]) -> None:
    """What was sold or ordered since belongs to both: it would be torn in two."""
    products, sales = ids[Product.__tablename__], set(ids[Sale.__tablename__])
    orders = set(ids[Order.__tablename__])
    for start in range(0, len(products), _CHUNK):
        some = products[start : start + _CHUNK]
        sold = sa.select(Sale.id).where(Sale.product_id.in_(some), Sale.cooperative_id == stays.id)
        ordered = (
            sa.select(Order.id)
            .join(OrderLine, OrderLine.order_id == Order.id)
            .join(PackSize, PackSize.id == OrderLine.pack_size_id)
            .where(PackSize.product_id.in_(some), Order.cooperative_id == stays.id)
        )
        later_sales = set(db.session.scalars(sold.execution_options(**WITH_BIN))) - sales
        if later_sales or set(db.session.scalars(ordered)) - orders:
            raise DomainError(
                N_(
                    "Sau khi gộp đã có lần bán hay đơn hàng của sản phẩm chuyển sang, nên không "
                    "tách ra được nữa."
                )
            )
