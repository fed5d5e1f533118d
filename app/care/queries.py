"""What the pages of shifts show. A carer is only ever shown their own (`shifts_visible_to`)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import Session, aliased

from app.domain.authority import Authority, Permission
from app.domain.books import NONE, AccountKey, shares_of
from app.domain.shifts import Span
from app.domain.split import share_towards_exact, standing_split
from app.domain.year import london_day
from app.persistence.lines import lines_of
from app.persistence.splits import splits_of, taken_under
from app.persistence.tables import Account, Change, Entry, Person, Posting, Shift
from app.persistence.texts import text_column
from app.persistence.verify import SHIFT_WAITS

PAGE = 30
OVERLAPS_SHOWN = 5
SAID = ("note", "why", "words")


@dataclass(frozen=True, slots=True)
class Told:
    """One row of a shift's history, or the shift as it stands. Money in pence."""

    id: str
    n: int
    step: str
    carer_id: str
    carer_name: str
    starts_at: datetime
    ends_at: datetime
    amount_pence: int
    plan_line_id: str
    paid_on: date | None
    note: str = ""
    why: str = ""
    words: str = ""
    by_id: str = ""
    by: str = ""
    at: datetime | None = None

    @property
    def span(self) -> Span:
        """From when to when."""
        return Span(self.starts_at, self.ends_at)

    @property
    def day(self) -> date:
        """The day on which it started, in London."""
        return london_day(self.starts_at)

    @property
    def waits(self) -> bool:
        """Whether it waits to be approved."""
        return self.step in SHIFT_WAITS

    @property
    def from_sheet(self) -> bool:
        """Whether another than the carer wrote this row."""
        return self.by_id != self.carer_id


def waiting(session: Session, pot_id: str, authority: Authority) -> list[Told]:
    """Those that wait to be approved, the oldest first; one more than fits."""
    found = shifts_visible_to(authority, pot_id).where(Shift.step.in_(SHIFT_WAITS))
    return _told(session.execute(found.order_by(Shift.starts_at, Shift.id).limit(PAGE + 1)).all())


def latest(
    session: Session, pot_id: str, authority: Authority, before: tuple[datetime, str] | None, *, also_waiting: bool
) -> list[Told]:
    """A page of shifts as they stand, the newest first, from after (start, id); one more than fits."""
    found = shifts_visible_to(authority, pot_id)
    if not also_waiting:
        found = found.where(Shift.step.not_in(SHIFT_WAITS))
    if before:
        start, shift_id = before
        found = found.where(or_(Shift.starts_at < start, (Shift.starts_at == start) & (Shift.id < shift_id)))
    return _told(session.execute(found.order_by(Shift.starts_at.desc(), Shift.id.desc()).limit(PAGE + 1)).all())


def shifts_visible_to(authority: Authority, pot_id: str) -> Any:  # noqa: ANN401 - a select of many columns
    """The shifts of a pot as they stand that this authority may see: a carer's own, or all."""
    later = aliased(Shift)
    found: Any = (
        select(*_COLUMNS)
        .join(Person, Person.id == Shift.carer_id)
        .where(
            Shift.pot_id == pot_id,
            ~select(later.id).where(later.id == Shift.id, later.n > Shift.n).exists(),
        )
    )
    if not authority.allows(Permission.SEE_ALL_SHIFTS):
        found = found.where(Shift.carer_id == authority.person_id)
    return found


def history(session: Session, pot_id: str, authority: Authority, shift_id: str) -> list[Told]:
    """All that was told of one shift, the last first; empty where this authority may not see it."""
    by = aliased(Person)
    found = (
        select(
            *_COLUMNS,
            *(text_column(Shift.change_id, field).label(field) for field in ("note", "why", "words")),
            by.id.label("by_id"),
            by.name.label("by"),
            Change.received_at.label("at"),
        )
        .join(Person, Person.id == Shift.carer_id)
        .join(Change, Change.id == Shift.change_id)
        .join(by, by.id == Change.person_id)
        .where(Shift.pot_id == pot_id, Shift.id == shift_id)
        .order_by(Shift.n.desc())
    )
    if not authority.allows(Permission.SEE_ALL_SHIFTS):
        found = found.where(Shift.carer_id == authority.person_id)
    return _told(session.execute(found).all())


