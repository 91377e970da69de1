"""Pictures as each channel takes them, opened by Pillow as anybody else would."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, PngImagePlugin

from shop_onboard.exports.listing import OPEN_END, Limit, ListingPhoto, PhotoTypes
from shop_onboard.exports.marketplace import Marketplace
from shop_onboard.exports.marketplaces import google, meta, shopee, tiktok_shop
from shop_onboard.exports.photos import PhotoRules, fit, fitted
from shop_onboard.exports.readiness import problems_of
from shop_onboard.exports.registry import all_marketplaces, rules_of
from tests.exports.listing_samples import lychee

every = pytest.mark.parametrize("marketplace", all_marketplaces(), ids=lambda found: found.key)
GPS = 0x8825
TIKTOK = rules_of("tiktok_shop", {})


def picture(width: int, height: int, kind: str = "JPEG", **saved: object) -> bytes:
    """Red, with a green and a blue corner: a crop would lose one of them."""
    image = Image.new("RGB", (width, height), "#B3202A")
    side = max(1, min(width, height) // 5)
    image.paste("#00AA00", (0, 0, side, side))
    image.paste("#0000CC", (width - side, height - side, width, height))
    out = io.BytesIO()
    image.save(out, kind, **saved)
    return out.getvalue()


def noise(side: int) -> bytes:
    out = io.BytesIO()
    Image.effect_noise((side, side), 90).convert("RGB").save(out, "JPEG", quality=95)
    return out.getvalue()


def opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content))
    image.load()
    return image


def rules(**bounds: tuple[int, int]) -> PhotoRules:
    return PhotoRules(**{key: Limit(*ends, "own", "test") for key, ends in bounds.items()})


def test_a_picture_that_is_right_keeps_its_very_bytes():
    content = picture(800, 600)
    made = fit(content, TIKTOK)
    assert made is not None
    assert made.content == content
    assert (made.media_type, made.width_px, made.height_px) == ("image/jpeg", 800, 600)


@every
@settings(max_examples=12, deadline=None)
@given(width=st.integers(90, 2_400), height=st.integers(90, 2_400))
def test_what_is_made_is_within_the_channels_limits(
    marketplace: Marketplace, width: int, height: int
):
    own = rules_of(marketplace.key, {})
    made = fit(picture(width, height), own)
    if made is None:
        assert own.side_px is not None
        assert min(width, height) < own.side_px.least
        return
    image = opened(made.content)
    assert image.size == (made.width_px, made.height_px)
    assert max(image.size) <= own.most_px
    if own.side_px:
        assert min(image.size) >= own.side_px.least
    if own.ratio:
        assert own.ratio.admits(round(1_000 * image.width / image.height))
    if own.size_bytes:
        assert len(made.content) <= own.size_bytes.most
    assert f"image/{str(image.format).lower()}" == made.media_type
    assert made.media_type in own.taken


@pytest.mark.parametrize("size", [(1_500, 400), (400, 1_500), (2_400, 1_000), (101, 1_000)])
def test_nothing_is_cut_off_white_is_put_beside_it(size: tuple[int, int]):
    made = fit(picture(*size, quality=95), TIKTOK)
    assert made is not None
    image = opened(made.content).convert("RGB")
    colours = {image.getpixel((x, y)) for x in range(image.width) for y in range(image.height)}
    assert any(g > 120 and r < 90 for r, g, b in colours)
    assert any(b > 150 and r < 90 for r, g, b in colours)
    assert image.getpixel((0, 0)) == (255, 255, 255) or size[0] / size[1] in (0.75, 4 / 3)
    middle = image.getpixel((image.width // 2, image.height // 2))
    assert middle[0] > 150 > middle[1]


def test_what_the_camera_wrote_is_taken_away():
    exif = Image.Exif()
    exif[0x0110] = "Máy ảnh"
    exif.get_ifd(GPS)[2] = (21.0, 22.0, 33.0)
    content = picture(800, 600, exif=exif, comment=b"nha Lan")
    assert opened(content).getexif()
    for marketplace in all_marketplaces():
        made = fit(content, rules_of(marketplace.key, {}))
        assert made is not None
        assert not opened(made.content).getexif()
        assert b"nha Lan" not in made.content
        assert b"Exif" not in made.content


def test_a_picture_on_its_side_is_turned_upright():
    exif = Image.Exif()
    exif[0x0112] = 6
    made = fit(picture(800, 600, exif=exif), PhotoRules())
    assert made is not None
    assert (made.width_px, made.height_px) == (600, 800)


def test_a_drawing_keeps_its_colours_and_loses_its_words():
    drawing = Image.new("P", (300, 300), 1)
    drawing.putpalette([255, 255, 255, 10, 90, 40])
    out = io.BytesIO()
    told = PngImagePlugin.PngInfo()
    told.add_text("Author", "Lan")
    drawing.save(out, "PNG", pnginfo=told)
    made = fit(out.getvalue(), PhotoRules())
    assert made is not None
    assert made.media_type == "image/png"
    assert b"Lan" not in made.content
    assert opened(made.content).convert("RGB").getpixel((5, 5)) == (10, 90, 40)


def test_too_few_pixels_are_not_made_more():
    assert fit(picture(99, 400), TIKTOK) is None
    assert fit(picture(100, 400), TIKTOK) is not None


def test_bytes_are_saved_on_quality_first_then_on_pixels():
    whole = noise(1_200)
    some = fit(whole, rules(size_bytes=(1, len(whole) // 3)))
    few = fit(whole, rules(size_bytes=(1, 12_000)))
    assert some is not None
    assert few is not None
    assert some.width_px == 1_200
    assert len(few.content) <= 12_000
    assert few.width_px < 1_200
    assert fit(whole, rules(size_bytes=(1, 500), side_px=(600, OPEN_END))) is None


def test_a_channel_that_takes_png_alone_gets_png():
    made = fit(picture(800, 600), PhotoRules(types=PhotoTypes(("image/png",), "own", "test")))
    assert made is not None
    assert opened(made.content).format == "PNG"


def test_the_same_picture_and_rules_give_the_same_bytes():
    content = noise(1_500)
    first, second = fit(content, TIKTOK), fit(content, TIKTOK)
    assert first == second
    assert TIKTOK.mark == rules_of("tiktok_shop", {}).mark
    other = rules_of("tiktok_shop", {"photo_side_px": Limit(100, 600, "own", "test")})
    assert other.mark != TIKTOK.mark
    assert rules_of("google", {}).mark != TIKTOK.mark


def test_a_marketplace_that_nobody_knows_gets_our_own_default():
    assert rules_of("cho-que", {}) == PhotoRules()


def test_what_several_packs_share_stays_the_same_and_a_small_one_stays_out():
    photos = (
        ListingPhoto("a.jpg", picture(2_000, 1_000), "image/jpeg"),
        ListingPhoto("b.jpg", picture(50, 50), "image/jpeg"),
    )
    two = fitted([lychee(images=photos), lychee(sku="VT-5KG", images=photos)], TIKTOK)
    assert [len(each.images) for each in two] == [1, 1]
    assert two[0].images == two[1].images
    assert two[0].images[0].width_px == 1_200


def small(*sizes: tuple[int, int]) -> tuple[ListingPhoto, ...]:
    return tuple(ListingPhoto("a.jpg", b"", "image/jpeg", *size) for size in sizes)


@pytest.mark.parametrize("marketplace", [google, tiktok_shop])
def test_a_cover_with_too_few_pixels_keeps_the_listing_out_in_the_channels_terms(marketplace):
    listing = lychee(images=small((99, 500), (800, 800)))
    [problem] = problems_of(marketplace, listing, marketplace.LIMITS)
    assert (problem.field, problem.blocking) == ("images", True)
    assert f"{marketplace.name} cần mỗi cạnh ít nhất 100" in str(problem.message)
    assert "99 × 500" in str(problem.message)
    assert problems_of(marketplace, lychee(images=small((100, 100))), marketplace.LIMITS) == ()


def test_another_picture_with_too_few_pixels_is_left_out_and_said():
    listing = lychee(images=small((800, 800), (99, 99)))
    [problem] = problems_of(tiktok_shop, listing, tiktok_shop.LIMITS)
    assert not problem.blocking
    assert "Ảnh thứ 2 chỉ có 99 × 99 điểm ảnh" in str(problem.message)


def test_what_a_channel_only_advises_is_a_remark():
    [problem] = problems_of(meta, lychee(images=small((499, 900))), meta.LIMITS)
    assert not problem.blocking
    assert "khuyên mỗi cạnh từ 500" in str(problem.message)


def test_a_channel_that_names_no_pixels_says_nothing_of_them():
    assert problems_of(shopee, lychee(images=small((20, 20))), shopee.LIMITS) == ()
