"""What a file holds of each listing, told so that two files can be compared field by field."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shop_onboard.exports.listing import Listing
from shop_onboard.values.dates import format_date
from shop_onboard.values.mass import format_mass
from shop_onboard.values.money import format_vnd
from shop_onboard.values.numbers import format_number
from shop_onboard.values.text import N_, Message, natural_key

# A listing as JSON keeps it. Addresses of pages and pictures are left out: they say where this
# site is, and follow from the rest. Pictures are told by the SHA-256 of their originals.
Facts = Mapping[str, Any]
Form = Callable[..., str]


def _plain(value: Any, lang: str = "vi") -> str:
    return str(value)


def _day(value: str, lang: str = "vi") -> str:
    year, month, day = value.split("-")
    return f"{day}/{month}/{year}"


def _pictures(value: Sequence[str], lang: str = "vi") -> str:
    return format_number(len(value), lang=lang)


FIELDS: Mapping[str, tuple[Message, Form]] = {
    "title": (N_("Tên kèm quy cách"), _plain),
    "name_en": (N_("Tên tiếng Anh"), _plain),
    "description": (N_("Mô tả"), _plain),
    "price_vnd": (N_("Giá bán"), format_vnd),
    "stock": (N_("Tồn kho"), format_number),
    "net_mass_g": (N_("Khối lượng tịnh"), format_mass),
    "gross_mass_g": (N_("Khối lượng cả bì"), format_mass),
    "length_mm": (N_("Dài (mm)"), format_number),
    "width_mm": (N_("Rộng (mm)"), format_number),
    "height_mm": (N_("Cao (mm)"), format_number),
    "brand": (N_("Thương hiệu"), _plain),
    "origin": (N_("Xuất xứ"), _plain),
    "storage": (N_("Bảo quản"), _plain),
    "shelf_life_days": (N_("Hạn sử dụng (số ngày)"), format_number),
    "gtin": (N_("Mã vạch (GTIN)"), _plain),
    "ocop_set": (N_("Nhóm OCOP"), _plain),
    "ocop_stars": (N_("Sao OCOP"), format_number),
    "ocop_decision": (N_("Số quyết định OCOP"), _plain),
    "certificates": (N_("Giấy chứng nhận"), _plain),
    "lot_code": (N_("Mã lô"), _plain),
    "lot_expires_on": (N_("Hạn sử dụng của lô"), _day),
    "pictures": (N_("Số ảnh"), _pictures),
}


# What changes from day to day whatever a marketplace says of the listing.
_DAILY = frozenset({"price_vnd", "stock", "lot_code", "lot_expires_on"})


@dataclass(frozen=True)
class FieldChange:
    """One field that two files say differently; None where one of them says nothing."""

    field: str
    before: Any
    after: Any

    @property
    def is_about_pictures(self) -> bool:
        """Whether as many pictures as before are there, but others or in another order."""
        return self.field == "pictures" and len(self.before or ()) == len(self.after or ())

    @property
    def name(self) -> Message:
        return FIELDS[self.field][0]

    def said(self, value: Any, lang: str = "vi") -> str:
        """A value as a person reads it, "" for none."""
        return "" if value in (None, "", []) else FIELDS[self.field][1](value, lang=lang)


@dataclass(frozen=True)
class Held:
    """A listing of an earlier file."""

    sku: str
    title: str
    facts: Facts


@dataclass(frozen=True)
class Changed:
    """A listing that both have, with what differs."""

    sku: str
    title: str
    fields: tuple[FieldChange, ...]


@dataclass(frozen=True)
class Difference:
    """What came, what changed and what went between what was held and what would be now."""

    new: tuple[Held, ...]
    changed: tuple[Changed, ...]
    gone: tuple[Held, ...]

    @property
    def skus(self) -> frozenset[str]:
        """Those that a file of the changes alone would hold."""
        new = frozenset(each.sku for each in self.new)
        return new | frozenset(each.sku for each in self.changed)

    @property
    def is_empty(self) -> bool:
        return not (self.new or self.changed or self.gone)


def facts_of(listing: Listing, pictures: Sequence[str]) -> dict[str, Any]:
    """What is kept of a listing; `pictures` are the SHA-256 of its originals, in their order."""
    found: dict[str, Any] = {
        name: getattr(listing, name)
        for name in FIELDS
        if name not in ("certificates", "lot_expires_on", "pictures")
    }
    day = listing.lot_expires_on
    found["lot_expires_on"] = day.isoformat() if day else None
    found["certificates"] = "; ".join(
        f"{each.name} {each.number}"
        + (f" ({format_date(each.expires_on)})" if each.expires_on else "")
        for each in listing.certificates
    )
    found["pictures"] = list(pictures)
    return found


def fingerprint(facts: Facts) -> str:
    """The same for the same facts, whatever the order in which they were put down."""
    told = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(told.encode()).hexdigest()


def in_order(each: Held) -> tuple[Any, ...]:
    """By name as a reader looks it up, the lighter pack first."""
    name = each.title.rpartition(" – ")[0] or each.title
    return natural_key(name), each.facts.get("net_mass_g") or 0, natural_key(each.title), each.sku


def compare(held: Sequence[Held], now: Sequence[Held]) -> Difference:
    """From what earlier files left behind to what a file of all would hold now."""
    before = {each.sku: each for each in held}
    after = {each.sku: each for each in now}
    held, now = sorted(held, key=in_order), sorted(now, key=in_order)
    changed = (
        Changed(each.sku, each.title, _fields(before[each.sku].facts, each.facts))
        for each in now
        if each.sku in before
    )
    return Difference(
        tuple(each for each in now if each.sku not in before),
        tuple(each for each in changed if each.fields),
        tuple(each for each in held if each.sku not in after),
    )


def is_mended(before: Facts, now: Facts) -> bool:
    """Whether somebody changed what a marketplace was told of a listing, prices and stock apart."""
    return any(each.field not in _DAILY for each in _fields(before, now))


def _fields(before: Facts, after: Facts) -> tuple[FieldChange, ...]:
    # A fact that an older program did not keep is no change.
    return tuple(
        FieldChange(name, before[name], after[name])
        for name in FIELDS
        if name in before and name in after and before[name] != after[name]
    )
