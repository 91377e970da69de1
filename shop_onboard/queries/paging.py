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
    counted = sa.select(sa.func.count()).select_from(select.order_by(None).subquery())
    total = db.session.scalar(counted) or 0
    pages = max(1, -(-total // size))
    number = min(max(1, number), pages)
    rows = db.session.scalars(select.limit(size).offset((number - 1) * size)).unique().all()
    return Page(rows, number, pages, total)


def matches(column: Any, text: str) -> sa.ColumnElement[bool]:
    """Every typed word occurs in the folded column; `%`, `_` and `\\` are plain characters."""
    words = fold(text[:_MAX_SEARCH_CHARS]).split()
    return sa.and_(sa.true(), *(column.contains(word, autoescape=True) for word in words))
