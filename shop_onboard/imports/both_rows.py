"""Rows that each tell of a product and of who makes it, as published lists have them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from shop_onboard.imports import cells
from shop_onboard.imports.headers import Header
from shop_onboard.imports.layouts import BOTH, MAKER, kind_of
from shop_onboard.imports.row_cells import RowCells
from shop_onboard.imports.rows import CooperativeRow, ProductRow, cooperative_row, product_of
from shop_onboard.imports.table_rows import TableRows, left_out
from shop_onboard.values.text import N_, Message
from shop_onboard.values.workbook import Cell, RowError

# Code → commune ("" where none is told) → the maker there.
Makers = dict[str, dict[str, CooperativeRow]]


@dataclass
class BothRows:
    """Makers, each once, and the rows of their products.

    `folded` are rows of a maker behind the one that it is read from, each with that one.
    """

    makers: list[CooperativeRow]
    folded: list[tuple[CooperativeRow, CooperativeRow]]
    goods: TableRows


@dataclass(frozen=True)
class _Said:
    """What one row says of its maker, and what is wrong with that."""

    maker: CooperativeRow
    problems: Sequence[RowError]
    is_misread: bool
    commune: str


def read_both(name: str, header: Header, raw: dict[int, tuple[Cell, ...]]) -> BothRows:
    """A maker is read from the first row that tells enough; its other rows need not.

    Makers of one name in two communes are two, unless the file gives them one code: then the
    later row is refused. A row whose maker no row tells enough of is refused as a whole.
    """
    said = {number: _said(name, header, number, row) for number, row in raw.items()}
    makers: Makers = {}
    for each in said.values():
        if not each.problems:
            _add(makers, each.maker)
    found = BothRows([m for known in makers.values() for m in known.values()], [], TableRows(raw))
    for number, row in list(raw.items()):
        row_cells = RowCells(kind_of(BOTH), name, header, number, row)
        owner = _owner(makers, said[number])
        product = _product(row_cells, owner.code or "" if owner else "")
        wrong = [*([] if owner else _why(name, makers, said[number])), *row_cells.problems]
        if not wrong:
            found.goods.rows.append(product)
        elif not left_out(found.goods, name, number, row):
            found.goods.errors += wrong
        if owner is not None and owner.row != number:
            found.folded.append((owner, said[number].maker))
    return found


def _said(name: str, header: Header, number: int, row: Sequence[Cell]) -> _Said:
    part = RowCells(kind_of(BOTH), name, header, number, row).under(MAKER)
    maker = cooperative_row(part)
    is_named = maker.is_named or not maker.code
    code = maker.code or (cells.code_of_name(maker.name) if maker.name else "")
    maker = replace(maker, code=code, is_named=is_named)
    return _Said(maker, tuple(part.problems), part.is_misread, part.name_of("commune"))


def _add(makers: Makers, maker: CooperativeRow) -> None:
    known = makers.setdefault(maker.code or "", {})
    if not known:
        known[maker.commune_code] = maker
    elif maker.commune_code not in known and maker.is_named:
        code = cells.code_of_place(maker.name, maker.commune_code)
        known[maker.commune_code] = replace(maker, code=code)


def _owner(makers: Makers, said: _Said) -> CooperativeRow | None:
    """The maker of a row; None where that is not told for sure."""
    known: Mapping[str, CooperativeRow] = makers.get(said.maker.code or "", {})
    if said.is_misread:
        return None
    if said.maker.commune_code:
        return known.get(said.maker.commune_code)
    return next(iter(known.values())) if len(known) == 1 else None


def _why(name: str, makers: Makers, said: _Said) -> Sequence[RowError]:
    """What has to be mended before the maker of a row is known."""
    known = makers.get(said.maker.code or "", {})
    if said.is_misread or not known:
        return said.problems
    rows = ", ".join(str(maker.row) for maker in known.values())
    if said.maker.commune_code:
        if said.problems:
            return said.problems
        return [_of(name, said, _ELSEWHERE, rows)]
    return [_of(name, said, _WHICH, rows)]


_ELSEWHERE = N_("Mã «%(code)s» ở dòng %(rows)s là của xã khác: hãy xem lại mã hoặc xã.")
_WHICH = N_("Có nhiều nơi tên «%(name)s» ở các xã khác nhau (dòng %(rows)s): hãy ghi xã.")


def _of(name: str, said: _Said, words: Message, rows: str) -> RowError:
    told = {"code": said.maker.code, "name": said.maker.name, "rows": rows}
    params = {key: value for key, value in told.items() if f"%({key})s" in words.msgid}
    return RowError(name, said.maker.row, said.commune, Message(words.msgid, params))


def _product(row: RowCells, cooperative_code: str) -> ProductRow:
    code = row.maybe("code", cells.code)
    product = product_of(row, code or "", cooperative_code)
    return product if code else replace(product, code=cells.code_of_name(product.name))
