"""Tables for other programs: delimited text and workbooks in which no text is ever a formula."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

import xlsxwriter

# A spreadsheet takes text that starts like this for a formula (OWASP "CSV Injection").
_FORMULA_STARTS = frozenset("=+-@\t\r\n")

Cell = str | int | None


def guard(text: str) -> str:
    """The text with `'` in front where a spreadsheet would run it as a formula."""
    return f"'{text}" if text[:1] in _FORMULA_STARTS else text


def csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Comma-separated table for a spreadsheet: UTF-8 with byte order mark, RFC 4180 quoting.

    No text in it is a formula: see `guard`.
    """
    guarded = (
        [guard(cell) if isinstance(cell, str) and cell else cell for cell in row] for row in rows
    )
    return b"\xef\xbb\xbf" + _delimited(header, guarded, ",", "\r\n")


def feed_csv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Comma-separated table for a machine: UTF-8, RFC 4180 quoting, every text as it is."""
    return _delimited(header, rows, ",", "\r\n")


def feed_tsv_bytes(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """Tab-separated table for a machine: UTF-8, one line a row, white space as single spaces."""
    return _delimited(header, ([_one_line(cell) for cell in row] for row in rows), "\t", "\n")


def _one_line(cell: Cell) -> Cell:
    if not isinstance(cell, str):
        return cell
    # Most are so already, and looking costs a third of splitting.
    return cell.strip() if cell.isprintable() and "  " not in cell else " ".join(cell.split())


def _delimited(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], delimiter: str, line_end: str
) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter, lineterminator=line_end)
    writer.writerow(header)
    writer.writerows(rows)
    return text.getvalue().encode()


@dataclass
class NewWorkbook:
    """A workbook being written; `content` is the finished file once the block has ended."""

    book: xlsxwriter.Workbook
    content: bytes = b""


@contextmanager
def new_workbook(title: str, author: str, made_at: datetime) -> Iterator[NewWorkbook]:
    """An XLSX in memory, the same bytes for the same input, whose texts stay texts.

    `made_at` is aware; a workbook keeps no time zone, so its own wall time is written.
    """
    output = io.BytesIO()
    book = xlsxwriter.Workbook(
        output,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            # Column widths count digits of this font: one that every office program measures alike.
            "default_format_properties": {"font_name": "Arial", "font_size": 10},
        },
    )
    created = made_at.replace(tzinfo=None, microsecond=0)
    book.set_properties({"title": title, "author": author, "created": created})
    new = NewWorkbook(book)
    yield new
    book.close()
    new.content = output.getvalue()
