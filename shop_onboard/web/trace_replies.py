"""The answers behind codes: rendered, kept as copies, counted, or a page for what is wrong."""

import hashlib
import re
import time
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode, urlsplit

from flask import Response, current_app, make_response, render_template, request, url_for
from jinja2.utils import htmlsafe_json_dumps
from markupsafe import Markup

from shop_onboard.exports.product_ld import LinkedProduct, product_ld
from shop_onboard.gateways import copies, scan_buffer
from shop_onboard.gateways.scan_lines import ScanLines
from shop_onboard.models.clock import utc_now
from shop_onboard.models.labels import Label
from shop_onboard.queries import codes, gi_rights, photos, trace_pages
from shop_onboard.queries.consents import producer_name, public_contact
from shop_onboard.queries.digital_links import Several
from shop_onboard.queries.trace_pages import TracePage
from shop_onboard.values.addresses import is_public_address
from shop_onboard.values.codes import format_label_token
from shop_onboard.values.dates import local_date
from shop_onboard.values.scans import MOST_OF_A_LINE, Seen
from shop_onboard.values.text import N_, Message
from shop_onboard.web import headers, page_styles
from shop_onboard.web.access import cookie_name
from shop_onboard.web.files import has_own_address, public_url
from shop_onboard.web.language import asked, chosen, kept, say

KEPT_S = 60
# For how long a cache may go on giving a page while this server does not answer.
WHILE_AWAY_S = 600
# Where a page out of its copy says how old it is.
_AGE_PLACE = Markup("<!-- age -->")
NO_SUCH_LINK = N_("Trang này không có loại thông tin mà địa chỉ vừa hỏi.")
# Programs that look at every address somebody sends round: they hold no goods in their hands.
_MACHINES = re.compile(r"bot|crawl|spider|preview|facebookexternalhit|curl|wget", re.IGNORECASE)

_HEADINGS: dict[str, tuple[int, Message]] = {
    "mistyped": (404, N_("Mã gõ chưa đúng")),
    "malformed": (400, N_("Địa chỉ của mã chưa đúng")),
    "unknown": (404, N_("Mã này không có trong hệ thống")),
    "gone": (410, N_("Mã này không còn dùng nữa")),
}


def copy_key(address: str) -> str | None:
    """Under which a copy of this page is kept; None for who is signed in: theirs is their own."""
    if not address or cookie_name() in request.cookies or not has_own_address():
        return None
    return f"{address}|{chosen()}|{asked() or ''}|{public_url()}"


def kept_page(page: TracePage, key: str | None, generation: str) -> Response:
    """The page of a lot or a product, which caches may keep; a copy of it stays here.

    `generation` is that of the copies before anything of the page was read.
    """
    at = time.time()
    _count(page.product.id, page.lot.id if page.lot else None, None)
    body = _rendered(page).encode()
    held = copies.Copy(
        body=body,
        etag=hashlib.sha256(body).hexdigest()[:32],
        policy=_policy(),
        at=at,
        generation=generation,
        product_id=page.product.id,
        lot_id=page.lot.id if page.lot else None,
    )
    if key is not None:
        copies.keep(current_app.config["INSTANCE"], key, held)
    return _kept(held)


def from_copy(held: copies.Copy, *, is_away: bool = False) -> Response:
    """A page out of its copy, counted like any other; it says how old it is when nothing newer
    could be asked for."""
    _count(held.product_id, held.lot_id, None)
    if not is_away:
        return _kept(held)
    line = render_template("codes/_away.html", at=datetime.fromtimestamp(held.at, UTC))
    body = held.body.replace(_AGE_PLACE.encode(), line.encode(), 1)
    return _kept(replace(held, body=body, etag=hashlib.sha256(body).hexdigest()[:32]))


def own_page(page: TracePage, label: Label) -> Response:
    """The page of one sticker: nobody keeps it, since it says when it was scanned first."""
    _count(page.product.id, label.lot_id, label.id)
    return _kept_by_nobody(_rendered(page))


def problem_page(kind: str, sentence: Message, typed: str, status: int | None = None) -> Response:
    """The page of a code that opens nothing, with what to do; it leads to nobody else's goods."""
    usual, heading = _HEADINGS[kind]
    body = render_template(
        "codes/problem.html",
        kind=kind,
        heading=heading,
        sentence=sentence,
        typed=typed[:60],
        **_frame(),
    )
    return _kept_by_nobody(body, status or usual)


def several_page(choice: Several, path: str) -> Response:
    """Whose goods somebody holds is for them to say: all are named, a recall of each is told."""
    today = local_date(utc_now())
    pages = [trace_pages.page_of(found, today) for found in choice.found]
    body = render_template(
        "codes/several.html",
        sentence=choice.message,
        choices=[
            {
                "page": page,
                "name": gi_rights.public_name(page.product, today),
                "address": _own_address(page, path),
            }
            for page in pages
        ],
        **_frame(),
    )
    return _kept_by_nobody(body, 300)


