"""Looking for a double before a cooperative is saved, among 20,000.

`python -m benchmarks.duplicates [--count 20000]` prints the time of one look-up as a form makes it
and of the officers' whole list, beside comparing the name with every one of the 20,000 in memory,
which is what the search within the commune saves.
"""

import argparse
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from benchmarks.many_cooperatives import PHONE, make
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.policy import Actor
from shop_onboard.queries import duplicates
from shop_onboard.queries.accounts import account_by_phone, actor_of
from shop_onboard.queries.duplicates import Told
from shop_onboard.values import likeness

ROUNDS = 15
LIMIT_MS = 100


def _median_ms(work: Callable[[int], Any]) -> float:
    times = []
    for number in range(ROUNDS):
        started = time.perf_counter()
        work(number)
        times.append((time.perf_counter() - started) * 1_000)
    return statistics.median(times)


def _told(number: int) -> Told:
    """A name as somebody else writes it, a phone that is new or another's, in turn."""
    row = db.session.get_one(Cooperative, 1 + number * 997 % 5_000)
    phone = row.phone if number % 2 else "+84999999999"
    bare = row.name_folded.removeprefix("hop tac xa")
    return Told(f"htx{bare}", row.commune_id, phone, bank_account="19009999")


def _officer() -> Actor:
    account = account_by_phone(PHONE)
    actor = actor_of(account.id, utc_now().date()) if account else None
    if actor is None:
        raise SystemExit("there is no officer")
    return actor


def _look(actor: Actor, number: int) -> None:
    if not duplicates.find(actor, _told(number), is_sample=False).candidates:
        raise SystemExit("the double was not found")


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=20_000)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        app = make(Path(folder), chosen.count)
        with app.app_context():
            actor = _officer()
            one_ms = _median_ms(lambda number: _look(actor, number))
            names = db.session.scalars(sa.select(Cooperative.name_folded)).all()
            all_ms = _median_ms(lambda number: likeness.alike(names[number], names))
            list_ms = _median_ms(lambda _number: duplicates.pairs(actor))
            db.engine.dispose()
    print(f"{chosen.count} cooperatives, median of {ROUNDS}")
    print(f"one look-up before saving     {one_ms:>8.1f} ms{one_ms / LIMIT_MS:>8.2f} of the limit")
    print(f"the name with every other one {all_ms:>8.1f} ms{all_ms / one_ms:>8.1f} x the look-up")
    print(f"the officers' whole list      {list_ms:>8.1f} ms")


if __name__ == "__main__":
    main(sys.argv[1:])
