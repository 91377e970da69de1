"""What a scanned code opens: the page of a sticker, a lot or a product, under every form it has.

Lots and products may be kept a minute by any cache between us and a market full of phones, and are
given out of a rendered copy when the database is away; a sticker's own page is kept by nobody.
Nothing here ever leads to another host.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    jsonify,
    make_response,
    redirect,
    request,
    url_for,
)
from sqlalchemy.exc import DBAPIError

from shop_onboard.errors import Gone, NotFound
from shop_onboard.exports import product_ld
from shop_onboard.extensions import db, limiter
from shop_onboard.gateways import copies
from shop_onboard.models.clock import utc_now
from shop_onboard.queries import codes as queries
from shop_onboard.queries import digital_links, gi_rights, trace_pages
from shop_onboard.queries.codes import Found
from shop_onboard.queries.digital_links import Several
from shop_onboard.values.codes import (
    check_label_token,
    read_feedback_reference,
    read_label_token,
)
from shop_onboard.values.dates import local_date
from shop_onboard.values.digital_links import DigitalLink, read_digital_link, wrong_order
from shop_onboard.values.text import Message, Unreadable
from shop_onboard.web import trace_replies
from shop_onboard.web.access import public
from shop_onboard.web.files import public_url
from shop_onboard.web.trace_replies import (
    copy_key,
    from_copy,
    kept_page,
    own_page,
    problem_page,
    several_page,
)

bp = Blueprint("codes", __name__)

Find = Callable[[], Found]
_LINKSETS = ("all", "linkset")
_LINKSET_TYPE = "application/linkset+json"


def _is_missing(response: Response) -> bool:
    return response.status_code in (400, 404, 410)


_missing = limiter.limit("30 per minute")
_limited = limiter.limit("240 per minute")


def _guarded(view: Callable[..., Any]) -> Callable[..., Any]:
    """A market behind one line finds what it scans, whoever guesses beside it finds nothing: only
    what was not found is counted, and only that is refused."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        response = make_response(view(*args, **kwargs))
        if _is_missing(response):
            with _missing:
                return response
        return response

    return guarded


@bp.get("/t", strict_slashes=False)
@public
@_limited
def look_up() -> Any:
    """A box for a code that is read off a label instead of scanned, or the number of a report."""
    typed = request.args.get("code", "")[:60]
    token = check_label_token(typed)
    if token is not None:
        return redirect(f"/t/{token}")
    refusal: Message | None = None
    if typed:
        try:
            reference = read_feedback_reference(typed)
            if reference is not None:
                return redirect(url_for("feedback.told", reference=reference))
            read_label_token(typed)
        except Unreadable as error:
            refusal = error.message
    return trace_replies.look_up_page(typed, refusal)


@bp.get("/t/<token>", strict_slashes=False)
@public
@_limited
@_guarded
def scan(token: str) -> Any:
    try:
        known = read_label_token(token)
    except Unreadable as error:
        return problem_page("mistyped", error.message, token)
    return _answer(f"t/{known}", lambda: queries.by_token(known), known)


@bp.get("/01/<path:rest>")
@public
@_limited
@_guarded
def link(rest: str) -> Any:
    try:
        named = read_digital_link(f"/01/{rest}")
    except Unreadable as error:
        return problem_page("malformed", error.message, rest)
    # Other spellings of one address are one address.
    if f"/01/{rest}".rstrip("/") != _decoded(named):
        asked = request.query_string.decode("ascii", "replace")
        return redirect(f"{named.path}?{asked}" if asked else named.path, 301)
    response = _linked(named, rest)
    # Programs ask the same address for the list of its links.
    response.vary.add("Accept")
    return response


def _linked(named: DigitalLink, rest: str) -> Response:
    wanted, of = request.args.get("linkType", ""), request.args.get("of", "")[:60]
    if wanted in _LINKSETS or _LINKSET_TYPE in request.headers.get("Accept", ""):
        return _linkset(named, of)
    if wanted and wanted.removeprefix("gs1:") not in product_ld.PAGE_LINKS:
        return problem_page("malformed", trace_replies.NO_SUCH_LINK, rest, 404)
    response = _answer(
        "" if of else named.path, lambda: digital_links.by_link(named, of), rest, named.path
    )
    response.headers["Link"] = f'<{named.path}?linkType=linkset>; rel="linkset"'
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@bp.get("/10/<path:rest>")
@public
@_limited
@_guarded
def lot_first(rest: str) -> Any:
    return problem_page("malformed", wrong_order(), rest)


@bp.get("/21/<path:rest>")
@public
@_limited
@_guarded
def serial_first(rest: str) -> Any:
    return problem_page("malformed", wrong_order(), rest)


@bp.get("/.well-known/gs1resolver")
@public
def resolver() -> Any:
    response = jsonify(product_ld.resolver("Lên Sàn", public_url()))
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _decoded(named: DigitalLink) -> str:
    parts = ["", "01", named.gtin]
    for qualifier, value in (("10", named.lot), ("21", named.serial)):
        if value is not None:
            parts += [qualifier, value]
    return "/".join(parts)


def _answer(address: str, find: Find, typed: str, path: str = "") -> Response:
    """The page of what `find` finds, out of a copy where one is fresh or nothing else is there.

    Copies go by `address`, "" for none; `path` is the address of a code that several may carry.
    """
    key, instance = copy_key(address), current_app.config["INSTANCE"]
    if key is not None:
        # What was read until now may be older than the copies that are good.
        db.session.rollback()
        held = copies.kept(instance, key)
        if held is not None and held.age_s() < current_app.config["COPY_SECONDS"]:
            return from_copy(held)
    generation = copies.generation(instance)
    try:
        found = find()
        page = trace_pages.page_of(found, local_date(utc_now()))
    except NotFound as refusal:
        db.session.rollback()
        return problem_page("unknown", refusal.message, typed)
    except Gone as refusal:
        db.session.rollback()
        return problem_page("gone", refusal.message, typed)
    except Several as choice:
        return several_page(choice, path)
    except DBAPIError:
        db.session.rollback()
        held = copies.kept(instance, key) if key is not None else None
        if held is None:
            raise
        return from_copy(held, is_away=True)
    if found.label is not None:
        return own_page(page, found.label)
    return kept_page(page, key, generation)


def _linkset(named: DigitalLink, of: str) -> Response:
    try:
        found = digital_links.by_link(named, of)
    except NotFound as refusal:
        return problem_page("unknown", refusal.message, named.path)
    except Gone as refusal:
        return problem_page("gone", refusal.message, named.path)
    except Several as choice:
        return several_page(choice, named.path)
    title = gi_rights.public_name(found.product, local_date(utc_now()))
    response = jsonify(product_ld.linkset(f"{public_url()}{named.path}", title))
    response.mimetype = _LINKSET_TYPE
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Link"] = (
        "<https://ref.gs1.org/standards/resolver/linkset-context>; "
        'rel="http://www.w3.org/ns/json-ld#context"; type="application/ld+json"'
    )
    return response
