"""Puts the typed rows of a spreadsheet into place, a short batch at a time.

Every batch is one transaction of its edge. A row that is refused leaves nothing behind and names
its sheet, row and column; the others go in. Rows read = created + updated + unchanged + failed.
"""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from sqlalchemy.exc import IntegrityError

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.imports.rows import ProductRow, Row
from shop_onboard.imports.workbook import Workbook
from shop_onboard.models.clock import utc_now
from shop_onboard.models.imports import Import
from shop_onboard.models.organisations import Union
from shop_onboard.policy import Action, Actor
from shop_onboard.services import audit, import_rows
from shop_onboard.services.import_rows import Run
from shop_onboard.values.text import N_, Message
from shop_onboard.values.workbook import RowError, get_sheet

BATCH_ROWS = 500
# Programmes come before the sales that name them.
ORDER = ("cooperatives", "products", "lots", "storefronts", "campaigns", "figures", "sales")


@dataclass(frozen=True)
class Batch:
    """Rows of one sheet that go in together; each group of rows is one record."""

    sheet_key: str
    sheet_name: str
    groups: tuple[tuple[Row, ...], ...]


@dataclass
class Tally:
    """What became of the rows of a batch."""

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    errors: list[RowError] = field(default_factory=list)
    failed: int = 0


def receive(
    actor: Actor, union: Union, file_name: str, storage_key: str, *, is_sample: bool = False
) -> Import:
    """A file that lies in storage, to be imported for a union. Raises Forbidden."""
    if not actor.may(Action.IMPORT_RUN):
        raise Forbidden(N_("Bạn không có quyền nhập bảng tính."))
    row = Import(
        code=secrets.token_hex(6),
        file_name=file_name[-200:],
        storage_key=storage_key,
        union_id=union.id,
        account_id=actor.account_id,
        is_sample=is_sample,
        errors=[],
    )
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "import.received", "import", row.id, file_name=row.file_name)
    return row


def batches(workbook: Workbook) -> Iterator[Batch]:
    """The good rows in the order in which they must go in, at most 500 rows together."""
    for key in ORDER:
        sheet = workbook.sheets.get(key)
        if sheet is None:
            continue
        held: list[tuple[Row, ...]] = []
        count = 0
        for group in _groups(sheet.rows):
            if count + len(group) > BATCH_ROWS and held:
                yield Batch(key, sheet.name, tuple(held))
                held, count = [], 0
            held.append(group)
            count += len(group)
        if held:
            yield Batch(key, sheet.name, tuple(held))


def apply(run: Run, batch: Batch) -> Tally:
    """Put one batch in place and record one audit event for it."""
    tally = Tally()
    put = import_rows.PUT[batch.sheet_key]
    for group in batch.groups:
        try:
            with db.session.begin_nested():
                outcome = put(run, group)
        except DomainError as refusal:
            _refuse(run, tally, batch, group, refusal.message, refusal.field)
        except IntegrityError:
            _refuse(run, tally, batch, group, N_("Dòng này trùng với một dòng đã có."), None)
        else:
            setattr(tally, outcome, getattr(tally, outcome) + len(group))
    audit.record(
        run.actor,
        "import.batch",
        "import",
        run.import_id,
        sheet=batch.sheet_name,
        created=tally.created,
        updated=tally.updated,
        unchanged=tally.unchanged,
        failed=tally.failed,
    )
    return tally


def add_up(row: Import, tally: Tally) -> None:
    """Keep a batch's counts and errors with the import."""
    row.created_count += tally.created
    row.updated_count += tally.updated
    row.unchanged_count += tally.unchanged
    row.failed_count += tally.failed
    row.errors = [*row.errors, *(stored_error(error) for error in tally.errors)]


def begin(row: Import, workbook: Workbook) -> None:
    """The file could be read: keep its row count and the errors found in reading."""
    row.state = "running"
    row.row_count = workbook.row_count
    row.created_count = row.updated_count = row.unchanged_count = 0
    row.failed_count = workbook.failed_count
    row.errors = [stored_error(error) for error in workbook.errors]


def finish(actor: Actor, row: Import) -> None:
    """Everything that could go in is in."""
    row.state = "done"
    row.finished_at = utc_now()
    audit.record(
        actor,
        "import.finished",
        "import",
        row.id,
        rows=row.row_count,
        created=row.created_count,
        updated=row.updated_count,
        unchanged=row.unchanged_count,
        failed=row.failed_count,
    )


def refuse(actor: Actor, row: Import, message: Message) -> None:
    """Nothing of the file could be used."""
    row.state = "refused"
    row.finished_at = utc_now()
    row.errors = [stored_error(RowError(row.file_name, None, None, message))]
    audit.record(
        actor,
        "import.finished",
        "import",
        row.id,
        rows=0,
        created=0,
        updated=0,
        unchanged=0,
        failed=0,
    )


def stored_error(error: RowError) -> dict[str, Any]:
    """An error as it is kept: the sentence still to be translated, and its place."""
    params: Mapping[str, Any] = {name: str(value) for name, value in error.message.params.items()}
    return {
        "sheet": error.sheet,
        "row": error.row,
        "column": error.column,
        "msgid": error.message.msgid,
        "params": dict(params),
    }


def loaded_error(stored: Mapping[str, Any]) -> RowError:
    """The error again."""
    return RowError(
        stored["sheet"],
        stored["row"],
        stored["column"],
        Message(stored["msgid"], dict(stored["params"])),
    )


def _groups(rows: Sequence[Row]) -> Iterator[tuple[Row, ...]]:
    """One group a record: rows of one product code are its pack sizes."""
    if rows and isinstance(rows[0], ProductRow):
        ordered: dict[tuple[str, str], list[Row]] = {}
        for row in rows:
            if isinstance(row, ProductRow):
                ordered.setdefault((row.cooperative_code, row.code), []).append(row)
        yield from (tuple(group) for group in ordered.values())
        return
    for _number, group in groupby(rows, key=lambda row: row.row):
        yield tuple(group)


def _refuse(
    run: Run,
    tally: Tally,
    batch: Batch,
    group: tuple[Row, ...],
    message: Message,
    field_key: str | None,
) -> None:
    columns = {column.key: column.name for column in get_sheet(batch.sheet_key).columns}
    tally.failed += len(group)
    # What the refused row left in the run's memory was rolled back with it.
    run.forget()
    tally.errors += [
        RowError(batch.sheet_name, row.row, columns.get(field_key or ""), message) for row in group
    ]
