"""What rows of a bank may be, read for a whole page at once: one query, whatever the size of the pot."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import CompoundSelect, Select, case, cast, literal, null, or_, select, union_all
from sqlalchemy.orm import Session, aliased

from app.domain.matching import BACK_WITHIN, DUE_WITHIN, NEW, SAME_WITHIN, Row, Thing
from app.domain.year import london_day
from app.persistence.sightings import is_seen
from app.persistence.tables import Contribution, Funder, InstalmentRow, Person, PlanLine, Shift, Spending
from app.persistence.tables.base import Instant
from app.persistence.texts import text_column

OWED = ("approved", "unpaid")
KINDS = ("instalment", "shift", "spending")
MOST_READ = 300  # of what money may have come back for: the latest

Arm = Select[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class Found:
    """A thing of the books, with what people call it: what it was for, the carer, or the funder."""

    thing: Thing
    label: str


@dataclass(frozen=True, slots=True)
class Candidates:
    """All that the rows of a page may be. `lines` are plan lines: names by id."""

    found: list[Found] = field(default_factory=list)
    lines: dict[str, str] = field(default_factory=dict)

    @property
    def things(self) -> list[Thing]:
        """Without their labels."""
        return [found.thing for found in self.found]


def candidates(session: Session, pot_id: str, rows: Sequence[Row]) -> Candidates:
    """What these rows may be, in the pot as it stands."""
    money_in = [row for row in rows if row.amount_pence > 0]
    money_out = [row for row in rows if row.amount_pence < 0]
    arms_in = _for_money_in(pot_id, money_in) if money_in else ()
    arms_out = _for_money_out(pot_id, money_out) if money_out else ()
    return _read(session, [*arms_in, *arms_out])


def named(session: Session, pot_id: str, said: Iterable[tuple[str, str]]) -> dict[tuple[str, str], Found]:
    """What rows were said to be, by (says, source), as it stands now. Of what is spent the label is its plan line."""
    ids: dict[tuple[str, str], list[str]] = {}
    for says, source in said:
        kind, _sep, thing_id = source.partition(":")
        ids.setdefault((says, kind), []).append(thing_id)
    arms = [_said_arm(pot_id, says, kind, wanted) for (says, kind), wanted in ids.items() if kind in KINDS]
    return {(found.thing.says, found.thing.source): found for found in _read(session, arms).found}


def _said_arm(pot_id: str, says: str, kind: str, ids: Collection[str]) -> Arm:
    if kind == "instalment":
        day = InstalmentRow.received_on if says == "already" else InstalmentRow.due_on
        return _instalments(pot_id, literal(says), day).where(InstalmentRow.id.in_(ids))
    if kind == "shift":
        return _shifts(pot_id, says).where(Shift.id.in_(ids))
    label = _line_of_spending() if says in NEW else None
    return _spendings(pot_id, says, label=label).where(Spending.id.in_(ids))


def _read(session: Session, arms: Sequence[Arm]) -> Candidates:
    read = Candidates()
    if not arms:
        return read
    whole: CompoundSelect[*tuple[Any, ...]] = union_all(*arms)
    for row in session.execute(whole):
        label = row.label or ""
        if row.kind == "line":
            read.lines[row.id] = label
            continue
        day: date = row.day if row.at is None else london_day(row.at)
        read.found.append(Found(Thing(row.says, f"{row.kind}:{row.id}", row.amount_pence, day), label))
    read.found.sort(key=lambda found: (found.thing.day, found.thing.source))
    return read


def _for_money_in(pot_id: str, rows: Sequence[Row]) -> tuple[Arm, ...]:
    amounts = {row.amount_pence for row in rows}
    days = [row.booked_on for row in rows]
    first, last = min(days), max(days)
    says = case((InstalmentRow.client, "client"), else_="instalment")
    about_then = InstalmentRow.due_on.between(first - DUE_WITHIN, last + DUE_WITHIN)
    to_come = _instalments(pot_id, says, InstalmentRow.due_on).where(
        InstalmentRow.step == "expected", or_(about_then, InstalmentRow.amount_pence.in_(amounts))
    )
    came = _instalments(pot_id, literal("already"), InstalmentRow.received_on).where(
        InstalmentRow.step == "received",
        InstalmentRow.amount_pence.in_(amounts),
        InstalmentRow.received_on.between(first - SAME_WITHIN, last + SAME_WITHIN),
        ~is_seen(pot_id, "instalment", InstalmentRow.id),
    )
    refunded = (
        _spendings(pot_id, "refund", sign=1)
        .where(
            Spending.standing,
            Spending.happened_on.between(first - BACK_WITHIN, last),
            Spending.amount_pence >= min(amounts),
        )
        .order_by(Spending.happened_on.desc(), Spending.id)
        .limit(MOST_READ)
        .subquery()
    )
    return to_come, came, select(refunded)


def _for_money_out(pot_id: str, rows: Sequence[Row]) -> tuple[Arm, ...]:
    amounts = {-row.amount_pence for row in rows}
    days = [row.booked_on for row in rows]
    first, last = min(days) - SAME_WITHIN, max(days) + SAME_WITHIN
    recorded = _spendings(pot_id, "already").where(
        Spending.standing,
        Spending.amount_pence.in_(amounts),
        Spending.happened_on.between(first, last),
        ~is_seen(pot_id, "spending", Spending.id),
    )
    owed = _shifts(pot_id, "owed").where(Shift.step.in_(OWED), Shift.amount_pence.in_(amounts))
    paid = _shifts(pot_id, "already").where(
        Shift.step == "paid",
        Shift.amount_pence.in_(amounts),
        Shift.paid_on.between(first, last),
        ~is_seen(pot_id, "shift", Shift.id),
    )
    return owed, recorded, paid, _lines(pot_id)


def _instalments(pot_id: str, says: Any, day: Any) -> Arm:  # noqa: ANN401 - columns
    later, later_told = aliased(InstalmentRow), aliased(Contribution)
    funder = text_column(Funder.change_id, "funder_name")
    return (
        select(*_columns(says, "instalment", InstalmentRow.id, InstalmentRow.amount_pence, funder, day))
        .join(Contribution, Contribution.id == InstalmentRow.contribution_id)
        .join(Funder, (Funder.id == Contribution.funder_id) & (Funder.n == 0))
        .where(
            InstalmentRow.pot_id == pot_id,
            ~select(later.id).where(later.id == InstalmentRow.id, later.n > InstalmentRow.n).exists(),
            ~select(later_told.id).where(later_told.id == Contribution.id, later_told.n > Contribution.n).exists(),
        )
    )


def _spendings(pot_id: str, says: str, *, sign: int = -1, label: Any = None) -> Arm:  # noqa: ANN401 - a column
    later = aliased(Spending)
    what_for = text_column(Spending.change_id, "what_for", Spending.id) if label is None else label
    return select(
        *_columns(literal(says), "spending", Spending.id, sign * Spending.amount_pence, what_for, Spending.happened_on)
    ).where(
        Spending.pot_id == pot_id,
        ~select(later.id).where(later.id == Spending.id, later.n > Spending.n).exists(),
    )


def _shifts(pot_id: str, says: str) -> Arm:
    later = aliased(Shift)
    # What is owed is known by the day it was worked, what is paid by the day it was paid.
    at = Shift.starts_at if says == "owed" else None
    return (
        select(*_columns(literal(says), "shift", Shift.id, -Shift.amount_pence, Person.name, Shift.paid_on, at))
        .join(Person, Person.id == Shift.carer_id)
        .where(Shift.pot_id == pot_id, ~select(later.id).where(later.id == Shift.id, later.n > Shift.n).exists())
    )


def _line_of_spending() -> Any:  # noqa: ANN401 - a column
    line, later = aliased(PlanLine), aliased(PlanLine)
    return (
        select(text_column(line.change_id, "line_name"))
        .where(
            line.id == Spending.plan_line_id,
            ~select(later.id).where(later.id == line.id, later.n > line.n).exists(),
        )
        .scalar_subquery()
    )


def _lines(pot_id: str) -> Arm:
    later = aliased(PlanLine)
    line_name = text_column(PlanLine.change_id, "line_name")
    columns = _columns(literal("spending"), "line", PlanLine.id, literal(0), line_name, PlanLine.valid_from)
    return select(*columns).where(
        PlanLine.pot_id == pot_id,
        PlanLine.step != "ended",
        ~select(later.id).where(later.id == PlanLine.id, later.n > PlanLine.n).exists(),
    )


def _columns(says: Any, kind: str, thing_id: Any, amount_pence: Any, label: Any, day: Any, at: Any = None) -> list[Any]:  # noqa: ANN401
    """Each arm of the union has these. A union takes the types of its first arm, so none is left open."""
    return [
        says.label("says"),
        literal(kind).label("kind"),
        thing_id.label("id"),
        amount_pence.label("amount_pence"),
        label.label("label"),
        day.label("day"),
        (cast(null(), Instant) if at is None else at).label("at"),
    ]
