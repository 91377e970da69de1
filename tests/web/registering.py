"""Registering a cooperative with its first product, page by page, without JavaScript."""

from flask import Flask

from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import cooperatives
from tests import world
from tests.pages import Browser, Page

ANSWERS = (
    {"name": "Hợp tác xã Cam Đồng Cốc"},
    {"commune": "Đồng Cốc, Lục Ngạn, Bắc Giang"},
    {"representative": "Trần Văn Mới", "phone": "051 000 0070"},
    {"product_name": "Cam ngọt"},
    {"pack_label": "Túi 5 kg", "net_mass_g": "5 kg", "price_vnd": "150k"},
)
# One question, one page: which of them asks for what.
_PAGE_OF = {
    "name": 0,
    "kind": 0,
    "commune": 1,
    "province": 1,
    "former_district": 1,
    "address": 1,
    "representative": 2,
    "phone": 2,
    "product_name": 3,
}
_CONTACT = 2


def started(person: Browser) -> Page:
    """The first page of questions."""
    page = person.open("/register/")
    return person.submit(page, "Bắt đầu đăng ký", lands="/register/")


def answered(person: Browser, steps: int = len(ANSWERS), **typed: str) -> Page:
    """The page after so many pages of answers; `typed` stands in for the usual ones."""
    page = started(person)
    for number in range(steps):
        page = person.submit(page, "Tiếp tục", lands="/register/", **_answers(number, typed))
    return page


def doubted(person: Browser, **typed: str) -> Page:
    """The page of the representative that asks whether it is somebody registered already."""
    page = answered(person, _CONTACT, **typed)
    return person.submit(page, "Tiếp tục", **_answers(_CONTACT, typed))


def sent_apart(person: Browser, asked: Page, **typed: str) -> Page:
    """The receipt, after saying on the page that asks that it is somebody else."""
    page = person.submit(asked, "Khác nhau – đi tiếp", lands="/register/")
    for number in range(_CONTACT + 1, len(ANSWERS)):
        page = person.submit(page, "Tiếp tục", lands="/register/", **_answers(number, typed))
    return person.submit(page, "Gửi để duyệt", lands="/register/DK-")


def _answers(number: int, typed: dict[str, str]) -> dict[str, str]:
    return ANSWERS[number] | {
        name: text for name, text in typed.items() if _PAGE_OF[name] == number
    }


def registered(person: Browser, **typed: str) -> Page:
    """The page of a cooperative that was registered and sent."""
    receipt = person.submit(answered(person, **typed), "Gửi để duyệt", lands="/register/DK-")
    name = typed.get("name", ANSWERS[0]["name"])
    return person.open(receipt.link(name))


def drafted(app: Flask, name: str = "Hợp tác xã Cam Đồng Cốc") -> str:
    """The page of a cooperative that came in a spreadsheet and waits to be sent."""
    with app.app_context(), writing():
        union = cooperatives.one(SYSTEM, world.COOPERATIVE_A).union
        made = world.draft_cooperative("HTX-NHAP", name, union, "07582", "+84510000070")
        path = f"/cooperatives/{made.slug}"
        db.session.commit()
    return path
