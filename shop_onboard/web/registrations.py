"""The guided registration: a task list, one group of questions a page, check, send, receipt."""

from typing import Any

from flask import Blueprint, abort, flash, jsonify, redirect, render_template, request, url_for
from flask_babel import format_datetime
from flask_babel import gettext as _

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.models.registrations import RegistrationDraft
from shop_onboard.policy import Action
from shop_onboard.queries import completeness, organisations, places
from shop_onboard.queries import products as product_queries
from shop_onboard.queries import registrations as queries
from shop_onboard.services import registrations as services
from shop_onboard.values import gi
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.duplicates import double_of, told_apart
from shop_onboard.web.forms.registrations import STEPS, Step, answers, is_right, step_of

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
        services.send(current_actor(), draft, _cooperative(found), found.product(), told_apart())
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
    db.session.commit()
    form = chosen.read(draft.data)
    if not is_right(form):
        return _step_page(draft, chosen, form), 422
    return redirect(_after(draft, chosen))


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


def _step_page(draft: RegistrationDraft, chosen: Step, form: Any) -> str:
    return render_template(
        "registrations/step.html",
        draft=draft,
        step=chosen,
        form=form,
        number=STEPS.index(chosen) + 1,
        count=len(STEPS),
        before=STEPS[STEPS.index(chosen) - 1] if chosen is not STEPS[0] else None,
        provinces=places.province_names(),
    )


def _check_page(draft: RegistrationDraft, found: Any, refusal: DomainError | None = None) -> str:
    return render_template(
        "registrations/check.html",
        draft=draft,
        forms=found.forms,
        place=found.place,
        steps=STEPS,
        refusal=refusal,
        double=double_of(refusal, *found.forms.values()) if refusal else None,
        indication=gi.named_indication(found.forms["product"].product_name.data),
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
