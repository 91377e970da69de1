"""What a phone pays for a page: bytes on the wire, at the first visit and when it comes back."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

FIRST_VISIT, COMING_BACK, SCANNED_LABEL = 100_000, 15_000, 25_000
OFFICER, PASSWORD = "0510000021", "vaithieu-mau"


class Wire:
    """Counts what a page brings over the wire, as the browser's own network log says."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.addresses: dict[str, str] = {}
        self.sent: dict[str, int] = {}
        session = page.context.new_cdp_session(page)
        session.on("Network.requestWillBeSent", self._asked)
        session.on("Network.loadingFinished", self._finished)
        session.send("Network.enable")

    def _asked(self, event: dict[str, Any]) -> None:
        self.addresses[event["requestId"]] = event["request"]["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        address = self.addresses.get(event["requestId"], "")
        # Photos are counted apart: they are the product's own and come one screen at a time.
        if "/photos/" not in address and not address.startswith("data:"):
            self.sent[address] = self.sent.get(address, 0) + int(event["encodedDataLength"])

    def visit(self, path: str) -> int:
        """Bytes of one visit, headers included."""
        self.sent.clear()
        self.page.goto(path, wait_until="networkidle")
        return sum(self.sent.values())


@pytest.fixture(scope="module")
def signed_in(chromium: Browser, server: str) -> Any:
    context = chromium.new_context(base_url=server)
    page = context.new_page()
    page.goto("/login")
    page.fill("#phone", OFFICER)
    page.fill("#password", PASSWORD)
    with page.expect_navigation():
        page.locator("main").get_by_role("button", name="Đăng nhập", exact=True).click()
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def fresh(chromium: Browser, server: str) -> Iterator[Any]:
    """Makes wires of browsers that have never been here."""
    contexts: list[BrowserContext] = []

    def wire(state: Any = None) -> Wire:
        context = chromium.new_context(
            base_url=server, viewport={"width": 360, "height": 640}, storage_state=state
        )
        contexts.append(context)
        return Wire(context.new_page())

    yield wire
    for context in contexts:
        context.close()


@pytest.mark.parametrize("path", ["/", "/login", "/help", "/shop/HTX08", "/board/LN-2022"])
def test_what_anybody_opens_is_light_and_lighter_the_second_time(fresh: Any, path: str):
    wire = fresh()
    first, again = wire.visit(path), wire.visit(path)
    print(f"{path}: {first} {again}")  # noqa: T201 - the measured figure
    assert 0 < first <= FIRST_VISIT, wire.sent
    assert again <= COMING_BACK, wire.sent


@pytest.mark.parametrize("path", ["/", "/products/", "/tonnage/", "/sales/", "/products/new"])
def test_work_is_light_and_lighter_the_second_time(fresh: Any, signed_in: Any, path: str):
    wire = fresh(signed_in)
    first, again = wire.visit(path), wire.visit(path)
    print(f"signed in {path}: {first} {again}")  # noqa: T201 - the measured figure
    assert 0 < first <= FIRST_VISIT, wire.sent
    assert again <= COMING_BACK, wire.sent


def test_a_scanned_label_opens_with_a_few_kilobytes(fresh: Any):
    stranger = fresh()
    stranger.visit("/")
    path = stranger.page.locator("a[href*='/t/']").first.get_attribute("href")
    wire = fresh()
    first, again = wire.visit(path), wire.visit(path)
    print(f"{path}: {first} {again}")  # noqa: T201 - the measured figure
    assert 0 < first <= SCANNED_LABEL, wire.sent
    assert again <= COMING_BACK, wire.sent
