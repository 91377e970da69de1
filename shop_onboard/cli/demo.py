"""The main job without a browser: from the workbook to every file, on a database of its own."""

import json
import resource
import shlex
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

import click
from flask import Flask

import config as settings
from shop_onboard.cli import files, season
from shop_onboard.cli.replies import (
    ROLE_WORDS,
    Factory,
    answer,
    json_option,
    progress,
    public_url,
    refusals,
)
from shop_onboard.documents import catalogue as catalogue_documents
from shop_onboard.documents import labels as label_documents
from shop_onboard.documents.languages import translations_of
from shop_onboard.documents.report_formats import FORMATS
from shop_onboard.exports import epcis
from shop_onboard.exports.listing import ExportOptions
from shop_onboard.exports.registry import all_marketplaces, export_listings
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.imports import samples as sample_files
from shop_onboard.models.clock import living_on, utc_now
from shop_onboard.policy import SYSTEM, Role
from shop_onboard.queries import (
    campaigns,
    catalogues,
    label_sheets,
    listing_limits,
    listings,
    lots,
    overview,
    reports,
    tonnage,
    traces,
)
from shop_onboard.services import channel_photos, codes
from shop_onboard.services import labels as label_services
from shop_onboard.services import listings as listing_services
from shop_onboard.values.addresses import is_public_address
from shop_onboard.values.dates import local_date
from shop_onboard.values.label_stock import get_label_stock
from shop_onboard.values.mass import format_mass
from shop_onboard.values.phones import format_phone

LABELS = 24
HISTORICAL = "LN-2022"
_MOST_LISTED = 4


