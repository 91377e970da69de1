"""A union's records as the workbook that can be imported again."""

from shop_onboard.documents import workbook as documents
from shop_onboard.documents.rendering import say
from shop_onboard.exports.listing import SAMPLE_MARK
from shop_onboard.jobs.runner import Work
from shop_onboard.queries import organisations
from shop_onboard.queries import workbooks as queries
from shop_onboard.services import imports as services
from shop_onboard.services.jobs import Result

KIND = services.WORKBOOK_KIND
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def handle(work: Work) -> Result:
    """Of the union `union` (a code), as far as its person sees it."""
    union = organisations.required(str(work.params["union"]))
    rows = queries.rows(queries.Reach(work.actor, union))
    notice = say(SAMPLE_MARK, work.translations) if union.is_sample else ""
    content = documents.build(rows, notice)
    return work.store(content, f"du-lieu-{union.code}-{work.today}.xlsx", XLSX)
