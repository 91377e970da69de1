"""What the columns of a foreign table are likely to hold, from their headers and their cells."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from shop_onboard.imports import cells
from shop_onboard.imports.headers import OWN_COLUMNS, UNITS, is_own_sheet, sheet_by_name, split_unit
from shop_onboard.imports.layouts import (
    BOTH,
    MAKER,
    MAY_WAIT,
    PLACES,
    Layout,
    Source,
    TableLayout,
    bare_key,
    kind_of,
    kinds,
)
from shop_onboard.imports.readers import RawTable
from shop_onboard.values.facts import fact_rows
from shop_onboard.values.place_search import find_province
from shop_onboard.values.text import Unreadable, clean
from shop_onboard.values.workbook import Cell, Column, name_key

MOST_HEADER_ROWS = 2
FIRST_ROWS = 12
_SAMPLE_ROWS = 40
_LONGEST_HEADER = 80
_LEAST_MATCHES = 2
_LEAST_SHARE = 0.8
_LEAST_FILLED = 3
# «STT» numbers the rows; it is no code.
COUNTERS = {"stt", "tt", "so", "no"}


@dataclass(frozen=True)
class HeaderText:
    """What stands over one column: the two lines of a two-line header, or one and ""."""

    upper: str
    lower: str

    @property
    def text(self) -> str:
        """Both lines, as a person reads them."""
        return " – ".join(dict.fromkeys(line for line in (self.upper, self.lower) if line))

    @property
    def names(self) -> tuple[str, ...]:
        """What may be the column's name: the lower line, both, at last the upper line."""
        joined = f"{self.upper} {self.lower}".strip()
        return tuple(name for name in (self.lower, joined, self.upper) if name)


def guess(tables: Sequence[RawTable]) -> Layout:
    """The likeliest layout; a table that looks like nothing known is left out."""
    return Layout(tuple(_guess_table(table) for table in tables))


def guess_as(table: RawTable, kind: str, first_row: int, header_rows: int) -> TableLayout:
    """The likeliest columns of a table whose kind and header somebody has named."""
    plain = TableLayout(table.name, kind, first_row, header_rows)
    return replace(plain, sources=_sources(table, plain)) if kind else plain


def with_province(layout: TableLayout, province: str) -> TableLayout:
    """The layout with this province for a file that names none; "" where it is not known."""
    if not province or layout.kind not in (BOTH, "cooperatives"):
        return layout
    key = f"{MAKER}province" if layout.kind == BOTH else "province"
    if key in layout.sources:
        return layout
    return replace(layout, sources={**layout.sources, key: Source(constant=province)})


def header_texts(table: RawTable, first_row: int, header_rows: int) -> tuple[HeaderText, ...]:
    """What stands over each column; a merged cell stands over all that it covers."""
    rows = table.rows[first_row : first_row + header_rows]
    width = max((len(row) for row in table.rows[: first_row + _SAMPLE_ROWS]), default=0)
    lines = [_line(table, first_row + at, row, width) for at, row in enumerate(rows)]
    if not lines:
        return ()
    if len(lines) == 1:
        return tuple(HeaderText("", text) for text in lines[0])
    upper = _spread(lines[0], lines[1]) if not table.merged else lines[0]
    return tuple(HeaderText(*pair) for pair in zip(upper, lines[1], strict=True))


def _line(table: RawTable, index: int, row: Sequence[Cell], width: int) -> list[str]:
    texts = [clean(cell) if isinstance(cell, str) else "" for cell in row]
    texts += [""] * (width - len(texts))
    for top, left, low, right in table.merged:
        if top == index <= low and left < width and texts[left]:
            texts[left : right + 1] = [texts[left]] * (min(right, width - 1) - left + 1)
    return texts


def _spread(upper: Sequence[str], lower: Sequence[str]) -> list[str]:
    """Where merges are not told (CSV): a blank above a text belongs to what stands left of it."""
    found: list[str] = []
    for above, below in zip(upper, lower, strict=True):
        found.append(above or (found[-1] if found and below else ""))
    return found


