"""Marketplaces' own templates: taken in, mapped once for every seller, answered, filled."""

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

import sqlalchemy as sa

from shop_onboard.errors import DomainError
from shop_onboard.exports.differences import Held
from shop_onboard.exports.listing import Listing as ListingData
from shop_onboard.exports.registry import all_marketplaces, keyed_template
from shop_onboard.exports.templates.columns import (
    LayoutProblem,
    TemplateLayout,
    columns,
    doubts_unit,
    fingerprint,
    header_keys,
    headers_of,
    layout_problems,
    recalled,
    shared,
    stored_layout,
    with_data_row,
)
from shop_onboard.exports.templates.filling import Row, fill_csv, fill_workbook
from shop_onboard.exports.templates.guessing import guess, guess_at, with_units
from shop_onboard.exports.templates.keyed import keys_of
from shop_onboard.exports.templates.sketch import (
    TemplateSketch,
    sketch_csv,
    sketch_workbook,
    stored,
)
from shop_onboard.extensions import db
from shop_onboard.imports.readers import is_text, read_tables
from shop_onboard.models.clock import utc_now
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.jobs import Job
from shop_onboard.models.listing_templates import (
    ListingTemplate,
    TemplateAnswer,
    TemplateMapping,
)
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import listing_templates as queries
from shop_onboard.services import audit, changes, jobs, listings
from shop_onboard.services.listings import FilesOrder
from shop_onboard.values.text import N_

KIND = "listing-template"
_LONGEST_ANSWER = 500
# What an exercise needs nobody to think about.
_PRESET = {key: asdict(row.source) for key, row in keys_of(queries.PRACTICE).items()}
_NOT_A_TEMPLATE = N_("Hãy gửi tệp mẫu dạng .xlsx hoặc .csv, tải nguyên từ gian hàng.")


@dataclass(frozen=True)
class Received:
    """A template that was sent: where it is stored, and what its file shows of itself."""

    marketplace_key: str
    marketplace_name: str
    file_name: str
    storage_key: str
    sketch: TemplateSketch


def read(content: bytes, file_name: str) -> TemplateSketch:
    """What a template shows of itself; its cells are read in a process with limits.

    Raises DomainError for macros, passwords, damage, other kinds of files and too much in one.
    """
    if not (content.startswith(b"PK") or is_text(content)):
        # The reader knows why: a password, an older Excel, a picture.
        read_tables(content, file_name)
        raise DomainError(_NOT_A_TEMPLATE)
    raw = read_tables(content, file_name)
    if raw.delimiter:
        return sketch_csv(raw.tables[0], raw.delimiter, raw.encoding or "")
    sketch = sketch_workbook(content, raw.tables)
    cut = {table.name for table in raw.tables if table.is_cut}
    if any(sheet.name in cut and not sheet.is_hidden for sheet in sketch.sheets):
        # A column that is not seen may be one that the marketplace demands.
        raise DomainError(N_("Tệp mẫu có hơn 200 cột nên Lên Sàn chưa điền được."))
    if not any(sheet.head for sheet in sketch.sheets):
        raise DomainError(N_("Tệp mẫu này không có dòng tiêu đề nào."))
    return sketch


def receive(actor: Actor, cooperative: Cooperative, sent: Received) -> ListingTemplate:
    """Keep a template; it is ready at once where such a one was mapped before.

    Raises Forbidden; DomainError for a workbook that is not the marketplace's own.
    """
    changes.check_may(actor, Action.LISTING_EXPORT, cooperative)
    layout, mark, is_known = lay_out_known(sent.sketch, sent.marketplace_key, cooperative.id)
    is_ready = is_known and not problems(sent.sketch, layout, sent.marketplace_key)
    row = ListingTemplate(
        code=secrets.token_hex(8),
        cooperative=cooperative,
        account_id=actor.account_id,
        marketplace_key=sent.marketplace_key,
        marketplace_name=sent.marketplace_name,
        file_name=sent.file_name[-200:],
        storage_key=sent.storage_key,
        fingerprint=mark,
        sketch=stored(sent.sketch),
        layout=stored_layout(layout),
        state="ready" if is_ready else "mapping",
    )
    db.session.add(row)
    db.session.flush()
    audit.record(
        actor,
        "template.received",
        "template",
        row.id,
        cooperative.id,
        file_name=row.file_name,
        marketplace=row.marketplace_key,
    )
    return row


