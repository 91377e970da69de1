"""Consent of a producer's representative: their own page by a link, the paper form, the record."""

from typing import Any

from flask import Blueprint, flash, make_response, redirect, render_template, request, url_for
from flask_babel import get_translations
from flask_babel import gettext as _
from flask_login import current_user

from shop_onboard.documents import consent_form
from shop_onboard.documents.qr_svg import qr_svg
from shop_onboard.errors import DomainError
from shop_onboard.extensions import db, limiter
from shop_onboard.imports.photos import read_photo
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action
from shop_onboard.queries import consents as queries
from shop_onboard.queries import cooperatives, scope
from shop_onboard.services import consents as services
from shop_onboard.values.consents import CHANNEL_WORDS, PURPOSE_WORDS, PURPOSES, current_texts
from shop_onboard.values.dates import local_date
from shop_onboard.values.phones import format_phone
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, public, requires
from shop_onboard.web.files import public_url, storage
from shop_onboard.web.forms.consents import PaperForm, PurposesForm
from shop_onboard.web.language import chosen
from shop_onboard.web.replies import file_reply, picture_reply

bp = Blueprint("consents", __name__)

_OWN = "own"


@bp.get("/cooperatives/<code>/consent")
@requires(Action.COOPERATIVE_SEE)
def show(code: str) -> Any:
    return _show_page(cooperatives.one(current_actor(), code))


@bp.post("/cooperatives/<code>/consent/link")
@requires(Action.COOPERATIVE_EDIT)
def make_link(code: str) -> Any:
    cooperative = cooperatives.one(current_actor(), code)
    token = services.make_link(current_actor(), cooperative)
    db.session.commit()
    address = public_url() + url_for("consents.ask", token=token)
    cooperative = cooperatives.one(current_actor(), code)
    return render_template(
        "consents/link.html",
        cooperative=cooperative,
        address=address,
        qr=qr_svg(address, _("Mã QR của đường dẫn")),
        days=services.LINK_DAYS,
    )


@bp.get("/cooperatives/<code>/consent/form.pdf")
@requires(Action.COOPERATIVE_EDIT)
def paper_form(code: str) -> Any:
    cooperative = cooperatives.one(current_actor(), code)
    today = local_date(utc_now())
    lang = chosen()
    texts = current_texts(today, cooperative.kind)
    sheet = consent_form.ConsentForm(
        producer=cooperative.name,
        kind=cooperative.kind,
        representative=cooperative.representative,
        phone=format_phone(cooperative.phone),
        place=f"{cooperative.commune.name}, {cooperative.commune.province.name}",
        reference=cooperative.code,
        union=cooperative.union.name,
        sentences=tuple(text.say(lang) for text in texts),
        text_version=texts[-1].version,
        made_on=today,
        is_sample=cooperative.is_sample,
    )
    content = consent_form.build(sheet, lang, get_translations())
    name = _("phieu dong y %(code)s", code=cooperative.code)
    return file_reply(content, f"{name}.pdf", "application/pdf")


@bp.post("/cooperatives/<code>/consent/paper")
@requires(Action.COOPERATIVE_EDIT)
def record_paper(code: str) -> Any:
    cooperative = cooperatives.one(current_actor(), code)
    form = PaperForm()
    if not form.validate_on_submit():
        return _show_page(cooperative, form), 422
    upload = request.files.get("photo")
    try:
        photo = read_photo(upload.read() if upload else b"")
        key = storage().put(photo.content)
        paper = services.Paper(key, photo.media_type, form.signed_on.data)
        services.record_paper(current_actor(), cooperative, form.purposes, paper)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _show_page(cooperatives.one(current_actor(), code), form), 422
    db.session.commit()
    flash(_("Đã lưu phiếu. Những mục đã tích được hiện công khai từ bây giờ."))
    return redirect(url_for("consents.show", code=code))


@bp.get("/cooperatives/<code>/consent/papers/<int(max=9007199254740991):number>")
@requires(Action.COOPERATIVE_SEE)
def paper(code: str, number: int) -> Any:
    row = queries.paper(cooperatives.one(current_actor(), code).id, number)
    return picture_reply(storage().get(row.storage_key or ""), row.media_type)


