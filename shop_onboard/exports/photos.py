"""Pictures as a channel takes them: scaled, given the channel's ratio, encoded within its bytes.

No picture is cropped. Nobody knows where in it the goods lie, and a label or a fruit that is cut
off is a worse picture than one with a white edge: where a ratio is asked, white is put beside it.
None is made larger either: what is too small is said, so that somebody takes it again.
"""

import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from PIL import Image, ImageOps

from shop_onboard.exports.listing import (
    Limit,
    Limits,
    Listing,
    ListingPhoto,
    PhotoTypes,
    Problem,
)
from shop_onboard.values.text import N_

# Ours, where a channel names no largest side: what is kept of a picture has no more.
OWN_MOST_PX = 1_600
JPEG, PNG = "image/jpeg", "image/png"
ENDINGS = {JPEG: "jpg", PNG: "png"}
_QUALITIES = (88, 80, 70, 60, 45, 30)
_SMALLER = 0.75
_WHOLE = 1_000
# What a file may carry beside its picture: places, cameras, words.
_TALES = frozenset({"exif", "xmp", "XML:com.adobe.xmp", "comment", "photoshop", "mpoffset"})


@dataclass(frozen=True)
class PhotoRules:
    """What a channel takes of a picture; None where that is not known.

    `side_px` and `advised_px` bound each side, `ratio` the width by the height in thousandths,
    `size_bytes` the file, `types` are media types. What is not known follows our own default: at
    most `OWN_MOST_PX` a side, JPEG or PNG.
    """

    side_px: Limit | None = None
    advised_px: Limit | None = None
    ratio: Limit | None = None
    size_bytes: Limit | None = None
    types: PhotoTypes | None = None

    @property
    def mark(self) -> str:
        """The same for the same rules: 16 hex digits."""
        bounds = (self.side_px, self.ratio, self.size_bytes)
        told = [(each.least, each.most) if each else None for each in bounds]
        said = repr((told, sorted(self.taken), OWN_MOST_PX))
        return hashlib.sha256(said.encode()).hexdigest()[:16]

    @property
    def taken(self) -> frozenset[str]:
        """The media types among which we choose."""
        known = {JPEG, PNG} & set(self.types.media_types) if self.types else set()
        return frozenset(known or {JPEG, PNG})

    @property
    def most_px(self) -> int:
        """The largest side that is made."""
        return min(self.side_px.most, OWN_MOST_PX) if self.side_px else OWN_MOST_PX

    def admits(self, width_px: int, height_px: int) -> bool:
        """Whether a picture has enough pixels; too many are no fault."""
        return self.side_px is None or min(width_px, height_px) >= self.side_px.least

    def admits_bytes(self, size_bytes: int) -> bool:
        """Whether a file is small enough."""
        return self.size_bytes is None or size_bytes <= self.size_bytes.most


@dataclass(frozen=True)
class FittedPhoto:
    """A picture ready for a channel, which tells nothing of where or when it was taken."""

    content: bytes
    media_type: str
    width_px: int
    height_px: int


def photo_rules(limits: Limits, types: PhotoTypes | None) -> PhotoRules:
    """The rules among the bounds of a marketplace (`marketplace.LIMIT_NAMES`)."""
    return PhotoRules(
        limits.get("photo_side_px"),
        limits.get("photo_advised_px"),
        limits.get("photo_ratio"),
        limits.get("photo_bytes"),
        types,
    )


def fit(content: bytes, rules: PhotoRules) -> FittedPhoto | None:
    """A JPEG or PNG that is kept here, as the rules want it; None when it is too small for them.

    One that is right already keeps its very pixels. The same picture and rules give the same bytes.
    """
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
        if not rules.admits(*image.size):
            return None
        kind = f"image/{str(image.format).lower()}"
        if kind in rules.taken and _has_right_shape(image, rules):
            kept = _kept(image, content)
            if kept and rules.admits_bytes(len(kept)):
                return FittedPhoto(kept, kind, image.width, image.height)
        flat = _flat(image)
    return _encoded(flat, rules)


def fitted(listings: Sequence[Listing], rules: PhotoRules) -> list[Listing]:
    """The listings with their pictures as the rules want them, without those that are too small.

    A picture that several packs share is made once.
    """
    made: dict[bytes, FittedPhoto | None] = {}
    return [
        replace(listing, images=tuple(_images(listing.images, rules, made))) for listing in listings
    ]


def check_photos(listing: Listing, rules: PhotoRules, place: str) -> list[Problem]:
    """Pictures with too few pixels for `place`; only a cover that is refused keeps a listing out.

    A picture whose size nobody noted is not judged.
    """
    problems: list[Problem] = []
    for number, photo in enumerate(listing.images, start=1):
        if photo.width_px is None or photo.height_px is None:
            continue
        said = {"width": photo.width_px, "height": photo.height_px, "place": place}
        if not rules.admits(photo.width_px, photo.height_px):
            problems.append(_too_small(number, said, rules))
        elif (
            number == 1
            and rules.advised_px
            and min(photo.width_px, photo.height_px) < (rules.advised_px.least)
        ):
            sentence = N_(
                "Ảnh bìa có %(width)s × %(height)s điểm ảnh; %(place)s khuyên mỗi cạnh từ"
                " %(least)s. Nên chụp lại ảnh lớn hơn.",
                **said,
                least=rules.advised_px.least,
            )
            problems.append(Problem("images", sentence, blocking=False))
    return problems


