"""The first page: what this is, or what waits for whoever is signed in."""

from typing import Any

from flask import Blueprint, render_template, request
from flask_babel import gettext as _
from flask_login import current_user

from shop_onboard.documents.qr_svg import qr_svg
from shop_onboard.models.clock import utc_now
from shop_onboard.queries import campaigns, dashboards
from shop_onboard.values.addresses import is_loopback, is_loopback_host
from shop_onboard.values.codes import label_address
from shop_onboard.values.dates import local_date
from shop_onboard.web import dashboards as desk
from shop_onboard.web.access import public
from shop_onboard.web.accounts import sample_roles
from shop_onboard.web.boards import kept_board
from shop_onboard.web.files import public_url

bp = Blueprint("home", __name__)


@bp.get("/")
@public
def index() -> Any:
    return desk.page() if current_user.is_authenticated else _public_home()


def _public_home() -> str:
    today = local_date(utc_now())
    token = dashboards.sample_label_token(today)
    address = label_address(public_url(), token) if token else ""
    past, latest = campaigns.last_told(today), campaigns.latest(today)
    return render_template(
        "home/public.html",
        label=label_address("", token) if token else "",
        qr_svg=qr_svg(address, _("Mã QR của một tem mẫu")) if address else "",
        is_at_the_machine=is_loopback(address) and is_loopback_host(request.remote_addr or ""),
        past=kept_board(past.code) if past else None,
        latest=kept_board(latest.code) if latest else None,
        sample_roles=sample_roles(),
    )
