"""The guided registration: a task list, one group of questions a page, check, send, receipt."""

from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import format_datetime
from flask_babel import gettext as _

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.models.registrations import RegistrationDraft
from shop_onboard.policy import Action
from shop_onboard.queries import areas, completeness, cooperatives, organisations, places
from shop_onboard.queries import products as product_queries
from shop_onboard.queries import registrations as queries
from shop_onboard.services import registrations as services
from shop_onboard.services.duplicates import PossibleDouble
from shop_onboard.values import gi
from shop_onboard.values.kinds import KIND_WORDS, kind_of_name
from shop_onboard.values.ocop import all_ocop_sets
from shop_onboard.values.prices import is_oddly_low
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.duplicates import double_of, numbers_apart, told_apart
from shop_onboard.web.forms.registrations import STEPS, Step, answers, is_right, step_of
from shop_onboard.web.language import say

bp = Blueprint("registrations", __name__, url_prefix="/register")

# What tells which commune is meant: while none of it changes, what was chosen stays chosen.
_PLACE_WORDS = ("commune", "province", "former_district")


@bp.get("/")
@requires(Action.COOPERATIVE_CREATE)
def index() -> Any:
    actor = current_actor()
    drafts = [(draft, answers(draft.data)) for draft in queries.drafts(actor)]
    return render_template(
        "registrations/index.html",
        drafts=drafts,
        sent=queries.sent(actor),
        discarded=queries.discarded(actor),
        steps=STEPS,
        kept_days=services.KEPT_DRAFT_DAYS,
    )


@bp.post("/")
@requires(Action.COOPERATIVE_CREATE)
def start() -> Any:
    draft = services.start(current_actor())
    db.session.commit()
    return redirect(url_for("registrations.step", reference=draft.reference, key=STEPS[0].key))


@bp.get("/<reference>")
@requires(Action.COOPERATIVE_CREATE)
def show(reference: str) -> Any:
    draft = queries.one(current_actor(), reference)
    if draft.sent_at is not None:
        return _receipt(draft)
    found = answers(draft.data)
    return render_template(
        "registrations/tasks.html", draft=draft, steps=STEPS, answers=found, check=found.is_complete
    )


@bp.get("/<reference>/check")
@requires(Action.COOPERATIVE_CREATE)
def check(reference: str) -> Any:
    draft = queries.one(current_actor(), reference)
    found = answers(draft.data)
    if not found.is_complete:
        return redirect(url_for("registrations.show", reference=draft.reference))
    return _check_page(draft, found)


@bp.post("/<reference>/send")
@requires(Action.COOPERATIVE_CREATE)
def send(reference: str) -> Any:
    draft = queries.one(current_actor(), reference)
    if draft.sent_at is not None:
        # The Back button and a second tap: it is sent, which is what was wanted.
        return redirect(url_for("registrations.show", reference=draft.reference))
    found = answers(draft.data)
    if not found.is_complete:
        return redirect(url_for("registrations.show", reference=draft.reference))
    try:
        apart = _told_apart(draft)
        services.send(current_actor(), draft, _cooperative(found), found.product(), apart)
    except DomainError as error:
        db.session.rollback()
        return _check_page(queries.one(current_actor(), reference), found, error), 422
    db.session.commit()
    return redirect(url_for("registrations.show", reference=draft.reference))


@bp.post("/<reference>/discard")
@requires(Action.COOPERATIVE_CREATE)
def discard(reference: str) -> Any:
    services.discard(current_actor(), queries.one(current_actor(), reference))
    db.session.commit()
    flash(_("Đã xóa bản nháp. Cần thì lấy lại ở cuối trang này."))
    return redirect(url_for("registrations.index"))


@bp.post("/<reference>/restore")
@requires(Action.COOPERATIVE_CREATE)
def restore(reference: str) -> Any:
    draft = queries.discarded_one(current_actor(), reference)
    services.restore(current_actor(), draft)
    db.session.commit()
    flash(_("Đã lấy lại bản nháp."))
    return redirect(url_for("registrations.show", reference=draft.reference))


