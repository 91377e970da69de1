"""Pictures that people send: checked, turned upright, made small, stripped of what they tell."""

import io
import warnings
from dataclasses import dataclass

import pi_heif
from PIL import Image, ImageFile, ImageOps, UnidentifiedImageError

from shop_onboard.errors import DomainError
from shop_onboard.values.text import N_

pi_heif.register_heif_opener()

MAX_PIXELS = 40_000_000
MAX_SIDE_PX = 1600
SMALL_SIDE_PX = 480
# What the page behind a code may ask of a weak network for its one picture.
MOST_SMALL_BYTES = 60_000
_QUALITIES = (70, 50, 30, 10, 0)
# Twice the 88 px that lists show, for fine screens.
THUMBNAIL_SIDE_PX = 176
_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")


@dataclass(frozen=True)
class Photo:
    """A picture re-encoded by us: no place, no camera, no second file hidden behind it."""

    content: bytes
    media_type: str
    width_px: int
    height_px: int


def read_photo(content: bytes) -> Photo:
    """A JPEG, PNG, WebP or HEIC picture of at most 40 megapixels, as JPEG of at most 1,600 px.

    Drawings with few colours (palette PNG) stay PNG, which keeps their edges.
    Raises DomainError with field "photo".
    """
    image = _opened(content)
    is_drawing = image.format == "PNG" and image.mode == "P"
    # Small first: turning needs a second copy in memory.
    image.thumbnail((MAX_SIDE_PX, MAX_SIDE_PX))
    image = ImageOps.exif_transpose(image)
    out = io.BytesIO()
    if is_drawing:
        # A palette keeps its see-through colour and nothing else that came along.
        image.info = {key: image.info[key] for key in ("transparency",) if key in image.info}
        image.save(out, "PNG", optimize=True)
        media_type = "image/png"
    else:
        flat = Image.new("RGB", image.size, "white")
        rgba = image.convert("RGBA")
        flat.paste(rgba, mask=rgba.getchannel("A"))
        flat.save(out, "JPEG", quality=85, optimize=True)
        media_type = "image/jpeg"
    return Photo(out.getvalue(), media_type, image.width, image.height)


def small_photo(content: bytes, side_px: int = SMALL_SIDE_PX) -> Photo:
    """A picture that `read_photo` made, for a phone's page: WebP of at most `side_px` a side.

    Of at most `MOST_SMALL_BYTES` too, up to 480 a side: a picture of grass or gravel loses detail.
    """
    with Image.open(io.BytesIO(content), formats=("JPEG", "PNG")) as image:
        # A JPEG is decoded at a fraction of its size where that suffices.
        image.draft("RGB", (side_px, side_px))
        small = image.convert("RGB")
    small.thumbnail((side_px, side_px))
    for quality in _QUALITIES:
        out = io.BytesIO()
        small.save(out, "WEBP", quality=quality)
        if out.tell() <= MOST_SMALL_BYTES:
            break
    return Photo(out.getvalue(), "image/webp", small.width, small.height)


def _opened(content: bytes) -> Image.Image:
    refusal = DomainError(
        N_("Không đọc được ảnh này. Hãy gửi ảnh JPEG, PNG, WebP hoặc HEIC."), "photo"
    )
    # WeasyPrint switches this on for everybody: half a picture would come through as a grey one.
    ImageFile.LOAD_TRUNCATED_IMAGES = False
    try:
        with warnings.catch_warnings():
            # Pillow only warns of a picture that would fill the memory.
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(content), formats=_FORMATS)
            if image.width * image.height > MAX_PIXELS:
                raise DomainError(N_("Ảnh quá lớn: nhiều nhất 40 triệu điểm ảnh."), "photo")
            # A JPEG is decoded at a fraction of its size where that suffices.
            image.draft(None, (MAX_SIDE_PX, MAX_SIDE_PX))
            image.load()
            return image
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError) as error:
        raise refusal from error
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise DomainError(N_("Ảnh quá lớn: nhiều nhất 40 triệu điểm ảnh."), "photo") from error
