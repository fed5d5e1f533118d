"""Who may see and send what rests on a phone: its person, and nobody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from factories import end
from flask import Flask
from household import AROUND, Household
from playwright.sync_api import expect
from pocket import Pocket
from sqlalchemy import update

from app.clock import now
from app.people import pins
from app.persistence.database import db, writing
from app.persistence.tables import UserSession

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("offline")]
CANARY = "Canary song"


@pytest.fixture
def with_one_waiting(nikki: Pocket) -> Pocket:
    """Nikki's phone with pages kept and a payment that waits."""
    nikki.opens("/spending")
    nikki.opens("/spending/new")
    nikki.loses_signal()
    nikki.records(CANARY, "14")
    nikki.sees("Saved on this phone")
    return nikki


def shows_no_words(pocket: Pocket) -> None:
    pocket.goes_to("/outbox")
    pocket.does_not_see(CANARY)


def test_when_the_session_is_gone_it_is_kept_and_sent_after_signing_in_again(with_one_waiting: Pocket, spendings):
    nikki = with_one_waiting
    nikki.context.clear_cookies()
    nikki.regains_signal()
    nikki.goes_to("/outbox")
    nikki.sees("Sign in to send what is waiting on this phone.")
    expect(nikki.listed("waiting")).to_have_count(1)  # that there is something; not what
    nikki.does_not_see(CANARY)
    assert spendings() == []
    assert nikki.kept() == []
    nikki.signs_in_as("nikki")
    nikki.goes_to("/outbox")
    expect(nikki.listed("sent")).to_contain_text(CANARY)
    assert spendings() == [(CANARY, 1400)]


def test_another_person_sees_nothing_and_sends_nothing_of_it(with_one_waiting: Pocket, spendings, household: Household):
    """Joan helps Nikki: she may open the same pot, and still nothing of Nikki's is hers."""
    phone = with_one_waiting
    assert f"{household.home}/" in phone.kept()
    phone.service.signal.refusing = 503  # it cannot be sent before Joan has the phone
    phone.regains_signal()
    phone.signs_in_as("joan")
    phone.service.signal.refusing = None
    phone.sees("Nikki has £10,000.00 left")
    phone.until(lambda: phone.kept() != [], "her own pages")
    shows_no_words(phone)
    expect(phone.page.locator("[data-outbox-item]")).to_have_count(0)
    phone.loses_signal()
    phone.opens("/")
    phone.sees("Joan")
    phone.regains_signal()
    assert spendings() == []
    phone.signs_in_as("nikki")
    phone.until(lambda: spendings() == [(CANARY, 1400)], "sent once its person is back")


def test_no_page_of_the_one_before_is_shown_to_the_next(nikki: Pocket):
    """Also not for the moment in which a kept page would be shown first."""
    nikki.opens("/")
    nikki.signs_in_as("joan")
    seen = nikki.page.content()
    assert "data-kept-at" not in seen.split("<head>")[0]
    nikki.sees("Nikki has")
    nikki.opens("/")
    nikki.sees("Nikki has")
    nikki.does_not_see("You have £")


def test_signing_out_takes_the_pages_along(nikki: Pocket):
    assert nikki.kept() != []
    nikki.goes_to("/me")
    nikki.taps("Sign out")
    nikki.sees("You are signed out.")
    assert nikki.kept() == []
    nikki.loses_signal()
    nikki.opens("/")
    nikki.sees("this page is not kept on this phone")


def test_signing_out_asks_about_what_waits_and_may_keep_it(with_one_waiting: Pocket, spendings):
    nikki = with_one_waiting
    nikki.service.signal.refusing = 503
    nikki.regains_signal()
    nikki.goes_to("/me")
    nikki.taps("Sign out")
    expect(nikki.page.locator("#leaving")).to_contain_text("1 thing is waiting to be sent")
    nikki.taps("Send now")
    expect(nikki.page.locator("#leaving [data-not-yet]")).to_be_visible()
    nikki.taps("Keep on this phone")
    nikki.sees("You are signed out.")
    assert nikki.kept() == []
    shows_no_words(nikki)
    assert spendings() == []
    nikki.service.signal.refusing = None
    nikki.signs_in_as("nikki")
    nikki.until(lambda: spendings() == [(CANARY, 1400)], "sent")


