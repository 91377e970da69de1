"""Pictures at addresses that nobody guesses, for marketplaces whose files name them."""

from typing import Any

from flask import Blueprint, request

from shop_onboard.extensions import limiter
from shop_onboard.queries import channel_photos as queries
from shop_onboard.web.access import public
from shop_onboard.web.files import storage
from shop_onboard.web.replies import picture_reply

bp = Blueprint("channel_photos", __name__, url_prefix="/photos")

# What lies at an address never changes, but may be taken back: caches ask again after a minute.
_KEPT_SECONDS = 60


@bp.get("/<name>")
@public
@limiter.limit("600 per minute")
def show(name: str) -> Any:
    row = queries.by_name(name)
    reply = picture_reply(b"", row.media_type)
    reply.set_etag(row.storage_key)
    reply.cache_control.public = True
    reply.cache_control.max_age = _KEPT_SECONDS
    if reply.make_conditional(request).status_code == 304:
        return reply
    reply.set_data(storage().get(row.storage_key))
    return reply