def as_it_stands(history: Sequence[Told]) -> Told:
    """The last row of a history, with the note that was last said."""
    note = next((told.note for told in history if told.step in {"logged", "changed"}), "")
    return replace(history[0], note=note)


def at_the_same_time(session: Session, pot_id: str, told: Told) -> list[Told]:
    """Other shifts of the same carer that overlap this one."""
    later = aliased(Shift)
    found = (
        select(*_COLUMNS)
        .join(Person, Person.id == Shift.carer_id)
        .where(
            Shift.pot_id == pot_id,
            Shift.carer_id == told.carer_id,
            Shift.id != told.id,
            Shift.step.not_in({"withdrawn", "returned"}),
            Shift.starts_at < told.ends_at,
            Shift.ends_at > told.starts_at,
            ~select(later.id).where(later.id == Shift.id, later.n > Shift.n).exists(),
        )
        .order_by(Shift.starts_at)
        .limit(OVERLAPS_SHOWN)
    )
    return _told(session.execute(found).all())


def shares_to_come(session: Session, pot_id: str, told: Told) -> dict[str, int]:
    """Pence that each contribution would bear if it were approved now; `none` outside the plan."""
    if told.plan_line_id == NONE:
        return {NONE: told.amount_pence}
    split = standing_split(splits_of(session, pot_id, told.plan_line_id), told.day)
    return share_towards_exact(told.amount_pence, split.parts, taken_under(session, split.id)) if split else {}


def shares_booked(session: Session, pot_id: str, shift_id: str) -> dict[str, int]:
    """Pence that each contribution bears of an approved shift."""
    rows = session.execute(
        select(Account.budget_year, Account.kind, Account.contribution_id, Account.plan_line_id, Posting.amount_pence)
        .join(Posting, Posting.account_id == Account.id)
        .join(Entry, Entry.id == Posting.entry_id)
        .where(Entry.pot_id == pot_id, Entry.source == f"shift:{shift_id}")
    )
    borne = shares_of(((AccountKey(*row[:4]), row[4]) for row in rows), "used", "not_agreed")
    return {contribution: pence for contribution, pence in borne.items() if pence}


def usual_line(session: Session, pot_id: str, carer_id: str | None) -> str:
    """The plan line that a shift is likely for: that of the carer's last one, or the first that is needed every week.

    A carer is not shown the plan, so theirs is taken from here; who approves it sees it and can change it.
    """
    lines = lines_of(session, pot_id)
    last = session.execute(
        select(Shift.plan_line_id)
        .where(Shift.pot_id == pot_id, Shift.carer_id == carer_id)
        .order_by(Shift.starts_at.desc(), Shift.id.desc(), Shift.n.desc())
        .limit(1)
    ).scalar_one_or_none()
    likely = [line.id for line in lines if line.id == last] + [line.id for line in lines if line.regular]
    return next(iter(likely), lines[0].id if len(lines) == 1 else NONE)


_COLUMNS = (
    Shift.id,
    Shift.n,
    Shift.step,
    Shift.carer_id,
    Person.name.label("carer_name"),
    Shift.starts_at,
    Shift.ends_at,
    Shift.amount_pence,
    Shift.plan_line_id,
    Shift.paid_on,
)


def _told(rows: Sequence[Any]) -> list[Told]:
    """Rows as they are told; what was not said is nothing."""
    return [Told(**_with_nothing_unsaid(row._asdict())) for row in rows]


def _with_nothing_unsaid(values: dict[str, Any]) -> dict[str, Any]:
    return values | {field: values[field] or "" for field in SAID if field in values}
