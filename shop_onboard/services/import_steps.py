"""The steps of an import that people take: columns named, tried out, confirmed, taken back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from shop_onboard.errors import DomainError, Forbidden
from shop_onboard.extensions import db
from shop_onboard.imports.guessing import with_province
from shop_onboard.imports.layouts import Layout, layout_from
from shop_onboard.imports.readers import RawFile
from shop_onboard.imports.remembering import is_own_layout, layout_of, remember
from shop_onboard.imports.sketch import sketch_of, tables_of
from shop_onboard.models.clock import utc_now
from shop_onboard.models.imports import ColumnMemory, Import
from shop_onboard.models.jobs import Job
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import imports as queries
from shop_onboard.queries import organisations
from shop_onboard.services import audit, imports, jobs
from shop_onboard.values.text import N_

CHECK_KIND = "import-check"
UNDO_KIND = "import-undo"
_UNDOABLE = ("done", "running", "undoing")
_BEFORE = ("received", "checking", "checked")


@dataclass(frozen=True)
class Photos:
    """A .zip of pictures that lies in storage under `key`; None: there is none."""

    key: str | None
    name: str
    show_people: bool


def add_photos(row: Import, photos: Photos) -> None:
    """Send pictures with a spreadsheet that has just come."""
    row.photos_key = photos.key
    row.photos_name = photos.name
    row.photos_show_people = photos.show_people


def look_over(actor: Actor, row: Import, raw: RawFile | None) -> bool:
    """Keep the first rows of a file and how they are likely to be read.

    Whether nobody needs to name its columns: they are ours, or were named before. None for `raw`:
    its text can be read in no encoding that is known for sure.
    """
    check_may(actor)
    held = layout_from(row.layout) if row.layout else Layout(())
    row.state, row.trial = "received", None
    if raw is None:
        row.sketch = None
        return False
    row.sketch = sketch_of(raw)
    if is_own_layout(raw.tables):
        row.layout = Layout((), held.encoding, held.delimiter).as_json()
        return True
    layout, is_known = layout_of(raw.tables, queries.memories(row.union_id).get)
    layout = at_home(actor, layout)
    row.layout = Layout(layout.tables, held.encoding, held.delimiter).as_json()
    return is_known


def at_home(actor: Actor, layout: Layout) -> Layout:
    """The layout with the actor's province where a file names none."""
    province = organisations.only_province(actor)
    return replace(layout, tables=tuple(with_province(t, province) for t in layout.tables))


def choose_text(
    actor: Actor, row: Import, encoding: str | None, delimiter: str | None, raw: RawFile
) -> bool:
    """Read a CSV in this encoding, with this delimiter; as `look_over`."""
    _check_open(actor, row)
    row.layout = Layout((), encoding, delimiter).as_json()
    return look_over(actor, row, raw)


def lay_out(actor: Actor, row: Import, layout: Layout) -> None:
    """Keep what is said so far; nothing is remembered yet."""
    _check_open(actor, row)
    row.layout = layout.as_json()
    row.state, row.trial = "received", None


def name_columns(actor: Actor, row: Import, layout: Layout) -> None:
    """Read the file like this, and every later one with the same headers."""
    lay_out(actor, row, layout)
    for table in tables_of(row.sketch or {"tables": []}):
        own = layout.table(table.name)
        if own is not None and table.rows and not own.missing():
            signature, columns = remember(table, own)
            _keep_memory(actor, row, signature, columns)


def _keep_memory(actor: Actor, row: Import, signature: str, columns: Mapping[str, Any]) -> None:
    memory = queries.memory(row.union_id, signature)
    if memory is None:
        memory = ColumnMemory(union_id=row.union_id, signature=signature)
        db.session.add(memory)
    elif memory.columns == columns:
        return
    memory.columns = dict(columns)
    memory.account_id = actor.account_id
    memory.changed_at = utc_now()
    db.session.flush()
    audit.record(actor, "import.columns_named", "import", row.id, kind=columns["kind"])


def ask_check(actor: Actor, row: Import, lang: str) -> Job:
    """The job that tries an import out. Raises DomainError while columns are not named."""
    _check_open(actor, row)
    if not queries.is_named(row):
        raise DomainError(N_("Hãy chọn cột cho đủ rồi mới xem trước được."))
    row.state, row.trial = "checking", None
    params = {"import_id": row.id, "import_code": row.code, "lang": lang}
    return jobs.ask(actor, CHECK_KIND, row.file_name, params, f"{CHECK_KIND}:{row.code}")


def confirm(actor: Actor, row: Import, lang: str) -> Job:
    """Put in what was shown. Raises DomainError where it was not."""
    check_may(actor)
    if row.state in ("waiting", "running"):
        # The button was pressed twice.
        return imports.ask(actor, row, lang)
    if row.state != "checked" or not queries.holds_rows(row):
        raise DomainError(N_("Hãy xem trước tệp này rồi mới nhập được."))
    row.state = "waiting"
    audit.record(actor, "import.confirmed", "import", row.id, file_name=row.file_name)
    return imports.ask(actor, row, lang)


def discard(actor: Actor, row: Import) -> None:
    """Nothing of the file goes in."""
    _check_open(actor, row)
    audit.record(actor, "import.discarded", "import", row.id, file_name=row.file_name)
    db.session.delete(row)
    db.session.flush()


def ask_undo(actor: Actor, row: Import, lang: str) -> Job:
    """The job that takes back all that an import did, or what an earlier one had to leave."""
    check_may(actor)
    job = queries.job_of(row.code)
    is_open = job is not None and job.state in ("waiting", "running")
    is_left = row.state == "undone" and bool((row.undo or {}).get("kept"))
    if not (is_left or row.state in _UNDOABLE) or (is_open and row.state != "undoing"):
        raise DomainError(N_("Chỉ hoàn tác được lần nhập đã xong hoặc đã dừng."))
    row.state = "undoing"
    params = {"import_id": row.id, "import_code": row.code, "lang": lang}
    return jobs.ask(actor, UNDO_KIND, row.file_name, params, f"{UNDO_KIND}:{row.code}")


def finish_undo(actor: Actor, row: Import, undone: int, kept: list[dict[str, Any]]) -> None:
    """What could be taken back is, with what was before; `kept` says what stayed, and why."""
    row.state = "undone"
    earlier = (row.undo or {}).get("undone", 0)
    row.undo = {"undone": earlier + undone, "kept": kept}
    audit.record(actor, "import.undone", "import", row.id, undone=undone, kept=len(kept))


def check_may(actor: Actor) -> None:
    """Raises Forbidden unless the actor may import."""
    if not actor.may(Action.IMPORT_RUN):
        raise Forbidden(N_("Bạn không có quyền nhập bảng tính."))


def _check_open(actor: Actor, row: Import) -> None:
    check_may(actor)
    if row.state not in _BEFORE:
        raise DomainError(N_("Tệp này đã được nhập. Muốn nhập lại, hãy gửi tệp mới."))
