"""Small answers that every feature gives: page numbers, conflicts, files."""

import logging
from typing import Any
from urllib.parse import quote

from flask import Response, render_template, request

from shop_onboard.errors import Conflict, NotFound
from shop_onboard.extensions import db
from shop_onboard.values.addresses import safe_next
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.text import N_, slugify
from shop_onboard.web.access import current_actor
from shop_onboard.web.files import storage
from shop_onboard.web.forms.conflicts import both

log = logging.getLogger(__name__)

# No list is longer, and how many rows are passed over fits into any database.
_MOST_PAGES = 1_000_000


def page_number() -> int:
    """The page asked for; nonsense is page 1."""
    number = row_number(request.args.get("page", "1"))
    return number if 0 < number < _MOST_PAGES else 1


def search_text() -> str:
    """What was typed into the list's search box."""
    return request.args.get("q", "").strip()[:100]


def here() -> str:
    """The page that is read, as a form may be asked to lead back to it."""
    return request.full_path.rstrip("?")


def way_back() -> str:
    """Where the form was asked to lead afterwards; "" for nowhere on this site."""
    return safe_next(request.args.get("next")) or ""


def conflict_page(form: Any, current: dict[str, Any], error: Conflict) -> tuple[str, int]:
    """Both versions, field by field: theirs as it is stored, mine as it was typed.

    Where `current` is what the form is filled with, its version too, one of each can be chosen.
    """
    db.session.rollback()
    version = current.get("version")
    asked = both(form, current, error.fields) if version is not None else None
    rows = [] if asked else _differing(form, current)
    page = render_template(
        "errors/conflict.html",
        both=asked,
        rows=rows,
        version=version,
        message=error.message,
        who=error.who,
        moment=error.at,
    )
    return page, 409


def _differing(form: Any, current: dict[str, Any]) -> list[tuple[str, Any, str]]:
    return [
        (field.label.text, current.get(field.name), field._value())
        for field in form
        if field.name in current
        and hasattr(field, "_value")
        and str(current.get(field.name) or "") != str(field._value() or "")
    ]


def file_reply(content: bytes, name: str, media_type: str) -> Response:
    """A download whose name survives every browser (RFC 6266), told to the log with who took it."""
    stem, dot, ending = name.rpartition(".")
    plain = f"{slugify(stem) or 'tep'}{dot}{ending}" if dot else slugify(name) or "tep"
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    response.headers["Content-Length"] = str(len(content))
    log.info("%s: %s taken by account %s", request.endpoint, plain, current_actor().account_id)
    return response


def paper_reply(row: Any) -> Response:
    """The file of a paper that was sent in; NotFound where `row` (or None) has none."""
    if row is None or row.storage_key is None:
        raise NotFound(N_("Không tìm thấy tệp này."))
    return file_reply(storage().get(row.storage_key), row.file_name, row.media_type)


def picture_reply(content: bytes, media_type: str) -> Response:
    """A picture that somebody sent and we re-encoded: shown, never run as a page of this site."""
    response = Response(content, content_type=media_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = "inline"
    return response
