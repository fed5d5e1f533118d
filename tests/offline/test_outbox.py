"""What is written without a signal is kept on the phone, and sent once."""

import pytest
from photos import drawn, encoded
from playwright.sync_api import expect
from pocket import Pocket

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("offline")]
# The page hears nothing more from the moment that it asked for it to be kept.
SAVES_AND_HANGS = """() => {
  const add = IDBObjectStore.prototype.add;
  IDBObjectStore.prototype.add = function (...what) {
    const end = Date.now() + 3_000;
    queueMicrotask(() => { while (Date.now() < end); });
    return add.apply(this, what);
  };
  setTimeout(() => document.querySelector("#main form[data-outbox]").requestSubmit());
}"""


def test_with_a_signal_the_new_balance_is_there_after_one_request(nikki: Pocket, spendings):
    nikki.opens("/spending/new")
    before = len(nikki.service.signal.asked)
    nikki.records("Taxi", "14")
    nikki.sees("Saved.")
    nikki.sees("You have £9,986.00 left")
    # The browser looks for a newer worker when it likes: that is no request of the page.
    asked = [one for one in nikki.service.signal.asked[before:] if one.path != "/sw.js"]
    assert [(one.method, one.path) for one in asked] == [("POST", f"{nikki.pot}/spending")]
    assert spendings() == [("Taxi", 1400)]
    nikki.taps("Undo")
    nikki.sees("Taken out. It is kept in the history.")
    nikki.taps("Home")
    nikki.sees("You have £10,000.00 left")


def test_without_a_signal_it_is_kept_listed_and_sent_when_the_signal_is_back(nikki: Pocket, spendings):
    nikki.opens("/spending/new")
    nikki.loses_signal()
    nikki.records("Taxi", "14")
    nikki.sees("Saved on this phone")
    nikki.taps("See what is waiting")
    nikki.sees("1 thing is waiting to be sent")
    expect(nikki.listed("waiting")).to_contain_text("Taxi, £14")
    assert spendings() == []
    nikki.page.reload()
    expect(nikki.listed("waiting")).to_have_count(1)
    nikki.regains_signal()
    expect(nikki.listed("sent")).to_contain_text("Taxi, £14")
    expect(nikki.listed("waiting")).to_have_count(0)
    assert spendings() == [("Taxi", 1400)]


def test_an_app_that_ends_the_moment_that_something_is_saved_has_kept_it(nikki: Pocket):
    nikki.opens("/spending/new")
    nikki.loses_signal()
    nikki.page.get_by_label("What did you pay for?").fill("Taxi")
    nikki.page.get_by_label("How much was it?").fill("14")
    nikki.ask(SAVES_AND_HANGS)
    nikki.page.wait_for_timeout(500)
    nikki.page.close()
    nikki.page = nikki.context.new_page()
    nikki.goes_to("/outbox")
    expect(nikki.listed("waiting")).to_contain_text("Taxi, £14")


def test_a_payment_with_its_photo_waits_and_is_sent_once_through_a_broken_answer(nikki: Pocket, spendings, receipts):
    nikki.opens("/spending/new")
    nikki.loses_signal()
    nikki.records("Taxi", "14", photo=encoded(drawn(2000, 1500), quality=95))
    nikki.sees("Saved on this phone")
    nikki.service.signal.cut = 2
    nikki.regains_signal()
    nikki.goes_to("/outbox")
    expect(nikki.listed("sent")).to_have_count(1)
    assert spendings() == [("Taxi", 1400)]
    assert receipts() == 1
    assert sum(one.cut for one in nikki.service.signal.asked) == 2


def test_a_photo_alone_takes_three_taps_without_a_signal(nikki: Pocket, receipts):
    nikki.loses_signal()
    nikki.opens("/")
    nikki.taps("Record spending")
    nikki.takes_a_photo(encoded(drawn()))
    nikki.taps("Save the photo now")
    nikki.sees("Saved on this phone")
    nikki.goes_to("/outbox")
    expect(nikki.listed("waiting")).to_contain_text("Photo of a receipt")
    nikki.regains_signal()
    expect(nikki.listed("sent")).to_contain_text("Photo of a receipt")
    assert receipts() == 1


def test_a_photo_that_the_worker_caught_is_whole(nikki: Pocket, spendings, receipts):
    nikki.opens("/spending/new")
    without_scripts(nikki)
    nikki.loses_signal()
    nikki.records("Taxi", "14", photo=encoded(drawn(1200, 900), quality=95))
    expect(nikki.listed("waiting")).to_contain_text("Taxi, £14")
    nikki.regains_signal()
    expect(nikki.listed("sent")).to_have_count(1)
    assert (spendings(), receipts()) == ([("Taxi", 1400)], 1)


def without_scripts(pocket: Pocket) -> None:
    """As when the script of the page failed: the plain form is sent."""
    pocket.ask("document.addEventListener('submit', (e) => e.stopImmediatePropagation(), {capture: true})")
    pocket.ask("document.querySelector('#main form').addEventListener('submit', (e) => e.stopPropagation())")


