"""A file as it was uploaded → its tables as they stand there, before anything is understood."""

import io
import json
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import PurePath
from typing import Any

from shop_onboard.errors import DomainError
from shop_onboard.imports import child
from shop_onboard.imports.csv_files import read_csv
from shop_onboard.imports.legacy import find_encoding, to_unicode
from shop_onboard.values.text import N_, Message
from shop_onboard.values.workbook import Cell, CellError

MOST_BYTES = 20 * 1024 * 1024
MOST_UNPACKED_BYTES = 50 * 1024 * 1024
MOST_ENTRIES = 200
MOST_RATIO = 100
# Small parts of a good workbook (styles, an empty sheet) shrink more than a hundredfold.
_RATIO_COUNTS_FROM = 1024 * 1024
_MOST_OF_LIST = 1024 * 1024
_SECONDS = 60

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_NOT_TABLES = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b")


@dataclass
class RawTable:
    """One sheet: `rows[0]` is row 1 of the file; rows end at their last cell that holds something.

    `encoding` names the legacy encoding that its texts were converted from. `merged` are cells
    that are one: (top, left, bottom, right), counted from 0; the first of them holds the value.
    `is_cut` says that there are more columns than are read.
    """

    name: str
    rows: list[list[Cell]] = field(default_factory=list)
    notes: list[Message] = field(default_factory=list)
    encoding: str | None = None
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    is_cut: bool = False


@dataclass(frozen=True)
class RawFile:
    """The tables of a file; `delimiter` and `encoding` are those of a CSV, else None."""

    tables: tuple[RawTable, ...]
    delimiter: str | None = None
    encoding: str | None = None


def read_tables(
    content: bytes, filename: str, encoding: str | None = None, delimiter: str | None = None
) -> RawFile:
    """The tables of an .xlsx, .xls, .ods or CSV; what it is, its bytes say, not its name.

    Encoding and delimiter, where somebody has named them, are those of a CSV.

    Raises DomainError with a sentence on what to do when the file is something else, protected,
    damaged or beyond the limits (20 MB, 50 MB unpacked, 100,000 rows).
    """
    _refuse_foreign(content)
    if content.startswith(b"PK"):
        _check_archive(content)
        return RawFile(_from_child(content))
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise _refused("password")
        return RawFile(_from_child(content))
    rows, delimiter, encoding = read_csv(content, encoding, delimiter)
    table = RawTable(PurePath(filename.replace("\\", "/")).stem or filename)
    _fill(table, rows)
    return RawFile((table,), delimiter, encoding)


def is_text(content: bytes) -> bool:
    """Whether the file may be a CSV, in whatever encoding."""
    is_known = content.startswith((b"PK", _OLE, *_NOT_TABLES))
    return bool(content) and not is_known and b"\0\0" not in content[:2_000]


def _refuse_foreign(content: bytes) -> None:
    start = content[:2_000].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")[:1_000].lower()
    if not start:
        raise DomainError(N_("Tệp này trống: hãy kiểm tra rồi chọn lại tệp."))
    if len(content) > MOST_BYTES:
        raise DomainError(
            N_("Tệp này lớn quá 20 MB: hãy bỏ ảnh trong tệp hoặc chia thành nhiều tệp nhỏ hơn.")
        )
    if start.startswith(b"<") or start.replace(b"\0", b"").startswith((b"<html", b"<?xml")):
        raise DomainError(
            N_(
                "Tệp này là trang web được đổi tên, không phải bảng tính: hãy mở bằng Excel,"
                " chọn Lưu thành, kiểu «.xlsx», rồi gửi lại."
            )
        )
    if content.startswith(_NOT_TABLES):
        raise _not_a_table()


def _not_a_table() -> DomainError:
    return DomainError(N_("Tệp này không phải bảng tính: hãy gửi tệp .xlsx, .xls, .ods hoặc .csv."))


