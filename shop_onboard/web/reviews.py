"""Sending for review, approving and sending back: routes that reviewed records share."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol

from flask import Blueprint, flash, redirect, request, url_for
from flask_babel import gettext as _

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.extensions import db
from shop_onboard.policy import Action, Actor
from shop_onboard.values.text import Message
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.forms.fields import Form
from shop_onboard.web.forms.reviews import ReopenForm, ReturnForm
from shop_onboard.web.language import say


class Steps(Protocol):
    """The service module that takes the steps."""

    def submit(self, actor: Actor, record: Any, /) -> Message: ...

    def approve(self, actor: Actor, record: Any, seen: int, /) -> None: ...

    def send_back(self, actor: Actor, record: Any, note: str, notes: dict[str, str], /) -> None: ...

    def reopen(self, actor: Actor, record: Any, reason: str, /) -> None: ...


@dataclass(frozen=True)
class Reviewed:
    """A kind of record: who hands it in, who checks it, how it is found, changed and shown."""

    subject: str
    edit: Action
    review: Action
    one: Callable[[Actor, str], Any]
    steps: Steps
    show_page: Callable[[Any, Form], str]


def add_routes(bp: Blueprint, kind: Reviewed) -> None:
    """POST /<code>/submit, /approve, /return and /reopen; each leads back to `show`."""

    def back(code: str, words: str) -> Any:
        db.session.commit()
        flash(words)
        return redirect(url_for(f"{bp.name}.show", code=code))

    @bp.post("/<code>/submit")
    @requires(kind.edit)
    def submit(code: str) -> Any:
        sent = kind.steps.submit(current_actor(), kind.one(current_actor(), code))
        return back(code, say(sent))

    @bp.post("/<code>/approve")
    @requires(kind.review)
    def approve(code: str) -> Any:
        record = kind.one(current_actor(), code)
        seen = request.form.get("version", default=0, type=int)
        try:
            kind.steps.approve(current_actor(), record, seen)
        except Conflict as error:
            return _shown_anew(kind, record, error), 409
        return back(code, _("Đã duyệt."))

    _add_refusals(bp, kind, back)


def _shown_anew(kind: Reviewed, record: Any, why: Conflict) -> str:
    form = ReturnForm(kind.subject, formdata=None)
    form.refuse(why)
    return kind.show_page(record, form)


def _add_refusals(bp: Blueprint, kind: Reviewed, back: Callable[[str, str], Any]) -> None:
    @bp.post("/<code>/return")
    @requires(kind.review)
    def send_back(code: str) -> Any:
        record = kind.one(current_actor(), code)
        form = ReturnForm(kind.subject)
        if not form.validate_on_submit():
            return kind.show_page(record, form), 422
        try:
            kind.steps.send_back(current_actor(), record, form.note.data, form.notes)
        except DomainError as error:
            db.session.rollback()
            form.refuse(error)
            return kind.show_page(kind.one(current_actor(), code), form), 422
        return back(code, _("Đã trả lại để sửa."))

    @bp.post("/<code>/reopen")
    @requires(kind.review)
    def reopen(code: str) -> Any:
        record = kind.one(current_actor(), code)
        form = ReopenForm()
        if not form.validate_on_submit():
            return kind.show_page(record, form), 422
        kind.steps.reopen(current_actor(), record, form.reason.data)
        return back(code, _("Đã rút lại việc duyệt. Hồ sơ chờ duyệt lại, trang công khai đã đóng."))
