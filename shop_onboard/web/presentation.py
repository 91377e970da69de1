"""Filters and words that every page shares."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from secrets import randbelow, token_hex
from typing import Any

from flask import Flask, request

from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action, Role
from shop_onboard.queries import completeness, consents, gi_rights, photos
from shop_onboard.values import (
    channels,
    dates,
    figures,
    mass,
    millimetres,
    money,
    numbers,
    ocop,
    percent,
    phones,
)
from shop_onboard.values.dates import local_date
from shop_onboard.values.devices import device_words
from shop_onboard.values.kinds import KIND_WORDS
from shop_onboard.values.review_fields import field_label
from shop_onboard.values.text import N_, Message
from shop_onboard.values.workbook import QUALIFIERS
from shop_onboard.web import language, menu
from shop_onboard.web.access import current_actor
from shop_onboard.web.files import public_url
from shop_onboard.web.in_app import is_in_app
from shop_onboard.web.language import chosen
from shop_onboard.web.remarks import remark_link

STATE_WORDS: dict[str, Message] = {
    "draft": N_("bản nháp"),
    "submitted": N_("chờ duyệt"),
    "returned": N_("cần sửa"),
    "approved": N_("đã duyệt"),
    "waiting": N_("đang chờ"),
    "running": N_("đang làm"),
    "done": N_("đã xong"),
    "failed": N_("chưa làm được"),
    "cancelled": N_("đã hủy"),
    "refused": N_("không đọc được"),
    "received": N_("chờ chọn cột"),
    "checking": N_("đang xem thử"),
    "checked": N_("đã xem trước"),
    "undoing": N_("đang hoàn tác"),
    "undone": N_("đã hoàn tác"),
    "awaiting": N_("chờ thanh toán"),
    "paid": N_("đã thanh toán"),
    "printed": N_("đã in"),
    "spoilt": N_("bị hỏng"),
    "needs_review": N_("cần xem lại"),
    "refunded": N_("đã hoàn tiền"),
    "exported": N_("đã tạo tệp"),
    "live": N_("đang bán"),
    "rejected": N_("bị từ chối"),
    "paused": N_("tạm dừng"),
}
ROLE_WORDS: dict[Role, Message] = {
    Role.VOLUNTEER: N_("tình nguyện viên"),
    Role.MANAGER: N_("quản lý hợp tác xã"),
    Role.OFFICER: N_("cán bộ Đoàn"),
    Role.ADMINISTRATOR: N_("quản trị"),
    Role.SYSTEM: N_("hệ thống"),
}
CERTAINTY_WORDS: dict[str, Message] = {
    "actual": N_("thực tế"),
    "declared": N_("HTX khai"),
    "estimated": N_("ước tính"),
}


def init_app(app: Flask) -> None:
    """Register filters and globals."""
    app.jinja_env.filters.update(
        mm=lambda um: millimetres.format_mm(um, chosen()),
        mass=_form(mass.format_mass),
        kg=_form(mass.format_kg),
        about_tonnes=_form(mass.format_about_tonnes),
        vnd=_form(money.format_vnd),
        number=_form(numbers.format_number),
        size=_form(numbers.format_size),
        share=_form(percent.format_share),
        date=_date,
        phone=phones.format_phone,
        device=device_words,
        channel=_channel,
        ocop_set=_ocop_set,
        official=_form(ocop.official_words),
        kind=_word(KIND_WORDS),
        state=_word(STATE_WORDS),
        role=_word(ROLE_WORDS),
        certainty=_word(CERTAINTY_WORDS),
        qualifier=_word(QUALIFIERS),
        unit=figures.unit_words,
        public_photos=photos.public,
        producer_name=lambda cooperative: language.say(consents.producer_name(cooperative)),
        public_contact=consents.public_contact,
        holds_identity_number=consents.holds_identity_number,
        product_completeness=completeness.of_product,
        cooperative_completeness=completeness.of_cooperative,
        public_name=lambda product: gi_rights.public_name(product, local_date(utc_now())),
        public_name_en=lambda product: gi_rights.public_name_en(product, local_date(utc_now())),
    )
    app.jinja_env.globals["Action"] = Action
    app.jinja_env.globals.update(remark_label=field_label, remark_link=remark_link)
    app.context_processor(_context)


def _word(words: Mapping[Any, Message]) -> Any:
    return lambda key: words[key]


def _form(form: Callable[..., str]) -> Any:
    """A formatter of `values` as the reader's language writes it."""
    return lambda value: form(value, lang=chosen())


def _date(value: date | datetime | None) -> str:
    if value is None:
        return "–"
    if isinstance(value, datetime):
        return dates.format_datetime(value, chosen())
    return dates.format_date(value, chosen())


def _channel(key: str) -> str:
    return channels.get_channel(key).name_in(chosen())


def _ocop_set(number: int) -> str:
    """The name that people know a set by, and its number in the decision."""
    name = next(each.name_in(chosen()) for each in ocop.all_ocop_sets() if each.number == number)
    return f"{name} ({number})"


def _context() -> dict[str, Any]:
    actor = current_actor()
    groups = menu.groups(actor)
    return {
        "actor": actor,
        "menu": groups,
        "shortcuts": menu.shortcuts(actor, groups) if groups else (),
        "is_in_app": is_in_app(request.headers.get("User-Agent", "")),
        "page_address": _page_address(),
        "padding": _padding(),
    }


def _page_address() -> str:
    """Where to open this page elsewhere; what a form answered has no address of its own."""
    path = request.full_path.rstrip("?") if request.method == "GET" else "/"
    return public_url() + path


def _padding() -> str:
    """Noise of a length of its own on each page.

    Pages are compressed and hold a form's token beside words from the address: without it, the
    length of an answer on the wire would tell how much of the token somebody guessed (BREACH).
    """
    return token_hex(1 + randbelow(48))
