"""A tonnage report as PDF, DOCX or XLSX."""

from shop_onboard.documents.report_formats import FORMATS
from shop_onboard.jobs.runner import Work
from shop_onboard.queries import campaigns
from shop_onboard.queries import reports as queries
from shop_onboard.services.jobs import Result

KIND = "report"


def handle(work: Work) -> Result:
    """Of the programme `campaign` (a code), as `format`."""
    campaign = campaigns.one(str(work.params["campaign"]))
    build, media_type = FORMATS[str(work.params["format"])]
    report = queries.report(work.actor, campaign, work.today, work.lang)
    content = build(report, work.lang, work.translations)
    return work.store(content, f"bao-cao-{campaign.code}.{work.params['format']}", media_type)
