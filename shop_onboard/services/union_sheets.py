"""A union's tree from a sheet: worked out row by row, then put in, parents before their units."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.imports.union_sheet import SheetRead, UnionRow
from shop_onboard.models.cooperatives import Cooperative
from shop_onboard.models.organisations import Union, UnionSuccession
from shop_onboard.policy import Action, Actor
from shop_onboard.queries import places, scope
from shop_onboard.services import audit, changes
from shop_onboard.services.organisations import RESERVED_CODES, keep_past, named, today
from shop_onboard.values.text import N_, Message
from shop_onboard.values.unions import may_stand_under
from shop_onboard.values.workbook import RowError

_OPTIONAL = (
    "valid_from",
    "valid_to",
    "declared_unit_count",
    "declared_branch_count",
    "declared_member_count",
    "gathered_permille",
    "declared_on",
)


class _Refused(Exception):
    """A row that cannot go in."""

    def __init__(self, key: str, message: Message) -> None:
        super().__init__(str(message))
        self.key = key
        self.message = message


@dataclass
class UnionPlan:
    """What the rows of a sheet will do; `order` has those that can go in, parents first."""

    created: list[UnionRow] = field(default_factory=list)
    updated: list[UnionRow] = field(default_factory=list)
    unchanged: list[UnionRow] = field(default_factory=list)
    failed: int = 0
    order: list[UnionRow] = field(default_factory=list)
    errors: list[RowError] = field(default_factory=list)

    @property
    def codes(self) -> frozenset[str]:
        """The units that the sheet adds."""
        return frozenset(row.code for row in self.created)


@dataclass
class _Known:
    """The units that are there, and what may be done to them."""

    actor: Actor
    unions: dict[str, Union]
    by_id: dict[int, Union]
    communes: dict[str, int]
    provinces: dict[str, int]
    successors: dict[int, set[str]]
    holding: set[int]
    kinds_below: dict[int, set[str]]

    @classmethod
    def of(cls, actor: Actor, rows: Sequence[UnionRow]) -> "_Known":
        unions = db.session.scalars(sa.select(Union)).all()
        by_id = {union.id: union for union in unions}
        successors: dict[int, set[str]] = {}
        for step in db.session.scalars(sa.select(UnionSuccession)):
            found = successors.setdefault(step.predecessor_id, set())
            found.add(by_id[step.successor_id].code)
        kinds_below: dict[int, set[str]] = {}
        for union in unions:
            if union.parent_id is not None:
                kinds_below.setdefault(union.parent_id, set()).add(union.kind)
        return cls(
            actor,
            {union.code: union for union in unions},
            by_id,
            places.commune_ids({row.commune_code for row in rows if row.commune_code}),
            places.province_ids(),
            successors,
            set(db.session.scalars(sa.select(Cooperative.__table__.c.union_id).distinct())),
            kinds_below,
        )

    def may(self, union: Union | None) -> bool:
        union_id = union.id if union else None
        return scope.may_for_union(self.actor, Action.ORGANISATION_EDIT, union_id)

    def parent_of(self, union: Union) -> Union | None:
        return self.by_id[union.parent_id] if union.parent_id else None


def plan(actor: Actor, sheet: SheetRead[UnionRow]) -> UnionPlan:
    """What would become of the rows, without changing anything.

    A row whose parent fails fails too. Blank cells leave a known unit as it is.
    """
    made = UnionPlan(failed=sheet.unread)
    work = _Work(_Known.of(actor, sheet.rows), sheet)
    for row in sheet.rows:
        try:
            work.check(row)
        except _Refused as refused:
            made.errors.append(sheet.error(row.row, refused.key, refused.message))
            made.failed += 1
            continue
        union = work.known.unions.get(row.code)
        if union is None:
            made.created.append(row)
        elif work.changes_of(row, union) or work.new_successors(row, union):
            made.updated.append(row)
        else:
            made.unchanged.append(row)
    made.order = work.ordered(made.created + made.updated)
    return made


def put_in(actor: Actor, sheet: SheetRead[UnionRow]) -> UnionPlan:
    """Create and change the units of the good rows; returns what was done, errors and all."""
    made = plan(actor, sheet)
    work = _Work(_Known.of(actor, sheet.rows), sheet)
    for level in work.levels(made.order):
        new = [row for row in level if row.code not in work.known.unions]
        for row in new:
            union = work.founded(row)
            work.known.unions[row.code] = union
            db.session.add(union)
        for row in level:
            work.change(row)
        db.session.flush()
        for row in new:
            union = work.known.unions[row.code]
            audit.record(actor, "union.created", "union", union.id, code=row.code, name=row.name)
    for row in made.order:
        work.succeed(row)
    db.session.flush()
    if made.order:
        audit.record(
            actor,
            "union_sheet.imported",
            "union",
            None,
            created=len(made.created),
            updated=len(made.updated),
            unchanged=len(made.unchanged),
            failed=made.failed,
        )
    return made


class _Work:
    """Judges rows by each other and by the units that are there."""

    def __init__(self, known: _Known, sheet: SheetRead[UnionRow]) -> None:
        self.known = known
        self.rows: dict[str, UnionRow] = {}
        self.twice: dict[int, int] = {}
        for row in sheet.rows:
            first = self.rows.setdefault(row.code, row)
            if first is not row:
                self.twice[row.row] = first.row
        self._judged: dict[str, _Refused | None] = {}
        self._above: list[str] = []

    def check(self, row: UnionRow) -> None:
        """Raises _Refused where the row cannot go in."""
        if row.row in self.twice:
            first = self.twice[row.row]
            raise _Refused("code", N_("Mã này đã có ở dòng %(row)s.", row=first))
        self._judge(row)
        for code in row.successor_codes:
            if code == row.code or (code not in self.rows and code not in self.known.unions):
                raise _Refused(
                    "successor_codes", N_("Không có đơn vị tiếp nhận mã «%(code)s».", code=code)
                )

    def _judge(self, row: UnionRow) -> None:
        if row.code not in self._judged:
            if row.code in self._above:
                raise _Refused("parent_code", N_("Các đơn vị này lấy nhau làm cấp trên."))
            self._above.append(row.code)
            try:
                self._check_row(row)
                self._judged[row.code] = None
            except _Refused as refused:
                self._judged[row.code] = refused
            finally:
                self._above.pop()
        refusal = self._judged[row.code]
        if refusal is not None:
            raise refusal

    def _check_row(self, row: UnionRow) -> None:
        union = self.known.unions.get(row.code)
        if row.code.lower() in RESERVED_CODES or (union is not None and not self.known.may(union)):
            raise _Refused("code", N_("Mã «%(code)s» đã dùng cho đơn vị khác.", code=row.code))
        self._check_parent(row, union)
        if union is None:
            return
        below = self.known.kinds_below.get(union.id, set())
        if not all(may_stand_under(kind, row.kind) for kind in below):
            raise _Refused("kind", N_("Loại này không hợp với các đơn vị cấp dưới đang có."))
        first = row.valid_from or union.valid_from
        last = row.valid_to or union.valid_to
        if first is not None and last is not None and last < first:
            raise _Refused("valid_to", N_("Ngày kết thúc sớm hơn ngày bắt đầu."))
        if row.valid_to and row.valid_to != union.valid_to and union.id in self.known.holding:
            raise _Refused(
                "valid_to",
                N_("Đơn vị này còn hợp tác xã: hãy ghi kết thúc, sáp nhập ở trang của đơn vị."),
            )

    def _check_parent(self, row: UnionRow, union: Union | None) -> None:
        held = self.known.parent_of(union) if union else None
        code = row.parent_code or (held.code if held else None)
        if code is None:
            if union is None and not self.known.may(None):
                raise _Refused("parent_code", N_("Hãy ghi mã đơn vị cấp trên."))
            return
        if union is not None and held is not None and not self.known.may(held):
            is_ending = row.valid_to is not None and row.valid_to != union.valid_to
            if code != held.code or is_ending:
                raise _Refused(
                    "parent_code", N_("Chỉ cấp trên mới chuyển hoặc kết thúc được đơn vị này.")
                )
        if self._stands_under(code, row.code):
            raise _Refused("parent_code", N_("Các đơn vị này lấy nhau làm cấp trên."))
        kind = self._kind_above(code, held, union)
        if not may_stand_under(row.kind, kind):
            raise _Refused(
                "kind", N_("Loại đơn vị này không đặt dưới đơn vị mã «%(code)s» được.", code=code)
            )

    def _stands_under(self, code: str | None, wanted: str) -> bool:
        """Whether the chain above a code meets that unit."""
        passed: set[str] = set()
        while code is not None and code not in passed:
            if code == wanted:
                return True
            passed.add(code)
            row, union = self.rows.get(code), self.known.unions.get(code)
            held = self.known.parent_of(union) if union else None
            code = (row.parent_code if row else None) or (held.code if held else None)
        return False

    def _kind_above(self, code: str, held: Union | None, own: Union | None) -> str:
        """The kind of the unit above; _Refused where it is unknown, foreign or wrong itself."""
        above = self.rows.get(code)
        if above is not None:
            try:
                self._judge(above)
            except _Refused as refused:
                if code in self._above:
                    raise
                raise _Refused(
                    "parent_code",
                    N_(
                        "Đơn vị cấp trên «%(code)s» (dòng %(row)s) còn lỗi.",
                        code=code,
                        row=above.row,
                    ),
                ) from refused
            return above.kind
        union = self.known.unions.get(code)
        if union is None or not (self.known.may(union) or union is held):
            raise _Refused("parent_code", N_("Không có đơn vị cấp trên mã «%(code)s».", code=code))
        if own is not None and own.is_sample != union.is_sample:
            raise _Refused("parent_code", N_("Đơn vị mẫu và đơn vị thật không gộp với nhau được."))
        return union.kind

    def ordered(self, rows: Sequence[UnionRow]) -> list[UnionRow]:
        """Parents before their units."""
        depth = {row.code: self._depth(row) for row in rows}
        return sorted(rows, key=lambda row: depth[row.code])

    def levels(self, rows: Sequence[UnionRow]) -> list[list[UnionRow]]:
        """The rows by their depth among each other, the highest first."""
        found: dict[int, list[UnionRow]] = {}
        for row in rows:
            found.setdefault(self._depth(row), []).append(row)
        return [found[depth] for depth in sorted(found)]

    def _depth(self, row: UnionRow) -> int:
        depth, above = 0, self.rows.get(row.parent_code or "")
        while above is not None:
            depth, above = depth + 1, self.rows.get(above.parent_code or "")
        return depth

    def columns(self, row: UnionRow) -> dict[str, Any]:
        """What the row says; a blank cell says nothing."""
        found: dict[str, Any] = named(row.name) | {"kind": row.kind}
        found |= {key: getattr(row, key) for key in _OPTIONAL if getattr(row, key) is not None}
        if row.commune_code:
            found["commune_id"] = self.known.communes[row.commune_code]
        if row.province_code:
            found["province_id"] = self.known.provinces[row.province_code]
        parent = self.known.unions.get(row.parent_code or "")
        if parent is not None:
            found["parent_id"] = parent.id
        return found

    def changes_of(self, row: UnionRow, union: Union) -> list[str]:
        """The columns in which a known unit would differ."""
        columns = self.columns(row)
        if row.parent_code and row.parent_code not in self.known.unions:
            columns["parent_id"] = None
        return [name for name, value in columns.items() if getattr(union, name) != value]

    def founded(self, row: UnionRow) -> Union:
        """A new unit; one under the sample is of the sample."""
        parent = self.known.unions.get(row.parent_code or "")
        is_sample = parent.is_sample if parent else False
        return Union(code=row.code, is_sample=is_sample, **self.columns(row))

    def change(self, row: UnionRow) -> None:
        """Change a known unit; its earlier name and place are kept."""
        union = self.known.unions[row.code]
        if union.id is None:
            return
        changed = self.changes_of(row, union)
        if "name" in changed or "parent_id" in changed:
            keep_past(union, today() - timedelta(days=1))
        changes.apply(union, self.columns(row))
        fields = [name for name in changed if name not in ("name_folded", "name_sort")]
        if fields:
            audit.record(
                self.known.actor, "union.changed", "union", union.id, code=row.code, fields=fields
            )

    def new_successors(self, row: UnionRow, union: Union) -> list[str]:
        """The successors that are not known yet."""
        held = self.known.successors.get(union.id, set())
        return [code for code in row.successor_codes if code not in held]

    def succeed(self, row: UnionRow) -> None:
        """Keep who carries on the unit's work."""
        union = self.known.unions[row.code]
        for code in self.new_successors(row, union):
            later = self.known.unions.get(code)
            if later is not None:
                db.session.add(UnionSuccession(predecessor_id=union.id, successor_id=later.id))
