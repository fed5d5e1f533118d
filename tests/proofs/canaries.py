"""A word of its own in every field that a person can write, and everybody looking everywhere for each of them."""

import io
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from household import BEGUN
from phone import OUTBOX, Phone
from photos import pdf
from reading import Page
from visiting_all import Street
from werkzeug.test import TestResponse
from who_may_table import rows_of
from world import REFERENCE, STRANGERS, WHO, World

# Who reads what is written there. The roles are those of who_may_table.py; nobody else ever reads a word of it.
READ_BY = """
                         hold appt wait mony welf par  help less carr lead agcy prof coor brok advo revi safe

# What was paid for is for who lives with the money.
TellPayment.what_for     yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
TellPayment.paid_to      yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
TellPayment.note         yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
ChangeSpending.reason    yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
a-receipt                yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
a-claim                  yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -
Letter.reference         yes  yes  -    yes  -    yes  yes  -    -    -    -    -    -    -    -    -    -

# What a file is called on somebody's phone is kept nowhere.
name-of-a-receipt        -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -

# A bank's row is for who reads the bank's file.
row-of-a-bank            yes  yes  -    yes  -    yes  -    -    -    -    -    -    -    -    -    -    -

# A carer's note, and what they are asked about it, is for them and for who sees all shifts.
LogShift.note            yes  yes  -    yes  yes  yes  yes  -    yes  yes  -    -    -    -    -    -    -
SendBack.words           yes  yes  -    yes  yes  yes  yes  -    yes  yes  -    -    -    -    -    -    -

# A message is for those of the thread; one that was taken back for the helper who wrote it.
SendMessage.body         yes  yes  -    yes  yes  yes  yes  yes  -    -    -    -    yes  yes  -    -    -
message-taken-back       -    -    -    -    -    -    yes  -    -    -    -    -    -    -    -    -    -

# The plan is for who helps to plan. Who pays is also for those whom it accepts, and for its reviewer.
LineCost.line_name       yes  yes  -    yes  yes  yes  yes  yes  -    yes  yes  yes  yes  yes  yes  -    -
NewContribution.funder   yes  yes  yes  yes  yes  yes  yes  yes  -    yes  yes  yes  yes  yes  yes  yes  -

# What stands in a document, and why a funder says no, is for whom it concerns: the first is Ruth's, the other Una's.
reference-of-a-document  yes  yes  -    yes  yes  yes  -    -    -    -    -    -    -    -    -    yes  -
SayNo.reason             yes  yes  yes  yes  yes  yes  -    -    -    -    -    -    -    -    -    yes  -

# What might sway a broker is for everybody who sees who is part of it. So is who was asked in, but not their address.
Conflicts.conflicts      yes  yes  yes  yes  yes  yes  yes  yes  -    yes  -    -    -    yes  yes  -    -
InviteForm.name          yes  yes  yes  yes  yes  yes  yes  yes  -    yes  -    -    -    -    yes  -    -
InviteForm.email         yes  yes  -    -    -    yes  -    -    -    -    -    -    -    -    -    -    -

# What the holder is asked first, and how they said it, is between them and who acts for them.
AskFirst.question        yes  yes  -    yes  yes  yes  -    -    -    -    -    -    -    -    -    -    -
ToldAnswer.how           yes  yes  -    yes  yes  yes  -    -    -    -    -    -    -    -    -    -    -
WentThrough.who          yes  yes  -    yes  yes  yes  -    -    -    -    -    -    -    -    -    -    -
WentThrough.said         yes  yes  -    yes  yes  yes  -    -    -    -    -    -    -    -    -    -    -
"""
ROLES, READERS = rows_of(READ_BY)
WORDS = {what: f"quagga{number:02}x" for number, what in enumerate(READERS)} | {"reference-of-a-document": REFERENCE}
BEFORE_THE_END = "2026-03-03T14:00:00+00:00"  # of what the former helper may do, by ten minutes


@dataclass
class Looked:
    """Who found which word, where first; and the words that stood in an address or a header."""

    found: dict[str, dict[str, str]] = field(default_factory=lambda: defaultdict(dict))
    in_addresses: list[str] = field(default_factory=list)
    pages: Counter[str] = field(default_factory=Counter)

    def note(self, who: str, path: str, answer: TestResponse) -> None:
        """Look through one answer."""
        body, head = answer.get_data().lower(), f"{path} {answer.headers}".lower()
        self.pages[who] += 1
        for what, word in WORDS.items():
            if word.lower().encode() in body:
                self.found[what].setdefault(who, path)
            if word.lower() in head:
                self.in_addresses.append(f"{what} at {path} for {who}")


def look_everywhere(world: World) -> Looked:
    """Everybody follows links; then everybody asks for every address of the pot that anybody came to.

    Of one kind of page a walk sees a few: the two people of whom something is written are named.
    """
    looked, seen = Looked(), defaultdict(set)
    paths = {world.address("people.person", authority_id=world.authority[WHO[role]]) for role in ("appt", "wait")}
    street = Street(world.app, {who: phone.client for who, phone in world.phones.items()})
    for who in street.clients:
        for path, answer, page in street.visit(who):
            looked.note(who, path, answer)
            looked.in_addresses += _in_links(page, who)
            seen[who].add(path)
            if who != "rhys":  # his own pot is another
                paths.add(path)
    for who, client in street.clients.items():
        for path in paths - seen[who]:
            looked.note(who, path, client.get(path))
    return looked