@bp.post("/cooperatives/<code>/consent/own")
@requires(Action.COOPERATIVE_EDIT)
def give_by_account(code: str) -> Any:
    cooperative = cooperatives.one(current_actor(), code)
    form = PurposesForm(prefix=_OWN)
    phone = current_user.session.phone
    services.give_by_account(current_actor(), phone, cooperative, form.purposes)
    db.session.commit()
    flash(_("Đã lưu lựa chọn của bạn."))
    return redirect(url_for("consents.show", code=code))


@bp.post("/cooperatives/<code>/consent/withdraw")
@requires(Action.COOPERATIVE_EDIT)
def withdraw(code: str) -> Any:
    cooperative = cooperatives.one(current_actor(), code)
    purpose = request.form.get("purpose", "")
    services.withdraw(current_actor(), cooperative, purpose)
    db.session.commit()
    flash(_("Đã rút lại. Phần này không còn hiện công khai."))
    return redirect(url_for("consents.show", code=code))


@bp.get("/consent/<token>")
@public
@limiter.limit("60 per minute")
def ask(token: str) -> Any:
    link = queries.link(token, utc_now())
    form = PurposesForm(formdata=None, data=dict.fromkeys(_held(link), True))
    return _ask_page(link, token, form)


@bp.post("/consent/<token>")
@public
@limiter.limit("60 per minute")
def answer(token: str) -> Any:
    link = queries.link(token, utc_now())
    form = PurposesForm()
    held = _held(link)
    # To untick everything that stands and send it is to take it back, whichever button sent it.
    is_refused = "refuse" in request.form or (bool(held) and not form.purposes)
    if not is_refused and not form.purposes:
        form.refuse(DomainError(N_("Hãy tích mục bạn đồng ý, hoặc bấm «Không đồng ý mục nào».")))
        return _ask_page(link, token, form), 422
    reader = current_user.session.phone if current_user.is_authenticated else None
    try:
        services.answer(link, frozenset() if is_refused else form.purposes, reader)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _ask_page(queries.link(token, utc_now()), token, form), 422
    db.session.commit()
    if is_refused and held:
        flash(_("Đã rút lại. Từ bây giờ không có gì của riêng bạn hiện công khai."))
    elif is_refused:
        flash(_("Đã ghi: bạn không đồng ý công khai. Không có gì của riêng bạn hiện ra."))
    else:
        flash(_("Đã ghi lựa chọn của bạn. Cảm ơn bạn."))
    return redirect(url_for("consents.ask", token=token))


def _held(link: Any) -> dict[str, Any]:
    """What the page shows as agreed to; a link that nobody answered yet has nothing ticked."""
    return queries.standing(link.cooperative_id) if link.answered_at else {}


def _ask_page(link: Any, token: str, form: PurposesForm) -> Any:
    owner = link.cooperative
    page = render_template(
        "consents/ask.html",
        link=link,
        token=token,
        cooperative=owner,
        form=form,
        texts=current_texts(local_date(utc_now()), owner.kind),
        held=_held(link),
        days=services.LINK_DAYS,
    )
    response = make_response(page)
    # The address is the key: it must not travel on to where a link of this page leads.
    response.headers["Referrer-Policy"] = "no-referrer"
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _show_page(cooperative: Any, form: PaperForm | None = None) -> str:
    actor = current_actor()
    held = queries.standing(cooperative.id)
    is_own = queries.is_representative(current_actor(), current_user.session.phone, cooperative)
    own = PurposesForm(formdata=None, prefix=_OWN, data=dict.fromkeys(held, True))
    return render_template(
        "consents/show.html",
        cooperative=cooperative,
        form=form or PaperForm(formdata=None),
        own=own if is_own else None,
        texts=current_texts(local_date(utc_now()), cooperative.kind),
        standing=held,
        outgrown=queries.outgrown(cooperative, held),
        history=queries.history(cooperative.id),
        refusal=queries.refusal(cooperative.id),
        days=services.LINK_DAYS,
        purposes=PURPOSES,
        purpose_words=PURPOSE_WORDS,
        channel_words=CHANNEL_WORDS,
        has_identity_number=queries.holds_identity_number(cooperative),
        may=lambda action: scope.may_for(actor, action, cooperative),
    )
