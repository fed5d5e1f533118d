"""What each kind of change is called when somebody is told what was done: the one place for all of them.

A kind has a plain sentence, for whoever may not see what it was about, and mostly a full one. Nobody's own words are
in a sentence but the short ones by which a thing is known: what was paid for, a line of the plan, a question.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import current_app
from flask_babel import lazy_gettext as _l
from flask_babel.speaklater import LazyString
from markupsafe import Markup

from app.activity.facts import Fact
from app.activity.questions import answered, asked, told_of_month
from app.domain.authority import Permission, Role
from app.domain.year import london_day
from app.web.access import Access, declared_by
from app.web.address import address, known
from app.web.refusals import REFUSED, is_refusal
from app.web.roles import as_role_words
from app.web.words import amount, day, name, ours, say, say_n


@dataclass(frozen=True, slots=True)
class About:
    """What a sentence may be about: who may see it, its picture, its page with the value its address asks for."""

    needs: Permission
    icon: str
    page: str
    asks: str = ""


@dataclass(frozen=True, slots=True)
class Telling:
    """The sentences of a kind of change, and which of its rows they tell of."""

    plain: LazyString
    about: str = ""
    full: LazyString | Callable[[Fact], Markup] | None = None


THINGS = {
    "spending": About(Permission.SEE_SPENDING, "spend", "spending.entry", "spending_id"),
    "receipt": About(Permission.SEE_SPENDING, "camera", "receipts.one", "receipt_id"),
    "shift": About(Permission.SEE_ALL_SHIFTS, "clock", "care.shift", "shift_id"),
    "message": About(Permission.MESSAGE, "message", "messages.threads"),
    "line": About(Permission.SEE_PLAN, "plan", "plan.line", "line_id"),
    "split": About(Permission.SEE_PLAN, "plan", "plan.line", "line_id"),
    "contribution": About(Permission.SEE_SPENDING, "pot", "pot.contribution", "contribution_id"),
    "instalment": About(Permission.SEE_SPENDING, "pot", "pot.contribution", "contribution_id"),
    "sighting": About(Permission.IMPORT, "send", "bank.statements"),
    "authority": About(Permission.SEE_PEOPLE, "people", "people.people"),
    "wish": About(Permission.SEE_ACTIVITY, "help", "wishes.one", "wish_id"),
    "month": About(Permission.SEE_ACTIVITY, "week", "activity.month", "month"),
}


def _joined(fact: Fact) -> Markup:
    if fact.number > 1 or fact.within == Role.HOLDER:
        return say("Let people be part of this")
    return say("Let %(name)s be part of this, %(role)s", name=name(fact.called), role=as_role_words(Role(fact.within)))


def _rows_said(fact: Fact) -> Markup:
    return say_n(
        "Said what %(num)s row of a bank statement is", "Said what %(num)s rows of a bank statement are", fact.number
    )


TELLINGS = {
    # A pot and its terms.
    "pot begun": Telling(_l("Began this pot")),
    "pot left": Telling(_l("Closed this pot")),
    "terms changed": Telling(_l("Changed what was said when the pot was begun")),
    "made real": Telling(_l("Said that this is real money")),
    "made shadow": Telling(_l("Said that this is not real money yet")),
    "account told": Telling(_l("Said how much was in the account")),
    "account taken back": Telling(_l("Took back how much was in the account")),
    # Who pays in.
    "contribution promised": Telling(
        _l("Wrote down who pays in"), "contribution", _l("Wrote down that %(name)s pays %(amount)s in the year")
    ),
    "contribution changed": Telling(
        _l("Changed what comes in"), "contribution", _l("Changed what %(name)s pays, to %(amount)s in the year")
    ),
    "contribution ended": Telling(
        _l("Said when money ends"), "contribution", _l("Said when the money from %(name)s ends")
    ),
    "contribution put back": Telling(_l("Put back what comes in"), "contribution", _l("Put back what %(name)s pays")),
    "instalments received": Telling(
        _l("Wrote down that money came in"), "instalment", _l("Wrote down that %(amount)s came in")
    ),
    "instalment received": Telling(
        _l("Wrote down that money came in"), "instalment", _l("Wrote down that %(amount)s came in")
    ),
    "instalment taken back": Telling(_l("Took back that money came in")),
    # The plan.
    "plan line agreed": Telling(_l("Put something into the plan"), "line", _l("Put %(name)s into the plan")),
    "plan line changed": Telling(_l("Changed something in the plan"), "line", _l("Changed %(name)s in the plan")),
    "plan line shared": Telling(
        _l("Changed who pays for something in the plan"), "split", _l("Changed who pays for %(name)s")
    ),
    "plan line ended": Telling(_l("Took something out of the plan"), "line", _l("Took %(name)s out of the plan")),
    "plan line put back": Telling(
        _l("Put something back into the plan"), "line", _l("Put %(name)s back into the plan")
    ),
    # What the bank shows.
    "statement said": Telling(_l("Said what rows of a bank statement are"), "sighting", _rows_said),
    "statement unsaid": Telling(_l("Took back what rows of a bank statement are"), "sighting"),
    "bank row unsaid": Telling(_l("Took back what a row of a bank statement is"), "sighting"),
    # What was paid.
    "spending recorded": Telling(_l("Recorded a payment"), "spending", _l("Recorded %(amount)s for %(name)s")),
    "spending changed": Telling(
        _l("Changed a payment"), "spending", _l("Changed a payment, to %(amount)s for %(name)s")
    ),
    "spending taken out": Telling(_l("Took out a payment"), "spending", _l("Took out %(amount)s for %(name)s")),
    "spending put back": Telling(_l("Put back a payment"), "spending", _l("Put back %(amount)s for %(name)s")),
    "photo kept": Telling(_l("Kept a photo of a receipt"), "receipt"),
    "photo added": Telling(_l("Added a photo of a receipt"), "receipt"),
    "photo matched": Telling(_l("Said what a photo of a receipt is for"), "receipt"),
    "photo taken off": Telling(_l("Took a photo off a payment"), "receipt"),
    "photo taken out": Telling(_l("Took out a photo of a receipt"), "receipt"),
    "photo step undone": Telling(_l("Took back what was done with a photo"), "receipt"),
    # Who worked.
    "shift logged": Telling(_l("Logged a shift"), "shift", _l("Logged %(name)s’s shift of %(day)s, %(amount)s")),
    "shift changed": Telling(_l("Changed a shift"), "shift", _l("Changed %(name)s’s shift of %(day)s, to %(amount)s")),
    "shift taken back": Telling(_l("Took back a shift"), "shift", _l("Took back %(name)s’s shift of %(day)s")),
    "shift approved": Telling(_l("Approved a shift"), "shift", _l("Approved %(name)s’s shift of %(day)s, %(amount)s")),
    "approval taken back": Telling(
        _l("Took back an approval"), "shift", _l("Took back the approval of %(name)s’s shift of %(day)s")
    ),
    "shift sent back": Telling(
        _l("Sent a shift back, with a question"), "shift", _l("Sent back %(name)s’s shift of %(day)s, with a question")
    ),
    "shift paid": Telling(
        _l("Marked a shift as paid"), "shift", _l("Marked %(name)s’s shift of %(day)s as paid, %(amount)s")
    ),
    "payment taken back": Telling(
        _l("Said that a shift is not paid yet"), "shift", _l("Said that %(name)s’s shift of %(day)s is not paid yet")
    ),
    # What people write to each other: that they did, never what.
    "message sent": Telling(_l("Sent a message"), "message"),
    "message taken back": Telling(_l("Took a message back"), "message"),
    # Who may act.
    "authority given": Telling(_l("Let somebody be part of this"), "authority", _joined),
    "invited": Telling(_l("Asked somebody to be part of this")),
    "invited again": Telling(_l("Asked somebody again to be part of this")),
    "invitation taken back": Telling(_l("Took back that somebody was asked to be part of this")),
    "invitation accepted": Telling(_l("Said yes to being part of this")),
    "link ended": Telling(_l("Ended a link on a phone")),
    "person ended": Telling(_l("Ended what somebody may do"), "authority", _l("Ended what %(name)s may do")),
    "person kept": Telling(
        _l("Kept somebody whose time was ended"), "authority", _l("Kept %(name)s, whose time was ended")
    ),
    "person left": Telling(_l("Left")),
    "powers changed": Telling(_l("Changed what somebody may do"), "authority", _l("Changed what %(name)s may do")),
    "limit changed": Telling(
        _l("Changed up to what rate somebody approves"), "authority", _l("Changed up to what rate %(name)s approves")
    ),
    "powers set in advance": Telling(
        _l("Set what somebody may also do on some days"), "authority", _l("Set what %(name)s may also do on some days")
    ),
    "powers switched on": Telling(
        _l("Switched on what somebody may also do"), "authority", _l("Switched on what %(name)s may also do")
    ),
    "powers switched off": Telling(
        _l("Switched off what somebody may also do"), "authority", _l("Switched off what %(name)s may also do")
    ),
    "register step undone": Telling(
        _l("Took back a change of what somebody may do"),
        "authority",
        _l("Took back a change of what %(name)s may do"),
    ),
    "conflicts declared": Telling(_l("Said what might sway them")),
    "representative accepted": Telling(_l("Accepted somebody to act, for a funder")),
    "representative not accepted": Telling(_l("Did not accept somebody to act, for a funder")),
    "acceptance undone": Telling(_l("Took back a funder’s answer")),
    "vouched": Telling(_l("Said that somebody who lost their phone is who they say")),
    "vouching taken back": Telling(_l("Took back that somebody is who they say")),
    # What came in after somebody had left.
    "claim made": Telling(_l("Sent something after they had left. It waits to be looked at")),
    "claim left out": Telling(_l("Left out what somebody sent after they had left")),
    "claim brought back": Telling(_l("Brought back what somebody sent after they had left")),
    # What the holder was asked, and told.
    "wish asked": Telling(_l("Asked a question"), "wish", asked),
    "wish answered": Telling(_l("Answered a question"), "wish", answered),
    "wish written down": Telling(_l("Wrote down an answer"), "wish", answered),
    "wish taken back": Telling(_l("Took a question back"), "wish"),
    "month gone through": Telling(_l("Wrote down that a month was gone through"), "month", told_of_month),
    "month taken back": Telling(_l("Took back that a month was gone through"), "month"),
}
NO_WORDS_YET = _l("Changed something")

# What somebody wanted to do whose authority does not reach so far: by what the address asks for.
TRIED = {
    Permission.SEE_TOTALS: _l("Tried to see how much there is. It was not allowed."),
    Permission.SEE_SPENDING: _l("Tried to see what was paid. It was not allowed."),
    Permission.RECORD: _l("Tried to write down spending. It was not allowed."),
    Permission.LOG_SHIFT: _l("Tried to write down a shift. It was not allowed."),
    Permission.SEE_ALL_SHIFTS: _l("Tried to see all shifts. It was not allowed."),
    Permission.APPROVE: _l("Tried to approve a shift. It was not allowed."),
    Permission.PAY: _l("Tried to mark a shift as paid. It was not allowed."),
    Permission.IMPORT: _l("Tried to bring in a bank statement. It was not allowed."),
    Permission.MESSAGE: _l("Tried to write a message. It was not allowed."),
    Permission.SEE_PLAN: _l("Tried to see the plan. It was not allowed."),
    Permission.PLAN: _l("Tried to change the plan. It was not allowed."),
    Permission.SEE_PEOPLE: _l("Tried to see who is part of this. It was not allowed."),
    Permission.MANAGE_PEOPLE: _l("Tried to change who may do what. It was not allowed."),
    Permission.SEE_ACTIVITY: _l("Tried to see what was done, or to ask about it. It was not allowed."),
    Permission.SET_UP: _l("Tried to change who pays. It was not allowed."),
    Permission.ACCEPT: _l("Tried to accept somebody for a funder. It was not allowed."),
    Permission.VOUCH: _l("Tried to say who somebody is. It was not allowed."),
    Permission.OPEN: _l("Tried to do something. It was not allowed."),
}
TRIED_SOMETHING = TRIED[Permission.OPEN]


def sentence(kind: str, facts: dict[str, Fact], access: Access) -> Markup:
    """What was done, in words that this reader may see."""
    if is_refusal(kind):
        return _plainly(_tried(kind.removeprefix(REFUSED)))
    telling = TELLINGS.get(kind)
    if telling is None:
        return _plainly(NO_WORDS_YET)
    fact = facts.get(telling.about)
    if fact is None or telling.full is None or not may_see(fact, access):
        return _plainly(telling.plain)
    if not isinstance(telling.full, LazyString):
        return telling.full(fact)
    return _plainly(telling.plain) if fact.number > 1 and fact.what != "instalment" else _filled(telling.full, fact)


def page_of(kind: str, facts: dict[str, Fact], access: Access) -> str | None:
    """The page of what it was about, where there is one that this reader may open."""
    telling = TELLINGS.get(kind)
    fact = facts.get(telling.about) if telling else None
    if fact is None or not may_see(fact, access):
        return None
    thing = THINGS[fact.what]
    if not known(thing.page) or not access.may(*declared_by(current_app.view_functions[thing.page])):
        return None
    if not thing.asks:
        return address(thing.page)
    asked_for = fact.within if thing.asks in {"month", "contribution_id"} and fact.within else fact.id
    return address(thing.page, **{thing.asks: asked_for}) if fact.number == 1 else None


def icon_of(kind: str) -> str:
    """The picture beside it."""
    if is_refusal(kind):
        return "alert"
    telling = TELLINGS.get(kind)
    return THINGS[telling.about].icon if telling and telling.about else "tick"


def may_see(fact: Fact, access: Access) -> bool:
    """Whether what it was about is the reader's to see: a carer's own shifts are."""
    if fact.what == "shift" and fact.within == access.person.id:
        return True
    return access.may(THINGS[fact.what].needs)


def _tried(endpoint: str) -> LazyString:
    """What an address is for, by the permission that its route declares."""
    declared = declared_by(current_app.view_functions.get(endpoint))
    if not isinstance(declared, frozenset):
        return TRIED_SOMETHING
    return next((words for permission, words in TRIED.items() if permission in declared), TRIED_SOMETHING)


def _plainly(words: LazyString) -> Markup:
    return ours(str(words))


def _filled(words: LazyString, fact: Fact) -> Markup:
    return _plainly(words) % {
        "name": name(fact.called),
        "amount": amount(fact.pence or 0),
        "day": day(london_day(fact.at)) if fact.at else "",
    }
