"""What officers and administrators do for people: roles, suspension, a way back in."""

import secrets
from datetime import date, timedelta

from shop_onboard.errors import DomainError, Forbidden, NotFound
from shop_onboard.extensions import db
from shop_onboard.models.accounts import Account, PasswordLink, RoleGrant
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.organisations import CommuneGroup, Union
from shop_onboard.policy import Action, Actor, Role
from shop_onboard.queries import people as queries
from shop_onboard.queries import scope
from shop_onboard.queries.accounts import token_hash
from shop_onboard.services import audit, own_account, second_factor
from shop_onboard.values.dates import local_date
from shop_onboard.values.text import N_

LINK_MINUTES = 60


def make_password_link(actor: Actor, account: Account) -> str:
    """The token of a one-time link for a new password; earlier ones end. Raises Forbidden."""
    check_above(actor, account)
    if account.is_suspended:
        raise DomainError(N_("Tài khoản đang tạm khóa. Hãy mở khóa trước."))
    now, token = utc_now(), secrets.token_urlsafe(32)
    own_account.end_password_links(account.id, now)
    db.session.add(
        PasswordLink(
            account_id=account.id,
            token_hash=token_hash(token),
            phone=account.phone,
            made_by_id=actor.account_id,
            expires_at=now + timedelta(minutes=LINK_MINUTES),
        )
    )
    db.session.flush()
    audit.record(actor, "account.password_link_made", "account", account.id, minutes=LINK_MINUTES)
    return token


def use_password_link(link: PasswordLink, account: Account, password: str) -> None:
    """The person sets a new password; the link is used up and every session ends."""
    link.used_at = utc_now()
    actor = Actor(account.id, account.name)
    own_account.set_password(actor, account, password, "link")


def suspend(actor: Actor, account: Account) -> None:
    """Nobody signs in as this person any more; every session ends at once."""
    check_above(actor, account)
    account.is_suspended = True
    ended = own_account.end_sessions(account.id, utc_now())
    own_account.end_password_links(account.id, utc_now())
    db.session.flush()
    audit.record(actor, "account.suspended", "account", account.id, sessions=ended)


def unsuspend(actor: Actor, account: Account) -> None:
    """The person may sign in again."""
    check_above(actor, account)
    account.is_suspended = False
    db.session.flush()
    audit.record(actor, "account.unsuspended", "account", account.id)


def turn_off_second_factor(actor: Actor, account: Account) -> None:
    """For who has lost the phone and the codes; whoever does it is in the log."""
    check_above(actor, account)
    second_factor.turn_off(actor, account)


def grant(
    actor: Actor,
    account: Account,
    role: Role,
    target: Union | CommuneGroup | Cooperative,
    *,
    valid_to: date | None = None,
) -> RoleGrant:
    """One more role from today on; never beyond the actor's own role and area."""
    check_above(actor, account)
    union = target if isinstance(target, Union) else None
    group = target if isinstance(target, CommuneGroup) else None
    cooperative = target if isinstance(target, Cooperative) else None
    is_fit = (role is Role.MANAGER) == (cooperative is not None)
    if not is_fit or role is Role.ADMINISTRATOR or (group and role is not Role.OFFICER):
        raise DomainError(N_("Vai trò này cần một nơi khác."), "target")
    _check_target(actor, role, target)
    row = RoleGrant(
        account_id=account.id,
        role=role.value,
        union_id=union.id if union else None,
        group_id=group.id if group else None,
        cooperative_id=cooperative.id if cooperative else None,
        valid_from=local_date(utc_now()),
        valid_to=valid_to,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        actor,
        "account.role_granted",
        "account",
        account.id,
        role=role.value,
        union=None if cooperative else target.code,
        cooperative=cooperative.code if cooperative else None,
    )
    return row


def end_role(actor: Actor, account: Account, grant_id: int) -> None:
    """The role ends with yesterday, so that it holds no more today."""
    check_above(actor, account)
    row = next((each for each in account.grants if each.id == grant_id), None)
    if row is None:
        raise NotFound(N_("Không tìm thấy vai trò này."))
    last_day = local_date(utc_now()) - timedelta(days=1)
    row.valid_to = last_day
    db.session.flush()
    audit.record(
        actor,
        "account.role_ended",
        "account",
        account.id,
        role=row.role,
        last_day=last_day.isoformat(),
    )


def check_above(actor: Actor, account: Account) -> None:
    """Raises Forbidden unless the actor answers for all that this person does."""
    if not actor.may(Action.PEOPLE_MANAGE) or not queries.is_above(
        actor, account, local_date(utc_now())
    ):
        raise Forbidden(N_("Chỉ cán bộ cấp trên của người này làm được việc này."))


def _check_target(actor: Actor, role: Role, target: Union | CommuneGroup | Cooperative) -> None:
    if isinstance(target, Cooperative):
        may = scope.may_for(actor, Action.PEOPLE_MANAGE, target)
    elif isinstance(target, CommuneGroup):
        may = scope.may_for_union(actor, Action.PEOPLE_MANAGE, target.union_id)
    else:
        union_id = target.id
        may = scope.may_for_union(actor, Action.PEOPLE_MANAGE, union_id)
        # An equal would answer for the same people: only somebody above makes one.
        is_equal = role is Role.OFFICER and any(
            own.role is Role.OFFICER and own.union_id == union_id for own in actor.grants
        )
        may = may and (not is_equal or Role.ADMINISTRATOR in actor.roles)
    if not may:
        raise Forbidden(N_("Bạn không giao được vai trò ngoài phần việc của mình."))
