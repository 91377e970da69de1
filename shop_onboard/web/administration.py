"""For whoever keeps the installation: how much there is, what runs, what it stands on."""

from typing import Any

from flask import Blueprint, current_app, render_template

from shop_onboard.gateways import disk
from shop_onboard.models.clock import utc_now
from shop_onboard.models.jobs import JOB_STATES
from shop_onboard.policy import MAY, Action, Role
from shop_onboard.queries import accounts, audit, installation, jobs, overview
from shop_onboard.values.text import N_, Message
from shop_onboard.web.access import requires

bp = Blueprint("administration", __name__, url_prefix="/admin")

ACTION_WORDS: dict[Action, Message] = {
    Action.DASHBOARD_SEE: N_("Xem trang đầu của mình"),
    Action.COOPERATIVE_SEE: N_("Xem hợp tác xã"),
    Action.COOPERATIVE_CREATE: N_("Đăng ký hợp tác xã"),
    Action.COOPERATIVE_EDIT: N_("Sửa hợp tác xã"),
    Action.COOPERATIVE_REVIEW: N_("Duyệt hợp tác xã"),
    Action.PRODUCT_SEE: N_("Xem sản phẩm"),
    Action.PRODUCT_EDIT: N_("Thêm, sửa sản phẩm"),
    Action.PRODUCT_REVIEW: N_("Duyệt sản phẩm"),
    Action.OCOP_SEE: N_("Xem hồ sơ OCOP"),
    Action.OCOP_EDIT: N_("Tự chấm điểm, làm hồ sơ OCOP"),
    Action.LOT_SEE: N_("Xem lô hàng"),
    Action.LOT_EDIT: N_("Thêm, sửa lô hàng"),
    Action.LOT_RECALL: N_("Thu hồi lô hàng, hủy lệnh thu hồi"),
    Action.SCAN_SEE: N_("Xem lượt quét tem"),
    Action.FEEDBACK_SEE: N_("Xem phản ánh của người mua"),
    Action.FEEDBACK_ANSWER: N_("Trả lời phản ánh, xem tem nghi bị sao chép"),
    Action.LABEL_MAKE: N_("In tem QR"),
    Action.CATALOGUE_MAKE: N_("Làm ca-ta-lô"),
    Action.LISTING_SEE: N_("Xem gian hàng và hàng trên sàn"),
    Action.LISTING_EXPORT: N_("Tạo tệp đăng sàn"),
    Action.FEED_SEE: N_("Xem đường dẫn cho Google và Meta"),
    Action.FEED_MAKE: N_("Tạo đường dẫn cho Google và Meta"),
    Action.FEED_REVOKE: N_("Thu lại đường dẫn cho Google và Meta"),
    Action.SHOP_PAPERS: N_("Giữ giấy tờ mở gian hàng"),
    Action.SALE_SEE: N_("Xem tiêu thụ"),
    Action.SALE_EDIT: N_("Ghi tiêu thụ"),
    Action.SALE_CONFIRM: N_("Xác nhận tiêu thụ"),
    Action.TONNAGE_SEE: N_("Xem sản lượng"),
    Action.CAMPAIGN_SEE: N_("Xem chương trình"),
    Action.CAMPAIGN_EDIT: N_("Lập chương trình, giao chỉ tiêu"),
    Action.REPORT_MAKE: N_("Làm báo cáo"),
    Action.ORDER_SEE: N_("Xem đơn hàng"),
    Action.ORDER_EDIT: N_("Lập đơn hàng, nhận tiền"),
    Action.IMPORT_RUN: N_("Nhập bảng tính"),
    Action.ORGANISATION_SEE: N_("Xem tổ chức Đoàn"),
    Action.ORGANISATION_EDIT: N_("Thêm, sửa, sáp nhập đơn vị Đoàn cấp dưới"),
    Action.JOB_SEE: N_("Xem việc đang chạy của mình"),
    Action.INVITE: N_("Mời người vào"),
    Action.AUDIT_SEE: N_("Xem nhật ký"),
    Action.ADMINISTER: N_("Quản trị máy chủ"),
    Action.PEOPLE_SEE: N_("Xem mọi người trong địa bàn"),
    Action.PEOPLE_MANAGE: N_("Giao vai trò, khóa tài khoản, giúp đặt lại mật khẩu"),
}
# As in the menu, so that the page reads like the work.
ACTION_GROUPS: tuple[tuple[Message, tuple[Action, ...]], ...] = (
    (
        N_("Hồ sơ"),
        (
            Action.DASHBOARD_SEE,
            Action.COOPERATIVE_SEE,
            Action.COOPERATIVE_CREATE,
            Action.COOPERATIVE_EDIT,
            Action.PRODUCT_SEE,
            Action.PRODUCT_EDIT,
            Action.LOT_SEE,
            Action.LOT_EDIT,
            Action.LOT_RECALL,
            Action.OCOP_SEE,
            Action.OCOP_EDIT,
            Action.IMPORT_RUN,
        ),
    ),
    (
        N_("Duyệt và đối chiếu"),
        (Action.COOPERATIVE_REVIEW, Action.PRODUCT_REVIEW, Action.SALE_CONFIRM),
    ),
    (
        N_("Bán hàng"),
        (
            Action.LABEL_MAKE,
            Action.CATALOGUE_MAKE,
            Action.LISTING_SEE,
            Action.LISTING_EXPORT,
            Action.FEED_SEE,
            Action.FEED_MAKE,
            Action.FEED_REVOKE,
            Action.SHOP_PAPERS,
            Action.ORDER_SEE,
            Action.ORDER_EDIT,
            Action.FEEDBACK_SEE,
            Action.FEEDBACK_ANSWER,
        ),
    ),
    (
        N_("Kết quả"),
        (
            Action.SALE_SEE,
            Action.SALE_EDIT,
            Action.TONNAGE_SEE,
            Action.CAMPAIGN_SEE,
            Action.CAMPAIGN_EDIT,
            Action.REPORT_MAKE,
            Action.SCAN_SEE,
        ),
    ),
    (
        N_("Đoàn"),
        (
            Action.ORGANISATION_SEE,
            Action.ORGANISATION_EDIT,
            Action.INVITE,
            Action.PEOPLE_SEE,
            Action.PEOPLE_MANAGE,
        ),
    ),
    (N_("Hệ thống"), (Action.JOB_SEE, Action.AUDIT_SEE, Action.ADMINISTER)),
)
SHOWN_ROLES = (Role.VOLUNTEER, Role.MANAGER, Role.OFFICER, Role.ADMINISTRATOR)


@bp.get("/")
@requires(Action.ADMINISTER)
def index() -> Any:
    free = disk.free_bytes(current_app.config["INSTANCE"])
    is_s3 = str(current_app.config["STORAGE_URL"]).startswith("s3:")
    return render_template(
        "administration/index.html",
        counts=overview.counts(),
        states=JOB_STATES,
        job_counts=jobs.counts(),
        sessions=accounts.live_sessions(utc_now()),
        database=installation.database(),
        storage_words=N_("kho S3") if is_s3 else N_("thư mục trên máy chủ"),
        free_mb=free // 1024**2,
        is_full=free < disk.NEEDED_BYTES,
        last_backup=audit.last("backup.made"),
        public_url=current_app.config["PUBLIC_URL"],
    )


@bp.get("/roles")
@requires(Action.DASHBOARD_SEE)
def roles() -> Any:
    return render_template(
        "administration/roles.html",
        may=MAY,
        groups=ACTION_GROUPS,
        words=ACTION_WORDS,
        shown=SHOWN_ROLES,
    )