def _too_small(number: int, said: Mapping[str, object], rules: PhotoRules) -> Problem:
    least = rules.side_px.least if rules.side_px else 0
    if number == 1:
        sentence = N_(
            "Ảnh bìa chỉ có %(width)s × %(height)s điểm ảnh; %(place)s cần mỗi cạnh ít nhất"
            " %(least)s. Hãy chụp lại, hoặc đưa ảnh lớn hơn lên đầu.",
            **said,
            least=least,
        )
        return Problem("images", sentence)
    sentence = N_(
        "Ảnh thứ %(number)s chỉ có %(width)s × %(height)s điểm ảnh; %(place)s cần mỗi cạnh ít"
        " nhất %(least)s nên ảnh này không vào tệp.",
        **said,
        number=number,
        least=least,
    )
    return Problem("images", sentence, blocking=False)


def _images(
    photos: Sequence[ListingPhoto], rules: PhotoRules, made: dict[bytes, FittedPhoto | None]
) -> Iterator[ListingPhoto]:
    for photo in photos:
        if photo.content not in made:
            made[photo.content] = fit(photo.content, rules)
        found = made[photo.content]
        if found is not None:
            yield ListingPhoto(
                photo.file_name, found.content, found.media_type, found.width_px, found.height_px
            )


def _has_right_shape(image: Image.Image, rules: PhotoRules) -> bool:
    ratio = (image.width * _WHOLE + image.height // 2) // image.height
    return max(image.size) <= rules.most_px and (rules.ratio is None or rules.ratio.admits(ratio))


def _kept(image: Image.Image, content: bytes) -> bytes | None:
    """The picture without a loss; None where only encoding it anew makes it tell nothing."""
    tells = _TALES & {str(key) for key in image.info} or getattr(image, "text", None)
    if not tells and not image.getexif():
        return content
    if image.mode != "P":
        return None
    # A drawing's few colours stay; with them only what is seen through.
    image.info = {key: image.info[key] for key in ("transparency",) if key in image.info}
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    return out.getvalue()


def _flat(image: Image.Image) -> Image.Image:
    """Upright, without transparency, and with nothing that came along."""
    rgba = ImageOps.exif_transpose(image).convert("RGBA")
    flat = Image.new("RGB", rgba.size, "white")
    flat.paste(rgba, mask=rgba.getchannel("A"))
    return flat


def _encoded(flat: Image.Image, rules: PhotoRules) -> FittedPhoto | None:
    """Less quality first, then fewer pixels, until the bytes are few enough."""
    most_px = rules.most_px
    while most_px >= max(1, rules.side_px.least if rules.side_px else 1):
        made = _placed(flat, most_px, rules)
        for content, kind in _written(made, rules.taken):
            if rules.admits_bytes(len(content)):
                return FittedPhoto(content, kind, made.width, made.height)
        most_px = int(most_px * _SMALLER)
    return None


def _written(image: Image.Image, taken: frozenset[str]) -> Iterator[tuple[bytes, str]]:
    if JPEG not in taken:
        out = io.BytesIO()
        image.save(out, "PNG", optimize=True)
        yield out.getvalue(), PNG
        return
    for quality in _QUALITIES:
        out = io.BytesIO()
        image.save(out, "JPEG", quality=quality, optimize=True)
        yield out.getvalue(), JPEG


def _placed(flat: Image.Image, most_px: int, rules: PhotoRules) -> Image.Image:
    """The picture within `most_px`, in the middle of a white ground of the ratio that is asked."""
    width, height = _ground(*flat.size, rules)
    scale_by = max(width, height)
    small = flat
    if scale_by > most_px:
        size = tuple(max(1, side * most_px // scale_by) for side in flat.size)
        small = flat.resize((size[0], size[1]), Image.Resampling.LANCZOS)
    width, height = _ground(*small.size, rules)
    if (width, height) == small.size:
        return small
    ground = Image.new("RGB", (width, height), "white")
    ground.paste(small, ((width - small.width) // 2, (height - small.height) // 2))
    return ground


def _ground(width: int, height: int, rules: PhotoRules) -> tuple[int, int]:
    """The smallest ground of allowed sides and ratio on which a picture of these sides fits."""
    least_px = rules.side_px.least if rules.side_px else 1
    width, height = max(width, least_px), max(height, least_px)
    if rules.ratio is None:
        return width, height
    # Only one of the two is ever too short.
    wider = max(width, -(-height * rules.ratio.least // _WHOLE))
    higher = max(height, -(-width * _WHOLE // rules.ratio.most))
    return wider, higher
