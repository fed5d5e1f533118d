"""What the pages of shifts show. A carer is only ever shown their own (`shifts_visible_to`)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session, aliased

from app.domain.authority import Authority, Permission
from app.domain.books import NONE
from app.domain.shifts import Span
from app.domain.split import share_towards_exact, standing_split
from app.domain.year import london_day
from app.persistence.borne import POSTINGS, borne
from app.persistence.lines import CONTRIBUTIONS, EVERY_LINE, ContributionNow, LineNow, lines_of
from app.persistence.signers import role_column
from app.persistence.splits import dated
from app.persistence.tables import Change, Person, PlanLineSplit, Shift, SplitTaken
from app.persistence.texts import text_column
from app.persistence.together import Wanted, together
from app.persistence.waiting import SHIFT_WAITS

PAGE = 30
OVERLAPS_SHOWN = 5
SAID = ("note", "why", "words")
WITH_CARER = {"returned", "withdrawn"}  # waits for nobody; sent again, it is a change


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
    by_role: str | None = None
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
    def with_carer(self) -> bool:
        """Whether it waits for nobody until it is sent again."""
        return self.step in WITH_CARER

    @property
    def to_look_at(self) -> bool:
        """Whether it can still be changed before it is approved."""
        return self.waits or self.with_carer

    @property
    def from_sheet(self) -> bool:
        """Whether another than the carer wrote this row."""
        return self.by_id != self.carer_id


@dataclass(frozen=True, slots=True)
class Around:
    """What a shift's page says besides what was told."""

    others: list[Told]  # of the same carer, at the same time, while that can be looked at
    shares: dict[str, int]  # pence that each contribution bears or would bear; `none` outside the plan
    contributions: list[ContributionNow]
    lines: list[LineNow]


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
            role_column(Change.authority_id).label("by_role"),
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


def around(session: Session, pot_id: str, told: Told, *, money: bool) -> Around:
    """What stands around a shift; who pays and for what only where `money` says that it may be seen."""
    this = {
        "pot_id": pot_id, "shift_id": told.id, "carer_id": told.carer_id, "starts_at": told.starts_at,
        "ends_at": told.ends_at, "line_id": told.plan_line_id, "source": f"shift:{told.id}",
    }  # fmt: skip
    if not money:
        return Around(_OVERLAPS.read(session, **this) if told.to_look_at else [], {}, [], [])
    others, splits, postings, contributions, lines = together(
        session, _OVERLAPS, _SPLITS, POSTINGS, CONTRIBUTIONS, EVERY_LINE, **this
    )
    return Around(
        others=others if told.to_look_at else [],
        shares=_shares_to_come(told, splits) if told.waits else borne(postings),
        contributions=contributions,
        lines=lines,
    )


def usual_line(session: Session, pot_id: str, carer_id: str) -> str:
    """The plan line that a shift is likely for: that of the carer's last one, or the first that is needed every week.

    A carer is not shown the plan, so theirs is taken from here; who approves it sees it and can change it.
    """
    last = session.execute(
        select(Shift.plan_line_id)
        .where(Shift.pot_id == pot_id, Shift.carer_id == carer_id)
        .order_by(Shift.starts_at.desc(), Shift.id.desc(), Shift.n.desc())
        .limit(1)
    ).scalar_one_or_none()
    return likely_line(lines_of(session, pot_id), last)


def likely_line(lines: Sequence[LineNow], last: str | None = None) -> str:
    """The last one while it stands, or the first that is needed every week, or the only one; otherwise `none`."""
    likely = [line.id for line in lines if line.id == last] + [line.id for line in lines if line.regular]
    return next(iter(likely), lines[0].id if len(lines) == 1 else NONE)


def _shares_to_come(told: Told, splits: Sequence[tuple[Any, ...]]) -> dict[str, int]:
    """Pence that each contribution would bear if it were approved now; `none` outside the plan."""
    if told.plan_line_id == NONE:
        return {NONE: told.amount_pence}
    split = standing_split(dated(row[:5] for row in splits), told.day)
    if split is None:
        return {}
    taken = {
        contribution: pence for split_id, _on, contribution, _parts, _said, pence in splits if split_id == split.id
    }
    return share_towards_exact(told.amount_pence, split.parts, taken)


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


_later = aliased(Shift)
_OVERLAPS = Wanted(  # other shifts of the same carer at the same time
    select(*_COLUMNS)
    .join(Person, Person.id == Shift.carer_id)
    .where(
        Shift.pot_id == bindparam("pot_id"),
        Shift.carer_id == bindparam("carer_id"),
        Shift.id != bindparam("shift_id"),
        Shift.step.not_in(WITH_CARER),
        Shift.starts_at < bindparam("ends_at"),
        Shift.ends_at > bindparam("starts_at"),
        ~select(_later.id).where(_later.id == Shift.id, _later.n > Shift.n).exists(),
    ),
    Told,
    order=(Shift.starts_at,),
    most=OVERLAPS_SHOWN,
)
_SPLITS: Wanted[tuple[Any, ...]] = Wanted(  # every split of the line, with what each contribution has borne under it
    select(
        PlanLineSplit.id,
        PlanLineSplit.from_on,
        PlanLineSplit.contribution_id,
        PlanLineSplit.parts,
        Change.seq,
        func.coalesce(SplitTaken.taken_pence, 0),
    )
    .join(Change, Change.id == PlanLineSplit.change_id)
    .outerjoin(
        SplitTaken,
        (SplitTaken.split_id == PlanLineSplit.id) & (SplitTaken.contribution_id == PlanLineSplit.contribution_id),
    )
    .where(PlanLineSplit.pot_id == bindparam("pot_id"), PlanLineSplit.plan_line_id == bindparam("line_id")),
    lambda *row: row,
)
