"""Make the first page's pictures from what the product really makes with the sample seasons.

Loads the seasons into a folder of its own, prints a label sheet and a catalogue, opens the
readiness of a product and a programme's board in Chromium, and writes a WebP of each in each
language to static/images/home/. Needs Playwright, Debian's chromium and poppler-utils (what
testing needs).
"""

import io
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import sync_playwright

import config as settings
from shop_onboard.app import create_app
from shop_onboard.documents import labels as label_documents
from shop_onboard.documents.languages import translations_of
from shop_onboard.gateways.database import writing
from shop_onboard.policy import SYSTEM
from shop_onboard.queries import label_sheets, lots
from shop_onboard.services import labels as label_services
from shop_onboard.services.samples import PASSWORD
from shop_onboard.values.label_stock import get_label_stock
from shop_onboard.values.phones import format_phone

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "static" / "images" / "home"
COMMAND = [sys.executable, "-m", "shop_onboard"]
CHROMIUM = "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
# A name that is reserved for examples: the codes in the pictures lead nowhere.
PUBLIC_URL = "https://lensan.example"
PORT = 8765
WIDTH_PX, HEIGHT_PX = 560, 420
MOST_BYTES = 18_000
FEW_COLOURS = 16
# Pages are opened wider than their picture, so that it holds more than a heading.
SCREEN_PX = 760
LABELS = 24
# A sheet is drawn so wide that two columns of labels fill the picture.
SHEET_PX = 830
CATALOGUE_PAGE = 4
# A product with a fault to mend.
READINESS = "/listings/products/NUOC-GOI"
LANGUAGES = ("vi", "en")


def main() -> None:
    """Write every picture and say what it weighs."""
    OUT.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = json.loads(_run(["demo", "--out", str(folder), "--json"]))
        instance = folder / "instance"
        for lang in LANGUAGES:
            sheet = _page(_label_sheet(instance, made["lots"][0], lang), 1, SHEET_PX)
            _keep(f"labels-{lang}", sheet, is_print=True)
            pdf = folder / f"catalogue-{lang}.pdf"
            wanted = ["catalogue", "--union", "TD-BN", "--lang", lang, "--out", str(pdf)]
            _run(wanted, instance, SHOP_ONBOARD_PUBLIC_URL=PUBLIC_URL)
            _keep(f"catalogue-{lang}", _page(pdf.read_bytes(), CATALOGUE_PAGE))
        officer = next(row["phone"] for row in made["accounts"] if row["role"] == "officer")
        with _server(instance) as address:
            for name, image in _screens(address, officer, made["campaigns"][0]):
                _keep(name, image)


def _label_sheet(instance: Path, lot_slug: str, lang: str) -> bytes:
    """A sheet as an installation with a public address prints it."""
    app = create_app(settings.Embedded(instance))
    with app.app_context(), writing():
        lot = lots.called(SYSTEM, lot_slug)[0]
        pack, stock = lot.product.packs[0].label, get_label_stock()
        batch = label_services.make(SYSTEM, lot, LABELS, stock, is_trial=False, pack_label=pack)
        sheet = label_sheets.sheet(batch.id, PUBLIC_URL, lang)
        return label_documents.build(sheet, translations_of(lang))


def _page(pdf: bytes, number: int, width_px: int = WIDTH_PX) -> Image.Image:
    """A page of a document, so wide."""
    command = ["pdftoppm", "-png", "-f", str(number), "-l", str(number), "-scale-to-x"]
    drawn = subprocess.run(
        [*command, str(width_px), "-scale-to-y", "-1", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    return Image.open(io.BytesIO(drawn.stdout)).convert("RGB")


def _screens(address: str, phone: str, campaign: str) -> Iterator[tuple[str, Image.Image]]:
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = chromium.new_page(
            viewport={"width": SCREEN_PX, "height": SCREEN_PX * 4}, base_url=address
        )
        page.goto("/login")
        page.fill("#phone", format_phone(phone))
        page.fill("#password", PASSWORD)
        with page.expect_navigation():
            page.locator("main form").first.get_by_role("button").click()
        for lang in LANGUAGES:
            for name, path in (("readiness", READINESS), ("board", f"/board/{campaign}")):
                opened = page.goto(f"{path}?lang={lang}")
                if opened is None or not opened.ok:
                    raise RuntimeError(f"{path} shows nothing to take a picture of")
                yield f"{name}-{lang}", _from(page, "main h1")
        chromium.close()


def _from(page: Any, selector: str) -> Image.Image:
    """What the page says from an element on, without the frame that every page has."""
    box = page.locator(selector).first.bounding_box()
    height_px = SCREEN_PX * HEIGHT_PX // WIDTH_PX
    drawn = page.screenshot(
        clip={"x": 0, "y": box["y"] - 12, "width": SCREEN_PX, "height": height_px}
    )
    whole = Image.open(io.BytesIO(drawn)).convert("RGB")
    return whole.resize((WIDTH_PX, HEIGHT_PX), Image.Resampling.LANCZOS)


def _keep(name: str, image: Image.Image, *, is_print: bool = False) -> None:
    """Write the picture as fine as the weight allows."""
    part = image.crop((0, 0, WIDTH_PX, HEIGHT_PX))
    if is_print:
        # Print of a few colours is sharper and lighter without loss than with.
        few = part.quantize(FEW_COLOURS, dither=Image.Dither.NONE).convert("RGB")
        content = _webp(few, lossless=True, quality=100)
    else:
        tried = (_webp(part, quality=quality) for quality in range(60, 5, -5))
        content = next(each for each in tried if len(each) <= MOST_BYTES)
    (OUT / f"{name}.webp").write_bytes(content)
    print(f"{name}.webp: {len(content)} bytes")


def _webp(image: Image.Image, **options: Any) -> bytes:
    out = io.BytesIO()
    image.save(out, "WEBP", method=6, **options)
    return out.getvalue()


def _run(arguments: list[str], instance: Path | None = None, **extra: str) -> str:
    done = subprocess.run(
        [*COMMAND, *arguments],
        env=_environment(instance) | extra,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def _environment(instance: Path | None) -> dict[str, str]:
    kept = {name: text for name, text in os.environ.items() if not name.startswith("SHOP_ONBOARD")}
    return kept | ({"SHOP_ONBOARD_INSTANCE": str(instance)} if instance else {})


@contextmanager
def _server(instance: Path) -> Iterator[str]:
    command = [*COMMAND, "serve", "--port", str(PORT), "--no-worker"]
    process = subprocess.Popen(command, env=_environment(instance), cwd=ROOT)
    address = f"http://127.0.0.1:{PORT}"
    try:
        for _attempt in range(100):
            try:
                with urllib.request.urlopen(f"{address}/health/live", timeout=2):  # noqa: S310
                    break
            except OSError:
                time.sleep(0.2)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


if __name__ == "__main__":
    main()
