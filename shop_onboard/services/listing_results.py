"""Taking in what a marketplace says of listings: read, tried out, confirmed, taken back."""

import secrets
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.extensions import db
from shop_onboard.imports import listing_results as reading
from shop_onboard.imports.listing_results import FoundWord, ResultLayout, ResultRow
from shop_onboard.imports.readers import RawFile, RawTable
from shop_onboard.imports.sketch import sketch_of
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.listing_results import ListingResult, ResultMapping
from shop_onboard.models.products import PackSize
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import listing_results as queries
from shop_onboard.queries import listing_states as state_queries
from shop_onboard.services import audit, changes, listing_states
from shop_onboard.services.listing_states import TakenBack, Wanted
from shop_onboard.values.text import N_

# What a page can show; the counts are of all.
MOST_SHOWN = 200


@dataclass(frozen=True)
class Step:
    """What one line would change."""

    row: int
    sku: str
    title: str
    before: str
    after: str
    reason: str


@dataclass(frozen=True)
class Trial:
    """What a file says of a cooperative's packs; every line is in exactly one of the counts.

    `unknown` are SKUs that the cooperative does not have, `unread` words that nobody has named,
    `double` SKUs of which two lines say different things.
    """

    rows: int
    steps: tuple[Step, ...]
    same_count: int
    unknown: tuple[tuple[int, str], ...]
    unread: tuple[tuple[int, str], ...]
    double: tuple[tuple[int, str], ...]

    def told(self) -> dict[str, object]:
        """As JSON keeps it and a page shows it."""
        return {
            "rows": self.rows,
            "changed": len(self.steps),
            "states": dict(Counter(each.after for each in self.steps)),
            "steps": [asdict(each) for each in self.steps[:MOST_SHOWN]],
            "mark": [[each.sku, each.before, each.after, each.reason] for each in self.steps],
            "same": self.same_count,
        } | {
            name: {"count": len(found), "shown": [list(each) for each in found[:MOST_SHOWN]]}
            for name, found in (
                ("unknown", self.unknown),
                ("unread", self.unread),
                ("double", self.double),
            )
        }


@dataclass(frozen=True)
class Received:
    """A file that was sent: of which marketplace, what it was called and where it is stored."""

    marketplace_key: str
    file_name: str
    storage_key: str


def receive(actor: Actor, cooperative: Cooperative, sent: Received, raw: RawFile) -> ListingResult:
    """Keep a file; its columns are guessed, or known from the last such file.

    Raises Forbidden; DomainError for a file without a line.
    """
    changes.check_may(actor, Action.LISTING_EXPORT, cooperative)
    tables = list(raw.tables)
    if not any(any(row) for table in tables for row in table.rows):
        raise DomainError(N_("Tệp này không có dòng nào."), "file")
    layout = _known(sent.marketplace_key, tables)
    row = ListingResult(
        code=secrets.token_hex(8),
        cooperative=cooperative,
        account_id=actor.account_id,
        marketplace_key=sent.marketplace_key,
        file_name=sent.file_name[-200:],
        storage_key=sent.storage_key,
        sketch=sketch_of(raw),
        layout=layout.told(),
        trial=_told(_words(layout, tables)),
        is_sample=cooperative.is_sample,
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        actor,
        "listing_result.received",
        "listing_result",
        row.id,
        cooperative.id,
        marketplace=row.marketplace_key,
        file_name=row.file_name,
    )
    return row


def _known(marketplace_key: str, tables: Sequence[RawTable]) -> ResultLayout:
    headers = reading.headers_of(tables)
    held = queries.mapping(marketplace_key, list(headers))
    if held is None:
        return reading.guess(tables)
    return reading.recall(tables, headers[held.signature], held.columns, held.words)


def is_known(row: ListingResult, tables: Sequence[RawTable]) -> bool:
    """Whether files with these headers were read before."""
    layout = reading.loaded(row.layout)
    return queries.mapping(row.marketplace_key, [reading.signature_of(tables, layout)]) is not None


