"""Pages of a list, and search that needs no marks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

import sqlalchemy as sa

from shop_onboard.extensions import db
from shop_onboard.values.text import fold

PAGE_SIZE = 25
_MAX_SEARCH_CHARS = 100

Row = TypeVar("Row")


@dataclass(frozen=True)
class Page(Generic[Row]):
    """One page of a list; `number` and `pages` count from 1."""

    items: Sequence[Row]
    number: int
    pages: int
    total: int


def page_of(select: sa.Select[Any], number: int, size: int = PAGE_SIZE) -> Page[Any]:
    """Run a select of one entity as a page; a number out of range gives the nearest page."""
    key = sa.inspect(select.column_descriptions[0]["entity"]).primary_key[0]
    keys = select.with_only_columns(key, maintain_column_froms=True)
    counted = select.with_only_columns(sa.func.count(), maintain_column_froms=True)
    total = db.session.scalar(counted.order_by(None)) or 0
    pages = max(1, -(-total // size))
    number = min(max(1, number), pages)
    # Only the page's own rows are read whole: skipping five hundred pages of them takes long.
    chosen = db.session.scalars(keys.limit(size).offset((number - 1) * size)).all()
    rows = db.session.scalars(select.where(key.in_(chosen))).unique().all() if chosen else []
    return Page(rows, number, pages, total)


def matches(column: Any, text: str) -> sa.ColumnElement[bool]:
    """Every typed word occurs in the folded column; `%`, `_` and `\\` are plain characters."""
    words = fold(text[:_MAX_SEARCH_CHARS]).split()
    return sa.and_(sa.true(), *(column.contains(word, autoescape=True) for word in words))
