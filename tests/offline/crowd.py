"""Phones at random: each goes out of signal and comes back, writes things down, takes some of them back."""

import contextlib
from dataclasses import dataclass, field
from random import Random

from playwright.sync_api import Error, expect
from pocket import Pocket

OFF = 0.25  # of the turns a phone loses its signal, or finds it again
TAKES_BACK = 0.12  # of what was written down
SAVED = "Saved"


@dataclass
class Written:
    """Something that somebody typed, in words like no other's."""

    words: str
    pence: int
    taken_back: bool = False


@dataclass
class Carrier:
    """A phone, whoever carries it, and what they typed."""

    name: str
    pocket: Pocket
    random: Random
    offline: bool = False
    written: list[Written] = field(default_factory=list)

    def turn(self) -> None:
        """One thing after the other, as it comes."""
        if self.random.random() < OFF:
            self.offline = not self.offline
            self.pocket.context.set_offline(self.offline)
        self.write_down()

    def write_down(self) -> None:
        said = Written(f"{self.name} {len(self.written)}", self.random.randrange(1, 90_00))
        if not self.opens_the_form():
            return
        self.pocket.records(said.words, f"{said.pence / 100:.2f}")
        expect(self.pocket.page.locator("#main")).to_contain_text(SAVED, timeout=30_000)
        self.written.append(said)
        if self.random.random() < TAKES_BACK:
            self.take_back(said)

    def opens_the_form(self) -> bool:
        """Also while the service is down: the form is on the phone."""
        with contextlib.suppress(Error):
            self.pocket.opens("/spending/new")
        return self.pocket.page.get_by_label("What did you pay for?").count() == 1

    def take_back(self, said: Written) -> None:
        """With the button that stands beside what was saved; it may be gone with the page by now."""
        undo = self.pocket.page.locator("#main").get_by_role("button", name="Undo")
        with contextlib.suppress(Error):
            undo.first.click(timeout=2_000)
            said.taken_back = True
            self.pocket.page.wait_for_timeout(200)

    def comes_home(self) -> None:
        """Where there is a signal: everything is sent."""
        self.pocket.context.set_offline(False)
        self.pocket.goes_to("/outbox")
        waiting = self.pocket.listed("waiting")
        for _try in range(40):
            if not waiting.count() and "Nothing is waiting" in self.pocket.page.locator("h1").inner_text():
                return
            self.pocket.tries_to_send()
            self.pocket.page.wait_for_timeout(500)
        message = f"{self.name} still has {self.pocket.page.locator('#main').inner_text()}"
        raise AssertionError(message)

    def is_asked_about_the_newer_version(self) -> None:
        """And uses it."""
        self.pocket.context.set_offline(False)
        self.offline = False
        self.pocket.opens("/spending/new")
        self.pocket.ask("navigator.serviceWorker.ready.then((found) => found.update())")
        use_it = self.pocket.page.get_by_role("button", name="Use it now")
        expect(use_it).to_be_visible(timeout=30_000)
        with self.pocket.page.expect_navigation():
            use_it.click()
        expect(use_it).to_be_hidden()
