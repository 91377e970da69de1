"""Cooperatives that may be one: asking before saving, the list, telling apart, merging."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from wtforms import Form

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.policy import Action
from shop_onboard.queries import cooperatives, scope
from shop_onboard.queries import duplicates as queries
from shop_onboard.services import changes, merges
from shop_onboard.services import duplicates as services
from shop_onboard.services.duplicates import PossibleDouble
from shop_onboard.values.phones import format_phone
from shop_onboard.values.record_fields import field_words
from shop_onboard.values.row_numbers import row_number
from shop_onboard.values.text import N_
from shop_onboard.web.access import current_actor, requires
from shop_onboard.web.language import say
from shop_onboard.web.record_words import value_words

bp = Blueprint("duplicates", __name__, url_prefix="/duplicates")

_COUNTS = {
    "products": N_("Sản phẩm"),
    "lots": N_("Lô hàng"),
    "storefronts": N_("Gian hàng"),
    "sales": N_("Lần bán"),
    "orders": N_("Đơn hàng"),
}
_COMPARED = ("name", "representative", "phone", "tax_code", "address", "bank_account")


@dataclass(frozen=True)
class Double:
    """What the question shows: each candidate beside what was typed, and what to answer."""

    candidates: Sequence[tuple[Any, Sequence[tuple[str, str, str, bool]]]]
    is_elsewhere: bool
    answer: str


def told_apart() -> frozenset[int]:
    """Whom the person has just called different from what they are saving."""
    return numbers_apart(request.form.get("apart", "")[:200])


def numbers_apart(words: str) -> frozenset[int]:
    """The numbers of an answer; 0 stands for what another unit holds, and is no row's."""
    return frozenset(row_number(word) for word in words.split() if word == "0" or row_number(word))


def double_of(error: DomainError, *forms: Form) -> Double | None:
    """The question that a refusal asks; None for another refusal."""
    if not isinstance(error, PossibleDouble):
        return None
    typed = {
        name: field._value() if hasattr(field, "_value") else ""
        for form in forms
        for name, field in form._fields.items()
    }
    return Double(
        [
            (candidate.cooperative, _compared(candidate, typed))
            for candidate in error.found.candidates
        ],
        error.found.is_elsewhere,
        " ".join(str(each) for each in error.ids),
    )


def doubles_of(cooperative: Any) -> Sequence[queries.Pair]:
    """The pairs of a stored cooperative and whom it may be the same as, for those who decide."""
    actor = current_actor()
    if not scope.may_for(actor, Action.COOPERATIVE_REVIEW, cooperative):
        return []
    return queries.of(actor, cooperative, services.told(cooperative))


def _compared(candidate: queries.Candidate, typed: dict[str, str]) -> list[Any]:
    row = candidate.cooperative
    held = {name: getattr(row, name) or "" for name in _COMPARED}
    held["phone"] = format_phone(row.phone) if row.phone else ""
    return [
        (say(field_words(name)), typed.get(name) or "", held[name], name in candidate.reasons)
        for name in _COMPARED
        if held[name] or typed.get(name)
    ]


@bp.get("/")
@requires(Action.COOPERATIVE_REVIEW)
def index() -> Any:
    return render_template(
        "duplicates/index.html",
        pairs=queries.pairs(current_actor()),
        words=lambda reason: say(field_words(reason)),
    )


@bp.get("/<first>/<second>")
@requires(Action.COOPERATIVE_REVIEW)
def show(first: str, second: str) -> Any:
    one, two = _both(first, second)
    rows = [
        (key, _choice_words(names), _shown(one, names), _shown(two, names))
        for key, names in merges.CHOICES.items()
        if any(getattr(each, name) for each in (one, two) for name in names)
    ]
    return render_template(
        "duplicates/show.html",
        one=one,
        two=two,
        word=queries.word(one, two),
        rows=[row for row in rows if row[2] != row[3]],
        same=[row for row in rows if row[2] == row[3]],
        counts=[(say(_COUNTS[name]), *pair) for name, pair in queries.holdings(one, two).items()],
    )


@bp.post("/<first>/<second>/merge")
@requires(Action.COOPERATIVE_REVIEW)
def merge(first: str, second: str) -> Any:
    one, two = _both(first, second)
    is_second = request.form.get("stays") == "second"
    stays, goes = (two, one) if is_second else (one, two)
    theirs = frozenset(
        key
        for key in merges.CHOICES
        if request.form.get(f"keep-{key}") == ("first" if is_second else "second")
    )
    version = merges.merge(current_actor(), stays, goes, theirs)
    db.session.commit()
    flash(
        _("Đã gộp «%(goes)s» vào «%(stays)s».", goes=goes.name, stays=stays.name),
        f"undo {version.id}",
    )
    return redirect(url_for("cooperatives.show", code=stays.slug))


@bp.post("/<first>/<second>/apart")
@requires(Action.COOPERATIVE_REVIEW)
def keep_apart(first: str, second: str) -> Any:
    one, two = _both(first, second)
    services.keep_apart(current_actor(), one, [two.id])
    db.session.commit()
    flash(_("Đã ghi nhớ: «%(one)s» và «%(two)s» là hai nơi.", one=one.name, two=two.name))
    return redirect(url_for("duplicates.index"))


def _both(first: str, second: str) -> tuple[Any, Any]:
    actor = current_actor()
    found = cooperatives.one(actor, first), cooperatives.one(actor, second)
    for each in found:
        changes.check_may(actor, Action.COOPERATIVE_REVIEW, each)
    return found


def _choice_words(names: Sequence[str]) -> str:
    return ", ".join(say(field_words(name)) for name in names if name in _COMPARED) or say(
        field_words(names[0])
    )


def _shown(cooperative: Any, names: Sequence[str]) -> str:
    told = [(name, getattr(cooperative, name)) for name in names]
    words = [value_words(name, value, {}) for name, value in told if value not in (None, "")]
    return " · ".join(words) or value_words(names[0], None, {})
