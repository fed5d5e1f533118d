"""Somebody with the app on their phone, and a signal that comes and goes."""

import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import BrowserContext, Error, Locator, Page, expect
from weak_signal import Service

PHONE = {
    "viewport": {"width": 360, "height": 740},
    "device_scale_factor": 2,
    "is_mobile": True,
    "has_touch": True,
    "locale": "en-GB",
    "timezone_id": "Europe/London",
    "reduced_motion": "reduce",  # a colour that fades is measured on its way
}
LONGEST = 15_000
expect.set_options(timeout=LONGEST)
IN_STORES = """async () => {
  const all = [];
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const one of await cache.keys()) all.push(one.url, await (await cache.match(one, {ignoreVary: true})).text());
  }
  for (const {name} of await indexedDB.databases()) {
    const db = await new Promise((done) => { indexedDB.open(name).onsuccess = (e) => done(e.target.result); });
    for (const store of db.objectStoreNames) {
      const rows = await new Promise((done) => {
        db.transaction(store).objectStore(store).getAll().onsuccess = (e) => done(e.target.result); });
      all.push(JSON.stringify(rows));
    }
    db.close();
  }
  all.push(JSON.stringify(localStorage), JSON.stringify(sessionStorage));
  return all.join("\\n");
}"""
CONTROLLED = """() => navigator.serviceWorker.controller || new Promise((go) =>
  navigator.serviceWorker.addEventListener("controllerchange", go, {once: true}))"""
KEPT = """async () => {
  const all = [];
  for (const name of await caches.keys()) if (name.startsWith("pages::"))
    for (const one of await (await caches.open(name)).keys()) all.push(new URL(one.url).pathname);
  return all.sort();
}"""


@dataclass
class Pocket:
    """A phone of its own: cookies, stores and worker are nobody else's."""

    context: BrowserContext
    service: Service
    pot: str  # the address of the pot that it is mostly about
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.context.new_page()
        self.faults: list[str] = []
        self.page.on("pageerror", lambda error: self.faults.append(str(error)))

    # --- what somebody does

    def signs_in_as(self, name: str) -> None:
        self.page.goto(f"{self.service.url}/demo/as/{name}")

    def opens(self, path: str = "/", page: Page | None = None) -> None:
        """A page of the pot."""
        self.goes_to(self.pot + path, page)

    def goes_to(self, path: str, page: Page | None = None) -> None:
        (page or self.page).goto(self.service.url + path)

    def taps(self, words: str) -> None:
        target = self.page.get_by_role("button", name=words).or_(self.page.get_by_role("link", name=words))
        target.first.click()

    def tries_to_send(self, page: Page | None = None) -> None:
        """With the button, if it is still there: the phone may have been quicker."""
        button = (page or self.page).get_by_role("button", name="Try to send now")
        with suppress(Error):
            button.click(timeout=2_000)

    def loses_signal(self) -> None:
        self.context.set_offline(True)

    def regains_signal(self) -> None:
        self.context.set_offline(False)

    def takes_a_photo(self, content: bytes) -> None:
        chosen = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": content}
        self.page.locator("input[type=file]").first.set_input_files(chosen)

    def records(self, what: str, amount: str, photo: bytes | None = None, page: Page | None = None) -> None:
        """What was paid, on the form that is open."""
        page = page or self.page
        page.get_by_label("What did you pay for?").fill(what)
        page.get_by_label("How much was it?").fill(amount)
        if photo:
            self.takes_a_photo(photo)
        page.get_by_role("button", name="Save", exact=True).click()

    def is_ready(self) -> None:
        """The worker is there, and has made ready what this page asks for."""
        self.page.evaluate(CONTROLLED)
        wanted = (self.page.locator("body").get_attribute("data-warm") or "").split()
        self.until(lambda: set(wanted) <= set(self.kept()), f"{wanted} kept")

    def until(self, true: Callable[[], bool], what: str) -> None:
        """Wait for what no page shows."""
        end = time.monotonic() + LONGEST / 1000
        while not true():
            assert time.monotonic() < end, f"not in time: {what}"
            self.page.wait_for_timeout(50)

    # --- what they see

    def sees(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words)

    def does_not_see(self, words: str) -> None:
        expect(self.page.locator("body")).not_to_contain_text(words)

    def listed(self, state: str) -> Locator:
        return self.page.locator(f'[data-outbox-item][data-state="{state}"]')

    def figure(self) -> int:
        return int(self.page.locator("[data-figure=left-to-spend]:not([data-part])").first.get_attribute("value") or "")

    # --- what rests on the phone

    def kept(self) -> list[str]:
        found: list[str] = self.page.evaluate(KEPT)
        return found

    def stores(self) -> str:
        """Every word in Cache Storage, IndexedDB and the older stores."""
        found: str = self.page.evaluate(IN_STORES)
        return found

    def ask(self, script: str, arg: Any = None) -> Any:
        return self.page.evaluate(script, arg)
