"""Papers that somebody may print on: those that ship, and their own by millimetres."""

from dataclasses import dataclass

import sqlalchemy as sa

from shop_onboard.errors import NotFound
from shop_onboard.extensions import db
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.label_runs import OwnLabelStock, PrinterSetting
from shop_onboard.models.organisations import Union
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import cooperatives
from shop_onboard.queries.scope import cooperatives_seen
from shop_onboard.values.label_stock import LabelStock, all_label_stocks
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.text import N_

_OWN = "own-"
SIZES = (
    *("page_w_um", "page_h_um", "columns", "rows", "label_w_um", "label_h_um"),
    *("margin_left_um", "margin_top_um", "gap_x_um", "gap_y_um"),
)


@dataclass(frozen=True)
class Setting:
    """How the reader's printer misses on a paper, and whether a test page was scanned since."""

    shift_x_um: int = 0
    shift_y_um: int = 0
    is_tested: bool = False


def own_rows(actor: Actor) -> list[OwnLabelStock]:
    """The actor's own papers that are in use: of cooperatives in sight and of their unions."""
    query = (
        sa.select(OwnLabelStock)
        .where(_is_seen(actor), OwnLabelStock.removed_at.is_(None))
        .order_by(OwnLabelStock.id)
    )
    return list(db.session.scalars(query))


def choices(actor: Actor) -> list[LabelStock]:
    """Every paper that the actor may choose, those that ship first."""
    return [*all_label_stocks(), *(stock_of(row) for row in own_rows(actor))]


def own(actor: Actor, key: str) -> OwnLabelStock:
    """One of the actor's own papers; NotFound when there is none of this key."""
    row = None
    if key.startswith(_OWN):
        number = row_number(key.removeprefix(_OWN))
        query = sa.select(OwnLabelStock).where(OwnLabelStock.id == number, _is_seen(actor))
        row = db.session.scalar(query)
    if row is None:
        raise NotFound(N_("Không tìm thấy khổ giấy tem này."))
    return row


def one(actor: Actor, key: str) -> LabelStock:
    """The paper that ships or is the actor's own, in use or not; NotFound."""
    shipped = {stock.key: stock for stock in all_label_stocks()}
    return shipped.get(key) or stock_of(own(actor, key))


def owners(actor: Actor) -> list[tuple[str, str]]:
    """(«union:…» or «cooperative:…», name) of those whose paper the actor may describe."""
    ids = [grant.union_id for grant in actor.grants if grant.union_id is not None]
    unions = db.session.scalars(sa.select(Union).where(Union.id.in_(ids)).order_by(Union.id))
    found = [(f"union:{union.id}", union.name) for union in unions]
    makers = cooperatives.choices(actor, Action.LABEL_MAKE)
    return found + [(f"cooperative:{slug}", name) for slug, name in makers]


def printed_on(keys: frozenset[str]) -> dict[str, LabelStock]:
    """The papers that runs name, whoever's they are."""
    found = {stock.key: stock for stock in all_label_stocks() if stock.key in keys}
    ids = [int(key[len(_OWN) :]) for key in keys if key.startswith(_OWN)]
    if ids:
        rows = db.session.scalars(sa.select(OwnLabelStock).where(OwnLabelStock.id.in_(ids)))
        found |= {key_of(row): stock_of(row) for row in rows}
    return found


def setting(account_id: int | None, key: str) -> Setting:
    """The person's setting for this paper."""
    row = setting_row(account_id, key)
    if row is None:
        return Setting()
    return Setting(row.shift_x_um, row.shift_y_um, row.tested_at is not None)


def setting_row(account_id: int | None, key: str) -> PrinterSetting | None:
    query = sa.select(PrinterSetting).where(
        PrinterSetting.account_id == account_id, PrinterSetting.stock_key == key
    )
    return db.session.scalar(query)


def key_of(row: OwnLabelStock) -> str:
    return f"{_OWN}{row.id}"


def stock_of(row: OwnLabelStock) -> LabelStock:
    """The row as a paper to print on."""
    sizes = {name: getattr(row, name) for name in SIZES}
    return LabelStock(
        key=key_of(row), name=row.name, name_en=row.name, kind=row.kind, source="", **sizes
    )


def _is_seen(actor: Actor) -> sa.ColumnElement[bool]:
    seen = sa.select(Cooperative.id).where(cooperatives_seen(actor))
    unions = sa.select(Cooperative.union_id).where(cooperatives_seen(actor))
    mine = frozenset().union(*(grant.union_ids for grant in actor.grants))
    return sa.or_(
        OwnLabelStock.cooperative_id.in_(seen),
        OwnLabelStock.union_id.in_(unions),
        OwnLabelStock.union_id.in_(mine),
    )
