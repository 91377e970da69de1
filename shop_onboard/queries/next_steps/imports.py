"""The next step on a spreadsheet, from its upload until what it brought is reviewed."""

from shop_onboard.models.imports import Import
from shop_onboard.models.jobs import Job
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import imports as queries
from shop_onboard.queries.next_steps.step import Goal, NextStep, act, wait
from shop_onboard.values.numbers import format_number
from shop_onboard.values.text import N_, Figure, Message

_OTHER_FILE = N_("Gửi tệp khác")
_WRONG_ROWS = N_("Tải các dòng lỗi (.xlsx)")
_READ_REASONS = N_("Chưa dòng nào vào được: xem lý do bên dưới, sửa trong tệp của bạn rồi gửi lại.")


def of_import(
    actor: Actor, row: Import, job: Job | None, created: frozenset[str]
) -> NextStep | None:
    """Of an import and its latest job; `created`: keys of the sheets that brought new records.

    None while it is under way, when its page says how far it is.
    """
    if job is not None and job.state in ("waiting", "running"):
        return None
    if row.state == "received":
        return _to_be_read(row)
    if row.state == "checked":
        return _to_be_confirmed(row)
    if row.state in _STOPPED:
        ask, words, goal = _STOPPED[row.state]
        return act(ask, words, goal, row.code)
    if row.state == "refused":
        ask = N_("Chưa đọc được tệp này: xem lý do bên dưới, sửa rồi gửi lại.")
        return act(ask, _OTHER_FILE, Goal.IMPORT_NEW)
    if row.state == "undone" and (row.undo or {}).get("kept"):
        ask = N_("Còn hồ sơ chưa hoàn tác được. Làm theo lời ghi ở từng hồ sơ rồi hoàn tác tiếp.")
        return act(ask, N_("Hoàn tác tiếp"), Goal.IMPORT_UNDO, row.code)
    if row.state == "undone":
        ask = N_("Cần nhập lại thì sửa tệp rồi gửi lên lần nữa.")
        return act(ask, _OTHER_FILE, Goal.IMPORT_NEW)
    if row.failed_count:
        return _to_be_mended(row)
    if created & {"cooperatives", "products"} and queries.brings_drafts(row):
        return wait(
            N_(
                "Mọi dòng đã vào thành bản nháp. Hãy mở từng hồ sơ, điền mục còn thiếu"
                " rồi gửi để duyệt."
            )
        )
    is_own = row.account_id is not None and row.account_id == actor.account_id
    return _after_import(actor, created, is_own=is_own)


# State of an import whose job came to no end → what is asked for again.
_STOPPED: dict[str, tuple[Message, Message, Goal]] = {
    "checking": (
        N_("Việc xem trước đã dừng giữa chừng; chưa có gì thay đổi."),
        N_("Xem trước lại"),
        Goal.IMPORT_CHECK,
    ),
    "waiting": (
        N_("Việc nhập đã dừng trước khi bắt đầu; chưa có dòng nào vào."),
        N_("Nhập lại tệp này"),
        Goal.IMPORT_AGAIN,
    ),
    "running": (
        N_("Việc nhập đã dừng giữa chừng; nhập lại thì những dòng đã vào được giữ nguyên."),
        N_("Nhập lại tệp này"),
        Goal.IMPORT_AGAIN,
    ),
    "undoing": (
        N_("Việc hoàn tác đã dừng giữa chừng."),
        N_("Hoàn tác tiếp"),
        Goal.IMPORT_UNDO,
    ),
}


def _to_be_read(row: Import) -> NextStep:
    if row.sketch is None:
        ask = N_("Chưa rõ tệp này gõ bằng bảng mã nào: nhìn các dòng đầu rồi chọn.")
        return act(ask, N_("Chọn bảng mã"), Goal.IMPORT_TEXT, row.code)
    if not queries.is_named(row):
        ask = N_("Tệp này cần bạn cho biết mỗi cột là gì.")
        return act(ask, N_("Chọn cột"), Goal.IMPORT_COLUMNS, row.code)
    return act(N_("Tệp chưa được xem trước."), N_("Xem trước"), Goal.IMPORT_CHECK, row.code)


