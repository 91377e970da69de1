"""What a cooperative must have before it opens a shop, and the private folder of its papers."""

from datetime import date
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError, NotFound
from shop_onboard.exports.registry import get_marketplace
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.policy import Action
from shop_onboard.queries import conditions as queries
from shop_onboard.queries import cooperatives
from shop_onboard.services import conditions as services
from shop_onboard.values.conditions import (
    MARKETPLACES,
    NEEDS,
    STATES,
    Paper,
    all_papers,
    opening_steps,
)
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import kept_paper
from shop_onboard.web.forms.conditions import PaperForm, values_of
from shop_onboard.web.language import chosen
from shop_onboard.web.replies import conflict_page, page_number, paper_reply, search_text

bp = Blueprint("conditions", __name__, url_prefix="/listings/conditions")


@bp.get("/")
@requires(Action.SHOP_PAPERS)
def index() -> Any:
    need = queries.EXPIRING if request.args.get("need") == queries.EXPIRING else ""
    page = queries.page(
        current_actor(), _today(), search=search_text(), need=need, number=page_number()
    )
    return render_template(
        "conditions/index.html",
        page=page,
        search=search_text(),
        need=need,
        ending=queries.ending(page.items, _today()),
        papers=all_papers(),
        today=_today(),
        lang=chosen(),
    )


@bp.get("/<code>")
@requires(Action.SHOP_PAPERS)
def show(code: str) -> Any:
    cooperative = _cooperative(code)
    held = queries.folder(cooperative, _today())
    lists = [
        (get_marketplace(key), queries.checklist(cooperative, key, held), opening_steps(key))
        for key in MARKETPLACES
    ]
    return render_template(
        "conditions/show.html",
        cooperative=cooperative,
        lists=lists,
        held=held,
        papers=all_papers(),
        lacks_tax_code=queries.lacks_tax_code(cooperative),
        needs=NEEDS,
        states=STATES,
        today=_today(),
        lang=chosen(),
    )


@bp.get("/<code>/<kind>")
@requires(Action.SHOP_PAPERS)
def edit(code: str, kind: str) -> Any:
    return _page(_cooperative(code), _paper(kind), None)


@bp.post("/<code>/<kind>")
@requires(Action.SHOP_PAPERS)
def save(code: str, kind: str) -> Any:
    cooperative, paper = _cooperative(code), _paper(kind)
    form = PaperForm()
    if not form.validate_on_submit():
        return _page(cooperative, paper, form), 422
    try:
        services.save(current_actor(), cooperative, paper, _data(form), form.version_number)
    except Conflict as error:
        row = queries.papers(cooperative.id).get(paper.key)
        return conflict_page(form, values_of(row, "unknown"), error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _page(_cooperative(code), paper, form), 422
    db.session.commit()
    flash(_("Đã lưu."))
    place = f"{_list()}-{paper.key}" if _list() else f"paper-{paper.key}"
    return redirect(url_for("conditions.show", code=code, _anchor=place))


@bp.get("/<code>/<kind>/file")
@requires(Action.SHOP_PAPERS)
def file(code: str, kind: str) -> Any:
    cooperative = _cooperative(code)
    row = queries.papers(cooperative.id).get(_paper(kind).key)
    return paper_reply(row)


@bp.post("/<code>/<kind>/remove-file")
@requires(Action.SHOP_PAPERS)
def drop_file(code: str, kind: str) -> Any:
    services.drop_file(current_actor(), _cooperative(code), _paper(kind))
    db.session.commit()
    flash(_("Đã bỏ tệp."))
    return redirect(url_for("conditions.edit", code=code, kind=kind))


def _cooperative(code: str) -> Cooperative:
    """The cooperative, for those whose business its folder is; an administrator is not one."""
    cooperative = cooperatives.one(current_actor(), code)
    services.check_may(current_actor(), cooperative)
    return cooperative


def _paper(kind: str) -> Paper:
    found = all_papers().get(kind)
    if found is None:
        raise NotFound(N_("Không tìm thấy loại giấy tờ này."))
    return found


def _list() -> str:
    """The marketplace in whose list the paper was opened; "" for the folder."""
    key = request.args.get("list", "")
    return key if key in MARKETPLACES else ""


def _data(form: PaperForm) -> services.PaperData:
    return services.PaperData(
        state=form.state.data,
        note=form.note.data,
        expires_on=form.expires_on.data,
        file=kept_paper(),
    )


def _page(cooperative: Cooperative, paper: Paper, form: PaperForm | None) -> str:
    held = queries.folder(cooperative, _today())[paper.key]
    if form is None:
        form = PaperForm(data=values_of(held.row, held.state))
    return render_template(
        "conditions/paper.html",
        cooperative=cooperative,
        paper=paper,
        row=held.row,
        form=form,
        lang=chosen(),
        opened_in=_list(),
    )


def _today() -> date:
    return local_date(utc_now())
