"""The files of a run of labels, part after part."""

from shop_onboard.documents import labels as documents
from shop_onboard.documents.languages import translations_of
from shop_onboard.jobs.runner import Work
from shop_onboard.queries import label_runs, label_sheets, label_stocks
from shop_onboard.services.jobs import Result

KIND = "labels"


def handle(work: Work) -> Result:
    """`run_id` names a run of labels that are stored; making its files again changes none.

    Each part is stored as soon as it is made, so that work taken up again goes on behind it. A
    run of one part gives that file; of several, each is fetched from the page of the run.
    """
    run = label_runs.run(int(work.params["run_id"]))
    run_id, count, lot_code = run.id, len(run.parts), run.batch.lot.code
    translations = translations_of(run.lang)
    for position in range(count):
        part = label_runs.run(run_id).parts[position]
        if part.pdf_key is None:
            setting = label_stocks.setting(work.actor.account_id, part.run.stock_key)
            sheet = label_sheets.part_sheet(part, work.public_url, setting)
            key = work.storage.put(documents.build(sheet, translations))
            work.begin_writing()
            label_runs.run(run_id).parts[position].pdf_key = key
            work.glance(position + 1, count)
    file = label_runs.run(run_id).parts[0].pdf_key
    name = f"tem-{lot_code}.pdf"
    if count == 1 and file is not None:
        return work.store(work.storage.get(file), name, "application/pdf")
    return Result("", name, "application/pdf")
