"""Somebody whose browser is a real WebKit, the engine of every iPhone: Debian's WebKitGTK, driven by WebDriver."""

import os
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pocket import KEPT, LONGEST
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver import WebKitGTK, WebKitGTKOptions, WebKitGTKService
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.file_detector import UselessFileDetector
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.wait import WebDriverWait
from weak_signal import Service

TOOLS = ("WebKitWebDriver", "Xvfb")
CONTROLLED = "() => Boolean(navigator.serviceWorker.controller)"
BYTES_THAT_WAIT = """() => new Promise((done) => {
  indexedDB.open("onepot").onsuccess = ({target: {result: db}}) => {
    db.transaction("items").objectStore("items").getAll().onsuccess = ({target: {result: items}}) => {
      db.close();
      done(items.flatMap(({files}) => files).reduce((sum, {bytes}) => sum + bytes.byteLength, 0));
    };
  };
})"""
BUSY = """() => new Promise((done) => {
  indexedDB.open("onepot").onsuccess = ({target: {result: db}}) => {
    const store = db.transaction("items", "readwrite").objectStore("items");
    const hold = () => { store.count().onsuccess = hold; done(); };
    store.count().onsuccess = hold;
  };
})"""


def missing() -> list[str]:
    """The programs that are not here."""
    return [name for name in TOOLS if shutil.which(name) is None]


@contextmanager
def screen() -> Iterator[str]:
    """The name of a display that nobody looks at: this browser has to have one."""
    read, write = os.pipe()
    command = ["Xvfb", "-displayfd", str(write), "-screen", "0", "800x900x24", "-nolisten", "tcp"]
    with os.fdopen(read) as told, subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL) as server:
        os.close(write)
        yield f":{told.readline().strip()}"
        server.terminate()


@contextmanager
def webkit(display: str) -> Iterator[WebKitGTK]:
    """A browser with nothing in it: cookies, stores and worker are nobody else's, and go with it."""
    env = os.environ | {"DISPLAY": display, "LANGUAGE": "en_GB", "TZ": "Europe/London"}
    browser = WebKitGTK(WebKitGTKOptions(), WebKitGTKService(shutil.which("WebKitWebDriver"), env=env))
    browser.file_detector = UselessFileDetector()  # a path is a path of this machine
    browser.set_script_timeout(LONGEST / 1000)
    yield browser
    browser.quit()


@dataclass
class Handset:
    """What somebody does with it and sees on it, as `Pocket` is for Chromium."""

    browser: WebKitGTK
    service: Service
    pot: str  # the address of the pot that it is mostly about
    album: Path  # where photos lie once they are taken

    # --- what somebody does

    def signs_in_as(self, name: str) -> None:
        self.goes_to(f"/demo/as/{name}")

    def opens(self, path: str = "/") -> None:
        """A page of the pot."""
        self.goes_to(self.pot + path)

    def goes_to(self, path: str) -> None:
        self.browser.get(self.service.url + path)

    def reloads(self) -> None:
        self.browser.refresh()

    def taps(self, words: str) -> None:
        self._find(f"//*[self::a or self::button][normalize-space()='{words}']").click()

    def loses_signal(self) -> None:
        self.service.stop()

    def regains_signal(self) -> None:
        self.service.start()

    @contextmanager
    def busy(self) -> Iterator[None]:
        """Nobody gets at what waits, as where the disk is slow: another tab has it."""
        mine = self.browser.current_window_handle
        self.browser.switch_to.new_window("tab")
        self.goes_to("/outbox")
        self.ask(BUSY)
        other = self.browser.current_window_handle
        self.browser.switch_to.window(mine)
        yield
        self.browser.switch_to.window(other)
        self.browser.close()
        self.browser.switch_to.window(mine)

    def goes_back(self) -> None:
        self.browser.back()

    def fills_in(self, what: str, amount: str, photo: bytes | None = None) -> None:
        """What was paid, on the form that is open."""
        self._labelled("What did you pay for?").send_keys(what)
        self._labelled("How much was it?").send_keys(amount)
        if photo:
            taken = self.album / f"{what}.jpg"
            taken.write_bytes(photo)
            self._labelled("Take a photo of the receipt").send_keys(str(taken))

    def saves(self) -> None:
        self.taps("Save")

    def saves_without_scripts(self) -> None:
        """As when the script of the page failed: no script hears that the form is sent."""
        self.browser.execute_script("document.querySelector('#main form').submit()")

    # --- what they see

    def sees(self, words: str) -> None:
        self.until(lambda: words in self._texts("body")[0], f"“{words}” on the screen")

    def sees_listed(self, state: str, *said: str) -> None:
        """Just these on the list of what waits or was sent, in any order."""
        rows = f"[data-outbox-item][data-state={state}] [data-said]"
        self.until(lambda: sorted(self._texts(rows)) == sorted(said), f"{said} listed as {state}")

    def until(self, true: Callable[[], bool], what: str) -> None:
        passing = [NoSuchElementException, StaleElementReferenceException]  # a page that is just being drawn
        WebDriverWait(self.browser, LONGEST / 1000, 0.1, passing).until(lambda _: true(), f"not in time: {what}")

    # --- what rests on the phone

    def is_ready(self) -> None:
        """The worker is there, and has made ready what this page asks for."""
        warm = self.browser.find_element(By.TAG_NAME, "body").get_attribute("data-warm") or ""
        wanted = set(warm.split())
        self.until(lambda: self.ask(CONTROLLED) and wanted <= set(self.ask(KEPT)), f"{wanted} kept")

    def bytes_that_wait(self) -> int:
        """Of the photos in the outbox."""
        return int(self.ask(BYTES_THAT_WAIT))

    def ask(self, function: str) -> Any:
        """What a function of JavaScript answers, in the end."""
        answers = f"Promise.resolve(({function})())"
        script = f"const done = arguments[0]; {answers}.then(done, (error) => done(String(error)))"
        return self.browser.execute_async_script(script)

    def _find(self, path: str) -> WebElement:
        return self.browser.find_element(By.XPATH, path)

    def _labelled(self, words: str) -> WebElement:
        return self._find(f"//*[@id=//label[normalize-space()='{words}']/@for]")

    def _texts(self, selector: str) -> list[str]:
        return [found.text for found in self.browser.find_elements(By.CSS_SELECTOR, selector)]
