"""Asking to join, for anybody; the requests and their answers, for officers of the place."""

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db, limiter
from shop_onboard.models.invitations import REQUEST_STATES, JoinRequest
from shop_onboard.policy import Action
from shop_onboard.queries import accounts, cooperatives, places
from shop_onboard.queries import invitations as queries
from shop_onboard.services import invitations as services
from shop_onboard.values.codes import is_reference, new_reference
from shop_onboard.values.text import N_, Message
from shop_onboard.web.access import current_actor, public, requires
from shop_onboard.web.forms.invitations import InvitationForm
from shop_onboard.web.forms.join import DeclineForm, JoinForm
from shop_onboard.web.invitations import invitation_form, made_page, sent
from shop_onboard.web.replies import page_number

bp = Blueprint("join", __name__, url_prefix="/join")

REQUEST_WORDS: dict[str, Message] = {
    "waiting": N_("đang chờ trả lời"),
    "invited": N_("đã mời"),
    "declined": N_("chưa nhận"),
}


@bp.get("")
@public
def new() -> Any:
    return _form_page(JoinForm(formdata=None))


@bp.post("")
@public
# One address may be a whole village meeting behind one line.
@limiter.limit("60 per hour")
def ask() -> Any:
    form = JoinForm()
    if form.website.data:
        return redirect(url_for("join.received", reference=new_reference()))
    commune_id = _commune(form)
    if commune_id is None:
        return _form_page(form), 422
    try:
        made = services.ask(form.to_data(commune_id))
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _form_page(form), 422
    db.session.commit()
    return redirect(url_for("join.received", reference=made.reference))


@bp.get("/received/<reference>")
@public
def received(reference: str) -> Any:
    # Says the number and nothing of the request: whoever guesses one learns nothing.
    if not is_reference(reference):
        abort(404)
    return render_template("join/received.html", reference=reference)


@bp.get("/requests")
@requires(Action.INVITE)
def requests() -> Any:
    state = request.args.get("state", "waiting")
    state = state if state in REQUEST_STATES else ""
    return render_template(
        "join/requests.html",
        page=queries.requests_page(current_actor(), state=state, number=page_number()),
        state=state,
        words=REQUEST_WORDS,
    )


@bp.get("/requests/<reference>")
@requires(Action.INVITE)
def show(reference: str) -> Any:
    asked = queries.request(current_actor(), reference)
    return _show_page(asked, _prefilled(asked), DeclineForm(formdata=None))


@bp.post("/requests/<reference>/invite")
@requires(Action.INVITE)
def invite(reference: str) -> Any:
    asked = queries.request(current_actor(), reference)
    form = invitation_form(asked.commune_id)
    made = sent(form, asked)
    if made is None:
        asked = queries.request(current_actor(), reference)
        return _show_page(asked, form, DeclineForm(formdata=None)), 422
    return made_page(*made)


@bp.post("/requests/<reference>/decline")
@requires(Action.INVITE)
def decline(reference: str) -> Any:
    asked = queries.request(current_actor(), reference)
    form = DeclineForm()
    if not form.validate_on_submit():
        return _show_page(asked, _prefilled(asked), form), 422
    try:
        services.decline(current_actor(), asked, form.answer.data)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        asked = queries.request(current_actor(), reference)
        return _show_page(asked, _prefilled(asked), form), 422
    db.session.commit()
    flash(_("Đã ghi câu trả lời. Lên Sàn không nhắn tin: hãy gọi để báo cho người này."))
    return redirect(url_for("join.show", reference=reference))


def _commune(form: JoinForm) -> int | None:
    """The commune's row when every field is right; its errors are on the form otherwise."""
    is_right = form.validate_on_submit()
    if form.wanted_role.data == "manager" and not form.cooperative_name.data:
        words = N_("Hãy ghi tên hợp tác xã hoặc cơ sở của bạn.")
        form.refuse(DomainError(words, "cooperative_name"))
        is_right = False
    if form.commune.errors:
        return None
    place = form.read_place()
    return places.commune_id(place.commune.code) if place and is_right else None


def _prefilled(asked: JoinRequest) -> InvitationForm:
    form = invitation_form(asked.commune_id, is_sent=False)
    form.name.data, form.phone.data = asked.name, asked.phone
    form.role.data = asked.wanted_role
    # The first union is the commune's own.
    form.union.data = next((each.value for each in form.union.choices[1:2]), "")
    known = [(each.value, str(each.label)) for each in form.cooperative.choices[1:]]
    form.cooperative.data = services.likely_cooperative(asked.cooperative_name, known)
    return form


def _form_page(form: JoinForm) -> str:
    return render_template("join/form.html", form=form, provinces=places.province_names())


def _show_page(asked: JoinRequest, form: InvitationForm, decline_form: DeclineForm) -> str:
    return render_template(
        "join/show.html",
        asked=asked,
        form=form,
        decline_form=decline_form,
        words=REQUEST_WORDS,
        has_account=accounts.account_by_phone(asked.phone) is not None,
        may_register=current_actor().may(Action.COOPERATIVE_CREATE),
        has_cooperatives=bool(cooperatives.choices(current_actor(), Action.INVITE)),
    )
