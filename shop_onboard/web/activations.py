"""Saying that printed stickers are on goods now."""

from typing import Any

from flask import Blueprint, flash, redirect, url_for
from flask_babel import gettext as _

from shop_onboard.extensions import db
from shop_onboard.policy import Action
from shop_onboard.queries import labels
from shop_onboard.services import codes as services
from shop_onboard.web.access import current_actor, requires

bp = Blueprint("activations", __name__, url_prefix="/activations")


@bp.post("/<int(max=9007199254740991):number>")
@requires(Action.LABEL_MAKE)
def activate(number: int) -> Any:
    batch = labels.one(current_actor(), number)
    services.activate(current_actor(), batch)
    db.session.commit()
    flash(
        _(
            "Đã kích hoạt %(count)s tem. Người mua quét là thấy đủ thông tin.",
            count=batch.label_count,
        )
    )
    return redirect(url_for("lots.show", code=batch.lot.slug))
