"""What waits for whoever is signed in, and the tour that shows a new person around."""

from typing import Any

from flask import Blueprint, current_app, flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user
from markupsafe import Markup

from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Action, Role
from shop_onboard.queries import dashboards as queries
from shop_onboard.services import accounts
from shop_onboard.values.dates import local_date
from shop_onboard.values.percent import format_percent
from shop_onboard.values.text import N_, Message
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.campaigns import channel_picture, target_picture
from shop_onboard.web.files import public_url
from shop_onboard.web.language import chosen
from shop_onboard.web.next_steps import addressed

bp = Blueprint("dashboards", __name__)

# (where it leads, the words of the link, what is done there), the first role somebody has counts.
TOURS: dict[Role, tuple[tuple[str, Message, Message], ...]] = {
    Role.VOLUNTEER: (
        (
            "registrations.index",
            N_("Đăng ký một hợp tác xã"),
            N_("Năm trang ngắn: ai làm ra, ở đâu, ai đại diện, sản phẩm đầu tiên và giá."),
        ),
        (
            "products.new",
            N_("Thêm sản phẩm và ảnh"),
            N_("Mỗi quy cách một giá; chụp ảnh ngay trên điện thoại, rồi gửi để duyệt."),
        ),
        (
            "imports.index",
            N_("Nhập từ bảng tính có sẵn"),
            N_("Xem trước từng dòng rồi mới nhập; dòng sai được chỉ rõ chỗ sửa."),
        ),
        (
            "sales.new",
            N_("Ghi lần bán"),
            N_("Ngày, kênh bán và khối lượng; báo cáo của Đoàn lấy số từ đây."),
        ),
    ),
    Role.MANAGER: (
        (
            "products.index",
            N_("Xem sản phẩm của mình"),
            N_("Mỗi sản phẩm có một bước tiếp theo: thêm ảnh, ghi tồn kho, gửi để duyệt."),
        ),
        (
            "lots.index",
            N_("Ghi lô hàng và in tem"),
            N_("Người mua quét tem là thấy ai làm ra, ở đâu, thu hoạch ngày nào."),
        ),
        (
            "listings.index",
            N_("Lên sàn"),
            N_("Xem từng sàn còn thiếu gì, rồi tải tệp về đăng, không gõ lại."),
        ),
        (
            "payments.index",
            N_("Nhận tiền bằng mã QR"),
            N_("Ghi đơn, đưa mã cho khách quét; tiền về thì đơn thành tiêu thụ."),
        ),
    ),
    Role.OFFICER: (
        (
            "reviews.index",
            N_("Duyệt hồ sơ"),
            N_("Mở từng hồ sơ chờ duyệt: đúng thì duyệt, chưa thì trả lại kèm lý do."),
        ),
        (
            "sales.index",
            N_("Đối chiếu số bán"),
            N_("So với sổ bán hàng hoặc bảng đối soát của sàn rồi xác nhận."),
        ),
        (
            "tonnage.index",
            N_("Xem sản lượng"),
            N_("Theo sàn, mùa vụ, xã, hợp tác xã; tải được bảng về máy."),
        ),
        (
            "campaigns.index",
            N_("Làm báo cáo"),
            N_("Chọn chương trình, bấm PDF hoặc Word: đúng thể thức văn bản của Đoàn."),
        ),
    ),
    Role.ADMINISTRATOR: (
        (
            "administration.index",
            N_("Xem máy chủ"),
            N_("Ổ đĩa, cơ sở dữ liệu, lần sao lưu gần nhất và địa chỉ công khai."),
        ),
        (
            "administration.roles",
            N_("Ai được làm gì"),
            N_("Một bảng cho bốn vai: tình nguyện viên, hợp tác xã, cán bộ Đoàn, quản trị."),
        ),
        (
            "audit.index",
            N_("Xem nhật ký"),
            N_("Mọi thay đổi đều ghi ai làm, lúc nào."),
        ),
    ),
}


@bp.post("/tour/close")
@requires(Action.DASHBOARD_SEE)
def close_tour() -> Any:
    accounts.close_tour(current_actor(), utc_now())
    db.session.commit()
    flash(_("Đã đóng. Muốn xem lại thì vào mục «Trợ giúp»."))
    return redirect(url_for("home.index"))


@bp.post("/tour/reopen")
@requires(Action.DASHBOARD_SEE)
def reopen_tour() -> Any:
    accounts.reopen_tour(current_actor())
    db.session.commit()
    return redirect(url_for("home.index"))


def page() -> str:
    """The first page of whoever is signed in, a part for each of their roles."""
    actor, today = current_actor(), local_date(utc_now())
    roles = actor.roles
    manager = officer = None
    if Role.MANAGER in roles:
        manager = queries.manager_desk(actor, today, public_url(), chosen())
    if Role.OFFICER in roles:
        officer = queries.officer_desk(actor, today)
    return render_template(
        "home/index.html",
        tour=_tour(),
        field=queries.field_work(actor) if Role.VOLUNTEER in roles else None,
        manager=manager,
        channel_chart=channel_picture(manager.sold) if manager else Markup(""),
        officer=officer,
        programmes=[_programme(row) for row in officer.running] if officer else [],
        upkeep=_upkeep() if Role.ADMINISTRATOR in roles else None,
        address_of=addressed,
    )


def _tour() -> list[tuple[str, Message, Message]]:
    """The steps of the tour, while this person has not closed it."""
    if current_user.session.has_closed_tour:
        return []
    role = next((role for role in TOURS if role in current_actor().roles), None)
    steps = TOURS[role] if role else ()
    return [(url_for(endpoint), words, told) for endpoint, words, told in steps]


def _programme(row: queries.Progress) -> tuple[queries.Progress, Markup, str]:
    """A running programme with its picture and the share that was compared, "" without sales."""
    sold = row.sold
    share = format_percent(sold.confirmed_mass_g, sold.mass_g, chosen()) if sold.mass_g else ""
    return row, target_picture(sold.mass_g, row.target_mass_g), share


def _upkeep() -> queries.Upkeep:
    return queries.upkeep(current_app.config["INSTANCE"])
