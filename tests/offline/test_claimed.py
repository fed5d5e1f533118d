"""What was written without a signal before somebody's end: shown on their phone as sent to be looked at."""

import pytest
from factories import NOW
from household import Household
from playwright.sync_api import expect
from pocket import Pocket

from app.people import register_changes as register

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("offline")]


def test_what_waited_while_it_ended_is_sent_to_be_looked_at_and_counts_nothing(
    new_pocket, household: Household, spendings
):
    joan: Pocket = new_pocket("joan")
    joan.page.clock.set_fixed_time(NOW)  # what is written on the phone was written before it ended
    joan.opens("/spending/new")
    joan.loses_signal()
    joan.records("Taxi", "14")
    joan.sees("Saved on this phone")
    household.clock.forward(minutes=5)
    household.act("nikki", lambda act: register.end(act, household.authority["joan"]))
    joan.goes_to("/outbox")
    joan.regains_signal()
    joan.tries_to_send()
    expect(joan.listed("sent")).to_contain_text("Taxi, £14")
    expect(joan.listed("sent")).to_contain_text("Sent to be looked at")
    expect(joan.listed("sent")).to_contain_text("You are no longer part of this. We sent it to be looked at.")
    expect(joan.listed("needs-you")).to_have_count(0)
    assert spendings() == []
    assert joan.faults == []
