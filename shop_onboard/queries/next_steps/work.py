"""The next step on background work and on spreadsheets that came in."""

from shop_onboard.models.imports import Import
from shop_onboard.models.jobs import Job
from shop_onboard.policy import Action, Actor
from shop_onboard.queries.next_steps.step import Goal, NextStep, act, wait
from shop_onboard.values.numbers import format_number
from shop_onboard.values.text import N_, Figure, Message

_OPEN = ("waiting", "running")
# What is done with a file that was made, by the kind of job.
_FINISHED: dict[str, Message] = {
    "labels": N_("In thử một tờ trên giấy thường, đặt chồng lên tờ tem; khớp ô rồi mới in thật."),
    "catalogue": N_("Xem lại từng trang, rồi in hoặc gửi cho người mua."),
    "listings": N_("Giải nén tệp, rồi làm theo hướng dẫn ở trang của sàn."),
    "report": N_("Đọc lại số liệu, rồi trình ký và gửi."),
    "workbook": N_("Sửa ngay trong tệp, rồi gửi lại ở mục «Nhập bảng tính»."),
}


def of_job(actor: Actor, job: Job) -> NextStep | None:
    """Of a job in sight; None while it is under way, when its page says how far it is."""
    if job.state in _OPEN:
        return None
    if "import_code" in job.params and actor.may(Action.IMPORT_RUN):
        ask = N_("Xem dòng nào đã vào, dòng nào cần sửa.")
        return act(ask, N_("Xem kết quả nhập bảng tính"), Goal.IMPORT, job.params["import_code"])
    if job.state == "done" and job.result_key:
        ask = _FINISHED.get(job.kind, N_("Tệp đã sẵn sàng."))
        words = N_("Tải về %(name)s", name=job.result_name)
        return act(ask, words, Goal.JOB_FILE, job.code)
    if job.state == "done" and job.kind != "listings":
        return wait(N_("Đã xong, không cần làm gì thêm."))
    return _to_be_asked_again(actor, job)


def of_import(
    actor: Actor, row: Import, job: Job | None, created: frozenset[str]
) -> NextStep | None:
    """Of an import and its latest job; `created`: keys of the sheets that brought new records.

    None while it is under way, when its page says how far it is.
    """
    if job is not None and job.state in _OPEN:
        return None
    if row.state == "refused":
        ask = N_("Chưa đọc được tệp này: xem lý do bên dưới, sửa rồi gửi lại.")
        return act(ask, N_("Gửi tệp khác"), Goal.IMPORT_NEW)
    if row.state != "done":
        ask = N_("Việc nhập đã dừng giữa chừng; nhập lại thì những dòng đã vào được giữ nguyên.")
        return act(ask, N_("Nhập lại tệp này"), Goal.IMPORT_AGAIN, row.code)
    if row.failed_count:
        ask = N_(
            "%(count)s dòng chưa vào: tải về, sửa rồi gửi lại.",
            count=Figure(format_number, row.failed_count),
        )
        return act(ask, N_("Tải các dòng lỗi (.xlsx)"), Goal.IMPORT_ERRORS, row.code)
    is_own = row.account_id is not None and row.account_id == actor.account_id
    return _after_import(actor, created, is_own=is_own)


def _after_import(actor: Actor, created: frozenset[str], *, is_own: bool) -> NextStep:
    if created & {"cooperatives", "products"} and actor.may(Action.PRODUCT_REVIEW) and not is_own:
        goal = Goal.PRODUCTS_WAITING
        if "cooperatives" in created:
            goal = Goal.COOPERATIVES_WAITING
        return act(N_("Mọi dòng đã vào và đang chờ duyệt."), N_("Xem và duyệt"), goal)
    if created & {"cooperatives", "products"} and actor.may(Action.PRODUCT_EDIT):
        ask = N_("Mọi dòng đã vào và đang chờ duyệt. Trong lúc chờ, thêm ảnh cho từng sản phẩm.")
        return act(ask, N_("Mở các sản phẩm"), Goal.PRODUCTS_WAITING)
    if "lots" in created and actor.may(Action.LABEL_MAKE):
        ask = N_("Mọi dòng đã vào. In tem cho các lô vừa nhập.")
        return act(ask, N_("In tem"), Goal.LABELS_NEW)
    if "sales" in created:
        ask = N_("Mọi dòng đã vào. Xem sản lượng vừa cộng thêm.")
        return act(ask, N_("Xem sản lượng"), Goal.TONNAGE)
    return wait(N_("Mọi dòng đã vào, không cần làm gì thêm."))


def _to_be_asked_again(actor: Actor, job: Job) -> NextStep:
    """Of work that made nothing: where it is asked for once more."""
    places = {
        "labels": (Action.LABEL_MAKE, Goal.LABELS, ""),
        "catalogue": (Action.CATALOGUE_MAKE, Goal.CATALOGUE_NEW, ""),
        "listings": (Action.LISTING_EXPORT, Goal.MARKETPLACE, job.params.get("marketplace", "")),
        "report": (Action.REPORT_MAKE, Goal.CAMPAIGN, job.params.get("campaign", "")),
    }
    action, goal, code = places.get(job.kind, (Action.IMPORT_RUN, Goal.IMPORT_NEW, ""))
    if not actor.may(action):
        return wait(N_("Người đã yêu cầu việc này có thể làm lại."))
    if job.state == "done":
        ask = N_("Chưa có tệp nào: bổ sung những chỗ ghi dưới đây rồi tạo lại.")
        return act(ask, N_("Xem còn thiếu gì"), goal, code)
    return act(N_("Việc này chưa có kết quả. Có thể làm lại."), N_("Làm lại"), goal, code)
