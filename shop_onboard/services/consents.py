"""Consent of a producer's representative: asked for, given, refused, taken back."""

import secrets
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, timedelta

import sqlalchemy as sa

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.consents import Consent, ConsentLink
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.policy import NOBODY, Action, Actor
from shop_onboard.queries import consents as queries
from shop_onboard.queries.accounts import token_hash
from shop_onboard.services import audit, changes
from shop_onboard.values.consents import ConsentText, current_texts
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_

LINK_DAYS = 14


@dataclass(frozen=True)
class Paper:
    """A signed form as it was photographed, re-encoded and stored."""

    storage_key: str
    media_type: str
    signed_on: date


@dataclass(frozen=True)
class _Given:
    """How consent came in."""

    channel: str
    recorded_by: Actor
    link: ConsentLink | None = None
    paper: Paper | None = None


def make_link(actor: Actor, cooperative: Cooperative) -> str:
    """The token of a new link for the representative; it ends earlier unanswered ones."""
    changes.check_may(actor, Action.COOPERATIVE_EDIT, cooperative)
    now, token = utc_now(), secrets.token_urlsafe(32)
    for row in queries.open_links(cooperative.id):
        row.revoked_at = now
    db.session.add(
        ConsentLink(
            cooperative_id=cooperative.id,
            token_hash=token_hash(token),
            made_by_id=actor.account_id,
            representative=cooperative.representative,
            phone=cooperative.phone,
            expires_at=now + timedelta(days=LINK_DAYS),
            is_sample=cooperative.is_sample,
        )
    )
    db.session.flush()
    _note(actor, "consent.link_made", cooperative, days=LINK_DAYS)
    return token


def answer(link: ConsentLink, purposes: Collection[str], reader_phone: str | None) -> None:
    """Through the link the representative agrees to just these purposes.

    What stood before and is not among them is taken back; none at all is a refusal.
    `reader_phone` is the number of whoever is signed in on that device: somebody else's account
    must not answer for the representative. Raises Forbidden.
    """
    owner = link.cooperative
    if reader_phone is not None and reader_phone != owner.phone:
        raise Forbidden(
            N_(
                "Máy này đang đăng nhập bằng tài khoản của người khác."
                " Người đại diện cần tự trả lời trên điện thoại của mình."
            )
        )
    link.answered_at = utc_now()
    link.refused_at = None if purposes else link.answered_at
    held = queries.standing(owner.id)
    _withdraw(NOBODY, owner, [p for p in held if p not in purposes], owner.representative)
    _give(owner, purposes, _Given("link", NOBODY, link=link))
    if not purposes and not held:
        _note(NOBODY, "consent.refused", owner, channel="link")


def give_by_account(
    actor: Actor, phone: str, cooperative: Cooperative, purposes: Collection[str]
) -> None:
    """The representative, signed in with their own number, agrees to just these purposes."""
    changes.check_may(actor, Action.COOPERATIVE_EDIT, cooperative)
    if not queries.is_representative(actor, phone, cooperative):
        raise Forbidden(N_("Chỉ người đại diện mới đồng ý thay cho mình được."))
    held = queries.standing(cooperative.id)
    _withdraw(actor, cooperative, [p for p in held if p not in purposes], actor.name)
    _give(cooperative, purposes, _Given("account", actor))


def record_paper(
    actor: Actor, cooperative: Cooperative, purposes: Collection[str], paper: Paper
) -> None:
    """What the representative has ticked and signed on paper. Raises DomainError, Forbidden."""
    changes.check_may(actor, Action.COOPERATIVE_EDIT, cooperative)
    if not purposes:
        raise DomainError(N_("Hãy tích những mục đã được đồng ý trên phiếu."), "contact")
    if paper.signed_on > local_date(utc_now()):
        raise DomainError(N_("Ngày ký không thể ở sau hôm nay."), "signed_on")
    if not current_texts(paper.signed_on, cooperative.kind):
        raise DomainError(
            N_("Ngày ấy chưa có phiếu này: hãy xem lại ngày ký, hoặc in phiếu mới để ký."),
            "signed_on",
        )
    _give(cooperative, purposes, _Given("paper", actor, paper=paper))


