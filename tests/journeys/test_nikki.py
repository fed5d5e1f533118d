"""A day of Nikki's with the app, on a small phone: every figure agrees with the books."""

import re
from pathlib import Path

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("journeys")]

LLOYDS = Path(__file__).parent.parent / "data" / "bank" / "lloyds.csv"


def agrees(person) -> int:
    """The figure on this page is the one of the books, and those are sound."""
    left_pence = person.figure()
    assert left_pence == person.demo.left_to_spend_pence(person.pot_id)
    return left_pence


def test_a_usual_thing_is_saved_in_three_taps_undone_and_corrected(person):
    person.signs_in_as("nikki")
    before = agrees(person)
    person.taps("Record spending")
    person.taps("Taxi to clinic")
    person.taps("Save")
    person.sees("Saved.")
    assert agrees(person) == before - 1_400
    person.taps("Undo")
    person.sees("Taken out. It is kept in the history.")
    person.taps("Put it back")
    person.taps("Change it")
    person.page.get_by_label("How much was it?").fill("15.50")
    person.taps("Save the change")
    person.sees("Changed.")
    person.taps("Home")
    assert agrees(person) == before - 1_550


def test_what_is_missing_is_said_beside_the_field_and_what_was_typed_stays(person):
    person.signs_in_as("nikki")
    person.taps("Record spending")
    person.page.get_by_label("What did you pay for?").fill("Bus to the sea")
    person.page.get_by_label("How much was it?").fill("12.555")
    person.taps("Save")
    person.sees("There is a problem")
    person.sees("Did you mean £12.55")
    assert person.page.get_by_label("What did you pay for?").input_value() == "Bus to the sea"
    assert "nhsuk-error-summary" in person.page.evaluate("document.activeElement.className")


def test_a_bank_file_goes_in_and_comes_out_as_entries(person):
    person.signs_in_as("nikki")
    before = agrees(person)
    person.taps("Bank statements")
    person.page.locator("input[type=file]").set_input_files(LLOYDS)
    person.taps("Read the file")
    said = person.page.locator("select[name^=says-]")
    assert said.count() == 13
    for number in range(13):
        choices = said.nth(number).locator("option").evaluate_all("all => all.map(one => one.value)")
        said.nth(number).select_option("not_in_plan" if "not_in_plan" in choices else "not_ours")
    person.page.locator("main form button[type=submit]").last.click()
    person.waits()
    person.finds_no_fault()
    person.opens(f"/p/{person.pot_id}/")
    spent_pence = 118_732 + 9_610 + 2 * 21_607 + 4_118 + 3_250 + 10_400 + 58_800 + 2_000
    assert agrees(person) == before - spent_pence


def test_a_shift_is_logged_by_the_carer_and_approved_by_nikki(person, browser):
    phone = browser.new_context(viewport={"width": 360, "height": 740}, locale="en-GB", timezone_id="Europe/London")
    carer = type(person)(phone.new_page(), person.demo)
    carer.signs_in_as("beth")
    carer.taps("Log a shift")
    carer.page.get_by_label("When did it start?").fill("7")
    carer.page.get_by_label("When did it end?").fill("9.30 am")
    carer.page.get_by_label("What was agreed for it?").fill("37.50")
    carer.taps("Send")
    person.signs_in_as("nikki")
    before = agrees(person)
    person.sees("2 shifts to approve")
    person.taps("2 shifts to approve")
    person.page.get_by_role("link", name=re.compile("Beth")).first.click()
    person.waits()
    person.sees("37.50")
    person.taps("Approve")
    person.sees("Approved.")
    person.taps("Home")
    assert agrees(person) == before
    phone.close()


def test_a_message_reaches_fatima(person):
    person.signs_in_as("nikki")
    person.taps("Messages")
    person.page.get_by_label("Your message").fill("No, nobody has told me. Can you ring them?")
    person.taps("Send")
    person.sees("Sent.")
    person.signs_in_as("fatima")
    person.taps("Nikki")
    person.taps("Messages")
    person.sees("No, nobody has told me. Can you ring them?")
