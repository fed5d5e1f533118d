"""Ruth acts for Jason: from the letter that he sends her to what she had written when it ended. Two phones."""

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

POST_ALL_THE_SAME = """path => fetch(path, {
  method: "POST", body: new FormData(document.querySelector("#main form[data-outbox]")),
}).then(({status}) => status)"""
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
    phone.page.clock.set_fixed_time(NOW)  # what she writes down was written before it ended
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


def is_accepted(david: Pocket) -> None:
    """By both funders: he reviews for both."""
    david.opens()
    heading(david, "Somebody asks to act for Jason")
    david.taps("Ruth, Appointee")
    david.taps("Accept")
    david.sees("Accepted.")


def spends_for_him(ruth: Pocket) -> None:
    """Said on every page, and signed."""
    ruth.opens("/spending/new")
    ruth.is_ready()
    expect(ruth.page.locator(".acting")).to_contain_text("For Jason")
    ruth.records("Swimming", "12.50")
    ruth.sees("Saved.")


def asks_first(ruth: Pocket, jason: Pocket) -> None:
    """He answers with one tap, and it is kept."""
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


def does_what_she_may_and_tries_what_she_may_not(ruth: Pocket, omar: str) -> None:
    """It is said why not, also to who sends it all the same."""
    ruth.opens("/shifts")
    ruth.page.locator("main a", has_text="Kofi").first.click()
    ruth.page.get_by_role("button", name=re.compile("^Approve")).click()
    ruth.sees("Approved")
    ruth.opens(f"{omar}/end")
    ruth.sees("Omar is there for Jason whatever you decide. You cannot change that.")
    ruth.opens("/spending/new")
    assert ruth.ask(POST_ALL_THE_SAME, f"{ruth.pot}{omar}/end") == 403


def ends_it(jason: Pocket) -> None:
    jason.opens("/people")
    jason.taps("Ruth")
    jason.taps("End what they may do")
    jason.taps("End it now")
    jason.sees("Ended. They can do nothing here any more.")


def test_from_the_letter_to_the_last_change(household: Registered, jason: Pocket, ruth: Pocket, new_pocket, spendings):
    comes_in_by_letter(ruth, sends_a_letter(jason))
    ruth.opens()
    heading(ruth, "You are not accepted yet")
    ruth.sees("This covers benefits only")
    is_accepted(new_pocket("david"))
    spends_for_him(ruth)
    assert spendings() == [("Swimming", 1_250)]
    asks_first(ruth, jason)
    does_what_she_may_and_tries_what_she_may_not(ruth, f"/people/{household.authority['omar']}")
    jason.opens("/activity")
    for words in ("Ruth", "Swimming", "Approved Kofi’s shift", "Tried to do something. It was not allowed."):
        jason.sees(words)

    # It is dead on her phone at once; what she had written comes to him to look at.
    ruth.opens("/spending/new")
    ruth.loses_signal()
    ruth.records("Taxi", "14")
    ruth.sees("Saved on this phone")
    household.clock.forward(minutes=5)
    ends_it(jason)
    ruth.goes_to("/outbox")
    ruth.regains_signal()
    ruth.tries_to_send()
    expect(ruth.listed("sent").filter(has_text="Taxi")).to_contain_text("Sent to be looked at")
    ruth.opens()
    ruth.does_not_see("£")
    assert spendings() == [("Swimming", 1_250)]
    jason.opens()
    jason.taps("1 thing came in late: look at it")
    jason.sees("Ruth, Appointee")
    assert ruth.faults == jason.faults == []
