"""From SVG to a PNG of few colours: Chromium draws, Pillow picks the palette."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import cast

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Page, sync_playwright

FONTS = Path(__file__).parents[2] / "static" / "vendor" / "fonts"
WEIGHTS = {"Medium": 500, "SemiBold": 600, "Bold": 700}
CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--force-color-profile=srgb"]


@contextmanager
def browser_page() -> Iterator[Page]:
    """A page without a network."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        page = browser.new_context(offline=True).new_page()
        yield page
        browser.close()


def draw(page: Page, svg: str, size: int) -> Image.Image:
    """The SVG as a picture of size × size pixels."""
    page.set_viewport_size({"width": size, "height": size})
    page.set_content(
        f"<style>{_fonts()} body{{margin:0}} svg{{width:100vw;height:100vh;display:block}}</style>"
        + svg
    )
    page.evaluate("document.fonts.ready")
    return Image.open(BytesIO(page.screenshot(omit_background=True)))


def few_colours(picture: Image.Image, svg: str, limit: int) -> bytes:
    """PNG with a palette, at most `limit` bytes. It names the SVG it was drawn from (SHA-256)."""
    flat = picture.convert("RGB")
    # The second method keeps coarser reds, which the smallest bumps hide.
    for method in (Image.Quantize.MEDIANCUT, Image.Quantize.MAXCOVERAGE):
        for colours in (256, 208, 160):
            png = _png(_reduced(flat, colours, method), svg)
            if len(png) <= limit:
                return png
    raise SystemExit("The picture has more detail than its file may hold.")


def _reduced(flat: Image.Image, colours: int, method: Image.Quantize) -> Image.Image:
    """Without dithering: a picture holds few hues, so the steps are finer than the eye sees.

    A strip below the picture holds every colour of its gradients as often as the next, and pale
    ones more often: a soft shadow must count as much as a wide plain ground. It is cut off again.
    """
    found = cast(list[tuple[int, tuple[int, int, int]]], flat.getcolors(flat.width * flat.height))
    each = [colour for count, colour in sorted(found) if count >= 12]
    weighed = [colour for colour in each for _ in range(1600 if min(colour) > 140 else 400)]
    rows = -(-len(weighed) // flat.width)
    strip = Image.new("RGB", (flat.width, rows), each[-1])
    strip.putdata(weighed)
    both = Image.new("RGB", (flat.width, flat.height + rows))
    both.paste(flat, (0, 0))
    both.paste(strip, (0, flat.height))
    reduced = both.quantize(colours, method=method, kmeans=2, dither=Image.Dither.NONE)
    return reduced.crop((0, 0, flat.width, flat.height))


def all_colours(picture: Image.Image, svg: str) -> bytes:
    """PNG with its transparent ground."""
    return _png(picture, svg)


def _png(picture: Image.Image, svg: str) -> bytes:
    about = PngInfo()
    about.add_text("Source", sha256(svg.encode()).hexdigest())
    out = BytesIO()
    picture.save(out, "PNG", optimize=True, pnginfo=about)
    return out.getvalue()


def _fonts() -> str:
    faces = []
    for name, weight in WEIGHTS.items():
        data = base64.b64encode((FONTS / f"BeVietnamPro-{name}.ttf").read_bytes()).decode()
        faces.append(
            f"@font-face{{font-family:'Be Vietnam Pro';font-weight:{weight};"
            f"src:url(data:font/ttf;base64,{data})}}"
        )
    return "".join(faces)
