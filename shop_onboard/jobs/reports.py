"""A tonnage report as PDF, DOCX or XLSX."""

from collections.abc import Callable

from babel.support import NullTranslations

from shop_onboard.documents.report_docx import build_docx
from shop_onboard.documents.report_pdf import build_pdf
from shop_onboard.documents.report_xlsx import build_xlsx
from shop_onboard.documents.reports import TonnageReport
from shop_onboard.jobs.runner import Work
from shop_onboard.queries import campaigns
from shop_onboard.queries import reports as queries
from shop_onboard.services.jobs import Result

KIND = "report"

Builder = Callable[[TonnageReport, str, NullTranslations], bytes]
FORMATS: dict[str, tuple[Builder, str]] = {
    "pdf": (build_pdf, "application/pdf"),
    "docx": (
        build_docx,
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ),
    "xlsx": (build_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def handle(work: Work) -> Result:
    """Of the programme `campaign` (a code), as `format`."""
    campaign = campaigns.one(str(work.params["campaign"]))
    build, media_type = FORMATS[str(work.params["format"])]
    report = queries.report(work.actor, campaign, work.today)
    content = build(report, work.lang, work.translations)
    return work.store(content, f"bao-cao-{campaign.code}.{work.params['format']}", media_type)
