"""A bare Flask view: the statements of our page through sqlite3, the bytes of our page."""

import os
from pathlib import Path

from flask import Flask
from pysqlite3 import dbapi2

import config
from benchmarks.trace_page import statements
from shop_onboard.app import create_app
from shop_onboard.extensions import db

_folder = Path(os.environ["TRACE_INSTANCE"])
_ours = create_app(config.Testing(_folder))
_held, _body = statements(_ours, os.environ["TRACE_PATH"])
with _ours.app_context():
    db.engine.dispose()
app = Flask("bare")
_open: list[dbapi2.Connection] = []


@app.get("/t/<token>")
def page(token: str) -> bytes:
    """Reads what our page reads, and gives what it gives."""
    if not _open:
        _open.append(dbapi2.connect(_folder / "lensan.sqlite3"))
    for text, values in _held:
        _open[0].execute(text, values).fetchall()
    return _body
