"""OCOP of a product: classification, certificate, self-assessment, dossier; and what ends soon."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError, NotFound
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action
from shop_onboard.queries import ocop as queries
from shop_onboard.queries import ocop_dossier, products, scope
from shop_onboard.services import ocop as services
from shop_onboard.values.dates import local_date
from shop_onboard.values.kinds import KIND_WORDS
from shop_onboard.values.ocop import AGENCIES, decided_by, renewal
from shop_onboard.values.ocop_dossier import STATES, EvidenceKind, get_evidence_kind
from shop_onboard.values.ocop_scores import SCORED_SET, Part, all_parts
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import kept_paper, ring
from shop_onboard.web.forms.ocop import (
    UNSCORED,
    CertificateEndForm,
    DossierForm,
    EvidenceForm,
    ScoreForm,
    TotalsForm,
    dossier_values,
    score_form,
    score_values,
    total_values,
)
from shop_onboard.web.language import chosen, say
from shop_onboard.web.replies import conflict_page, page_number, paper_reply

bp = Blueprint("ocop", __name__)


@bp.get("/ocop/renewals")
@requires(Action.OCOP_SEE)
def index() -> Any:
    page = queries.renewals(current_actor(), _today(), page_number())
    return render_template("ocop/index.html", page=page)


@bp.get("/products/<code>/ocop")
@requires(Action.OCOP_SEE)
def show(code: str) -> Any:
    return _show_page(products.one(current_actor(), code))


@bp.post("/products/<code>/ocop/certificate")
@requires(Action.OCOP_EDIT)
def set_certificate_end(code: str) -> Any:
    product = products.one(current_actor(), code)
    form = CertificateEndForm()
    if not form.validate_on_submit():
        return _show_page(product, form), 422
    try:
        services.set_certificate_end(
            current_actor(), product, form.ends_on.data, form.version_number
        )
    except Conflict as error:
        paper = queries.ocop_certificate(product)
        return conflict_page(form, {"ends_on": paper.expires_on if paper else None}, error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _show_page(products.one(current_actor(), code), form), 422
    return _saved("ocop.show", code=code)


@bp.get("/products/<code>/ocop/scores/<part>")
@requires(Action.OCOP_EDIT)
def edit_scores(code: str, part: str) -> Any:
    product = products.one(current_actor(), code)
    own = _part(product, part)
    held = queries.sheets(product.id, SCORED_SET).get(own.key)
    values = score_values(own.key, queries.points_of(held))
    return _scores_page(product, own, score_form(own.key)(data=values | _version(held)))


@bp.post("/products/<code>/ocop/scores/<part>")
@requires(Action.OCOP_EDIT)
def save_scores(code: str, part: str) -> Any:
    product = products.one(current_actor(), code)
    own = _part(product, part)
    form = score_form(own.key)()
    if not form.validate_on_submit():
        return _scores_page(product, own, form), 422
    actor, wanted = current_actor(), request.form.get("use", "")
    seen = {row.code: row for row in queries.sightings(product, _today())}
    try:
        services.save_part(actor, product, own.key, form.to_points(), form.version_number)
        if wanted in seen:
            services.use_sighting(actor, product, seen[wanted])
    except Conflict as error:
        held = queries.sheets(product.id, SCORED_SET).get(own.key)
        return conflict_page(form, score_values(own.key, queries.points_of(held)), error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _scores_page(products.one(actor, code), own, form), 422
    _warn_of_kind(product, form)
    following = request.form.get("next", own.key.lower())
    if following not in _letters():
        return _saved("ocop.show", code=code)
    return _saved("ocop.edit_scores", code=code, part=following)


@bp.get("/products/<code>/ocop/totals")
@requires(Action.OCOP_EDIT)
def edit_totals(code: str) -> Any:
    product = products.one(current_actor(), code)
    held = queries.sheets(product.id, _typed_set(product)).get(queries.BY_PARTS)
    values = total_values(queries.points_of(held))
    return _totals_page(product, TotalsForm(data=values | _version(held)))


@bp.post("/products/<code>/ocop/totals")
@requires(Action.OCOP_EDIT)
def save_totals(code: str) -> Any:
    product = products.one(current_actor(), code)
    number = _typed_set(product)
    form = TotalsForm()
    if not form.validate_on_submit():
        return _totals_page(product, form), 422
    try:
        services.save_totals(current_actor(), product, form.to_points(), form.version_number)
    except Conflict as error:
        held = queries.sheets(product.id, number).get(queries.BY_PARTS)
        return conflict_page(form, total_values(queries.points_of(held)), error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _totals_page(products.one(current_actor(), code), form), 422
    return _saved("ocop.show", code=code)


@bp.get("/products/<code>/ocop/dossier")
@requires(Action.OCOP_SEE)
def dossier(code: str) -> Any:
    product = products.one(current_actor(), code)
    return render_template(
        "ocop/dossier.html",
        product=product,
        sheet=ocop_dossier.sheet(product, _today()),
        states=STATES,
        links=_links(product),
        may_edit=_may_edit(product),
    )


@bp.post("/products/<code>/ocop/dossier/pdf")
@requires(Action.OCOP_SEE)
def print_dossier(code: str) -> Any:
    product = products.one(current_actor(), code)
    title = _("Hồ sơ OCOP %(name)s", name=product.name)
    job = services.ask_dossier(current_actor(), product, title, chosen())
    db.session.commit()
    ring(job)
    return redirect(url_for("jobs.show", code=job.code))


@bp.get("/products/<code>/ocop/dossier/edit")
@requires(Action.OCOP_EDIT)
def edit_dossier(code: str) -> Any:
    product = products.one(current_actor(), code)
    row = queries.dossier(product.id)
    return _dossier_form(product, DossierForm(data=dossier_values(row) | _version(row)))


@bp.post("/products/<code>/ocop/dossier/edit")
@requires(Action.OCOP_EDIT)
def save_dossier(code: str) -> Any:
    product = products.one(current_actor(), code)
    form = DossierForm()
    if not form.validate_on_submit():
        return _dossier_form(product, form), 422
    try:
        services.save_dossier(current_actor(), product, form.to_data(), form.version_number)
    except Conflict as error:
        return conflict_page(form, dossier_values(queries.dossier(product.id)), error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _dossier_form(products.one(current_actor(), code), form), 422
    return _saved("ocop.dossier", code=code)


@bp.get("/products/<code>/ocop/evidence/<kind>")
@requires(Action.OCOP_EDIT)
def edit_evidence(code: str, kind: str) -> Any:
    product = products.one(current_actor(), code)
    return _evidence_page(product, _kind(kind), None)


@bp.post("/products/<code>/ocop/evidence/<kind>")
@requires(Action.OCOP_EDIT)
def save_evidence(code: str, kind: str) -> Any:
    product = products.one(current_actor(), code)
    own = _kind(kind)
    form = EvidenceForm()
    if not form.validate_on_submit():
        return _evidence_page(product, own, form), 422
    try:
        data = services.EvidenceData(form.state.data, form.note.data, kept_paper())
        services.save_evidence(current_actor(), product, own.key, data, form.version_number)
    except Conflict as error:
        row = queries.evidence(product.id).get(own.key)
        return conflict_page(form, {"note": row.note if row else ""}, error)
    except DomainError as error:
        db.session.rollback()
        form.refuse(error)
        return _evidence_page(products.one(current_actor(), code), own, form), 422
    return _saved("ocop.dossier", code=code)


@bp.get("/products/<code>/ocop/evidence/<kind>/file")
@requires(Action.OCOP_SEE)
def evidence_file(code: str, kind: str) -> Any:
    product = products.one(current_actor(), code)
    row = queries.evidence(product.id).get(_kind(kind).key)
    return paper_reply(row)


@bp.post("/products/<code>/ocop/evidence/<kind>/remove-file")
@requires(Action.OCOP_EDIT)
def drop_file(code: str, kind: str) -> Any:
    product = products.one(current_actor(), code)
    services.drop_file(current_actor(), product, _kind(kind).key)
    db.session.commit()
    flash(_("Đã bỏ tệp."))
    return redirect(url_for("ocop.edit_evidence", code=code, kind=kind))


def _today() -> Any:
    return local_date(utc_now())


def _version(row: Any) -> dict[str, int]:
    """What a form sends back of the row it was filled from."""
    return {"version": row.version if row else 0}


def _may_edit(product: Any) -> bool:
    return scope.may_for(current_actor(), Action.OCOP_EDIT, product.cooperative)


def _saved(endpoint: str, **values: Any) -> Any:
    db.session.commit()
    flash(_("Đã lưu."))
    return redirect(url_for(endpoint, **values))


def _part(product: Any, letter: str) -> Part:
    """The part of this address; NotFound too when the product is not scored by criteria here."""
    for part in all_parts():
        if part.key.lower() == letter and product.ocop_set == SCORED_SET:
            return part
    raise NotFound(N_("Không tìm thấy phần này của phiếu điểm."))


def _letters() -> list[str]:
    return [each.key.lower() for each in all_parts()]


def _warn_of_kind(product: Any, form: ScoreForm) -> None:
    """Say where a score is meant for another kind of producer than the record's."""
    kind = product.cooperative.kind
    for field in form.fields:
        criterion = field.criterion
        meant = criterion.for_kind(kind) if criterion else None
        if criterion and meant and field.data not in (UNSCORED, str(meant.points)):
            sentence = N_(
                "Tiêu chí %(code)s: hồ sơ ghi đơn vị là %(kind)s, theo phiếu là %(points)s điểm. "
                "Hãy xem lại mức đã chọn.",
                code=criterion.code,
                kind=say(KIND_WORDS[kind]),
                points=meant.points,
            )
            flash(say(sentence), "error")


