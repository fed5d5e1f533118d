"""Taking back what waits, ids that are never used twice, and clocks that are wrong."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from household import Household
from playwright.sync_api import expect
from pocket import Pocket
from sqlalchemy import select

from app.persistence.database import db
from app.persistence.tables import Change, Message, Shift, Words

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("offline")]


def test_undo_of_what_was_never_sent_takes_it_off_the_phone(nikki: Pocket, spendings):
    nikki.opens("/spending/new")
    nikki.loses_signal()
    nikki.records("Taxi", "14")
    nikki.sees("Saved on this phone")
    nikki.taps("Undo")
    nikki.sees("Nothing was sent.")
    assert "Taxi" not in nikki.stores()
    nikki.regains_signal()
    nikki.goes_to("/outbox")
    nikki.sees("Nothing is waiting")
    assert nikki.service.signal.posts() == []
    assert spendings() == []


def test_undo_of_what_may_have_arrived_waits_behind_it(nikki: Pocket, spendings, household: Household):
    nikki.opens("/spending/new")
    nikki.service.signal.cut = 1
    nikki.service.signal.then_refusing = 503
    nikki.records("Taxi", "14")
    nikki.sees("Saved on this phone")
    nikki.taps("Undo")
    nikki.sees("2 things are waiting to be sent")
    expect(nikki.listed("waiting").nth(1)).to_contain_text("Undo")
    nikki.service.signal.refusing = None
    nikki.tries_to_send()
    expect(nikki.listed("sent")).to_have_count(2)
    assert spendings() == [("Taxi", 1400)]
    assert household.whole().spent_pence == 0
    assert [one.path.rpartition("/")[2] for one in nikki.service.signal.posts()][-2:] == ["spending", "take-out"]


def test_undo_of_what_was_refused_takes_both_off(nikki: Pocket, spendings):
    nikki.opens("/spending/new")
    nikki.service.signal.refusing = 500  # it may have arrived
    nikki.records("Taxi", "12.555")
    nikki.sees("Saved on this phone")
    nikki.taps("Undo")
    nikki.sees("2 things are waiting to be sent")
    nikki.service.signal.refusing = None
    nikki.tries_to_send()
    nikki.sees("Nothing is waiting")
    assert "Taxi" not in nikki.stores()
    assert spendings() == []


def test_undo_of_what_was_sent_waits_too_without_a_signal(nikki: Pocket, household: Household):
    nikki.opens("/spending/new")
    nikki.records("Taxi", "14")
    nikki.sees("Saved.")
    nikki.loses_signal()
    nikki.taps("Undo")
    nikki.sees("Saved on this phone")
    nikki.regains_signal()
    nikki.until(lambda: household.whole().spent_pence == 0, "taken out")


def test_a_page_that_comes_back_has_a_fresh_id(nikki: Pocket, spendings):
    """A browser may keep a page as it was left: its form was sent once, and may be sent again."""
    nikki.opens("/spending/new")
    ids = {nikki.page.locator("#main [name=change_id]").input_value()}
    nikki.ask("dispatchEvent(new PageTransitionEvent('pageshow', {persisted: true}))")
    ids.add(nikki.page.locator("#main [name=change_id]").input_value())
    nikki.loses_signal()
    nikki.opens("/spending/new")  # the page that was kept: the server's id in it is the same each time
    ids.add(nikki.page.locator("#main [name=change_id]").input_value())
    assert len(ids) == 3
    nikki.records("Taxi", "14")
    nikki.sees("Saved on this phone")
    nikki.opens("/spending/new")
    nikki.records("Bus", "2")
    nikki.sees("Saved on this phone")
    nikki.regains_signal()
    nikki.until(lambda: spendings() == [("Bus", 200), ("Taxi", 1400)], "both")


def test_a_shift_and_a_message_wait_and_are_sent_in_their_order(
    new_pocket: Callable[..., Pocket], app: Flask, household: Household
):
    amina = new_pocket("amina")
    amina.opens("/shifts/new")
    amina.loses_signal()
    amina.page.get_by_label("When did it start?").fill("10 pm")
    amina.page.get_by_label("When did it end?").fill("11 pm")
    amina.page.get_by_label("Day").fill("9")
    amina.page.get_by_label("What was agreed for it?").fill("15")
    amina.taps("Send")
    amina.sees("Saved on this phone")
    amina.goes_to("/outbox")
    expect(amina.listed("waiting")).to_contain_text("10 pm, 11 pm")
    amina.regains_signal()
    expect(amina.listed("sent")).to_contain_text("Shift")
    nikki = new_pocket("nikki")
    nikki.opens("/messages")
    nikki.loses_signal()
    nikki.page.get_by_label("Your message").fill("Can you call me?")
    nikki.taps("Send")
    nikki.sees("Saved on this phone")
    nikki.opens("/spending/new")
    nikki.records("Taxi", "14")
    nikki.sees("Saved on this phone")
    nikki.regains_signal()
    nikki.goes_to("/outbox")
    expect(nikki.listed("sent")).to_have_count(2)
    with app.app_context():
        assert db.session.execute(select(Shift.amount_pence)).scalars().all() == [1500]
        said = select(Words.text).join(Message, Message.change_id == Words.change_id)
        assert db.session.execute(said).scalars().all() == ["Can you call me?"]
        names = select(Change.name).where(Change.person_id == household.person["nikki"]).order_by(Change.seq.desc())
        assert db.session.execute(names.limit(2)).scalars().all() == ["spending recorded", "message sent"]


@pytest.mark.parametrize("clock_of_the_phone", [datetime(1970, 1, 2, tzinfo=UTC), "tomorrow"])
def test_a_wrong_clock_is_kept_as_what_the_phone_said_and_decides_nothing(
    nikki: Pocket, app: Flask, household: Household, clock_of_the_phone: object
):
    at = household.clock.now + timedelta(days=1) if clock_of_the_phone == "tomorrow" else clock_of_the_phone
    nikki.page.clock.set_fixed_time(at)
    nikki.opens("/spending/new")
    nikki.records("Taxi", "14")
    nikki.sees("Saved.")
    with app.app_context():
        made_at, received_at = db.session.execute(
            select(Change.made_at, Change.received_at).where(Change.name == "spending recorded")
        ).one()
    assert datetime.fromisoformat(made_at) == at
    assert received_at == household.clock.now
