"""Commands that prepare an installation and keep it running."""

import logging
import socket
import sys
from typing import Any

import click
from flask import Flask
from gunicorn.app.base import BaseApplication

import config as settings
from shop_onboard.cli import season
from shop_onboard.cli.companion import Companion
from shop_onboard.cli.people import tell_who_is_missing
from shop_onboard.cli.replies import ROLE_WORDS, Factory, progress, refusals
from shop_onboard.extensions import db
from shop_onboard.gateways import queue
from shop_onboard.gateways.database import writing
from shop_onboard.imports import samples as sample_files
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Role
from shop_onboard.queries import overview
from shop_onboard.services import codes, samples
from shop_onboard.values.dates import local_date
from shop_onboard.values.phones import format_phone


@click.command()
@click.pass_obj
@refusals
def prepare(factory: Factory) -> None:
    """Lập cơ sở dữ liệu; lần đầu thì nạp mùa vụ mẫu (trừ khi chạy thật)."""
    app = factory()
    season.migrate(app)
    with app.app_context():
        is_empty = overview.counts().cooperatives == 0
        was_removed = samples.was_removed()
    if is_empty and app.config["ENVIRONMENT"] != "production":
        if was_removed:
            progress("Dữ liệu mẫu đã được xóa nên không nạp lại. Muốn có lại:")
            progress("  shop-onboard sample load")
        else:
            season.load(app, local_date(utc_now()), progress)
    tell_who_is_missing(app)
    progress("Dữ liệu đã sẵn sàng.")


@click.command()
@click.option("--host", default="127.0.0.1")
@click.option("--port", default=8000, type=click.IntRange(1, 65_535))
@click.option("--no-worker", is_flag=True, help="Không chạy kèm tiến trình làm việc nền.")
@click.pass_obj
@refusals
def serve(factory: Factory, host: str, port: int, no_worker: bool) -> None:
    """Chạy máy chủ web, kèm một tiến trình làm việc nền."""
    configuration = settings.from_environment()
    if configuration.PUBLIC_URL is None and host not in ("127.0.0.1", "localhost", "::1"):
        # The address that phones on the network open: links carry it, and no other is answered.
        shown = _network_address() if host == "0.0.0.0" else host  # noqa: S104 - compared
        configuration.PUBLIC_URL = f"http://{shown}:{port}"
    app = factory(configuration)
    _log_to_terminal()
    with app.app_context(), writing():
        codes.remember_address(configuration.PUBLIC_URL)
        db.session.commit()
    _greet(app, host, port)
    # A worker in the middle of a job gets some seconds at the end; the job resumes by its lease.
    child = None if no_worker else Companion([sys.executable, "-m", "shop_onboard", "worker"])
    try:
        _Server(app, host, port).run()
    finally:
        if child is not None:
            child.end()


@click.command()
@click.option("--workers", default=1, type=click.IntRange(1, 8))
@click.pass_obj
@refusals
def worker(factory: Factory, workers: int) -> None:
    """Làm việc nền: tem, ca-ta-lô, tệp đăng sàn, báo cáo, nhập bảng tính."""
    app = factory()
    background = app.extensions["background"]
    queue.consume(app.config["QUEUE_URL"], background.run, workers, background.sweep)


def _log_to_terminal() -> None:
    """What this program notes, such as who took which file, with its time; of others, warnings."""
    logging.basicConfig(format="%(asctime)s %(name)s %(message)s")
    logging.getLogger("shop_onboard").setLevel(logging.INFO)


class _Server(BaseApplication):  # type: ignore[misc]
    """Gunicorn around an application that is already made."""

    def __init__(self, app: Flask, host: str, port: int) -> None:
        self.app = app
        self.address = f"{host}:{port}"
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": self.address,
            "workers": 2,
            "worker_class": "gthread",
            "threads": 4,
            "timeout": 60,
            "keepalive": 5,
            "loglevel": "warning",
            "control_socket_disable": True,
        }
        for name, value in options.items():
            if name in self.cfg.settings:
                self.cfg.set(name, value)

    def load(self) -> Flask:
        return self.app


def _greet(app: Flask, host: str, port: int) -> None:
    shown = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - compared, not bound
    progress(f"\nLên Sàn đang chạy tại http://{shown}:{port}")
    if app.config["PUBLIC_URL"]:
        progress(f"Địa chỉ in trong mã QR: {app.config['PUBLIC_URL']}")
    with app.app_context():
        has_sample = samples.is_loaded()
    if has_sample and app.config["ENVIRONMENT"] != "production":
        progress(f"Đăng nhập thử, mật khẩu {samples.PASSWORD}:")
        for person in sample_files.accounts(season.FOLDER):
            words = ROLE_WORDS[Role(person.role)]
            progress(f"  {words:<16} {format_phone(person.phone)}  {person.name}")
        progress("hoặc bấm «Xem với vai…» trên trang đầu.")
    tell_who_is_missing(app)
    progress("Dừng: Ctrl+C")


def _network_address() -> str:
    """This machine's address on the local network: the one a packet outward would carry."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            # Connecting a datagram socket sends nothing; it only chooses a way out.
            probe.connect(("192.0.2.1", 9))
        except OSError:
            return "127.0.0.1"
        return str(probe.getsockname()[0])
