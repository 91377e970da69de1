"""Keeping the growers of a cooperative, their consent, and who supplied which lot."""

from collections.abc import Collection
from dataclasses import dataclass

import sqlalchemy as sa

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.growers import Grower, LotGrower
from shop_onboard.models.lots import Lot
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import growers as queries
from shop_onboard.services import audit, changes
from shop_onboard.values.consents import grower_text, has_identity_number
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_, fold, sort_key


@dataclass(frozen=True)
class GrowerData:
    """What a form says of a grower."""

    name: str
    commune_id: int
    phone: str = ""


def create(actor: Actor, cooperative: Cooperative, data: GrowerData) -> Grower:
    """A new grower. Raises DomainError for a name and commune that are there already."""
    changes.check_may(actor, Action.LOT_EDIT, cooperative)
    _check(cooperative, data, None)
    grower = Grower(
        cooperative_id=cooperative.id,
        is_sample=cooperative.is_sample,
        shown_name="",
        consent_version="",
        **_columns(data),
    )
    db.session.add(grower)
    db.session.flush()
    # The log keeps no names: it outlives what somebody asks to have taken away.
    _note(actor, "grower.created", grower)
    return grower


def update(
    actor: Actor, cooperative: Cooperative, grower: Grower, data: GrowerData, version: int | None
) -> list[str]:
    """Change what differs; returns the fields. Consent to the old name does not cover a new one.

    Raises Conflict, and what `create` raises.
    """
    changes.check_may(actor, Action.LOT_EDIT, cooperative)
    changes.check_version(grower, version)
    _check(cooperative, data, grower.id)
    fields = changes.apply(grower, _columns(data))
    db.session.flush()
    if fields:
        _note(actor, "grower.changed", grower, fields=fields)
    return fields


def agree(actor: Actor, cooperative: Cooperative, grower: Grower) -> None:
    """The grower has agreed to the words of today that this very name is shown."""
    changes.check_may(actor, Action.LOT_EDIT, cooperative)
    text = grower_text(local_date(utc_now()))
    if (grower.shown_name, grower.consent_version) == (grower.name, text.version):
        return
    grower.shown_name, grower.consent_version = grower.name, text.version
    grower.consented_at = utc_now()
    db.session.flush()
    _note(actor, "grower.consent_given", grower, text_version=text.version)


def withdraw(actor: Actor, cooperative: Cooperative, grower: Grower) -> None:
    """The grower takes it back: from now on they are only counted."""
    changes.check_may(actor, Action.LOT_EDIT, cooperative)
    if not grower.shown_name:
        return
    grower.shown_name, grower.consent_version, grower.consented_at = "", "", None
    db.session.flush()
    _note(actor, "grower.consent_withdrawn", grower)


def remove(actor: Actor, cooperative: Cooperative, grower: Grower) -> None:
    """Forget a grower whom no lot names. Raises DomainError for others."""
    changes.check_may(actor, Action.LOT_EDIT, cooperative)
    if queries.lot_count(grower.id):
        raise DomainError(
            N_("Người này đã góp hàng cho một lô nên phải giữ lại để còn truy xuất được.")
        )
    _note(actor, "grower.removed", grower)
    db.session.delete(grower)
    db.session.flush()


def supply(actor: Actor, lot: Lot, grower_ids: Collection[int]) -> None:
    """Just these growers supplied the lot. Raises DomainError for one of somebody else's."""
    cooperative = lot.product.cooperative
    changes.check_may(actor, Action.LOT_EDIT, cooperative)
    known = {grower.id for grower in queries.of_cooperative(cooperative.id)}
    wanted = set(grower_ids)
    if not wanted <= known:
        raise DomainError(N_("Hãy chọn người trồng của chính hợp tác xã này."))
    held = {grower.id for grower in queries.of_lot(lot.id)}
    if wanted == held:
        return
    gone = sorted(held - wanted)
    db.session.execute(
        sa.delete(LotGrower).where(LotGrower.lot_id == lot.id, LotGrower.grower_id.in_(gone))
    )
    db.session.add_all(LotGrower(lot_id=lot.id, grower_id=each) for each in sorted(wanted - held))
    db.session.flush()
    audit.record(
        actor,
        "lot.growers_named",
        "lot",
        lot.id,
        cooperative.id,
        added=sorted(wanted - held),
        removed=gone,
    )


def _check(cooperative: Cooperative, data: GrowerData, own_id: int | None) -> None:
    if has_identity_number(data.name):
        raise DomainError(N_("Đừng ghi số căn cước. Chỉ cần họ tên hoặc tên hộ."), "name")
    for other in queries.of_cooperative(cooperative.id):
        is_same = (other.name_folded, other.commune_id, other.phone) == (
            fold(data.name),
            data.commune_id,
            data.phone,
        )
        if is_same and other.id != own_id:
            raise DomainError(
                N_("Đã có người trồng này. Nếu là người khác cùng tên, hãy ghi thêm điện thoại."),
                "name",
            )


def _columns(data: GrowerData) -> dict[str, object]:
    return {
        "name": data.name,
        "name_folded": fold(data.name),
        "name_sort": sort_key(data.name),
        "phone": data.phone,
        "commune_id": data.commune_id,
    }


def _note(actor: Actor, event: str, grower: Grower, **data: object) -> None:
    audit.record(actor, event, "grower", grower.id, grower.cooperative_id, **data)
