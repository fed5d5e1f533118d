"""What each state looks like to everybody: axe finds nothing, light and dark, in each language; and odd ends."""

import pytest
from playwright.sync_api import expect
from pocket import Pocket

from app.config import ROOT

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("offline")]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
FAULTS = "rules => axe.run({runOnly: rules}).then(r => r.violations.map(v => `${v.id}: ${v.nodes[0].target}`))"
NO_ROOM = "() => { IDBObjectStore.prototype.add = () => { throw new DOMException('full', 'QuotaExceededError') } }"


def is_sound(pocket: Pocket) -> None:
    """As in the journeys: on a screen as high as the page, so that each target can be measured."""
    page = pocket.page
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        if not page.evaluate("Boolean(window.axe)"):
            page.evaluate(AXE.read_text())
        high = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": 360, "height": max(high, 740)})
        faults = page.evaluate(FAULTS, RULES)
        page.set_viewport_size({"width": 360, "height": 740})
        assert faults == [], f"{page.url}: {faults}"
        wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert wide[0] <= wide[1], f"{page.url} is {wide[0]} px wide"


def shows_what_is_kept(pocket: Pocket) -> bool:
    pocket.opens("/")
    return pocket.page.locator("html[data-kept-at]").count() == 1


def types_wrong(pocket: Pocket, what: str, amount: str) -> None:
    """By the names of the boxes: their words may be in any language."""
    pocket.opens("/spending/new")
    pocket.page.locator("[name=what_for]").fill(what)
    pocket.page.locator("[name=amount]").fill(amount)
    pocket.page.locator("#main form button[type=submit]").last.click()
    expect(pocket.page.locator("#main > [data-waits]")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "cy", "x-rtl"])
def test_every_state_is_sound(nikki: Pocket, language: str):
    nikki.goes_to(f"/language/{language}")
    nikki.opens("/")
    nikki.opens("/spending/new")
    nikki.loses_signal()
    nikki.until(lambda: shows_what_is_kept(nikki), "the browser's worker has heard that there is no network")
    expect(nikki.page.locator("#as-of")).to_be_visible()
    is_sound(nikki)
    types_wrong(nikki, "Taxi", "12.555")
    is_sound(nikki)
    types_wrong(nikki, "Bus", "2")
    nikki.opens("/people")
    expect(nikki.page.locator("[data-elsewhere]")).to_be_visible()
    expect(nikki.listed("waiting")).to_have_count(2)
    is_sound(nikki)
    nikki.service.signal.refusing = 503
    nikki.regains_signal()
    nikki.goes_to("/me")
    nikki.page.locator("[data-sign-out] button").first.click()
    expect(nikki.page.locator("#leaving")).to_be_visible()
    is_sound(nikki)
    nikki.service.signal.refusing = None
    nikki.goes_to("/outbox")
    expect(nikki.listed("needs-you")).to_have_count(1)
    expect(nikki.listed("sent")).to_have_count(1)
    is_sound(nikki)
    assert nikki.faults == []


def test_a_phone_without_room_says_so_and_keeps_what_is_typed(nikki: Pocket, spendings):
    nikki.opens("/spending/new")
    nikki.ask(NO_ROOM)
    nikki.loses_signal()
    nikki.records("Taxi", "14")
    expect(nikki.page.locator("#full")).to_be_visible()
    expect(nikki.page.get_by_label("What did you pay for?")).to_have_value("Taxi")
    nikki.regains_signal()
    nikki.page.get_by_role("button", name="Save", exact=True).click()
    nikki.sees("Saved.")
    assert spendings() == [("Taxi", 1400)]


def test_a_page_that_comes_back_after_its_person_left_is_asked_for_anew(nikki: Pocket):
    nikki.opens("/")
    nikki.context.clear_cookies()
    with nikki.page.expect_navigation():
        nikki.ask("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    nikki.sees("Sign in")


def test_what_is_sent_while_one_looks_changes_the_figure_on_the_page(nikki: Pocket):
    nikki.opens("/spending/new")
    nikki.service.signal.refusing = 503
    nikki.records("Taxi", "14")
    nikki.sees("Saved on this phone")
    signal = nikki.service.signal
    for _tries in range(6):
        before = signal.refused
        nikki.opens("/")
        nikki.until(lambda before=before: signal.refused > before, "tried")
    assert nikki.figure() == 1_000_000
    signal.refusing = None
    expect(nikki.page.locator("#main [data-figure=left-to-spend]")).to_have_text(
        "£9,986.00", timeout=60_000
    )  # it waits longer each time, but not for each page that was opened
    assert nikki.figure() == 998_600
    nikki.sees("Sent. Everything is up to date.")
