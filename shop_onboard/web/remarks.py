"""What a reviewer remarked, beside the fields that it is about."""

from typing import Any

from flask import url_for

from shop_onboard.queries import reviews as queries


def remind(form: Any, subject: str, record: Any) -> list[Any]:
    """The remarks on a record, those still open beside their fields too."""
    if record is None:
        return []
    found = queries.remarks(subject, record)
    for remark in found:
        if remark.resolved_at is None and remark.field in form:
            form[remark.field].remark = remark.note
    return found


def remark_link(subject: str, code: str, field: str) -> str:
    """Where a remarked field is mended."""
    blueprint = f"{subject}s"
    if field == "photos":
        return url_for(f"{blueprint}.show", code=code, _anchor="photos")
    anchor = {"packs": "packs-0-label", "ocop_number": "ocop_number"}.get(field, field)
    return url_for(f"{blueprint}.edit", code=code, _anchor=anchor)
