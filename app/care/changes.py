"""Log a shift, approve it, send it back, pay it. Each step is a row of its own, and keeps who and when."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.care import queries
from app.care.forms import ApproveShift, ChangeShift, LogShift, PayShift, SendBack
from app.care.steps import (
    again,
    last_told,
    must_be,
    must_be_theirs,
    must_have_logged,
    must_not_be_payee,
    owe,
    source_of,
    stop_waiting,
    wait,
    who_and_when,
)
from app.domain import books
from app.domain.books import NONE
from app.domain.year import london_day
from app.persistence.act import Act, DayOutsideYears
from app.persistence.commit import Then
from app.persistence.paying import money_accounts
from app.persistence.sightings import sightings_of
from app.persistence.tables import Shift
from app.persistence.tables.base import new_id
from app.persistence.waiting import SHIFT_WAITS
from app.spending.changes import outside_years
from app.web import claims
from app.web.door import AlreadyDecided, Change, Refused, change
from app.web.forms import NothingToType

OWED = {"approved", "unpaid"}  # approved and not paid


@dataclass(frozen=True, slots=True)
class Worked:
    """What a carer did: two instants with their zone, the pence agreed, the plan line or `none`."""

    carer_id: str
    starts_at: datetime
    ends_at: datetime
    amount_pence: int
    plan_line_id: str
    note: str = ""

    def __post_init__(self) -> None:
        """A shift ends after it starts."""
        if self.ends_at <= self.starts_at:
            message = "a shift ends after it starts"
            raise ValueError(message)

    @property
    def day(self) -> date:
        """The day it counts for: the one on which it started, in London."""
        return london_day(self.starts_at)


def log(act: Act, worked: Worked) -> str:
    """Write a shift down; it waits to be approved, and its sum is set aside. Its id.

    Raises DayOutsideYears, or LookupError for a line that has no split.
    """
    shift_id = new_id()
    _tell_it(act, shift_id, 0, "logged", worked)
    return shift_id


def change_shift(act: Act, shift_id: str, worked: Worked) -> None:
    """Tell a shift anew, before it is approved or after it was sent or taken back: it waits again."""
    before = last_told(act, shift_id)
    must_be_theirs(act, before)
    must_be(act, before, SHIFT_WAITS | queries.WITH_CARER)
    stop_waiting(act, before)
    _tell_it(act, shift_id, before.n + 1, "changed", worked)


def withdraw(act: Act, shift_id: str) -> None:
    """Take a shift back before it is approved: whose it is, or who logged it for them."""
    before = last_told(act, shift_id)
    must_be_theirs(act, before)
    must_have_logged(act, before)
    must_be(act, before, SHIFT_WAITS)
    stop_waiting(act, before)
    again(act, before, "withdrawn")


def send_back(act: Act, shift_id: str, why: str, words: str = "") -> None:
    """Ask the carer about a shift: `why` is time, day, pay, did_not_come or else."""
    before = last_told(act, shift_id)
    must_not_be_payee(act, before)
    must_be(act, before, SHIFT_WAITS)
    stop_waiting(act, before)
    again(act, before, "returned")
    act.say(why=why, words=words)
    act.tell(before.carer_id, "shift_returned")


def approve(act: Act, shift_id: str) -> None:
    """Approve a shift: what was set aside is owed from now on, by the split of the day it was worked.

    The payee never approves: raises NotAllowed. Raises AlreadyDecided for one that does not wait.
    """
    before = last_told(act, shift_id)
    must_not_be_payee(act, before)
    must_be(act, before, SHIFT_WAITS)
    stop_waiting(act, before)
    again(act, before, "approved")
    owe(act, before)
    act.tell(before.carer_id, "shift_approved")


def unapprove(act: Act, shift_id: str) -> None:
    """Take an approval back until the shift is paid: its sum is set aside again, and it waits again."""
    before = last_told(act, shift_id)
    must_not_be_payee(act, before)
    must_be(act, before, OWED)
    act.books.reverse(source_of(shift_id), "approved")
    again(act, before, "unapproved")
    wait(act, shift_id, london_day(before.starts_at), before.plan_line_id, before.amount_pence)


def pay(act: Act, shift_id: str, on: date) -> None:
    """An approved shift was paid on a day: by the shares booked, never a new split.

    It is paid in the budget year in which it was worked, whenever that is.
    """
    before = last_told(act, shift_id)
    must_be(act, before, OWED)
    owed = act.books.standing(source_of(shift_id), "approved")
    if owed is None:
        raise LookupError(shift_id)
    held = money_accounts(act, {key.contribution_id for key in owed.movements})
    movements = books.joined(
        *(
            books.owed_paid(
                key.budget_year, {key.contribution_id: -pence}, key.plan_line_id,
                key.kind, held.get(key.contribution_id, "bank"),
            )
            for key, pence in owed.movements.items()
            if key.kind in books.OWED_KINDS
        )
    )  # fmt: skip
    act.books.post("owed paid", source_of(shift_id), on, movements, owed.split_id)
    again(act, before, "paid", paid_on=on)
    act.tell(before.carer_id, "shift_paid")


def unpay(act: Act, shift_id: str) -> None:
    """It was not paid after all: it is owed again."""
    before = last_told(act, shift_id)
    must_be(act, before, {"paid"})
    act.books.reverse(source_of(shift_id), "owed paid")
    again(act, before, "unpaid")


def _tell_it(act: Act, shift_id: str, n: int, step: str, worked: Worked) -> None:
    act.write(
        Shift(
            id=shift_id, n=n, step=step, carer_id=worked.carer_id, starts_at=worked.starts_at,
            ends_at=worked.ends_at, amount_pence=worked.amount_pence,
            plan_line_id=worked.plan_line_id, paid_on=None,
        )
    )  # fmt: skip
    act.say(note=worked.note)
    wait(act, shift_id, worked.day, worked.plan_line_id, worked.amount_pence)


def _log(act: Act, form: LogShift) -> Then:
    claims.take(act, form.claim.data, LOG.name)
    worked = Worked(
        carer_id=form.carer.data if "carer" in form else act.authority.person_id,
        starts_at=form.starts_at,
        ends_at=form.ends_at,
        amount_pence=form.amount.data,
        plan_line_id=NONE,
        note=form.note.data,
    )
    line = form.plan_line.data if "plan_line" in form else queries.usual_line(act.session, act.pot.id, worked.carer_id)
    try:
        return _then(log(act, replace(worked, plan_line_id=line or NONE)))
    except DayOutsideYears as error:
        raise Refused(form.worked_on.name, outside_years(error)) from error


def _change(act: Act, form: ChangeShift, shift_id: str) -> Then:
    before = last_told(act, shift_id)
    must_be(act, before, SHIFT_WAITS | queries.WITH_CARER)
    _must_have_seen(act, before, form.seen.data)
    worked = Worked(
        carer_id=before.carer_id,
        starts_at=form.starts_at,
        ends_at=form.ends_at,
        amount_pence=form.amount.data,
        plan_line_id=(form.plan_line.data or NONE) if "plan_line" in form else before.plan_line_id,
        note=form.note.data,
    )
    try:
        change_shift(act, shift_id, worked)
    except DayOutsideYears as error:
        raise Refused(form.worked_on.name, outside_years(error)) from error
    return _then(shift_id)


def _withdraw(act: Act, _form: NothingToType, shift_id: str) -> Then:
    withdraw(act, shift_id)
    return _then(shift_id)


def _approve(act: Act, form: ApproveShift, shift_id: str) -> Then:
    before = last_told(act, shift_id)
    must_be(act, before, SHIFT_WAITS)
    _must_have_seen(act, before, form.seen.data or str(before.n))
    approve(act, shift_id)
    return _then(shift_id)


def _unapprove(act: Act, _form: NothingToType, shift_id: str) -> Then:
    unapprove(act, shift_id)
    return _then(shift_id)


def _send_back(act: Act, form: SendBack, shift_id: str) -> Then:
    send_back(act, shift_id, form.why.data, form.words.data)
    return _then(shift_id)


def _pay(act: Act, form: PayShift, shift_id: str) -> Then:
    pay(act, shift_id, form.paid_on.data)
    return _then(shift_id)


def _unpay(act: Act, _form: NothingToType, shift_id: str) -> Then:
    if sightings_of(act.session, act.pot.id, source_of(shift_id)):
        raise AlreadyDecided(_("A bank statement shows this payment. Change it there."))
    unpay(act, shift_id)
    return _then(shift_id)


def _must_have_seen(act: Act, before: Shift, seen: str | None) -> None:
    """What somebody decides about is what their page showed."""
    if str(before.n) != seen:
        said = who_and_when(act, before)
        raise AlreadyDecided(_("%(who_and_when)s. Look at it again first.", who_and_when=said))


def _then(shift_id: str) -> Then:
    return Then("care.shift", {"shift_id": shift_id})


LOG = change(Change("shift logged", _l("Saved. It waits to be approved."), _log, undo="care.withdrawal", waits=True))
CHANGE = change(Change("shift changed", _l("Changed. It waits to be approved."), _change))
WITHDRAW = change(Change("shift taken back", _l("Taken back. It is kept in the history."), _withdraw))
APPROVE = change(Change("shift approved", _l("Approved."), _approve, undo="care.approval_withdrawal"))
UNAPPROVE = change(Change("approval taken back", _l("It waits to be approved again."), _unapprove))
SEND_BACK = change(Change("shift sent back", _l("Sent back with your words."), _send_back))
PAY = change(Change("shift paid", _l("Marked as paid."), _pay, undo="care.payment_withdrawal"))
UNPAY = change(Change("payment taken back", _l("It is not marked as paid any more."), _unpay))
