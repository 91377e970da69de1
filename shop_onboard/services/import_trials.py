"""An import tried out: what would become of every row, with nothing changed."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from shop_onboard.errors import DomainError
from shop_onboard.imports.echo import echoes
from shop_onboard.imports.folding import folds
from shop_onboard.imports.workbook import Workbook
from shop_onboard.models.imports import Import
from shop_onboard.queries.import_doubles import Doubles, Newcomer, doubles
from shop_onboard.services.import_rows import Record
from shop_onboard.services.import_run import Run
from shop_onboard.services.imports import (
    Tally,
    chunk_from,
    decider,
    refuse_record,
    remarks,
    replace_errors,
)
from shop_onboard.values.text import Message
from shop_onboard.values.workbook import RowError

# Kept with an import; a file with more says the same thing over and over.
_MOST_DOUBTS = 5_000


@dataclass
class Trial:
    """What would become of the rows of each sheet, by its name in the file and its kind.

    `outcomes` counts the rows of the file; `doubles` are who may be the same.
    """

    sheets: dict[tuple[str, str], Tally] = field(default_factory=dict)
    errors: list[RowError] = field(default_factory=list)
    outcomes: Counter[str] = field(default_factory=Counter)
    doubles: list[Doubles] = field(default_factory=list)

    def take(self, tally: Tally) -> None:
        """Move what a sheet's tally has gathered since over to the whole file's."""
        self.errors += tally.errors
        self.outcomes += tally.outcomes
        tally.errors = []
        tally.outcomes = Counter()


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
                tally.settle(run, record, decide(record).outcome)
            except DomainError as refusal:
                refuse_record(run, tally, record, refusal.message, refusal.field)
        trial.take(tally)
        done += len(chunk)
        yield done
    newcomers = [*run.plan.newcomers, *_folded(found)]
    trial.doubles = doubles(run.actor, newcomers, is_sample=run.union.is_sample)


def _folded(found: Sequence[Record]) -> Iterator[Newcomer]:
    """What rows say of a maker that is read from an earlier one: other numbers, nothing else.

    A commune of their own keeps their names from being held against that very maker's.
    """
    sheets = {id(record.sheet): record.sheet for record in found}
    pairs = [(sheet.name, *pair) for sheet in sheets.values() for pair in sheet.folded]
    for number, (sheet_name, kept, other) in enumerate(pairs, start=1):
        phone, tax_code, bank_account = (
            "" if getattr(other, name) == getattr(kept, name) else getattr(other, name) or ""
            for name in ("phone", "tax_code", "bank_account")
        )
        if phone or tax_code or bank_account:
            yield Newcomer(
                name=other.name,
                name_folded="",
                commune_id=-number,
                phone=phone,
                tax_code=tax_code,
                bank_account=bank_account,
                sheet=sheet_name,
                row=other.row,
            )


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
        "outcomes": {
            **trial.outcomes,
            "failed": workbook.failed_count + trial.outcomes["failed"],
        },
        "echoes": _echoes(workbook, [*workbook.errors, *trial.errors]),
        "folds": [asdict(fold) for fold in folds(workbook)[:_MOST_DOUBTS]],
        "doubles": [asdict(each) for each in trial.doubles],
        "remarks": [stored(remark) for remark in remarks(workbook)],
        "delimiter": workbook.delimiter,
        "encoding": workbook.encoding
        or next((sheet.encoding for sheet in workbook.sheets.values() if sheet.encoding), None),
        **more,
    }
    replace_errors(row, [*workbook.errors, *trial.errors])


def _echoes(workbook: Workbook, errors: Sequence[RowError]) -> list[dict[str, Any]]:
    """The first rows of each sheet; `wrong` are the numbers of those that would not go in."""
    wrong = {(error.sheet, str(error.row)) for error in errors}
    return [
        {
            **asdict(echo),
            "wrong": [line[0] for line in echo.rows if (echo.sheet, line[0]) in wrong],
        }
        for echo in echoes(workbook)
    ]


def stored(message: Message) -> dict[str, Any]:
    """A sentence as it is kept, still to be put into the reader's language."""
    return {
        "msgid": message.msgid,
        "params": {name: str(value) for name, value in message.params.items()},
    }


def loaded(kept: Mapping[str, Any]) -> Message:
    """The sentence again."""
    return Message(kept["msgid"], dict(kept["params"]))
