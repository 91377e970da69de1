"""A real server with its worker on the sample season, and a real Chromium."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
AXE = ROOT / "build" / "npm" / "node_modules" / "axe-core" / "axe.min.js"
PASSWORD = "vaithieu-mau"
_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """`prepare` and `serve` as a newcomer starts them; the address."""
    port = _free_port()
    settings = os.environ | {"SHOP_ONBOARD_INSTANCE": str(tmp_path_factory.mktemp("site"))}
    command = [sys.executable, "-m", "shop_onboard"]
    subprocess.run([*command, "prepare"], check=True, env=settings, cwd=ROOT)
    log = tmp_path_factory.mktemp("log") / "server.txt"
    with log.open("w") as file:
        process = subprocess.Popen(
            [*command, "serve", "--port", str(port)],
            env=settings,
            cwd=ROOT,
            stdout=file,
            stderr=file,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        _wait_for(f"{address}/login", process, log)
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=_FLAGS)
        yield browser
        browser.close()


@dataclass
class Visitor:
    """Somebody with a phone: every page they open is checked."""

    page: Page
    address: str
    complaints: list[str] = field(default_factory=list)

    def open(self, path: str) -> None:
        self.page.goto(self.address + path)
        self.check()

    def choose_pack(self) -> None:
        """On the form of labels: the first pack of the chosen lot's product, where it is asked."""
        lot = self.page.locator("#lot option:checked").inner_text()
        product = lot.split(" – ")[1]
        packs = self.page.locator(f'#pack optgroup[label^="{product}"] option')
        if packs.count():
            self.page.select_option("#pack", packs.first.get_attribute("value"))

    def press(self, words: str) -> None:
        """Press the button with these words and wait for the next page."""
        with self.page.expect_navigation():
            self.page.get_by_role("button", name=words, exact=True).first.click()
        self.check()

    def follow(self, words: str) -> None:
        """Follow the link (or button-like link) with these words."""
        with self.page.expect_navigation():
            self.page.locator("main a", has_text=words).first.click()
        self.check()

    def check(self) -> None:
        """axe-core without a violation, no sideways scroll, no complaint in the console."""
        page = self.page
        page.evaluate(AXE.read_text())
        found = page.evaluate("axe.run({resultTypes: ['violations']})")["violations"]
        told = [(each["id"], [node["html"][:160] for node in each["nodes"]]) for each in found]
        assert not told, f"{page.url}: {told}"
        wide = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        assert wide <= 0, f"{page.url} is {wide} px too wide"
        assert not self.complaints, self.complaints

    def answer(self, words: str = "Tiếp tục", **typed: str) -> None:
        """Fill the page's questions by their ids and press the button with these words."""
        for name, text in typed.items():
            self.page.fill(f"#{name}", text)
        self.press(words)

    def sign_in(self, phone: str) -> "Visitor":
        self.open("/login")
        self.page.fill("#phone", phone)
        self.page.fill("#password", PASSWORD)
        with self.page.expect_navigation():
            self.page.locator("main").get_by_role("button", name="Đăng nhập").click()
        self.check()
        return self


def _context(chromium: Browser, server: str, **options: Any) -> BrowserContext:
    return chromium.new_context(
        base_url=server,
        locale="vi-VN",
        accept_downloads=True,
        **({"viewport": {"width": 360, "height": 640}} | options),
    )


@pytest.fixture
def phone(chromium: Browser, server: str) -> Iterator[Any]:
    """Makes visitors with a phone of 360×640."""
    contexts: list[BrowserContext] = []

    def visit(**options: Any) -> Visitor:
        context = _context(chromium, server, **options)
        contexts.append(context)
        visitor = Visitor(context.new_page(), server)
        _listen(visitor, server)
        return visitor

    yield visit
    for context in contexts:
        context.close()


def _listen(visitor: Visitor, server: str) -> None:
    def on_console(message: Any) -> None:
        if message.type in ("error", "warning"):
            visitor.complaints.append(f"console: {message.text}")

    def on_response(response: Response) -> None:
        if not response.url.startswith((server, "data:", "blob:")):
            visitor.complaints.append(f"another host: {response.url}")
        elif response.status >= 500:
            visitor.complaints.append(f"{response.status}: {response.url}")

    visitor.page.on("console", on_console)
    visitor.page.on("pageerror", lambda error: visitor.complaints.append(f"script: {error}"))
    visitor.page.on("response", on_response)


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _attempt in range(150):
        assert process.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310 - our own server
                return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.2)
    raise AssertionError(f"the server did not answer: {log.read_text()}")
