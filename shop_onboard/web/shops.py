"""What anybody may open: the directory of cooperatives, their pages and their products.

These pages carry no form and set no cookie, so that a cache between us and a market full of
phones may keep them for a minute: a recall is seen by everybody within that minute.
"""

from collections import OrderedDict
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)

from shop_onboard.errors import NotFound
from shop_onboard.extensions import limiter
from shop_onboard.imports.photos import SMALL_SIDE_PX, THUMBNAIL_SIDE_PX, Photo, small_photo
from shop_onboard.models.clock import utc_now
from shop_onboard.queries import claims, listings, recycling
from shop_onboard.queries import shops as queries
from shop_onboard.values.addresses import is_public_address
from shop_onboard.values.dates import format_season, local_date
from shop_onboard.values.ocop import all_ocop_sets
from shop_onboard.web.access import public
from shop_onboard.web.files import public_url, storage
from shop_onboard.web.language import chosen
from shop_onboard.web.replies import page_number, picture_reply, search_text

bp = Blueprint("shops", __name__)

_PAGE_SECONDS = 60
_PHOTO_SECONDS = 3_600
# Sides of the small pictures that pages ask for by name.
_SIDES_PX = {"small": SMALL_SIDE_PX, "thumb": THUMBNAIL_SIDE_PX}
# A thumbnail weighs some 4 kB, so that this is a few megabytes in each process.
_THUMBNAILS_KEPT = 1_000
_GROUPS = {str(each.number): each for each in all_ocop_sets()}


@bp.get("/shop")
@public
@limiter.limit("120 per minute")
def index() -> Any:
    group = request.args.get("group", "")
    wanted = queries.Wanted(
        search=search_text(),
        commune=request.args.get("commune", "")[:8],
        ocop_set=int(group) if group in _GROUPS else None,
    )
    found = queries.directory(wanted, page_number())
    return _page(
        "shops/index.html",
        found=found,
        is_drawn=queries.only_drawings(row for shop in found.shops for row in shop.products),
        wanted=wanted,
        communes=queries.communes(),
        groups=[(number, _GROUPS[str(number)]) for number in queries.ocop_sets()],
    )


@bp.get("/shop/<slug>")
@public
def shop(slug: str) -> Any:
    try:
        cooperative = queries.cooperative(slug)
    except NotFound as refusal:
        return redirect(url_for("shops.shop", slug=_former(f"shop/{slug}", refusal)))
    products = queries.products(cooperative.id)
    return _page(
        "shops/shop.html",
        cooperative=cooperative,
        products=products,
        is_drawn=queries.only_drawings(products),
    )


@bp.get("/shop/<slug>/<product>")
@public
def product(slug: str, product: str) -> Any:
    try:
        found = queries.product(slug, product)
    except NotFound as refusal:
        now = _former(f"shop/{slug}", refusal)
        return redirect(url_for("shops.product", slug=now, product=product))
    today = local_date(utc_now())
    season = ""
    if found.season_from and found.season_to:
        season = format_season(found.season_from, found.season_to, chosen())
    return _page(
        "shops/product.html",
        product=found,
        season=season,
        claims=claims.of_product(found, today),
        storefronts=queries.storefronts(found.cooperative_id, today),
        json_ld=listings.json_ld(found, public_url(), today),
    )


@bp.get("/shop/<slug>/<product>/photos/<int(max=9007199254740991):number>")
@public
@limiter.limit("600 per minute")
def photo(slug: str, product: str, number: int) -> Any:
    row = queries.photo(slug, product, number)
    size = request.args.get("size", "")
    response = picture_reply(b"", row.media_type)
    response.set_etag(f"{row.storage_key}-{size}" if size in _SIDES_PX else row.storage_key)
    response.cache_control.public = True
    response.cache_control.max_age = _PHOTO_SECONDS
    if response.make_conditional(request).status_code == 304:
        return response
    if size in _SIDES_PX:
        small = _small(row.storage_key, size)
        response.mimetype = small.media_type
        response.set_data(small.content)
    else:
        response.set_data(storage().get(row.storage_key))
    return response


def _former(address: str, refusal: NotFound) -> str:
    """Who took over an address that was printed once; Gone where nobody did."""
    try:
        return recycling.former(address)
    except NotFound:
        raise refusal from None


def _small(storage_key: str, size: str) -> Photo:
    """A picture made small; thumbnails, of which a list shows dozens, are made once."""
    kept: OrderedDict[str, Photo] = current_app.extensions.setdefault("thumbnails", OrderedDict())
    if size == "thumb" and storage_key in kept:
        return kept[storage_key]
    small = small_photo(storage().get(storage_key), _SIDES_PX[size])
    if size == "thumb":
        kept[storage_key] = small
        if len(kept) > _THUMBNAILS_KEPT:
            kept.popitem(last=False)
    return small


def _page(template: str, **shown: Any) -> Response:
    page = render_template(
        template,
        domain=urlsplit(public_url()).netloc,
        is_official=is_public_address(current_app.config["PUBLIC_URL"]),
        **shown,
    )
    response = make_response(page)
    response.cache_control.public = True
    response.cache_control.max_age = _PAGE_SECONDS
    response.vary.add("Cookie")
    return response
