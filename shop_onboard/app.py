"""The application factory: it alone joins the parts."""

from typing import TYPE_CHECKING

from flask import Flask
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

import config as settings
from shop_onboard.exports import registry
from shop_onboard.extensions import babel, compress, csrf, db, limiter, login_manager, migrate
from shop_onboard.gateways import copy_watch, database
from shop_onboard.gateways.links import LinkChecker
from shop_onboard.gateways.queue import open_queue
from shop_onboard.gateways.scan_lines import ScanLines
from shop_onboard.gateways.storage import open_storage
from shop_onboard.jobs import registry as job_kinds
from shop_onboard.jobs.runner import Background
from shop_onboard.web import (
    access,
    blueprints,
    errors,
    headers,
    language,
    presentation,
    static_files,
)

if TYPE_CHECKING:
    from config import Config


def create_app(config: "Config | None" = None) -> Flask:
    """Join configuration, extensions, blueprints, error pages and commands into one app.

    Raises when a marketplace module is broken: better no start than a missing marketplace.
    """
    app = Flask(
        "shop_onboard",
        template_folder=str(settings.ROOT / "templates"),
        static_folder=str(settings.ROOT / "static"),
    )
    app.config.from_object(config or settings.from_environment())
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    if app.config["TRUSTED_PROXIES"]:
        proxies = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]
            app.wsgi_app, x_for=proxies, x_proto=proxies, x_host=proxies
        )
    registry.all_marketplaces()
    db.init_app(app)
    with app.app_context():
        database.prepare(db.engine)
    copy_watch.watch()
    app.extensions["storage"] = open_storage(app.config["STORAGE_URL"])
    app.extensions["links"] = LinkChecker()
    app.extensions["queue"] = open_queue(app.config["QUEUE_URL"])
    app.extensions["scan_lines"] = ScanLines()
    app.extensions["background"] = Background(app, job_kinds.handlers)
    migrate.init_app(app, db, directory=str(settings.ROOT / "migrations"))
    access.init_app(app, login_manager)
    csrf.init_app(app)
    limiter.init_app(app)
    language.init_app(app, babel)
    presentation.init_app(app)
    headers.init_app(app)
    compress.init_app(app)
    static_files.init_app(app)
    errors.init_app(app)
    blueprints.init_app(app)
    return app
