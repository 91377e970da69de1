"""The private folder of what a cooperative needs to open shops."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.extensions import db
from shop_onboard.models.conditions import ShopPaper
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import conditions as queries
from shop_onboard.services import audit, changes
from shop_onboard.values.conditions import Paper
from shop_onboard.values.consents import has_identity_number
from shop_onboard.values.papers import StoredPaper
from shop_onboard.values.text import N_


@dataclass(frozen=True)
class PaperData:
    """What is said of a paper; `file` None keeps the one that is there."""

    state: str
    note: str = ""
    expires_on: date | None = None
    file: StoredPaper | None = None


def check_may(actor: Actor, cooperative: Cooperative) -> None:
    """Raises Forbidden unless the folder of this cooperative is the actor's business."""
    changes.check_may(actor, Action.SHOP_PAPERS, cooperative)


def save(
    actor: Actor, cooperative: Cooperative, paper: Paper, data: PaperData, version: int
) -> list[str]:
    """Keep what is said of a paper; returns the fields that changed.

    `version` 0 stands for one that nobody has spoken of. Raises Forbidden, Conflict; DomainError
    for a file of what is never to be sent, or an identity number.
    """
    check_may(actor, cooperative)
    row = queries.papers(cooperative.id).get(paper.key)
    if (row.version if row else 0) != version:
        raise Conflict(N_("Có người vừa sửa mục này. Hãy xem hai bản rồi chọn bản đúng."))
    if has_identity_number(data.note):
        raise DomainError(N_("Đừng ghi số căn cước ở đây: chỉ ghi đã có hay chưa."), "note")
    columns: dict[str, Any] = {
        "state": data.state,
        "note": data.note,
        "expires_on": data.expires_on,
    }
    if data.file is not None:
        if not paper.takes_file:
            raise DomainError(N_("Mục này không nhận tệp. Hãy chỉ ghi đã có hay chưa."), "file")
        columns |= vars(data.file) | {"state": "have"}
    if row is None:
        row = ShopPaper(cooperative_id=cooperative.id, kind=paper.key, **columns)
        db.session.add(row)
        fields = sorted(columns)
    else:
        fields = changes.apply(row, columns)
    db.session.flush()
    if fields:
        _record(actor, cooperative, "shop_paper.changed", kind=paper.key, fields=fields)
    return fields


def drop_file(actor: Actor, cooperative: Cooperative, paper: Paper) -> None:
    """Take the file away; the sweeper removes it when nothing else names it.

    Raises Forbidden; DomainError when there is none.
    """
    check_may(actor, cooperative)
    row = queries.papers(cooperative.id).get(paper.key)
    if row is None or row.storage_key is None:
        raise DomainError(N_("Mục này không có tệp nào."))
    changes.apply(row, {"storage_key": None, "file_name": "", "media_type": ""})
    db.session.flush()
    _record(actor, cooperative, "shop_paper.file_dropped", kind=paper.key)


def _record(actor: Actor, cooperative: Cooperative, event: str, **data: Any) -> None:
    audit.record(actor, event, "cooperative", cooperative.id, cooperative.id, **data)
