"""Puts the typed rows of a spreadsheet into place, a short batch at a time.

Every batch is one transaction of its edge. A row that is refused leaves nothing behind and names
its sheet, row and column; the others go in. Rows read = created + updated + unchanged + failed.
"""

import secrets
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.exc import IntegrityError

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.imports.cells import as_text, code_of_name
from shop_onboard.imports.rows import ProductRow, Row
from shop_onboard.imports.workbook import SheetRows, Workbook
from shop_onboard.models.clock import utc_now
from shop_onboard.models.imports import Import
from shop_onboard.models.jobs import Job
from shop_onboard.models.organisations import Union
from shop_onboard.policy import Action, Actor
from shop_onboard.services import audit, import_rows, jobs, versions
from shop_onboard.services.import_products import Batch
from shop_onboard.services.import_rows import Decision, Record
from shop_onboard.services.import_run import Run
from shop_onboard.values.text import N_, Message, clean
from shop_onboard.values.workbook import RowError

KIND = "import"
WORKBOOK_KIND = "workbook"
# One transaction: so many rows or so long, whichever comes first.
BATCH_ROWS = 500
BATCH_SECONDS = 1.0
# So many products are looked up by the same few queries.
CHUNK_RECORDS = 250
# As many are kept with the import; a file with more wrong rows is wrong as a whole.
MOST_ERRORS = 10_000
# Programmes come before the sales that name them.
ORDER = ("cooperatives", "products", "lots", "storefronts", "campaigns", "figures", "sales")
Decide = Callable[[Record], Decision]
# What a service calls a field, where the sheet's column has another key.
_COLUMN_OF_FIELD = {"packs": "pack_label", "photo": "photos"}


@dataclass
class Tally:
    """What became of the records of a batch, counted by their rows; `outcomes` counts the file's.

    A row that is a product's and its maker's is two records' and one row.
    """

    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    errors: list[RowError] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)

    def settle(self, run: Run, record: Record, outcome: str) -> None:
        """Count a record; a row in which nothing but the maker is new is new."""
        self.count(outcome, len(record.rows))
        sheet = record.sheet
        for row in record.rows:
            if sheet.is_beside:
                run.beside[sheet.name, row.row] = outcome
            elif outcome == "unchanged":
                beside = run.beside.get((sheet.name, row.row), outcome)
                self.outcomes[beside] += 1
            else:
                self.outcomes[outcome] += 1

    def count(self, outcome: str, rows: int) -> None:
        """Add rows to "created", "updated", "unchanged" or "failed"."""
        setattr(self, outcome, getattr(self, outcome) + rows)

    @property
    def rows(self) -> int:
        return self.created + self.updated + self.unchanged + self.failed


def receive(
    actor: Actor, union: Union, file_name: str, storage_key: str, state: str = "waiting"
) -> Import:
    """A file that lies in storage, to be imported for a union. Raises Forbidden."""
    _check_may(actor)
    row = Import(
        state=state,
        code=secrets.token_hex(6),
        file_name=file_name[-200:],
        storage_key=storage_key,
        union_id=union.id,
        account_id=actor.account_id,
        is_sample=union.is_sample,
        errors=[],
    )
    db.session.add(row)
    db.session.flush()
    audit.record(actor, "import.received", "import", row.id, file_name=row.file_name)
    return row


def ask(actor: Actor, row: Import, lang: str) -> Job:
    """The job that brings an import in, for the first time or after it was stopped."""
    params = {"import_id": row.id, "import_code": row.code, "lang": lang}
    return jobs.ask(actor, KIND, row.file_name, params, f"import:{row.code}")


def ask_again(actor: Actor, row: Import, lang: str) -> Job:
    """The job of an import whose last one came to no end. Raises DomainError, Forbidden."""
    _check_may(actor)
    if row.state not in ("waiting", "running"):
        raise DomainError(N_("Tệp này đã nhập xong. Muốn nhập tệp đã sửa, hãy gửi tệp mới."))
    return ask(actor, row, lang)


def ask_workbook(actor: Actor, union: Union, title: str, lang: str) -> Job:
    """The job that writes a union's records as a workbook. Raises Forbidden."""
    _check_may(actor)
    params = {"union": union.code, "lang": lang}
    key = ":".join((WORKBOOK_KIND, union.code, lang, str(actor.account_id)))
    return jobs.ask(actor, WORKBOOK_KIND, title, params, key)


def records(workbook: Workbook) -> list[Record]:
    """The good rows as records, in the order in which they must go in."""
    return [
        Record(sheet, rows)
        for key in ORDER
        for sheet in workbook.sheets.values()
        if sheet.key == key
        for rows in _groups(sheet.rows)
    ]


def put_in(run: Run, row: Import, found: Sequence[Record], start: int = 0) -> Iterator[int]:
    """Put the records from number `start` on into place, a batch a step.

    Each step keeps the counts and one audit event with the rows, and gives the number of records
    that are in; the caller commits before it asks for the next.
    """
    for record in found[:start]:
        import_rows.recall(run, record)
    done = start
    while done < len(found):
        run.forget()
        tally = Tally()
        sheet = found[done].sheet
        last = time.monotonic() + BATCH_SECONDS
        while done < len(found) and found[done].sheet is sheet:
            chunk = chunk_from(found, done)
            _put_chunk(run, chunk, tally)
            done += len(chunk)
            if tally.rows >= BATCH_ROWS or time.monotonic() > last:
                break
        _keep(run, row, sheet, tally)
        yield done


def chunk_from(found: Sequence[Record], start: int) -> Sequence[Record]:
    """The records from `start` on that are looked up and written together."""
    sheet = found[start].sheet
    if sheet.key != "products":
        return found[start : start + 1]
    end = start
    while end < len(found) and end - start < CHUNK_RECORDS and found[end].sheet is sheet:
        end += 1
    return found[start:end]


