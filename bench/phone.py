"""A cheap phone: Chromium at 360 × 740 with a quarter of the processor, behind the link."""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

QUARTER = 4
BLOCKS_FROM = 50  # a task that takes longer, in ms, blocks for what it takes more
LONGEST = 60_000

WATCH = """
window.seen = {largest: 0, blocked: 0, first: {}};
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.largest = e.startTime; })
  .observe({type: "largest-contentful-paint", buffered: true});
new PerformanceObserver((list) => { for (const e of list.getEntries()) seen.blocked += Math.max(0, e.duration - 50); })
  .observe({type: "longtask", buffered: true});
const note = (name, selector) => {
  if (seen.first[name] === undefined && document.querySelector(selector))
    requestAnimationFrame(() => setTimeout(() => { seen.first[name] ??= performance.now(); }));
};
const look = () => { note("figure", "[data-figure]"); note("h1", "h1"); };
new MutationObserver(look).observe(document, {childList: true, subtree: true});
"""


@dataclass
class Traffic:
    """What a page itself fetched; a worker's own precache is not among it."""

    requests: list[str] = field(default_factory=list)
    received: float = 0.0

    @property
    def kb(self) -> float:
        """Kilobytes, with their headers."""
        return round(self.received / 1024, 1)


@dataclass
class Phone:
    """One profile of the browser."""

    context: BrowserContext

    def page(self) -> tuple[Page, Traffic]:
        """A new tab with a quarter of the processor, and what it fetches."""
        page, traffic = self.context.new_page(), Traffic()
        page.set_default_timeout(LONGEST)
        page.add_init_script(WATCH)
        tools = self.context.new_cdp_session(page)
        tools.send("Emulation.setCPUThrottlingRate", {"rate": QUARTER})
        tools.send("Network.enable")
        tools.on("Network.requestWillBeSent", lambda told: _note_request(traffic, told))
        tools.on("Network.loadingFinished", lambda told: _note_bytes(traffic, told))
        return page, traffic


def _note_request(traffic: Traffic, told: dict[str, Any]) -> None:
    if told["request"]["url"].startswith("http"):
        traffic.requests.append(told["request"]["url"])


def _note_bytes(traffic: Traffic, told: dict[str, Any]) -> None:
    traffic.received += told["encodedDataLength"]


@contextmanager
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    found = shutil.which(os.environ.get("CHROMIUM", "chromium"))
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(
            executable_path=found, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-background-networking"]
        )
        yield opened
        opened.close()


@contextmanager
def phone(opened: Browser, cookie: str = "", url: str = "") -> Iterator[Phone]:
    """A phone with nothing on it but who is signed in."""
    context = opened.new_context(
        viewport={"width": 360, "height": 740}, device_scale_factor=2, is_mobile=True, has_touch=True,
        locale="en-GB", timezone_id="Europe/London",
    )  # fmt: skip
    if cookie:
        name, _sep, value = cookie.partition("=")
        context.add_cookies([{"name": name, "value": value, "url": url}])
    yield Phone(context)
    context.close()


def seen(page: Page) -> dict[str, Any]:
    """What the page noted of itself so far."""
    told: dict[str, Any] = page.evaluate("window.seen")
    return told
