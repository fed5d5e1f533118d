"""What a person with a cheap phone and a poor link waits for."""

import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page
from playwright.sync_api import Error as BrowserError

from bench.goals import NOT_THERE
from bench.link import Link, links
from bench.phone import LONGEST, Phone, browser, phone, seen
from bench.servers import floor, service
from bench.visitor import Visitor

VISITS = 5
ENTRIES = 3
LOOKS_EVERY = 100  # ms
SETTLED = 1_500  # ms in which nothing more is fetched
WORKER = "navigator.serviceWorker?.getRegistration().then((found) => Boolean(found))"
FIGURE, HEADING = "figure", "h1"


def measure(database: Path) -> dict[str, float | str]:
    """The phone's rows, by their names in goals.py."""
    with floor() as ground, service(database) as server, links(ground.port, server.port) as (to_floor, to_us):
        nikki = Visitor.signed_in(server, "nikki")
        with browser() as opened:
            visits = _Visits(opened, to_floor, to_us, nikki.cookie, nikki.home())
            return visits.first() | visits.again() | visits.entry() | visits.off_line()


class _Visits:
    """What is done on the phone, each kind several times: the middle counts."""

    def __init__(self, opened: Browser, to_floor: Link, to_us: Link, cookie: str, home: str) -> None:
        self.opened, self.to_floor, self.to_us, self.cookie, self.home = opened, to_floor, to_us, cookie, home
        self.there_is_a_worker = False

    def first(self) -> dict[str, float | str]:
        """First visits, with nothing kept, in turns with the floor's."""
        ratios, blocked, kb, requests = [], [], [], []
        for _visit in range(VISITS):
            with phone(self.opened) as here:
                page, _traffic = here.page()
                ground = _open(page, self.to_floor.url)["largest"]
            with self._mine() as here:
                page, traffic = here.page()
                told = _open(page, self.to_us.url + self.home)
                ratios.append(told["largest"] / ground)
                blocked.append(told["blocked"])
                kb.append(traffic.kb)
                requests.append(len(traffic.requests))
                self.there_is_a_worker = bool(page.evaluate(WORKER))
        print(f"  first visit: largest content {[round(each, 2) for each in ratios]} of the floor's")
        return {
            "first bytes": median(kb),
            "first requests": median(requests),
            "largest": round(median(ratios), 2),
            "blocked": round(median(blocked)),
        }

    def again(self) -> dict[str, float | str]:
        """Visits after a first one, in turns with the floor's."""
        if not self.there_is_a_worker:
            return {"repeat": NOT_THERE}
        ratios = []
        with phone(self.opened) as other, self._mine() as here:
            _until_settled(other, self.to_floor.url)
            _until_settled(here, self.to_us.url + self.home)
            for _visit in range(VISITS):
                ground = _time_of(other, self.to_floor.url, HEADING)
                ratios.append(_time_of(here, self.to_us.url + self.home, FIGURE) / ground)
        print(f"  repeat visit: {[round(each, 2) for each in ratios]} of the floor's")
        return {"repeat": round(median(ratios), 2)}

    def entry(self) -> dict[str, float | str]:
        """A payment, from the button until the new balance, or that it waits to be sent, is there."""
        seconds, requests, kb = [], [], []
        with self._mine() as here:
            _until_settled(here, self.to_us.url + self.home)
            for _entry in range(ENTRIES):
                page, _traffic = here.page()
                page.goto(f"{self.to_us.url}{self.home}spending/new")
                _fill_in(page)
                page.wait_for_timeout(SETTLED)
                asked, carried = self.to_us.connections, self.to_us.carried_kb
                seconds.append(_from_button_to_balance(page))
                page.wait_for_timeout(SETTLED)
                requests.append(self.to_us.connections - asked)
                kb.append(round(self.to_us.carried_kb - carried, 1))
                page.close()
        return {
            "entry seconds": round(median(seconds), 2),
            "entry requests": median(requests),
            "entry bytes": median(kb),
        }

    def off_line(self) -> dict[str, float | str]:
        """Home, with no network at all."""
        if not self.there_is_a_worker:
            return {"off-line": NOT_THERE}
        with self._mine() as here:
            _until_settled(here, self.to_us.url + self.home)
            here.context.set_offline(True)
            self.to_us.cut = True
            try:
                times = [_time_of(here, self.to_us.url + self.home, FIGURE) / 1000 for _visit in range(VISITS)]
            except BrowserError:
                return {"off-line": NOT_THERE}
            finally:
                self.to_us.cut = False
        return {"off-line": round(median(times), 2)}

    def _mine(self):  # noqa: ANN202 - a phone to be used in a `with`
        return phone(self.opened, self.cookie, self.to_us.url)


def _open(page: Page, url: str) -> dict[str, float]:
    """Open a page and wait until it is at rest; what it noted."""
    page.goto(url, wait_until="load")
    page.wait_for_timeout(SETTLED)
    told = seen(page)
    return {"largest": float(told["largest"]), "blocked": float(told["blocked"])}


def _until_settled(here: Phone, url: str) -> None:
    """A visit that leaves behind whatever a visit leaves; a worker takes its time."""
    page, _traffic = here.page()
    page.goto(url, wait_until="load")
    _wait(page, lambda: bool(page.evaluate("Boolean(navigator.serviceWorker?.controller)")))
    page.wait_for_timeout(SETTLED)
    page.reload(wait_until="load")
    page.wait_for_timeout(SETTLED)
    page.close()


def _time_of(here: Phone, url: str, what: str) -> float:
    """Milliseconds from the beginning until the figure, or the heading, is drawn."""
    page, _traffic = here.page()
    page.goto(url, wait_until="commit")
    _wait(page, lambda: page.evaluate(f"window.seen?.first.{what} !== undefined"), LONGEST)
    found = float(seen(page)["first"][what])
    page.wait_for_timeout(SETTLED)
    page.close()
    return found


def _fill_in(page: Page) -> None:
    page.fill("[name=what_for]", "Taxi")
    page.fill("[name=amount]", "4.20")
    page.locator("[name=plan_line]").first.check(force=True)


def _from_button_to_balance(page: Page) -> float:
    """Seconds until the page says how much is left now, or that the payment waits."""
    page.evaluate("document.querySelector('#main').dataset.before = '1'")
    shown = "[data-figure=left-to-spend], [data-waits]"
    start = time.monotonic()
    page.locator("form[action$='/spending'] button[type=submit]").first.click(no_wait_after=True)
    page.wait_for_selector(f"#main:is({shown}), #main :is({shown})", state="attached")
    return time.monotonic() - start


def _wait(page: Page, there: Callable[[], bool], longest: int = 5_000) -> None:
    for _turn in range(longest // LOOKS_EVERY):
        if there():
            return
        page.wait_for_timeout(LOOKS_EVERY)
