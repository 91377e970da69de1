"""Filters and words that every page shares."""

from datetime import date, datetime
from typing import Any

from flask import Flask, url_for
from flask_login import current_user

from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action, Role
from shop_onboard.queries import completeness, consents, gi_rights, photos
from shop_onboard.values import channels, dates, mass, money, numbers, percent, phones
from shop_onboard.values.dates import local_date
from shop_onboard.values.kinds import KIND_WORDS
from shop_onboard.values.review_fields import field_label
from shop_onboard.values.text import N_, Message
from shop_onboard.web import language
from shop_onboard.web.access import current_actor
from shop_onboard.web.reviews import remark_link

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
    "checked": N_("chờ xác nhận"),
    "undoing": N_("đang hoàn tác"),
    "undone": N_("đã hoàn tác"),
    "awaiting": N_("chờ thanh toán"),
    "paid": N_("đã thanh toán"),
    "needs_review": N_("cần xem lại"),
    "refunded": N_("đã hoàn tiền"),
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
QUALIFIER_WORDS: dict[str, Message] = {
    "more_than": N_("hơn"),
    "nearly": N_("gần"),
    "exactly": N_("đúng"),
}
MENU: tuple[tuple[str, Message, Action], ...] = (
    ("cooperatives.index", N_("Hợp tác xã"), Action.COOPERATIVE_SEE),
    ("products.index", N_("Sản phẩm"), Action.PRODUCT_SEE),
    ("ocop.index", N_("OCOP"), Action.OCOP_SEE),
    ("lots.index", N_("Lô hàng"), Action.LOT_SEE),
    ("labels.index", N_("Tem"), Action.LABEL_MAKE),
    ("catalogues.index", N_("Ca-ta-lô"), Action.CATALOGUE_MAKE),
    ("listings.index", N_("Lên sàn"), Action.LISTING_SEE),
    ("sales.index", N_("Tiêu thụ"), Action.SALE_SEE),
    ("tonnage.index", N_("Sản lượng"), Action.TONNAGE_SEE),
    ("campaigns.index", N_("Chương trình"), Action.CAMPAIGN_SEE),
    ("payments.index", N_("Đơn hàng"), Action.ORDER_SEE),
    ("imports.index", N_("Nhập bảng tính"), Action.IMPORT_RUN),
    ("organisations.index", N_("Tổ chức Đoàn"), Action.ORGANISATION_SEE),
    ("people.index", N_("Mọi người"), Action.PEOPLE_SEE),
    ("jobs.index", N_("Việc đang chạy"), Action.JOB_SEE),
    ("audit.index", N_("Nhật ký"), Action.AUDIT_SEE),
    ("recycling.index", N_("Thùng rác"), Action.COOPERATIVE_SEE),
    ("administration.index", N_("Quản trị"), Action.ADMINISTER),
)


def init_app(app: Flask) -> None:
    """Register filters and globals."""
    app.jinja_env.filters.update(
        mass=mass.format_mass,
        kg=mass.format_kg,
        about_tonnes=mass.format_about_tonnes,
        vnd=money.format_vnd,
        number=numbers.format_number,
        share=percent.format_share,
        date=_date,
        phone=phones.format_phone,
        channel=_channel,
        kind=_word(KIND_WORDS),
        state=_word(STATE_WORDS),
        role=_word(ROLE_WORDS),
        certainty=_word(CERTAINTY_WORDS),
        qualifier=_word(QUALIFIER_WORDS),
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


def _word(words: dict[Any, Message]) -> Any:
    return lambda key: words[key]


def _date(value: date | datetime | None) -> str:
    if value is None:
        return "–"
    return dates.format_datetime(value) if isinstance(value, datetime) else dates.format_date(value)


def _channel(key: str) -> str:
    return channels.get_channel(key).name


def _context() -> dict[str, Any]:
    actor = current_actor()
    menu = []
    if current_user.is_authenticated:
        menu = [(url_for(end), words) for end, words, action in MENU if actor.may(action)]
    return {"actor": actor, "menu": menu}