def _guess_table(table: RawTable) -> TableLayout:
    if is_own_sheet(table.name) or not table.rows:
        return TableLayout(table.name)
    named = sheet_by_name(table.name)
    wanted = [named] if named else list(kinds())
    best, best_score = TableLayout(table.name), (0, 0, 0)
    for first_row in range(min(FIRST_ROWS, len(table.rows))):
        for header_rows in _header_rows(table, first_row):
            texts = header_texts(table, first_row, header_rows)
            for sheet in wanted:
                plain = TableLayout(table.name, sheet.key, first_row, header_rows)
                sources = _by_header(texts, sheet.key)
                layout = replace(plain, sources=sources)
                score = _score(layout, texts)
                if score > best_score:
                    best, best_score = layout, score
    if best_score[0] < _LEAST_MATCHES:
        return TableLayout(table.name, first_row=_likely_header(table))
    return replace(best, sources=_sources(table, best))


def _score(layout: TableLayout, texts: Sequence[HeaderText]) -> tuple[int, int, int]:
    """More columns that the kind needs, then more columns, then fewer lines of header."""
    needed = {c.key for c in kind_of(layout.kind).columns if c.required}
    missing = {c.key for c in layout.missing() if bare_key(c.key) not in MAY_WAIT}
    used = {source.place for source in layout.sources.values() if source.place is not None}
    if layout.kind == BOTH and not {f"{MAKER}name", "name"} <= set(layout.sources):
        return 0, 0, 0
    return (
        len(used) + len(needed & set(layout.sources)) - len(missing),
        len(used),
        -sum(bool(text.upper) for text in texts),
    )


def _header_rows(table: RawTable, first_row: int) -> Iterable[int]:
    """One line; two where the next holds short texts alone, under cells that leave room for it."""
    if any(top == first_row and low == first_row + 1 for top, _, low, _ in table.merged):
        yield MOST_HEADER_ROWS
        return
    yield 1
    if first_row + 1 >= len(table.rows):
        return
    upper, lower = table.rows[first_row], table.rows[first_row + 1]
    if sum(cell is not None for cell in upper) < _LEAST_MATCHES:
        return
    texts = [cell for cell in lower if cell is not None]
    is_short = all(isinstance(c, str) and len(clean(c)) <= _LONGEST_HEADER for c in texts)
    is_plain = all(isinstance(c, str) and not any(char.isdigit() for char in c) for c in texts)
    gaps = [at for at, cell in enumerate(lower) if cell and (at >= len(upper) or not upper[at])]
    is_merged = any(top == first_row for top, *_ in table.merged)
    if texts and is_short and (is_merged or (is_plain and gaps)):
        yield MOST_HEADER_ROWS


def _likely_header(table: RawTable) -> int:
    """The first row with the most texts."""
    counts = [sum(isinstance(c, str) and bool(c.strip()) for c in row) for row in table.rows[:12]]
    return counts.index(max(counts)) if counts else 0


def _sources(table: RawTable, layout: TableLayout) -> dict[str, Source]:
    texts = header_texts(table, layout.first_row, layout.header_rows)
    sources = _by_header(texts, layout.kind)
    start = layout.first_row + layout.header_rows
    rows = table.rows[start : start + _SAMPLE_ROWS]
    _add_by_content(sources, layout.kind, rows, [text.text for text in texts])
    _add_codes(sources, layout.kind)
    if layout.kind != PLACES:
        _drop_former_district(sources, texts)
    return sources


def _by_header(texts: Sequence[HeaderText], kind: str) -> dict[str, Source]:
    """Own names before aliases, aliases before mere likenesses; a place serves one column.

    The upper line alone, which may stand over several columns, is asked last.
    """
    found: dict[str, Source] = {}
    whole = [_keys_of(text.names[:-1] if text.upper else text.names) for text in texts]
    upper = [_keys_of([text.upper] if text.upper else []) for text in texts]
    for keys in (whole, upper):
        for names in (_own_names, _alias_names, _guess_names, _former_names):
            for column in kind_of(kind).columns:
                if column.key not in found:
                    source = _source_of(column, names(kind, column), keys, found)
                    if source is not None:
                        found[column.key] = source
    return found


def _source_of(
    column: Column,
    wanted: frozenset[str],
    keys: Sequence[Sequence[tuple[str, str]]],
    found: Mapping[str, Source],
) -> Source | None:
    taken = {source.place for source in found.values()}
    for place, known in enumerate(keys):
        unit = _fits(known, wanted, column) if place not in taken else None
        if unit is not None:
            return Source(place, unit)
    return None


