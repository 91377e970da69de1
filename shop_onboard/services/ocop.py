"""Self-assessment and dossier of OCOP: drafts that are saved at any time, page by page."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy.orm.attributes import flag_modified

from shop_onboard.errors import Conflict, DomainError
from shop_onboard.extensions import db
from shop_onboard.models.clock import utc_now
from shop_onboard.models.jobs import Job
from shop_onboard.models.ocop import OcopDossier, OcopEvidence, OcopScore, OcopSheet
from shop_onboard.models.products import Product
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import ocop as queries
from shop_onboard.services import audit, changes, jobs, versions
from shop_onboard.services.snapshots import snapshot
from shop_onboard.values.dates import format_date
from shop_onboard.values.ocop import expires_on
from shop_onboard.values.ocop_scores import SCORED_SET, all_parts, criteria_of
from shop_onboard.values.papers import StoredPaper
from shop_onboard.values.text import N_

KIND = "ocop_dossier"


@dataclass(frozen=True)
class DossierData:
    """What forms 01 and 02 ask for besides the records; `round` as in `values.ocop_dossier`."""

    round: str
    position: str = ""
    email: str = ""
    registration_number: str = ""
    commune_number: int | None = None
    commune_year: int | None = None
    structure: str = ""
    results: str = ""
    plan: str = ""


@dataclass(frozen=True)
class EvidenceData:
    """One kind of paper; `paper` None keeps the file that is there."""

    state: str
    note: str = ""
    paper: StoredPaper | None = None


def save_part(
    actor: Actor, product: Product, part: str, points: Mapping[str, int | None], version: int
) -> list[str]:
    """Keep the scores of a page of set 1; None takes one back. Returns the codes that changed.

    `version` 0 stands for a page that nobody had saved. Raises Forbidden, Conflict; DomainError
    when the product is in another set or the points are no option.
    """
    _check_set(product, is_scored=True)
    allowed = {row.code: {o.points for o in row.options} for row in criteria_of(part)}
    for code, given in points.items():
        if code not in allowed or (given is not None and given not in allowed[code]):
            raise DomainError(N_("Hãy chọn một mức điểm có trong phiếu."), code)
    tenths = {code: _tenths(given) for code, given in points.items()}
    return _save(actor, product, part, tenths, version)


def save_totals(
    actor: Actor, product: Product, points: Mapping[str, Decimal | None], version: int
) -> list[str]:
    """Keep typed part totals of a set whose criteria are not known here. Raises as `save_part`."""
    _check_set(product, is_scored=False)
    for part in all_parts():
        given = points.get(part.key)
        if given is not None and given > part.max_points:
            raise DomainError(
                N_("Phần này nhiều nhất %(points)s điểm.", points=part.max_points),
                f"part_{part.key.lower()}",
            )
    tenths = {code: _tenths(given) for code, given in points.items()}
    return _save(actor, product, queries.BY_PARTS, tenths, version)


def use_sighting(actor: Actor, product: Product, sighting: queries.Sighting) -> None:
    """Take over what the platform sees: its option, where known, and a line of evidence.

    What somebody wrote about that evidence stays. Raises Forbidden; DomainError when something is
    lacking.
    """
    changes.check_may(actor, Action.OCOP_EDIT, product.cooperative)
    _check_set(product, is_scored=True)
    if not sighting.is_usable:
        raise DomainError(N_("Lên Sàn chưa thấy đủ để dùng cho tiêu chí này."))
    if sighting.points is not None:
        part = next(
            part.key
            for part in all_parts()
            if sighting.code in {row.code for row in criteria_of(part.key)}
        )
        held = queries.sheets(product.id, SCORED_SET).get(part)
        version = held.version if held else 0
        _save(actor, product, part, {sighting.code: _tenths(sighting.points)}, version)
    paper = queries.evidence(product.id).get(sighting.evidence_kind)
    if paper is None or not paper.note:
        note = f"Lên Sàn: {'; '.join(str(line) for line in sighting.seen)}"
        version = paper.version if paper else 0
        data = EvidenceData("have", note[:500])
        save_evidence(actor, product, sighting.evidence_kind, data, version)


def save_dossier(actor: Actor, product: Product, data: DossierData, version: int) -> list[str]:
    """Change what differs in the dossier. Returns the fields. Raises Forbidden, Conflict."""
    changes.check_may(actor, Action.OCOP_EDIT, product.cooperative)
    if (data.commune_number is None) != (data.commune_year is None):
        raise DomainError(
            N_("Số thứ tự và năm đi cùng nhau: hãy ghi cả hai, hoặc để trống cả hai."),
            "commune_number" if data.commune_number is None else "commune_year",
        )
    row = queries.dossier(product.id)
    _check_version(row, version)
    if row is None:
        row = OcopDossier(product_id=product.id, **vars(data))
        db.session.add(row)
        fields = sorted(name for name, value in vars(data).items() if value)
    else:
        fields = changes.apply(row, vars(data))
    db.session.flush()
    if fields:
        _record(actor, product, "ocop.dossier_changed", fields=fields)
    return fields


def save_evidence(
    actor: Actor, product: Product, kind: str, data: EvidenceData, version: int
) -> list[str]:
    """Say whether a paper is there, and where. Returns the fields. Raises Forbidden, Conflict."""
    changes.check_may(actor, Action.OCOP_EDIT, product.cooperative)
    row = queries.evidence(product.id).get(kind)
    _check_version(row, version)
    columns: dict[str, Any] = {"state": data.state, "note": data.note}
    if data.paper is not None:
        columns |= vars(data.paper) | {"state": "have"}
    if row is None:
        row = OcopEvidence(product_id=product.id, kind=kind, **columns)
        db.session.add(row)
        fields = sorted(columns)
    else:
        fields = changes.apply(row, columns)
    db.session.flush()
    if fields:
        _record(actor, product, "ocop.evidence_changed", kind=kind, fields=fields)
    return fields


def drop_file(actor: Actor, product: Product, kind: str) -> None:
    """Take the file of a paper away; the sweeper removes it when nothing else names it."""
    changes.check_may(actor, Action.OCOP_EDIT, product.cooperative)
    row = queries.evidence(product.id).get(kind)
    if row is None or row.storage_key is None:
        raise DomainError(N_("Mục này không có tệp nào."))
    fields = changes.apply(row, {"storage_key": None, "file_name": "", "media_type": ""})
    db.session.flush()
    _record(actor, product, "ocop.evidence_changed", kind=kind, fields=fields)


def set_certificate_end(actor: Actor, product: Product, ends_on: date, version: int) -> None:
    """The day printed on a certificate whose end no rule gives (issued before 22 May 2026).

    An approved product goes back to the reviewer: shoppers read of the certificate until that day.
    Raises Forbidden, Conflict; DomainError when there is no such certificate or the day is wrong.
    """
    changes.check_may(actor, Action.OCOP_EDIT, product.cooperative)
    changes.check_version(product, version)
    paper = queries.ocop_certificate(product)
    if paper is None or paper.issued_on is None:
        raise DomainError(N_("Hãy ghi ngày cấp giấy chứng nhận trước."), "ends_on")
    by_rule = expires_on(paper.issued_on)
    if by_rule is not None:
        raise DomainError(
            N_("Giấy này hết hạn ngày %(day)s theo quy định.", day=format_date(by_rule)), "ends_on"
        )
    if ends_on <= paper.issued_on:
        raise DomainError(N_("Ngày hết hạn phải sau ngày cấp."), "ends_on")
    before = snapshot(product)
    if not changes.apply(paper, {"expires_on": ends_on}):
        return
    product.changed_by_id = actor.account_id
    if product.state == "approved":
        product.state = "submitted"
    flag_modified(product, "name")
    db.session.flush()
    versions.changed(actor, product, before)
    _record(actor, product, "product.changed", fields=["ocop"])


def ask_dossier(actor: Actor, product: Product, title: str, lang: str) -> Job:
    """The job that makes the checklist as PDF. Raises Forbidden."""
    changes.check_may(actor, Action.OCOP_SEE, product.cooperative)
    params = {"product": product.slug, "lang": lang}
    key = f"{KIND}:{product.id}:{lang}:{actor.account_id}"
    return jobs.ask(actor, KIND, title, params, key)


def _save(
    actor: Actor, product: Product, part: str, tenths: Mapping[str, int | None], version: int
) -> list[str]:
    """Set the given codes of a page, leave its others alone."""
    changes.check_may(actor, Action.OCOP_EDIT, product.cooperative)
    set_number = product.ocop_set or 0
    sheet = queries.sheets(product.id, set_number).get(part)
    _check_version(sheet, version)
    held = {row.code: row for row in sheet.scores} if sheet else {}
    changed = sorted(
        code
        for code, given in tenths.items()
        if given != (held[code].tenths if code in held else None)
    )
    if not changed:
        return changed
    if sheet is None:
        sheet = OcopSheet(
            product_id=product.id, set_number=set_number, part=part, changed_at=utc_now(), scores=[]
        )
        db.session.add(sheet)
    for code in changed:
        given = tenths[code]
        if given is None:
            sheet.scores.remove(held[code])
        elif code in held:
            held[code].tenths = given
        else:
            sheet.scores.append(OcopScore(code=code, tenths=given))
    # A change of scores alone must count as a version of the page.
    sheet.changed_at = utc_now()
    db.session.flush()
    _record(actor, product, "ocop.scored", set=set_number, part=part, codes=changed)
    return changed


def _tenths(points: Decimal | int | None) -> int | None:
    return None if points is None else int(points * queries.TENTHS)


def _check_set(product: Product, *, is_scored: bool) -> None:
    if product.ocop_set is None or (product.ocop_set == SCORED_SET) != is_scored:
        raise DomainError(N_("Sản phẩm đã chuyển sang bộ tiêu chí khác. Hãy mở lại trang OCOP."))


def _check_version(row: OcopSheet | OcopDossier | OcopEvidence | None, version: int) -> None:
    if (row.version if row else 0) != version:
        raise Conflict(N_("Có người vừa sửa mục này. Hãy xem hai bản rồi chọn bản đúng."))


def _record(actor: Actor, product: Product, event: str, **data: Any) -> None:
    audit.record(actor, event, "product", product.id, product.cooperative_id, **data)