def lay_out_known(
    sketch: TemplateSketch, marketplace_key: str, cooperative_id: int | None
) -> tuple[TemplateLayout, str, bool]:
    """The layout of a template, its fingerprint, and whether nobody needs to look at it.

    A text that stands for all products is one seller's own: another seller is asked for theirs.
    """
    keyed = keyed_template(marketplace_key)
    if keyed is not None:
        layout = keyed.lay_out(sketch)
        mark = fingerprint(header_keys(sketch.sheet(layout.sheet), 0))
        found = queries.mappings(marketplace_key, [mark]).get(mark)
    else:
        layout, mark, found = _mapped_before(sketch, marketplace_key)
    own = queries.own_sources(cooperative_id, marketplace_key, mark) if cooperative_id else None
    if own is not None:
        return with_data_row(sketch, recalled(sketch, layout, own)), mark, True
    if found is not None:
        layout = with_data_row(sketch, recalled(sketch, layout, found.sources))
        has_text = any(source["constant"] for source in found.sources.values())
        return layout, mark, not (has_text or doubts_unit(sketch, layout))
    if keyed is not None:
        return layout, mark, True
    if marketplace_key == queries.PRACTICE:
        return recalled(sketch, layout, _PRESET), mark, False
    return _with_last(sketch, layout, marketplace_key), mark, False


def _mapped_before(
    sketch: TemplateSketch, marketplace_key: str
) -> tuple[TemplateLayout, str, TemplateMapping | None]:
    headers = {mark: (sheet, row) for mark, sheet, row in headers_of(sketch)}
    found = queries.mappings(marketplace_key, list(headers))
    for mark, (sheet, row) in headers.items():
        if mark in found:
            return TemplateLayout(sheet.name, row, row + 1), mark, found[mark]
    layout = guess(sketch)
    return layout, _mark(sketch, layout), None


def _mark(sketch: TemplateSketch, layout: TemplateLayout) -> str:
    row = 0 if layout.has_keys else layout.header_row
    return fingerprint(header_keys(sketch.sheet(layout.sheet), row))


def _with_last(
    sketch: TemplateSketch, layout: TemplateLayout, marketplace_key: str
) -> TemplateLayout:
    """The guess with what was chosen for the same headers of an older template."""
    last = queries.last_mapping(marketplace_key)
    return with_data_row(sketch, recalled(sketch, layout, last.sources)) if last else layout


def problems(
    sketch: TemplateSketch, layout: TemplateLayout, marketplace_key: str
) -> list[LayoutProblem]:
    """What a person has to settle before the template can be filled."""
    found = columns(sketch, layout)
    keyed = keyed_template(marketplace_key)
    return layout_problems(found, layout) + (keyed.problems(found) if keyed else [])


def look_again(
    actor: Actor, row: ListingTemplate, sheet: str, header_row: int, version: int
) -> None:
    """Guess anew with another sheet or row as the header. Raises Forbidden, Conflict."""
    changes.check_may(actor, Action.LISTING_EXPORT, row.cooperative)
    changes.check_version(row, version)
    sketch = queries.opened(row).sketch
    layout = guess_at(sketch, sheet, header_row)
    _keep(row, sketch, layout, "mapping")


def lay_out(
    actor: Actor, row: ListingTemplate, layout: TemplateLayout, version: int
) -> list[LayoutProblem]:
    """Keep the columns for this template, and for every seller of the marketplace once complete.

    Returns what is still to settle. Raises Forbidden, Conflict.
    """
    changes.check_may(actor, Action.LISTING_EXPORT, row.cooperative)
    changes.check_version(row, version)
    sketch = queries.opened(row).sketch
    layout = with_units_kept(sketch, layout)
    left = problems(sketch, layout, row.marketplace_key)
    _keep(row, sketch, layout, "mapping" if left else "ready")
    if not left:
        _remember(actor, row, sketch, layout)
    return left


def with_units_kept(sketch: TemplateSketch, layout: TemplateLayout) -> TemplateLayout:
    """The layout with the units that were chosen, and those that the file names for the rest."""
    said = with_units(sketch, layout).sources
    sources = {
        place: source if source.unit else said[place] for place, source in layout.sources.items()
    }
    return replace(layout, sources=sources)


def _keep(row: ListingTemplate, sketch: TemplateSketch, layout: TemplateLayout, state: str) -> None:
    row.layout = stored_layout(layout)
    row.fingerprint = _mark(sketch, layout)
    row.state = state
    db.session.flush()