def _keys_of(names: Iterable[str]) -> list[tuple[str, str]]:
    """(key of the name, key of the unit in brackets or "") for each reading of a header."""
    found = []
    for name in names:
        key = name_key(name)
        if key and key not in OWN_COLUMNS and key not in COUNTERS:
            found.append((key, ""))
            if parts := split_unit(name):
                found.append((name_key(parts[0]), name_key(parts[1])))
    return found


def _fits(known: Iterable[tuple[str, str]], wanted: frozenset[str], column: Column) -> str | None:
    """The unit that the header names ("" without one); None where it is another column's."""
    for name, unit in known:
        if name in wanted and (not unit or unit in UNITS.get(column.form, {})):
            return UNITS[column.form][unit] if unit else ""
    return None


def _own_names(kind: str, column: Column) -> frozenset[str]:
    # In one row with the product, a bare «Tên» or «Mã» says nothing of whose it is.
    if kind == BOTH and bare_key(column.key) in ("name", "code"):
        return frozenset()
    return frozenset({name_key(column.name)})


def _alias_names(_kind: str, column: Column) -> frozenset[str]:
    return frozenset(name_key(alias) for alias in column.aliases)


def _guess_names(kind: str, column: Column) -> frozenset[str]:
    key = column.key
    sheet = kind if kind != BOTH else ("cooperatives" if key.startswith(MAKER) else "products")
    return _guesses().get((sheet, bare_key(key)), frozenset())


def _former_names(kind: str, column: Column) -> frozenset[str]:
    """A column of former names is asked only where none has today's."""
    if kind == PLACES:
        return frozenset()
    return _guesses().get(("former", bare_key(column.key)), frozenset())


@lru_cache(maxsize=1)
def _guesses() -> Mapping[tuple[str, str], frozenset[str]]:
    return {
        (row["sheet"], row["key"]): frozenset(name_key(name) for name in row["aliases"].split("|"))
        for row in fact_rows("workbook_guesses")
    }


def _add_by_content(
    sources: dict[str, Source],
    kind: str,
    rows: Sequence[Sequence[Cell]],
    texts: Sequence[str],
) -> None:
    """Columns that their cells give away: phones, tax codes, provinces, dates, channels."""
    for column in kind_of(kind).columns:
        reads = _TELLING.get(bare_key(column.key))
        if reads is None or column.key in sources:
            continue
        taken = {source.place for source in sources.values()}
        for place in range(len(texts)):
            if place not in taken and _share(rows, place, reads) >= _LEAST_SHARE:
                sources[column.key] = Source(place)
                break


def _share(rows: Sequence[Sequence[Cell]], place: int, reads: Callable[[Cell], object]) -> float:
    filled = [row[place] for row in rows if place < len(row) and not cells.is_blank(row[place])]
    if len(filled) < _LEAST_FILLED:
        return 0.0
    return sum(_is_read(cell, reads) for cell in filled) / len(filled)


def _is_read(cell: Cell, reads: Callable[[Cell], object]) -> bool:
    try:
        cells.check(cell)
        reads(cell)
    except Unreadable:
        return False
    return True


def _province(cell: Cell) -> object:
    return find_province(cells.as_text(cell))


def _dated(cell: Cell) -> object:
    return cells.day(cell)


# What cannot be taken for something else: a number of ten digits may be many things, but not
# a name, and forty of them are no accident.
_TELLING: Mapping[str, Callable[[Cell], object]] = {
    "phone": cells.phone,
    "province": _province,
    "channel_key": cells.channel,
    "sold_on": _dated,
    "harvested_on": _dated,
    "gtin": cells.gtin,
    "kind": cells.kind,
}


def _add_codes(sources: dict[str, Source], kind: str) -> None:
    """A list without codes is known again by its names."""
    if kind == "products" and "code" not in sources and "name" in sources:
        sources["code"] = Source(sources["name"].place, is_name=True)
    if kind == "cooperatives" and "code" not in sources and "name" in sources:
        sources["code"] = Source(sources["name"].place, is_name=True)


def _drop_former_district(sources: dict[str, Source], texts: Sequence[HeaderText]) -> None:
    """Beside a column of today's communes, a former district would make their names old ones."""
    for prefix in ("", MAKER):
        commune = sources.get(f"{prefix}commune")
        if commune is not None and commune.place is not None:
            words = name_key(texts[commune.place].text)
            if words.endswith(("moi", "new", "nay")):
                sources.pop(f"{prefix}former_district", None)