@bp.get("/<reference>/<key>")
@requires(Action.COOPERATIVE_CREATE)
def step(reference: str, key: str) -> Any:
    draft, chosen = _draft_and_step(reference, key)
    if draft.sent_at is not None:
        return redirect(url_for("registrations.show", reference=draft.reference))
    # Who works in one province need not type it.
    known = {"province": organisations.only_province(current_actor())}
    return _step_page(draft, chosen, chosen.read(known | draft.data))


@bp.post("/<reference>/<key>")
@requires(Action.COOPERATIVE_CREATE)
def answer(reference: str, key: str) -> Any:
    draft, chosen = _draft_and_step(reference, key)
    _keep(draft, chosen)
    form = chosen.read(draft.data)
    is_readable = is_right(form)
    refusal = _refusal(draft, chosen) if is_readable else None
    # What was typed stays, right or wrong.
    db.session.commit()
    if refusal is not None and not isinstance(refusal, PossibleDouble):
        form.refuse(refusal)
    if refusal is not None or not is_readable:
        return _step_page(draft, chosen, form, refusal), 422
    return redirect(_after(draft, chosen))


@bp.post("/<reference>/same/<code>")
@requires(Action.COOPERATIVE_CREATE)
def same(reference: str, code: str) -> Any:
    """It is that cooperative: the draft ends there, with its product if that is wanted."""
    actor, draft = current_actor(), queries.one(current_actor(), reference)
    cooperative = cooperatives.one(actor, code)
    found = answers(draft.data)
    shown = redirect(url_for("cooperatives.show", code=cooperative.slug))
    try:
        if "add" not in request.form or not found.has_product:
            services.discard(actor, draft)
            db.session.commit()
            flash(_("Đã đóng bản đăng ký; cần thì lấy lại ở trang «Đăng ký hợp tác xã»."))
            return shown
        made = services.add_to(actor, draft, cooperative, found.product())
    except DomainError as error:
        db.session.rollback()
        flash(say(error.message), "error")
        return shown
    db.session.commit()
    flash(_("Đã thêm «%(name)s» vào «%(to)s».", name=made.name, to=cooperative.name))
    return redirect(url_for("products.show", code=made.slug))


@bp.post("/<reference>/<key>/save")
@requires(Action.COOPERATIVE_CREATE)
def save(reference: str, key: str) -> Any:
    """What the page sends by itself while somebody types: kept as it is, right or wrong."""
    draft, chosen = _draft_and_step(reference, key)
    _keep(draft, chosen)
    db.session.commit()
    return jsonify(saved=_("Đã lưu lúc %(time)s", time=format_datetime(draft.updated_at, "HH:mm")))


def _draft_and_step(reference: str, key: str) -> tuple[RegistrationDraft, Step]:
    chosen = step_of(key)
    if chosen is None:
        abort(404)
    return queries.one(current_actor(), reference), chosen


def _keep(draft: RegistrationDraft, chosen: Step) -> None:
    typed = {name: request.form[name] for name in chosen.names if name in request.form}
    held = draft.data
    is_same_place = all(typed.get(name, "") == held.get(name, "") for name in _PLACE_WORDS)
    if not typed.get("place", "-") and is_same_place:
        del typed["place"]
    services.keep(draft, typed)


def _refusal(draft: RegistrationDraft, done: Step) -> DomainError | None:
    """What a step's answers run into: said on its own page, not at the end."""
    try:
        _check_answers(draft, done)
    except DomainError as error:
        return error
    return None


def _check_answers(draft: RegistrationDraft, done: Step) -> None:
    found = answers(draft.data)
    if done.key == "producer":
        _propose_kind(draft)
    elif done.key == "place":
        _check_area(found)
    elif done.key == "contact" and found.right["producer"] and found.right["place"]:
        apart = _told_apart(draft)
        services.check_known(current_actor(), _cooperative(found), apart)
        services.keep(draft, {"apart": " ".join(map(str, sorted(apart)))})


