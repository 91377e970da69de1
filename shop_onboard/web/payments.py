"""Orders and being paid: the order sheet, its payment codes, and what Stripe tells."""

from typing import Any

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from flask_babel import gettext as _

from shop_onboard.documents.payment_code import overprinted_svg
from shop_onboard.documents.qr_svg import qr_svg
from shop_onboard.errors import DomainError, Forbidden, NotFound
from shop_onboard.extensions import csrf, db
from shop_onboard.gateways.stripe import SignatureRefused, StripeClient, verify_webhook
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action
from shop_onboard.queries import cooperatives, scope
from shop_onboard.queries import payments as queries
from shop_onboard.queries.next_steps import selling
from shop_onboard.services import payment_notices
from shop_onboard.services import payments as services
from shop_onboard.values.text import N_, Message
from shop_onboard.web.access import current_actor, public, requires
from shop_onboard.web.files import public_url
from shop_onboard.web.forms.payments import PaidForm, order_form
from shop_onboard.web.language import say
from shop_onboard.web.next_steps import addressed
from shop_onboard.web.replies import page_number, search_text

bp = Blueprint("payments", __name__)

_LARGEST_NOTICE_BYTES = 1024 * 1024
_STATES = ("awaiting", "needs_review", "paid", "refunded", "cancelled")
_HOW_WORDS: dict[str, Message] = {
    "transfer": N_("chuyển khoản"),
    "cash": N_("tiền mặt"),
    "mobile_money": N_("Mobile Money"),
    "card": N_("thẻ"),
}
_OUTCOME_WORDS: dict[str, Message] = {
    "paid": N_("Khách đã trả đủ tiền bằng thẻ."),
    "already": N_("Báo lại điều đã biết."),
    "wrong_amount": N_("Số tiền hoặc loại tiền khác với đơn: hãy xem lại."),
    "paid_twice": N_("Khách trả thêm một lần nữa: hãy trả lại phần thừa."),
    "paid_after_cancel": N_("Khách trả tiền sau khi đơn đã hủy: hãy giao hàng hoặc trả lại tiền."),
    "refund_first": N_("Cổng thẻ báo trả lại tiền trước khi báo đã nhận: hãy xem lại."),
    "refunded": N_("Tiền đã trả lại cho khách."),
    "refund_in_part": N_("Chỉ trả lại một phần tiền: hãy xem lại."),
    "refund_failed": N_("Chưa trả lại được tiền cho khách: hãy xem lại."),
    "refund_of_second": N_("Đã trả lại lần trả thừa."),
    "disputed": N_("Chủ thẻ khiếu nại khoản này: hãy xem trên trang của Stripe."),
    "expired": N_("Trang trả bằng thẻ đã hết hạn."),
}


@bp.get("/orders/")
@requires(Action.ORDER_SEE)
def index() -> Any:
    state = request.args.get("state", "")
    page = queries.page(current_actor(), search=search_text(), state=state, number=page_number())
    return render_template(
        "payments/index.html", page=page, search=search_text(), chosen_state=state, states=_STATES
    )


@bp.get("/orders/new")
@requires(Action.ORDER_EDIT)
def new() -> Any:
    cooperative = _chosen_cooperative()
    if cooperative is None:
        options = cooperatives.choices(current_actor(), Action.ORDER_EDIT)
        return render_template("payments/choose.html", options=options)
    return _form_page(order_form(queries.packs_for_sale(cooperative.id)), cooperative)


@bp.post("/orders/new")
@requires(Action.ORDER_EDIT)
def create() -> Any:
    cooperative = _chosen_cooperative()
    if cooperative is None:
        abort(404)
    form = order_form(queries.packs_for_sale(cooperative.id))
    if not form.validate_on_submit():
        return _form_page(form, cooperative), 422
    try:
        order = services.create(current_actor(), cooperative, form.to_data())
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        cooperative = _chosen_cooperative()
        return _form_page(form, cooperative), 422
    db.session.commit()
    flash(_("Đã tạo đơn. Đưa mã QR cho khách quét để trả tiền."))
    return redirect(url_for("payments.show", code=order.code))


@bp.get("/orders/<code>")
@requires(Action.ORDER_SEE)
def show(code: str) -> Any:
    return _show_page(code, _empty_paid_form())


@bp.post("/orders/<code>/cancel")
@requires(Action.ORDER_EDIT)
def cancel(code: str) -> Any:
    return _change(code, services.cancel, _("Đã hủy đơn."))


@bp.post("/orders/<code>/paid")
@requires(Action.ORDER_EDIT)
def mark_paid(code: str) -> Any:
    order = queries.one(current_actor(), code)
    form = PaidForm()
    if not form.validate_on_submit():
        return _show_page(code, form), 422
    try:
        services.mark_paid(current_actor(), order, form.how.data, form.word_of.data)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _show_page(code, form), 422
    db.session.commit()
    flash(_("Đã ghi là đã thanh toán; đơn được tính vào tiêu thụ."))
    return redirect(url_for("payments.show", code=code))