def test_a_form_that_no_script_takes_care_of_is_caught_by_the_worker(nikki: Pocket, spendings):
    nikki.opens("/spending/new")
    without_scripts(nikki)
    nikki.loses_signal()
    nikki.records("Taxi", "14")
    nikki.sees("1 thing is waiting to be sent")
    assert nikki.page.url.endswith("/outbox")
    expect(nikki.listed("waiting")).to_contain_text("Taxi, £14")
    nikki.regains_signal()
    expect(nikki.listed("sent")).to_have_count(1)
    assert spendings() == [("Taxi", 1400)]


def test_answers_that_break_off_after_the_commit_leave_one_entry_each(nikki: Pocket, spendings):
    signal = nikki.service.signal
    signal.cut = 2
    nikki.opens("/spending/new")
    nikki.records("Taxi", "14")
    nikki.sees("Saved on this phone")
    nikki.opens("/spending/new")
    nikki.records("Bus", "2.50")
    nikki.until(lambda: len(spendings()) == 2, "two entries")
    nikki.goes_to("/outbox")
    nikki.until(lambda: nikki.listed("sent").count() == 2, "both sent")
    assert spendings() == [("Bus", 250), ("Taxi", 1400)]
    assert sum(one.cut for one in signal.asked) == 2


def test_two_tabs_that_send_together_make_one_entry(nikki: Pocket, spendings):
    nikki.opens("/spending/new")
    nikki.loses_signal()
    nikki.records("Taxi", "14")
    nikki.sees("Saved on this phone")
    other = nikki.context.new_page()
    nikki.goes_to("/outbox", other)
    nikki.goes_to("/outbox")
    nikki.service.signal.cut = 1
    nikki.regains_signal()
    for page in (nikki.page, other):
        nikki.tries_to_send(page)
    for page in (nikki.page, other):
        expect(page.locator('[data-state="sent"]')).to_have_count(1)
    assert spendings() == [("Taxi", 1400)]


def test_what_the_server_refuses_needs_its_person_and_does_not_hold_up_the_rest(nikki: Pocket, spendings):
    nikki.opens("/spending/new")
    nikki.loses_signal()
    nikki.records("Taxi", "12.555")
    nikki.sees("Saved on this phone")
    nikki.opens("/spending/new")
    nikki.records("Bus", "2.50")
    nikki.sees("Saved on this phone")
    nikki.regains_signal()
    nikki.goes_to("/outbox")
    expect(nikki.listed("needs-you")).to_contain_text("Did you mean £12.55")
    expect(nikki.listed("sent")).to_contain_text("Bus")
    assert spendings() == [("Bus", 250)]
    nikki.taps("Fix it")
    nikki.sees("There is a problem")
    expect(nikki.page.get_by_label("What did you pay for?")).to_have_value("Taxi")
    expect(nikki.page.get_by_label("How much was it?")).to_have_value("12.555")
    nikki.page.get_by_label("How much was it?").fill("12.55")
    nikki.taps("Save")
    nikki.sees("Saved.")
    assert spendings() == [("Bus", 250), ("Taxi", 1255)]
    nikki.goes_to("/outbox")
    expect(nikki.listed("needs-you")).to_have_count(0)


def test_what_is_typed_wrong_with_a_signal_is_said_beside_its_field_and_then_saved_once(nikki: Pocket, spendings):
    nikki.opens("/spending/new")
    nikki.records("Taxi", "")
    nikki.sees("There is a problem")
    assert "nhsuk-error-summary" in nikki.ask("document.activeElement.className")
    expect(nikki.page.locator("#waiting")).to_be_hidden()
    nikki.page.get_by_label("How much was it?").fill("14")
    nikki.taps("Save")
    nikki.sees("Saved.")
    assert spendings() == [("Taxi", 1400)]
    nikki.goes_to("/outbox")
    nikki.sees("Nothing is waiting")


def test_a_closed_app_is_woken_when_the_network_is_back(nikki: Pocket, spendings):
    """As the browser does it where it has background sync: it is told to, unless it was quicker."""
    nikki.opens("/spending/new")
    nikki.loses_signal()
    nikki.records("Taxi", "14")
    nikki.sees("Saved on this phone")
    elsewhere = nikki.context.new_page()
    nikki.page.close()
    nikki.page = elsewhere
    assert spendings() == []
    nikki.regains_signal()
    browser = nikki.context.new_cdp_session(elsewhere)
    found: list[str] = []
    browser.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(one["registrationId"] for one in told["registrations"]),
    )
    browser.send("ServiceWorker.enable")
    nikki.until(lambda: bool(found), "the worker's registration")
    woken = {"origin": nikki.service.url, "registrationId": found[0], "tag": "outbox", "lastChance": False}
    browser.send("ServiceWorker.dispatchSyncEvent", woken)
    nikki.until(lambda: spendings() == [("Taxi", 1400)], "sent by the worker")
