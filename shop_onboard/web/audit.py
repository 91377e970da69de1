"""What was done, by whom, when."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, render_template, request

from shop_onboard.policy import Action
from shop_onboard.queries import audit as queries
from shop_onboard.values.mass import format_mass
from shop_onboard.values.money import format_vnd
from shop_onboard.values.text import N_, Message
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.language import chosen
from shop_onboard.web.replies import page_number, search_text

bp = Blueprint("audit", __name__, url_prefix="/audit")

EVENT_WORDS: dict[str, Message] = {
    "account.created": N_("Mở tài khoản"),
    "account.signed_in": N_("Đăng nhập"),
    "account.signed_out": N_("Đăng xuất"),
    "account.language_chosen": N_("Đổi ngôn ngữ"),
    "account.sample_opened": N_("Xem thử với một vai mẫu"),
    "account.role_added": N_("Thêm vai trò cho tài khoản"),
    "join.requested": N_("Xin tham gia"),
    "join.declined": N_("Trả lời chưa nhận một người xin tham gia"),
    "join.forgotten": N_("Xóa lời xin tham gia đã quá hạn giữ"),
    "invitation.made": N_("Mời một người"),
    "invitation.revoked": N_("Thu hồi lời mời"),
    "invitation.accepted": N_("Nhận lời mời"),
    "account.tour_closed": N_("Đóng phần hướng dẫn ở trang đầu"),
    "account.tour_reopened": N_("Mở lại phần hướng dẫn ở trang đầu"),
    "cooperative.created": N_("Đăng ký hợp tác xã"),
    "cooperative.changed": N_("Sửa thông tin hợp tác xã"),
    "cooperative.submitted": N_("Gửi hợp tác xã để duyệt"),
    "cooperative.approved": N_("Duyệt hợp tác xã"),
    "cooperative.returned": N_("Trả lại hồ sơ hợp tác xã"),
    "cooperative.approval_withdrawn": N_("Rút lại việc duyệt hợp tác xã"),
    "product.created": N_("Thêm sản phẩm"),
    "product.changed": N_("Sửa sản phẩm"),
    "product.submitted": N_("Gửi sản phẩm để duyệt"),
    "product.approved": N_("Duyệt sản phẩm"),
    "product.returned": N_("Trả lại hồ sơ sản phẩm"),
    "product.approval_withdrawn": N_("Rút lại việc duyệt sản phẩm"),
    "product.photo_added": N_("Thêm ảnh sản phẩm"),
    "product.photo_removed": N_("Bỏ ảnh sản phẩm"),
    "product.photos_arranged": N_("Sắp xếp ảnh sản phẩm"),
    "product.photo_marked": N_("Ghi ảnh sản phẩm có người hay không"),
    "product.gi_right_kept": N_("Ghi quyền dùng chỉ dẫn địa lý của sản phẩm"),
    "registration.started": N_("Mở phiếu đăng ký mới"),
    "registration.restored": N_("Lấy lại bản nháp đăng ký đã xóa"),
    "registration.forgotten": N_("Xóa bản nháp đăng ký để lâu"),
    "registration.sent": N_("Gửi phiếu đăng ký để duyệt"),
    "registration.joined": N_("Thêm sản phẩm của phiếu đăng ký vào hồ sơ đã có"),
    "registration.discarded": N_("Bỏ phiếu đăng ký chưa gửi"),
    "lot.created": N_("Thêm lô hàng"),
    "lot.changed": N_("Sửa lô hàng"),
    "lot.recalled": N_("Thu hồi lô hàng"),
    "label_batch.made": N_("In tem QR"),
    "catalogue.made": N_("Làm ca-ta-lô"),
    "listing.exported": N_("Tạo tệp đăng sàn"),
    "storefront.created": N_("Thêm gian hàng"),
    "storefront.changed": N_("Sửa gian hàng"),
    "sale.recorded": N_("Ghi một lần bán"),
    "sale.changed": N_("Sửa một lần bán"),
    "sale.confirmed": N_("Xác nhận một lần bán"),
    "sale.withdrawn": N_("Rút lại một lần bán"),
    "campaign.created": N_("Lập chương trình"),
    "campaign.changed": N_("Sửa chương trình"),
    "figure.recorded": N_("Ghi số liệu đã công bố"),
    "report.made": N_("Làm báo cáo"),
    "order.created": N_("Lập đơn hàng"),
    "order.card_link_made": N_("Tạo đường dẫn trả bằng thẻ"),
    "order.card_link_expired": N_("Đường dẫn trả bằng thẻ hết hạn"),
    "order.paid": N_("Đơn hàng đã được trả tiền"),
    "order.needs_review": N_("Đơn hàng cần xem lại"),
    "order.refunded": N_("Hoàn tiền đơn hàng"),
    "order.cancelled": N_("Hủy đơn hàng"),
    "import.received": N_("Gửi bảng tính lên"),
    "import.batch": N_("Nhập một phần bảng tính"),
    "import.finished": N_("Nhập xong bảng tính"),
    "import.columns_named": N_("Đặt tên cột của bảng tính"),
    "import.confirmed": N_("Xác nhận nhập bảng tính"),
    "import.discarded": N_("Bỏ bảng tính chưa nhập"),
    "union.created": N_("Thêm đơn vị Đoàn"),
    "union.changed": N_("Sửa đơn vị Đoàn"),
    "union.moved": N_("Chuyển đơn vị Đoàn sang cấp trên khác"),
    "union.ended": N_("Kết thúc, sáp nhập đơn vị Đoàn"),
    "union_sheet.imported": N_("Nhập danh sách đơn vị Đoàn"),
    "people_sheet.imported": N_("Nhập danh sách người, gửi lời mời"),
    "people_sheet.links_made": N_("Tải liên kết mời theo danh sách"),
    "commune_group.created": N_("Lập nhóm xã"),
    "commune_group.changed": N_("Sửa nhóm xã"),
    "places.loaded": N_("Cập nhật danh mục địa giới"),
    "sample.removed": N_("Xóa dữ liệu mẫu"),
    "consent.link_made": N_("Tạo đường dẫn hỏi ý kiến người đại diện"),
    "consent.given": N_("Người đại diện đồng ý công khai"),
    "consent.refused": N_("Người đại diện không đồng ý công khai"),
    "consent.withdrawn": N_("Rút lại đồng ý công khai"),
    "account.changed": N_("Sửa thông tin tài khoản"),
    "account.password_changed": N_("Đổi mật khẩu"),
    "account.session_ended": N_("Kết thúc một phiên đăng nhập"),
    "account.second_factor_on": N_("Bật mã đăng nhập thứ hai"),
    "account.second_factor_off": N_("Tắt mã đăng nhập thứ hai"),
    "account.recovery_codes_made": N_("Tạo mã dự phòng"),
    "account.password_link_made": N_("Tạo đường dẫn đặt lại mật khẩu"),
    "account.suspended": N_("Tạm khóa tài khoản"),
    "account.unsuspended": N_("Mở khóa tài khoản"),
    "account.role_granted": N_("Giao thêm vai trò"),
    "account.role_ended": N_("Kết thúc vai trò"),
    "job.asked": N_("Yêu cầu một việc chạy nền"),
    "job.cancelled": N_("Dừng một việc chạy nền"),
    "backup.made": N_("Sao lưu"),
    "ocop.scored": N_("Tự chấm điểm OCOP"),
    "ocop.dossier_changed": N_("Sửa hồ sơ OCOP"),
    "ocop.evidence_changed": N_("Sửa minh chứng OCOP"),
    "cooperative.deleted": N_("Đưa hợp tác xã vào thùng rác"),
    "cooperative.restored": N_("Khôi phục hợp tác xã"),
    "product.deleted": N_("Đưa sản phẩm vào thùng rác"),
    "product.restored": N_("Khôi phục sản phẩm"),
    "lot.deleted": N_("Đưa lô hàng vào thùng rác"),
    "lot.restored": N_("Khôi phục lô hàng"),
    "storefront.deleted": N_("Đưa gian hàng vào thùng rác"),
    "storefront.restored": N_("Khôi phục gian hàng"),
    "sale.deleted": N_("Đưa một lần bán vào thùng rác"),
    "sale.restored": N_("Khôi phục một lần bán"),
    "campaign.deleted": N_("Hoàn tác việc lập chương trình"),
    "published_figure.deleted": N_("Hoàn tác việc ghi số liệu đã công bố"),
    "cooperative.change_undone": N_("Hoàn tác lần sửa hợp tác xã"),
    "product.change_undone": N_("Hoàn tác lần sửa sản phẩm"),
    "lot.change_undone": N_("Hoàn tác lần sửa lô hàng"),
    "storefront.change_undone": N_("Hoàn tác lần sửa gian hàng"),
    "sale.change_undone": N_("Hoàn tác lần sửa một lần bán"),
    "campaign.change_undone": N_("Hoàn tác lần sửa chương trình"),
    "bin.emptied": N_("Dọn thùng rác quá 30 ngày"),
    "cooperative.merged": N_("Gộp hai hồ sơ hợp tác xã"),
    "cooperative.merge_undone": N_("Hoàn tác việc gộp hợp tác xã"),
    "cooperative.kept_apart": N_("Xác nhận hai hợp tác xã khác nhau"),
    "import.undone": N_("Hoàn tác lần nhập bảng tính"),
}
SUBJECT_WORDS: dict[str, Message] = {
    "cooperative": N_("hợp tác xã"),
    "product": N_("sản phẩm"),
    "lot": N_("lô hàng"),
    "label_batch": N_("tem QR"),
    "sale": N_("tiêu thụ"),
    "order": N_("đơn hàng"),
    "import": N_("bảng tính"),
    "campaign": N_("chương trình"),
    "account": N_("tài khoản"),
    "join_request": N_("xin tham gia"),
    "invitation": N_("lời mời"),
}
# What of an event's data says more than its name; the rest stays in the database for whoever asks.
_DETAILS: dict[str, Callable[[Any], Message | str]] = {
    "name": lambda value: N_("tên: %(value)s", value=value),
    "code": lambda value: N_("mã: %(value)s", value=value),
    "reference": lambda value: N_("số hồ sơ: %(value)s", value=value),
    "note": lambda value: N_("lý do: %(value)s", value=value),
    "lot": lambda value: N_("lô %(value)s", value=value),
    "count": lambda value: N_("%(value)s tem", value=value),
    "fields": lambda value: N_("%(count)s mục", count=len(value)),
    "file_name": lambda value: N_("tệp %(value)s", value=value),
    "created": lambda value: N_("%(value)s mới", value=value),
    "updated": lambda value: N_("%(value)s sửa", value=value),
    "failed": lambda value: N_("%(value)s lỗi", value=value),
    "mass_g": lambda value: format_mass(value, chosen()),
    "amount_vnd": lambda value: format_vnd(value, chosen()),
    "rows": lambda value: N_("%(value)s dòng", value=value),
}


@bp.get("/")
@requires(Action.AUDIT_SEE)
def index() -> Any:
    subject = request.args.get("subject", "")
    if subject not in SUBJECT_WORDS:
        subject = ""
    page = queries.page(
        current_actor(), search=search_text(), subject=subject, number=page_number()
    )
    return render_template(
        "audit/index.html",
        page=page,
        owners=queries.owners(page.items),
        words=EVENT_WORDS,
        details=details,
        subjects=SUBJECT_WORDS,
        subject=subject,
        search=search_text(),
    )


def details(data: dict[str, Any]) -> list[Message | str]:
    """What an event's data says beside its name."""
    return [_DETAILS[key](value) for key, value in data.items() if key in _DETAILS]
