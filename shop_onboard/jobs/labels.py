"""A sheet of labels as PDF."""

from shop_onboard.documents import labels as documents
from shop_onboard.jobs.runner import Work
from shop_onboard.queries import labels as queries
from shop_onboard.services.jobs import Result

KIND = "labels"


def handle(work: Work) -> Result:
    """`batch_id` names labels that are already stored; making the sheet again changes none."""
    sheet = queries.sheet(int(work.params["batch_id"]), work.public_url, work.lang)
    content = documents.build(sheet, work.translations)
    return work.store(content, f"tem-{sheet.lot_code}.pdf", "application/pdf")