def test_signing_out_may_send_it_first(with_one_waiting: Pocket, spendings):
    nikki = with_one_waiting
    nikki.service.signal.refusing = 503
    nikki.regains_signal()
    nikki.goes_to("/me")
    nikki.taps("Sign out")
    nikki.service.signal.refusing = None
    nikki.taps("Send now")
    nikki.sees("You are signed out.")
    assert spendings() == [(CANARY, 1400)]
    assert CANARY not in nikki.stores()


def test_signing_out_may_delete_it(with_one_waiting: Pocket, spendings):
    nikki = with_one_waiting
    nikki.service.signal.refusing = 503
    nikki.regains_signal()
    nikki.goes_to("/me")
    nikki.taps("Sign out")
    nikki.taps("Delete")
    nikki.sees("You are signed out.")
    assert spendings() == []
    assert CANARY not in nikki.stores()


def test_wiping_a_shared_phone_leaves_nothing(with_one_waiting: Pocket, spendings):
    nikki = with_one_waiting
    assert CANARY in nikki.stores()
    assert "Nikki" in nikki.stores()
    nikki.service.signal.refusing = 503
    nikki.regains_signal()
    nikki.goes_to("/me")
    nikki.taps("Shared phone: wipe everything")
    expect(nikki.page.locator("#leaving")).to_contain_text("1 thing is waiting to be sent")
    expect(nikki.page.get_by_role("button", name="Keep on this phone")).to_be_hidden()
    nikki.taps("Delete")
    nikki.sees("You are signed out.")
    left = nikki.stores()
    assert [word for word in (CANARY, "Nikki", "10,000") if word in left] == []
    assert nikki.kept() == []
    assert spendings() == []


def test_a_session_ended_from_elsewhere_wipes_the_phone_at_its_next_contact(
    with_one_waiting: Pocket, app: Flask, spendings
):
    nikki = with_one_waiting
    with app.app_context(), writing(db.engine) as session:
        session.execute(update(UserSession).values(ended_at=now()))
    nikki.regains_signal()
    nikki.opens("/")
    nikki.sees("Sign in")
    nikki.until(lambda: CANARY not in nikki.stores(), "no word of hers")
    assert "Nikki" not in nikki.stores()
    assert spendings() == []


def test_a_phone_that_is_signed_out_from_another_keeps_nothing(
    with_one_waiting: Pocket, new_pocket: Callable[..., Pocket], spendings
):
    lost, tablet = with_one_waiting, new_pocket("nikki")
    tablet.goes_to("/me")
    tablet.page.locator('a[href^="/me/devices/"]').first.click()
    tablet.taps("Sign out there")
    tablet.sees("Signed out there.")
    lost.regains_signal()
    lost.opens("/")
    lost.sees("Sign in")
    lost.until(lambda: CANARY not in lost.stores(), "no word of hers")
    left = lost.stores()
    assert [word for word in (CANARY, "Nikki", "10,000") if word in left] == []
    assert lost.kept() == []
    assert spendings() == []
    tablet.opens("/")
    tablet.sees("You have £10,000.00 left")


def test_a_locked_phone_keeps_what_waits_and_sends_it_once_it_is_unlocked(
    with_one_waiting: Pocket, app: Flask, household: Household, spendings
):
    nikki = with_one_waiting
    with app.app_context(), writing(db.engine) as session:
        pins.keep(session, household.person["nikki"], pins.hashed("4071"), now())
        session.execute(update(UserSession).values(link_id="x" * 20, unlocked_at=now() - timedelta(hours=2)))
    nikki.regains_signal()
    nikki.opens("/")
    nikki.sees("Enter your numbers")
    nikki.until(lambda: nikki.kept() == [], "no page")
    assert CANARY in nikki.stores()
    assert spendings() == []
    nikki.page.get_by_label("Your numbers").fill("4071")
    nikki.taps("Go on")
    nikki.until(lambda: spendings() == [(CANARY, 1400)], "sent")


def test_an_authority_that_has_ended_takes_the_kept_pages_along(
    new_pocket: Callable[..., Pocket], household: Household
):
    joan = new_pocket("joan")
    joan.opens("/spending")
    assert "Nikki" in joan.stores()
    end(household.pot, household.authority["joan"], household.person["joan"], AROUND["joan"], household.clock.now)
    joan.opens("/")
    joan.sees("We cannot find that page")
    assert joan.kept() == []
    assert "Nikki" not in joan.stores()
