"""What a lot leaves behind: steps, growers, stickers on paper, codes, scans, reports, recalls."""

import io
from dataclasses import replace
from typing import Any

import pikepdf
import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.labels import Label, LabelBatch
from shop_onboard.models.lots import Lot
from shop_onboard.models.scans import CloneFlag
from shop_onboard.policy import SYSTEM
from shop_onboard.queries.feedback import Subject
from shop_onboard.services import (
    feedback,
    growers,
    label_runs,
    label_stocks,
    labels,
    lot_events,
    recalls,
)
from shop_onboard.values.label_stock import get_label_stock
from tests import world

Values = dict[str, Any]
# A number of GS1's own examples.
GTIN = "09521234543213"


def of_lot(lot: Lot, storage: Any) -> dict[str, Values]:
    """Blueprint or endpoint → what fills its address, all about cooperative A's lot."""
    a: Cooperative = lot.product.cooperative
    grower = growers.create(SYSTEM, a, growers.GrowerData("Nguyễn Văn Thử", a.commune_id))
    step = lot_events.EventData("storing", world.TODAY)
    event = lot_events.record(SYSTEM, lot, step)
    lot.product.packs[0].gtin = GTIN
    lot.product.packs[0].has_gtin_right = True
    own = label_stocks.Owner(cooperative=a)
    paper = label_stocks.add(SYSTEM, own, replace(get_label_stock(), name="Giấy của A"))
    code = {"code": lot.slug}
    return {
        "growers": {"code": a.slug, "grower_id": grower.id},
        "lot_events": code | {"event_id": event.id},
        "lot_growers": code,
        "lot_making": code,
        "label_stocks": {"key": f"own-{paper.id}"},
        "codes": {"token": lot.token, "rest": f"{GTIN}/10/{lot.code}"},
        "recalls": {"number": recalls.begin(SYSTEM, _another(lot), "Có mùi lạ").id},
        "feedback": {"reference": _reported(a)},
    } | _printed(lot, storage)


def _another(lot: Lot) -> Lot:
    return world.lot(lot.product, "LO-A-THU-HOI")


def _reported(a: Cooperative) -> str:
    subject = Subject("", cooperative_id=a.id)
    return feedback.send(subject, feedback.FeedbackData("quality", "Quả bị dập")).reference


def _printed(lot: Lot, storage: Any) -> dict[str, Values]:
    """Two stickers on paper whose file a print shop may fetch; one of them looks copied."""
    stock = get_label_stock()
    batch: LabelBatch = labels.make(SYSTEM, lot, 2, stock, is_trial=True, pack_label="Hộp 2 kg")
    stickers = db.session.scalars(sa.select(Label).where(Label.batch_id == batch.id)).all()
    paper = label_runs.Paper(get_label_stock(), 1, "vi")
    run = label_runs.begin(SYSTEM, batch, labels.serials_of(batch), paper)
    part = run.parts[0]
    part.pdf_key = storage.put(_page())
    flag = CloneFlag(label_id=stickers[0].id, rule="many_days", scan_count=9, flagged_at=utc_now())
    db.session.add(flag)
    db.session.flush()
    return {
        "activations": {"number": batch.id},
        "labels": {"number": batch.id},
        "label_parts": {
            "number": batch.id,
            "part": part.id,
            "token": label_runs.make_link(SYSTEM, part),
        },
        "scans": {"number": flag.id},
    }


def _page() -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        document.save(out)
    return out.getvalue()