def _in_links(page: Page | None, who: str) -> list[str]:
    ways = [*page.links, *(form.action for form in page.forms)] if page else []
    return [f"{way} for {who}" for way in ways for word in WORDS.values() if word.lower() in way.lower()]


# --- writing them, each by the form that asks for it


def write_all(world: World) -> None:
    """Every word is written by somebody who may, at their phone."""
    for write in (_spending, _claim, _shift, _messages, _plan, _bank, _register, _invitation, _question, _month):
        write(world)


def _say(phone: Phone, page: str, action: str, **typed: object) -> str:
    """Fill in a form and send it; the id of what it made, which stands in the address that it leads to."""
    phone.open(page)
    phone.send(action, **typed)
    assert phone.response.status_code == 200, f"{page} {phone.text()}"
    return [*phone.path.split("/"), "", ""][4]


def _spending(world: World) -> None:
    nikki, name = world.phones["nikki"], f"{WORDS['name-of-a-receipt']}.pdf"
    spending_id = _say(
        nikki, world.address("spending.new"), "/spending", amount="12", plan_line="none",
        what_for=WORDS["TellPayment.what_for"], paid_to=WORDS["TellPayment.paid_to"], note=WORDS["TellPayment.note"],
        receipt=(io.BytesIO(pdf(WORDS["a-receipt"].encode())), name),
    )  # fmt: skip
    change = world.address("spending.change", spending_id=spending_id)
    _say(nikki, change, "/change", amount="13", reason=WORDS["ChangeSpending.reason"])


def _claim(world: World) -> None:
    """Written by who was a helper until today, and sent too late."""
    sent = world.hidden("former") | {
        "change_id": str(uuid.uuid4()), "form_version": "1", "made_at": BEFORE_THE_END,
        "acting": world.authority["former"], "what_for": WORDS["a-claim"], "amount": "14", "plan_line": "none",
        "spent_on-day": "2", "spent_on-month": "3", "spent_on-year": "2026",
    }  # fmt: skip
    answer = world.phones["former"].client.post(world.address("spending.record"), data=sent, headers=OUTBOX)
    assert answer.status_code == 200, answer.text


def _shift(world: World) -> None:
    shift_id = _say(
        world.phones["amina"], world.address("care.new"), "/shifts", starts="10 pm", ends="6 am", next_day="y",
        worked_on__day="27", worked_on__month="2", worked_on__year="2026", amount="120", note=WORDS["LogShift.note"],
    )  # fmt: skip
    back = world.address("care.not_right", shift_id=shift_id)
    _say(world.phones["nikki"], back, "/return", why="else", words=WORDS["SendBack.words"])


def _messages(world: World) -> None:
    thread, joan = world.address("messages.threads"), world.phones["joan"]
    _say(world.phones["fatima"], thread, "/messages", body=WORDS["SendMessage.body"])
    message_id = _say(joan, thread, "/messages", body=WORDS["message-taken-back"])
    joan.send(f"/{message_id}/taken-back")


def _plan(world: World) -> None:
    nikki = world.phones["nikki"]
    payer = _say(
        nikki, world.address("pot.contribution_new"), "/contributions", funder=WORDS["NewContribution.funder"],
        reference=WORDS["Letter.reference"], legal_basis="care_act", way_held="direct_payment", each="780",
        frequency="monthly", first_on__day="6", first_on__month="4", first_on__year=str(BEGUN.year),
    )  # fmt: skip
    name = WORDS["LineCost.line_name"]
    _say(nikki, world.address("plan.line_new"), "/plan/lines", line_name=name, every_week="no", cost="10", payer=payer)


def _bank(world: World) -> None:
    nikki = world.phones["nikki"]
    file = io.BytesIO(f'01/03/2026,"{WORDS["row-of-a-bank"]}","-7.77"'.encode())
    _say(nikki, world.address("bank.statements"), "/statements", file=(file, "hsbc.csv"))


def _register(world: World) -> None:
    _say(
        world.phones["fatima"], world.address("people.conflicts"), "/conflicts",
        conflicts=WORDS["Conflicts.conflicts"],
    )  # fmt: skip
    asks = {"authority_id": world.authority[WHO["wait"]], "reviewer_id": world.authority[WHO["revi"]]}
    _say(world.phones["david"], world.address("people.no_acceptance", **asks), "/no", reason=WORDS["SayNo.reason"])


def _invitation(world: World) -> None:
    nikki, email = world.phones["nikki"], f"{WORDS['InviteForm.email']}@example.com"
    told = {"name": WORDS["InviteForm.name"], "role": "carer", "way": "email", "email": email}
    _say(nikki, world.address("people.invite"), "/check", **told)
    nikki.send("/people/invite")
    assert nikki.response.status_code == 200


def _question(world: World) -> None:
    ruth = world.phones["ruth"]
    wish_id = _say(ruth, world.address("wishes.new"), "/wishes", question=WORDS["AskFirst.question"])
    wish = world.address("wishes.one", wish_id=wish_id)
    _say(ruth, wish, "/answer", answer="yes", how=WORDS["ToldAnswer.how"])


def _month(world: World) -> None:
    _say(
        world.phones["ruth"], world.address("activity.month", month="2026-02"), "/gone-through", how="said",
        who=WORDS["WentThrough.who"], said=WORDS["WentThrough.said"],
    )  # fmt: skip


OTHERS = (*STRANGERS, "visitor")
