"""The demo at a real address, a phone of 360 by 740 that looks at it, and axe at every step."""

import shutil
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from app import create_app
from app.config import ROOT
from app.demo.load import load
from app.domain.year import london_day
from app.persistence.database import db
from app.persistence.figures import figures_of
from app.persistence.verify import verify

NOW = "2026-11-21T10:00:00+00:00"
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
ALSO = {"target-size": {"enabled": True}, "color-contrast-enhanced": {"enabled": True}}
FAULTS = """([tags, also]) => axe.run({runOnly: {type: "tag", values: tags}, rules: also, resultTypes: ["violations"]})
    .then(r => r.violations.map(v => `${v.id}: ${v.nodes[0].target}`))"""


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory, sqlite_template: Path, settings_for) -> Path:
    """The households of the demo, loaded once."""
    folder = tmp_path_factory.mktemp("demo")
    file = folder / "demo.sqlite"
    shutil.copyfile(sqlite_template, file)
    app = create_app(settings_for(f"sqlite:///{file}", folder, NOW))
    with app.app_context():
        load(db.engine, london_day(app.extensions["clock"]()), app.extensions["files"])
        db.engine.dispose()
    return file


@dataclass
class Demo:
    """The service with the demo loaded, of one test alone."""

    app: Flask
    url: str

    def left_to_spend_pence(self, pot_id: str) -> int:
        """What the books say is left, once all of it is found sound."""
        with self.app.app_context(), Session(db.engine) as session:
            verify(session)
            figures = figures_of(session, pot_id, london_day(self.app.extensions["clock"]()))
            return figures.whole.left_to_spend_pence


@pytest.fixture
def demo(demo_file: Path, tmp_path: Path, settings_for) -> Iterator[Demo]:
    file = tmp_path / "demo.sqlite"
    shutil.copyfile(demo_file, file)
    shutil.copytree(demo_file.parent / "receipts", tmp_path / "receipts")
    app = create_app(settings_for(f"sqlite:///{file}", tmp_path, NOW))
    server = make_server("localhost", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Demo(app, f"http://localhost:{server.server_port}")
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        db.engine.dispose()


@dataclass
class Person:
    """Somebody with the app on their phone. Every page they see is checked."""

    page: Page
    demo: Demo

    @property
    def pot_id(self) -> str:
        return self.page.url.split("/p/")[1].split("/")[0]

    def signs_in_as(self, name: str) -> None:
        self.page.goto(f"{self.demo.url}/demo/as/{name}")
        self.finds_no_fault()

    def opens(self, path: str) -> None:
        self.page.goto(self.demo.url + path)
        self.finds_no_fault()

    def taps(self, words: str) -> None:
        """A link or a button by its words, then the page that comes."""
        target = self.page.get_by_role("button", name=words).or_(self.page.get_by_role("link", name=words))
        target.first.click()
        self.waits()
        self.finds_no_fault()

    def waits(self) -> None:
        """Until the answer is on the page: a whole one, or the piece that HTMX puts in."""
        self.page.wait_for_timeout(150)
        self.page.wait_for_load_state("networkidle")
        expect(self.page.locator(".htmx-request")).to_have_count(0, timeout=15_000)

    def sees(self, words: str) -> None:
        expect(self.page.locator("body")).to_contain_text(words, timeout=15_000)

    def figure(self, mark: str = "left-to-spend") -> int:
        """Pence of a marked figure on this page."""
        return int(self.page.locator(f"[data-figure={mark}]:not([data-part])").first.get_attribute("value"))

    def finds_no_fault(self) -> None:
        """axe finds nothing, and nothing goes off the side of the screen."""
        if not self.page.evaluate("Boolean(window.axe)"):
            self.page.evaluate(AXE.read_text())
        size = self.page.viewport_size
        # The places at the bottom stay within reach of a thumb, over the words: on a screen as high as the page
        # they cover nothing, and each target can be measured.
        high = self.page.evaluate("document.documentElement.scrollHeight")
        self.page.set_viewport_size({"width": size["width"], "height": max(high, size["height"])})
        faults = self.page.evaluate(FAULTS, [RULES, ALSO])
        self.page.set_viewport_size(size)
        assert faults == [], f"{self.page.url}: {faults}"
        wide = self.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1], f"{self.page.url} is {wide[0]} px wide"


@pytest.fixture
def person(page: Page, demo: Demo) -> Person:
    return Person(page, demo)
