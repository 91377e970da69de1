"""A spreadsheet is tried out: what would become of every row, with nothing changed."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict
from typing import Any

from shop_onboard.errors import DomainError
from shop_onboard.gateways.storage import key_of
from shop_onboard.imports.layouts import layout_from
from shop_onboard.imports.places_check import PlacesCheck, check_places
from shop_onboard.imports.workbook import Workbook, read_file
from shop_onboard.jobs import import_photos
from shop_onboard.jobs.runner import Work
from shop_onboard.models.imports import Import
from shop_onboard.queries import imports as queries
from shop_onboard.services import import_steps, import_trials, imports
from shop_onboard.services.import_run import Run
from shop_onboard.services.products import StoredPhoto
from shop_onboard.values.text import Message

KIND = import_steps.CHECK_KIND
# So many records between two looks at whether somebody has stopped the work.
_STEP = 500


def handle(work: Work) -> None:
    """`import_id` names the stored file.

    What is shown is what goes in: columns that were named otherwise meanwhile are tried again.
    """
    import_id = int(work.params["import_id"])
    while (row := queries.under_trial(import_id)) is not None:
        layout = row.layout
        keep = _judged(work, row)
        work.begin_writing()
        row = queries.under_trial(import_id)
        if row is None:
            return
        if row.layout == layout:
            keep(row)
            return
        work.glance(0, 0)


def _judged(work: Work, row: Import) -> Callable[[Import], None]:
    """What is to be written down of the file, after reading it whole."""
    layout = layout_from(row.layout) if row.layout else None
    try:
        workbook, raw = read_file(work.storage.get(row.storage_key), row.file_name, layout)
        found = check_places(raw.tables, layout) if layout else None
        pictures = import_photos.zip_of(work, row)
    except DomainError as refusal:
        message = refusal.message
        return lambda row: imports.refuse(work.actor, row, message)
    names = import_photos.names_of(workbook)
    photos, problems = import_photos.made_anew(work, row, pictures, names, key_of)
    told = [*import_photos.remarks(pictures, names), *problems]
    trial = _tried(work, row, workbook, photos)
    return lambda row: _keep(row, workbook, trial, found, told)


def _keep(
    row: Import,
    workbook: Workbook,
    trial: import_trials.Trial,
    found: PlacesCheck | None,
    told: Iterable[Message],
) -> None:
    import_trials.keep(row, workbook, trial, _more(found))
    more = [import_trials.stored(each) for each in told]
    row.trial = {**(row.trial or {}), "remarks": [*(row.trial or {})["remarks"], *more]}
    if found is not None:
        imports.replace_errors(row, [*workbook.errors, *trial.errors, *found.differences])


def _tried(
    work: Work, row: Import, workbook: Workbook, photos: Mapping[str, StoredPhoto]
) -> import_trials.Trial:
    trial = import_trials.Trial()
    records = imports.records(workbook)
    run = Run(
        work.actor, row.union, row.id, photos, is_trial=True, is_foreign=queries.is_foreign(row)
    )
    work.glance(0, len(records))
    told = 0
    for done in import_trials.try_out(run, records, trial):
        if done - told >= _STEP:
            work.glance(done, len(records))
            told = done
    return trial


def _more(found: PlacesCheck | None) -> dict[str, Any]:
    if found is None:
        return {"places": None}
    kept = asdict(found)
    return {"places": {"rows": kept["rows"], "agreeing": kept["agreeing"]}}
