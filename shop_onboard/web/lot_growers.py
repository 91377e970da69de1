"""Which growers supplied a lot."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.extensions import db
from shop_onboard.policy import Action
from shop_onboard.queries import growers as queries
from shop_onboard.queries import lot_tree, lots
from shop_onboard.services import growers as services
from shop_onboard.values.row_numbers import row_number
from shop_onboard.web.access import current_actor, requires

bp = Blueprint("lot_growers", __name__, url_prefix="/lots")


@bp.get("/<code>/growers")
@requires(Action.LOT_EDIT)
def edit(code: str) -> Any:
    lot = lots.one(current_actor(), code)
    return render_template(
        "growers/lot.html",
        lot=lot,
        growers=queries.of_cooperative(lot.product.cooperative_id),
        held={grower.id for grower in queries.of_lot(lot.id)},
        before=queries.of_lots([each.earlier_id for each in lot_tree.past([lot.id])]),
    )


@bp.post("/<code>/growers")
@requires(Action.LOT_EDIT)
def update(code: str) -> Any:
    lot = lots.one(current_actor(), code)
    ids = [number for text in request.form.getlist("grower") if (number := row_number(text))]
    services.supply(current_actor(), lot, ids)
    db.session.commit()
    flash(_("Đã lưu người trồng của lô này."))
    return redirect(url_for("lots.show", code=code))
