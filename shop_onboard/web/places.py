"""Places for what somebody is typing, for the list that opens under a commune's field."""

from typing import Any

from flask import Blueprint, jsonify, request

from shop_onboard.extensions import limiter
from shop_onboard.values.place_search import search_places
from shop_onboard.values.places import province_of
from shop_onboard.web.access import public
from shop_onboard.web.language import say

bp = Blueprint("places", __name__, url_prefix="/places")


@bp.get("")
@public
@limiter.limit("600 per minute")
def index() -> Any:
    """Public facts; the page where people ask to join needs them before they sign in."""
    found = search_places(request.args.get("q", ""))
    return jsonify(
        [
            {
                "key": place.key,
                "name": place.name,
                "commune": place.commune.full_name,
                "province": province_of(place.commune).short_name,
                "note": say(place.note) if place.note else "",
            }
            for place in found
        ]
    )