@bp.post("/orders/<code>/card-link")
@requires(Action.ORDER_EDIT)
def open_card_page(code: str) -> Any:
    actor = current_actor()
    order = queries.one(actor, code)
    client = _stripe_needed()
    back = public_url() + url_for("payments.come_back", code=code)
    try:
        asked = services.card_request(actor, order, takes_real_money=client.livemode)
        # Stripe is asked outside any transaction: its slowness must not hold the write lock.
        db.session.rollback()
        if asked is not None:
            session = client.create_checkout_session(
                amount_vnd=asked.amount_vnd,
                product_name=asked.title,
                reference=asked.code,
                success_url=back,
                cancel_url=back,
                idempotency_key=asked.idempotency_key,
            )
            services.keep_card_page(actor, asked, session.id, session.url)
    except DomainError as error:
        return _refused(code, error)
    db.session.commit()
    flash(_("Đường dẫn trả bằng thẻ đã sẵn sàng."))
    return redirect(url_for("payments.show", code=code))


@bp.post("/orders/<code>/refund")
@requires(Action.ORDER_EDIT)
def refund(code: str) -> Any:
    actor = current_actor()
    try:
        asked = services.refund_request(actor, queries.one(actor, code))
        if asked is not None:
            client = _stripe_needed()
            db.session.rollback()
            client.refund(
                payment_intent_id=asked.payment,
                amount_vnd=asked.amount_vnd,
                idempotency_key=asked.idempotency_key,
            )
    except DomainError as error:
        return _refused(code, error)
    return _change(code, services.record_refund, _("Đã ghi là đã hoàn tiền."))


@bp.get("/orders/<code>/return")
@public
def come_back(code: str) -> Any:
    return render_template("payments/return.html", code=code, state=queries.state_for_payer(code))


@bp.post("/webhooks/stripe")
@csrf.exempt
@public
def stripe_notice() -> Any:
    client, secret = _stripe(), current_app.config["STRIPE_WEBHOOK_SECRET"]
    if client is None or not secret:
        abort(404)
    request.max_content_length = _LARGEST_NOTICE_BYTES
    signature = request.headers.get("Stripe-Signature", "")
    try:
        event = verify_webhook(request.get_data(), signature, secret, utc_now())
    except SignatureRefused as error:
        return Response(say(error.message), 400, mimetype="text/plain")
    if event.livemode != client.livemode:
        wrong_mode = N_("Thông báo thuộc chế độ thử hoặc thật khác với khóa đang dùng.")
        return Response(say(wrong_mode), 400, mimetype="text/plain")
    payment_notices.take(event)
    db.session.commit()
    return {"received": True}


def _stripe() -> StripeClient | None:
    key = current_app.config["STRIPE_SECRET_KEY"]
    if not key:
        return None
    # One retry: somebody is looking at the button, and pressing it again is safe.
    return StripeClient(key, api_base=current_app.config["STRIPE_API_BASE"], retries=1)


def _stripe_needed() -> StripeClient:
    client = _stripe()
    if client is None:
        raise DomainError(N_("Hệ thống chưa nối với cổng thẻ. Hãy dùng mã QR chuyển khoản."))
    return client


def _change(code: str, service: Any, words: str) -> Any:
    actor = current_actor()
    try:
        service(actor, queries.one(actor, code))
    except DomainError as error:
        return _refused(code, error)
    db.session.commit()
    flash(words)
    return redirect(url_for("payments.show", code=code))


def _refused(code: str, error: DomainError) -> Any:
    db.session.rollback()
    if isinstance(error, NotFound | Forbidden):
        raise error
    form = _empty_paid_form()
    form.refuse(error)
    return _show_page(code, form), 422


def _empty_paid_form() -> PaidForm:
    return PaidForm(formdata=None, data={"word_of": current_actor().name})


def _chosen_cooperative() -> Any:
    slug = request.args.get("cooperative", "")
    if slug:
        return cooperatives.one(current_actor(), slug)
    options = cooperatives.choices(current_actor(), Action.ORDER_EDIT)
    return cooperatives.one(current_actor(), options[0][0]) if len(options) == 1 else None


def _form_page(form: Any, cooperative: Any) -> str:
    return render_template("payments/form.html", form=form, cooperative=cooperative)


def _show_page(code: str, form: PaidForm) -> str:
    actor, client = current_actor(), _stripe()
    order = queries.one(actor, code)
    transfer = queries.transfer(order)
    takes_card = client is not None and not (client.livemode and order.is_sample)
    return render_template(
        "payments/show.html",
        order=order,
        form=form,
        step=addressed(selling.of_order(order, transfer.problem)),
        transfer=transfer,
        qr_svg=_qr_svg(order, transfer),
        takes_card=takes_card,
        notices=queries.notices(order.id),
        how_words=_HOW_WORDS,
        outcome_words=_OUTCOME_WORDS,
        may=lambda action: scope.may_for(actor, action, order.cooperative),
    )


def _qr_svg(order: Any, transfer: queries.Transfer) -> str:
    if transfer.payload is not None:
        return qr_svg(transfer.payload, _("Mã VietQR của đơn %(code)s", code=order.code))
    if transfer.problem is not None:
        return ""
    lines = (_("MẪU"), _("KHÔNG CHUYỂN TIỀN"))
    return overprinted_svg(
        " – ".join((*lines, order.code)),
        lines,
        _("Hình minh họa mã thanh toán, không chuyển tiền được"),
    )
