"""The optional second factor: a code from an app on the phone (RFC 6238), ten codes in reserve."""

import hmac
import secrets
from datetime import datetime, timedelta

import pyotp
import sqlalchemy as sa

from shop_onboard.errors import DomainError, NotFound
from shop_onboard.extensions import db
from shop_onboard.gateways.vault import Vault
from shop_onboard.models.accounts import Account, RecoveryCode, SecondStep, SignInAttempt
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import Actor
from shop_onboard.queries import accounts as queries
from shop_onboard.services import audit, changes
from shop_onboard.services.accounts import TooManyAttempts
from shop_onboard.values.text import N_

ISSUER = "Len San"
STEP_MINUTES = 10
MAX_TRIES = 10
RECOVERY_CODES = 10
# Read over a telephone: no letter that looks like a digit.
_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789"
_PERIOD_SECONDS = 30


def new_secret(vault: Vault, account: Account) -> None:
    """Keep a new secret that does not count yet. Raises DomainError while one counts."""
    if account.totp_since is not None:
        raise DomainError(N_("Mã đăng nhập thứ hai đang bật. Hãy tắt trước khi đổi máy."))
    account.totp_secret = vault.seal(pyotp.random_base32())
    db.session.flush()


def address_of(vault: Vault, account: Account) -> str:
    """The `otpauth:` address that an authenticator app scans, while the factor is being set up."""
    secret = _secret(vault, account)
    return pyotp.TOTP(secret).provisioning_uri(name=account.phone, issuer_name=ISSUER)


def secret_of(vault: Vault, account: Account) -> str:
    """The secret for typing by hand, while the factor is being set up."""
    return _secret(vault, account)


def turn_on(actor: Actor, vault: Vault, account: Account, code: str) -> list[str]:
    """From a right code on, the factor counts; the recovery codes, shown this once."""
    step = _step(_secret(vault, account), code, account.totp_last_step, utc_now())
    if step is None:
        raise DomainError(N_("Mã chưa đúng. Hãy ghi 6 số đang hiện trong ứng dụng."), "code")
    account.totp_last_step = step
    account.totp_since = utc_now()
    audit.record(actor, "account.second_factor_on", "account", account.id)
    return new_recovery_codes(actor, account)


def turn_off(actor: Actor, account: Account) -> None:
    """The password alone signs in again."""
    account.totp_secret = account.totp_since = account.totp_last_step = None
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    db.session.flush()
    audit.record(actor, "account.second_factor_off", "account", account.id, by=actor.name)


def new_recovery_codes(actor: Actor, account: Account) -> list[str]:
    """Ten new codes; the older ones end. Only their hashes are kept."""
    db.session.execute(sa.delete(RecoveryCode).where(RecoveryCode.account_id == account.id))
    codes = [_recovery_code() for _number in range(RECOVERY_CODES)]
    db.session.add_all(
        RecoveryCode(account_id=account.id, code_hash=queries.token_hash(_plain(code)))
        for code in codes
    )
    db.session.flush()
    audit.record(actor, "account.recovery_codes_made", "account", account.id, count=RECOVERY_CODES)
    return codes


def begin(account: Account) -> str:
    """The token of a sign-in that has its password and still owes the code."""
    token = secrets.token_urlsafe(32)
    db.session.add(
        SecondStep(
            account_id=account.id,
            token_hash=queries.token_hash(token),
            expires_at=utc_now() + timedelta(minutes=STEP_MINUTES),
        )
    )
    db.session.flush()
    return token


def finish(vault: Vault, step: SecondStep, code: str, address: str) -> Account | None:
    """The account when the code is right, else None; the try is counted either way.

    A code is good once. Raises TooManyAttempts.
    """
    account, now = step.account, utc_now()
    if account.is_suspended:
        raise NotFound(N_("Không tìm thấy trang này."))
    if queries.failed_second_steps(now, account.phone) >= MAX_TRIES:
        raise TooManyAttempts(N_("Sai nhiều lần quá. Hãy đợi 5 phút rồi thử lại."))
    is_right = _takes(vault, account, code, now)
    db.session.add(
        SignInAttempt(
            phone=account.phone, address=address, at=now, is_success=is_right, is_second_step=True
        )
    )
    if is_right:
        step.used_at = now
    db.session.flush()
    return account if is_right else None


def _takes(vault: Vault, account: Account, code: str, now: datetime) -> bool:
    # A secret sealed with a key that is gone still leaves the codes in reserve.
    secret = vault.open(account.totp_secret) if account.totp_secret else None
    found = _step(secret, code, account.totp_last_step, now) if secret else None
    if found is not None:
        account.totp_last_step = found
        return True
    wanted = queries.token_hash(_plain(code))
    used = changes.count_changed(
        sa.update(RecoveryCode)
        .where(
            RecoveryCode.account_id == account.id,
            RecoveryCode.code_hash == wanted,
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=now)
    )
    return used == 1


def _step(secret: str, code: str, last: int | None, now: datetime) -> int | None:
    """The period whose code this is, with a period of grace either way; never one used before."""
    digits = "".join(char for char in code if char.isascii() and char.isdigit())
    current = int(now.timestamp()) // _PERIOD_SECONDS
    for step in (current, current - 1, current + 1):
        expected = pyotp.TOTP(secret).at(step * _PERIOD_SECONDS)
        if hmac.compare_digest(expected, digits) and (last is None or step > last):
            return step
    return None


def _secret(vault: Vault, account: Account) -> str:
    opened = vault.open(account.totp_secret) if account.totp_secret else None
    if opened is None:
        raise DomainError(
            N_("Mã đăng nhập thứ hai không đọc được nữa. Hãy dùng mã dự phòng hoặc gặp cán bộ.")
        )
    return opened


def _recovery_code() -> str:
    letters = "".join(secrets.choice(_ALPHABET) for _place in range(10))
    return f"{letters[:5]}-{letters[5:]}"


def _plain(code: str) -> str:
    return "".join(char for char in code.lower() if char.isalnum())