def _typed_set(product: Any) -> int:
    if product.ocop_set is None or product.ocop_set == SCORED_SET:
        raise NotFound(N_("Không tìm thấy phiếu điểm này."))
    return int(product.ocop_set)


def _kind(key: str) -> EvidenceKind:
    found = get_evidence_kind(key)
    if found is None:
        raise NotFound(N_("Không tìm thấy loại giấy tờ này."))
    return found


def _links(product: Any) -> dict[str, str]:
    """Where each part of the dossier is typed."""
    scores = url_for("ocop.show", code=product.slug)
    if product.ocop_set == SCORED_SET:
        scores = url_for("ocop.edit_scores", code=product.slug, part="a")
    elif product.ocop_set is not None:
        scores = url_for("ocop.edit_totals", code=product.slug)
    return {
        "product": url_for("products.edit", code=product.slug),
        "cooperative": url_for("cooperatives.edit", code=product.cooperative.slug),
        "dossier": url_for("ocop.edit_dossier", code=product.slug),
        "scores": scores,
    }


def _show_page(product: Any, form: CertificateEndForm | None = None) -> str:
    paper = queries.ocop_certificate(product)
    own_set = ocop_dossier.ocop_set_of(product)
    result = queries.assessment(product)
    return render_template(
        "ocop/show.html",
        product=product,
        own_set=own_set,
        agencies=[AGENCIES[key] for key in own_set.agencies] if own_set else [],
        paper=paper,
        renewal=renewal(paper.expires_on, _today()) if paper and paper.expires_on else None,
        result=result,
        decided_by=decided_by(result.stars) if result else "",
        is_scored_here=product.ocop_set == SCORED_SET,
        sheet=ocop_dossier.sheet(product, _today()),
        parts=all_parts(),
        form=form or CertificateEndForm(formdata=None, data={"version": product.version}),
        may_edit=_may_edit(product),
    )


def _scores_page(product: Any, part: Part, form: ScoreForm) -> str:
    letters = _letters()
    place = letters.index(part.key.lower()) + 1
    return render_template(
        "ocop/scores.html",
        following=letters[place] if place < len(letters) else "result",
        kind=product.cooperative.kind,
        product=product,
        part=part,
        parts=all_parts(),
        form=form,
        result=queries.assessment(product),
        seen={row.code: row for row in queries.sightings(product, _today())},
    )


def _totals_page(product: Any, form: TotalsForm) -> str:
    return render_template(
        "ocop/totals.html",
        product=product,
        own_set=ocop_dossier.ocop_set_of(product),
        form=form,
        parts={f"part_{part.key.lower()}": part for part in all_parts()},
    )


def _dossier_form(product: Any, form: DossierForm) -> str:
    return render_template("ocop/dossier_form.html", product=product, form=form)


def _evidence_page(product: Any, kind: EvidenceKind, form: EvidenceForm | None) -> str:
    row = queries.evidence(product.id).get(kind.key)
    if form is None:
        values = {"state": row.state, "note": row.note} if row else {"state": "missing"}
        form = EvidenceForm(data=values | _version(row))
    return render_template("ocop/evidence.html", product=product, kind=kind, row=row, form=form)
