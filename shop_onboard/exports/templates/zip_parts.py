"""The parts of a packed workbook: some exchanged, all others kept byte for byte."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping

from shop_onboard.errors import DomainError
from shop_onboard.values.text import N_

# APPNOTE.TXT 4.3.7, 4.3.12 and 4.3.16.
_LOCAL = struct.Struct("<4s5H3I2H")
_CENTRAL = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_UTF_8_NAME = 0x800
_DEFLATED = 8
_VERSION = 20


class ZipParts:
    """A ZIP in memory. Raises DomainError when it is none, or laid out as no office program does.

    Its directory has been judged before (`imports.readers`): sizes here are within its limits.
    """

    def __init__(self, content: bytes) -> None:
        self._content = content
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                self._entries = archive.infolist()
                self._directory = archive.start_dir
                self._comment = archive.comment
        except (zipfile.BadZipFile, NotImplementedError, ValueError):
            raise unreadable() from None
        offsets = sorted(entry.header_offset for entry in self._entries)
        if offsets[:1] != [0] or len(set(offsets)) < len(offsets):
            raise unreadable()
        self._ends = dict(zip(offsets, [*offsets[1:], self._directory], strict=True))

    @property
    def names(self) -> list[str]:
        """The parts in the order of the directory."""
        return [entry.filename for entry in self._entries]

    def read(self, name: str) -> bytes:
        """A part unpacked; KeyError when there is none, DomainError when it is damaged."""
        with zipfile.ZipFile(io.BytesIO(self._content)) as archive:
            try:
                return archive.read(name)
            except (zipfile.BadZipFile, zlib.error, EOFError):
                raise unreadable() from None

    def raw(self, name: str) -> bytes:
        """A part as it lies in the file, with its own header; KeyError when there is none."""
        entry = {entry.filename: entry for entry in self._entries}[name]
        return self._content[entry.header_offset : self._ends[entry.header_offset]]

    def with_parts(self, changed: Mapping[str, bytes]) -> bytes:
        """The file with these parts exchanged; order, times and all other bytes stay."""
        out = io.BytesIO()
        offsets: dict[int, int] = {}
        sizes: dict[int, tuple[int, int, int]] = {}
        for entry in sorted(self._entries, key=lambda each: each.header_offset):
            offsets[entry.header_offset] = out.tell()
            raw = self.raw(entry.filename)
            if entry.filename in changed:
                raw, sizes[entry.header_offset] = _packed(raw, changed[entry.filename])
            out.write(raw)
        directory = self._new_directory(offsets, sizes)
        start = out.tell()
        count = len(self._entries)
        end = (b"PK\5\6", 0, 0, count, count, len(directory), start, len(self._comment))
        return out.getvalue() + directory + _END.pack(*end) + self._comment

    def _new_directory(
        self, offsets: Mapping[int, int], sizes: Mapping[int, tuple[int, int, int]]
    ) -> bytes:
        place = self._directory
        records = []
        for _ in self._entries:
            fields = list(_CENTRAL.unpack_from(self._content, place))
            tail_length = fields[10] + fields[11] + fields[12]
            tail = self._content[place + _CENTRAL.size :][:tail_length]
            place += _CENTRAL.size + tail_length
            offset = fields[16]
            if fields[0] != b"PK\1\2" or offset not in offsets:
                raise unreadable()
            if offset in sizes:
                name, comment = tail[: fields[10]], tail[fields[10] + fields[11] :]
                fields[2], fields[3], fields[4] = _VERSION, fields[3] & _UTF_8_NAME, _DEFLATED
                fields[7:10], fields[11] = sizes[offset], 0
                tail = name + comment
            fields[16] = offsets[offset]
            records.append(_CENTRAL.pack(*fields) + tail)
        return b"".join(records)


def _packed(raw: bytes, content: bytes) -> tuple[bytes, tuple[int, int, int]]:
    """A part with other content under its old name and time: its bytes, and CRC and sizes."""
    signature, _, flags, _, time, day, _, _, _, name_length, _ = _LOCAL.unpack_from(raw)
    if signature != b"PK\3\4":
        raise unreadable()
    name = raw[_LOCAL.size : _LOCAL.size + name_length]
    packer = zlib.compressobj(level=6, wbits=-15)
    body = packer.compress(content) + packer.flush()
    facts = (zlib.crc32(content), len(body), len(content))
    head = (signature, _VERSION, flags & _UTF_8_NAME, _DEFLATED, time, day, *facts)
    return _LOCAL.pack(*head, name_length, 0) + name + body, facts


def unreadable() -> DomainError:
    """The refusal of a file that cannot be filled in as it is."""
    return DomainError(
        N_(
            "Tệp mẫu này không điền được: hãy mở bằng Excel, chọn Lưu thành, kiểu «.xlsx», rồi"
            " gửi lại."
        )
    )
