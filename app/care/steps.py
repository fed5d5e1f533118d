"""The rows of a shift, and what each of its steps does to books and to-do list."""

from datetime import date

from flask_babel import gettext as _
from sqlalchemy import select

from app.domain import books
from app.domain.authority import Permission, may_approve
from app.domain.books import NONE
from app.domain.shifts import hourly_pence
from app.domain.year import london_day
from app.persistence.act import Act
from app.persistence.commit import NotAllowed, NotTheirs
from app.persistence.tables import Change, Shift
from app.persistence.waiting import SHIFT_WAITS
from app.web.door import AlreadyDecided
from app.web.words import plainly

TO_APPROVE = "shift_to_approve"


def source_of(shift_id: str) -> str:
    """The name of a shift in the books."""
    return f"shift:{shift_id}"


def last_told(act: Act, shift_id: str) -> Shift:
    """The shift as it stands. Raises LookupError when this pot has none of this id."""
    return act.last_told(Shift, shift_id)


def who_and_when(act: Act, shift: Shift) -> str:
    """'Nikki approved this on 3 March, 2:10 pm': the last step of a shift as a plain sentence."""
    who, at = act.by_whom(shift.change_id)
    said = {
        "logged": _("%(name)s logged this on %(when)s"),
        "changed": _("%(name)s changed this on %(when)s"),
        "withdrawn": _("%(name)s took this back on %(when)s"),
        "returned": _("%(name)s sent this back on %(when)s"),
        "approved": _("%(name)s approved this on %(when)s"),
        "unapproved": _("%(name)s took the approval back on %(when)s"),
        "paid": _("%(name)s marked this as paid on %(when)s"),
        "unpaid": _("%(name)s said on %(when)s that this is not paid yet"),
    }[shift.step]
    return said % plainly(who, at)


def must_be(act: Act, shift: Shift, steps: set[str]) -> None:
    """Raise AlreadyDecided, with who and when, unless the shift stands at one of these steps."""
    if shift.step not in steps:
        raise AlreadyDecided(who_and_when(act, shift))


def must_not_be_payee(act: Act, shift: Shift) -> None:
    """Raise NotAllowed for the payee, and for who may not approve this, or at all."""
    long = shift.ends_at - shift.starts_at
    if not may_approve(act.authority, shift.carer_id, hourly_pence(shift.amount_pence, long)):
        raise NotAllowed


def must_be_theirs(act: Act, shift: Shift) -> None:
    """A carer reaches their own shifts alone; for others it is as if it were not there."""
    if shift.carer_id != act.authority.person_id and not act.authority.allows(Permission.SEE_ALL_SHIFTS):
        raise NotTheirs


def must_have_logged(act: Act, shift: Shift) -> None:
    """Raise NotAllowed unless it is the carer, or the one who logged it for them."""
    logged_by = select(Change.person_id).join(Shift, Shift.change_id == Change.id)
    first = logged_by.where(Shift.pot_id == act.pot.id, Shift.id == shift.id, Shift.n == 0)
    if act.authority.person_id not in {shift.carer_id, act.session.execute(first).scalar_one()}:
        raise NotAllowed


def again(act: Act, before: Shift, step: str, paid_on: date | None = None) -> None:
    """A further row of the same shift."""
    act.write(
        Shift(
            id=before.id, n=before.n + 1, step=step, carer_id=before.carer_id, starts_at=before.starts_at,
            ends_at=before.ends_at, amount_pence=before.amount_pence,
            plan_line_id=before.plan_line_id, paid_on=paid_on,
        )
    )  # fmt: skip


def wait(act: Act, shift_id: str, day: date, plan_line_id: str, amount_pence: int) -> None:
    """It waits to be approved: set aside, counted, and told to the holder."""
    act.books.set_aside_by_split(source_of(shift_id), act.year_of(day), plan_line_id, day, amount_pence)
    act.wait_for(TO_APPROVE, 1)
    act.tell(act.pot.holder_id, TO_APPROVE)


def stop_waiting(act: Act, before: Shift) -> None:
    """It waits no more, if it did: nothing is set aside for it."""
    if before.step in SHIFT_WAITS:
        act.books.release(source_of(before.id))
        act.wait_for(TO_APPROVE, -1)


def owe(act: Act, shift: Shift) -> None:
    """Its sum is used and owed, by the split of the day it was worked."""
    day = london_day(shift.starts_at)
    year = act.year_of(day).number
    if shift.plan_line_id == NONE:
        movements, split_id = books.approved_outside_plan(year, shift.amount_pence), None
    else:
        split_id, shares = act.books.share(shift.plan_line_id, day, shift.amount_pence)
        movements = books.approved(year, shares, shift.plan_line_id)
    act.books.post("approved", source_of(shift.id), day, movements, split_id)
