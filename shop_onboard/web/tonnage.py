"""Tonnage by marketplace, season and other dimensions, with its picture and its file."""

from typing import Any

from flask import Blueprint, Response, render_template, request
from flask_babel import gettext as _
from markupsafe import Markup

from shop_onboard.documents import tonnage_charts
from shop_onboard.exports.tonnage import tonnage_csv
from shop_onboard.policy import Action
from shop_onboard.queries import campaigns, published, tonnage, tonnage_tables
from shop_onboard.values.percent import format_change
from shop_onboard.values.text import N_, Message
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.forms.tonnage import TonnageForm
from shop_onboard.web.language import chosen, say
from shop_onboard.web.replies import file_reply

bp = Blueprint("tonnage", __name__, url_prefix="/tonnage")

HEADS: dict[str, Message] = {
    "marketplace": N_("Sàn, kênh bán"),
    "season": N_("Mùa vụ"),
    "month": N_("Tháng"),
    "product": N_("Sản phẩm"),
    "cooperative": N_("Hợp tác xã"),
    "commune": N_("Xã, phường"),
    "union": N_("Đơn vị Đoàn"),
}


@bp.get("/")
@requires(Action.TONNAGE_SEE)
def index() -> Any:
    form = _read_form()
    if not form.validate():
        return render_template("tonnage/index.html", form=form, table=None), 422
    filters, campaign = _filters(form)
    table = tonnage_tables.table(current_actor(), form.dimensions, filters, chosen())
    changes = [] if campaign else published.changes(is_sample=filters.is_sample)
    return render_template(
        "tonnage/index.html",
        form=form,
        table=table,
        heads=[say(HEADS[name]) for name in form.dimensions],
        title=_title(table),
        chart=_chart(table),
        most_bars=tonnage_charts.MOST_BARS,
        is_sample=filters.is_sample,
        campaign=campaign,
        figures=campaigns.figures(filters.campaign_id, is_sample=filters.is_sample),
        changes=[
            (change, format_change(change.earlier.value, change.later.value, chosen()))
            for change in changes
        ],
        address_args=request.args.to_dict(),
    )


@bp.get("/table")
@requires(Action.TONNAGE_SEE)
def download() -> Any:
    form = _read_form()
    if not form.validate():
        return render_template("tonnage/index.html", form=form, table=None), 422
    filters, _campaign = _filters(form)
    table = tonnage_tables.table(current_actor(), form.dimensions, filters, chosen())
    return _csv(table, filters.is_sample)


def _read_form() -> TonnageForm:
    form = TonnageForm(formdata=request.args)
    form.offer(campaigns.choices())
    if not form.by.raw_data:
        form.by.data = ""
    if not form.campaign.raw_data:
        form.campaign.data = ""
    return form


def _filters(form: TonnageForm) -> tuple[tonnage.Filters, Any]:
    campaign = campaigns.one(form.campaign.data) if form.campaign.data else None
    is_sample = campaign.is_sample if campaign else tonnage.shows_sample(current_actor())
    return (
        tonnage.Filters(
            is_sample=is_sample,
            campaign_id=campaign.id if campaign else None,
            first_day=form.first_day.data,
            last_day=form.last_day.data,
        ),
        campaign,
    )


def _title(table: tonnage_tables.Table) -> str:
    if len(table.dimensions) == 2:
        return _("Khối lượng đã bán theo mùa vụ và sàn")
    return _("Khối lượng đã bán, chia theo: %(name)s", name=say(HEADS[table.dimensions[0]]).lower())


def _chart(table: tonnage_tables.Table) -> Markup:
    # Every text in the picture is escaped where it is drawn (documents/charts.py).
    if len(table.dimensions) == 2:
        return Markup(tonnage_charts.grouped_svg(_title(table), table.pairs, chosen()))  # noqa: S704
    series = _("Khối lượng đã bán")
    svg = tonnage_charts.masses_svg(_title(table), series, table.masses, chosen())
    return Markup(svg)  # noqa: S704


def _csv(table: tonnage_tables.Table, is_sample: bool) -> Response:
    header = [
        *(say(HEADS[name]) for name in table.dimensions),
        _("Khối lượng đã bán (kg)"),
        _("Trong đó đã đối chiếu (kg)"),
        _("Doanh thu (đồng)"),
    ]
    mark = _("DỮ LIỆU MẪU – minh họa") if is_sample else ""
    content = tonnage_csv(
        [*header, _("Ghi chú")] if mark else header,
        [(row.keys, row.mass_g, row.confirmed_mass_g, row.revenue_vnd) for row in table.rows],
        mark,
    )
    return file_reply(content, _("san-luong") + ".csv", "text/csv; charset=utf-8")
