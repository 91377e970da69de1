"""«Đường dẫn cho Google và Meta»: secret addresses that machines fetch, and what is at them."""

import gzip
import hashlib
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.exports.listing import ExportFile
from shop_onboard.exports.marketplace import FEED_FORMATS
from shop_onboard.exports.registry import fed_marketplaces, get_marketplace
from shop_onboard.extensions import db, limiter
from shop_onboard.gateways.database import set_writing
from shop_onboard.models.clock import utc_now
from shop_onboard.models.feeds import Feed
from shop_onboard.policy import SYSTEM, Action, Actor
from shop_onboard.queries import cooperatives, organisations
from shop_onboard.queries import feeds as queries
from shop_onboard.queries.next_steps import goods
from shop_onboard.queries.readiness import CheckedProduct, Finding
from shop_onboard.services import channel_photos
from shop_onboard.services import feeds as services
from shop_onboard.values.addresses import is_public_address
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, public, requires
from shop_onboard.web.files import public_url, ring
from shop_onboard.web.forms.feeds import FeedForm
from shop_onboard.web.next_steps import addressed
from shop_onboard.web.replies import here, page_number

bp = Blueprint("feeds", __name__, url_prefix="/feeds")

_ROW = "int(max=9007199254740991)"
_LEFT_OUT_SHOWN = 50
_GZIP_LEVEL = 6


@bp.get("/")
@requires(Action.FEED_SEE)
def index() -> Any:
    return render_template(
        "feeds/index.html",
        page=queries.page(current_actor(), page_number()),
        names={key: get_marketplace(key).name for key in _keys()},
        formats=FEED_FORMATS,
        is_official=is_public_address(public_url()),
    )


@bp.get("/new")
@requires(Action.FEED_MAKE)
def new() -> Any:
    form = FeedForm(queries.owners(current_actor()), data={"kind": request.args.get("kind", "")})
    return render_template("feeds/new.html", form=form)


@bp.post("/new")
@requires(Action.FEED_MAKE)
def create() -> Any:
    form = FeedForm(queries.owners(current_actor()))
    if not form.validate_on_submit():
        return render_template("feeds/new.html", form=form), 422
    try:
        feed, token = services.make(current_actor(), _owner(form.owner.data), form.to_data())
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return render_template("feeds/new.html", form=form), 422
    return _made(feed, token)


@bp.get(f"/<{_ROW}:number>")
@requires(Action.FEED_SEE)
def show(number: int) -> Any:
    actor = current_actor()
    feed = queries.one(actor, number)
    held = queries.held(feed, public_url(), local_date(utc_now()))
    shown = [(row, _mends(actor, row.checked)) for row in held.left_out[:_LEFT_OUT_SHOWN]]
    return render_template(
        "feeds/show.html",
        feed=feed,
        marketplace=get_marketplace(feed.marketplace_key),
        format=FEED_FORMATS[feed.file_format],
        held=held,
        shown=shown,
        may_make=queries.may(actor, Action.FEED_MAKE, feed),
        may_revoke=queries.may(actor, Action.FEED_REVOKE, feed),
    )


@bp.get(f"/<{_ROW}:number>/renew")
@requires(Action.FEED_MAKE)
def before_renew(number: int) -> Any:
    """What another address would end, before it does."""
    return _asked(number, Action.FEED_MAKE, "feeds/renew.html")


@bp.get(f"/<{_ROW}:number>/revoke")
@requires(Action.FEED_REVOKE)
def before_revoke(number: int) -> Any:
    """What would end, before it does."""
    return _asked(number, Action.FEED_REVOKE, "feeds/revoke.html")


@bp.post(f"/<{_ROW}:number>/renew")
@requires(Action.FEED_MAKE)
def renew(number: int) -> Any:
    feed, token = services.renew(current_actor(), queries.one(current_actor(), number))
    return _made(feed, token)