def _to_be_confirmed(row: Import) -> NextStep:
    counts = queries.trial_counts(row)
    if not queries.holds_rows(row):
        return wait(N_("Bảng này chỉ để đối chiếu, không thay đổi dữ liệu nào."))
    if counts.changes:
        ask = N_("Xem các con số và những dòng đầu. Đúng ý thì xác nhận.")
        if counts.failed:
            ask = N_("Dòng đúng vào được ngay; dòng sai tải về sửa rồi gửi sau.")
        return act(ask, N_("Xác nhận nhập"), Goal.IMPORT_CONFIRM, row.code)
    if row.problem_count:
        return _nothing_goes_in(row, counts)
    if counts.unchanged:
        return wait(N_("Mọi dòng của tệp đã có trên Lên Sàn, không còn gì để nhập."))
    return act(N_("Tệp chưa có dòng nào: điền vào tệp rồi gửi lại."), _OTHER_FILE, Goal.IMPORT_NEW)


def _nothing_goes_in(row: Import, counts: queries.TrialCounts) -> NextStep:
    """Of a trial that found errors and not one row that is new."""
    if not counts.unchanged and queries.is_foreign(row):
        ask = N_(
            "Chưa dòng nào vào được. Xem lại mỗi cột là gì; cột đã đúng thì tải các dòng lỗi về "
            "sửa rồi gửi lại."
        )
        return act(ask, N_("Sửa cách hiểu các cột"), Goal.IMPORT_COLUMNS, row.code)
    if not queries.has_wrong_rows(row):
        return act(_READ_REASONS, _OTHER_FILE, Goal.IMPORT_NEW)
    ask = N_("Chưa dòng nào vào được: tải các dòng lỗi về, sửa rồi gửi lại tệp đó.")
    if counts.unchanged:
        ask = N_("Không có dòng nào mới; dòng sai thì tải về, sửa rồi gửi lại tệp đó.")
    return act(ask, _WRONG_ROWS, Goal.IMPORT_ERRORS, row.code)


def _to_be_mended(row: Import) -> NextStep:
    count = Figure(format_number, row.failed_count)
    if not queries.has_wrong_rows(row):
        ask = N_(
            "%(count)s dòng chưa vào: xem lý do bên dưới, sửa trong tệp của bạn rồi gửi lại.",
            count=count,
        )
        return act(ask, _OTHER_FILE, Goal.IMPORT_NEW)
    ask = N_("%(count)s dòng chưa vào: tải về, sửa rồi gửi lại.", count=count)
    return act(ask, _WRONG_ROWS, Goal.IMPORT_ERRORS, row.code)


def _after_import(actor: Actor, created: frozenset[str], *, is_own: bool) -> NextStep:
    if created & {"cooperatives", "products"} and actor.may(Action.PRODUCT_REVIEW) and not is_own:
        goal = Goal.PRODUCTS_WAITING
        if "cooperatives" in created:
            goal = Goal.COOPERATIVES_WAITING
        return act(N_("Mọi dòng đã vào và đang chờ duyệt."), N_("Xem và duyệt"), goal)
    if "products" in created and actor.may(Action.PRODUCT_EDIT):
        ask = N_("Mọi dòng đã vào và đang chờ duyệt. Trong lúc chờ, thêm ảnh cho từng sản phẩm.")
        return act(ask, N_("Mở các sản phẩm"), Goal.PRODUCTS_WAITING)
    if "cooperatives" in created and actor.may(Action.PRODUCT_EDIT):
        ask = N_("Mọi dòng đã vào và đang chờ duyệt. Trong lúc chờ, thêm sản phẩm cho từng nơi.")
        return act(ask, N_("Mở các hợp tác xã"), Goal.COOPERATIVES_WAITING)
    if "lots" in created and actor.may(Action.LABEL_MAKE):
        ask = N_("Mọi dòng đã vào. In tem cho các lô vừa nhập.")
        return act(ask, N_("In tem"), Goal.LABELS_NEW)
    if "sales" in created:
        ask = N_("Mọi dòng đã vào. Xem sản lượng vừa cộng thêm.")
        return act(ask, N_("Xem sản lượng"), Goal.TONNAGE)
    return wait(N_("Mọi dòng đã vào, không cần làm gì thêm."))