def _remember(
    actor: Actor, row: ListingTemplate, sketch: TemplateSketch, layout: TemplateLayout
) -> None:
    found = queries.mappings(row.marketplace_key, [row.fingerprint]).get(row.fingerprint)
    if found is None:
        found = TemplateMapping(marketplace_key=row.marketplace_key, fingerprint=row.fingerprint)
        db.session.add(found)
    found.sources = shared(sketch, layout)
    found.account_id = actor.account_id
    found.confirmed_at = utc_now()
    db.session.flush()
    audit.record(
        actor,
        "template.mapped",
        "template",
        row.id,
        row.cooperative_id,
        marketplace=row.marketplace_key,
        columns=len(found.sources),
    )


def answer(
    actor: Actor, row: ListingTemplate, given: Mapping[int, Mapping[str, str]], version: int
) -> None:
    """Keep what each product (by id, of this cooperative) says in the columns that are asked.

    An empty text takes the answer away. Raises Forbidden, Conflict.
    """
    changes.check_may(actor, Action.LISTING_EXPORT, row.cooperative)
    changes.check_version(row, version)
    held = {
        (each.product_id, each.column_key): each
        for each in db.session.scalars(
            sa.select(TemplateAnswer).where(
                TemplateAnswer.marketplace_key == row.marketplace_key,
                TemplateAnswer.product_id.in_(list(given)),
            )
        )
    }
    for product_id, texts in given.items():
        for column, text in texts.items():
            _answer_one(held.get((product_id, column)), row, product_id, column, text)
    row.answered_at = utc_now()
    db.session.flush()
    audit.record(
        actor,
        "template.answered",
        "template",
        row.id,
        row.cooperative_id,
        marketplace=row.marketplace_key,
        products=len(given),
    )


def _answer_one(
    held: TemplateAnswer | None, row: ListingTemplate, product_id: int, column: str, text: str
) -> None:
    if held is not None and text:
        held.text = text[:_LONGEST_ANSWER]
    elif held is not None:
        db.session.delete(held)
    elif text:
        made = TemplateAnswer(
            product_id=product_id,
            marketplace_key=row.marketplace_key,
            column_key=column,
            text=text[:_LONGEST_ANSWER],
        )
        db.session.add(made)


def ask_fill(actor: Actor, row: ListingTemplate, order: FilesOrder) -> Job:
    """The job that fills the template. Raises Forbidden; DomainError while columns are open."""
    changes.check_may(actor, Action.LISTING_EXPORT, row.cooperative)
    if row.state != "ready":
        raise DomainError(N_("Hãy chọn cột của tệp mẫu trước."))
    params = {"template": row.code, **order.told}
    key = ":".join((KIND, row.code, order.mark, str(actor.account_id)))
    return jobs.ask(actor, KIND, order.title, params, key)


def fill(
    content: bytes, sketch: TemplateSketch, layout: TemplateLayout, rows: Sequence[Row]
) -> bytes:
    """The template with the rows in it; its cells are read once more in a process with limits."""
    read(content, "")
    found = columns(sketch, layout)
    places = [column.place for column in found if not column.source.is_blank]
    if sketch.is_csv:
        width = max(column.place for column in found) + 1
        return fill_csv(content, sketch.delimiter, sketch.encoding, width, rows)
    return fill_workbook(content, layout, places, rows)


def keep_filled(
    actor: Actor,
    marketplace_key: str,
    cooperative: Cooperative | None,
    exported: Sequence[ListingData],
    held: Sequence[Held] = (),
) -> None:
    """Remember what went into a template, of a marketplace that is known here or not.

    `held` as for `listings.keep_exported`.
    """
    # What is tried out in the practice template is put up nowhere.
    if marketplace_key != queries.PRACTICE:
        listings.keep_exported(actor, marketplace_key, exported, held)
    if marketplace_key in {each.key for each in all_marketplaces()}:
        return
    audit.record(
        actor,
        "template.filled",
        "template",
        None,
        cooperative.id if cooperative else None,
        marketplace=marketplace_key,
        listings=len(exported),
    )


def discard(actor: Actor, row: ListingTemplate) -> None:
    """Remove a template; how its headers are filled stays known. Raises Forbidden."""
    changes.check_may(actor, Action.LISTING_EXPORT, row.cooperative)
    audit.record(
        actor,
        "template.discarded",
        "template",
        row.id,
        row.cooperative_id,
        file_name=row.file_name,
    )
    db.session.delete(row)
    db.session.flush()
