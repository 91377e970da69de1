"""Small answers that every feature gives: page numbers, conflicts, files."""

from typing import Any
from urllib.parse import quote

from flask import Response, render_template, request

from shop_onboard.errors import Conflict
from shop_onboard.extensions import db
from shop_onboard.values.text import slugify


def page_number() -> int:
    """The page asked for; nonsense is page 1."""
    text = request.args.get("page", "1")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else 1


def search_text() -> str:
    """What was typed into the list's search box."""
    return request.args.get("q", "").strip()[:100]


def conflict_page(form: Any, current: dict[str, Any], error: Conflict) -> tuple[str, int]:
    """Both versions, field by field: theirs as it is stored, mine as it was typed."""
    db.session.rollback()
    rows = [
        (field.label.text, current.get(field.name), field._value())
        for field in form
        if field.name in current
        and hasattr(field, "_value")
        and str(current.get(field.name) or "") != str(field._value() or "")
    ]
    return render_template("errors/conflict.html", rows=rows, message=error.message), 409


def file_reply(content: bytes, name: str, media_type: str) -> Response:
    """A download whose name survives every browser (RFC 6266)."""
    stem, dot, ending = name.rpartition(".")
    plain = f"{slugify(stem) or 'tep'}{dot}{ending}" if dot else slugify(name) or "tep"
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = (
        f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}"
    )
    response.headers["Content-Length"] = str(len(content))
    return response


def picture_reply(content: bytes, media_type: str) -> Response:
    """A picture that somebody sent and we re-encoded: shown, never run as a page of this site."""
    response = Response(content, content_type=media_type)
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Disposition"] = "inline"
    return response
