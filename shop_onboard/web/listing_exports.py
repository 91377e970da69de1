"""Files for marketplaces: how much goes into one, those that were made, what changed since."""

from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import DomainError, NotFound
from shop_onboard.exports.registry import all_marketplaces
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.policy import Action
from shop_onboard.queries import cooperatives, listing_templates, scope
from shop_onboard.queries import listing_exports as queries
from shop_onboard.queries.listing_exports import Draft, Target
from shop_onboard.queries.listing_gone import WHY
from shop_onboard.queries.next_steps import files
from shop_onboard.services import listing_templates as template_services
from shop_onboard.services import listings as services
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_, Message
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.files import public_url, ring, storage
from shop_onboard.web.forms.listing_exports import HELD, ExportForm, ticked
from shop_onboard.web.language import chosen, say
from shop_onboard.web.next_steps import addressed
from shop_onboard.web.replies import file_reply, page_number, search_text

bp = Blueprint("listing_exports", __name__, url_prefix="/listings/exports")

_UNKNOWN = N_("Lên Sàn chưa biết sàn này.")
# Asks for the file of our own although the seller's template could be filled.
_SHEET = "sheet"


@bp.get("/")
@requires(Action.LISTING_SEE)
def index() -> Any:
    actor = current_actor()
    marketplaces = queries.marketplaces(actor)
    wanted = request.args.get("marketplace", "")
    key = wanted if wanted in marketplaces else ""
    slug = request.args.get("cooperative", "")[:60]
    page = queries.page(
        actor,
        marketplace_key=key,
        cooperative=slug,
        search=search_text(),
        number=page_number(),
    )
    return render_template(
        "listing_exports/index.html",
        page=page,
        marketplaces=marketplaces,
        chosen_marketplace=key,
        cooperative=slug,
        search=search_text(),
        scopes=HELD,
    )


@bp.get("/new")
@requires(Action.LISTING_EXPORT)
def new() -> Any:
    if not request.args:
        return _choose()
    target, cooperative = _target()
    if not target.is_known:
        flash(_("Chưa có tệp mẫu nào của sàn này để điền: hãy gửi tệp mẫu trước."))
        return redirect(url_for("listing_templates.new", marketplace=target.key))
    draft = _draft(target, cooperative)
    form = ExportForm(draft.products, has_last=draft.last is not None, formdata=None)
    form.scope.data = "changes" if draft.last and draft.difference.skus else "all"
    return _form_page(form, target, cooperative, draft)


@bp.post("/new")
@requires(Action.LISTING_EXPORT)
def create() -> Any:
    target, cooperative = _target()
    if not target.is_known:
        raise NotFound(_UNKNOWN)
    draft = _draft(target, cooperative)
    form = ExportForm(draft.products, has_last=draft.last is not None)
    is_sound = form.validate_on_submit()
    if not (form.check_chosen() and is_sound):
        return _form_page(form, target, cooperative, draft), 422
    if form.scope.data == "changes" and not draft.difference.skus:
        form.form_errors.append(
            _("Không có gì mới hay đổi từ lần tạo tệp trước nên không cần tệp mới.")
        )
        return _form_page(form, target, cooperative, draft), 422
    title = _("Tệp %(marketplace)s: %(name)s", marketplace=target.name, name=cooperative.name)
    order = services.FilesOrder(title, chosen(), public_url(), form.scope.data, form.chosen)
    try:
        job = _ask(target, cooperative, order)
    except DomainError as error:
        db.session.rollback()
        flash(say(error.message))
        return redirect(url_for("listing_templates.index"))
    db.session.commit()
    ring(job)
    return redirect(url_for("jobs.show", code=job.code))


