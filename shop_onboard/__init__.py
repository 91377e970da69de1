"""Lên Sàn: brings the produce of Vietnamese youth cooperatives onto marketplaces."""

from importlib import import_module
from typing import Any


def __getattr__(name: str) -> Any:
    """`create_app` on first use: the children that read spreadsheets or lay out documents import
    this package too, and a second of web framework is longer than most of them live.
    """
    if name == "create_app":
        return import_module("shop_onboard.app").create_app
    raise AttributeError(name)
