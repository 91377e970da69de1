"""Pictures that came with a spreadsheet: judged, made anew and laid into storage."""

from collections.abc import Callable

from shop_onboard.errors import DomainError
from shop_onboard.imports.photo_zip import PhotoZip, open_photos
from shop_onboard.imports.photos import read_photo
from shop_onboard.imports.rows import ProductRow
from shop_onboard.imports.workbook import Workbook
from shop_onboard.jobs.runner import Work
from shop_onboard.models.clock import utc_now
from shop_onboard.models.imports import Import
from shop_onboard.queries import photos as queries
from shop_onboard.services import photos as services
from shop_onboard.services.products import StoredPhoto
from shop_onboard.values.text import N_, Message

_MOST_NAMED = 20


def zip_of(work: Work, row: Import) -> PhotoZip | None:
    """The pictures beside the spreadsheet."""
    return open_photos(work.storage.get(row.photos_key)) if row.photos_key else None


def names_of(workbook: Workbook) -> list[str]:
    """Every picture that the rows name, once."""
    rows = workbook.rows_of(ProductRow)
    return list(dict.fromkeys(name for row in rows for name in row.photos))


def made_anew(
    work: Work,
    row: Import,
    pictures: PhotoZip | None,
    names: list[str],
    put: Callable[[bytes], str],
) -> tuple[dict[str, StoredPhoto], list[Message]]:
    """Name → picture under the key that `put` gives it, and what is wrong with the others.

    Nothing is written to the database meanwhile.

    Raises DomainError where the person has sent too many pictures today.
    """
    if pictures is None:
        return {}, []
    missing = set(pictures.missing(names))
    wanted = [name for name in names if name not in missing]
    _check_room(work, wanted)
    found: dict[str, StoredPhoto] = {}
    problems = []
    for number, name in enumerate(wanted):
        try:
            photo = read_photo(pictures.read(name))
        except DomainError as refusal:
            problems.append(
                N_("Ảnh «%(name)s»: %(reason)s", name=name, reason=str(refusal.message))
            )
            continue
        found[name] = StoredPhoto(
            put(photo.content),
            name[:200],
            photo.media_type,
            photo.width_px,
            photo.height_px,
            shows_people=row.photos_show_people,
        )
        if number % 10 == 0:
            work.glance(number, len(wanted))
    return found, problems


def _check_room(work: Work, wanted: list[str]) -> None:
    """Those that went in before, by this very file, are not sent a second time."""
    held = queries.names_held(work.actor, [name[:200] for name in wanted])
    services.check_room(work.actor, len(wanted) - len(held), utc_now())


def remarks(pictures: PhotoZip | None, names: list[str]) -> list[Message]:
    """Which pictures are named and not there, there and not named, or there twice."""
    if pictures is None:
        return []
    told = (
        (pictures.missing(names), _MISSING),
        (pictures.unused(names), _UNUSED),
        (sorted(pictures.twice), _TWICE),
    )
    return [
        N_(words.msgid, count=str(len(found)), names=_listed(found))
        for found, words in told
        if found
    ]


_MISSING = N_("%(count)s ảnh được ghi trong bảng tính mà không có trong tệp .zip: %(names)s.")
_UNUSED = N_("%(count)s ảnh trong tệp .zip không dòng nào ghi tới: %(names)s.")
_TWICE = N_("%(count)s tên ảnh có ở nhiều thư mục trong tệp .zip nên không dùng: %(names)s.")


def _listed(names: list[str]) -> str:
    shown = ", ".join(f"«{name}»" for name in names[:_MOST_NAMED])
    return shown + (", …" if len(names) > _MOST_NAMED else "")
