"""Ruth acts for Jason: from the letter he sends her to what she had written when it ended. Two phones, and a reviewer's."""

import re
from datetime import datetime, timedelta

import pytest
from browsing import Authenticator
from factories import NOW
from household import Clock
from playwright.sync_api import expect
from pocket import Pocket
from registering import Registered, registered
from sqlalchemy import create_engine

from app.care import changes as care
from app.care.changes import Worked
from app.persistence.database import prepare

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("offline")]

NO_AUTOFILL = "delete PublicKeyCredential.isConditionalMediationAvailable"


@pytest.fixture
def household(app, sqlite_url):
    """Jason's: an advocate, a reviewer for both funders, and a carer who has logged a night."""
    engine = prepare(create_engine(sqlite_url))
    made: Registered = registered(app, engine, Clock(NOW))
    for who in ("omar", "david", "kofi"):
        made.joins(who)
    line = made.agree("help", "Personal assistants", nhs=2, council=1)
    began = datetime.fromisoformat("2026-03-01T22:00:00+00:00")
    night = Worked(made.person["kofi"], began, began + timedelta(hours=8), 12_000, line)
    made.act("kofi", lambda act: care.log(act, night))
    yield made
    engine.dispose()


@pytest.fixture
def jason(new_pocket) -> Pocket:
    return new_pocket("jason")


@pytest.fixture
def ruth(new_pocket) -> Pocket:
    """A new phone, with a lock that Ruth's finger opens."""
    phone = new_pocket()
    Authenticator.of(phone.page)
    phone.page.add_init_script(NO_AUTOFILL)
    return phone


def heading(phone: Pocket, words: str) -> None:
    expect(phone.page.get_by_role("heading", level=1)).to_contain_text(words)


def sends_a_letter(jason: Pocket) -> str:
    """The code that is printed in it."""
    jason.opens("/people")
    jason.taps("Ask somebody in")
    jason.page.get_by_label("Their name").fill("Ruth")
    jason.page.locator("label", has_text="Appointee").click()
    jason.page.locator("label", has_text="By a letter that I print").click()
    jason.taps("Go on")
    jason.taps("Make the letter")
    heading(jason, "Ruth has not answered yet")
    jason.taps("See the letter")
    return jason.page.locator(".code bdi").inner_text()


def comes_in_by_letter(ruth: Pocket, code: str) -> None:
    ruth.goes_to("/come-in")
    ruth.page.get_by_label("The code in the letter").fill(code)
    ruth.taps("Go on")
    heading(ruth, "Jason asks you to join")
    ruth.page.get_by_label("Your name").fill("Ruth")
    ruth.taps("Yes, I join")
    heading(ruth, "Come in quicker next time")
    ruth.page.get_by_label("What you call it").fill("Ruth’s phone")
    ruth.taps("Add this phone or computer")
    ruth.sees("Jason")


def test_from_the_letter_to_the_last_change(
    household: Registered, jason: Pocket, ruth: Pocket, new_pocket, spendings
):
    comes_in_by_letter(ruth, sends_a_letter(jason))
    ruth.opens()
    heading(ruth, "You are not accepted yet")
    ruth.sees("This covers benefits only")

    david: Pocket = new_pocket("david")
    david.opens()
    heading(david, "Somebody asks to act for Jason")
    david.taps("Ruth, Appointee")
    david.taps("Accept")
    david.sees("Accepted.")

    # Money, for Jason: said on every page, and signed.
    ruth.opens("/spending/new")
    ruth.is_ready()
    expect(ruth.page.locator(".acting")).to_contain_text("For Jason")
    ruth.records("Swimming", "12.50")
    ruth.sees("Saved.")
    assert spendings() == [("Swimming", 1_250)]

    # She asks first; he answers with one tap, and it is kept.
    ruth.opens("/people")
    ruth.taps("Ask Jason first")
    ruth.page.get_by_label("What do you want to ask?").fill("Shall I buy the trampoline?")
    ruth.taps("Ask")
    ruth.sees("Jason has not answered yet.")
    jason.goes_to("/settings/easy-read")
    jason.opens("/wishes")
    jason.sees("Shall I buy the trampoline?")
    jason.page.get_by_role("button", name="No", exact=True).click()
    jason.sees("You said No")
    ruth.opens("/wishes")
    ruth.sees("Jason said No")

    # What she may, and what she may not: it is said why, and kept for him to see.
    ruth.opens("/shifts")
    ruth.page.locator("main a", has_text="Kofi").first.click()
    ruth.page.get_by_role("button", name=re.compile("^Approve")).click()
    ruth.sees("Approved")
    ruth.opens(f"/people/{household.authority['omar']}/end")
    ruth.sees("Omar is there for Jason whatever you decide. You cannot change that.")

    jason.opens("/activity")
    for words in ("Ruth", "Swimming", "Approved Kofi’s shift", "It was not allowed."):
        jason.sees(words)

    # It ends on his phone, and is dead on hers at once; what she had written comes to him to look at.
    ruth.opens("/spending/new")
    ruth.loses_signal()
    ruth.records("Taxi", "14")
    ruth.sees("Saved on this phone")
    household.clock.forward(minutes=5)
    jason.opens("/people")
    jason.taps("Ruth")
    jason.taps("End what they may do")
    jason.taps("End it now")
    jason.sees("Ended. They can do nothing here any more.")
    ruth.goes_to("/outbox")
    ruth.regains_signal()
    ruth.tries_to_send()
    expect(ruth.listed("sent").first).to_contain_text("Sent to be looked at")
    ruth.opens()
    ruth.does_not_see("£")
    assert spendings() == [("Swimming", 1_250)]
    jason.opens()
    jason.taps("1 thing came in late: look at it")
    jason.sees("Ruth, Appointee")
    assert ruth.faults == jason.faults == []