@dataclass
class Making:
    """Where files go, what was made, and how long each phase took."""

    folder: Path
    app: Flask
    today: date
    # The address that codes carry.
    address: str
    files: list[str] = field(default_factory=list)
    phases: list[dict[str, Any]] = field(default_factory=list)

    @contextmanager
    def phase(self, name: str) -> Iterator[None]:
        started = time.perf_counter()
        yield
        seconds = round(time.perf_counter() - started, 2)
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        self.phases.append({"name": name, "seconds": seconds, "peak_mb": peak_mb})
        progress(f"{name}: {seconds} giây")

    def write(self, name: str, content: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self.files.append(name)


@click.command()
@click.option("--out", required=True, type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--workbook",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    default=None,
    help="Bảng tính khác thay cho mùa vụ mẫu.",
)
@click.option("--today", type=click.DateTime(["%Y-%m-%d"]), default=None)
@json_option
@click.pass_obj
@refusals
def demo(
    factory: Factory, out: Path, workbook: Path | None, today: datetime | None, as_json: bool
) -> None:
    """Chạy thử cả chặng đường trên mùa vụ mẫu, ghi mọi tệp vào DIR."""
    with living_on(today.date() if today else None):
        making = _begin(factory, out)
        with making.phase("cơ sở dữ liệu"):
            season.migrate(making.app)
        with making.phase("đơn vị và tài khoản"):
            season.found_unions(making.app)
        with making.phase("bảng tính"):
            content = workbook.read_bytes() if workbook else season.workbook(making.today)
            making.write("workbook.xlsx", content)
        with making.phase("nhập"):
            imported = season.bring_in(making.app, content)
        with making.phase("duyệt"):
            season.check_and_approve(making.app)
            season.trace(making.app)
            if workbook is None:
                season.open_feeds(making.app)
                season.send_in(making.app, making.today)
        with making.app.app_context(), writing():
            _make_files(making)
            result = _result(making, imported)
        answer(as_json, result, [*_lines(result), *_how_to_serve(making)])


def _begin(factory: Factory, out: Path) -> Making:
    instance = out / "instance"
    if instance.exists():
        shutil.rmtree(instance)
    app = factory(settings.Embedded(instance))
    return Making(out, app, local_date(utc_now()), public_url(app))


def _make_files(making: Making) -> None:
    running = lots.running(SYSTEM, making.today, is_sample=True)
    with making.phase("tem"):
        if running:
            _make_labels(making, running[0])
    with making.phase("ca-ta-lô"):
        _make_catalogue(making)
    with making.phase("tệp đăng sàn"):
        _make_listings(making)
    with making.phase("hành trình lô"):
        if running:
            traced = traces.traced_lot(running[0], making.address)
            making.write("epcis.jsonld", epcis.build(traced, utc_now()))
    with making.phase("báo cáo"):
        _make_reports(making)
    db.session.commit()


def _make_labels(making: Making, lot: Any) -> None:
    batch = label_services.make(
        SYSTEM,
        lot,
        LABELS,
        get_label_stock(),
        is_trial=not is_public_address(making.app.config["PUBLIC_URL"]),
        pack_label=lot.product.packs[0].label if lot.product.packs else "",
    )
    codes.activate(SYSTEM, batch)
    sheet = label_sheets.sheet(batch.id, making.address, "vi")
    making.write("labels.pdf", label_documents.build(sheet, translations_of("vi")))


def _make_catalogue(making: Making) -> None:
    products = catalogues.on_sale(catalogues.everything(SYSTEM), making.today)
    if not products:
        return
    made = catalogues.catalogue(
        products,
        title="Nông sản thanh niên Lục Ngạn",
        issuer="Lên Sàn",
        storage=making.app.extensions["storage"],
        public_url=making.address,
        made_on=making.today,
        lang="vi",
        translations=translations_of("vi"),
    )
    making.write("catalogue.pdf", catalogue_documents.build(made, translations_of("vi")))


def _make_listings(making: Making) -> None:
    products = catalogues.everything(SYSTEM)
    made_at, limits = utc_now(), listing_limits.set_for_each(all_marketplaces())
    for marketplace in all_marketplaces():
        options = ExportOptions(made_at, "Lên Sàn", making.address, limits[marketplace.key])
        chosen = listings.to_export(products, marketplace.channel_key, making.today)
        storage = making.app.extensions["storage"]
        hosted = None
        if marketplace.hosts_photos:
            hosted = channel_photos.host(chosen, marketplace.key, making.address, storage)
        found = listings.listings(chosen, storage, making.address, making.today, hosted)
        made = export_listings(marketplace, found, options)
        folder = making.folder / "listings" / marketplace.key
        for path in files.write_export(made, folder):
            making.files.append(str(path.relative_to(making.folder)))
        listing_services.keep_exported(SYSTEM, marketplace.key, made.exported)


def _make_reports(making: Making) -> None:
    codes = [code for code, _name in campaigns.choices()]
    if not codes:
        return
    code = HISTORICAL if HISTORICAL in codes else codes[0]
    report = reports.report(SYSTEM, campaigns.one(code), making.today)
    for kind, (build, _media_type) in FORMATS.items():
        making.write(f"report.{kind}", build(report, "vi", translations_of("vi")))
    filters = tonnage.Filters(is_sample=True)
    totals = files.tonnage_result(["season", "marketplace"], filters)
    making.write("tonnage.json", json.dumps(totals, ensure_ascii=False, indent=2).encode())


def _result(making: Making, imported: season.Imported) -> dict[str, Any]:
    counts = overview.counts()
    running = [lot.slug for lot in lots.running(SYSTEM, making.today, is_sample=True)]
    totals = []
    for code, _name in campaigns.choices():
        campaign = campaigns.one(code)
        filters = tonnage.Filters(is_sample=campaign.is_sample, campaign_id=campaign.id)
        total, reach = tonnage.total(SYSTEM, filters), tonnage.reach(SYSTEM, filters)
        totals.append(
            {
                "campaign": code,
                "mass_g": total.mass_g,
                "cooperatives": reach.cooperatives,
                "storefronts": reach.storefronts,
                "marketplaces": reach.channels,
            }
        )
    return {
        "database_url": making.app.config["SQLALCHEMY_DATABASE_URI"],
        "storage_url": making.app.config["STORAGE_URL"],
        "cooperatives": counts.cooperatives,
        "products": counts.products,
        "storefronts": counts.storefronts,
        "lots": [*running, *(slug for slug in overview.lot_slugs() if slug not in running)],
        "campaigns": [row["campaign"] for row in totals],
        "accounts": [
            {"role": row.role, "phone": row.phone} for row in sample_files.accounts(season.FOLDER)
        ],
        "import": {"rows": imported.rows, "created": imported.created, "failed": imported.failed},
        "totals": totals,
        "files": making.files,
        "phases": making.phases,
    }


def _lines(result: dict[str, Any]) -> list[str]:
    lines = ["", "Đã làm xong:"]
    lines += [f"  {name}" for name in folded(result["files"])]
    lines += [
        "",
        f"{result['cooperatives']} hợp tác xã · {result['products']} sản phẩm · "
        f"{result['storefronts']} gian hàng · {len(result['lots'])} lô hàng",
    ]
    for row in result["totals"]:
        lines.append(
            f"{row['campaign']}: {format_mass(row['mass_g']) if row['mass_g'] else '0 kg'} · "
            f"{row['cooperatives']} HTX · {row['storefronts']} gian hàng · "
            f"{row['marketplaces']} sàn"
        )
    lines += ["", f"{'bước':<24}{'giây':>8}{'MB':>8}"]
    lines += [
        f"{row['name']:<24}{row['seconds']:>8}{row['peak_mb']:>8}" for row in result["phases"]
    ]
    seconds = sum(row["seconds"] for row in result["phases"])
    lines += [f"{'tổng cộng':<24}{seconds:>8.2f}", "", "Đăng nhập thử (mật khẩu vaithieu-mau):"]
    for row in result["accounts"]:
        words = ROLE_WORDS[Role(row["role"])]
        lines.append(f"  {words:<16} {format_phone(row['phone'])}")
    return lines


def folded(names: list[str]) -> list[str]:
    """The files in their order; a folder of many is one line with how many it holds."""
    held = Counter(Path(name).parent for name in names)
    lines: dict[str, None] = {}
    for name in names:
        folder = Path(name).parent
        is_many = folder != Path() and held[folder] > _MOST_LISTED
        lines[f"{folder}: {held[folder]} tệp" if is_many else name] = None
    return list(lines)


def _how_to_serve(making: Making) -> list[str]:
    folder = shlex.quote(str((making.folder / "instance").resolve()))
    return [
        "",
        "Mở trang web trên dữ liệu này:",
        f"  SHOP_ONBOARD_INSTANCE={folder} {_command()} serve",
    ]


def _command() -> str:
    """This command as it was called: on the path, or beside this Python."""
    return shlex.quote(sys.argv[0]) if Path(sys.argv[0]).name == "shop-onboard" else "shop-onboard"