def lay_out(
    actor: Actor, row: ListingResult, layout: ResultLayout, tables: Sequence[RawTable], version: int
) -> list[FoundWord]:
    """Keep how the file is read, for it and for every file with these headers, and try it out.

    `tables` are the whole file. Returns the words that nobody has named; until they are named
    there is no trial. Raises Forbidden, Conflict; DomainError while a column is missing.
    """
    _check(actor, row, version)
    if not layout.is_complete:
        raise DomainError(N_("Hãy chọn cột mã hàng và cột trạng thái."))
    row.layout = layout.told()
    _remember(actor, row, layout, tables)
    found = _words(layout, tables)
    left = [each for each in found if each.meaning is None]
    row.trial = _told(found) if left else try_out(row, tables).told()
    row.state = "received" if left else "checked"
    db.session.flush()
    return left


def _words(layout: ResultLayout, tables: Sequence[RawTable]) -> list[FoundWord]:
    if not layout.is_complete:
        return []
    return reading.words(reading.rows(tables[layout.table], layout), layout)


def _told(found: Sequence[FoundWord]) -> dict[str, object]:
    return {"words": [asdict(each) for each in found]}


def look_again(actor: Actor, row: ListingResult, layout: ResultLayout, version: int) -> None:
    """Keep another header row or table, to look at its columns. Raises Forbidden, Conflict."""
    _check(actor, row, version)
    row.layout = layout.told()
    row.state = "received"
    row.trial = None
    db.session.flush()


def try_out(row: ListingResult, tables: Sequence[RawTable]) -> Trial:
    """What the file would change now."""
    layout = reading.loaded(row.layout)
    lines = reading.rows(tables[layout.table], layout)
    packs = {pack.sku.casefold(): pack for pack in state_queries.packs_of(row.cooperative)}
    held = state_queries.of_packs(row.marketplace_key, [pack.id for pack in packs.values()])
    meanings = {each.key: each.meaning for each in reading.words(lines, layout)}
    torn = _torn(lines, meanings)
    steps, same, unknown, unread, double = [], 0, [], [], []
    done: set[str] = set()
    for line in lines:
        key = line.sku.casefold()
        pack, after = packs.get(key), meanings.get(reading.word_key(line.word))
        if pack is None:
            unknown.append((line.number, line.sku))
        elif after is None:
            unread.append((line.number, line.word))
        elif key in torn:
            double.append((line.number, line.sku))
        else:
            step = _step(line, pack, held, after)
            if (
                not after
                or key in done
                or (step.before, _old_reason(held, pack))
                == (
                    after,
                    step.reason,
                )
            ):
                same += 1
            else:
                steps.append(step)
            done.add(key)
    return Trial(len(lines), tuple(steps), same, tuple(unknown), tuple(unread), tuple(double))


def confirm(actor: Actor, row: ListingResult, tables: Sequence[RawTable], version: int) -> int:
    """Put the states in as the trial said; how many changed.

    Raises Forbidden, Conflict; DomainError, with the new trial kept, when something has changed
    since the trial.
    """
    _check(actor, row, version)
    if row.state != "checked":
        raise DomainError(N_("Hãy chọn cột và xem thử trước khi xác nhận."))
    trial = try_out(row, tables)
    told, seen = trial.told(), row.trial or {}
    if told["mark"] != seen.get("mark"):
        row.trial = told
        db.session.flush()
        raise ChangedSinceError
    packs = {pack.sku: pack for pack in state_queries.packs_of(row.cooperative)}
    wanted = [Wanted(packs[each.sku], each.after, each.reason) for each in trial.steps]
    done = listing_states.set_states(actor, row.marketplace_key, wanted, "file")
    row.state, row.batch, row.finished_at = "done", done.batch, utc_now()
    db.session.flush()
    audit.record(
        actor,
        "listing_result.confirmed",
        "listing_result",
        row.id,
        row.cooperative_id,
        marketplace=row.marketplace_key,
        changed=done.count,
        unknown=len(trial.unknown),
    )
    return done.count