def _own_address(page: TracePage, path: str) -> str:
    if page.lot is not None:
        path, chosen_by = url_for("codes.scan", token=page.lot.token), kept()
    else:
        chosen_by = {"of": page.product.slug} | kept()
    return f"{path}?{urlencode(chosen_by)}" if chosen_by else path


def look_up_page(typed: str, refusal: Message | None) -> Response:
    """Where a code is typed; a mistyped one comes back with what to look at."""
    body = render_template("codes/look_up.html", typed=typed, refusal=refusal, **_frame())
    response = make_response(body, 422 if refusal else 200)
    response.headers["Content-Security-Policy"] = _policy()
    return response


def _kept_by_nobody(body: str, status: int = 200) -> Response:
    response = make_response(body, status)
    response.headers["Content-Security-Policy"] = _policy()
    response.headers["Cache-Control"] = "no-store"
    # A sticker's page is for who holds the pack: search engines need no list of tokens.
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _kept(held: copies.Copy) -> Response:
    response = Response(b"", mimetype="text/html")
    response.set_etag(held.etag)
    left = max(0, KEPT_S - held.age_s())
    response.headers["Cache-Control"] = f"public, max-age={left}, stale-if-error={WHILE_AWAY_S}"
    response.headers["Content-Security-Policy"] = held.policy
    # Who chose a language by a cookie gets another page.
    response.vary.add("Cookie")
    if response.make_conditional(request).status_code != 304:
        response.set_data(held.body)
    return response


def _rendered(page: TracePage) -> str:
    today = local_date(utc_now())
    return render_template(
        "codes/trace.html",
        page=page,
        product=page.product,
        cooperative=page.cooperative,
        lot=page.lot,
        name=gi_rights.public_name(page.product, today),
        number=format_label_token(page.found.token) if page.found.token else "",
        code=_code(page),
        contact=public_contact(page.cooperative) if page.is_reviewed else None,
        linked=_data_block(product_ld(_linked(page))),
        age_place=_AGE_PLACE,
        **_frame(),
    )


def _data_block(data: dict[str, Any]) -> Markup:
    """Data for machines: not a script that runs; «<», «>» and «&» are written as escapes."""
    text = htmlsafe_json_dumps(data)
    return Markup('<script type="application/ld+json">{}</script>').format(text)


def _code(page: TracePage) -> str:
    """What a report calls the code by: a token, else the product's own number or page."""
    shown = f"shop/{page.cooperative.slug}/{page.product.slug}"
    return page.found.token or codes.own_gtin(page.product) or shown


def _linked(page: TracePage) -> LinkedProduct:
    product, lot = page.product, page.lot
    shown = photos.public(product)[:1] if page.is_reviewed else []
    shop = url_for("shops.shop", slug=page.cooperative.slug)
    image = ""
    if shown:
        image = public_url() + url_for(
            "shops.photo", slug=page.cooperative.slug, product=product.slug, number=shown[0].id
        )
    return LinkedProduct(
        name=gi_rights.public_name(product, local_date(utc_now())),
        description=product.description if page.is_reviewed else "",
        address=codes.address_of(page.found, public_url()),
        producer_name=say(producer_name(page.cooperative)),
        producer_url=public_url() + shop if page.is_reviewed else "",
        image_url=image,
        gtin=codes.own_gtin(product, page.found.label.batch if page.found.label else None),
        lot=lot.code if lot else None,
        produced_on=(lot.packed_on or lot.harvested_on) if lot else None,
        place=f"{page.cooperative.commune.name}, {page.cooperative.commune.province.name}",
    )


def _frame() -> dict[str, Any]:
    return {
        "domain": urlsplit(public_url()).netloc,
        "is_official": is_public_address(current_app.config["PUBLIC_URL"]),
        "style": page_styles.style_element(),
        "icon": page_styles.icon(),
    }


def _policy() -> str:
    return headers.policy_with_style(page_styles.style_source())


def _count(product_id: int, lot_id: int | None, label_id: int | None) -> None:
    """Note a scan by its day alone. Who works here, and machines, hold no goods in their hands."""
    if request.method != "GET" or cookie_name() in request.cookies:
        return
    if _MACHINES.search(request.user_agent.string):
        return
    seen = Seen(local_date(utc_now()), product_id, lot_id, label_id)
    if label_id is None:
        # Of a sticker it is the sticker that counts only so often a day (services/scans.py).
        lines: ScanLines = current_app.extensions["scan_lines"]
        code = f"{product_id} {lot_id or 0}"
        if not lines.is_within(request.remote_addr or "", code, seen.day, MOST_OF_A_LINE):
            return
    scan_buffer.append(current_app.config["INSTANCE"], seen.line())
