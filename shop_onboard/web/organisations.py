"""The youth union's tree: who stands where, since when, and who carries on whose work."""

from typing import Any

from flask import Blueprint, render_template

from shop_onboard.policy import Action
from shop_onboard.queries import organisations as queries
from shop_onboard.values.text import N_, Message
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.replies import page_number, search_text

bp = Blueprint("organisations", __name__, url_prefix="/organisations")

KIND_WORDS: dict[str, Message] = {
    "central": N_("cấp Trung ương"),
    "province": N_("cấp tỉnh, thành phố"),
    "district": N_("cấp huyện (trước 01/7/2025)"),
    "commune": N_("cấp xã, phường, đặc khu"),
    "attached": N_("đoàn trực thuộc"),
    "branch": N_("chi đoàn"),
}


@bp.get("/")
@requires(Action.ORGANISATION_SEE)
def index() -> Any:
    actor = current_actor()
    search = search_text()
    return render_template(
        "organisations/index.html",
        page=queries.page(actor, search=search, number=page_number()),
        depths={} if search else queries.depths(actor),
        search=search,
        kinds=KIND_WORDS,
    )


@bp.get("/<code>")
@requires(Action.ORGANISATION_SEE)
def show(code: str) -> Any:
    actor = current_actor()
    union = queries.one(actor, code)
    return render_template(
        "organisations/show.html",
        union=union,
        family=queries.family(union),
        held=queries.cooperatives_held(actor, union),
        place=queries.place_of(union),
        kinds=KIND_WORDS,
        sees=lambda other: queries.sees(actor, other),
    )
