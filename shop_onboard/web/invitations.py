"""Invitations: who was invited to what, new ones with their link, and taking one up."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    current_app,
    flash,
    make_response,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from shop_onboard.documents.qr_svg import qr_svg
from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db, limiter
from shop_onboard.models.clock import utc_now
from shop_onboard.models.invitations import Invitation, JoinRequest
from shop_onboard.policy import Action
from shop_onboard.queries import accounts as account_queries
from shop_onboard.queries import cooperatives, organisations
from shop_onboard.queries import invitations as queries
from shop_onboard.services import accounts
from shop_onboard.services import invitations as services
from shop_onboard.values.addresses import is_public_address
from shop_onboard.values.dates import local_date
from shop_onboard.values.phones import mask_phone
from shop_onboard.values.text import N_, Message
from shop_onboard.web.access import current_actor, public, requires, set_session_cookie
from shop_onboard.web.files import public_url
from shop_onboard.web.forms.invitations import AcceptForm, InvitationForm
from shop_onboard.web.replies import page_number

bp = Blueprint("invitations", __name__, url_prefix="/invitations")

STATE_WORDS: dict[str, Message] = {
    "waiting": N_("đang chờ nhận"),
    "accepted": N_("đã nhận"),
    "expired": N_("hết hạn"),
    "revoked": N_("đã thu hồi"),
}


@bp.get("/")
@requires(Action.INVITE)
def index() -> Any:
    actor, now = current_actor(), utc_now()
    state = request.args.get("state", "")
    page = queries.page(actor, now, state=state, number=page_number())
    return render_template(
        "invitations/index.html",
        page=page,
        targets=queries.targets(page.items),
        state_of=lambda row: queries.state_of(row, now),
        state=state if state in STATE_WORDS else "",
        words=STATE_WORDS,
        requests=queries.waiting_count(actor),
    )


@bp.get("/new")
@requires(Action.INVITE)
def new() -> Any:
    return _form_page(invitation_form(is_sent=False))


@bp.post("/new")
@requires(Action.INVITE)
def create() -> Any:
    form = invitation_form()
    made = sent(form)
    return made_page(*made) if made else (_form_page(form), 422)


@bp.post("/<int(max=2147483647):number>/revoke")
@requires(Action.INVITE)
def revoke(number: int) -> Any:
    actor = current_actor()
    services.revoke(actor, queries.one(actor, number))
    db.session.commit()
    flash(_("Đã thu hồi lời mời; đường dẫn cũ không mở được nữa."))
    return redirect(url_for("invitations.index"))


@bp.get("/accept/<token>")
@public
@limiter.limit("60 per hour")
def open_link(token: str) -> Any:
    try:
        invitation = services.open_invitation(token)
    except services.LinkEnded as ended:
        return _ended_page(ended.message), 410
    if invitation is None:
        return _ended_page(), 404
    return _accept_page(AcceptForm(formdata=None), invitation)


@bp.post("/accept/<token>")
@public
@limiter.limit("30 per hour")
def accept(token: str) -> Any:
    try:
        invitation = services.open_invitation(token)
    except services.LinkEnded as ended:
        return _ended_page(ended.message), 410
    if invitation is None:
        return _ended_page(), 404
    form = AcceptForm()
    if not form.validate_on_submit():
        return _accept_page(form, invitation), 422
    try:
        account = services.accept(
            invitation, form.phone.data, form.password.data, request.remote_addr or ""
        )
    except accounts.TooManyAttempts:
        raise
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        # The rollback let go of the row; another phone may have ended it in the meantime.
        again = services.open_invitation(token)
        return (_accept_page(form, again), 422) if again else (_ended_page(), 404)
    if account is None:
        # The attempt counts, so the refusal is stored too.
        db.session.commit()
        form.refuse(DomainError(N_("Mật khẩu chưa đúng."), "password"))
        return _accept_page(form, invitation), 422
    device, days = request.user_agent.string, current_app.config["SESSION_DAYS"]
    session = accounts.open_session(account, device, days)
    db.session.commit()
    flash(_("Chào mừng %(name)s đến với Lên Sàn.", name=account.name))
    response = redirect(url_for("home.index"))
    set_session_cookie(response, session)
    return response


def invitation_form(commune_id: int | None = None, *, is_sent: bool = True) -> InvitationForm:
    """The form with what the reader may give, near a commune where one is named."""
    actor = current_actor()
    form = InvitationForm() if is_sent else InvitationForm(formdata=None)
    unions = queries.unions(actor, local_date(utc_now()), commune_id)
    return form.offer(actor, unions, cooperatives.choices(actor, Action.INVITE))


def sent(form: InvitationForm, asked: JoinRequest | None = None) -> tuple[Invitation, str] | None:
    """Make the invitation and commit; None with the errors on the form."""
    if not form.validate_on_submit():
        return None
    actor = current_actor()
    slug = form.cooperative.data
    data = form.to_data(
        organisations.by_code(form.union.data) if form.union.data else None,
        cooperatives.one(actor, slug) if slug else None,
    )
    try:
        made = services.invite(actor, data, asked)
    except Forbidden:
        raise
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return None
    db.session.commit()
    return made


def made_page(invitation: Invitation, token: str) -> Response:
    """The one page that ever shows the link; it is not kept and cannot be opened again."""
    link = public_url() + url_for("invitations.open_link", token=token)
    page = render_template(
        "invitations/made.html",
        invitation=invitation,
        link=link,
        qr_svg=qr_svg(link, _("Mã QR của lời mời")),
        is_official=is_public_address(current_app.config["PUBLIC_URL"]),
        days=services.OPEN_DAYS,
    )
    response = make_response(page)
    response.headers["Cache-Control"] = "no-store"
    return response


def _form_page(form: InvitationForm) -> str:
    return render_template("invitations/form.html", form=form, days=services.OPEN_DAYS)


def _accept_page(form: AcceptForm, invitation: Invitation) -> Response:
    # The address is the key: it must not travel on with the next click.
    response = make_response(
        render_template(
            "invitations/accept.html",
            form=form,
            invitation=invitation,
            inviter=queries.inviter(invitation),
            target=queries.targets([invitation])[invitation.id],
            masked=mask_phone(invitation.phone),
            has_account=account_queries.account_by_phone(invitation.phone) is not None,
        )
    )
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    return response


def _ended_page(message: Message | None = None) -> Response:
    words = message or N_("Đường dẫn mời này không đúng. Hãy mở lại từ tin nhắn của người mời.")
    response = make_response(render_template("invitations/ended.html", words=words))
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
