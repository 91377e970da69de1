"""The menu of whoever is signed in: groups for the head of the page, shortcuts for the thumb."""

from dataclasses import dataclass

from flask import request, url_for

from shop_onboard.policy import Action, Actor, Role
from shop_onboard.values.text import N_, Message

_HOME = "home.index"
_GROUPS: tuple[tuple[Message, tuple[tuple[str, Message, Action], ...]], ...] = (
    (
        N_("Hồ sơ"),
        (
            ("cooperatives.index", N_("Hợp tác xã"), Action.COOPERATIVE_SEE),
            ("products.index", N_("Sản phẩm"), Action.PRODUCT_SEE),
            ("lots.index", N_("Lô hàng"), Action.LOT_SEE),
            ("ocop.index", N_("OCOP"), Action.OCOP_SEE),
            ("reviews.index", N_("Duyệt hồ sơ"), Action.COOPERATIVE_REVIEW),
            ("recycling.index", N_("Thùng rác"), Action.COOPERATIVE_SEE),
        ),
    ),
    (
        N_("Bán hàng"),
        (
            ("labels.index", N_("Tem"), Action.LABEL_MAKE),
            ("feedback.index", N_("Phản ánh"), Action.FEEDBACK_SEE),
            ("catalogues.index", N_("Ca-ta-lô"), Action.CATALOGUE_MAKE),
            ("listings.index", N_("Lên sàn"), Action.LISTING_SEE),
            ("payments.index", N_("Đơn hàng"), Action.ORDER_SEE),
        ),
    ),
    (
        N_("Kết quả"),
        (
            ("sales.index", N_("Tiêu thụ"), Action.SALE_SEE),
            ("tonnage.index", N_("Sản lượng"), Action.TONNAGE_SEE),
            ("scans.index", N_("Lượt quét"), Action.SCAN_SEE),
            ("campaigns.index", N_("Chương trình"), Action.CAMPAIGN_SEE),
        ),
    ),
    (
        N_("Đoàn"),
        (
            ("organisations.index", N_("Tổ chức Đoàn"), Action.ORGANISATION_SEE),
            ("people.index", N_("Mọi người"), Action.PEOPLE_SEE),
            ("invitations.index", N_("Mời người"), Action.INVITE),
            ("join.requests", N_("Người xin tham gia"), Action.INVITE),
            ("imports.index", N_("Nhập bảng tính"), Action.IMPORT_RUN),
        ),
    ),
    (
        N_("Hệ thống"),
        (
            ("jobs.index", N_("Việc đang chạy"), Action.JOB_SEE),
            ("audit.index", N_("Nhật ký"), Action.AUDIT_SEE),
            ("administration.index", N_("Quản trị"), Action.ADMINISTER),
        ),
    ),
)
# What each role opens most, for the bar under the thumb; the first role that somebody has counts.
_SHORTCUTS: tuple[tuple[Role, tuple[str, str, str]], ...] = (
    (Role.VOLUNTEER, ("cooperatives.index", "products.index", "sales.index")),
    (Role.MANAGER, ("products.index", "listings.index", "sales.index")),
    (Role.OFFICER, ("cooperatives.index", "sales.index", "tonnage.index")),
    (Role.ADMINISTRATOR, ("cooperatives.index", "jobs.index", "administration.index")),
)


@dataclass(frozen=True)
class Entry:
    """One link; `name` is its feature ("products"), `current` is "page", "true" or ""."""

    name: str
    address: str
    words: Message
    current: str


@dataclass(frozen=True)
class Group:
    """Entries under one heading; at least one."""

    words: Message
    entries: tuple[Entry, ...]

    @property
    def is_current(self) -> bool:
        """Whether the page that is open belongs to this group."""
        return any(entry.current for entry in self.entries)


def groups(actor: Actor) -> tuple[Group, ...]:
    """The groups of which the actor may open something."""
    found = []
    for words, rows in _GROUPS:
        entries = tuple(_entry(end, name) for end, name, action in rows if actor.may(action))
        if entries:
            found.append(Group(words, entries))
    return tuple(found)


def shortcuts(actor: Actor, menu: tuple[Group, ...]) -> tuple[Entry, ...]:
    """The first page and at most three entries of the actor's menu."""
    wanted = next((ends for role, ends in _SHORTCUTS if role in actor.roles), ())
    held = {entry.name: entry for group in menu for entry in group.entries}
    chosen = [held[name] for name in (end.split(".")[0] for end in wanted) if name in held]
    return (_entry(_HOME, N_("Trang chủ")), *chosen)


def _entry(endpoint: str, words: Message) -> Entry:
    address = url_for(endpoint)
    current = ""
    if request.path == address:
        current = "page"
    elif endpoint != _HOME and request.path.startswith(address):
        current = "true"
    return Entry(endpoint.split(".")[0], address, words, current)
