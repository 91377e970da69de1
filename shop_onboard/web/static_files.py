"""Addresses of static files that change with what is in them, so that phones keep them for long."""

from functools import lru_cache
from hashlib import sha256
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request

_PARAMETER = "v"
_FOR_EVER = "public, max-age=31536000, immutable"
_COMPRESSED = ("text/css", "text/javascript", "image/svg+xml")
_FOR_A_DAY = "public, max-age=86400"


def init_app(app: Flask) -> None:
    """Add the mark of the content to every address of a static file.

    Call it after the extension that compresses: what is registered last sees an answer first.
    """
    app.url_defaults(_add_mark)
    app.after_request(_hold)


def keep(response: Response) -> None:
    """Say how long a static file may be kept: a year under its own mark, a day without one.

    A page of yesterday may still ask by yesterday's mark: it gets today's file, kept by nobody.
    """
    asked = request.args.get(_PARAMETER)
    if asked is None:
        response.headers["Cache-Control"] = _FOR_A_DAY
    elif asked == _mark(str((request.view_args or {}).get("filename", ""))):
        response.headers["Cache-Control"] = _FOR_EVER
    else:
        response.headers["Cache-Control"] = "no-cache"


def _hold(response: Response) -> Response:
    """Read what gets compressed as a whole: the answer has a length, and the file is closed."""
    if request.endpoint == "static" and response.mimetype in _COMPRESSED:
        response.direct_passthrough = False
        response.make_sequence()
    return response


def _add_mark(endpoint: str, values: dict[str, Any]) -> None:
    if endpoint == "static" and "filename" in values:
        mark = _mark(values["filename"])
        if mark:
            values.setdefault(_PARAMETER, mark)


def _mark(name: str) -> str:
    """Ten hexadecimal digits of the file's SHA-256; "" when there is no such file."""
    path = Path(current_app.static_folder or "", name)
    try:
        found = path.stat()
    except OSError:
        return ""
    return _mark_of(path, found.st_mtime_ns, found.st_size)


@lru_cache(maxsize=1024)
def _mark_of(path: Path, _changed_ns: int, _size: int) -> str:
    return sha256(path.read_bytes()).hexdigest()[:10]
