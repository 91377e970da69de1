"""Asking for a report of a programme."""

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.models.campaigns import Campaign
from shop_onboard.models.jobs import Job
from shop_onboard.policy import Action, Actor
from shop_onboard.services import audit, jobs
from shop_onboard.values.text import N_

FORMATS = ("pdf", "docx", "xlsx")


def ask(actor: Actor, campaign: Campaign, file_format: str, title: str, lang: str) -> Job:
    """A job that makes the report as one of `FORMATS`, over what the actor sees.

    Raises Forbidden, and DomainError for another format.
    """
    if not actor.may(Action.REPORT_MAKE):
        raise Forbidden(N_("Chỉ cán bộ Đoàn làm được báo cáo."))
    if file_format not in FORMATS:
        raise DomainError(N_("Hãy chọn PDF, DOCX hoặc XLSX."), "format")
    params = {"campaign": campaign.code, "format": file_format, "lang": lang}
    key = f"report:{campaign.code}:{file_format}:{lang}:{actor.account_id}"
    job = jobs.ask(actor, "report", title, params, key)
    audit.record(
        actor,
        "report.made",
        "campaign",
        campaign.id,
        campaign=campaign.code,
        format=file_format,
    )
    return job
