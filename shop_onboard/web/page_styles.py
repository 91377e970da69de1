"""Style sheets put into a page itself, so that a market's network is asked once.

The policy of such an answer names the hash of exactly these bytes: nothing else is let in.
"""

import base64
import hashlib
import re
from functools import lru_cache
from pathlib import Path

from flask import current_app
from markupsafe import Markup

_SHEETS = ("tokens", "shop")
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_SPACES = re.compile(r"\s*\n\s*")


def style_element() -> Markup:
    """The `<style>` of pages behind codes."""
    # The sheets are files of this product, never anybody's text.
    return Markup(f"<style>{_sheet()}</style>")  # noqa: S704


def style_source() -> str:
    """What a Content-Security-Policy calls it: 'sha256-…'."""
    return f"'sha256-{_hash(_sheet())}'"


def icon() -> str:
    """The page's icon as a data address."""
    return f"data:image/svg+xml;base64,{base64.b64encode(_read('icons/mark.svg')).decode()}"


def _sheet() -> str:
    return _sheet_in(str(current_app.static_folder))


@lru_cache(maxsize=2)
def _sheet_in(folder: str) -> str:
    text = "".join(Path(folder, "css", f"{name}.css").read_text() for name in _SHEETS)
    return _SPACES.sub("", _COMMENT.sub("", text))


@lru_cache(maxsize=2)
def _hash(sheet: str) -> str:
    return base64.b64encode(hashlib.sha256(sheet.encode()).digest()).decode()


def _read(name: str) -> bytes:
    return Path(str(current_app.static_folder), name).read_bytes()
