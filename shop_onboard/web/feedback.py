"""Reports on a product: sent by anybody with its code, answered by cooperative and union."""

from typing import Any
from urllib.parse import urlsplit

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError, Gone, NotFound
from shop_onboard.extensions import db, limiter
from shop_onboard.policy import Action
from shop_onboard.queries import digital_links, lots, recalls, scope
from shop_onboard.queries import feedback as queries
from shop_onboard.queries.consents import public_contact
from shop_onboard.queries.digital_links import Several
from shop_onboard.queries.feedback import Subject
from shop_onboard.services import feedback as services
from shop_onboard.values.codes import new_feedback_reference
from shop_onboard.values.feedback import KINDS, STATES
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, public, requires
from shop_onboard.web.files import public_url
from shop_onboard.web.forms.feedback import LONGEST_CODE, AnswerForm, FeedbackForm
from shop_onboard.web.language import chosen
from shop_onboard.web.replies import page_number

bp = Blueprint("feedback", __name__, url_prefix="/feedback")

# What the list may be narrowed to.
_SHOWN = {"open": N_("chưa trả lời")} | STATES


@bp.get("/new")
@public
def new() -> Any:
    code = request.args.get("code", "")[:LONGEST_CODE]
    form = FeedbackForm(formdata=None, data={"code": code})
    return _form_page(form)


@bp.post("/new")
@public
# A shop reports for its customers behind one line; who floods is stopped.
@limiter.limit("20 per hour")
def send() -> Any:
    form = FeedbackForm()
    if form.website.data:
        return redirect(url_for("feedback.told", reference=new_feedback_reference()))
    if not form.validate_on_submit():
        return _form_page(form), 422
    try:
        made = services.send(_subject(form.code.data)[0], form.to_data())
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form), 422
    db.session.commit()
    return redirect(url_for("feedback.told", reference=made.reference))


@bp.get("/told/<reference>")
@public
@limiter.limit("60 per minute")
def told(reference: str) -> Any:
    row = queries.told(reference.upper())
    owner = row.cooperative
    contact = public_contact(owner) if owner and owner.state == "approved" else None
    return render_template(
        "feedback/told.html",
        row=row,
        states=STATES,
        phone=contact.phone if contact else "",
        domain=urlsplit(public_url()).netloc,
    )


@bp.get("/")
@requires(Action.FEEDBACK_SEE)
def index() -> Any:
    state = request.args.get("state", "")
    state = state if state in _SHOWN else ""
    slug, touched = request.args.get("lot", ""), []
    if slug:
        # With those of the lots made of it: a recall asks for all of them.
        touched = recalls.touched(lots.one(current_actor(), slug).id)
    return render_template(
        "feedback/index.html",
        page=queries.page(
            current_actor(),
            state=state,
            lot_ids=[each.id for each in touched],
            number=page_number(),
        ),
        lot=slug,
        touched=touched,
        state=state,
        shown=_SHOWN,
        states=STATES,
        kinds=KINDS,
    )


@bp.get("/<reference>")
@requires(Action.FEEDBACK_SEE)
def show(reference: str) -> Any:
    row = queries.one(current_actor(), reference)
    return _show_page(
        row, AnswerForm(formdata=None, data={"version": row.version, "state": "answered"})
    )


@bp.post("/<reference>/answer")
@requires(Action.FEEDBACK_ANSWER)
def answer(reference: str) -> Any:
    row = queries.one(current_actor(), reference)
    form = AnswerForm()
    if not form.validate_on_submit():
        return _show_page(row, form), 422
    version = row_number(form.version.data)
    try:
        services.answer(current_actor(), row, form.words.data, form.state.data, version)
    except Conflict as error:
        # Both answers are on one page: theirs in the list, mine still in the form.
        db.session.rollback()
        row = queries.one(current_actor(), reference)
        form.refuse(error)
        form.version.data = str(row.version)
        return _show_page(row, form), 409
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _show_page(queries.one(current_actor(), reference), form), 422
    db.session.commit()
    flash(_("Đã ghi câu trả lời. Người phản ánh đọc được bằng số phản ánh của mình."))
    return redirect(url_for("feedback.show", reference=reference))


def _subject(code: str) -> tuple[Subject, str]:
    """What the code names, and the product's name; nothing but the code when nobody made it."""
    try:
        found = digital_links.by_typed(code)
    except Several as several:
        if several.found[0].lot is not None:
            # Whoever sees everything asks the buyer whose goods it was: nobody is accused for it.
            return Subject(code), ""
        found = several.found[0]
    except (NotFound, Gone):
        db.session.rollback()
        return Subject(code), ""
    product, lot, label = found.product, found.lot, found.label
    subject = Subject(
        found.token or code,
        cooperative_id=product.cooperative_id,
        product_id=product.id,
        lot_id=lot.id if lot else None,
        label_id=label.id if label else None,
        is_sample=(lot or product).is_sample,
    )
    name = product.name
    if chosen() == "en" and product.name_en:
        name = f"{product.name_en} ({name})"
    return subject, name


def _form_page(form: FeedbackForm) -> str:
    subject, name = _subject(form.code.data or "")
    return render_template("feedback/new.html", form=form, subject=subject, product_name=name)


def _show_page(row: Any, form: AnswerForm) -> str:
    actor = current_actor()
    may = actor.sees_everything if row.cooperative is None else False
    if row.cooperative is not None:
        may = scope.may_for(actor, Action.FEEDBACK_ANSWER, row.cooperative)
    return render_template(
        "feedback/show.html", row=row, form=form, states=STATES, kinds=KINDS, may_answer=may
    )
