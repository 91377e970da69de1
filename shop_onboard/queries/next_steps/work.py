"""The next step on background work."""

from shop_onboard.exports.registry import all_marketplaces
from shop_onboard.models.jobs import Job
from shop_onboard.models.listings import DEAD_LINKS
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
        if _is_archive(job):
            ask = N_("Giải nén tệp rồi cất giữ: sàn đã dừng nên không nộp ở đâu nữa.")
        words = N_("Tải về %(name)s", name=job.result_name)
        return act(ask, words, Goal.JOB_FILE, job.code)
    if job.state == "done" and "run_id" in job.params and actor.may(Action.LABEL_MAKE):
        ask = N_("Tải từng phần, in xong phần nào thì ghi phần ấy.")
        return act(ask, N_("Mở sổ in"), Goal.LABELS_PRINTED, str(job.params["batch_id"]))
    dead = _dead_links(job)
    if dead:
        ask = N_(
            "Đường dẫn không mở được: %(count)s. Sửa ở gian hàng để người mua tìm thấy.",
            count=Figure(format_number, dead),
        )
        return act(ask, N_("Xem các gian hàng"), Goal.STOREFRONTS)
    if job.state == "done" and job.kind != "listings":
        return wait(N_("Đã xong, không cần làm gì thêm."))
    return _to_be_asked_again(actor, job)


def _dead_links(job: Job) -> int:
    """How many addresses of storefronts a job found to lead nowhere."""
    found = (job.result_note or {}).get("links", {})
    return sum(found.get(outcome, 0) for outcome in DEAD_LINKS)


def _is_archive(job: Job) -> bool:
    """Whether it makes files of a marketplace that takes nothing any more."""
    ended = {each.key for each in all_marketplaces() if each.kind == "archive"}
    return job.kind == "listings" and job.params.get("marketplace") in ended


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
