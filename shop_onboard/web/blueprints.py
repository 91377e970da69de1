"""Finds the blueprint of every feature module and registers it."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask

import shop_onboard.web as package

_SHARED = frozenset(
    {
        "access",
        "blueprints",
        "errors",
        "files",
        "forms",
        "guides",
        "headers",
        "held",
        "import_findings",
        "in_app",
        "language",
        "lot_neighbours",
        "menu",
        "next_steps",
        "page_styles",
        "presentation",
        "record_words",
        "remarks",
        "replies",
        "reviews",
        "static_files",
        "trace_replies",
    }
)


def init_app(app: Flask) -> None:
    """Register `bp` of each module in this folder; one without a `bp` stops the start."""
    for module in iter_modules(package.__path__):
        if module.name not in _SHARED:
            app.register_blueprint(import_module(f"{package.__name__}.{module.name}").bp)
