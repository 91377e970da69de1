"""Every kind of background work, found by its module: `KIND` and `handle(work)`."""

from functools import cache
from importlib import import_module
from pkgutil import iter_modules

import shop_onboard.jobs as package
from shop_onboard.jobs.runner import Handler

_SHARED = frozenset({"import_photos", "leases", "registry", "runner", "sweeper"})


@cache
def handlers() -> dict[str, Handler]:
    """Kind → handler. A module that lacks either stops the worker's start."""
    found: dict[str, Handler] = {}
    for info in iter_modules(package.__path__):
        if info.name not in _SHARED:
            module = import_module(f"{package.__name__}.{info.name}")
            found[module.KIND] = module.handle
    return found
