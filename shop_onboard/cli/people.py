"""Commands about who may come in."""

import click
from flask import Flask

from shop_onboard.cli.replies import (
    Factory,
    answer,
    installation,
    json_option,
    progress,
    refusals,
    site_url,
)
from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.policy import SYSTEM, Role
from shop_onboard.queries import accounts
from shop_onboard.services import invitations
from shop_onboard.values.addresses import is_loopback
from shop_onboard.values.phones import format_phone, parse_phone
from shop_onboard.values.text import N_, clean

_MOST_NAME = 120


@click.command("invite-administrator")
@click.argument("phone")
@click.argument("name")
@json_option
@click.pass_obj
@refusals
def invite_administrator(factory: Factory, phone: str, name: str, as_json: bool) -> None:
    """Mời người quản trị: in đường dẫn để người có số PHONE, tên NAME tự đặt mật khẩu."""
    called = clean(name)
    if not called or len(called) > _MOST_NAME:
        raise DomainError(N_("Hãy ghi họ tên người quản trị, nhiều nhất 120 chữ."))
    number = parse_phone(phone)
    with installation(factory) as app:
        if accounts.is_administrator(number):
            raise DomainError(
                N_("Số %(phone)s đã là tài khoản quản trị.", phone=format_phone(number))
            )
        data = invitations.InvitationData(name=called, phone=number, role=Role.ADMINISTRATOR)
        _invitation, token = invitations.invite(SYSTEM, data)
        db.session.commit()
        address = site_url(app)
        path = app.url_map.bind("").build("invitations.open_link", {"token": token})
        if is_loopback(address):
            progress(f"Đường dẫn này chỉ mở được trên chính máy này, khi {address} đang chạy.")
        link, days = address + path, invitations.OPEN_DAYS
        lines = [link, f"Gửi riêng cho {called}: dùng được một lần, trong {days} ngày."]
        answer(as_json, {"link": link, "days": days}, lines)


def tell_who_is_missing(app: Flask) -> None:
    """How to invite the first administrator, where there is none."""
    with app.app_context():
        if not accounts.has_administrator():
            progress(
                "Chưa có người quản trị. Mời người đầu tiên: "
                "shop-onboard invite-administrator SỐ_ĐIỆN_THOẠI 'HỌ TÊN'"
            )
