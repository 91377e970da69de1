"""Taking in what buyers report, and answering it."""

from dataclasses import dataclass

from shop_onboard.errors import Conflict, DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.feedback import Feedback, FeedbackAnswer
from shop_onboard.policy import NOBODY, Action, Actor, Role
from shop_onboard.queries.feedback import Subject
from shop_onboard.queries.scope import may_for
from shop_onboard.services import audit
from shop_onboard.values.codes import new_feedback_reference
from shop_onboard.values.feedback import KINDS, STATES
from shop_onboard.values.text import N_


@dataclass(frozen=True)
class FeedbackData:
    """What somebody reports; `contact` is where they want to be answered, "" for nowhere."""

    kind: str
    words: str
    contact: str = ""


def send(subject: Subject, data: FeedbackData) -> Feedback:
    """A new report under a number of its own, for the cooperative and its unions at once.

    Raises DomainError without words or of an unknown kind.
    """
    if data.kind not in KINDS:
        raise DomainError(N_("Hãy chọn chuyện bạn muốn phản ánh."), "kind")
    if not data.words:
        raise DomainError(N_("Hãy kể bạn đã thấy gì."), "words")
    made = Feedback(
        reference=new_feedback_reference(),
        kind=data.kind,
        words=data.words,
        contact=data.contact,
        code=subject.code[:100],
        cooperative_id=subject.cooperative_id,
        product_id=subject.product_id,
        lot_id=subject.lot_id,
        label_id=subject.label_id,
        is_sample=subject.is_sample,
    )
    db.session.add(made)
    db.session.flush()
    audit.record(
        NOBODY, "feedback.sent", "feedback", made.id, subject.cooperative_id, kind=data.kind
    )
    return made


def answer(actor: Actor, row: Feedback, words: str, state: str, version: int) -> FeedbackAnswer:
    """Answer a report or say what is being done; its cooperative is loaded.

    Raises Forbidden, Conflict when somebody else was faster, DomainError for an answer of nothing.
    """
    _check_may(actor, row)
    if row.version != version:
        raise Conflict(N_("Có người vừa trả lời phản ánh này. Hãy đọc rồi viết tiếp nếu cần."))
    if state not in STATES or state == "new":
        raise DomainError(N_("Hãy chọn phản ánh đang ở bước nào."), "state")
    if not words and state != "looking":
        raise DomainError(N_("Hãy ghi câu trả lời cho người phản ánh."), "words")
    row.state = state
    made = FeedbackAnswer(
        at=utc_now(),
        account_id=actor.account_id,
        actor_name=actor.name,
        side=_side(actor, row.cooperative_id),
        words=words,
        state=state,
    )
    row.answers.append(made)
    db.session.flush()
    audit.record(actor, "feedback.answered", "feedback", row.id, row.cooperative_id, state=state)
    return made


def _side(actor: Actor, cooperative_id: int | None) -> str:
    """For whom the actor speaks: who only keeps the site speaks for neither of the two."""
    for grant in actor.grants:
        if grant.role is Role.MANAGER and grant.cooperative_id == cooperative_id:
            return "cooperative"
    return "union" if Role.OFFICER in actor.roles else "site"


def _check_may(actor: Actor, row: Feedback) -> None:
    if row.cooperative is None:
        may = actor.sees_everything
    else:
        may = may_for(actor, Action.FEEDBACK_ANSWER, row.cooperative)
    if not may:
        raise Forbidden(N_("Bạn không có quyền trả lời phản ánh này."))
