"""A spreadsheet goes in, one short transaction a batch, and goes on where it stopped."""

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.imports.workbook import read_workbook
from shop_onboard.jobs.runner import Work
from shop_onboard.queries import imports as queries
from shop_onboard.services import imports as services
from shop_onboard.services.import_rows import Run
from shop_onboard.services.products import StoredPhoto

KIND = "import"


def handle(work: Work) -> None:
    """`import_id` names the stored file; `position.batch` counts the batches that are in.

    `photos` maps a file name of the column «Ảnh» to a picture that is in storage already.
    """
    row = queries.by_id(int(work.params["import_id"]))
    try:
        workbook = read_workbook(work.storage.get(row.storage_key), row.file_name)
    except DomainError as refusal:
        services.refuse(work.actor, row, refusal.message)
        return
    first = int((work.job.position or {}).get("batch", 0))
    if first == 0:
        services.begin(row, workbook)
    photos = {name: StoredPhoto(**stored) for name, stored in work.params.get("photos", {}).items()}
    run = Run(work.actor, row.union, row.id, row.is_sample, photos)
    batches = list(services.batches(workbook))
    for number, batch in enumerate(batches):
        tally = services.apply(run, batch) if number >= first else None
        if tally is not None:
            services.add_up(row, tally)
            work.progress(number + 1, len(batches), {"batch": number + 1})
    services.finish(work.actor, row)
    db.session.flush()
