"""A new release while phones are away: the page asks, and what was kept before is taken after."""

from collections.abc import Callable

import pytest
from playwright.sync_api import expect
from pocket import Pocket

from app.spending.forms import RecordSpending

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("offline")]
FIND_NEWER = "navigator.serviceWorker.ready.then((found) => found.update())"


@pytest.fixture
def release(monkeypatch: pytest.MonkeyPatch) -> Callable[[int], None]:
    return lambda version: monkeypatch.setattr(RecordSpending, "version", version)


def test_a_newer_worker_waits_until_its_person_says_so(nikki: Pocket, spendings):
    nikki.opens("/spending/new")
    nikki.page.get_by_label("What did you pay for?").fill("Taxi")
    nikki.service.signal.newer_worker = True
    nikki.ask(FIND_NEWER)
    nikki.sees("A newer version is here.")
    expect(nikki.page.get_by_label("What did you pay for?")).to_have_value("Taxi")  # nothing was pulled away
    nikki.page.get_by_label("How much was it?").fill("14")
    nikki.page.get_by_role("button", name="Save", exact=True).click()
    nikki.sees("Saved.")
    nikki.opens("/")
    with nikki.page.expect_navigation():
        nikki.taps("Use it now")
    expect(nikki.page.locator("#newer")).to_be_hidden()
    assert spendings() == [("Taxi", 1400)]


def test_what_was_kept_before_a_release_is_taken_after_it(nikki: Pocket, spendings, release):
    nikki.opens("/spending/new")
    nikki.loses_signal()
    nikki.records("Taxi", "14")
    nikki.sees("Saved on this phone")
    release(2)
    nikki.service.signal.newer_worker = True
    nikki.regains_signal()
    nikki.until(lambda: spendings() == [("Taxi", 1400)], "taken")


def test_what_is_of_too_long_ago_is_asked_about_with_everything_typed(nikki: Pocket, spendings, release):
    nikki.opens("/spending/new")
    nikki.loses_signal()
    nikki.records("Taxi", "14")
    nikki.sees("Saved on this phone")
    release(3)
    nikki.regains_signal()
    nikki.goes_to("/outbox")
    expect(nikki.listed("needs-you")).to_contain_text("This page has changed")
    nikki.taps("Fix it")  # with the form as it is now, what was typed is right
    nikki.sees("Saved.")
    assert spendings() == [("Taxi", 1400)]


def test_a_browser_without_scripts_or_without_a_worker_saves_as_ever(new_pocket: Callable[..., Pocket], spendings):
    plain = new_pocket(java_script_enabled=False)
    plain.signs_in_as("nikki")
    plain.opens("/spending/new")
    plain.records("Taxi", "14")
    plain.sees("Saved.")
    without_worker = new_pocket(service_workers="block")
    without_worker.signs_in_as("nikki")
    without_worker.opens("/spending/new")
    without_worker.loses_signal()
    without_worker.records("Bus", "2.50")
    without_worker.sees("Saved on this phone")
    without_worker.regains_signal()
    without_worker.until(lambda: spendings() == [("Bus", 250), ("Taxi", 1400)], "sent by the page that is open")
    without_worker.sees("Saved.")