class ChangedSinceError(DomainError):
    """Somebody changed a state after the trial: the person looks once more."""

    def __init__(self) -> None:
        super().__init__(
            N_("Có trạng thái vừa đổi sau lúc xem thử. Hãy xem lại bảng mới rồi xác nhận.")
        )


def undo(actor: Actor, row: ListingResult) -> TakenBack:
    """Take back what the file changed, where nothing was changed since. Raises Forbidden."""
    changes.check_may(actor, Action.LISTING_EXPORT, row.cooperative)
    if row.state != "done":
        raise DomainError(N_("Tệp này chưa ghi trạng thái nào, hoặc đã được hoàn tác."))
    taken = listing_states.undo(actor, row.batch) if row.batch else TakenBack(0, 0)
    row.state = "undone"
    db.session.flush()
    return taken


def discard(actor: Actor, row: ListingResult) -> None:
    """Remove a file that has put in nothing. Raises Forbidden, DomainError for one that has."""
    changes.check_may(actor, Action.LISTING_EXPORT, row.cooperative)
    if row.state in ("done", "undone"):
        raise DomainError(N_("Tệp này đã ghi trạng thái nên được giữ lại."))
    audit.record(
        actor,
        "listing_result.discarded",
        "listing_result",
        row.id,
        row.cooperative_id,
        marketplace=row.marketplace_key,
        file_name=row.file_name,
    )
    db.session.delete(row)
    db.session.flush()


def _check(actor: Actor, row: ListingResult, version: int) -> None:
    changes.check_may(actor, Action.LISTING_EXPORT, row.cooperative)
    if row.state in ("done", "undone"):
        raise DomainError(N_("Tệp này đã ghi trạng thái rồi."))
    if row.version != version:
        raise Conflict(N_("Có người vừa đổi cách đọc tệp này. Hãy xem lại rồi lưu."))


def _remember(
    actor: Actor, row: ListingResult, layout: ResultLayout, tables: Sequence[RawTable]
) -> None:
    mark = reading.signature_of(tables, layout)
    held = queries.mapping(row.marketplace_key, [mark])
    if held is None:
        held = ResultMapping(marketplace_key=row.marketplace_key, signature=mark, words={})
        db.session.add(held)
    held.columns = reading.remember(tables, layout)
    # Words that this file does not hold were named for another.
    held.words = {**held.words, **layout.words}
    held.account_id, held.confirmed_at = actor.account_id, utc_now()
    db.session.flush()
    audit.record(
        actor,
        "listing_result.mapped",
        "listing_result",
        row.id,
        row.cooperative_id,
        marketplace=row.marketplace_key,
        columns=len(held.columns),
        words=len(held.words),
    )


def _torn(lines: Sequence[ResultRow], meanings: Mapping[str, str | None]) -> set[str]:
    """The SKUs of which lines say different things."""
    said: dict[str, set[str | None]] = {}
    for line in lines:
        said.setdefault(line.sku.casefold(), set()).add(meanings.get(reading.word_key(line.word)))
    return {sku for sku, states in said.items() if len(states) > 1}


def _old_reason(held: Mapping[int, object], pack: PackSize) -> str:
    return getattr(held.get(pack.id), "reason", "")


def _step(line: ResultRow, pack: PackSize, held: Mapping[int, object], after: str) -> Step:
    before = getattr(held.get(pack.id), "state", "draft")
    # Without a reason the file's own word is all that the marketplace said («Vi phạm»).
    said = line.reason or _old_reason(held, pack) or line.word
    reason = said if after == "rejected" else ""
    title = f"{pack.product.name} – {pack.label}"
    return Step(line.number, pack.sku, title, before, after, reason)
