"""What is printed in codes: numbers that somebody has a right to, stickers that are on goods."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from urllib.parse import urlsplit

import sqlalchemy as sa

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.codes import FormerGtin, PublicAddress
from shop_onboard.models.labels import Label, LabelBatch
from shop_onboard.models.products import PackSize, Product
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import codes as queries
from shop_onboard.queries import digital_links
from shop_onboard.services import audit, changes
from shop_onboard.values.addresses import is_public_address
from shop_onboard.values.codes import gs1_name
from shop_onboard.values.text import N_


def check_gtin(
    product: Product | None, cooperative_id: int, pack: PackSize | None, gtin: str
) -> None:
    """Raises DomainError for a number that another owner's product, or another pack, bears.

    Two packs of one cooperative cannot share a number either: it stands for one of them.
    """
    held = queries.bearer(gtin)
    if held is None or held is pack:
        return
    if held.product.cooperative_id != cooperative_id:
        raise DomainError(
            N_(
                "Mã vạch %(gtin)s đang ở sản phẩm của một cơ sở khác. Hãy xem lại số trên bao bì; "
                "nếu đúng là mã của mình, hãy nhờ cán bộ Đoàn xem giúp.",
                gtin=gtin,
            ),
            "packs",
        )
    if product is None or held.product_id != product.id:
        raise DomainError(
            N_(
                "Mã vạch %(gtin)s đã ghi ở sản phẩm «%(product)s». Mỗi quy cách cần một mã riêng.",
                gtin=gtin,
                product=held.product.name,
            ),
            "packs",
        )


def owned(product: Product) -> frozenset[str]:
    """The numbers that the product's packs bear with right; its packs are loaded."""
    return frozenset(row.gtin for row in product.packs if row.gtin and row.has_gtin_right)


def keep_former(product: Product, before: Iterable[str]) -> None:
    """Remember the numbers that the product bore `before` and bears no more: some are printed."""
    gone = set(before) - owned(product)
    if not gone or product.id is None:
        return
    held = set(
        db.session.scalars(sa.select(FormerGtin.gtin).where(FormerGtin.product_id == product.id))
    )
    db.session.add_all(FormerGtin(gtin=gtin, product_id=product.id) for gtin in sorted(gone - held))


def gs1_code(product: Product, code: str) -> str | None:
    """What GS1 addresses call a new lot of this code; None where that is another lot's, of one
    thrown away too."""
    name = gs1_name(code)
    return None if name is None or digital_links.is_lot_name(product.id, name) else name


def activate(actor: Actor, batch: LabelBatch) -> None:
    """Say that the stickers are on goods: from now on scans count, and pages say nothing of it.

    The batch comes with its lot, product and cooperative. Raises Forbidden. Twice is once.
    """
    changes.check_may(actor, Action.LABEL_MAKE, batch.lot.product.cooperative)
    if batch.activated_at is None:
        _activate(actor, batch, utc_now(), _waiting(batch))


def activate_some(
    actor: Actor, batch: LabelBatch, serials: Sequence[int], moment: datetime
) -> None:
    """As `activate`, of the stickers with these numbers alone, at this aware moment."""
    changes.check_may(actor, Action.LABEL_MAKE, batch.lot.product.cooperative)
    if batch.activated_at is None:
        _activate(actor, batch, moment, _waiting(batch).where(Label.serial.in_(serials)))


def wait_again(actor: Actor, batch: LabelBatch, moment: datetime) -> None:
    """What `activate_some` was told at this moment was a mistake: its stickers wait again."""
    changes.check_may(actor, Action.LABEL_MAKE, batch.lot.product.cooperative)
    told_then = sa.update(Label).where(Label.batch_id == batch.id, Label.activated_at == moment)
    if changes.count_changed(told_then.values(activated_at=None)) or batch.activated_at == moment:
        batch.activated_at = None
    db.session.flush()


def _waiting(batch: LabelBatch) -> sa.Update:
    return sa.update(Label).where(Label.batch_id == batch.id, Label.activated_at.is_(None))


def _activate(actor: Actor, batch: LabelBatch, moment: datetime, some: sa.Update) -> None:
    count = changes.count_changed(some.values(activated_at=moment))
    rest = sa.select(Label.id).where(Label.batch_id == batch.id, Label.activated_at.is_(None))
    if db.session.scalar(rest.limit(1)) is None:
        batch.activated_at = moment
    db.session.flush()
    audit.record(
        actor,
        "label_batch.activated",
        "label_batch",
        batch.id,
        batch.lot.product.cooperative_id,
        lot=batch.lot.code,
        count=count if batch.content == "item" else batch.label_count,
    )


def remember_address(public_url: str | None) -> bool:
    """Keep an address that labels may be printed with, for good; whether it was new."""
    if public_url is None or not is_public_address(public_url):
        return False
    url = public_url.rstrip("/")
    if db.session.scalar(sa.select(PublicAddress.id).where(PublicAddress.url == url)) is not None:
        return False
    db.session.add(PublicAddress(url=url, host=(urlsplit(url).hostname or "").lower()))
    db.session.flush()
    return True
