"""Putting labels on paper: runs in parts, what became of each part, and links for a printer."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.jobs import Job
from shop_onboard.models.label_runs import LabelLink, LabelPart, LabelRun
from shop_onboard.models.labels import LabelBatch
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import label_runs as queries
from shop_onboard.queries import labels as label_queries
from shop_onboard.queries.accounts import token_hash
from shop_onboard.services import audit, changes, codes, jobs, labels
from shop_onboard.values.label_stock import LabelStock
from shop_onboard.values.serials import format_serials, kept_serials
from shop_onboard.values.text import N_

LINK_DAYS = 7
_KIND = "labels"


@dataclass(frozen=True)
class Paper:
    """What a run is printed on: from which cell, and which words stand on the stickers."""

    stock: LabelStock
    first_cell: int
    lang: str


def begin(actor: Actor, batch: LabelBatch, serials: Sequence[int], paper: Paper) -> LabelRun:
    """The first run of a new batch, whose labels have these serials."""
    return _run(actor, batch, serials, paper, "first", "")


def again(
    actor: Actor, batch: LabelBatch, serials: Sequence[int], paper: Paper, reason: str
) -> LabelRun:
    """Some labels of a batch once more, with the codes that they have.

    `batch` comes with its lot, product and cooperative; `serials` () means all of them. Raises
    DomainError for a number that is not of this batch, or as `labels.make`.
    """
    changes.check_may(actor, Action.LABEL_MAKE, batch.lot.product.cooperative)
    labels.check_lot(batch.lot)
    known = labels.serials_of(batch)
    strange = sorted(set(serials) - set(known))
    if strange:
        raise DomainError(
            N_(
                "Lần in này không có tem số %(serial)s: chỉ có các số %(known)s.",
                serial=strange[0],
                known=format_serials(known),
            ),
            "serials",
        )
    labels.check_cell(paper.stock, paper.first_cell)
    return _run(actor, batch, serials or known, paper, "again", reason)


def ask(actor: Actor, run: LabelRun, title: str, lang: str, public_url: str) -> Job:
    """The job that makes the files of a run; `lang` is that of whoever waits for it."""
    codes.remember_address(public_url)
    params = {
        "run_id": run.id,
        "batch_id": run.batch_id,
        "lang": lang,
        "public_url": public_url,
    }
    return jobs.ask(actor, _KIND, title, params, f"labels:{run.id}")


def mark(actor: Actor, part: LabelPart, state: str) -> None:
    """Say that a part was «printed» or «spoilt», or take that back with «waiting».

    `part` comes from `queries.label_runs.part`.
    """
    lot = part.run.batch.lot
    changes.check_may(actor, Action.LABEL_MAKE, lot.product.cooperative)
    if part.state == state:
        return
    if part.state == "printed" and part.marked_at is not None:
        codes.wait_again(actor, part.run.batch, part.marked_at)
    part.state = state
    part.marked_at = utc_now()
    part.marked_by_id = actor.account_id
    if state == "printed":
        # What is printed goes onto goods: until somebody says so a scan says that it has not.
        serials = kept_serials(part.serials)
        codes.activate_some(actor, part.run.batch, serials, part.marked_at)
    _note(actor, "label_part.marked", part, state=state)


def check_file(actor: Actor, job: Job) -> None:
    """Raises DomainError when a job's file is labels of a lot that was recalled since."""
    number = job.params.get("batch_id") if job.kind == _KIND else None
    if number is not None:
        labels.check_recall(label_queries.one(actor, int(number)).lot)


def make_link(actor: Actor, part: LabelPart) -> str:
    """The token of a new link to the part's file; it ends the part's earlier links."""
    lot = part.run.batch.lot
    changes.check_may(actor, Action.LABEL_MAKE, lot.product.cooperative)
    labels.check_lot(lot)
    now, token = utc_now(), secrets.token_urlsafe(32)
    for row in queries.open_links(part.id):
        row.revoked_at = now
    db.session.add(
        LabelLink(
            part_id=part.id,
            token_hash=token_hash(token),
            expires_at=now + timedelta(days=LINK_DAYS),
            made_by_id=actor.account_id,
        )
    )
    _note(actor, "label_part.link_made", part, days=LINK_DAYS)
    return token


def revoke_link(actor: Actor, part: LabelPart) -> None:
    """End every open link to the part's file."""
    changes.check_may(actor, Action.LABEL_MAKE, part.run.batch.lot.product.cooperative)
    rows = queries.open_links(part.id)
    for row in rows:
        row.revoked_at = utc_now()
    if rows:
        _note(actor, "label_part.link_revoked", part)


def _run(
    actor: Actor,
    batch: LabelBatch,
    serials: Sequence[int],
    paper: Paper,
    purpose: str,
    reason: str,
) -> LabelRun:
    run = LabelRun(
        batch=batch,
        purpose=purpose,
        reason=reason[:200],
        stock_key=paper.stock.key,
        first_cell=paper.first_cell,
        label_count=len(serials),
        sheet_count=paper.stock.sheets(len(serials), paper.first_cell),
        serials=format_serials(serials),
        lang=paper.lang,
        asked_by_id=actor.account_id,
        parts=_parts(serials, paper),
    )
    db.session.add(run)
    db.session.flush()
    audit.record(
        actor,
        "label_run.asked",
        "label_batch",
        batch.id,
        batch.lot.product.cooperative_id,
        lot=batch.lot.code,
        serials=run.serials[:300],
        purpose=purpose,
    )
    return run


def _parts(serials: Sequence[int], paper: Paper) -> list[LabelPart]:
    """Full pages together, so that only the first part begins on a part-used sheet."""
    stock, rest, cell, sheet = paper.stock, list(serials), paper.first_cell, 1
    parts: list[LabelPart] = []
    while rest:
        here = rest[: stock.part_sheets * stock.capacity - (cell - 1)]
        last_sheet = sheet - 1 + stock.sheets(len(here), cell)
        parts.append(
            LabelPart(
                number=len(parts) + 1,
                first_cell=cell,
                first_sheet=sheet,
                last_sheet=last_sheet,
                serials=format_serials(here),
            )
        )
        rest, cell, sheet = rest[len(here) :], 1, last_sheet + 1
    return parts


def _note(actor: Actor, event: str, part: LabelPart, **data: object) -> None:
    batch = part.run.batch
    audit.record(
        actor,
        event,
        "label_batch",
        batch.id,
        batch.lot.product.cooperative_id,
        lot=batch.lot.code,
        serials=part.serials[:300],
        **data,
    )
