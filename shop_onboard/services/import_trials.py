"""An import tried out: what would become of every row, with nothing changed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from shop_onboard.errors import DomainError
from shop_onboard.imports.echo import echoes
from shop_onboard.imports.workbook import Workbook
from shop_onboard.models.imports import Import
from shop_onboard.services.import_rows import Record
from shop_onboard.services.import_run import Run
from shop_onboard.services.imports import (
    Tally,
    chunk_from,
    decider,
    refused_rows,
    remarks,
    replace_errors,
)
from shop_onboard.values.text import Message
from shop_onboard.values.workbook import RowError


@dataclass
class Trial:
    """What would become of the rows of each sheet, by its name in the file and its kind."""

    sheets: dict[tuple[str, str], Tally] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)


def try_out(run: Run, found: Sequence[Record], trial: Trial) -> Iterator[int]:
    """Decide on every record, as `put_in` would; gives the number of records decided on.

    The caller may end its reading transaction before it asks for the next.
    """
    done = 0
    while done < len(found):
        run.forget()
        chunk = chunk_from(found, done)
        tally = trial.sheets.setdefault((chunk[0].sheet.name, chunk[0].sheet.key), Tally())
        decide, _ = decider(run, chunk)
        for record in chunk:
            try:
                tally.count(decide(record).outcome, len(record.rows))
            except DomainError as refusal:
                tally.count("failed", len(record.rows))
                trial.errors += refused_rows(record, refusal.message, refusal.field)
        done += len(chunk)
        yield done


def keep(row: Import, workbook: Workbook, trial: Trial, more: Mapping[str, Any]) -> None:
    """What the trial came to, to be shown before anything goes in. `more` is kept beside it."""
    row.state = "checked"
    row.row_count = workbook.row_count
    row.trial = {
        "sheets": [
            {
                "name": sheet.name,
                "kind": sheet.key,
                "rows": sheet.row_count,
                "failed": sheet.row_count - len(sheet.rows) + tally.failed,
                "created": tally.created,
                "updated": tally.updated,
                "unchanged": tally.unchanged,
            }
            for sheet in workbook.sheets.values()
            for tally in [trial.sheets.get((sheet.name, sheet.key), Tally())]
        ],
        "echoes": [asdict(echo) for echo in echoes(workbook)],
        "remarks": [stored(remark) for remark in remarks(workbook)],
        "delimiter": workbook.delimiter,
        "encoding": workbook.encoding
        or next((sheet.encoding for sheet in workbook.sheets.values() if sheet.encoding), None),
        **more,
    }
    replace_errors(row, [*workbook.errors, *trial.errors])


def stored(message: Message) -> dict[str, Any]:
    """A sentence as it is kept, still to be put into the reader's language."""
    return {
        "msgid": message.msgid,
        "params": {name: str(value) for name, value in message.params.items()},
    }


def loaded(kept: Mapping[str, Any]) -> Message:
    """The sentence again."""
    return Message(kept["msgid"], dict(kept["params"]))
