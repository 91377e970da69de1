"""Papers for labels: those there are, one's own, a test page, and how a printer misses."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, url_for
from flask_babel import get_translations
from flask_babel import gettext as _

from shop_onboard.documents import label_test_page
from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.policy import Action
from shop_onboard.queries import cooperatives
from shop_onboard.queries import label_stocks as queries
from shop_onboard.services import label_stocks as services
from shop_onboard.values.label_face import FACTS, LEAST_CODE_UM, label_face
from shop_onboard.values.label_stock import LabelStock, all_label_stocks
from shop_onboard.web.access import current_actor, public, requires
from shop_onboard.web.files import public_url
from shop_onboard.web.forms.label_stocks import OwnStockForm, ShiftForm
from shop_onboard.web.language import chosen
from shop_onboard.web.replies import file_reply

bp = Blueprint("label_stocks", __name__, url_prefix="/labels")


@bp.get("/stocks")
@requires(Action.LABEL_MAKE)
def index() -> Any:
    own = [queries.stock_of(row) for row in queries.own_rows(current_actor())]
    return render_template("labels/stocks.html", shipped=all_label_stocks(), own=own)


@bp.get("/stocks/new")
@requires(Action.LABEL_MAKE)
def new() -> Any:
    return render_template("labels/stock_new.html", form=_form())


@bp.post("/stocks/new")
@requires(Action.LABEL_MAKE)
def create() -> Any:
    form = _form()
    if not form.validate_on_submit():
        return render_template("labels/stock_new.html", form=form), 422
    try:
        row = services.add(current_actor(), _owner(form.owner.data), form.stock())
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return render_template("labels/stock_new.html", form=form), 422
    db.session.commit()
    flash(_("Đã lưu khổ giấy. Hãy in một tờ thử để xem có khớp không."))
    return redirect(url_for("label_stocks.show", key=queries.key_of(row)))


@bp.get("/stocks/<key>")
@requires(Action.LABEL_MAKE)
def show(key: str) -> Any:
    stock = queries.one(current_actor(), key)
    held = queries.setting(current_actor().account_id, stock.key)
    form = ShiftForm(data={"shift_x": held.shift_x_um, "shift_y": held.shift_y_um})
    return _stock_page(stock, form)


@bp.post("/stocks/<key>/shift")
@requires(Action.LABEL_MAKE)
def shift(key: str) -> Any:
    stock = queries.one(current_actor(), key)
    form = ShiftForm()
    if not form.validate_on_submit():
        return _stock_page(stock, form), 422
    try:
        services.shift(current_actor(), stock.key, form.shift_x.data or 0, form.shift_y.data or 0)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _stock_page(stock, form), 422
    db.session.commit()
    flash(_("Đã lưu. In lại một tờ thử để xem đã khớp chưa."))
    return redirect(url_for("label_stocks.show", key=key))


@bp.post("/stocks/<key>/tested")
@requires(Action.LABEL_MAKE)
def tested(key: str) -> Any:
    stock = queries.one(current_actor(), key)
    services.note_tested(current_actor(), stock.key)
    db.session.commit()
    flash(_("Đã ghi: máy in của bạn khớp với giấy này."))
    return redirect(url_for("labels.new"))


@bp.post("/stocks/<key>/remove")
@requires(Action.LABEL_MAKE)
def remove(key: str) -> Any:
    services.remove(current_actor(), queries.own(current_actor(), key))
    db.session.commit()
    flash(_("Đã bỏ khổ giấy này khỏi danh sách."))
    return redirect(url_for("label_stocks.index"))


@bp.get("/stocks/<key>/test.pdf")
@requires(Action.LABEL_MAKE)
def test_page(key: str) -> Any:
    stock = queries.one(current_actor(), key)
    held = queries.setting(current_actor().account_id, stock.key)
    page = label_test_page.LabelTestPage(
        stock=stock,
        lang=chosen(),
        address=public_url() + url_for("label_stocks.scanned"),
        shift_x_um=held.shift_x_um,
        shift_y_um=held.shift_y_um,
    )
    content = label_test_page.build(page, get_translations())
    return file_reply(content, f"to in thu {stock.key}.pdf", "application/pdf")


@bp.get("/test-page")
@public
def scanned() -> Any:
    return render_template("labels/scanned.html")


def _form() -> OwnStockForm:
    return OwnStockForm(queries.owners(current_actor()))


def _owner(text: str) -> services.Owner:
    kind, _colon, code = text.partition(":")
    if kind == "union":
        return services.Owner(union_id=int(code))
    return services.Owner(cooperative=cooperatives.one(current_actor(), code))


def _stock_page(stock: LabelStock, form: ShiftForm) -> str:
    face = label_face(stock)
    return render_template(
        "labels/stock.html",
        stock=stock,
        face=face,
        is_own=stock.key.startswith("own-"),
        left_out=[FACTS[key] for key in face.left_out],
        has_small_code=face.code_um < LEAST_CODE_UM,
        is_tested=queries.setting(current_actor().account_id, stock.key).is_tested,
        form=form,
    )
