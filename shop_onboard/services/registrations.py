"""The guided registration: kept while somebody types, sent as a cooperative with its product."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import sqlalchemy as sa

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.products import Product
from shop_onboard.models.registrations import RegistrationDraft
from shop_onboard.policy import NOBODY, Action, Actor
from shop_onboard.queries import organisations
from shop_onboard.queries import registrations as queries
from shop_onboard.services import audit, changes, cooperatives, products
from shop_onboard.services.cooperatives import CooperativeData
from shop_onboard.services.products import ProductData
from shop_onboard.services.recycling import KEPT_FOR
from shop_onboard.values.codes import new_registration_code
from shop_onboard.values.text import N_

MAX_DRAFTS = 20
# Names and numbers of other people lie in a draft: it does not wait for ever.
KEPT_DRAFT_DAYS = 180
# No field takes more; what is typed beyond is refused by its form, and need not be kept.
MAX_CHARS = 500


def start(actor: Actor) -> RegistrationDraft:
    """A new draft, or the one in which nothing has been typed yet.

    Raises Forbidden, or DomainError beyond twenty drafts.
    """
    if not actor.may(Action.COOPERATIVE_CREATE):
        raise Forbidden(N_("Bạn không có quyền đăng ký hợp tác xã."))
    drafts = queries.drafts(actor)
    for draft in drafts:
        if not draft.data:
            return draft
    if len(drafts) >= MAX_DRAFTS:
        raise DomainError(
            N_(
                "Bạn đang có %(count)s bản nháp. Hãy gửi hoặc xóa bớt trước khi đăng ký thêm.",
                count=len(drafts),
            )
        )
    draft = RegistrationDraft(
        reference=new_registration_code(), account_id=actor.account_id, data={}
    )
    db.session.add(draft)
    db.session.flush()
    audit.record(actor, "registration.started", "registration", draft.id, reference=draft.reference)
    return draft


def keep(draft: RegistrationDraft, typed: Mapping[str, str]) -> None:
    """Keep what was typed, right or wrong; other fields stay. DomainError once it was sent.

    Not an event of the log: it happens every few seconds, to the person's own notes.
    """
    _check_open(draft)
    kept = {name: text[:MAX_CHARS] for name, text in typed.items()}
    draft.data = draft.data | kept
    draft.updated_at = utc_now()
    db.session.flush()


def discard(actor: Actor, draft: RegistrationDraft) -> None:
    """Throw a draft away; it can be taken back for thirty days. DomainError once it was sent."""
    _check_open(draft)
    audit.record(
        actor, "registration.discarded", "registration", draft.id, reference=draft.reference
    )
    if draft.data:
        draft.discarded_at = utc_now()
    else:
        db.session.delete(draft)
    db.session.flush()


def restore(actor: Actor, draft: RegistrationDraft) -> None:
    """Take back a draft that was thrown away."""
    audit.record(
        actor, "registration.restored", "registration", draft.id, reference=draft.reference
    )
    draft.discarded_at = None
    draft.updated_at = utc_now()
    db.session.flush()


def send(
    actor: Actor,
    draft: RegistrationDraft,
    data: CooperativeData,
    product: ProductData,
    apart: frozenset[int] | None = None,
) -> Cooperative:
    """Register both and hand them to the union; the draft becomes the receipt.

    Raises what `cooperatives.create` and `products.create` raise.
    """
    _check_open(draft)
    made = cooperatives.create(actor, data, organisations.home_union(actor), apart)
    made_product = products.create(actor, made, product)
    cooperatives.submit(actor, made)
    products.submit(actor, made_product)
    _close(draft, made)
    audit.record(
        actor,
        "registration.sent",
        "registration",
        draft.id,
        made.id,
        reference=draft.reference,
        product=made_product.code,
    )
    return made


def add_to(
    actor: Actor, draft: RegistrationDraft, cooperative: Cooperative, product: ProductData
) -> Product:
    """It was registered already: its product goes there, and the draft becomes the receipt.

    Raises what `products.create` and `products.submit` raise.
    """
    _check_open(draft)
    made = products.create(actor, cooperative, product)
    products.submit(actor, made)
    _close(draft, cooperative)
    audit.record(
        actor,
        "registration.joined",
        "registration",
        draft.id,
        cooperative.id,
        reference=draft.reference,
        product=made.code,
    )
    return made


def check_area(actor: Actor, commune_id: int) -> None:
    """Raises Forbidden where the actor registers nobody."""
    cooperatives.check_area(actor, commune_id, organisations.home_union(actor))


def check_known(actor: Actor, data: CooperativeData, apart: frozenset[int]) -> None:
    """Raises PossibleDouble for somebody registered already, as `send` does."""
    cooperatives.check_new(actor, data, organisations.home_union(actor), apart)


def forget(now: datetime) -> int:
    """Delete drafts left or thrown away as long ago as their page says; how many went."""
    is_left = RegistrationDraft.updated_at < now - timedelta(days=KEPT_DRAFT_DAYS)
    is_past = RegistrationDraft.discarded_at < now - KEPT_FOR
    gone = changes.count_changed(
        sa.delete(RegistrationDraft).where(
            RegistrationDraft.sent_at.is_(None), sa.or_(is_left, is_past)
        )
    )
    if gone:
        audit.record(NOBODY, "registration.forgotten", "registration", None, count=gone)
    return gone


def _close(draft: RegistrationDraft, cooperative: Cooperative) -> None:
    draft.cooperative = cooperative
    draft.sent_at = utc_now()
    # The records hold it now; the phone number need not lie in two places.
    draft.data = {}
    db.session.flush()


def _check_open(draft: RegistrationDraft) -> None:
    if draft.sent_at is not None:
        raise DomainError(N_("Hồ sơ này đã được gửi rồi."))
