"""CSV as people's programs write it: four delimiters, six encodings, quotes and line breaks."""

import csv
import io
import re
from collections import Counter
from dataclasses import dataclass

from shop_onboard.errors import DomainError
from shop_onboard.imports import child
from shop_onboard.imports.legacy import ENCODINGS as LEGACY
from shop_onboard.imports.legacy import find_encoding, to_unicode, vietnamese_share
from shop_onboard.values.text import N_, clean
from shop_onboard.values.workbook import Cell, CellError

DELIMITERS = (",", ";", "\t", "|")

_SAMPLE_ROWS = 20
_LEAST_SHARE = 0.6
_SEPARATOR_LINE = re.compile(r"sep=(.)\r?\n")
# Our own CSV puts an apostrophe before what a spreadsheet would take for a formula.
_GUARD = re.compile(r"'(?=[=+\-@\t\r\n])")


ENCODINGS = ("utf-8", "cp1258", "tcvn3", "vni", "viscii", "utf-16-le", "utf-16-be")
_MARKS = {"utf-8": b"\xef\xbb\xbf", "utf-16-le": b"\xff\xfe", "utf-16-be": b"\xfe\xff"}
_PREVIEW_ROWS = 6
_PREVIEW_CELLS = 8


@dataclass(frozen=True)
class Reading:
    """A CSV as it reads in one encoding: its first rows, and how Vietnamese they are (0–1)."""

    encoding: str
    rows: tuple[tuple[str, ...], ...]
    share: float


def read_csv(
    content: bytes, encoding: str | None = None, delimiter: str | None = None
) -> tuple[list[list[Cell]], str, str]:
    """The rows of a CSV, its delimiter and its encoding ("utf-8", "cp1258", "tcvn3", …).

    Both are found out unless somebody has named them. Raises DomainError when the text is in no
    encoding known here, or not in the one that was named.
    """
    text, found = _decode(content) if encoding is None else (_decode_as(content, encoding), "")
    rows, delimiter = _rows(text, delimiter)
    if encoding in LEGACY:
        return [[_converted(cell, encoding) for cell in row] for row in rows], delimiter, encoding
    if encoding is not None:
        return rows, delimiter, encoding
    if found in ("latin-1", "utf-8"):
        legacy, readable = find_encoding(
            cell for row in rows for cell in row if isinstance(cell, str)
        )
        if legacy is None and not readable and found == "latin-1":
            raise _undecodable()
        if legacy is not None:
            rows = [[_converted(cell, legacy) for cell in row] for row in rows]
            found = legacy
    return rows, delimiter, found


def readings(content: bytes) -> tuple[Reading, ...]:
    """The CSV in every encoding in which it can be read, the most Vietnamese one first."""
    head = content[:60_000]
    head = head[: head.rfind(b"\n") + 1] or head
    found = []
    for encoding in ENCODINGS:
        try:
            rows, _, _ = read_csv(head, encoding)
        except DomainError:
            continue
        texts = tuple(
            tuple(clean(str(cell or ""))[:60] for cell in row[:_PREVIEW_CELLS])
            for row in rows[:_PREVIEW_ROWS]
        )
        share = vietnamese_share("\n".join(cell for row in texts for cell in row))
        found.append(Reading(encoding, texts, 1.0 if share is None else share))
    return tuple(sorted(found, key=lambda reading: -reading.share))


def _rows(text: str, delimiter: str | None) -> tuple[list[list[Cell]], str]:
    # One field may be as long as the file; what is too long for a cell is reported by its place.
    # The limit is the whole process's, so it is only ever raised.
    csv.field_size_limit(max(csv.field_size_limit(), len(text)))
    if match := _SEPARATOR_LINE.match(text):
        text, delimiter = text[match.end() :], match[1]
    elif delimiter is None:
        delimiter = _find_delimiter(text)
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    return [[_cell(field) for field in row] for row in lines], delimiter


def _decode_as(content: bytes, encoding: str) -> str:
    if encoding in LEGACY:
        return content.decode("latin-1")
    mark = _MARKS.get(encoding, b"")
    if mark and content.startswith(mark):
        content = content[len(mark) :]
    text = _strictly(content, encoding)
    if "\0" in text:
        raise _undecodable()
    return text


def _cell(field: str) -> Cell:
    if len(field) > child.MOST_CHARACTERS:
        return CellError(child.TOO_LONG)
    return _GUARD.sub("", field, count=1) if field.startswith("'") else field or None


def _converted(cell: Cell, encoding: str) -> Cell:
    return to_unicode(cell, encoding) if isinstance(cell, str) else cell


class UnknownEncodingError(DomainError):
    """The text is in no encoding that is known for sure; a person may still tell by looking."""


def _undecodable() -> DomainError:
    return UnknownEncodingError(
        N_(
            "Không đọc được chữ tiếng Việt trong tệp này: hãy mở tệp bằng Excel,"
            " chọn Lưu thành, kiểu «CSV UTF-8» hoặc «.xlsx», rồi gửi lại."
        )
    )


def _decode(content: bytes) -> tuple[str, str]:
    if content.startswith(b"\xef\xbb\xbf"):
        return _strictly(content[3:], "utf-8"), "utf-8"
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if content.startswith(mark):
            return _strictly(content[2:], encoding), encoding
    if guess := _utf_16_without_mark(content):
        return _strictly(content, guess), guess
    if b"\0" in content:
        raise DomainError(
            N_("Tệp này không phải bảng tính: hãy gửi tệp .xlsx, .xls, .ods hoặc .csv.")
        )
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return _single_byte(content)


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError:
        raise _undecodable() from None


def _utf_16_without_mark(content: bytes) -> str | None:
    """UTF-16 text has a zero in every second byte of its ASCII part, and in none of the others."""
    head = content[:2_000]
    even, odd = head[0::2].count(0), head[1::2].count(0)
    if odd > len(head) // 8 and even == 0:
        return "utf-16-le"
    return "utf-16-be" if even > len(head) // 8 and odd == 0 else None


def _single_byte(content: bytes) -> tuple[str, str]:
    """Windows-1258 where that gives Vietnamese, else the bytes as letters for `legacy`."""
    text = content.decode("cp1258", errors="replace")
    share = vietnamese_share(text) or 0.0
    if share >= _LEAST_SHARE and "\ufffd" not in text:
        return text, "cp1258"
    return content.decode("latin-1"), "latin-1"


def _find_delimiter(text: str) -> str:
    """The sign that parts most of the first rows into the same number of fields."""
    sample = text[:200_000]

    def agreement(delimiter: str) -> tuple[int, int]:
        widths: Counter[int] = Counter()
        for row in csv.reader(io.StringIO(sample, newline=""), delimiter=delimiter):
            if len(row) > 1:
                widths[len(row)] += 1
            if widths.total() == _SAMPLE_ROWS:
                break
        width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(1, 0))
        return rows, width

    return max(DELIMITERS, key=agreement)
