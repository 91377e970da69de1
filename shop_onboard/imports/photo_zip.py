"""Pictures beside a spreadsheet: a .zip whose files are named in its column «Ảnh»."""

import io
import lzma
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from shop_onboard.errors import DomainError
from shop_onboard.values.text import N_, clean

MOST_BYTES = 30 * 1024 * 1024
MOST_ENTRIES = 1_000
MOST_PHOTO_BYTES = 25 * 1024 * 1024
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
_ENDINGS = {".jpg", ".jpeg", ".png", ".webp", ".heic", ".heif"}
_ENCRYPTED = 0x1
# What a damaged or unknown packing makes of the reader.
_FAULTS = (
    zipfile.BadZipFile,
    NotImplementedError,
    OSError,
    RuntimeError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
)


@dataclass(frozen=True)
class PhotoZip:
    """The pictures of a .zip by the key of their name; nothing is unpacked before it is asked for.

    `twice` are names that stand in more than one folder: which is meant is not known.
    """

    content: bytes
    entries: Mapping[str, zipfile.ZipInfo]
    twice: frozenset[str]

    def read(self, name: str) -> bytes:
        """The bytes of the picture of this name. Raises DomainError, KeyError."""
        entry = self.entries[photo_key(name)]
        try:
            with (
                zipfile.ZipFile(io.BytesIO(self.content)) as archive,
                archive.open(entry) as stream,
            ):
                found = stream.read(MOST_PHOTO_BYTES + 1)
        except _FAULTS as fault:
            raise DomainError(_UNREADABLE, "photos") from fault
        if len(found) > MOST_PHOTO_BYTES:
            raise DomainError(N_("Ảnh này lớn quá 25 MB: hãy thu nhỏ rồi gửi lại."), "photos")
        return found

    def missing(self, names: Iterable[str]) -> list[str]:
        """Those of the names for which there is no picture."""
        return [name for name in names if photo_key(name) not in self.entries]

    def unused(self, names: Iterable[str]) -> list[str]:
        """The pictures that none of the names asks for."""
        asked = {photo_key(name) for name in names}
        return sorted(_name(entry) for key, entry in self.entries.items() if key not in asked)


_UNREADABLE = N_("Tệp ảnh .zip này không đọc được: hãy nén lại rồi gửi.")


def open_photos(content: bytes) -> PhotoZip:
    """The pictures of a .zip, judged by its directory alone: no byte is unpacked.

    Raises DomainError for what is no .zip, is encrypted, holds no picture or is beyond the limits
    (30 MB, 1,000 files, 25 MB a picture, 200 MB unpacked).
    """
    if len(content) > MOST_BYTES:
        raise DomainError(N_("Tệp ảnh lớn quá 30 MB: hãy chia thành nhiều lần gửi."), "photos")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if not entry.is_dir()]
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError) as fault:
        raise DomainError(_UNREADABLE, "photos") from fault
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise DomainError(
            N_("Tệp ảnh .zip này đặt mật khẩu: hãy nén lại không mật khẩu."), "photos"
        )
    unpacked = sum(entry.file_size for entry in entries)
    if len(entries) > MOST_ENTRIES or unpacked > MOST_UNPACKED_BYTES:
        raise DomainError(
            N_("Tệp ảnh .zip có quá nhiều ảnh: nhiều nhất 1.000 ảnh, 200 MB khi mở ra."), "photos"
        )
    return _named(content, [entry for entry in entries if _is_photo(entry)])


def _named(content: bytes, photos: list[zipfile.ZipInfo]) -> PhotoZip:
    if not photos:
        raise DomainError(N_("Tệp .zip không có ảnh nào (.jpg, .png, .webp, .heic)."), "photos")
    found: dict[str, zipfile.ZipInfo] = {}
    twice = set()
    for entry in photos:
        key = photo_key(_name(entry))
        if key in found:
            twice.add(key)
        found.setdefault(key, entry)
    names = frozenset(_name(found.pop(key)) for key in twice)
    return PhotoZip(content, found, names)


def photo_key(name: str) -> str:
    """What two spellings of a file name share: case and Unicode form do not count."""
    return unicodedata.normalize("NFC", clean(name)).casefold()


def _name(entry: zipfile.ZipInfo) -> str:
    return clean(PurePosixPath(entry.filename.replace("\\", "/")).name)


def _is_photo(entry: zipfile.ZipInfo) -> bool:
    """Systems put files of their own beside the pictures: ".DS_Store", "__MACOSX/._a.jpg"."""
    name = PurePosixPath(_name(entry))
    return name.suffix.lower() in _ENDINGS and not name.name.startswith(".")
