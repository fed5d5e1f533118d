"""Pages without a network: the last seen, with the time at which they were true, for few pots and a while."""

from collections.abc import Callable

import pytest
from household import Household
from playwright.sync_api import expect
from pocket import Pocket

from app.spending import changes as spending
from app.spending.changes import Payment

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("offline")]

A_DAY = 24 * 3_600_000
SET_FACT = """([name, value]) => new Promise((done) => {
  indexedDB.open("onepot").onsuccess = ({target: {result: db}}) => {
    const tx = db.transaction("meta", "readwrite");
    tx.objectStore("meta").put(value, name);
    tx.oncomplete = () => { db.close(); done(); };
  };
})"""


def pays(household: Household, pence: int) -> None:
    """Somebody else writes something down."""
    household.act("joan", lambda act: spending.record(act, Payment(pence, household.clock.now.date(), "none", "Chair")))


def test_home_is_there_without_a_signal_and_says_when_it_was_right(nikki: Pocket):
    nikki.loses_signal()
    nikki.opens("/")
    nikki.sees("You have £10,000.00 left")
    nikki.sees("This was right at")
    nikki.sees("today.")
    nikki.goes_to("/")
    nikki.sees("You have £10,000.00 left")


def test_what_is_not_kept_says_so_and_shows_what_waits(nikki: Pocket):
    nikki.loses_signal()
    nikki.opens("/people")
    nikki.sees("You are offline, and this page is not kept on this phone.")
    nikki.sees("Nothing is waiting")


def test_forms_are_made_ready_before_anybody_opens_them(nikki: Pocket):
    nikki.loses_signal()
    for path, words in (
        ("/spending/new", "What did you pay for?"),
        ("/shifts/new", "Log a shift"),
        ("/messages", "Send"),
    ):
        nikki.opens(path)
        nikki.sees(words)


def test_a_usual_thing_takes_three_taps_without_a_signal_too(nikki: Pocket, household: Household, spendings):
    nikki.opens("/spending/new")
    nikki.records("Taxi to clinic", "14")
    nikki.sees("Saved.")
    nikki.opens("/spending/new")
    nikki.sees("Your usual things")
    nikki.loses_signal()
    nikki.opens("/")
    nikki.taps("Record spending")
    nikki.taps("Taxi to clinic")
    expect(nikki.page.get_by_label("What did you pay for?")).to_have_value("Taxi to clinic")
    nikki.taps("Save")
    nikki.sees("Saved on this phone")
    nikki.regains_signal()
    nikki.until(lambda: len(spendings()) == 2, "sent")
    assert spendings() == [("Taxi to clinic", 1400)] * 2


def test_a_kept_page_is_replaced_by_the_true_one_when_the_answer_comes(nikki: Pocket, household: Household):
    nikki.opens("/")
    pays(household, 5_000)
    nikki.service.signal.slow = 0.7  # the kept page is there before the answer
    nikki.opens("/")
    assert nikki.figure() == 1_000_000
    nikki.sees("This was right at")
    nikki.sees("You have £9,950.00 left")
    expect(nikki.page.locator("#as-of")).to_be_hidden()
    assert nikki.page.title().startswith("Home")


def test_after_a_change_of_ones_own_nothing_older_is_shown_first(nikki: Pocket):
    nikki.opens("/")
    nikki.opens("/spending/new")
    nikki.records("Taxi", "14")
    nikki.sees("Saved.")
    nikki.service.signal.slow = 0.7
    nikki.opens("/")
    assert nikki.figure() == 998_600


def test_the_pages_of_three_pots_are_kept_and_no_more(new_pocket: Callable[..., Pocket], pots_of_fatima: list[str]):
    fatima = new_pocket()
    fatima.signs_in_as("fatima")
    fatima.page.evaluate("navigator.serviceWorker.ready")
    for pot in pots_of_fatima:
        fatima.goes_to(f"{pot}/")
        fatima.is_ready()
    assert {path.split("/")[2] for path in fatima.kept()} == {pot.split("/")[2] for pot in pots_of_fatima[1:]}


def test_nothing_is_kept_for_a_reviewer_and_lists_are_not_kept(new_pocket: Callable[..., Pocket]):
    david = new_pocket("david")
    david.opens("/")
    david.page.wait_for_timeout(500)
    assert david.kept() == []


def test_after_thirty_days_without_contact_the_pages_are_gone(nikki: Pocket):
    assert nikki.kept() != []
    before = nikki.ask("Date.now()") - 31 * A_DAY
    nikki.ask(SET_FACT, ["contact", before])
    nikki.loses_signal()
    nikki.goes_to("/outbox")
    nikki.until(lambda: nikki.kept() == [], "nothing kept")


def test_in_welsh_the_list_and_the_line_are_in_welsh(nikki: Pocket):
    nikki.goes_to("/language/cy")
    nikki.opens("/spending/new")
    nikki.loses_signal()
    nikki.page.locator("[name=what_for]").fill("Tacsi")
    nikki.page.locator("[name=amount]").fill("14")
    nikki.page.locator("#main form button[type=submit]").last.click()
    expect(nikki.page.locator("#waiting")).to_be_visible()
    nikki.goes_to("/outbox")
    expect(nikki.page.locator("html")).to_have_attribute("lang", "cy")
    expect(nikki.listed("waiting")).to_contain_text("Tacsi, £14")