def _check_archive(content: bytes) -> None:
    """Judge a packed file by its directory, before any byte of it is unpacked."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            has_macros = _has_macros(archive, entries)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, EOFError, zlib.error):
        raise _refused("unreadable") from None
    names = [entry.filename for entry in entries]
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise _refused("password")
    if has_macros:
        raise DomainError(
            N_(
                "Tệp này có macro: hãy mở bằng Excel, chọn Lưu thành, kiểu «.xlsx» (không có"
                " macro), rồi gửi lại."
            )
        )
    if not {"xl/workbook.xml", "content.xml"} & set(names) or "word/document.xml" in names:
        raise _not_a_table()
    unpacked = sum(entry.file_size for entry in entries)
    swollen = any(
        entry.file_size > _RATIO_COUNTS_FROM
        and entry.file_size > MOST_RATIO * max(entry.compress_size, 1)
        for entry in entries
    )
    if len(entries) > MOST_ENTRIES or len(set(names)) < len(names):
        raise _refused("large")
    if unpacked > MOST_UNPACKED_BYTES or swollen:
        raise _refused("large")


def _has_macros(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> bool:
    """Whether a part is a macro, by its usual name or by what the list of parts says it is."""
    if any(entry.filename.lower().endswith("vbaproject.bin") for entry in entries):
        return True
    listed = [entry for entry in entries if entry.filename == "[Content_Types].xml"]
    if not listed or listed[0].flag_bits & 0x1 or listed[0].file_size > _MOST_OF_LIST:
        return False
    said = archive.read(listed[0]).lower()
    return b"macroenabled" in said or b"vbaproject" in said


def _refused(reason: str) -> DomainError:
    return DomainError(_REASONS.get(reason, _REASONS["unreadable"]))


_REASONS = {
    "password": N_(
        "Tệp này đặt mật khẩu nên không đọc được: hãy mở tệp, bỏ mật khẩu, lưu lại rồi gửi lại."
    ),
    "unreadable": N_(
        "Tệp này không đọc được, có thể đã hỏng: hãy mở bằng Excel, chọn Lưu thành,"
        " kiểu «.xlsx», rồi gửi lại."
    ),
    "large": N_(
        "Tệp này chứa quá nhiều dữ liệu nên không đọc được: hãy chép phần cần nhập"
        " sang một hoặc nhiều tệp mới rồi gửi lại."
    ),
    "errors": N_(
        "Tệp này có ô báo lỗi (#REF!, #N/A…): hãy sửa các ô đó,"
        " hoặc lưu thành tệp «.xlsx» rồi gửi lại để được chỉ rõ từng ô."
    ),
    "rows": N_("Tệp này có hơn 100.000 dòng: hãy chia thành nhiều tệp rồi gửi từng tệp."),
}


def _from_child(content: bytes) -> tuple[RawTable, ...]:
    """Have a process of its own read the workbook; whatever ends that process ends only it."""
    try:
        answer = subprocess.run(  # noqa: S603 - our own interpreter and file, no shell
            [sys.executable, "-I", child.__file__],
            input=content,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env={},
        )
    except subprocess.TimeoutExpired:
        raise _refused("large") from None
    if answer.returncode != 0:
        # Killed by its limits, aborted for want of memory, or a fault of the reader.
        raise _refused("large" if answer.returncode < 0 else "unreadable")
    tables = list(_tables(answer.stdout.decode("utf-8")))
    for table in tables:
        _convert_legacy(table)
    return tuple(tables)


def _tables(answer: str) -> Iterator[RawTable]:
    table = RawTable("")
    tables: list[RawTable] = []
    # A refusal ends the answer: the hundred thousand rows before it are not taken in.
    last = json.loads(answer.rstrip().rpartition("\n")[2] or "{}")
    if "refused" in last:
        raise _refused(last["refused"])
    for line in answer.split("\n"):
        message = json.loads(line) if line else {}
        if isinstance(message, list):
            table.rows.append([_cell(cell) for cell in message])
        elif "sheet" in message:
            table = RawTable(message["sheet"])
            tables.append(table)
        elif "merged" in message:
            table.merged = [(top, left, low, right) for top, left, low, right in message["merged"]]
        elif "blank_after" in message:
            table.notes.append(_stopped(table.name, message["blank_after"]))
        elif "cut_columns" in message:
            table.notes.append(_cut(table.name))
            table.is_cut = True
        elif "done" in message:
            return iter(tables)
    raise _refused("unreadable")


def _stopped(name: str, row: int) -> Message:
    return N_(
        "Trang «%(sheet)s»: sau dòng %(row)s có hơn 1.000 dòng trống nên phần sau không được đọc.",
        sheet=name,
        row=str(row),
    )


def _cut(name: str) -> Message:
    return N_(
        "Trang «%(sheet)s» có hơn 200 cột: chỉ 200 cột đầu được đọc.",
        sheet=name,
    )


def _cell(value: Any) -> Cell:
    if not isinstance(value, dict):
        plain: str | int | float | bool | None = value
        return plain
    ((tag, text),) = value.items()
    if tag == "d":
        return date.fromisoformat(text)
    if tag == "t":
        return datetime.fromisoformat(text)
    return time.fromisoformat(text) if tag == "h" else CellError(text)


def _convert_legacy(table: RawTable) -> None:
    texts = (cell for row in table.rows for cell in row if isinstance(cell, str))
    encoding, _ = find_encoding(texts)
    if encoding is None:
        return
    table.encoding = encoding
    table.rows = [
        [to_unicode(cell, encoding) if isinstance(cell, str) else cell for cell in row]
        for row in table.rows
    ]


def _fill(table: RawTable, rows: list[list[Cell]]) -> None:
    """Put the rows of a CSV under the same limits as those of a workbook."""
    filled = blank = 0
    for row in rows:
        kept = row[: child.MOST_COLUMNS]
        if len(kept) < len(row) and _cut(table.name) not in table.notes:
            table.notes.append(_cut(table.name))
            table.is_cut = True
        while kept and (kept[-1] is None or (isinstance(kept[-1], str) and not kept[-1].strip())):
            kept.pop()
        filled += bool(kept)
        blank = 0 if kept else blank + 1
        if filled > child.MOST_ROWS:
            raise _refused("rows")
        table.rows.append(kept)
        if blank > child.MOST_BLANK_ROWS:
            break
    del table.rows[len(table.rows) - blank :]
    if blank > child.MOST_BLANK_ROWS:
        table.notes.append(_stopped(table.name, len(table.rows)))
