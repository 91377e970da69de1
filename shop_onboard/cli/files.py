"""Commands that make one file."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from shop_onboard.cli.replies import (
    Factory,
    answer,
    installation,
    json_option,
    public_url,
    refusals,
)
from shop_onboard.cli.templates import filled
from shop_onboard.documents import catalogue as catalogue_documents
from shop_onboard.documents import labels as label_documents
from shop_onboard.documents.languages import translations_of
from shop_onboard.documents.rendering import say
from shop_onboard.documents.report_formats import FORMATS
from shop_onboard.errors import DomainError
from shop_onboard.exports import epcis as epcis_export
from shop_onboard.exports.listing import ExportOptions, ExportResult
from shop_onboard.exports.registry import all_marketplaces, export_listings, get_marketplace
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.lots import Lot
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import (
    campaigns,
    catalogues,
    cooperatives,
    label_sheets,
    listing_limits,
    listings,
    lots,
    organisations,
    reports,
    traces,
)
from shop_onboard.queries import (
    tonnage as tonnage_queries,
)
from shop_onboard.queries.accounts import subtree
from shop_onboard.queries.consents import producer_name
from shop_onboard.services import channel_photos, codes, label_runs
from shop_onboard.services import labels as label_services
from shop_onboard.services import listings as listing_services
from shop_onboard.values.addresses import is_public_address
from shop_onboard.values.dates import local_date, parse_date
from shop_onboard.values.label_stock import find_label_stock, get_label_stock
from shop_onboard.values.mass import format_mass
from shop_onboard.values.money import format_vnd
from shop_onboard.values.text import N_, clean

_out_file = click.option("--out", required=True, type=click.Path(dir_okay=False, path_type=Path))


@click.command()
@click.option("--lot", "lot_code", required=True, help="Mã lô.")
@click.option("--count", required=True, type=click.IntRange(1, label_services.MAX_LABELS))
@click.option("--stock", "stock_key", default=None, help="Loại giấy tem.")
@click.option("--start", default=1, type=click.IntRange(1), help="Ô trống đầu tiên.")
@click.option("--pack", "pack_label", default="", metavar="NAME", help="Quy cách, như «Gói 500 g».")
@_out_file
@json_option
@click.pass_obj
@refusals
def labels(
    factory: Factory,
    lot_code: str,
    count: int,
    stock_key: str | None,
    start: int,
    pack_label: str,
    out: Path,
    as_json: bool,
) -> None:
    """In tem QR của một lô ra PDF."""
    with installation(factory) as app:
        address = public_url(app)
        stock = find_label_stock(stock_key) if stock_key else get_label_stock()
        batch = label_services.make(
            SYSTEM,
            find_lot(lot_code),
            count,
            stock,
            first_cell=start,
            is_trial=not is_public_address(app.config["PUBLIC_URL"]),
            pack_label=clean(pack_label),
        )
        paper = label_runs.Paper(stock, start, "vi")
        label_runs.begin(SYSTEM, batch, label_services.serials_of(batch), paper)
        # Nobody comes back here to tap: who asks for a file at a terminal puts it onto goods.
        codes.activate(SYSTEM, batch)
        codes.remember_address(address)
        sheet = label_sheets.sheet(batch.id, address, "vi")
        out.write_bytes(label_documents.build(sheet, translations_of("vi")))
        db.session.commit()
        result = {
            "file": str(out),
            "labels": count,
            "lot": sheet.lot_code,
            "pack": batch.pack_label,
            "addresses": [label.address for label in sheet.labels],
        }
        answer(as_json, result, [f"{count} tem → {out}"])


@click.command()
@click.option("--cooperative", "cooperative_code", default=None)
@click.option("--union", "union_code", default=None)
@click.option("--lang", type=click.Choice(["vi", "en"]), default="vi")
@_out_file
@json_option
@click.pass_obj
@refusals
def catalogue(
    factory: Factory,
    cooperative_code: str | None,
    union_code: str | None,
    lang: str,
    out: Path,
    as_json: bool,
) -> None:
    """In ca-ta-lô của một hợp tác xã hoặc một đơn vị Đoàn ra PDF."""
    if (cooperative_code is None) == (union_code is None):
        raise click.UsageError("Hãy ghi một trong hai: --cooperative hoặc --union.")
    with installation(factory) as app:
        if cooperative_code is not None:
            owner: Any = find_cooperative(cooperative_code)
            name = say(producer_name(owner), translations_of(lang))
            products = catalogues.of_cooperative(SYSTEM, owner)
        else:
            owner = organisations.required(union_code or "")
            name = owner.name
            products = catalogues.of_union(SYSTEM, owner)
        today = local_date(utc_now())
        words = translations_of(lang)
        made = catalogues.catalogue(
            catalogues.on_sale(products, today),
            title=name,
            issuer=name,
            storage=app.extensions["storage"],
            public_url=public_url(app),
            made_on=today,
            lang=lang,
            translations=words,
        )
        out.write_bytes(catalogue_documents.build(made, words))
        count = sum(len(section.entries) for section in made.sections)
        answer(as_json, {"file": str(out), "products": count}, [f"{count} sản phẩm → {out}"])


@click.command()
@click.argument("key", type=click.Choice([each.key for each in all_marketplaces()]))
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--template",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="Tệp mẫu tải từ gian hàng, với sàn có dùng.",
)
@click.option("--cooperative", "cooperative_code", default=None)
@json_option
@click.pass_obj
@refusals
def export(
    factory: Factory,
    key: str,
    out: Path,
    template: Path | None,
    cooperative_code: str | None,
    as_json: bool,
) -> None:
    """Tạo tệp đăng sàn."""
    marketplace = get_marketplace(key)
    if template is not None and not marketplace.accepts_template:
        raise click.UsageError(f"{marketplace.name} không dùng tệp mẫu: hãy bỏ --template.")
    with installation(factory) as app:
        owner = find_cooperative(cooperative_code) if cooperative_code else None
        products = (
            catalogues.of_cooperative(SYSTEM, owner) if owner else catalogues.everything(SYSTEM)
        )
        today = local_date(utc_now())
        chosen = listings.to_export(products, marketplace.channel_key, today)
        storage, address = app.extensions["storage"], public_url(app)
        hosted = None
        if marketplace.hosts_photos or template is not None:
            hosted = channel_photos.host(chosen, key, address, storage)
        whole = listings.listings(chosen, storage, address, today, hosted)
        if template is None:
            limits = listing_limits.set_for(marketplace)
            options = ExportOptions(utc_now(), "Lên Sàn", public_url(app), limits)
            made = export_listings(marketplace, whole, options)
        else:
            made = filled(key, template, owner.id if owner else None, chosen, whole)
        write_export(made, out)
        listing_services.keep_exported(SYSTEM, key, made.exported)
        db.session.commit()
        lines = [f"{len(made.exported)} mục → {out}"]
        lines += [f"chưa đưa vào: {row['product']}" for row in export_result(made)["skipped"]]
        answer(as_json, export_result(made), lines)


@click.command()
@click.option("--lot", "lot_code", required=True)
@_out_file
@json_option
@click.pass_obj
@refusals
def epcis(factory: Factory, lot_code: str, out: Path, as_json: bool) -> None:
    """Ghi hành trình của một lô theo EPCIS 2.0."""
    with installation(factory) as app:
        traced = traces.traced_lot(find_lot(lot_code), public_url(app))
        out.write_bytes(epcis_export.build(traced, utc_now()))
        answer(as_json, {"file": str(out), "lot": traced.code}, [f"lô {traced.code} → {out}"])


@click.command()
@click.option("--by", "dimensions", required=True, help="Ví dụ: marketplace,season")
@click.option("--campaign", "campaign_code", default=None)
@click.option("--union", "union_code", default=None)
@click.option("--from", "first", default=None)
@click.option("--to", "last", default=None)
@json_option
@click.pass_obj
@refusals
def tonnage(
    factory: Factory,
    dimensions: str,
    campaign_code: str | None,
    union_code: str | None,
    first: str | None,
    last: str | None,
    as_json: bool,
) -> None:
    """Cộng khối lượng đã bán theo sàn, mùa, tháng, sản phẩm, HTX, xã hoặc đơn vị."""
    with installation(factory):
        names = [name.strip() for name in dimensions.split(",") if name.strip()]
        campaign = campaigns.one(campaign_code) if campaign_code else None
        union = organisations.required(union_code) if union_code else None
        filters = tonnage_queries.Filters(
            is_sample=campaign.is_sample if campaign else tonnage_queries.shows_sample(SYSTEM),
            campaign_id=campaign.id if campaign else None,
            union_ids=subtree(union.id) if union else None,
            first_day=parse_date(first) if first else None,
            last_day=parse_date(last) if last else None,
        )
        result = tonnage_result(names, filters)
        answer(as_json, result, _tonnage_lines(names, result))


def _tonnage_lines(names: Sequence[str], result: dict[str, Any]) -> list[str]:
    lines = []
    for row in result["rows"]:
        cells = [str(row[name]) for name in names]
        cells += [format_mass(row["mass_g"]), format_vnd(row["revenue_vnd"])]
        lines.append(" · ".join(cells))
    total = result["total_mass_g"]
    return [*lines, f"Tổng: {format_mass(total) if total else '0 kg'}"]


@click.command()
@click.option("--campaign", "campaign_code", required=True)
@_out_file
@json_option
@click.pass_obj
@refusals
def report(factory: Factory, campaign_code: str, out: Path, as_json: bool) -> None:
    """Viết báo cáo tiêu thụ của một chương trình (.pdf, .docx hoặc .xlsx)."""
    kind = out.suffix.lstrip(".").lower()
    if kind not in FORMATS:
        raise click.UsageError("Tên tệp phải có đuôi .pdf, .docx hoặc .xlsx.")
    with installation(factory):
        made = reports.report(SYSTEM, campaigns.one(campaign_code), local_date(utc_now()))
        build, _media_type = FORMATS[kind]
        out.write_bytes(build(made, "vi", translations_of("vi")))
        result = {"file": str(out), "total_mass_g": made.total_mass_g}
        answer(as_json, result, [f"báo cáo {campaign_code} → {out}"])


def find_lot(code: str) -> Lot:
    """The lot of this code or address. Raises DomainError when two lots share the code."""
    found = lots.called(SYSTEM, code)
    if len(found) > 1:
        known = ", ".join(lot.slug for lot in found)
        raise DomainError(N_("Có nhiều lô mã này. Hãy ghi một trong: %(codes)s.", codes=known))
    if not found:
        raise DomainError(N_("Không có lô mã «%(code)s».", code=code))
    return found[0]


def find_cooperative(code: str) -> Any:
    """The cooperative of this code."""
    found = cooperatives.by_code(SYSTEM, code)
    if found is None:
        raise DomainError(N_("Không có HTX mã «%(code)s».", code=code))
    return found


def write_export(made: ExportResult, folder: Path) -> list[Path]:
    """Write the files of an export below `folder`; their paths."""
    paths = []
    for file in made.files:
        path = folder / file.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(file.content)
        paths.append(path)
    return paths


def export_result(made: ExportResult) -> dict[str, Any]:
    """What `export --json` prints."""
    return {
        "listings": len(made.exported) + len(made.skipped),
        "exported": len(made.exported),
        "skipped": [
            {
                "product": checked.listing.title,
                "problems": [
                    str(problem.message) for problem in checked.problems if problem.blocking
                ],
            }
            for checked in made.skipped
        ],
    }


def tonnage_result(names: Sequence[str], filters: tonnage_queries.Filters) -> dict[str, Any]:
    """What `tonnage --json` prints; published figures stand apart and are never added."""
    rows = tonnage_queries.by(SYSTEM, names, filters)
    figures = campaigns.figures(filters.campaign_id, is_sample=filters.is_sample)
    return {
        "rows": [
            dict(zip(names, row.keys, strict=True))
            | {
                "mass_g": row.mass_g,
                "confirmed_mass_g": row.confirmed_mass_g,
                "revenue_vnd": row.revenue_vnd,
            }
            for row in rows
        ],
        "total_mass_g": sum(row.mass_g for row in rows),
        "claims": [
            {
                "campaign": code,
                "scope": figure.scope,
                "marketplace": figure.channel_key,
                "value": figure.value,
                "unit": figure.unit,
                "qualifier": figure.qualifier,
                "source": figure.source,
            }
            for figure, code in figures
        ],
    }