def decider(run: Run, chunk: Sequence[Record]) -> tuple[Decide, Callable[[], None]]:
    """What decides on each record of a chunk, and what writes those decisions together."""
    if chunk[0].sheet.key == "products":
        batch = Batch.of(run, chunk)
        return batch.decide, batch.finish
    decide = import_rows.DECIDE[chunk[0].sheet.key]
    return lambda record: decide(run, record), db.session.flush


def _put_chunk(run: Run, chunk: Sequence[Record], tally: Tally) -> None:
    """All of a chunk in one savepoint; one by one where something stands in the way."""
    decide, write = decider(run, chunk)
    decided: list[tuple[Record, Decision]] = []
    refused: list[tuple[Record, DomainError]] = []
    for record in chunk:
        try:
            decided.append((record, decide(record)))
        except DomainError as refusal:
            refused.append((record, refusal))
    try:
        with versions.of_import(run.import_id), db.session.begin_nested():
            for _, decision in decided:
                decision.carry_out()
            write()
    except (DomainError, IntegrityError) as failure:
        # What the refused rows left in the run's memory was rolled back with them.
        run.forget()
        _put_singly(run, [record for record, _ in decided], tally, failure)
    else:
        for record, decision in decided:
            tally.settle(run, record, decision.outcome)
    for record, problem in refused:
        refuse_record(run, tally, record, problem.message, problem.field)


def _put_singly(
    run: Run, records: Sequence[Record], tally: Tally, failure: DomainError | IntegrityError
) -> None:
    if len(records) > 1:
        for record in records:
            _put_chunk(run, [record], tally)
    elif isinstance(failure, DomainError):
        refuse_record(run, tally, records[0], failure.message, failure.field)
    else:
        words = N_("Dòng này trùng với một dòng đã có.")
        refuse_record(run, tally, records[0], words, None)


def refuse_record(
    run: Run, tally: Tally, record: Record, message: Message, field_name: str | None
) -> None:
    """Count a record that a service refuses, with the error beside each of its rows."""
    tally.settle(run, record, "failed")
    tally.errors += refused_rows(record, message, field_name)


def refused_rows(record: Record, message: Message, field_name: str | None) -> list[RowError]:
    """The error beside each row of a record that a service refuses."""
    sheet = record.sheet
    key = _COLUMN_OF_FIELD.get(field_name or "", field_name or "")
    return [
        RowError(sheet.name, row.row, sheet.names.get(key), _as_written(sheet, row, key, message))
        for row in record.rows
    ]


def _as_written(sheet: SheetRows, row: Row, key: str, message: Message) -> Message:
    """A code that was made from a name is no word of the file: its cell is quoted instead."""
    if "code" not in message.params or sheet.names.get(key) not in sheet.headers:
        return message
    cells = sheet.raw.get(row.row, ())
    place = sheet.headers.index(sheet.names[key])
    text = clean(as_text(cells[place])) if place < len(cells) and cells[place] else ""
    if not text or code_of_name(text) != message.params["code"]:
        return message
    return Message(message.msgid, {**message.params, "code": text})


def _keep(run: Run, row: Import, sheet: SheetRows, tally: Tally) -> None:
    row.created_count += tally.outcomes["created"]
    row.updated_count += tally.outcomes["updated"]
    row.unchanged_count += tally.outcomes["unchanged"]
    row.failed_count += tally.outcomes["failed"]
    _keep_errors(row, tally.errors)
    db.session.flush()
    audit.record(
        run.actor,
        "import.batch",
        "import",
        run.import_id,
        sheet=sheet.name,
        sheet_kind=sheet.key,
        created=tally.created,
        updated=tally.updated,
        unchanged=tally.unchanged,
        failed=tally.failed,
    )


def replace_errors(row: Import, errors: Sequence[RowError]) -> None:
    """Keep these errors in place of those kept before."""
    row.errors = []
    row.problem_count = 0
    _keep_errors(row, errors)


def _keep_errors(row: Import, errors: Sequence[RowError]) -> None:
    row.problem_count += len(errors)
    room = MOST_ERRORS - len(row.errors)
    if errors and room > 0:
        row.errors = [*row.errors, *(stored_error(error) for error in errors[:room])]


def begin(row: Import, workbook: Workbook) -> None:
    """The file could be read: keep its row count and the errors found in reading."""
    row.state = "running"
    row.row_count = workbook.row_count
    row.created_count = row.updated_count = row.unchanged_count = 0
    row.failed_count = workbook.failed_count
    row.finished_at = None
    replace_errors(row, workbook.errors)
    db.session.flush()


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


def all_errors(row: Import, workbook: Workbook) -> list[RowError]:
    """The errors of the file, read once more, and those that came up when its rows went in."""
    later = row.errors[len(workbook.errors) :]
    return [*workbook.errors, *(loaded_error(stored) for stored in later)]


def remarks(workbook: Workbook) -> list[Message]:
    """What of the file was left out without being wrong."""
    found = list(workbook.notes)
    found += [N_("Trang «%(sheet)s» không được đọc.", sheet=name) for name in workbook.ignored]
    for sheet in workbook.sheets.values():
        if sheet.unknown_columns:
            names = ", ".join(f"«{name}»" for name in sheet.unknown_columns)
            found.append(
                N_(
                    "Trang «%(sheet)s»: cột %(columns)s không được đọc.",
                    sheet=sheet.name,
                    columns=names,
                )
            )
    return list({str(remark): remark for remark in found}.values())


def _check_may(actor: Actor) -> None:
    if not actor.may(Action.IMPORT_RUN):
        raise Forbidden(N_("Bạn không có quyền nhập bảng tính."))


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
    yield from ((row,) for row in rows)
