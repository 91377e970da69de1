"""How commands answer: one JSON object or plain lines, refusals as a sentence and exit 1."""

import functools
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import click
from flask import Flask
from sqlalchemy.exc import OperationalError, ProgrammingError

from shop_onboard.errors import DomainError
from shop_onboard.extensions import db
from shop_onboard.gateways.database import writing
from shop_onboard.models.clock import utc_now
from shop_onboard.policy import SYSTEM, Actor, Role
from shop_onboard.queries.accounts import account_by_phone, actor_of
from shop_onboard.values.dates import local_date
from shop_onboard.values.phones import parse_phone
from shop_onboard.values.text import N_, Unreadable

Factory = Callable[..., Flask]

ROLE_WORDS = {
    Role.VOLUNTEER: "tình nguyện viên",
    Role.MANAGER: "hợp tác xã",
    Role.OFFICER: "cán bộ Đoàn",
    Role.ADMINISTRATOR: "quản trị",
}

_TRIAL_URL = "http://127.0.0.1:8000"

json_option = click.option("--json", "as_json", is_flag=True, help="In một đối tượng JSON.")


def progress(text: str) -> None:
    """A line for the person who waits; standard output stays clean."""
    click.echo(text, err=True)


def answer(as_json: bool, result: dict[str, Any], lines: list[str]) -> None:
    """The result as one JSON object, or as lines."""
    if as_json:
        click.echo(json.dumps(result, ensure_ascii=False, default=str))
    else:
        for line in lines:
            click.echo(line)


def refusals(command: Callable[..., Any]) -> Callable[..., Any]:
    """Expected refusals end the command with their sentence and exit code 1."""

    @functools.wraps(command)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        try:
            return command(*args, **kwargs)
        except DomainError as refusal:
            raise click.ClickException(str(refusal.message)) from refusal
        except Unreadable as refusal:
            raise click.ClickException(str(refusal.message)) from refusal
        except (OperationalError, ProgrammingError) as failure:
            progress(str(failure.orig))
            sentence = N_("Chưa dùng được cơ sở dữ liệu. Hãy chạy «shop-onboard prepare» trước.")
            raise click.ClickException(str(sentence)) from failure
        except OSError as failure:
            sentence = N_("Chưa đọc hoặc ghi được %(file)s.", file=failure.filename or failure)
            raise click.ClickException(str(sentence)) from failure

    return wrapped


@contextmanager
def installation(factory: Factory) -> Iterator[Flask]:
    """The configured installation, in a transaction that the command commits."""
    app = factory()
    with app.app_context(), writing():
        yield app
        db.session.rollback()


def actor_from(phone: str | None) -> Actor:
    """Whoever `--as` names, else the system. Raises DomainError for an unknown number."""
    if phone is None:
        return SYSTEM
    account = account_by_phone(parse_phone(phone))
    actor = actor_of(account.id, local_date(utc_now())) if account else None
    if actor is None:
        raise DomainError(N_("Không có tài khoản nào dùng số %(phone)s.", phone=phone))
    return actor


def site_url(app: Flask) -> str:
    """The address of the site; without a configured one, where `make run` serves it."""
    return str(app.config["PUBLIC_URL"] or _TRIAL_URL).rstrip("/")


def public_url(app: Flask) -> str:
    """The address codes carry; without a configured one it is a trial address, and said so."""
    if not app.config["PUBLIC_URL"]:
        progress(f"Mã QR dùng địa chỉ thử {_TRIAL_URL}: đặt SHOP_ONBOARD_PUBLIC_URL để in thật.")
    return site_url(app)
