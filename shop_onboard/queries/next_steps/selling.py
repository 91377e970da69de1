"""The next step on sales, programmes and orders."""

from datetime import date

from shop_onboard.models.campaigns import Campaign
from shop_onboard.models.payments import Order
from shop_onboard.models.sales import Sale
from shop_onboard.policy import Action, Actor
from shop_onboard.queries.campaigns import target_mass_g
from shop_onboard.queries.next_steps.step import Goal, NextStep, act, wait
from shop_onboard.queries.scope import may_for
from shop_onboard.queries.tonnage import TonnageRow
from shop_onboard.values.dates import format_date
from shop_onboard.values.mass import format_mass
from shop_onboard.values.text import N_, Figure, Message


def may_confirm(actor: Actor, sale: Sale) -> bool:
    """Whether the actor may say that this sale agrees with its papers: never one of their own."""
    is_theirs = actor.account_id in (sale.recorded_by_id, sale.changed_by_id)
    may = may_for(actor, Action.SALE_CONFIRM, sale.cooperative)
    return may and not is_theirs and sale.confirmed_at is None


def of_sale(actor: Actor, sale: Sale, twin: Sale | None) -> NextStep:
    """Of a sale with its cooperative and union loaded; `twin` looks like the same sale."""
    cooperative = sale.cooperative
    is_officer = may_for(actor, Action.SALE_CONFIRM, cooperative)
    may_edit = may_for(actor, Action.SALE_EDIT, cooperative)
    if sale.confirmed_at is not None:
        return _of_confirmed(sale, is_officer=is_officer, may_edit=may_edit)
    if twin is not None and (is_officer or may_edit):
        ask = N_("Nghi ghi trùng: có một lần bán y hệt. So hai lần bán trước khi đối chiếu.")
        return act(ask, N_("Xem lần bán kia"), Goal.SALE, twin.code)
    if may_confirm(actor, sale):
        ask = N_("Đối chiếu với chứng từ: %(evidence)s.", evidence=sale.evidence)
        if not sale.evidence:
            ask = N_("Chưa ghi chứng từ: xem sổ bán hàng hoặc bảng đối soát rồi mới xác nhận.")
        return act(ask, N_("Đã đối chiếu chứng từ"), Goal.SALE_CONFIRM, sale.code)
    if may_edit and not sale.evidence:
        ask = N_("Ghi chứng từ (sổ bán hàng, bảng đối soát của sàn) để cán bộ Đoàn đối chiếu.")
        if is_officer:
            ask = N_("Ghi chứng từ (sổ bán hàng, bảng đối soát) để một cán bộ khác đối chiếu.")
        return act(ask, N_("Ghi chứng từ"), Goal.SALE_EDIT, sale.code, "evidence")
    if is_officer:
        return wait(N_("Bạn đã ghi hoặc sửa lần bán này, nên một cán bộ khác sẽ đối chiếu."))
    return wait(N_("Đang chờ cán bộ %(union)s đối chiếu.", union=cooperative.union.name))


def of_campaign(
    actor: Actor, campaign: Campaign, sold: TonnageRow, today: date, *, may_edit: bool
) -> NextStep:
    """Of a programme with its targets, and what was sold in it in sight of the actor."""
    code = campaign.code
    if may_edit and target_mass_g(campaign) is None:
        ask = N_("Đặt chỉ tiêu khối lượng, để trang này cho biết đã đi được bao xa.")
        return act(ask, N_("Đặt chỉ tiêu"), Goal.CAMPAIGN_EDIT, code, "target_mass_g")
    if today < campaign.starts_on:
        return wait(N_("Bắt đầu ngày %(day)s.", day=Figure(format_date, campaign.starts_on)))
    unconfirmed_g = sold.mass_g - sold.confirmed_mass_g
    if unconfirmed_g and actor.may(Action.SALE_CONFIRM):
        ask = N_(
            "Còn %(mass)s chưa đối chiếu với chứng từ.", mass=Figure(format_mass, unconfirmed_g)
        )
        return act(ask, N_("Đối chiếu"), Goal.SALES_UNCONFIRMED)
    if sold.mass_g and actor.may(Action.REPORT_MAKE):
        ask = N_("Số liệu đã đối chiếu hết: làm báo cáo.")
        return act(ask, N_("Làm báo cáo"), Goal.HERE, anchor="report")
    if actor.may(Action.SALE_EDIT) and today <= campaign.ends_on:
        ask = N_("Bán được bao nhiêu trong chương trình này, ghi ngay hôm đó.")
        return act(ask, N_("Ghi lần bán"), Goal.SALE_NEW)
    ask = N_("Gửi trang công khai cho báo chí và người mua: số trên đó tự cập nhật.")
    return act(ask, N_("Trang công khai"), Goal.BOARD, code)


def of_order(order: Order, problem: Message | None) -> NextStep:
    """Of an order, for people who may change it; `problem`: why it has no code to be paid by."""
    slug = order.cooperative.slug
    if order.state == "awaiting" and problem is not None:
        ask = N_("Ghi ngân hàng và số tài khoản nhận tiền, để đơn có mã QR cho khách quét.")
        return act(ask, N_("Ghi tài khoản"), Goal.COOPERATIVE_EDIT, slug, "bank")
    if order.state == "awaiting":
        ask = N_("Đưa mã QR bên dưới cho khách quét; tiền về tài khoản rồi thì ghi nhận.")
        return act(ask, N_("Ghi đã nhận tiền"), Goal.HERE, anchor="how")
    if order.state == "needs_review":
        ask = N_("Tiền về không khớp với đơn: xem thông báo ở cuối trang trước khi giao hàng.")
        return act(ask, N_("Xem thông báo"), Goal.HERE, anchor="notices")
    if order.state == "paid":
        ask = N_("Giao hàng cho khách. Đơn này đã tính vào tiêu thụ.")
        return act(ask, N_("Tạo đơn khác"), Goal.ORDER_NEW, slug)
    ask = N_("Đơn này đã khép lại, không cần làm gì thêm.")
    return act(ask, N_("Tạo đơn khác"), Goal.ORDER_NEW, slug)


def _of_confirmed(sale: Sale, *, is_officer: bool, may_edit: bool) -> NextStep:
    if is_officer:
        ask = N_("Lần bán này đã đối chiếu xong. Còn lần bán nào chờ thì xem tiếp.")
        return act(ask, N_("Xem lần bán chờ đối chiếu"), Goal.SALES_UNCONFIRMED)
    if may_edit:
        ask = N_("Đã đối chiếu xong. Có lần bán mới thì ghi tiếp.")
        return act(ask, N_("Ghi lần bán khác"), Goal.SALE_NEW, sale.cooperative.slug)
    return wait(N_("Đã đối chiếu xong, không cần làm gì thêm."))
