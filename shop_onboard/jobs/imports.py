"""A spreadsheet goes in, one short transaction a batch, and goes on where it stopped."""

from collections.abc import Mapping

from shop_onboard.documents.rendering import say
from shop_onboard.errors import DomainError
from shop_onboard.imports.layouts import layout_from
from shop_onboard.imports.workbook import Workbook, read_file
from shop_onboard.jobs import import_photos
from shop_onboard.jobs.runner import Work
from shop_onboard.queries import imports as queries
from shop_onboard.services import imports as services
from shop_onboard.services.import_run import Run
from shop_onboard.services.jobs import Result
from shop_onboard.services.products import StoredPhoto

KIND = services.KIND


def handle(work: Work) -> Result | None:
    """`import_id` names the stored file; `position.records` counts the records that are in.

    `photos` maps a file name of the column «Ảnh» to a picture that is in storage already.
    """
    row = queries.by_id(int(work.params["import_id"]))
    content = work.storage.get(row.storage_key)
    layout = layout_from(row.layout) if row.layout else None
    try:
        workbook, _ = read_file(content, row.file_name, layout)
        pictures = import_photos.zip_of(work, row)
    except DomainError as refusal:
        work.begin_writing()
        services.refuse(work.actor, queries.by_id(row.id), refusal.message)
        return None
    names = import_photos.names_of(workbook)
    photos, problems = import_photos.made_anew(work, row, pictures, names, work.storage.put)
    work.begin_writing()
    _put_in(work, workbook, photos)
    told = [*services.remarks(workbook), *import_photos.remarks(pictures, names), *problems]
    sentences = [say(remark, work.translations) for remark in told]
    return Result("", "", "", {"remarks": sentences})


def _put_in(work: Work, workbook: Workbook, sent: Mapping[str, StoredPhoto]) -> None:
    row = queries.by_id(int(work.params["import_id"]))
    found = services.records(workbook)
    position = work.job.position
    start = int(position["records"]) if position else 0
    if position is None:
        services.begin(row, workbook)
        work.progress(0, len(found), {"records": 0})
    photos = {name: StoredPhoto(**stored) for name, stored in work.params.get("photos", {}).items()}
    run = Run(work.actor, row.union, row.id, {**photos, **sent}, is_foreign=queries.is_foreign(row))
    for done in services.put_in(run, row, found, start):
        work.progress(done, len(found), {"records": done})
    services.finish(work.actor, row)
