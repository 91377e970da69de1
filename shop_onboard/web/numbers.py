"""How a typed number is read, for the line under its field."""

from typing import Any

from flask import Blueprint, jsonify, request

from shop_onboard.extensions import limiter
from shop_onboard.values.mass import echo_mass
from shop_onboard.values.money import format_vnd, parse_vnd_typed
from shop_onboard.values.text import Unreadable
from shop_onboard.web.access import public
from shop_onboard.web.language import say

bp = Blueprint("numbers", __name__, url_prefix="/numbers")

_READERS = {"mass": echo_mass, "money": lambda text: format_vnd(parse_vnd_typed(text))}


@bp.get("")
@public
@limiter.limit("600 per minute")
def index() -> Any:
    """{"text": the number written out, or the sentence that says what to write instead}."""
    reader = _READERS.get(request.args.get("kind", ""))
    if reader is None:
        return jsonify(text="")
    try:
        return jsonify(text=reader(request.args.get("text", "")[:100]))
    except Unreadable as problem:
        return jsonify(text=say(problem.message))
