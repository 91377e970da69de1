"""The marketplaces there are: whatever lies in `exports/marketplaces/`."""

import importlib
import pkgutil
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from types import ModuleType
from typing import cast

from shop_onboard.exports import marketplaces
from shop_onboard.exports.listing import (
    CheckedListing,
    ExportOptions,
    ExportResult,
    Limit,
    Limits,
    Listing,
    PhotoTypes,
    Problem,
)
from shop_onboard.exports.marketplace import (
    CONFIDENCES,
    FEED_FORMATS,
    KINDS,
    LIMIT_NAMES,
    Marketplace,
)
from shop_onboard.exports.photos import PhotoRules, photo_rules
from shop_onboard.exports.readiness import lot_problems, problems_of
from shop_onboard.exports.templates.keyed import KeyedTemplate
from shop_onboard.exports.templates.planning import Refusals
from shop_onboard.values.channels import all_channels
from shop_onboard.values.text import Message

_DECLARED: dict[str, type] = {
    "key": str,
    "name": str,
    "kind": str,
    "status": Message,
    "source": Message,
    "confidence": str,
    "rules_on": date,
    "accepts_template": bool,
    "LIMITS": dict,
    "hosts_photos": bool,
}


class BrokenMarketplaceError(RuntimeError):
    """A module in the folder does not keep the contract: the program does not start."""


def feeds_of(marketplace: Marketplace) -> Mapping[str, str]:
    """Format → the file of `build` that a machine may fetch; empty where there is no such."""
    return cast(Mapping[str, str], getattr(marketplace, "FEEDS", {}))


def check_module(module: ModuleType) -> Marketplace:
    """The module as a marketplace; raises BrokenMarketplaceError saying what is wrong with it."""
    for attribute, kind in _DECLARED.items():
        if not isinstance(getattr(module, attribute, None), kind):
            raise BrokenMarketplaceError(
                f"{module.__name__}: {attribute} must be a {kind.__name__}"
            )
    for function in ("check", "build"):
        if not callable(getattr(module, function, None)):
            raise BrokenMarketplaceError(f"{module.__name__}: {function}() is missing")
    found = cast(Marketplace, module)
    if found.key != module.__name__.rpartition(".")[2]:
        raise BrokenMarketplaceError(f"{module.__name__}: key {found.key!r} is not the file's name")
    if found.kind not in KINDS:
        raise BrokenMarketplaceError(f"{module.__name__}: unknown kind {found.kind!r}")
    if found.confidence not in CONFIDENCES:
        raise BrokenMarketplaceError(f"{module.__name__}: unknown confidence {found.confidence!r}")
    _check_limits(module.__name__, found.LIMITS)
    _check_photos_and_feeds(found, module.__name__)
    channel_keys = {None, *(channel.key for channel in all_channels())}
    if getattr(module, "channel_key", "") not in channel_keys:
        raise BrokenMarketplaceError(
            f"{module.__name__}: channel_key is no key of data/channels.csv"
        )
    return found


def _check_photos_and_feeds(found: Marketplace, module: str) -> None:
    if not isinstance(getattr(found, "PHOTO_TYPES", ""), PhotoTypes | None):
        raise BrokenMarketplaceError(f"{module}: PHOTO_TYPES must be PhotoTypes or None")
    if not set(feeds_of(found)) <= set(FEED_FORMATS):
        raise BrokenMarketplaceError(f"{module}: FEEDS has a format without a name")


def _check_limits(module: str, limits: Limits) -> None:
    for limit in limits:
        if limit not in LIMIT_NAMES or not isinstance(limits[limit], Limit):
            raise BrokenMarketplaceError(f"{module}: {limit!r} is no limit with a name")


def by_key(found: Iterable[Marketplace]) -> dict[str, Marketplace]:
    """Key → marketplace, ordered by key; two of one key or name raise BrokenMarketplaceError."""
    table: dict[str, Marketplace] = {}
    for marketplace in sorted(found, key=lambda each: each.key):
        if marketplace.key in table or marketplace.name in [m.name for m in table.values()]:
            raise BrokenMarketplaceError(f"{marketplace.key}: there are two of this key or name")
        table[marketplace.key] = marketplace
    return table


def _scan() -> dict[str, Marketplace]:
    names = [module.name for module in pkgutil.iter_modules(marketplaces.__path__)]
    return by_key(
        check_module(importlib.import_module(f"{marketplaces.__name__}.{name}")) for name in names
    )


_MARKETPLACES = _scan()


def all_marketplaces() -> tuple[Marketplace, ...]:
    """Every marketplace, ordered by key."""
    return tuple(_MARKETPLACES.values())


def get_marketplace(key: str) -> Marketplace:
    """The marketplace of this key; KeyError when there is none."""
    return _MARKETPLACES[key]


def keyed_template(key: str) -> KeyedTemplate | None:
    """How a marketplace's own workbook is known and filled; None where it has no such."""
    template = getattr(_MARKETPLACES.get(key), "template", None)
    return template if isinstance(template, KeyedTemplate) else None


def nothing_known_refusals(listing: Listing) -> list[Problem]:
    """What keeps a listing out of a marketplace of which nothing but its template is known."""
    return [each for each in lot_problems(listing) if each.blocking]


def refusals(marketplace: Marketplace, limits: Limits) -> Refusals:
    """What keeps a listing out of this marketplace; `limits` in place of the module's own."""
    bounds = {**marketplace.LIMITS, **limits}

    def of(listing: Listing) -> list[Problem]:
        return [each for each in problems_of(marketplace, listing, bounds) if each.blocking]

    return of


def fed_marketplaces() -> tuple[Marketplace, ...]:
    """Those whose machines fetch a file by themselves, ordered by key."""
    return tuple(each for each in _MARKETPLACES.values() if feeds_of(each))


def rules_of(key: str, limits: Limits) -> PhotoRules:
    """What a marketplace takes of a picture, with the limits that were set by hand.

    Our own default for a marketplace that no module knows.
    """
    known = _MARKETPLACES.get(key)
    return photo_rules({**known.LIMITS, **limits}, known.PHOTO_TYPES) if known else PhotoRules()


def export_listings(
    marketplace: Marketplace, listings: Sequence[Listing], options: ExportOptions
) -> ExportResult:
    """Check every listing, build the files of the sound ones, and say what became of each."""
    limits = {**marketplace.LIMITS, **options.limits}
    exported: list[Listing] = []
    skipped: list[CheckedListing] = []
    remarks: list[CheckedListing] = []
    for listing in listings:
        problems = problems_of(marketplace, listing, limits)
        if any(problem.blocking for problem in problems):
            skipped.append(CheckedListing(listing, problems))
            continue
        exported.append(listing)
        if problems:
            remarks.append(CheckedListing(listing, problems))
    files = marketplace.build(exported, options) if exported else []
    return ExportResult(tuple(files), tuple(exported), tuple(skipped), tuple(remarks))