def withdraw(actor: Actor, cooperative: Cooperative, purpose: str) -> None:
    """Taken back by word of mouth: whoever hears it closes the pages at once."""
    changes.check_may(actor, Action.COOPERATIVE_EDIT, cooperative)
    _withdraw(actor, cooperative, [purpose], actor.name)


def record_samples(actor: Actor) -> int:
    """Sample producers are invented and hide nothing; how many consents were recorded."""
    query = sa.select(Cooperative).where(Cooperative.is_sample)
    owners = list(db.session.scalars(query))
    for owner in owners:
        texts = current_texts(local_date(utc_now()), owner.kind)
        wanted = {text.purpose for text in texts} & {"representative", "producer_name"}
        _give(owner, wanted - queries.standing(owner.id).keys(), _Given("link", actor))
    return len(owners)


def _give(cooperative: Cooperative, purposes: Collection[str], how: _Given) -> None:
    # A form that was signed earlier carries the sentences of its day.
    day = how.paper.signed_on if how.paper else local_date(utc_now())
    texts = current_texts(day, cooperative.kind)
    asked = [text for text in texts if text.purpose in purposes]
    if not asked:
        return
    now, held = utc_now(), queries.standing(cooperative.id)
    fresh = [text for text in asked if not _stands(held.get(text.purpose), text, cooperative)]
    for text in fresh:
        if text.purpose in held:
            held[text.purpose].withdrawn_at = now
            held[text.purpose].withdrawn_by = cooperative.representative
    db.session.flush()
    db.session.add_all(_row(cooperative, text, how) for text in fresh)
    db.session.flush()
    _open(cooperative)
    if fresh:
        _note(
            how.recorded_by,
            "consent.given",
            cooperative,
            purposes=sorted(text.purpose for text in fresh),
            channel=how.channel,
            text_version=fresh[0].version,
        )


def _stands(held: Consent | None, text: ConsentText, cooperative: Cooperative) -> bool:
    return (
        held is not None
        and held.text_version == text.version
        and held.shown_value == queries.shown_value(cooperative, text.purpose)
    )


def _row(cooperative: Cooperative, text: ConsentText, how: _Given) -> Consent:
    return Consent(
        cooperative_id=cooperative.id,
        purpose=text.purpose,
        text_version=text.version,
        shown_value=queries.shown_value(cooperative, text.purpose),
        given_by=cooperative.representative,
        given_at=utc_now(),
        channel=how.channel,
        link_id=how.link.id if how.link else None,
        recorded_by_id=how.recorded_by.account_id,
        storage_key=how.paper.storage_key if how.paper else None,
        media_type=how.paper.media_type if how.paper else "",
        signed_on=how.paper.signed_on if how.paper else None,
        is_sample=cooperative.is_sample,
    )


def _withdraw(actor: Actor, cooperative: Cooperative, purposes: Collection[str], by: str) -> None:
    held = queries.standing(cooperative.id)
    ended = sorted(purpose for purpose in purposes if purpose in held)
    for purpose in ended:
        held[purpose].withdrawn_at = utc_now()
        held[purpose].withdrawn_by = by
    db.session.flush()
    if ended:
        _open(cooperative)
        _note(actor, "consent.withdrawn", cooperative, purposes=ended, by=by)


def _open(cooperative: Cooperative) -> None:
    """Bring what public pages read in line with the consents that stand."""
    held = queries.standing(cooperative.id)
    values = {
        "shown_phone": _held_value(held, "contact"),
        "shown_representative": _held_value(held, "representative"),
        "shown_name": _held_value(held, "producer_name"),
        "shows_people": "people_in_photos" in held,
    }
    # Not a new version of the record: a form that somebody is filling in stays good.
    db.session.execute(
        sa.update(Cooperative).where(Cooperative.id == cooperative.id).values(values)
    )
    db.session.refresh(cooperative, list(values))


def _held_value(held: dict[str, Consent], purpose: str) -> str:
    return held[purpose].shown_value if purpose in held else ""


def _note(actor: Actor, event: str, cooperative: Cooperative, **data: object) -> None:
    audit.record(actor, event, "cooperative", cooperative.id, cooperative.id, **data)
