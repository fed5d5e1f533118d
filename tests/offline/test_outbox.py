"""What is written without a signal is kept on the phone, and sent once."""

import pytest
from playwright.sync_api import expect
from pocket import Pocket

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("offline")]


def test_with_a_signal_the_new_balance_is_there_after_one_request(nikki: Pocket, spendings):
    nikki.opens("/spending/new")
    before = len(nikki.service.signal.asked)
    nikki.records("Taxi", "14")
    nikki.sees("Saved.")
    nikki.sees("You have £9,986.00 left")
    asked = nikki.service.signal.asked[before:]
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