@bp.get("/<code>")
@requires(Action.LISTING_SEE)
def show(code: str) -> Any:
    """What one file held, what was left out, and what has changed since the last one."""
    actor = current_actor()
    run = queries.one(actor, code)
    target = queries.target_of(run)
    last = queries.last(run.cooperative, run.marketplace_key)
    may_make = scope.may_for(actor, Action.LISTING_EXPORT, run.cooperative)
    is_last = last is not None and last.id == run.id
    draft = _draft(target, run.cooperative) if is_last and target.is_known else None
    after = files.of_run(actor, run, local_date(utc_now())) if may_make and is_last else []
    return render_template(
        "listing_exports/show.html",
        run=run,
        target=target,
        items=queries.items(run, page_number()),
        scopes=HELD,
        is_last=is_last,
        draft=draft,
        may_make=may_make and target.is_known,
        again=_same(target, run.cooperative),
        after=[addressed(step) for step in after],
        why=WHY,
        lang=chosen(),
    )


@bp.get("/<code>/file")
@requires(Action.LISTING_SEE)
def download(code: str) -> Any:
    run = queries.one(current_actor(), code)
    return file_reply(storage().get(run.storage_key), run.file_name, run.media_type)


def _choose() -> str:
    """Of which marketplace and cooperative? Asked where the address does not say."""
    return render_template(
        "listing_exports/choose.html",
        marketplaces=[each for each in all_marketplaces() if each.kind != "page"],
        options=cooperatives.choices(current_actor(), Action.LISTING_EXPORT),
    )


def _target() -> tuple[Target, Cooperative]:
    """What is asked for: a template by its code, or a marketplace and a cooperative."""
    actor, code = current_actor(), request.args.get("template", "")
    if code:
        row = listing_templates.one(actor, code)
        return (
            Target(
                row.marketplace_key,
                row.marketplace_name,
                template=listing_templates.opened(row),
            ),
            row.cooperative,
        )
    cooperative = cooperatives.one(actor, request.args.get("cooperative", ""))
    key, is_own_sheet = request.args.get("marketplace", ""), request.args.get("file") == _SHEET
    target = queries.target(cooperative, key, is_own_sheet=is_own_sheet)
    fillable = dict(listing_templates.marketplaces(local_date(utc_now())))
    if not (target.is_known or key in fillable or key.startswith(f"{listing_templates.OTHER}-")):
        raise NotFound(_UNKNOWN)
    return target, cooperative


def _same(target: Target, cooperative: Cooperative) -> dict[str, str]:
    """What the address says that asks for such a file once more."""
    if target.template is not None:
        return {"template": target.template.row.code}
    return {"marketplace": target.key, "cooperative": cooperative.slug, "file": _SHEET}


def _draft(target: Target, cooperative: Cooperative) -> Draft:
    today = local_date(utc_now())
    return queries.draft(current_actor(), target, cooperative, public_url(), today)


def _ask(target: Target, cooperative: Cooperative, order: services.FilesOrder) -> Any:
    actor = current_actor()
    if target.template is not None:
        return template_services.ask_fill(actor, target.template.row, order)
    return services.ask_files(actor, target.key, cooperative, order)


def _form_page(form: ExportForm, target: Target, cooperative: Cooperative, draft: Draft) -> str:
    ready = {each.sku for each in draft.sound}
    return render_template(
        "listing_exports/new.html",
        form=form,
        target=target,
        cooperative=cooperative,
        draft=draft,
        ready={row.slug: sum(pack.sku in ready for pack in row.packs) for row in draft.products},
        ticked=ticked(request.form),
        why=WHY,
        other=_other(target, cooperative),
        part_warning=_part_warning(target),
        lang=chosen(),
    )


def _other(target: Target, cooperative: Cooperative) -> dict[str, str]:
    """The address of the other file for this marketplace, where there are two kinds; else empty."""
    known = {each.key for each in all_marketplaces()}
    own = {"marketplace": target.key, "cooperative": cooperative.slug}
    if target.template is not None:
        return {**own, "file": _SHEET} if target.key in known else {}
    return own if listing_templates.ready(cooperative.id, target.key) else {}


def _part_warning(target: Target) -> Message | None:
    is_source = target.marketplace is not None and target.marketplace.kind == "feed"
    return files.partial_warning(target.name) if is_source else None