def _check_area(found: Any) -> None:
    actor, commune = current_actor(), found.place.commune
    commune_id = places.commune_id(commune.code)
    try:
        services.check_area(actor, commune_id or 0)
    except Forbidden as error:
        is_sample = organisations.home_union(actor).is_sample
        union = areas.responsible(commune_id or 0, is_sample=is_sample)
        who = union.name if union else say(N_("Đoàn xã, phường ở đó"))
        raise Forbidden(
            N_(
                "Ngoài địa bàn của bạn (%(own)s): %(place)s do %(who)s phụ trách. Hãy nhờ họ "
                "đăng ký; nếu chọn nhầm xã thì sửa lại ở đây. Bản nháp vẫn được giữ.",
                place=found.place.name,
                own=", ".join(areas.own(actor)),
                who=who,
            ),
            "commune",
        ) from error


def _propose_kind(draft: RegistrationDraft) -> None:
    """Once, where the first kind of the list was left as it is and the name begins otherwise."""
    kind = kind_of_name(draft.data.get("name", ""))
    is_left = draft.data.get("kind") == STEPS[0].form(formdata=None).kind.choices[0].value
    if kind is None or not is_left or kind == draft.data["kind"] or "proposed" in draft.data:
        return
    services.keep(draft, {"kind": kind, "proposed": kind})
    words = say(KIND_WORDS[kind])
    flash(_("Theo tên gọi, loại hình được ghi là «%(kind)s». Chưa đúng thì sửa lại.", kind=words))


def _told_apart(draft: RegistrationDraft) -> frozenset[int]:
    """Whom the person called different, on this page or on an earlier one."""
    return told_apart() | numbers_apart(draft.data.get("apart", ""))


def _after(draft: RegistrationDraft, done: Step) -> str:
    """The next group without its answers, later ones first; then all of it to be checked."""
    found = answers(draft.data)
    place = STEPS.index(done) + 1
    for each in (*STEPS[place:], *STEPS[:place]):
        if not found.right[each.key]:
            return url_for("registrations.step", reference=draft.reference, key=each.key)
    return url_for("registrations.check", reference=draft.reference)


def _cooperative(found: Any) -> Any:
    place = found.place
    commune_id = places.commune_id(place.commune.code)
    if commune_id is None:
        raise DomainError(N_("Không có xã này."), "commune")
    return found.cooperative(commune_id, place.before)


def _step_page(
    draft: RegistrationDraft, chosen: Step, form: Any, refusal: DomainError | None = None
) -> str:
    found = answers(draft.data)
    return render_template(
        "registrations/step.html",
        draft=draft,
        step=chosen,
        form=form,
        number=STEPS.index(chosen) + 1,
        count=len(STEPS),
        before=STEPS[STEPS.index(chosen) - 1] if chosen is not STEPS[0] else None,
        provinces=places.province_names(),
        area=areas.own(current_actor()),
        place=found.place,
        refusal=refusal,
        double=double_of(refusal, *found.forms.values()) if refusal else None,
        product=_product_name(found),
    )


def _product_name(found: Any) -> str:
    """What could go along to a cooperative that is there already; "" for nothing yet."""
    return found.forms["product"].product_name.data if found.has_product else ""


def _check_page(draft: RegistrationDraft, found: Any, refusal: DomainError | None = None) -> str:
    pack = found.forms["pack"]
    ocop_sets = {row.number: row for row in all_ocop_sets()}
    return render_template(
        "registrations/check.html",
        draft=draft,
        forms=found.forms,
        place=found.place,
        steps=STEPS,
        refusal=refusal,
        double=double_of(refusal, *found.forms.values()) if refusal else None,
        indication=gi.named_indication(found.forms["product"].product_name.data),
        ocop_set=ocop_sets.get(found.forms["product"].ocop_set.data),
        is_oddly_low=is_oddly_low(pack.price_vnd.data, pack.net_mass_g.data),
        product=_product_name(found),
    )


def _receipt(draft: RegistrationDraft) -> str:
    cooperative = draft.cooperative
    made = product_queries.of_cooperative(cooperative.id) if cooperative else []
    return render_template(
        "registrations/receipt.html",
        draft=draft,
        cooperative=cooperative,
        lists=[completeness.of_cooperative(cooperative)] if cooperative else [],
        products=[(row, completeness.of_product(row)) for row in made],
    )