@bp.post(f"/<{_ROW}:number>/revoke")
@requires(Action.FEED_REVOKE)
def revoke(number: int) -> Any:
    services.revoke(current_actor(), queries.one(current_actor(), number))
    db.session.commit()
    flash(_("Đã thu lại đường dẫn: từ bây giờ không ai lấy được nữa."))
    return redirect(url_for("feeds.show", number=number))


def _asked(number: int, action: Action, template: str) -> Any:
    actor = current_actor()
    feed = queries.one(actor, number)
    if not queries.may(actor, action, feed):
        raise Forbidden(N_("Bạn không có quyền làm việc này với đường dẫn này."))
    if feed.revoked_at is not None:
        return redirect(url_for("feeds.show", number=number))
    marketplace = get_marketplace(feed.marketplace_key)
    return render_template(template, feed=feed, name=marketplace.name)


@bp.get("/<key>/<token>")
@public
@limiter.limit("60 per minute")
@limiter.limit("30 per hour", key_func=lambda: request.path)
def fetch(key: str, token: str) -> Any:
    feed = queries.fetched(key, token)
    today = local_date(utc_now())
    reply = _reply(queries.file(feed, public_url(), today))
    if request.method == "GET" and feed.fetched_on != today:
        _note_fetched(feed, queries.has_missing_photos(feed, today))
    return reply


def _note_fetched(feed: Feed, has_missing_photos: bool) -> None:
    """Once a day this reading writes: the day itself, and asking for pictures that are new."""
    feed_id, name = feed.id, get_marketplace(feed.marketplace_key).name
    db.session.rollback()
    set_writing(True)
    is_first = services.note_fetched(feed_id, local_date(utc_now()))
    job = _ask_photos(SYSTEM, feed_id, name) if is_first and has_missing_photos else None
    db.session.commit()
    if job is not None:
        ring(job)


def _reply(file: ExportFile) -> Response:
    """Told apart by what is in it alone; a machine that holds the same gets 304."""
    mark = hashlib.sha256(file.content).hexdigest()
    is_gzip = request.accept_encodings["gzip"] > 0
    reply = Response(content_type=file.media_type)
    reply.vary.add("Accept-Encoding")
    # Nobody on the way keeps it: revoked is revoked at once.
    reply.headers["Cache-Control"] = "private, no-cache"
    reply.headers["X-Robots-Tag"] = "noindex"
    reply.headers["Referrer-Policy"] = "no-referrer"
    reply.set_etag(f"{mark}-gzip" if is_gzip else mark)
    if reply.make_conditional(request).status_code == 304:
        return reply
    if is_gzip:
        reply.headers["Content-Encoding"] = "gzip"
    reply.set_data(gzip.compress(file.content, _GZIP_LEVEL, mtime=0) if is_gzip else file.content)
    return reply


def _made(feed: Feed, token: str) -> Any:
    """The one page that shows the address; nothing keeps it, no cache and no history of ours."""
    name = get_marketplace(feed.marketplace_key).name
    job = _ask_photos(current_actor(), feed.id, name)
    db.session.commit()
    ring(job)
    page = Response(
        render_template(
            "feeds/address.html",
            feed=feed,
            name=name,
            address=public_url() + url_for("feeds.fetch", key=feed.marketplace_key, token=token),
            is_official=is_public_address(public_url()),
        )
    )
    page.headers["Cache-Control"] = "no-store"
    return page


def _ask_photos(actor: Actor, feed_id: int, name: str) -> Any:
    return channel_photos.ask(actor, feed_id, _("Ảnh cho %(name)s", name=name))


def _mends(actor: Actor, checked: CheckedProduct) -> list[tuple[Finding, Any]]:
    """What keeps packs out, each with where the actor mends it."""
    return [
        (each, addressed(goods.mending(actor, checked, each), back=here()))
        for each in checked.findings
        if each.problem.blocking
    ]


def _owner(text: str) -> Any:
    kind, _colon, code = text.partition(":")
    if kind == "union":
        return organisations.required(code)
    return cooperatives.one(current_actor(), code)


def _keys() -> set[str]:
    return {each.key for each in fed_marketplaces()}
