"""What anybody may open: the page a scanned label leads to, and cooperatives' own pages.

These pages carry no form and set no cookie, so that a cache between us and a market full of
phones may keep them for a minute: a recall is seen by everybody within that minute.
"""

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
from flask_babel import force_locale

from shop_onboard.errors import NotFound
from shop_onboard.extensions import limiter
from shop_onboard.imports.photos import small_photo
from shop_onboard.models.clock import utc_now
from shop_onboard.queries import claims, labels, recycling
from shop_onboard.queries import shops as queries
from shop_onboard.values.addresses import is_public_address
from shop_onboard.values.codes import check_label_token, format_label_token
from shop_onboard.values.dates import format_season, local_date
from shop_onboard.web.access import public
from shop_onboard.web.files import public_url, storage
from shop_onboard.web.language import chosen
from shop_onboard.web.replies import picture_reply

bp = Blueprint("shops", __name__)

_PAGE_SECONDS = 60
_PHOTO_SECONDS = 3_600


@bp.get("/t/<token>")
@public
@limiter.limit("120 per minute")
def scan(token: str) -> Any:
    today = local_date(utc_now())
    try:
        found = labels.scan(token, today)
    except NotFound as refusal:
        known = check_label_token(token)
        if known is not None:
            _former(f"t/{known}", refusal)
        raise
    response = _page(
        "shops/scan.html",
        scan=found,
        claims=[*claims.of_product(found.product, today), *claims.of_lot(found.lot)],
        number=format_label_token(found.token),
    )
    # A sticker's page is for who holds the pack: search engines need no list of tokens.
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@bp.get("/shop/<slug>")
@public
def shop(slug: str) -> Any:
    try:
        cooperative = queries.cooperative(slug)
    except NotFound as refusal:
        return redirect(url_for("shops.shop", slug=_former(f"shop/{slug}", refusal)))
    return _page(
        "shops/shop.html", cooperative=cooperative, products=queries.products(cooperative.id)
    )


@bp.get("/shop/<slug>/<product>")
@public
def product(slug: str, product: str) -> Any:
    try:
        found = queries.product(slug, product)
    except NotFound as refusal:
        now = _former(f"shop/{slug}", refusal)
        return redirect(url_for("shops.product", slug=now, product=product))
    season = ""
    if found.season_from and found.season_to:
        season = format_season(found.season_from, found.season_to)
    return _page(
        "shops/product.html",
        product=found,
        season=season,
        claims=claims.of_product(found, local_date(utc_now())),
    )


@bp.get("/shop/<slug>/<product>/photos/<int(max=9007199254740991):number>")
@public
@limiter.limit("600 per minute")
def photo(slug: str, product: str, number: int) -> Any:
    row = queries.photo(slug, product, number)
    is_small = request.args.get("size") == "small"
    response = picture_reply(b"", row.media_type)
    response.set_etag(f"{row.storage_key}-small" if is_small else row.storage_key)
    response.cache_control.public = True
    response.cache_control.max_age = _PHOTO_SECONDS
    if response.make_conditional(request).status_code == 304:
        return response
    content = storage().get(row.storage_key)
    if is_small:
        small = small_photo(content)
        content, response.mimetype = small.content, small.media_type
    response.set_data(content)
    return response


def _former(address: str, refusal: NotFound) -> str:
    """Who took over an address that was printed once; Gone where nobody did."""
    try:
        return recycling.former(address)
    except NotFound:
        raise refusal from None


def _page(template: str, **shown: Any) -> Response:
    """A page in the language that its address asks for, else in the visitor's own."""
    asked = request.args.get("lang", "")
    lang = asked if asked in current_app.config["LANGUAGES"] else chosen()
    with force_locale(lang):
        page = render_template(
            template,
            language=lambda: lang,
            # Links keep the language that this page was asked for.
            kept={"lang": lang} if asked == lang else {},
            domain=urlsplit(public_url()).netloc,
            is_official=is_public_address(current_app.config["PUBLIC_URL"]),
            **shown,
        )
    response = make_response(page)
    response.cache_control.public = True
    response.cache_control.max_age = _PAGE_SECONDS
    response.vary.add("Cookie")
    return response
